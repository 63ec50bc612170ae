// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"

#include <algorithm>
#include <string_view>

namespace chancery::models {

// Who is signed in and what the server says that they may do. A value.
struct Permissions {
    core::Principal me;
    std::vector<std::string> granted;

    bool has(std::string_view permission) const
    {
        return std::ranges::find(granted, permission) != granted.end();
    }
};

} // namespace chancery::models
