// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/handlers/handlers.h"

namespace chancery::server {

// One page of a keyset walk (API-6): where to go on, and how many. The cursor is sealed with an
// HMAC over the position and the list's own filter, so that neither can be changed nor carried to
// another list.
struct PageWalk {
    std::size_t limit = 50;
    std::string after; // the last key of the page before; empty at the beginning

    static PageWalk of(const Request &request, const Facts &facts, std::string_view filter);
};
std::string sealCursor(
    const Request &request, const Facts &facts, std::string_view filter, std::string_view position);

// Walks keys under a prefix, keeping what the filter of the callback takes: it appends the item's
// JSON and returns true. Answers {"items":[…],"next":"…"}.
using TakeItem = std::function<bool(const Entry &entry, std::string &json)>;
Response pageOf(const Scene &scene, const KeyRange &range, const TakeItem &take);

} // namespace chancery::server
