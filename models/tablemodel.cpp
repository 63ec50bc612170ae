// SPDX-License-Identifier: Apache-2.0
#include "tablemodel.h"

namespace chancery::models {

namespace {

// A cell must not break the table that it is pasted into.
QString cell(QString text)
{
    return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
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
            cells << cell(row.siblingAtColumn(column).data().toString());
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace chancery::models
