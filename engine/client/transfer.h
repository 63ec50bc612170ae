// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/curlengine.h"

#include <curl/curl.h>

namespace chancery::client {

// One easy handle with all that its callbacks touch. Of the network thread alone; its address must
// not change while the handle is part of the multi handle.
struct CurlEngine::Transfer {
    Transfer(const TransportOptions &options, HttpRequest exchange, Token owner, Completion onDone);
    ~Transfer();
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    // The answer after curl has ended the exchange.
    HttpAnswer answer(CURLcode code);
    bool isIdle(SteadyTime now) const { return idleTimeout.count() > 0 && now >= idleAt(); }
    SteadyTime idleAt() const { return lastActivity + idleTimeout; }

    const TransportOptions &options;
    HttpRequest request;
    Token token;
    Completion done;
    std::chrono::milliseconds idleTimeout;
    SteadyTime lastActivity = std::chrono::steady_clock::now();
    HttpResponse response;
    std::string failure; // why a callback ended the exchange: the error's code
    char words[CURL_ERROR_SIZE] = ""; // of curl, about a failure
    CURL *easy = nullptr;

private:
    static std::size_t onHeader(char *bytes, std::size_t size, std::size_t count, void *self);
    static std::size_t onBody(char *bytes, std::size_t size, std::size_t count, void *self);
    bool takeHeaderLine(std::string_view line);
    bool takeBody(std::string_view bytes);
    bool isStreaming() const { return request.onBytes && response.status == 200; }
    void setUpRequest(const std::string &url);
    void setUpLimits();
    void setUpTrust(const std::string &url);

    curl_slist *headerLines = nullptr;
    std::size_t headerBytes = 0;
    bool headersAreWhole = false;
};

} // namespace chancery::client
