// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"
#include "engine/core/bulk/bulkoperation.h"

namespace chancery::cli {

// A text that a bulk edit changes, and what it makes of it.
struct BulkChange {
    core::FoundConfig found;
    std::optional<core::Draft> draft; // whose text it is; absent: what is live
    std::string before;
    core::BulkPlan plan;
    std::optional<core::Error> error; // nothing can be done in the whole text
    // With what is sensitive covered, to be shown.
    std::string shownBefore;
    std::string shownAfter;
};

// Every text with hits that the search finds.
core::Result<std::vector<core::FoundConfig>> findAll(
    Online &online, const core::ConfigSearch &search);
// The same with the work of an operation done. A rename takes the layers of the configs that have
// the key and all who refer to it, one's drafts among them where the scope says so.
core::Result<std::vector<BulkChange>> planAll(
    Online &online, core::BulkOperation operation, const core::ConfigSearch &scope);

} // namespace chancery::cli
