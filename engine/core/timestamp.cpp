// SPDX-License-Identifier: Apache-2.0
#include "timestamp.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <memory>

namespace chancery::core {

namespace {

struct Free {
    void operator()(TS_REQ *value) const { TS_REQ_free(value); }
    void operator()(TS_RESP *value) const { TS_RESP_free(value); }
    void operator()(TS_MSG_IMPRINT *value) const { TS_MSG_IMPRINT_free(value); }
    void operator()(X509_ALGOR *value) const { X509_ALGOR_free(value); }
    void operator()(ASN1_INTEGER *value) const { ASN1_INTEGER_free(value); }
    void operator()(BIGNUM *value) const { BN_free(value); }
    void operator()(BIO *value) const { BIO_free(value); }
    void operator()(X509 *value) const { X509_free(value); }
    void operator()(X509_STORE *value) const { X509_STORE_free(value); }
    void operator()(TS_VERIFY_CTX *value) const { TS_VERIFY_CTX_free(value); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

// With OpenSSL's own words, which name what was found and nothing that is secret.
Error refused(const std::string &what)
{
    std::string detail = what;
    const char *data = nullptr;
    int flags = 0;
    const auto code = ERR_peek_last_error_all(nullptr, nullptr, nullptr, &data, &flags);
    if (code != 0) {
        const char *reason = ERR_reason_error_string(code);
        detail += reason ? std::string(": ") + reason : std::string();
        if (data && (flags & ERR_TXT_STRING) != 0 && *data != '\0')
            detail += std::string(" (") + data + ')';
    }
    ERR_clear_error();
    return {ErrorKind::Invalid, "timestamp-refused", std::move(detail), {}, {}, {}};
}

Owned<BIGNUM> numberOf(std::string_view bytes)
{
    return Owned<BIGNUM>(BN_bin2bn(
        reinterpret_cast<const unsigned char *>(bytes.data()), int(bytes.size()), nullptr));
}

bool setImprint(TS_REQ *query, std::string_view bytes)
{
    const auto digest = sha256(bytes);
    const Owned<TS_MSG_IMPRINT> imprint(TS_MSG_IMPRINT_new());
    const Owned<X509_ALGOR> algorithm(X509_ALGOR_new());
    auto copy = digest;
    return imprint && algorithm
        && X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1
        && TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1
        && TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), int(copy.size())) == 1
        && TS_REQ_set_msg_imprint(query, imprint.get()) == 1;
}

// The answer, and nothing behind it.
Owned<TS_RESP> answerIn(std::string_view bytes)
{
    const auto *at = reinterpret_cast<const unsigned char *>(bytes.data());
    const auto *end = at + bytes.size();
    Owned<TS_RESP> answer(d2i_TS_RESP(nullptr, &at, long(bytes.size())));
    return at == end ? std::move(answer) : nullptr;
}

Owned<X509_STORE> storeOf(const std::string &pem)
{
    Owned<X509_STORE> store(X509_STORE_new());
    const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
    int count = 0;
    for (;;) {
        const Owned<X509> certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
        if (!certificate)
            break;
        count += X509_STORE_add_cert(store.get(), certificate.get());
    }
    ERR_clear_error(); // of the end of the file
    return count > 0 ? std::move(store) : nullptr;
}

// The context takes what it is given.
Owned<TS_VERIFY_CTX> contextFor(std::string_view bytes, Owned<X509_STORE> store)
{
    Owned<TS_VERIFY_CTX> context(TS_VERIFY_CTX_new());
    const int flags = TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_SIGNER | TS_VFY_DATA;
    TS_VERIFY_CTX_set_data(context.get(), BIO_new_mem_buf(bytes.data(), int(bytes.size())));
    TS_VERIFY_CTX_set_store(context.get(), store.release());
    TS_VERIFY_CTX_set_flags(context.get(), flags);
    return context;
}

bool hasNonce(const TS_TST_INFO *info, const std::string &nonce)
{
    const auto *number = TS_TST_INFO_get_nonce(info);
    if (!number)
        return false;
    const Owned<BIGNUM> theirs(ASN1_INTEGER_to_BN(number, nullptr));
    const auto ours = numberOf(nonce);
    return theirs && ours && BN_cmp(theirs.get(), ours.get()) == 0;
}

bool isOverSha256(TS_TST_INFO *info)
{
    auto *imprint = TS_TST_INFO_get_msg_imprint(info);
    const auto *algorithm = imprint ? TS_MSG_IMPRINT_get_algo(imprint) : nullptr;
    const ASN1_OBJECT *object = nullptr;
    if (algorithm)
        X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
    return object && OBJ_obj2nid(object) == NID_sha256;
}

std::optional<Instant> timeOf(const TS_TST_INFO *info)
{
    std::tm parts{};
    const auto *time = TS_TST_INFO_get_time(info);
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return std::nullopt;
    const std::time_t seconds = ::timegm(&parts);
    return Instant(std::chrono::seconds(seconds));
}

std::string serialOf(const TS_TST_INFO *info)
{
    const Owned<BIGNUM> number(ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(info), nullptr));
    char *digits = number ? BN_bn2hex(number.get()) : nullptr;
    std::string text = digits ? digits : "";
    OPENSSL_free(digits);
    return text;
}

std::string policyOf(TS_TST_INFO *info)
{
    char text[128] = {};
    const int length = OBJ_obj2txt(text, sizeof text, TS_TST_INFO_get_policy_id(info), 1);
    return length > 0 && length < int(sizeof text) ? std::string(text) : std::string();
}

// Of the one that signed, as verification has found it.
std::string signerOf(TS_RESP *answer)
{
    auto *token = TS_RESP_get_token(answer);
    auto *signers = token ? PKCS7_get0_signers(token, nullptr, 0) : nullptr;
    std::string text;
    if (signers && sk_X509_num(signers) > 0) {
        const Owned<BIO> bio(BIO_new(BIO_s_mem()));
        X509_NAME_print_ex(
            bio.get(), X509_get_subject_name(sk_X509_value(signers, 0)), 0, XN_FLAG_RFC2253);
        char *data = nullptr;
        const long length = BIO_get_mem_data(bio.get(), &data);
        text.assign(data, std::size_t(length));
    }
    sk_X509_free(signers);
    return text;
}

} // namespace

