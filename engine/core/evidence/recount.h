// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/evidence/definition.h"
#include "engine/core/evidence/facts.h"

namespace chancery::core::evidence {

struct Count {
    std::int64_t population = 0;
    std::int64_t exceptions = 0;
    friend bool operator==(const Count &, const Count &) = default;
};

// The two numbers of a query, found a second time over the raw leaves by code that shares nothing
// with the tables and the statements of the definitions. Whoever verifies a report compares them;
// nothing for a query that is not collected.
std::optional<Count> recount(
    const Facts &facts, std::string_view query, const Parameters &parameters, const Period &period);

} // namespace chancery::core::evidence
