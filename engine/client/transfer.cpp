// SPDX-License-Identifier: Apache-2.0
#include "transfer.h"

#include <openssl/x509_vfy.h>

namespace chancery::client {

namespace {

using core::Error;
using core::ErrorKind;

Error failed(ErrorKind kind, std::string code, std::string detail)
{
    return {kind, std::move(code), std::move(detail), {}, {}, {}};
}

Error timeoutOf(CURL *easy, std::string detail)
{
    curl_off_t connected = 0;
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
    if (connected == 0)
        return failed(ErrorKind::Offline, "connect-timeout", std::move(detail));
    return failed(ErrorKind::Timeout, "timeout", std::move(detail));
}

// Why the other side's certificate was not taken. OpenSSL looks at the chain, curl at the name.
std::string mistrustOf(CURL *easy)
{
    long verdict = X509_V_OK;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
    switch (verdict) {
    case X509_V_OK:
    case X509_V_ERR_UNSPECIFIED: // where curl begins: the handshake itself was fine
        return "tls-wrong-host";
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return "tls-expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return "tls-not-yet-valid";
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return "tls-unknown-authority";
    default:
        return "tls-not-trusted";
    }
}

// By the alert that the other side ended the connection with.
bool refusesOurCertificate(std::string_view words)
{
    return words.find("alert certificate") != std::string_view::npos
        || words.find("alert bad certificate") != std::string_view::npos
        || words.find("alert unknown ca") != std::string_view::npos;
}

Error errorOf(CURLcode code, CURL *easy, const char *words)
{
    std::string detail = *words ? words : curl_easy_strerror(code);
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return failed(ErrorKind::Offline, "host-not-found", std::move(detail));
    case CURLE_COULDNT_CONNECT:
        return failed(ErrorKind::Offline, "connect-failed", std::move(detail));
    case CURLE_OPERATION_TIMEDOUT:
        return timeoutOf(easy, std::move(detail));
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        // With TLS 1.3 a certificate of ours is refused after the handshake.
        return refusesOurCertificate(detail)
            ? failed(ErrorKind::Protocol, "tls-client-refused", std::move(detail))
            : failed(ErrorKind::Offline, "connection-lost", std::move(detail));
    case CURLE_PEER_FAILED_VERIFICATION:
        return failed(ErrorKind::Protocol, mistrustOf(easy), std::move(detail));
    case CURLE_SSL_CACERT_BADFILE:
        return failed(ErrorKind::Protocol, "tls-authority-file", std::move(detail));
    case CURLE_SSL_CERTPROBLEM:
        return failed(ErrorKind::Protocol, "tls-client-files", std::move(detail));
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
        return failed(ErrorKind::Protocol,
            refusesOurCertificate(detail) ? "tls-client-refused" : "tls-failed", std::move(detail));
    case CURLE_FILESIZE_EXCEEDED:
        return failed(ErrorKind::Protocol, "answer-too-large", std::move(detail));
    default:
        return failed(ErrorKind::Protocol, "not-http", std::move(detail));
    }
}

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    for (char &c : out)
        c = c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
    return out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::chrono::milliseconds chosen(
    std::chrono::milliseconds ofRequest, std::chrono::milliseconds ofTransport)
{
    return ofRequest.count() < 0 ? ofTransport : ofRequest;
}

} // namespace

CurlEngine::Transfer::Transfer(
    const TransportOptions &transport, HttpRequest exchange, Token owner, Completion onDone)
    : options(transport)
    , request(std::move(exchange))
    , token(std::move(owner))
    , done(std::move(onDone))
    , idleTimeout(chosen(request.idleTimeout, transport.idleTimeout))
    , easy(curl_easy_init())
{
    if (!easy)
        return;
    std::string base = options.baseUrl;
    while (base.ends_with('/'))
        base.pop_back();
    const auto url = base + request.target;
    setUpRequest(url);
    setUpLimits();
    setUpTrust(url);
}

CurlEngine::Transfer::~Transfer()
{
    curl_easy_cleanup(easy);
    curl_slist_free_all(headerLines);
}

void CurlEngine::Transfer::setUpRequest(const std::string &url)
{
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, std::string(request.method).c_str());
    if (request.method == "POST" || request.method == "PUT") {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
    }
    // Nobody waits for a "100 Continue".
    headerLines = curl_slist_append(headerLines, "Expect:");
    for (const auto &line : request.headers)
        headerLines = curl_slist_append(headerLines, line.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headerLines);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, long(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

void CurlEngine::Transfer::setUpLimits()
{
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    // A redirect would carry the token to where nobody meant it to go.
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, long(options.connectTimeout.count()));
    curl_easy_setopt(
        easy, CURLOPT_TIMEOUT_MS, long(chosen(request.totalTimeout, options.totalTimeout).count()));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    if (!request.onBytes)
        curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(options.maxBodyBytes));
}

void CurlEngine::Transfer::setUpTrust(const std::string &url)
{
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!options.caFile.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.caFile.c_str());
    if (!options.certificateFile.empty()) {
        curl_easy_setopt(easy, CURLOPT_SSLCERT, options.certificateFile.c_str());
        curl_easy_setopt(easy, CURLOPT_SSLKEY, options.keyFile.c_str());
    }
    // Plain http is for this machine only (checkBaseUrl), and no proxy may hear it.
    if (url.starts_with("http:"))
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

std::size_t CurlEngine::Transfer::onHeader(
    char *bytes, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<Transfer *>(self);
    return transfer.takeHeaderLine({bytes, size * count}) ? size * count : 0;
}

std::size_t CurlEngine::Transfer::onBody(
    char *bytes, std::size_t size, std::size_t count, void *self)
{
    auto &transfer = *static_cast<Transfer *>(self);
    return transfer.takeBody({bytes, size * count}) ? size * count : 0;
}

bool CurlEngine::Transfer::takeHeaderLine(std::string_view line)
{
    lastActivity = std::chrono::steady_clock::now();
    headerBytes += line.size();
    if (headerBytes > options.maxHeaderBytes) {
        failure = "headers-too-large";
        return false;
    }
    if (line.starts_with("HTTP/")) { // also after a "100 Continue"
        response.headers.clear();
        headersAreWhole = false;
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        response.status = int(status);
        return true;
    }
    if (trimmed(line).empty()) {
        headersAreWhole = true;
        if (response.status >= 200 && request.onHeaders && !request.onHeaders(response)) {
            failure = "refused";
            return false;
        }
        return true;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
        response.headers[lowerCase(line.substr(0, colon))] = trimmed(line.substr(colon + 1));
    return true;
}

bool CurlEngine::Transfer::takeBody(std::string_view bytes)
{
    lastActivity = std::chrono::steady_clock::now();
    if (isStreaming()) {
        if (request.onBytes(bytes))
            return true;
        failure = "refused";
        return false;
    }
    if (response.body.size() + bytes.size() > options.maxBodyBytes) {
        failure = "answer-too-large";
        return false;
    }
    response.body += bytes;
    return true;
}

HttpAnswer CurlEngine::Transfer::answer(CURLcode code)
{
    if (!failure.empty())
        return failed(ErrorKind::Protocol, failure, "The answer was cut off");
    if (code != CURLE_OK)
        return errorOf(code, easy, words);
    // To curl, headers that stop in the middle are an empty answer.
    if (!headersAreWhole)
        return failed(ErrorKind::Offline, "connection-lost", "The headers were cut off");
    return std::move(response);
}

} // namespace chancery::client
