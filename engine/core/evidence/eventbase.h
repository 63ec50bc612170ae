// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/evidence/evidencelog.h"
#include "engine/core/evidence/definition.h"

struct sqlite3;

namespace chancery::audit {

// One row that a query finds: an id that is unique within the query, the entry that proves it, and
// a few words.
struct EvidenceRow {
    std::string id;
    std::optional<std::int64_t> seq;
    std::string detail;
    friend bool operator==(const EvidenceRow &, const EvidenceRow &) = default;
};

// The tables that evidence queries read (resources/evidence/tables.json), made from the leaves of a
// verified log and then only read: after build() the connection permits SELECT and nothing else.
// Kept in a file without a name that ends with it. Used by one thread at a time.
class EventBase {
public:
    static core::Result<EventBase> build(
        const core::evidence::Tables &tables, const EvidenceLog &log);

    // The rows in the order of the log, then of their ids. Error{Storage} for a statement that does
    // something else than reading, or is none.
    core::Result<std::vector<EvidenceRow>> run(const std::string &sql,
        const core::evidence::Parameters &parameters, const core::evidence::Period &period);
    // The latest moment that an entry tells of.
    std::int64_t last() const { return m_last; }
    // Entries within [from, to): how many, the first and the last.
    struct Extent {
        std::int64_t count = 0;
        std::int64_t first = 0;
        std::int64_t last = 0;
    };
    core::Result<Extent> extent(const core::evidence::Period &period);

private:
    struct Closer {
        void operator()(sqlite3 *connection) const;
    };
    using Connection = std::unique_ptr<sqlite3, Closer>;

    explicit EventBase(Connection connection)
        : m_connection(std::move(connection))
    {
    }
    static core::Result<Connection> open();
    core::Result<> execute(const std::string &script);
    core::Result<> fill(const core::evidence::Tables &tables, const EvidenceLog &log);

    Connection m_connection;
    std::int64_t m_last = 0;
};

} // namespace chancery::audit