Result<TimestampQuery> timestampQuery(std::string_view bytes)
{
    static constexpr std::size_t nonceBytes = 16;
    const Owned<TS_REQ> query(TS_REQ_new());
    auto nonce = randomBytes(nonceBytes);
    nonce.front() = char(nonce.front() & 0x7f); // a positive number of as many bytes
    nonce.front() = char(nonce.front() | 0x40);
    const auto number = numberOf(nonce);
    const Owned<ASN1_INTEGER> integer(BN_to_ASN1_INTEGER(number.get(), nullptr));
    const bool isMade = query && integer && TS_REQ_set_version(query.get(), 1) == 1
        && setImprint(query.get(), bytes) && TS_REQ_set_nonce(query.get(), integer.get()) == 1
        && TS_REQ_set_cert_req(query.get(), 1) == 1;
    unsigned char *der = nullptr;
    const int length = isMade ? i2d_TS_REQ(query.get(), &der) : -1;
    if (length <= 0)
        return Error{ErrorKind::Internal, "timestamp-query", {}, {}, {}, {}};
    TimestampQuery made{std::string(reinterpret_cast<char *>(der), std::size_t(length)), nonce};
    OPENSSL_free(der);
    return made;
}

Result<Timestamp> verifyTimestamp(std::string_view answer, std::string_view bytes,
    const std::string &nonce, const std::string &authorities)
{
    ERR_clear_error();
    if (answer.size() > mostTimestampBytes)
        return refused("the answer is too large");
    const auto response = answerIn(answer);
    if (!response)
        return refused("the answer is none of RFC 3161");
    auto *info = TS_RESP_get_tst_info(response.get());
    const auto status
        = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response.get())));
    if ((status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS) || !info)
        return refused("the authority did not grant it");
    if (!isOverSha256(info))
        return refused("it is not over SHA-256");
    if (!nonce.empty() && !hasNonce(info, nonce))
        return refused("it answers another question");
    auto store = storeOf(authorities);
    if (!store)
        return refused("no certificate of an authority can be read");
    const auto context = contextFor(bytes, std::move(store));
    if (TS_RESP_verify_response(context.get(), response.get()) != 1)
        return refused("it is not what an authority that is trusted signed over these bytes");
    const auto time = timeOf(info);
    if (!time)
        return refused("its time cannot be read");
    return Timestamp{*time, serialOf(info), policyOf(info), signerOf(response.get())};
}

} // namespace chancery::core
