// SPDX-License-Identifier: Apache-2.0
#include "curlfetcher.h"

#include "engine/core/identity/discovery.h"

#include <curl/curl.h>

#include <memory>

namespace chancery::server {

namespace {

constexpr long connectMilliseconds = 3000;

struct Free {
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};

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

int mayGoOn(void *stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<std::atomic<bool> *>(stopped)->load() ? 1 : 0;
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
    static const CURLcode isReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(isReady);
}

core::Result<std::string> CurlFetcher::fetch(const std::string &url)
{
    if (!core::identity::isAllowedUrl(url))
        return failed(core::ErrorKind::Protocol, "url", "not an HTTPS address");
    const std::unique_ptr<CURL, Free> easy(curl_easy_init());
    if (!easy)
        return failed(core::ErrorKind::Internal, "no-transfer", {});
    std::string body;
    const auto set
        = [&easy](CURLoption option, auto value) { curl_easy_setopt(easy.get(), option, value); };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https,http");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (url.starts_with("http:")) // of this machine, and no proxy may hear it
        set(CURLOPT_PROXY, "");
    set(CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds);
    set(CURLOPT_TIMEOUT_MS, mostMilliseconds);
    set(CURLOPT_MAXFILESIZE_LARGE, curl_off_t(mostBytes));
    set(CURLOPT_WRITEFUNCTION, &append);
    set(CURLOPT_WRITEDATA, &body);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &mayGoOn);
    set(CURLOPT_XFERINFODATA, &m_isStopped);
    const auto authorities = m_authorities.string();
    if (!authorities.empty()) {
        set(CURLOPT_CAINFO, authorities.c_str());
        set(CURLOPT_CAPATH, static_cast<const char *>(nullptr));
    }
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK)
        return errorOf(code);
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return failed(core::ErrorKind::Protocol, "http-" + std::to_string(status), {});
    return body;
}

} // namespace chancery::server
