// SPDX-License-Identifier: Apache-2.0
#include "matrixmodel.h"

#include "models/qtconvert.h"
#include "models/tablemodel.h"
#include "models/valueline.h"

namespace chancery::models {

using core::MatrixRow;
using core::MatrixState;

namespace {

constexpr std::size_t longestCell = 120;

class Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::models::MatrixModel)

public:
    static QString state(MatrixState state)
    {
        switch (state) {
        case MatrixState::Same:
            return tr("= same");
        case MatrixState::Differs:
            return tr("≠ differs");
        case MatrixState::Missing:
            return tr("∅ missing");
        case MatrixState::Own:
            return tr("⌂ own");
        }
        return {};
    }
    static QString leftOut(core::LeftOut::Reason reason, const QString &environment)
    {
        using Reason = core::LeftOut::Reason;
        switch (reason) {
        case Reason::Own:
            return tr("belongs to %1").arg(environment);
        case Reason::Sensitive:
            return tr("is sensitive and was not ticked by itself");
        case Reason::Sealed:
            return tr("is sealed for its own environment and cannot be copied");
        case Reason::SealedTarget:
            return tr("is sealed in %1").arg(environment);
        case Reason::OnlyInTarget:
            return tr("is only in %1 and is kept").arg(environment);
        case Reason::Incomplete:
            return tr("is an item of an array that would come without its other items");
        case Reason::ChangedThere:
            return tr("was changed in %1 since the last promotion").arg(environment);
        }
        return {};
    }
};

} // namespace

QString matrixStateText(MatrixState state)
{
    return Words::state(state);
}

QString leftOutText(core::LeftOut::Reason reason, const QString &environment)
{
    return Words::leftOut(reason, environment);
}

void MatrixModel::setMatrix(std::shared_ptr<const EnvironmentMatrix> matrix)
{
    beginResetModel();
    m_matrix = std::move(matrix);
    m_isTicked.assign(m_matrix ? rows().rowCount() : 0, false);
    for (auto pointer = m_ticked.begin(); pointer != m_ticked.end();) {
        const auto row = m_matrix ? rows().find(*pointer) : MatrixRow::none;
        if (row == MatrixRow::none || !rows().row(row).isLeaf) {
            pointer = m_ticked.erase(pointer);
            continue;
        }
        m_isTicked[row] = true;
        ++pointer;
    }
    countTicks();
    layOut();
    endResetModel();
    Q_EMIT ticksChanged();
}

void MatrixModel::setFilter(Filter filter, const QString &text)
{
    if (filter == m_filter && text == m_text)
        return;
    beginResetModel();
    m_filter = filter;
    m_text = text;
    layOut();
    endResetModel();
}

void MatrixModel::setSource(std::size_t place)
{
    if (std::exchange(m_source, place) == place)
        return;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    Q_EMIT layoutChanged();
}

void MatrixModel::setReadOnly(bool isReadOnly)
{
    if (std::exchange(m_isReadOnly, isReadOnly) != isReadOnly)
        Q_EMIT layoutChanged();
}

