// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/evidence/bundleparts.h"

#include <algorithm>
#include <set>

// What a bundle says is found again by the definitions that it carries itself: an older one stays
// what it was. docs/auditor-guide.md has the order of the steps.
namespace chancery::core::evidence {

namespace {

class Figures {
public:
    Figures(const Files &files, std::span<const std::string_view> leaves, const Claims &claims,
        std::vector<std::string> &differs)
        : m_files(files)
        , m_leaves(leaves)
        , m_claims(claims)
        , m_differs(differs)
    {
    }
    Step check();

private:
    Step checkFramework();
    Step openBase();
    Step checkHeader();
    Step checkQuery(const QueryClaim &claim);
    Step checkDefinition(const QueryClaim &claim, const Definition &definition) const;
    Step checkRows(const QueryClaim &claim, const Definition &definition);
    Step checkRecount(const QueryClaim &claim, const Definition &definition);
    Result<std::vector<EvidenceRow>> rows(const QueryClaim &claim, const std::string &sql);

    const Files &m_files;
    std::span<const std::string_view> m_leaves;
    const Claims &m_claims;
    std::vector<std::string> &m_differs;
    std::vector<Definition> m_known;
    bool m_areTablesKnown = false;
    std::optional<EventBase> m_base;
    std::optional<Facts> m_facts;
};

std::string numbered(int number)
{
    return (number < 10 ? "Q0" : "Q") + std::to_string(number);
}

// All queries of the framework, each once: none is left out because of what it would show.
Step Figures::checkFramework()
{
    const auto text = m_files.find("framework.json");
    if (text == m_files.end())
        return malformed("framework.json is missing");
    const auto framework = readFramework(text->second);
    if (!framework)
        return malformed("framework.json is none");
    static constexpr int mostQueries = 42;
    std::set<std::string> wanted;
    for (const auto &control : framework->controls)
        wanted.insert(control.queries.begin(), control.queries.end());
    for (int i = 1; framework->controls.empty() && i <= mostQueries; ++i)
        wanted.insert(numbered(i));
    std::set<std::string> claimed;
    for (const auto &claim : m_claims.queries) {
        if (!claimed.insert(claim.id).second)
            return mismatch(claim.id + " stands twice");
    }
    if (claimed != wanted)
        return mismatch("the queries are not those of the framework");
    const bool isAll = text->second == "{}";
    if (m_claims.frameworkId != (isAll ? "all" : framework->id)
        || (!isAll && m_claims.frameworkName != framework->name)
        || m_claims.frameworkDigest != (isAll ? "" : sha256Id("", text->second)))
        return mismatch("the manifest names another framework");
    if (m_claims.statement != statementFor(m_claims.frameworkName))
        return mismatch("the statement is another one");
    const auto own = frameworks();
    if (!isAll && (!own || std::ranges::count(*own, text->second, &Framework::text) == 0))
        m_differs.emplace_back("framework");
    return std::nullopt;
}

Step Figures::openBase()
{
    const auto &text = m_files.at("definitions/tables.json");
    if (sha256Id("", text) != m_claims.tables)
        return mismatch("the definition of the tables is another one");
    const auto carried = readTables(text);
    if (!carried)
        return malformed("the definition of the tables is none");
    const EntryRange entries{m_claims.first, m_claims.first + m_leaves.size()};
    auto base = EventBase::build(*carried, entries,
        [&](std::uint64_t seq) { return std::string(m_leaves[seq - entries.first]); });
    if (!base)
        return malformed("the tables cannot be made: " + base.error().detail);
    m_base.emplace(std::move(*base));
    const auto own = tables();
    m_areTablesKnown = own && own->digest == m_claims.tables;
    if (!m_areTablesKnown)
        m_differs.emplace_back("tables");
    return std::nullopt;
}

Step Figures::checkHeader()
{
    const auto extent = m_base->extent(m_claims.period);
    if (!extent || *extent != m_claims.extent || m_claims.gaps != gapsOf(*extent))
        return mismatch("counted again, the period has other entries");
    if (m_base->last() != m_claims.period.asOf)
        return mismatch("the last entry is of another time");
    if (m_claims.unreadable && *m_claims.unreadable != m_base->unreadable())
        return mismatch("counted again, other entries cannot be read");
    if (m_claims.zone != "UTC" || m_claims.verification != "verified")
        return mismatch("the header says what no report says");
    return std::nullopt;
}

Step Figures::checkDefinition(const QueryClaim &claim, const Definition &definition) const
{
    if (definition.id != claim.id || definition.version != claim.version
        || definition.name != claim.name || definition.limits != claim.limits)
        return mismatch("the manifest tells of " + claim.id + " otherwise than its definition");
    if (claim.isCollected != definition.isCollected)
        return mismatch(claim.id + " is collected, or not, otherwise than its definition says");
    if (!claim.isCollected)
        return std::nullopt;
    const auto given = claim.parameters.numbers.size() + claim.parameters.texts.size();
    std::set<std::string> names;
    for (const auto &one : definition.parameters) {
        const bool isGiven = one.isList ? claim.parameters.texts.contains(one.name)
                                        : claim.parameters.numbers.contains(one.name);
        if (!isGiven || !names.insert(one.name).second)
            return malformed("parameters of " + claim.id + " are missing");
    }
    if (given != names.size())
        return malformed(claim.id + " has no such parameters");
    return std::nullopt;
}

Result<std::vector<EvidenceRow>> Figures::rows(const QueryClaim &claim, const std::string &sql)
{
    return m_base->run(sql, claim.parameters, m_claims.period);
}

Step Figures::checkRows(const QueryClaim &claim, const Definition &definition)
{
    const auto population = rows(claim, definition.populationSql);
    const auto exceptions = rows(claim, definition.exceptionsSql);
    const auto listed = definition.listedSql.empty()
        ? Result<std::vector<EvidenceRow>>(std::vector<EvidenceRow>())
        : rows(claim, definition.listedSql);
    if (!population || !exceptions || !listed)
        return malformed("the statements of " + claim.id + " cannot be run");
    const Count count{std::int64_t(population->size()), std::int64_t(exceptions->size())};
    if (count != claim.count || count != claim.recounted
        || std::int64_t(listed->size()) != claim.listed)
        return mismatch("counted again, " + claim.id + " has other numbers");
    Sampler sampler(m_claims.seed, std::size_t(m_claims.sampleSize));
    for (const auto &row : *population)
        sampler.offer(row.id);
    if (sampler.take() != claim.sample)
        return mismatch("drawn again, the sample of " + claim.id + " is another one");
    return std::nullopt;
}

// By code of its own, where it is the query that this code counts.
Step Figures::checkRecount(const QueryClaim &claim, const Definition &definition)
{
    const auto own = std::ranges::find(m_known, claim.id, &Definition::id);
    if (own == m_known.end() || own->digest != definition.digest) {
        m_differs.push_back(claim.id);
        return std::nullopt;
    }
    if (!claim.isCollected || !m_areTablesKnown)
        return std::nullopt;
    if (!m_facts) {
        std::vector<Fact> all;
        all.reserve(m_leaves.size());
        for (const auto leaf : m_leaves)
            all.push_back(factOf(std::int64_t(m_claims.first + all.size()), leaf));
        m_facts.emplace(std::move(all));
    }
    const auto count = recount(*m_facts, claim.id, claim.parameters, m_claims.period);
    if (!count || *count != claim.count)
        return mismatch("counted again by other code, " + claim.id + " has other numbers");
    return std::nullopt;
}

Step Figures::checkQuery(const QueryClaim &claim)
{
    const auto text = m_files.find("definitions/" + claim.id + ".json");
    if (text == m_files.end() || sha256Id("", text->second) != claim.digest)
        return mismatch("the definition of " + claim.id + " is another one");
    auto definition = readDefinition(text->second);
    if (!definition)
        return malformed("the definition of " + claim.id + " is none");
    definition->digest = claim.digest;
    if (auto failure = checkDefinition(claim, *definition))
        return failure;
    if (claim.isCollected) {
        if (auto failure = checkRows(claim, *definition))
            return failure;
    }
    return checkRecount(claim, *definition);
}

Step Figures::check()
{
    if (auto known = definitions())
        m_known = std::move(*known);
    if (auto failure = checkFramework())
        return failure;
    if (auto failure = openBase())
        return failure;
    if (auto failure = checkHeader())
        return failure;
    for (const auto &claim : m_claims.queries) {
        if (auto failure = checkQuery(claim))
            return failure;
    }
    return std::nullopt;
}

} // namespace

Step checkFigures(const Files &files, std::span<const std::string_view> leaves,
    const Claims &claims, std::vector<std::string> &differs)
{
    return Figures(files, leaves, claims, differs).check();
}

std::string_view gapsOf(const EventBase::Extent &extent)
{
    return extent.count == 0 || extent.last - extent.first + 1 == extent.count
        ? "none"
        : "entries of other times between";
}

} // namespace chancery::core::evidence
