// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/strongid.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// One config of an action: a text, or a version that was live once.
struct EmergencyItem {
    ConfigId config;
    std::optional<VersionId> base; // what was live when it was looked at
    std::optional<std::string> text;
    std::optional<VersionId> target;
};

// What somebody does at once in an open emergency session.
struct EmergencyChanges {
    std::vector<EmergencyItem> items;
    std::string environment; // typed by the person, as a confirmation (GOV-45)
    std::string reason; // empty: the session's
    bool overrideValidation = false;
    std::string overrideReason;
};

} // namespace chancery::core
