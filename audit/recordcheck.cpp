// SPDX-License-Identifier: Apache-2.0
#include "recordcheck.h"

namespace chancery::audit {

using core::Result;
using Found = Result<std::optional<Finding>>;

namespace {

// Every row of a table: its columns as they go into the mark, then the mark. Texts and blobs are
// marked as bytes, everything else as a number.
struct MarkedTable {
    const char *name;
    const char *select;
    const char *types; // of the columns: 't' or 'i'
};

constexpr MarkedTable markedTables[]{
    {"trust",
        "SELECT covered, size, remainder, generation, refusals, alarms, receipts, mark FROM trust",
        "iitiiii"},
    {"checkpoint", "SELECT size, note, received_us, mark FROM checkpoint", "iti"},
    {"receipt", "SELECT seq, request_id, received_us, state, mark FROM receipt", "itii"},
    {"alarm",
        "SELECT id, kind, trusted_note, presented_note, detail, raised_us, first_bad,"
        " acknowledged_by, acknowledged_us, mark FROM alarm",
        "ittttiiti"},
};

std::string markOf(const RowMarks &marks, const MarkedTable &table, const core::Statement &row)
{
    std::string text;
    const std::string_view types = table.types;
    for (std::size_t column = 0; column < types.size(); ++column) {
        if (types[column] == 'i')
            RowMarks::add(text, row.integer(int(column)));
        else
            RowMarks::add(text, row.blob(int(column)));
    }
    return marks.ofJoined(table.name, text);
}

Found checkTable(core::Database &database, const RowMarks &marks, const MarkedTable &table)
{
    auto rows = database.prepare(table.select);
    if (!rows)
        return rows.error();
    const int markColumn = int(std::string_view(table.types).size());
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return std::optional<Finding>();
        if (rows->blob(markColumn) != markOf(marks, table, *rows))
            return std::optional(Finding{0, 0, table.name});
    }
}

// Rows that the trust row does not count.
Found checkCounts(core::Database &database)
{
    for (const char *table : {"alarm", "receipt"}) {
        const std::string name = table;
        const auto wanted = database.integer("SELECT coalesce(max(" + name + "s), 0) FROM trust");
        const auto present = database.integer("SELECT count(*) FROM " + name);
        if (!wanted || !present)
            return !wanted ? wanted.error() : present.error();
        if (*wanted != *present)
            return std::optional(Finding{0, 0, name});
    }
    return std::optional<Finding>();
}

} // namespace

Found checkMarks(core::Database &database, const RowMarks &marks)
{
    for (const auto &table : markedTables) {
        auto found = checkTable(database, marks, table);
        if (!found || *found)
            return found;
    }
    return checkCounts(database);
}

} // namespace chancery::audit
