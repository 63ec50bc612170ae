// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reporttables.h"

namespace chancery::audit {

// One sheet of a workbook as its XML is written, row by row. A cell is a text or a number of ours,
// and never a formula or a link, for there is nothing here that could write one. No call asks the
// locale, so that the bytes are the same under any. A value.
class SheetText {
public:
    // With the names of the columns in the first row, which stays in sight.
    explicit SheetText(const std::vector<std::string> &columns);

    void add(const Table::Row &cells);
    std::size_t rows() const { return m_rows; } // with the one of the names
    std::size_t bytes() const { return m_xml.size(); }
    std::string take(); // the whole; nothing is added after it

private:
    void addCell(const Cell &cell, std::size_t column, std::string_view style);
    void addText(std::string_view text);

    std::string m_xml;
    std::size_t m_rows = 0;
    std::string m_number; // of the row that is written
};

} // namespace chancery::audit
