// SPDX-License-Identifier: Apache-2.0
#include "http.h"

#include <curl/curl.h>

#include <arpa/inet.h>

namespace chancery::client {

namespace {

using core::ErrorKind;

core::Error refused(std::string code, std::string detail)
{
    return {ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

std::string part(CURLU *url, CURLUPart which)
{
    char *text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK)
        return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

bool isThisMachine(const std::string &host)
{
    // "127.0.0.1.evil.example" is a name and not an address.
    in_addr address{};
    const bool isAddress = inet_pton(AF_INET, host.c_str(), &address) == 1;
    return host == "localhost" || host == "[::1]"
        || (isAddress && ntohl(address.s_addr) >> 24 == 127);
}

} // namespace

bool isBeforeSending(const core::Error &error)
{
    return error.code == "connect-failed" || error.code == "connect-timeout"
        || error.code == "host-not-found";
}

core::Result<> checkBaseUrl(const std::string &url)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return refused("bad-url", "This is not an address: " + url);
    for (const auto which :
        {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
        if (!part(parsed.get(), which).empty())
            return refused("bad-url", "The address holds more than a server and a path");
    }
    const auto scheme = part(parsed.get(), CURLUPART_SCHEME);
    if (scheme == "https"
        || (scheme == "http" && isThisMachine(part(parsed.get(), CURLUPART_HOST))))
        return core::Done{};
    return refused("insecure-url", "Only https addresses are used beyond this machine: " + url);
}

} // namespace chancery::client
