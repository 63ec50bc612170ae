// SPDX-License-Identifier: Apache-2.0
#include "curlfetcher.h"

#include "engine/core/identity/discovery.h"
#include "engine/server/curlhandle.h"

namespace chancery::server {

namespace {

constexpr long connectMilliseconds = 3000;

core::Error failed(core::ErrorKind kind, std::string code, std::string detail)
{
    return {kind, std::move(code), std::move(detail), {}, {}, {}};
}

std::size_t append(char *bytes, std::size_t size, std::size_t count, void *target)
{
    auto &body = *static_cast<std::string *>(target);
    if (body.size() + size * count > CurlFetcher::mostBytes)
        return 0; // ends the exchange
    body.append(bytes, size * count);
    return size * count;
}

core::Error errorOf(CURLcode code)
{
    const std::string words = curl_easy_strerror(code);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return failed(core::ErrorKind::Timeout, "timeout", words);
    if (code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED)
        return failed(core::ErrorKind::Protocol, "too-large", "expected at most 256 KiB");
    return failed(core::ErrorKind::Offline, "offline", words);
}

} // namespace

CurlFetcher::CurlFetcher(std::filesystem::path authorities)
    : m_authorities(std::move(authorities))
{
}

core::Result<std::string> CurlFetcher::fetch(const std::string &url)
{
    if (!core::identity::isAllowedUrl(url))
        return failed(core::ErrorKind::Protocol, "url", "not an HTTPS address");
    CurlHandle easy(m_authorities, m_isStopped);
    if (!easy.isMade())
        return failed(core::ErrorKind::Internal, "no-transfer", {});
    std::string body;
    easy.set(CURLOPT_URL, url.c_str());
    easy.set(CURLOPT_PROTOCOLS_STR, "https,http");
    if (url.starts_with("http:")) // of this machine, and no proxy may hear it
        easy.set(CURLOPT_PROXY, "");
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds);
    easy.set(CURLOPT_TIMEOUT_MS, mostMilliseconds);
    easy.set(CURLOPT_MAXFILESIZE_LARGE, curl_off_t(mostBytes));
    easy.set(CURLOPT_WRITEFUNCTION, &append);
    easy.set(CURLOPT_WRITEDATA, &body);
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK)
        return errorOf(code);
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return failed(core::ErrorKind::Protocol, "http-" + std::to_string(status), {});
    return body;
}

} // namespace chancery::server
