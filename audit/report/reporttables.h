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

    std::string text;
    bool isNumber = false;
};

struct Table {
    std::string name; // "population", of the file and of the sheet
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;
};

// The header that every format begins with: who, what, of which log, how complete. Name and value.
Table aboutTable(const ReportRun &run);
// All of a report as tables: about, summary, controls, population, exceptions, listed, trends,
// sample.
std::vector<Table> tablesOf(const ReportRun &run);

// RFC 4180: UTF-8, CRLF, every field in quotes; texts are guarded against formulas, numbers are
// not.
std::string toCsv(const Table &table);

} // namespace chancery::audit
