// SPDX-License-Identifier: Apache-2.0
#include "sheettext.h"

#include <algorithm>

// A cell without a place stands behind the one before it, which is how nearly all are written; the
// first after empty ones names its own.

namespace chancery::audit {

namespace {

constexpr std::string_view head
    = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\""
      " activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView>"
      "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>";
constexpr std::string_view bold = " s=\"1\"";

std::string nameOf(std::size_t column)
{
    static constexpr std::size_t letters = 26;
    std::string name;
    for (++column; column > 0; column = (column - 1) / letters)
        name.insert(name.begin(), char('A' + (column - 1) % letters));
    return name;
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// "_x202E_": a reader of workbooks takes it for the character of that number.
bool beginsWithCode(std::string_view text)
{
    static constexpr std::size_t length = 7;
    return text.size() >= length && text[1] == 'x' && text[length - 1] == '_'
        && std::ranges::all_of(text.substr(2, 4), isHexDigit);
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

SheetText::SheetText(const std::vector<std::string> &columns)
{
    m_xml.append(head)
        .append("<cols><col min=\"1\" max=\"")
        .append(std::to_string(std::max<std::size_t>(columns.size(), 1)))
        .append("\" width=\"22\" customWidth=\"1\"/></cols><sheetData>");
    ++m_rows;
    m_number = "1";
    m_xml += "<row r=\"1\">";
    for (std::size_t i = 0; i < columns.size(); ++i)
        addCell(Cell(columns[i]), i, bold);
    m_xml += "</row>";
}

void SheetText::add(const Table::Row &cells)
{
    m_number = std::to_string(++m_rows);
    m_xml.append("<row r=\"").append(m_number).append("\">");
    bool isBehind = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].text.empty())
            addCell(cells[i], isBehind ? 0 : i, {});
        isBehind = !cells[i].text.empty();
    }
    m_xml += "</row>";
}

// Of a column that is not told, the one behind the last cell.
void SheetText::addCell(const Cell &cell, std::size_t column, std::string_view style)
{
    m_xml += "<c";
    if (column > 0)
        m_xml.append(" r=\"").append(nameOf(column)).append(m_number).append("\"");
    m_xml.append(style);
    if (cell.isNumber) {
        m_xml.append("><v>").append(cell.text).append("</v></c>");
        return;
    }
    const bool isKept
        = !cell.text.empty() && (isSpace(cell.text.front()) || isSpace(cell.text.back()));
    m_xml
        += isKept ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">" : " t=\"inlineStr\"><is><t>";
    addText(cell.text);
    m_xml += "</t></is></c>";
}

void SheetText::addText(std::string_view text)
{
    while (!text.empty()) {
        const auto at = std::min(text.find_first_of("&<>_"), text.size());
        m_xml.append(text.substr(0, at));
        text.remove_prefix(at);
        if (text.empty())
            return;
        const char sign = text.front();
        if (sign == '_')
            m_xml += beginsWithCode(text) ? "_x005F_" : "_";
        else
            m_xml += sign == '&' ? "&amp;" : sign == '<' ? "&lt;" : "&gt;";
        text.remove_prefix(1);
    }
}

std::string SheetText::take()
{
    m_xml += "</sheetData></worksheet>";
    return std::move(m_xml);
}

} // namespace chancery::audit
