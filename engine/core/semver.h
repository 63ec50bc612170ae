// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/rules/change.h"

namespace chancery::core {

// A version of SemVer 2.0.0: "1.4.0-rc.1+build.7". Build metadata takes no part in the order.
class SemanticVersion {
public:
    SemanticVersion() = default; // 0.0.0
    static std::optional<SemanticVersion> parse(std::string_view text);

    std::string text() const;
    // The next release that a change of that level makes; of None and Patch the next patch.
    SemanticVersion next(ChangeLevel level) const;

    // <0, 0 or >0, by precedence.
    int compare(const SemanticVersion &other) const;

private:
    std::uint64_t m_parts[3] = {0, 0, 0};
    std::string m_preRelease; // without the '-'
    std::string m_build; // without the '+'
};

// The label of a config's next version (API-14): "1.0.0" first, then by the level of the change.
// An author may ask for more than the level is, never for less.
std::string nextSemver(
    std::string_view earlier, ChangeLevel level, ChangeLevel asked = ChangeLevel::None);

} // namespace chancery::core
