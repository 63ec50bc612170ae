// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/server/unit.h"

namespace chancery::server {

struct OldTexts;

// API-5: the same key with the same request gives the stored answer, with another request 422. The
// record is written by the unit that it remembers, in its transaction.
struct ReplayTools {
    Reader &reader;
    SealKeys &sealKeys;
    const Facts &facts;
};
std::optional<Response> replayedAnswer(
    const Request &request, const Actor &actor, const api::Route &route, const ReplayTools &tools);
void rememberAnswer(Unit &unit, const api::Route &route, const Response &response);
// What an earlier server remembered of drafts in plain: the next piece. A broken one is dropped.
void sealOldAnswers(Unit &unit, OldTexts &texts);

// The key of a header in either of its forms, quoted or not; empty when it is not acceptable.
std::string idempotencyKeyOf(std::string_view header);

} // namespace chancery::server
