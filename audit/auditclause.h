// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/auditfilter.h"
#include "audit/tally.h"

#include <variant>

namespace chancery::audit {

// "FROM … WHERE …" for a filter: of fixed pieces, what somebody typed is only ever bound. Which
// index leads is decided here, by the counts that are kept, because SQLite knows nothing of how
// often a value occurs: the rarest of the values leads, and the others are compared row by row.
// With words the search index leads; it gives entries by number, newest first, as the indexes do.
class Clause {
public:
    static core::Result<Clause> of(core::Database &database, const AuditFilter &filter);

    // A further condition on the entry's number: "<" or ">".
    void addNumber(const char *comparison, std::int64_t seq);
    // From "FROM" on, without an order.
    std::string sql() const { return m_tables + m_conditions; }
    // "ORDER BY … DESC" or without.
    std::string order(bool isNewestFirst) const;
    void bind(core::Statement &statement) const;

private:
    core::Result<> chooseLeader(core::Database &database, const AuditFilter &filter);
    core::Result<> addTimes(core::Database &database, const AuditFilter &filter);
    void addWords(const AuditFilter &filter, std::string search);
    void addTexts(const AuditFilter &filter);
    void addEvent(const std::string &event);
    void append(const std::string &condition, std::variant<std::int64_t, std::string> value);
    // A plus before a column keeps its index out of use.
    std::string column(const char *name) const
    {
        return (m_leader == name ? "" : "+") + std::string(name);
    }

    std::string m_tables = " FROM event";
    std::string m_number = "seq";
    std::string m_leader;
    std::string m_conditions;
    std::vector<std::variant<std::int64_t, std::string>> m_values;
};

} // namespace chancery::audit