bool MatrixModel::accepts(std::uint32_t row) const
{
    const auto state = rows().row(row).state;
    if ((m_filter == Filter::Differing && state != MatrixState::Differs
            && state != MatrixState::Missing)
        || (m_filter == Filter::Missing && state != MatrixState::Missing)
        || (m_filter == Filter::Own && state != MatrixState::Own))
        return false;
    if (m_text.isEmpty() || toQt(rows().pointer(row)).contains(m_text, Qt::CaseInsensitive))
        return true;
    for (std::size_t place = 0; place < rows().columnCount(); ++place) {
        if (!rows().isSensitive(row) && rows().value(row, place)
            && toQt(core::lineOf(rows().value(row, place))).contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// Leaves that pass the filter, and all around them.
void MatrixModel::layOut()
{
    const auto count = m_matrix ? rows().rowCount() : 0;
    std::vector<bool> isShown(count);
    for (auto row = count; row-- > 0;) {
        const MatrixRow &there = rows().row(row);
        isShown[row] = isShown[row] || (there.isLeaf && accepts(row));
        if (isShown[row] && there.parent != MatrixRow::none)
            isShown[there.parent] = true;
    }
    m_children.assign(count, {});
    m_places.assign(count, -1);
    m_top.clear();
    for (std::uint32_t row = 0; row < count; ++row) {
        const MatrixRow &there = rows().row(row);
        if (!isShown[row] || (row == 0 && !there.isLeaf))
            continue;
        auto &siblings = there.parent == MatrixRow::none || there.parent == 0
            ? m_top
            : m_children[there.parent];
        m_places[row] = int(siblings.size());
        siblings.push_back(row);
    }
}

bool MatrixModel::isProtected(std::uint32_t row) const
{
    if (rows().row(row).isOwn || rows().isSensitive(row))
        return true;
    for (std::size_t place = 0; place < rows().columnCount(); ++place) {
        if (rows().cell(row, place).isSealed)
            return true;
    }
    return false;
}

void MatrixModel::countTicks()
{
    const auto count = m_matrix ? rows().rowCount() : 0;
    m_counts.assign(count, {0, 0});
    for (auto row = count; row-- > 0;) {
        const MatrixRow &there = rows().row(row);
        if (there.isLeaf)
            m_counts[row] = {m_isTicked[row] ? 1 : 0,
                there.state != MatrixState::Same && !isProtected(row) ? 1 : 0};
        if (there.parent != MatrixRow::none) {
            m_counts[there.parent].first += m_counts[row].first;
            m_counts[there.parent].second += m_counts[row].second;
        }
    }
}

std::vector<core::PromotionPick> MatrixModel::picks() const
{
    std::vector<core::PromotionPick> picks;
    for (const std::string &pointer : m_ticked)
        picks.push_back({pointer});
    for (const std::string &pointer : m_passedOver) {
        if (m_matrix && rows().find(pointer) != MatrixRow::none && !m_ticked.contains(pointer))
            picks.push_back({pointer, false, false, false});
    }
    return picks;
}

int MatrixModel::tickedCount() const
{
    return int(m_ticked.size());
}

bool MatrixModel::isTicked(const QModelIndex &index) const
{
    const auto row = rowOf(index);
    const auto &[ticked, possible] = m_counts[row];
    return rows().row(row).isLeaf ? m_isTicked[row] : ticked > 0 && ticked >= possible;
}

void MatrixModel::tick(const QModelIndex &index, bool isTicked)
{
    if (!index.isValid() || m_isReadOnly)
        return;
    const auto top = rowOf(index);
    const bool isItself = rows().row(top).isLeaf;
    for (auto row = top; row < rows().row(top).end; ++row) {
        const MatrixRow &there = rows().row(row);
        if (!there.isLeaf || there.state == MatrixState::Same || m_places[row] < 0)
            continue;
        if (!isItself && isProtected(row)) {
            if (isTicked)
                m_passedOver.insert(rows().pointer(row));
            else
                m_passedOver.erase(rows().pointer(row));
            if (isTicked)
                continue;
        }
        if (m_isTicked[row] == isTicked)
            continue;
        m_isTicked[row] = isTicked;
        if (isTicked)
            m_ticked.insert(rows().pointer(row));
        else
            m_ticked.erase(rows().pointer(row));
    }
    countTicks();
    Q_EMIT layoutChanged();
    Q_EMIT ticksChanged();
}

void MatrixModel::clearTicks()
{
    m_ticked.clear();
    m_passedOver.clear();
    m_isTicked.assign(m_isTicked.size(), false);
    countTicks();
    Q_EMIT layoutChanged();
    Q_EMIT ticksChanged();
}

std::string MatrixModel::pointerOf(const QModelIndex &index) const
{
    return index.isValid() ? rows().pointer(rowOf(index)) : std::string();
}

QModelIndex MatrixModel::find(const std::string &pointer) const
{
    const auto row = m_matrix ? rows().find(pointer) : MatrixRow::none;
    return row == MatrixRow::none || m_places[row] < 0 ? QModelIndex()
                                                       : createIndex(m_places[row], 0, row);
}

QModelIndex MatrixModel::nextDifference(const QModelIndex &from, bool isForward) const
{
    if (!m_matrix || rows().rowCount() == 0)
        return {};
    const int count = int(rows().rowCount());
    int row = from.isValid() ? int(rowOf(from)) : isForward ? -1 : count;
    for (row += isForward ? 1 : -1; row >= 0 && row < count; row += isForward ? 1 : -1) {
        const MatrixRow &there = rows().row(std::uint32_t(row));
        if (there.isLeaf && m_places[std::size_t(row)] >= 0
            && (there.state == MatrixState::Differs || there.state == MatrixState::Missing))
            return createIndex(m_places[std::size_t(row)], 0, quintptr(row));
    }
    return {};
}

int MatrixModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return int(parent.isValid() ? m_children[rowOf(parent)].size() : m_top.size());
}

int MatrixModel::columnCount(const QModelIndex &) const
{
    return FirstPlace + (m_matrix ? int(m_matrix->places.size()) : 0);
}

QModelIndex MatrixModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto &siblings = parent.isValid() ? m_children[rowOf(parent)] : m_top;
    return createIndex(row, column, siblings[std::size_t(row)]);
}

QModelIndex MatrixModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const auto parent = rows().row(rowOf(index)).parent;
    if (parent == MatrixRow::none || parent == 0)
        return {};
    return createIndex(m_places[parent], 0, parent);
}

