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

inline Response tooBusy(const std::string &requestId, std::chrono::seconds retryAfter)
{
    auto error = api::problem("quota-exceeded", "Try again later");
    error.retryAfter = retryAfter;
    return answerOf(std::move(error), requestId);
}

} // namespace chancery::server
