// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/error.h"
#include "engine/core/strongid.h"

#include <vector>

namespace chancery::core {

// What becomes of an item whose base is no longer live (GOV-20). To edit it is to send it anew, to
// close the request is to withdraw it.
enum class RebaseWay {
    Merge, // by key; where both changed the same, nothing is done and the answer says where
    Theirs, // the same, and what both changed is as it is live
    Mine, // the same, and what both changed is as it is asked for
    Drop, // the item leaves the request
    Unknown
};

struct RebaseItem {
    ConfigId config;
    EnvironmentId environment;
    RebaseWay way = RebaseWay::Merge;

    friend bool operator==(const RebaseItem &, const RebaseItem &) = default;
};

struct Rebase {
    std::vector<RebaseItem> items; // those that are not named stay as they are
};

} // namespace chancery::core
