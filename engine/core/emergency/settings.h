// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace chancery::core {

// Nothing makes a session longer, its extension included (GOV-41).
inline constexpr std::chrono::hours longestEmergency{4};
// A second person who has not confirmed by then is not waited for.
inline constexpr std::chrono::minutes confirmationWait{30};

// How emergency access works in one environment: the document "sys/emergency" there.
struct EmergencySettings {
    std::chrono::minutes maximum{60}; // of one session, and of its extension
    std::string incidentPattern = "[A-Z][A-Z0-9]{1,9}-[0-9]{1,10}"; // of the whole id
    bool twoPerson = false;
    bool mayPassFreeze = false;
    std::chrono::hours reviewWithin{72};
    std::chrono::days ratifyWithin{5};

    friend bool operator==(const EmergencySettings &, const EmergencySettings &) = default;
};

// Strict: a member that is not known is an error with its pointer, for a misspelt one would be a
// rule that does not hold. What is left out is as above.
Result<EmergencySettings> emergencySettings(const Tree &tree);
// The same as JSON Schema, for editors.
std::string_view emergencySettingsSchema();

} // namespace chancery::core
