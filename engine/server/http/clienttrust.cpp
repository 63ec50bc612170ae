// SPDX-License-Identifier: Apache-2.0
#include "clienttrust.h"

#include "engine/server/http/opensslreason.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace chancery::server {

namespace {

struct Free {
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(GENERAL_NAMES *names) const { GENERAL_NAMES_free(names); }
    void operator()(BIGNUM *number) const { BN_free(number); }
};

std::string lowered(std::string text)
{
    std::ranges::transform(
        text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

// Only of a certificate that has one and no other: which one would count?
std::string uriOf(X509 *certificate)
{
    const std::unique_ptr<GENERAL_NAMES, Free> names(static_cast<GENERAL_NAMES *>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    std::string uri;
    int count = 0;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const auto *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_URI)
            continue;
        const auto *text = name->d.uniformResourceIdentifier;
        uri.assign(reinterpret_cast<const char *>(ASN1_STRING_get0_data(text)),
            std::size_t(ASN1_STRING_length(text)));
        ++count;
    }
    return count == 1 ? uri : std::string();
}

std::string serialOf(X509 *certificate)
{
    const std::unique_ptr<BIGNUM, Free> number(
        ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
    char *digits = number ? BN_bn2hex(number.get()) : nullptr;
    std::string text = digits ? lowered(digits) : std::string();
    OPENSSL_free(digits);
    return text;
}

core::Instant endOf(X509 *certificate)
{
    std::tm time{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) != 1)
        return {};
    return std::chrono::time_point_cast<core::Instant::duration>(
        std::chrono::system_clock::from_time_t(::timegm(&time)));
}

} // namespace

std::optional<DenyList> DenyList::load(const std::string &file, std::string &problem)
{
    DenyList list;
    if (file.empty())
        return list;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        line.resize(std::min(line.find('#'), line.size()));
        std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == ':'; });
        line = lowered(line);
        if (line.empty())
            continue;
        // Colons are gone from both: openssl prints serial numbers with and without them.
        const bool isUri = line.starts_with("spiffe//");
        if (!isUri && line.find_first_not_of("0123456789abcdef") != std::string::npos) {
            problem = "the list of denied certificates " + file
                + " has a line that is neither a serial number nor a URI: " + line;
            return std::nullopt;
        }
        const auto first = isUri ? 0 : std::min(line.find_first_not_of('0'), line.size());
        list.m_entries.insert(line.substr(first));
    }
    if (in.bad() || !in.eof()) {
        problem = "the list of denied certificates " + file + " cannot be read";
        return std::nullopt;
    }
    return list;
}

bool DenyList::holds(const PeerCertificate &certificate) const
{
    auto uri = certificate.uri;
    std::erase(uri, ':');
    const auto &serial = certificate.serial;
    const auto first = std::min(serial.find_first_not_of('0'), serial.size());
    return m_entries.contains(serial.substr(first)) || m_entries.contains(uri);
}

std::string demandClientTrust(ssl_ctx_st *context, const ClientTrust &trust)
{
    ERR_clear_error();
    if (SSL_CTX_load_verify_file(context, trust.authorities.c_str()) != 1)
        return "the authorities of clients " + trust.authorities + " cannot be read"
            + lastOpensslReason();
    auto *names = SSL_load_client_CA_file(trust.authorities.c_str());
    SSL_CTX_set_client_CA_list(context, names);
    if (!trust.revoked.empty()) {
        auto *store = SSL_CTX_get_cert_store(context);
        auto *lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
        if (!lookup || X509_load_crl_file(lookup, trust.revoked.c_str(), X509_FILETYPE_PEM) < 1)
            return "the revocation lists " + trust.revoked + " cannot be read"
                + lastOpensslReason();
        X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(context, 0);
    return {};
}

std::optional<PeerCertificate> peerCertificateOf(const ssl_st *connection)
{
    const std::unique_ptr<X509, Free> certificate(SSL_get1_peer_certificate(connection));
    if (!certificate || SSL_get_verify_result(connection) != X509_V_OK)
        return std::nullopt;
    return PeerCertificate{
        uriOf(certificate.get()), serialOf(certificate.get()), endOf(certificate.get())};
}

std::string refusalOf(const ssl_st *connection)
{
    const auto outcome = SSL_get_verify_result(connection);
    return outcome == X509_V_OK ? std::string() : X509_verify_cert_error_string(outcome);
}

} // namespace chancery::server
