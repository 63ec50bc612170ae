// SPDX-License-Identifier: Apache-2.0
#include "evidencequery.h"

#include "engine/core/keyedhash.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

namespace chancery::audit {

namespace {

using core::Result;

// Of ids, which whoever wrote the log may have chosen.
struct Hash {
    core::KeyedHash hash;
    std::size_t operator()(std::string_view text) const { return hash(text); }
};
using Ids = std::unordered_set<std::string_view, Hash>;

// Whether each id is the number of its entry, and each entry there once: as most queries say it.
bool areNumbers(const std::vector<EvidenceRow> &rows)
{
    std::array<char, 20> digits;
    std::int64_t last = -1;
    return std::ranges::all_of(rows, [&](const EvidenceRow &row) {
        if (!row.seq || *row.seq <= last)
            return false;
        last = *row.seq;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), last).ptr;
        return row.id == std::string_view(digits.data(), end);
    });
}

bool holdsAll(const std::vector<EvidenceRow> &population, const std::vector<EvidenceRow> &some)
{
    return areNumbers(population) && areNumbers(some)
        && std::ranges::includes(population, some, {}, &EvidenceRow::seq, &EvidenceRow::seq);
}

Result<> checkRows(const EvidenceResult &result)
{
    if (holdsAll(result.population, result.exceptions))
        return core::Done();
    const auto inconsistent = [&result](const std::string &detail) {
        return core::Error{core::ErrorKind::Internal, "evidence-inconsistent",
            result.definition.id + ": " + detail, {}, {}, {}};
    };
    Ids population(result.population.size());
    for (const auto &row : result.population) {
        if (!population.insert(row.id).second)
            return inconsistent(row.id + " stands twice in the population");
    }
    Ids exceptions(result.exceptions.size());
    for (const auto &row : result.exceptions) {
        if (!population.contains(row.id))
            return inconsistent(row.id + " is an exception and not of the population");
        if (!exceptions.insert(row.id).second)
            return inconsistent(row.id + " stands twice among the exceptions");
    }
    return core::Done();
}

} // namespace

Result<EvidenceResult> askQuery(EventBase &base, const core::evidence::Definition &definition,
    const core::evidence::Given &given, const core::evidence::Period &period,
    const std::function<bool()> &isCancelled)
{
    EvidenceResult result;
    result.definition = definition;
    auto parameters = core::evidence::parametersOf(definition, given);
    if (!parameters)
        return parameters.error();
    result.parameters = std::move(*parameters);
    if (!definition.isCollected)
        return result;
    const auto fetch = [&](const std::string &sql, std::vector<EvidenceRow> &rows) -> Result<> {
        if (sql.empty())
            return core::Done();
        auto found = base.run(sql, result.parameters, period, isCancelled);
        if (!found)
            return found.error();
        rows = std::move(*found);
        return core::Done();
    };
    if (auto done = fetch(definition.populationSql, result.population); !done)
        return done.error();
    if (auto done = fetch(definition.exceptionsSql, result.exceptions); !done)
        return done.error();
    if (auto done = fetch(definition.listedSql, result.listed); !done)
        return done.error();
    if (auto checked = checkRows(result); !checked)
        return checked.error();
    return result;
}

core::evidence::Count countAgain(const core::evidence::Facts &facts,
    const core::evidence::Definition &definition, const core::evidence::Given &given,
    const core::evidence::Period &period)
{
    const auto parameters = core::evidence::parametersOf(definition, given);
    const auto count = parameters
        ? core::evidence::recount(facts, definition.id, *parameters, period)
        : std::nullopt;
    return count.value_or(core::evidence::Count{-1, -1});
}

Result<core::evidence::Facts> factsOf(const EvidenceLog &log)
{
    std::vector<core::evidence::Fact> all;
    all.reserve(log.entries().count());
    for (auto seq = log.first; seq < log.checkpoint.size; ++seq) {
        const auto leaf = log.leaf(seq);
        if (!leaf)
            return leaf.error();
        all.push_back(core::evidence::factOf(std::int64_t(seq), *leaf));
    }
    return core::evidence::Facts(std::move(all));
}

} // namespace chancery::audit
