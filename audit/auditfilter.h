// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace chancery::audit {

// Which entries are wanted; what is empty does not filter. The texts are compared as they are, but
// event may end in ".*" for a family, and words in text are looked for in the search index by their
// beginnings. A value.
struct AuditFilter {
    std::optional<core::Instant> from;
    std::optional<core::Instant> before;
    std::string event;
    std::string actor;
    std::string outcome;
    std::string environment;
    std::string nameSpace;
    std::string target;
    std::string correlation;
    std::string breakGlass;
    std::string text;
    friend bool operator==(const AuditFilter &, const AuditFilter &) = default;
};

// How a saved search is kept: a line "name=value" for each that filters.
std::string toText(const AuditFilter &filter);
// What it does not know it leaves out: a newer version may have written it.
AuditFilter filterFromText(std::string_view text);

} // namespace chancery::audit
