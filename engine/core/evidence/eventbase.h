// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/evidence/definition.h"

#include <functional>
#include <memory>

struct sqlite3;

namespace chancery::core::evidence {

// One row that a query finds: an id that is unique within the query, the entry that proves it, and
// a few words.
struct EvidenceRow {
    std::string id;
    std::optional<std::int64_t> seq;
    std::string detail;
    friend bool operator==(const EvidenceRow &, const EvidenceRow &) = default;
};

// The entries of a log that are there: [first, end). Zero is the first of a log of which nothing
// was pruned.
struct EntryRange {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    std::uint64_t count() const { return end - first; }
};

// The tables that evidence queries read (resources/evidence/tables.json), made from the leaves of a
// verified log and then only read: their script may make indexes and views, and after build() the
// connection permits SELECT and nothing else. The definitions may come from a bundle that nobody
// trusts, so a statement that does not end is ended. In memory; used by one thread at a time.
class EventBase {
public:
    using LeafAt = std::function<Result<std::string>(std::uint64_t seq)>;
    // A leaf that was read already, null where it cannot be; lasts until the next is asked for.
    using TreeAt = std::function<Result<const Tree *>(std::uint64_t seq)>;
    // Asked every few milliseconds while SQLite works, in its thread; a yes ends it.
    using WantsEnd = std::function<bool()>;
    // Error{Storage} for a script that is none, or does something else. Error{Cancelled}.
    static Result<EventBase> build(const Tables &tables, EntryRange entries, const LeafAt &leaf,
        const WantsEnd &wantsEnd = {});
    static Result<EventBase> buildFrom(const Tables &tables, EntryRange entries, const TreeAt &tree,
        const WantsEnd &wantsEnd = {});

    // The rows in the order of the log, then of their ids. Error{Storage} for a statement that does
    // something else than reading, or is none, or takes too long. Error{Cancelled}.
    Result<std::vector<EvidenceRow>> run(const std::string &sql, const Parameters &parameters,
        const Period &period, const WantsEnd &wantsEnd = {});
    // The latest moment that an entry tells of.
    std::int64_t last() const { return m_last; }
    // Entries within [from, to): how many, the first and the last.
    struct Extent {
        std::int64_t count = 0;
        std::int64_t first = 0;
        std::int64_t last = 0;
        friend bool operator==(const Extent &, const Extent &) = default;
    };
    Result<Extent> extent(const Period &period);
    // Entries that cannot be read: no query sees them that does not look for them.
    std::int64_t unreadable() const { return m_unreadable; }
    // What the last run() cost, in steps of SQLite's machine.
    std::int64_t steps() const { return m_steps; }

private:
    struct Closer {
        void operator()(sqlite3 *connection) const;
    };
    using Connection = std::unique_ptr<sqlite3, Closer>;

    explicit EventBase(Connection connection)
        : m_connection(std::move(connection))
    {
    }
    static Result<Connection> open();
    Result<> execute(const std::string &script);
    Result<> makeIndexes(const Tables &tables, const WantsEnd &wantsEnd);
    Result<> fill(const Tables &tables, EntryRange entries, const TreeAt &tree);

    Connection m_connection;
    std::uint64_t m_count = 0;
    std::int64_t m_last = 0;
    std::int64_t m_unreadable = 0;
    std::int64_t m_steps = 0;
};

} // namespace chancery::core::evidence
