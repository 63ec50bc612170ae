// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/exchange.h"

#include <chrono>
#include <string>

namespace chancery::server {

// The problem as the answer to that request.
inline Response answerOf(core::Error error, const std::string &requestId)
{
    error.requestId = requestId;
    auto response = Response::problem(error);
    response.requestId = requestId;
    return response;
}

// Whoever comes back after that time may be lucky.
inline core::Error tooMuch(std::chrono::seconds retryAfter, std::string detail = "Try again later")
{
    auto error = api::problem("quota-exceeded", std::move(detail));
    error.retryAfter = retryAfter;
    return error;
}

inline Response tooBusy(const std::string &requestId, std::chrono::seconds retryAfter,
    std::string detail = "Try again later")
{
    return answerOf(tooMuch(retryAfter, std::move(detail)), requestId);
}

} // namespace chancery::server
