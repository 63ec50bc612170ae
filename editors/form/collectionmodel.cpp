// SPDX-License-Identifier: Apache-2.0
#include "collectionmodel.h"

#include "editors/form/itemplaces.h"
#include "editors/form/treeeditor.h"
#include "editors/text/analysis.h"
#include "engine/core/sealing/sealedvalue.h"

namespace chancery::editors {

CollectionModel::CollectionModel(TreeEditor &treeEditor, QObject *parent)
    : TableShape(parent)
    , m_treeEditor(treeEditor)
{
}

std::vector<CollectionModel::Row> CollectionModel::rowsOf(const Collection &collection) const
{
    std::vector<Row> rows;
    const core::Value value = m_analysis->tree.root().resolve(collection.pointer);
    rows.reserve(value.size());
    for (const auto &member : value)
        rows.push_back({member.value().index(),
            value.isObject() ? std::string(member.key()) : std::to_string(rows.size())});
    return rows;
}

// A table of another place or with other columns is another table.
void CollectionModel::setCollection(
    std::shared_ptr<const Analysis> analysis, std::optional<Collection> collection)
{
    const bool isSame = collection && m_collection && collection->pointer == m_collection->pointer
        && collection->isArray == m_collection->isArray
        && collection->columns == m_collection->columns;
    m_drafts.follow(m_analysis.get(), analysis.get());
    if (!isSame) {
        beginResetModel();
        m_analysis = std::move(analysis);
        m_collection = std::move(collection);
        m_rows = m_collection && m_analysis ? rowsOf(*m_collection) : std::vector<Row>();
        endResetModel();
        return;
    }
    followItems(*analysis);
    m_analysis = std::move(analysis);
    m_collection = std::move(collection);
    fitRows(rowsOf(*m_collection));
}

// A cell that is open stays with the value that it is about.
void CollectionModel::followItems(const Analysis &after)
{
    if (!m_collection->isArray)
        return;
    const auto places = rowPlaces(m_analysis->tree.root().resolve(m_collection->pointer),
        after.tree.root().resolve(m_collection->pointer));
    for (std::size_t row = 0; row < std::min(places.size(), m_rows.size()); ++row)
        m_rows[row].key = places[row] ? std::to_string(*places[row]) : std::string();
}

// The beginning and the end that are the same stay.
void CollectionModel::fitRows(std::vector<Row> rows)
{
    const auto same = [](const Row &a, const Row &b) { return a.key == b.key; };
    const auto begin = std::ranges::mismatch(m_rows, rows, same).in1 - m_rows.begin();
    auto end = std::ptrdiff_t(0);
    while (end < std::ssize(m_rows) - begin && end < std::ssize(rows) - begin
        && same(
            m_rows[m_rows.size() - 1 - std::size_t(end)], rows[rows.size() - 1 - std::size_t(end)]))
        ++end;
    const auto gone = int(std::ssize(m_rows) - begin - end);
    const auto come = int(std::ssize(rows) - begin - end);
    // What a row is bound to is put right before anybody is told.
    for (std::ptrdiff_t row = 0; row < begin; ++row)
        m_rows[std::size_t(row)] = rows[std::size_t(row)];
    for (std::ptrdiff_t row = 1; row <= end; ++row)
        m_rows[m_rows.size() - std::size_t(row)] = rows[rows.size() - std::size_t(row)];
    const auto first = int(begin);
    // A view may ask for them while they go; what they were bound to is of the tree before.
    for (std::ptrdiff_t row = begin; row < begin + gone; ++row)
        m_rows[std::size_t(row)].value = 0;
    if (gone > 0) {
        beginRemoveRows({}, first, first + gone - 1);
        m_rows.erase(m_rows.begin() + begin, m_rows.begin() + begin + gone);
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, first, first + come - 1);
        m_rows.insert(m_rows.begin() + begin, rows.begin() + begin, rows.begin() + begin + come);
        endInsertRows();
    }
    if (m_rows.empty())
        return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

void CollectionModel::setProblems(const std::vector<EditorProblem> &problems)
{
    m_problems.set(problems);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void CollectionModel::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
}

std::string CollectionModel::rowPointer(int row) const
{
    return childPointer(m_collection->pointer, m_rows[std::size_t(row)].key);
}

std::string CollectionModel::pointerAt(const QModelIndex &index) const
{
    const auto row = rowPointer(index.row());
    return index.column() == 0 ? row : childPointer(row, column(index).key);
}

QModelIndex CollectionModel::find(const std::string &pointer) const
{
    if (!m_collection || !pointer.starts_with(m_collection->pointer + '/'))
        return {};
    const auto tokens = tokensOfPointer(pointer.substr(m_collection->pointer.size()));
    const auto row = std::ranges::find(m_rows, tokens.front(), &Row::key);
    if (row == m_rows.end())
        return {};
    std::ptrdiff_t column = 0;
    if (tokens.size() > 1) {
        const auto &columns = m_collection->columns;
        const auto found = std::ranges::find(columns, tokens[1], &CollectionColumn::key);
        column = found == columns.end() ? 0 : found - columns.begin() + 1;
    }
    return index(int(row - m_rows.begin()), int(column));
}

const CollectionColumn &CollectionModel::column(const QModelIndex &index) const
{
    return m_collection->columns[std::size_t(index.column()) - 1];
}

core::Value CollectionModel::valueAt(const QModelIndex &index) const
{
    if (index.column() <= 0 || !m_analysis)
        return {};
    return core::Value(m_analysis->tree, m_rows[std::size_t(index.row())].value)
        .find(column(index).key);
}

bool CollectionModel::isThere(const QModelIndex &index) const
{
    return bool(valueAt(index));
}

bool CollectionModel::isContainer(const QModelIndex &index) const
{
    const core::Value value = valueAt(index);
    return value.isArray() || (value.isObject() && !core::isSealed(value));
}

const Advice *CollectionModel::adviceAt(const QModelIndex &index) const
{
    return index.isValid() && index.column() > 0 ? &column(index).advice : nullptr;
}

Field CollectionModel::fieldAt(const QModelIndex &index) const
{
    if (index.column() <= 0)
        return {};
    Field field = fieldOf(valueAt(index), &column(index).advice);
    field.isSensitive = isCovered(index);
    return field;
}

int CollectionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CollectionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_collection ? 0 : int(m_collection->columns.size()) + 1;
}

} // namespace chancery::editors
