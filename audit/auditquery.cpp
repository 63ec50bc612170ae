// SPDX-License-Identifier: Apache-2.0
#include "auditquery.h"

#include <variant>

namespace chancery::audit {

using core::Error;
using core::ErrorKind;
using core::Result;

namespace {

// A WHERE clause of fixed pieces; what the user typed is only ever bound.
class Clause {
public:
    explicit Clause(const AuditFilter &filter)
    {
        if (filter.from)
            add("time_us >= ?", filter.from->time_since_epoch().count());
        if (filter.before)
            add("time_us < ?", filter.before->time_since_epoch().count());
        addEvent(filter.event);
        addText("actor = ?", filter.actor);
        addText("outcome = ?", filter.outcome);
        addText("env = ?", filter.environment);
        addText("ns = ?", filter.nameSpace);
        addText("target_id = ?", filter.target);
        addText("correlation = ?", filter.correlation);
        addText("bg = ?", filter.breakGlass);
        addText(
            "seq IN (SELECT rowid FROM event_fts WHERE event_fts MATCH ?)", searchFor(filter.text));
    }
    void add(const char *condition, std::int64_t value)
    {
        append(condition);
        m_values.emplace_back(value);
    }
    const std::string &sql() const { return m_sql; }
    void bind(core::Statement &statement) const
    {
        int parameter = 0;
        for (const auto &value : m_values)
            std::visit([&](const auto &held) { statement.bind(++parameter, held); }, value);
    }

private:
    void append(const char *condition)
    {
        m_sql += m_sql.empty() ? " WHERE " : " AND ";
        m_sql += condition;
    }
    void addText(const char *condition, const std::string &text)
    {
        if (text.empty())
            return;
        append(condition);
        m_values.emplace_back(text);
    }
    // "deployment.*": all that begins with "deployment.", by the index.
    void addEvent(const std::string &event)
    {
        if (!event.ends_with(".*"))
            return addText("event = ?", event);
        const auto family = event.substr(0, event.size() - 2);
        addText("event >= ?", family + '.');
        addText("event < ?", family + char('.' + 1));
    }
    // Every word quoted, so that nothing the user types is syntax; found by its beginning.
    static std::string searchFor(const std::string &text)
    {
        std::string search;
        std::string word;
        const auto finish = [&search, &word] {
            if (!word.empty())
                search += '"' + word + "\"* ";
            word.clear();
        };
        for (const char character : text) {
            if (character == ' ' || character == '\0')
                finish();
            else
                word += character == '"' ? "\"\"" : std::string(1, character);
        }
        finish();
        return search;
    }

    std::string m_sql;
    std::vector<std::variant<std::int64_t, std::string>> m_values;
};

} // namespace

Result<std::vector<EventRow>> find(AuditCache &cache, const AuditQuery &query)
{
    const bool isNewestFirst = query.order == AuditOrder::NewestFirst;
    Clause clause(query.filter);
    if (query.after)
        clause.add(isNewestFirst ? "seq < ?" : "seq > ?", *query.after);
    auto select = cache.database().prepare("SELECT " + std::string(eventColumns) + " FROM event"
        + clause.sql() + (isNewestFirst ? " ORDER BY seq DESC" : " ORDER BY seq") + " LIMIT "
        + std::to_string(query.limit));
    if (!select)
        return select.error();
    clause.bind(*select);
    std::vector<EventRow> rows;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return rows;
        rows.push_back(readRow(*select, 0));
    }
}

Result<std::int64_t> count(AuditCache &cache, const AuditFilter &filter)
{
    const Clause clause(filter);
    auto select = cache.database().prepare("SELECT count(*) FROM event" + clause.sql());
    if (!select)
        return select.error();
    clause.bind(*select);
    const auto row = select->step();
    if (!row)
        return row.error();
    return select->integer(0);
}

Result<AuditDetail> detail(AuditCache &cache, std::int64_t seq)
{
    auto select = cache.database().prepare("SELECT raw FROM leaf WHERE seq = ?");
    if (!select)
        return select.error();
    const auto row = select->bindAll(seq).step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorKind::NotFound, "audit-entry-missing", std::to_string(seq), {}, {}, {}};
    AuditDetail detail;
    detail.leaf = select->blob(0);
    detail.row = rowOf(seq, detail.leaf);
    detail.leafHash = core::leafHash(detail.leaf);
    const auto index = std::uint64_t(seq);
    const auto &trusted = cache.trusted();
    auto proof = core::inclusionProof(index, trusted.size, cache.nodes());
    if (proof) {
        detail.proof = std::move(*proof);
        detail.isProved = core::verifyInclusion(
            index, trusted.size, detail.leafHash, detail.proof, trusted.root);
    }
    return detail;
}

} // namespace chancery::audit
