// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/server/unit.h"

// A draft whose base moves on was merged with what had become live: the version that comes of it
// has two lines behind it. What a draft was begun on is kept beside it, for the request that its
// author makes of it; nobody's word is needed for that but the order of the saves.
namespace chancery::server {

// Before the draft is stored as it is now.
void keepDraftMerge(Unit &unit, const core::Draft &before, const core::Draft &now);
void dropDraftMerge(Unit &unit, const core::Draft &draft);
// Items with the text and base of a draft of the one who asks get what that draft was begun on.
void takeDraftMerges(Unit &unit, std::vector<core::RequestItem> &items);

} // namespace chancery::server
