// SPDX-License-Identifier: Apache-2.0
#include "versiongraphmodel.h"

#include "models/qtconvert.h"
#include "models/words.h"

#include <QFont>

namespace chancery::models {

namespace {

struct Shape {
    const char *key;
    const char *title;
    int width;
};

constexpr Shape shapes[VersionGraphModel::ColumnCount]{
    {"graph", QT_TRANSLATE_NOOP("columns", "Lineage"), 128},
    {"version", QT_TRANSLATE_NOOP("columns", "Version"), 84},
    {"kind", QT_TRANSLATE_NOOP("columns", "Kind"), 88},
    {"state", QT_TRANSLATE_NOOP("columns", "State"), 108},
    {"environment", QT_TRANSLATE_NOOP("columns", "Environment"), 104},
    {"path", QT_TRANSLATE_NOOP("columns", "Config"), 200},
    {"when", QT_TRANSLATE_NOOP("columns", "Applied"), 176},
    {"author", QT_TRANSLATE_NOOP("columns", "Author"), 120},
    {"approvers", QT_TRANSLATE_NOOP("columns", "Approved By"), 120},
    {"request", QT_TRANSLATE_NOOP("columns", "Request"), 72},
    {"keys", QT_TRANSLATE_NOOP("columns", "Changed Keys"), 160},
    {"reason", QT_TRANSLATE_NOOP("columns", "Reason"), 260},
};

constexpr std::chrono::milliseconds gatheringTime(100);

QString joined(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list << toQt(text);
    return list.join(QStringLiteral(", "));
}

// The whole of the document, or its keys.
QString keysText(const core::LineageEntry &entry)
{
    if (entry.keys.size() == 1 && entry.keys.front().empty())
        return QCoreApplication::translate("columns", "All of it");
    // More than these nobody reads in a row.
    constexpr std::size_t most = 40;
    auto told = entry.namedKeys();
    const bool isCut = entry.hasMoreKeys || told.size() > most;
    told.resize(std::min(told.size(), most));
    const QString keys = joined(told);
    return isCut ? QCoreApplication::translate("columns", "%1 and more").arg(keys) : keys;
}

QString stateText(const core::LineageEntry &entry)
{
    if (entry.isLive)
        return QCoreApplication::translate("columns", "Live");
    return entry.isQuarantined ? QCoreApplication::translate("columns", "Quarantined")
                               : QCoreApplication::translate("columns", "Earlier");
}

} // namespace

QString kindText(core::EdgeKind kind)
{
    switch (kind) {
    case core::EdgeKind::Edit:
        return QCoreApplication::translate("columns", "Edit");
    case core::EdgeKind::Merge:
        return QCoreApplication::translate("columns", "Merge");
    case core::EdgeKind::Promotion:
        return QCoreApplication::translate("columns", "Promotion");
    case core::EdgeKind::Rollback:
        return QCoreApplication::translate("columns", "Rollback");
    case core::EdgeKind::Migration:
        return QCoreApplication::translate("columns", "Migration");
    case core::EdgeKind::Unknown:
        break;
    }
    return QCoreApplication::translate("columns", "Unknown");
}

QString laneText(const VersionGraphStore &store, int row)
{
    const core::LineageEntry &entry = store.entry(row);
    const core::LaneRow lanes = store.laneRow(row);
    QStringList parents;
    for (const core::LineageParent &parent : entry.parents)
        parents << QCoreApplication::translate("columns", "%1 in %2 (%3)")
                       .arg(shortDigest(parent.version.text()), toQt(parent.environment),
                           kindText(parent.kind));
    const QString where = entry.isLive ? QCoreApplication::translate("columns", "%1, live in %2")
                                             .arg(kindText(entry.kind), toQt(entry.environment))
                                       : QCoreApplication::translate("columns", "%1 in %2")
                                             .arg(kindText(entry.kind), toQt(entry.environment));
    const QString lane = QCoreApplication::translate("columns", "lane %1 of %2")
                             .arg(lanes.lane + 1)
                             .arg(lanes.width);
    return parents.isEmpty()
        ? QCoreApplication::translate("columns", "%1, %2, the first of its line").arg(where, lane)
        : QCoreApplication::translate("columns", "%1, %2, from %3")
              .arg(where, lane, parents.join(QStringLiteral(", ")));
}

VersionGraphModel::VersionGraphModel(VersionGraphStore &store, const core::Clock &clock)
    : m_store(store)
    , m_clock(clock)
    , m_count(store.rowCount())
{
    m_gathering.setSingleShot(true);
    m_gathering.setInterval(gatheringTime);
    connect(&m_gathering, &QTimer::timeout, this, &VersionGraphModel::announce);
    connect(&store, &VersionGraphStore::rowsReset, this, [this] {
        m_gathering.stop();
        beginResetModel();
        m_count = m_store.rowCount();
        endResetModel();
    });
    connect(&store, &VersionGraphStore::rowsAppended, this, &VersionGraphModel::append);
    connect(&store, &VersionGraphStore::rowsPrepended, this, &VersionGraphModel::prepend);
    connect(&store, &VersionGraphStore::rowsChanged, this, [this] {
        if (m_count > 0)
            Q_EMIT dataChanged(index(0, 0), index(m_count - 1, ColumnCount - 1));
    });
}

// The first screen is shown at once, and so is the end.
void VersionGraphModel::append(int)
{
    if (m_count == 0 || !m_store.hasMore())
        announce();
    else if (!m_gathering.isActive())
        m_gathering.start();
}

void VersionGraphModel::announce()
{
    announceTo(m_store.rowCount());
}

void VersionGraphModel::announceTo(int count)
{
    m_gathering.stop();
    if (count <= m_count)
        return;
    beginInsertRows({}, m_count, count - 1);
    m_count = count;
    endInsertRows();
}

void VersionGraphModel::prepend(int count)
{
    announceTo(m_store.rowCount() - count);
    beginInsertRows({}, 0, count - 1);
    m_count += count;
    endInsertRows();
}

void VersionGraphModel::setSearch(const LineageFilter &search)
{
    m_search = search;
    if (m_count > 0)
        Q_EMIT dataChanged(index(0, 0), index(m_count - 1, ColumnCount - 1), {Qt::FontRole});
}

bool VersionGraphModel::isFound(int row) const
{
    return !m_search.isEmpty() && m_search.matches(m_store.entry(row));
}

int VersionGraphModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int VersionGraphModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString VersionGraphModel::text(const core::LineageEntry &entry, int column) const
{
    switch (column) {
    case VersionColumn:
        return shortDigest(entry.version.text());
    case KindColumn:
        return kindText(entry.kind);
    case StateColumn:
        return stateText(entry);
    case EnvironmentColumn:
        return toQt(entry.environment);
    case PathColumn:
        return toQt(entry.path);
    case WhenColumn:
        return fullTime(entry.createdAt);
    case AuthorColumn:
        return toQt(entry.authorName);
    case ApproversColumn:
        return joined(entry.approvers);
    case RequestColumn:
        return entry.changeRequest ? toQt(*entry.changeRequest) : QString();
    case KeysColumn:
        return keysText(entry);
    case ReasonColumn:
        return firstLine(entry.message);
    default:
        return {};
    }
}

Status VersionGraphModel::statusOf(const core::LineageEntry &entry, int column) const
{
    if (column != StateColumn)
        return Status::None;
    if (entry.isLive)
        return Status::Good;
    return entry.isQuarantined ? Status::Attention : Status::Muted;
}

QVariant VersionGraphModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::LineageEntry &entry = m_store.entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == GraphColumn ? laneText(m_store, index.row())
                                             : text(entry, index.column());
    case Qt::ToolTipRole:
        if (index.column() == GraphColumn)
            return laneText(m_store, index.row());
        return index.column() == WhenColumn ? QVariant(relativeTime(entry.createdAt, m_clock.now()))
                                            : QVariant();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    case StatusRole:
        return int(statusOf(entry, index.column()));
    case MonospaceRole:
        return index.column() == VersionColumn || index.column() == KeysColumn;
    case Qt::FontRole:
        if (isFound(index.row())) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case IdRole:
        return toQt(entry.version);
    default:
        return {};
    }
}

QVariant VersionGraphModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::DisplayRole)
        return QCoreApplication::translate("columns", shapes[section].title);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    return {};
}

int VersionGraphModel::widthOf(int column) const
{
    return shapes[column].width;
}

QString VersionGraphModel::keyOf(int column) const
{
    return QString::fromLatin1(shapes[column].key);
}

bool VersionGraphModel::rowContains(int row, const QString &searched) const
{
    for (int column = 0; column < ColumnCount; ++column) {
        if (text(m_store.entry(row), column).contains(searched, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace chancery::models
