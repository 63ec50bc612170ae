// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <functional>
#include <map>

namespace chancery::client {

// What the transport needs to know once. The limits are the project's; tests make them smaller.
struct TransportOptions {
    std::string baseUrl; // "https://cms.example:8443"; plain http only to this machine
    std::string caFile; // a private authority, in addition to the system's; never instead of checks
    // PEM of a certificate that this program shows, and of its key; both or none. Read again for
    // every new connection, so what was renewed is shown without a restart.
    std::string certificateFile = {};
    std::string keyFile = {};
    std::string clientName = "library"; // the CMS-Client header: "console/1.4.2; os=linux"
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds totalTimeout{120'000};
    std::chrono::milliseconds idleTimeout{30'000}; // without a single byte
    std::size_t maxBodyBytes = std::size_t(32) << 20;
    std::size_t maxHeaderBytes = std::size_t(64) << 10;
};

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string, std::less<>> headers; // names in lower case
    std::string body;

    std::string header(std::string_view name) const
    {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

// One exchange. The two functions are for streams and run in the network thread, inside the
// transfer: they must not start or stop anything there, and end it by returning false.
struct HttpRequest {
    std::string_view method = "GET";
    std::string target; // path and query
    std::string body;
    std::vector<std::string> headers; // "Name: value"
    std::chrono::milliseconds totalTimeout{-1}; // negative: the transport's; zero: none
    std::chrono::milliseconds idleTimeout{-1};
    std::function<bool(const HttpResponse &)> onHeaders;
    std::function<bool(std::string_view)> onBytes; // takes the body of a success instead of it
};

// Any status is a response; an Error says that there was none. The code "connect-failed" and its
// like (see isBeforeSending) promise that the server has not seen the request.
using HttpAnswer = core::Result<HttpResponse>;
bool isBeforeSending(const core::Error &error);

// Fails unless the address is https, or http to this machine, without user, password, query and
// fragment.
core::Result<> checkBaseUrl(const std::string &url);

} // namespace chancery::client
