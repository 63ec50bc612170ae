// SPDX-License-Identifier: Apache-2.0
#include "timestamppost.h"

#include "engine/core/timestamp.h"

#include <curl/curl.h>

#include <memory>

namespace chancery::client {

namespace {

struct FreeEasy {
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

std::size_t take(char *bytes, std::size_t size, std::size_t count, void *body)
{
    auto &text = *static_cast<std::string *>(body);
    if (text.size() + size * count > core::mostTimestampBytes)
        return 0;
    text.append(bytes, size * count);
    return size * count;
}

core::Error failed(core::ErrorKind kind, const char *code, std::string detail)
{
    return {kind, code, std::move(detail), {}, {}, {}};
}

core::Error errorOf(CURLcode code)
{
    using enum core::ErrorKind;
    const std::string words = curl_easy_strerror(code);
    if (code == CURLE_WRITE_ERROR)
        return failed(Protocol, "timestamp-answer", "The authority's answer is too large");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return failed(Timeout, "timestamp-timeout", words);
    return failed(Offline, "timestamp-offline", words);
}

void setUp(CURL *easy, const std::string &url, const std::string &authorities)
{
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    if (!authorities.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, authorities.c_str());
}

} // namespace

core::Result<std::string> postTimestampQuery(
    const std::string &url, const std::string &authorities, const std::string &query)
{
    const std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
    const std::unique_ptr<curl_slist, FreeList> headers(
        curl_slist_append(nullptr, "Content-Type: application/timestamp-query"));
    if (!easy || !headers)
        return failed(core::ErrorKind::Internal, "timestamp-memory", {});
    std::string body;
    setUp(easy.get(), url, authorities);
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, query.data());
    curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(query.size()));
    curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &body);
    if (const auto code = curl_easy_perform(easy.get()); code != CURLE_OK)
        return errorOf(code);
    long status = 0;
    char *type = nullptr;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_TYPE, &type);
    const bool isReply = type && std::string_view(type).starts_with("application/timestamp-reply");
    if (status != 200 || !isReply)
        return failed(core::ErrorKind::Protocol, "timestamp-answer",
            "The authority answered " + std::to_string(status)
                + (isReply ? "" : ", and no time stamp"));
    return body;
}

} // namespace chancery::client
