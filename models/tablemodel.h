// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/rowdiff.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QString>

#include <span>
#include <vector>

namespace chancery::models {

enum Role { IdRole = Qt::UserRole + 1, StatusRole, SortRole, MonospaceRole };

// What a coloured cell stands for; views/common turns it into a token of the theme. The text says
// the same in words.
enum class Status { None, Good, Attention, Bad, Busy, Muted };

// One column: a stable key for settings, a title to translate, and how a row looks in it.
template <typename Row>
struct Column {
    const char *key;
    const char *title; // QT_TRANSLATE_NOOP("columns", …)
    QString (*text)(const Row &);
    QVariant (*sort)(const Row &) = nullptr; // the text when absent
    Status (*status)(const Row &) = nullptr;
    QString (*tip)(const Row &) = nullptr;
    bool isNumber = false;
    bool isCode = false;
    int width = 120;
};

// What the table view asks of any table, without knowing its rows.
class TableShape : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;
    virtual int widthOf(int column) const = 0;
    virtual QString keyOf(int column) const = 0;
    // Whether any of the row's texts contains it, in whatever case.
    virtual bool rowContains(int row, const QString &text) const = 0;
    QString asTsv(const QModelIndexList &rows) const;
};

// The base of every table: a row struct and a list of columns. New rows arrive as a difference;
// there is no reset after the first load, so selection, focus and screen readers keep their place.
template <typename Row>
class TableModel : public TableShape {
public:
    explicit TableModel(std::span<const Column<Row>> columns, QObject *parent = nullptr)
        : TableShape(parent)
        , m_columns(columns)
    {
    }

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
            return {};
        const Column<Row> &column = m_columns[std::size_t(section)];
        if (role == Qt::DisplayRole)
            return QCoreApplication::translate("columns", column.title);
        if (role == Qt::TextAlignmentRole)
            return alignment(column);
        return {};
    }
    QVariant data(const QModelIndex &index, int role) const final
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        const Row &row = m_rows[std::size_t(index.row())];
        const Column<Row> &column = m_columns[std::size_t(index.column())];
        switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return column.text(row);
        case Qt::ToolTipRole:
            return column.tip ? QVariant(column.tip(row)) : QVariant();
        case Qt::TextAlignmentRole:
            return alignment(column);
        case SortRole:
            return column.sort ? column.sort(row) : QVariant(column.text(row));
        case StatusRole:
            return int(column.status ? column.status(row) : Status::None);
        case MonospaceRole:
            return column.isCode;
        case IdRole:
            return row.id();
        default:
            return {};
        }
    }
    int widthOf(int column) const final { return m_columns[std::size_t(column)].width; }
    QString keyOf(int column) const final
    {
        return QString::fromLatin1(m_columns[std::size_t(column)].key);
    }

    bool rowContains(int row, const QString &text) const final
    {
        return std::ranges::any_of(m_columns, [&](const Column<Row> &column) {
            return column.text(m_rows[std::size_t(row)]).contains(text, Qt::CaseInsensitive);
        });
    }

    const std::vector<Row> &rows() const { return m_rows; }
    const Row *rowWithId(const QString &id) const
    {
        const auto found
            = std::ranges::find_if(m_rows, [&](const Row &row) { return row.id() == id; });
        return found == m_rows.end() ? nullptr : &*found;
    }

    void setRows(std::vector<Row> rows)
    {
        const auto steps = rowDifference(m_rows, rows, [](const Row &row) { return row.id(); });
        for (const RowStep &step : steps)
            apply(step, rows);
    }
    // More of the same list, without a look at what is there.
    void append(std::vector<Row> rows)
    {
        if (rows.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
        std::ranges::move(rows, std::back_inserter(m_rows));
        endInsertRows();
    }
    // What the rows refer to has changed.
    void refresh()
    {
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }

private:
    static int alignment(const Column<Row> &column)
    {
        return int(Qt::AlignVCenter | (column.isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    void apply(const RowStep &step, std::vector<Row> &wanted)
    {
        const auto first = m_rows.begin() + step.first;
        switch (step.kind) {
        case RowStep::Kind::Remove:
            beginRemoveRows({}, step.first, step.last);
            m_rows.erase(first, m_rows.begin() + step.last + 1);
            endRemoveRows();
            return;
        case RowStep::Kind::Insert:
            beginInsertRows({}, step.first, step.last);
            m_rows.insert(first, std::make_move_iterator(wanted.begin() + step.first),
                std::make_move_iterator(wanted.begin() + step.last + 1));
            endInsertRows();
            return;
        case RowStep::Kind::Move:
            beginMoveRows({}, step.first, step.first, {}, step.last);
            std::rotate(m_rows.begin() + step.last, first, first + 1);
            endMoveRows();
            return;
        case RowStep::Kind::Change:
            std::move(wanted.begin() + step.first, wanted.begin() + step.last + 1, first);
            Q_EMIT dataChanged(index(step.first, 0), index(step.last, columnCount() - 1));
            return;
        }
    }

    std::span<const Column<Row>> m_columns;
    std::vector<Row> m_rows;
};

} // namespace chancery::models
