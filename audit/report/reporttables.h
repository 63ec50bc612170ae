// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportrun.h"

namespace chancery::audit {

// One cell: a text that came from anywhere and is made visible, or a number that is ours.
struct Cell {
    Cell(std::string_view text);
    Cell(const std::string &text)
        : Cell(std::string_view(text))
    {
    }
    Cell(const char *text)
        : Cell(std::string_view(text))
    {
    }
    Cell(std::int64_t number)
        : text(std::to_string(number))
        , isNumber(true)
    {
    }

    // In the place of what it was.
    void show(std::string_view shown);
    void count(std::int64_t number);

    std::string text;
    bool isNumber = false;
};

struct Table {
    using Row = std::vector<Cell>;

    std::string name; // "population", of the file and of the sheet
    std::vector<std::string> columns;
    std::vector<Row> rows;
    // In the place of rows where there may be millions: how many there are, and how one is made in
    // the place of another, anew at every look and in any thread. Empty otherwise.
    std::size_t madeRows = 0;
    std::function<void(std::size_t at, Row &row)> make = {};

    std::size_t size() const { return make ? madeRows : rows.size(); }
    Row row(std::size_t at) const
    {
        Row room;
        return look(at, room);
    }
    // One that is there, or that was made in the room for it.
    const Row &look(std::size_t at, Row &room) const
    {
        if (!make)
            return rows[at];
        make(at, room);
        return room;
    }
};

// The header that every format begins with: who, what, of which log, how complete. Name and value.
Table aboutTable(const ReportRun &run);
// All of a report as tables: about, summary, controls, population, exceptions, listed, trends,
// sample. Some of them look at the run, which has to outlive them.
std::vector<Table> tablesOf(const ReportRun &run);
std::vector<Table> tablesOf(ReportRun &&run) = delete;
// A row of a population, of exceptions or of what is listed, as in the table of that name.
Table::Row rowOf(
    const ReportRun &run, const core::evidence::Definition &definition, const EvidenceRow &row);

// RFC 4180: UTF-8, CRLF, every field in quotes; texts are guarded against formulas, numbers are
// not. Error{Cancelled} where it is not wanted to its end.
core::Result<std::string> toCsv(const Table &table, const ReportWatch &watch = {});

} // namespace chancery::audit
