// SPDX-License-Identifier: Apache-2.0
//
// An index carries the node of the container that its row is in; the value is found by the row. So
// nothing has to be kept for each row, only where the opened containers stand themselves.
#include "outlinemodel.h"

#include "models/qtconvert.h"

namespace chancery::editors {

void OutlineModel::setAnalysis(std::shared_ptr<const Analysis> analysis,
    std::shared_ptr<const std::vector<SensitiveSpan>> sensitive)
{
    m_sensitive = std::move(sensitive);
    if (analysis == m_structure.analysis())
        return;
    const bool isSameShape
        = analysis && !m_structure.isEmpty() && haveSameShape(m_structure.tree(), analysis->tree);
    if (isSameShape) {
        m_structure.replace(std::move(analysis));
        const int rows = rowCount();
        if (rows > 0)
            Q_EMIT dataChanged(index(0, 0), index(rows - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_structure = Structure(std::move(analysis));
    m_places.clear();
    m_last.reset();
    // They are nodes of the text before.
    if (m_matches)
        m_matches->clear();
    endResetModel();
}

void OutlineModel::setAsides(Asides asides, const QString &title)
{
    m_asides = std::move(asides);
    m_asideTitle = title;
    if (const int rows = rowCount(); rows > 0)
        Q_EMIT dataChanged(index(0, 0), index(rows - 1, ColumnCount - 1));
}

void OutlineModel::setMatches(std::optional<Matches> matches)
{
    if (!m_matches && !matches)
        return;
    beginResetModel();
    m_matches = std::move(matches);
    m_places.clear();
    m_last.reset();
    endResetModel();
}

// A view asks for the rows of one container one by one.
std::uint32_t OutlineModel::opened(const QModelIndex &parent) const
{
    const Place place{static_cast<std::uint32_t>(parent.internalId()), parent.row()};
    if (m_last && m_last->second == place)
        return m_last->first;
    const std::uint32_t container = valueOf(parent);
    m_places[container] = place;
    m_last = {container, place};
    return container;
}

std::uint32_t OutlineModel::valueOf(const QModelIndex &index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    if (m_matches)
        return (*m_matches)[row];
    return m_structure.children(static_cast<std::uint32_t>(index.internalId()))[row];
}

QModelIndex OutlineModel::indexOf(std::uint32_t node)
{
    if (m_structure.isEmpty() || m_matches)
        return {};
    const auto path = m_structure.pathTo(node);
    QModelIndex here;
    for (std::size_t step = 1; step < path.size(); ++step)
        here = index(m_structure.rowOf(path[step - 1], path[step]), KeyColumn, here);
    return here;
}

QModelIndex OutlineModel::indexOf(const QString &pointer)
{
    if (m_structure.isEmpty())
        return {};
    const auto value = m_structure.tree().root().resolve(models::fromQt(pointer));
    return value ? indexOf(value.index()) : QModelIndex();
}

int OutlineModel::rowCount(const QModelIndex &parent) const
{
    if (m_structure.isEmpty() || parent.column() > 0 || (m_matches && parent.isValid()))
        return 0;
    if (m_matches)
        return static_cast<int>(m_matches->size());
    const auto container = parent.isValid() ? valueOf(parent) : m_structure.tree().root().index();
    return static_cast<int>(core::Value(m_structure.tree(), container).size());
}

bool OutlineModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

int OutlineModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || m_structure.isEmpty())
        return {};
    std::uint32_t container = m_structure.tree().root().index();
    if (m_matches) {
        if (parent.isValid() || static_cast<std::size_t>(row) >= m_matches->size())
            return {};
        return createIndex(row, column, static_cast<quintptr>(container));
    }
    if (parent.isValid())
        container = opened(parent);
    if (static_cast<std::size_t>(row) >= m_structure.children(container).size())
        return {};
    return createIndex(row, column, static_cast<quintptr>(container));
}

QModelIndex OutlineModel::parent(const QModelIndex &index) const
{
    const auto place = m_places.find(static_cast<std::uint32_t>(index.internalId()));
    if (!index.isValid() || m_matches || place == m_places.end())
        return {};
    return createIndex(
        place->second.row, KeyColumn, static_cast<quintptr>(place->second.container));
}

QString OutlineModel::pathOf(const QModelIndex &index) const
{
    return models::toQt(core::pointerOf(m_structure.tree(), valueOf(index)));
}

QString OutlineModel::text(const QModelIndex &index) const
{
    const auto node = valueOf(index);
    const core::Value value(m_structure.tree(), node);
    switch (index.column()) {
    case KeyColumn:
        return m_matches ? pathOf(index).mid(1) : m_structure.keyOf(node, index.row());
    case ValueColumn:
        return summaryOf(value, m_sensitive.get());
    case AsideColumn:
        return m_asides ? m_asides(pathOf(index)).text : QString();
    default:
        return typeName(value.type());
    }
}

QString OutlineModel::spoken(const QModelIndex &index) const
{
    const QString plain = tr("%1: %2, %3")
                              .arg(text(index), text(index.siblingAtColumn(ValueColumn)),
                                  text(index.siblingAtColumn(TypeColumn)));
    const QString aside = text(index.siblingAtColumn(AsideColumn));
    return aside.isEmpty() ? plain : tr("%1, %2").arg(plain, aside);
}

QVariant OutlineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || m_structure.isEmpty())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::ToolTipRole: {
        const QString path = pathOf(index);
        const QString plain
            = tr("%1 (%2)").arg(path, text(index.siblingAtColumn(TypeColumn))).toHtmlEscaped();
        const QString aside = m_asides ? m_asides(path).tip : QString();
        return aside.isEmpty() ? plain : plain + QStringLiteral("<br>") + aside.toHtmlEscaped();
    }
    case PathRole:
        return pathOf(index);
    case OffsetRole:
        return static_cast<qulonglong>(m_structure.offsetOf(valueOf(index)));
    case Qt::AccessibleTextRole:
        return index.column() == KeyColumn ? spoken(index) : text(index);
    default:
        return {};
    }
}

QVariant OutlineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return m_matches ? tr("Path") : tr("Key");
    case ValueColumn:
        return tr("Value");
    case AsideColumn:
        return m_asideTitle;
    default:
        return tr("Type");
    }
}

} // namespace chancery::editors