Qt::ItemFlags MatrixModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const auto row = rowOf(index);
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool canBeTicked = rows().row(row).isLeaf ? rows().row(row).state != MatrixState::Same
                                                    : m_counts[row].second > 0;
    if (index.column() == KeyColumn && canBeTicked && !m_isReadOnly)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant MatrixModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_matrix)
        return {};
    const auto row = rowOf(index);
    if (role == IdRole)
        return toQt(rows().pointer(row));
    if (index.column() == KeyColumn)
        return keyData(row, role);
    if (index.column() == StateColumn)
        return stateData(row, role);
    return cellData(row, std::size_t(index.column() - FirstPlace), role);
}

QVariant MatrixModel::keyData(std::uint32_t row, int role) const
{
    const MatrixRow &there = rows().row(row);
    if (role == Qt::CheckStateRole) {
        const auto &[ticked, possible] = m_counts[row];
        if (m_isReadOnly || (possible == 0 && (!there.isLeaf || there.state == MatrixState::Same)))
            return {};
        return there.isLeaf || ticked == 0 ? (ticked ? Qt::Checked : Qt::Unchecked)
            : ticked >= possible           ? Qt::Checked
                                           : Qt::PartiallyChecked;
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    if (role == Qt::ToolTipRole)
        return toQt(rows().pointer(row));
    return there.parent == MatrixRow::none ? tr("The whole document")
        : there.isItem                     ? tr("Item %1").arg(there.position + 1)
                                           : toQt(there.key);
}

QVariant MatrixModel::stateData(std::uint32_t row, int role) const
{
    const auto state = rows().row(row).state;
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return matrixStateText(state);
    if (role == StatusRole)
        return int(state == MatrixState::Differs || state == MatrixState::Missing
                ? Status::Attention
                : Status::Muted);
    return {};
}

QString MatrixModel::cellText(std::uint32_t row, std::size_t place) const
{
    const core::MatrixCell &cell = rows().cell(row, place);
    if (!m_matrix->places[place].fault.isEmpty())
        return tr("cannot be read");
    if (!cell.isPresent())
        return tr("–");
    if (cell.isSealed)
        return tr("sealed");
    const core::Value value = rows().value(row, place);
    if (!rows().row(row).isLeaf)
        return value.isArray() ? tr("%n item(s)", nullptr, int(value.size()))
                               : tr("%n key(s)", nullptr, int(value.size()));
    return cell.isSensitive ? maskText() : toQt(core::lineOf(value, longestCell));
}

QVariant MatrixModel::cellData(std::uint32_t row, std::size_t place, int role) const
{
    const MatrixRow &there = rows().row(row);
    const core::MatrixCell &cell = rows().cell(row, place);
    const bool isOther = there.isLeaf && place != m_source
        && cell.like != rows().cell(row, std::min(m_source, rows().columnCount() - 1)).like;
    switch (role) {
    case Qt::DisplayRole:
        return isOther ? QStringLiteral("≠ ") + cellText(row, place) : cellText(row, place);
    case Qt::AccessibleTextRole:
        return tr("%1: %2%3")
            .arg(toQt(m_matrix->places[place].environment.title),
                cell.isPresent() ? cellText(row, place) : tr("not there"),
                isOther ? tr(", differs from %1")
                              .arg(toQt(m_matrix->places[m_source].environment.title))
                        : QString());
    case StatusRole:
        return int(!cell.isPresent() || !there.isLeaf        ? Status::Muted
                : isOther && there.state != MatrixState::Own ? Status::Attention
                                                             : Status::None);
    case MonospaceRole:
        return there.isLeaf && cell.isPresent();
    default:
        return {};
    }
}

bool MatrixModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !index.isValid())
        return false;
    tick(index, value.toInt() != Qt::Unchecked);
    return true;
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section < FirstPlace)
        return role != Qt::DisplayRole ? QVariant()
            : section == KeyColumn     ? tr("Key")
                                       : tr("State");
    const MatrixPlace &place = m_matrix->places[std::size_t(section - FirstPlace)];
    if (role == TierRole)
        return place.environment.tier;
    if (role != Qt::DisplayRole)
        return {};
    const QString title = toQt(place.environment.title);
    return place.isDraft                      ? tr("%1, my draft").arg(title)
        : place.text || m_matrix->isEffective ? title
                                              : tr("%1, nothing live").arg(title);
}

} // namespace chancery::models
