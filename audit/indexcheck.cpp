// SPDX-License-Identifier: Apache-2.0
#include "indexcheck.h"

#include "engine/core/keyedhash.h"

#include <array>

// SQLite's integrity_check looks every row up in every index, which takes most of its time. Here
// each index is read once, from its first entry to its last. It is sound when every entry is above
// the one before (the pages then lead to any of them, for in an index the inner ones are entries
// too), and when together they are what the table has: as many, and with the same sum of hashes
// under a secret that is made for this one look. What remains is left to quick_check: pages, types
// and constraints, and to integrity_check for tables whose keys have to be in order.

namespace chancery::audit {

namespace {

using core::Database;
using core::Result;

struct Index {
    const char *name;
    const char *column; // before the number of the entry
};

constexpr std::array<Index, 6> indexes{{{"event_by_event", "event"}, {"event_by_actor", "actor"},
    {"event_by_outcome", "outcome"}, {"event_by_env", "env"}, {"event_by_target", "target_id"},
    {"event_by_correlation", "correlation"}}};

// Of a column with the numbers of its entries.
struct Sum {
    std::int64_t count = 0;
    std::uint64_t hash = 0;

    void add(const core::KeyedHash &hashOf, std::string_view value, std::int64_t seq)
    {
        ++count;
        hash += hashOf(value, std::uint64_t(seq));
    }
    friend bool operator==(const Sum &, const Sum &) = default;
};
using Sums = std::array<Sum, indexes.size()>;

Result<Sums> sumsOfTable(Database &reader, const core::KeyedHash &hashOf)
{
    std::string sql = "SELECT seq";
    for (const auto &index : indexes)
        sql += std::string(", ") + index.column;
    auto rows = reader.prepare(sql + " FROM event NOT INDEXED");
    if (!rows)
        return rows.error();
    Sums sums;
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return sums;
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i].add(hashOf, rows->text(int(i) + 1), rows->integer(0));
    }
}

// Nothing where an entry is not above the one before, or is none.
Result<std::optional<Sum>> sumOfIndex(
    Database &reader, const std::string &name, const core::KeyedHash &hashOf)
{
    const auto table = "entries_of_" + name;
    if (auto shown = reader.showIndex(name, table, 2); !shown)
        return shown.error();
    auto rows = reader.prepare("SELECT c0, c1, c2 FROM " + table);
    if (!rows)
        return rows.error();
    Sum sum;
    std::string last;
    std::int64_t lastSeq = 0;
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return std::optional(sum);
        if (!rows->isText(0) || !rows->isInteger(1) || !rows->isInteger(2))
            return std::optional<Sum>();
        const auto value = rows->text(0);
        const auto seq = rows->integer(1);
        const auto order = value.compare(last);
        const bool isAbove = sum.count == 0 || order > 0 || (order == 0 && seq > lastSeq);
        if (!isAbove || rows->integer(2) != seq)
            return std::optional<Sum>();
        sum.add(hashOf, value, seq);
        if (order != 0)
            last = value;
        lastSeq = seq;
    }
}

Result<bool> indexesAgree(Database &reader)
{
    const core::KeyedHash hashOf;
    const auto wanted = sumsOfTable(reader, hashOf);
    if (!wanted)
        return wanted.error();
    for (std::size_t i = 0; i < indexes.size(); ++i) {
        const auto present = sumOfIndex(reader, indexes[i].name, hashOf);
        if (!present)
            return present.error();
        if (*present != (*wanted)[i])
            return false;
    }
    return true;
}

Result<bool> isOk(Database &reader, const char *check)
{
    const auto verdict = reader.text(check);
    if (!verdict)
        return verdict.error();
    return *verdict == "ok";
}

} // namespace

Result<bool> isSoundInside(Database &reader)
{
    const auto count = reader.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
    if (!count)
        return count.error();
    // A schema with other indexes than these is SQLite's to look at.
    if (*count != std::int64_t(indexes.size()))
        return isOk(reader, "PRAGMA integrity_check(1)");
    const auto quick = isOk(reader, "PRAGMA quick_check(1)");
    if (!quick || !*quick)
        return quick;
    // Which says nothing of the order of keys that are the table; the others are walked.
    for (const char *pragma :
        {"PRAGMA integrity_check(tally)", "PRAGMA integrity_check(receipt)"}) {
        const auto ordered = isOk(reader, pragma);
        if (!ordered || !*ordered)
            return ordered;
    }
    const auto agree = indexesAgree(reader);
    const bool isPlain = !agree
        && (agree.error().code == "sqlite-read-only" || agree.error().code == "sqlite-no-row"
            || agree.error().code == "sqlite-error");
    return isPlain ? isOk(reader, "PRAGMA integrity_check(1)") : agree;
}

} // namespace chancery::audit
