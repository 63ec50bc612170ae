// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/server/unit.h"

namespace chancery::server {

// API-5: the same key with the same request gives the stored answer, with another request 422. The
// record is written by the unit that it remembers, in its transaction.
std::optional<Response> replayedAnswer(const Request &request, const Actor &actor,
    const api::Route &route, Reader &reader, const Facts &facts);
void rememberAnswer(Unit &unit, const api::Route &route, const Response &response);

// The key of a header in either of its forms, quoted or not; empty when it is not acceptable.
std::string idempotencyKeyOf(std::string_view header);

} // namespace chancery::server
