// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/eventbase.h"
#include "engine/core/evidence/recount.h"

namespace chancery::audit {

// What one evidence query found. "0 exceptions of 312" says as much as a hit.
struct EvidenceResult {
    core::evidence::Definition definition;
    core::evidence::Parameters parameters;
    std::vector<EvidenceRow> population;
    std::vector<EvidenceRow> exceptions;
    std::vector<EvidenceRow> listed;
    // The same two numbers by the second way of counting, over the raw leaves; both stand in a
    // report.
    core::evidence::Count recounted;

    core::evidence::Count count() const
    {
        return {std::int64_t(population.size()), std::int64_t(exceptions.size())};
    }
    bool isCollected() const { return definition.isCollected; }
    bool agrees() const { return count() == recounted; }
};

// Runs one query by its statements; what is counted a second time is left to others.
// Error{Internal} "evidence-inconsistent" where an id stands twice or an exception is not of the
// population: a mistake in the definition. Numbers that differ are for the reader to see.
// Error{Cancelled} where it was not wanted to its end.
core::Result<EvidenceResult> askQuery(EventBase &base, const core::evidence::Definition &definition,
    const core::evidence::Given &given, const core::evidence::Period &period,
    const std::function<bool()> &isCancelled = {});

// The second way, over the facts alone, so that both may go on side by side. -1 and -1 for what
// cannot be counted, which agrees with nothing.
core::evidence::Count countAgain(const core::evidence::Facts &facts,
    const core::evidence::Definition &definition, const core::evidence::Given &given,
    const core::evidence::Period &period);

// The leaves once more, for the second way of counting.
core::Result<core::evidence::Facts> factsOf(const EvidenceLog &log);

} // namespace chancery::audit
