// SPDX-License-Identifier: Apache-2.0
#include "tablemodel.h"

#include "models/copyrole.h"

#include <algorithm>

namespace chancery::models {

namespace {

// As spreadsheets write it: what would break the table that it is pasted into stands in quotes.
QString cell(QString text)
{
    constexpr QStringView breaks = u"\t\n\r";
    const bool isBroken
        = std::ranges::any_of(text, [breaks](QChar sign) { return breaks.contains(sign); });
    if (!isBroken && !text.startsWith(u'"'))
        return text;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString wholeText(const QModelIndex &index)
{
    const QVariant whole = index.data(CopyRole);
    return whole.isValid() ? whole.toString() : index.data().toString();
}

} // namespace

QString TableShape::asTsv(const QModelIndexList &rows) const
{
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < columnCount(); ++column)
        cells << cell(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    lines << cells.join(u'\t');
    for (const QModelIndex &row : rows) {
        cells.clear();
        for (int column = 0; column < columnCount(); ++column)
            cells << cell(wholeText(row.siblingAtColumn(column)));
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace chancery::models
