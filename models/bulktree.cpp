// SPDX-License-Identifier: Apache-2.0
#include "bulktree.h"

#include "models/placewords.h"
#include "models/problemwords.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr quintptr topLevel = 0; // the id of a text's index; of a hit the row of its text and one

QString trimmedLine(const std::string &line)
{
    return toQt(line).trimmed();
}

// "Too few. (region eu-west)"; of many the first ones.
QString withPlaces(const QString &text, const std::vector<core::HierarchyPlace> &places)
{
    constexpr std::size_t mostNamed = 3;
    if (places.empty())
        return text;
    QStringList names;
    for (std::size_t i = 0; i < std::min(places.size(), mostNamed); ++i)
        names << placeWords(places[i]);
    if (places.size() > mostNamed)
        names << BulkTree::tr("%n more", nullptr, int(places.size() - mostNamed));
    return BulkTree::tr("%1 (%2)").arg(text, names.join(QStringLiteral("; ")));
}

// Why nobody knows what comes of it; null: nobody has looked.
QString unjudgedText(const BulkJudgement *judgement)
{
    if (!judgement)
        return BulkTree::tr("Not looked at with its layers and references");
    if (!judgement->error)
        return BulkTree::tr("Not looked at in all of its places");
    return judgement->error->kind == core::ErrorKind::Forbidden
        ? BulkTree::tr(
              "You may not read all of its layers, so nobody has looked at what comes of them")
        : BulkTree::tr("What comes of its layers could not be looked at");
}

} // namespace

BulkTree::BulkTree(BulkStore &store, const PlacesStore &places, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_places(places)
{
    connect(&store, &BulkStore::changed, this, &BulkTree::read);
    connect(&store, &BulkStore::objectChanged, this, &BulkTree::readObject);
    read();
}

std::size_t BulkTree::hitsOf(const BulkObject &object)
{
    return object.result ? object.result->plan.hits.size() : object.found.hits.size();
}

// What comes at the end is inserted there, so that a search that goes on leaves the place alone.
void BulkTree::read()
{
    const auto &objects = m_store.objects();
    const bool isLonger = objects.size() >= m_rows.size()
        && std::equal(m_rows.begin(), m_rows.end(), objects.begin(),
            [](const auto &row, const BulkObject &object) { return row.first == object.id(); });
    if (!isLonger) {
        beginResetModel();
        m_rows.clear();
        for (const BulkObject &object : objects)
            m_rows.emplace_back(object.id(), hitsOf(object));
        endResetModel();
        return;
    }
    for (const BulkObject &object : objects) {
        if (std::size_t(&object - objects.data()) < m_rows.size())
            readObject(object.id());
    }
    if (objects.size() == m_rows.size())
        return;
    beginInsertRows({}, int(m_rows.size()), int(objects.size()) - 1);
    for (std::size_t i = m_rows.size(); i < objects.size(); ++i)
        m_rows.emplace_back(objects[i].id(), hitsOf(objects[i]));
    endInsertRows();
}

void BulkTree::readObject(const QString &id)
{
    const auto row = std::ranges::find(m_rows, id, &std::pair<QString, std::size_t>::first);
    const auto number = std::size_t(row - m_rows.begin());
    if (row == m_rows.end() || number >= m_store.objects().size())
        return;
    const BulkObject *object = &m_store.objects()[number];
    const QModelIndex top = createIndex(int(number), 0, topLevel);
    const std::size_t count = hitsOf(*object);
    if (count < row->second) {
        beginRemoveRows(top, int(count), int(row->second) - 1);
        row->second = count;
        endRemoveRows();
    } else if (count > row->second) {
        beginInsertRows(top, int(row->second), int(count) - 1);
        row->second = count;
        endInsertRows();
    }
    Q_EMIT dataChanged(top, top.siblingAtColumn(Problem));
    if (count > 0)
        Q_EMIT dataChanged(index(0, 0, top), index(int(count) - 1, Problem, top));
}

const BulkObject *BulkTree::objectOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const auto row = index.internalId() == topLevel ? std::size_t(index.row())
                                                    : std::size_t(index.internalId() - 1);
    return row < m_store.objects().size() ? &m_store.objects()[row] : nullptr;
}

std::optional<std::size_t> BulkTree::hitOf(const QModelIndex &index)
{
    if (!index.isValid() || index.internalId() == topLevel)
        return std::nullopt;
    return std::size_t(index.row());
}

QString BulkTree::pointerOf(const QModelIndex &index) const
{
    const BulkObject *object = objectOf(index);
    const std::size_t hit = hitOf(index).value_or(0);
    if (!object || hit >= hitsOf(*object))
        return {};
    return toQt(
        object->result ? object->result->plan.hits[hit].pointer : object->found.hits[hit].pointer);
}

QModelIndex BulkTree::indexOfObject(const QString &id) const
{
    const auto row = std::ranges::find(m_rows, id, &std::pair<QString, std::size_t>::first);
    return row == m_rows.end() ? QModelIndex()
                               : createIndex(int(row - m_rows.begin()), 0, topLevel);
}

QModelIndex BulkTree::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : topLevel);
}

QModelIndex BulkTree::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == topLevel)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, topLevel);
}

int BulkTree::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    if (parent.internalId() != topLevel || parent.column() > 0)
        return 0;
    return int(m_rows[std::size_t(parent.row())].second);
}

int BulkTree::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant BulkTree::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Place:
        return tr("Place");
    case Before:
        return tr("Line");
    case After:
        return tr("Becomes");
    default:
        return tr("Problem");
    }
}

QString BulkTree::problemOf(const BulkObject &object) const
{
    if (!object.result)
        return {};
    if (object.result->error) {
        const core::Error &error = *object.result->error;
        return toQt(error.fields.empty() || error.fields.front().message.empty()
                ? error.detail
                : error.fields.front().message);
    }
    QStringList parts;
    if (object.isMoved)
        parts << tr("Live moved; planned again, look at it again");
    if (const auto refusals = object.result->refusals(); refusals > 0)
        parts << tr("%n hit(s) cannot be changed", nullptr, int(refusals));
    for (const auto &[problem, places, definitions] : m_store.problemsOf(object)) {
        const QString text = withPlaces(problemText(problem.message), places);
        // What another layer says has no place in this text.
        parts << (problem.line > 0
                ? tr("%1:%2 %3").arg(problem.line).arg(problem.column).arg(text)
                : tr("%1: %2").arg(
                      problem.pointer.empty() ? QStringLiteral("/") : toQt(problem.pointer), text));
    }
    if (!object.result->plan.isComplete)
        parts << tr("More hits than can be planned at once");
    if (object.isUnjudged())
        parts << unjudgedText(object.judgement.get());
    return parts.join(QStringLiteral(" · "));
}

QString BulkTree::textOf(const BulkObject &object, int column) const
{
    const std::size_t count = object.result ? hitsOf(object) : std::size_t(object.found.total);
    switch (column) {
    case Place:
        return object.isDraft()
            ? tr("%1 – %2, your draft")
                  .arg(toQt(object.found.path), m_places.titleOf(object.found.environment))
            : tr("%1 – %2").arg(
                  toQt(object.found.path), m_places.titleOf(object.found.environment));
    case Before:
        return tr("%n hit(s)", nullptr, int(count));
    case After:
        if (object.isSaved)
            return tr("Saved as a draft");
        return m_store.isPlan() && !object.result ? tr("Waiting to be planned") : QString();
    default:
        return problemOf(object);
    }
}

QString BulkTree::hitTextOf(const BulkObject &object, std::size_t hit, int column) const
{
    if (!object.result) {
        const core::FoundPlace &place = object.found.hits[hit];
        if (column == Place)
            return tr("%1:%2 %3").arg(place.line).arg(place.column).arg(toQt(place.pointer));
        return column == Before ? toQt(place.excerpt) : QString();
    }
    const core::BulkHit &planned = object.result->plan.hits[hit];
    switch (column) {
    case Place:
        return tr("%1:%2 %3")
            .arg(planned.at.line)
            .arg(planned.at.column)
            .arg(toQt(planned.pointer));
    case Before:
        return trimmedLine(planned.before);
    case After:
        if (planned.refusal)
            return {};
        return planned.after.find_first_not_of(" \t\r") == std::string::npos
            ? tr("(goes)")
            : trimmedLine(planned.after);
    default:
        if (planned.refusal)
            return toQt(planned.refusal->message.empty() ? planned.refusal->code
                                                         : planned.refusal->message);
        return planned.isReference ? tr("follows the renamed key") : QString();
    }
}

// What nobody has looked at is not wrong yet.
Status BulkTree::statusOf(const BulkObject &object, std::optional<std::size_t> hit) const
{
    if (hit)
        return object.result->plan.hits[*hit].refusal ? Status::Bad : Status::Muted;
    const bool isSound = object.result && !object.result->error && object.result->refusals() == 0
        && object.result->plan.isComplete && m_store.problemsOf(object).empty();
    return object.isMoved || (isSound && object.isUnjudged()) ? Status::Attention : Status::Bad;
}

QVariant BulkTree::checkOf(const BulkObject &object, std::optional<std::size_t> hit) const
{
    if (!m_store.isPlan() || !object.result || object.result->error)
        return {};
    if (!hit) {
        if (!object.isChosen)
            return Qt::Unchecked;
        return object.leftOut.empty() ? Qt::Checked : Qt::PartiallyChecked;
    }
    if (object.result->plan.hits[*hit].refusal)
        return {};
    return object.isChosen && object.isHitChosen(*hit) ? Qt::Checked : Qt::Unchecked;
}

QVariant BulkTree::data(const QModelIndex &index, int role) const
{
    const BulkObject *object = objectOf(index);
    const auto hit = hitOf(index);
    if (!object || (hit && *hit >= hitsOf(*object)))
        return {};
    const int column = index.column();
    const auto text
        = [&] { return hit ? hitTextOf(*object, *hit, column) : textOf(*object, column); };
    switch (role) {
    case Qt::DisplayRole:
        return text();
    case Qt::AccessibleTextRole:
        if (column != Problem || !text().isEmpty())
            return text();
        return object->result ? tr("no problem") : tr("not planned yet");
    case Qt::CheckStateRole:
        return column == Place ? checkOf(*object, hit) : QVariant();
    case IdRole:
        return object->id();
    case MonospaceRole:
        return hit && (column == Before || column == After);
    case StatusRole:
        if (column != Problem || text().isEmpty())
            return int(hit || column != Before ? Status::None : Status::Muted);
        return int(statusOf(*object, hit));
    default:
        return {};
    }
}

bool BulkTree::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const BulkObject *object = objectOf(index);
    if (role != Qt::CheckStateRole || !object)
        return false;
    const bool isChosen = value.toInt() != Qt::Unchecked;
    const QString id = object->id();
    if (const auto hit = hitOf(index)) {
        m_store.chooseHit(id, *hit, isChosen);
        if (isChosen)
            m_store.choose(id, true);
    } else {
        m_store.choose(id, isChosen);
    }
    return true;
}

Qt::ItemFlags BulkTree::flags(const QModelIndex &index) const
{
    const BulkObject *object = objectOf(index);
    if (!object)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (index.column() == Place && !m_store.carryingOut().isRunning()
        && checkOf(*object, hitOf(index)).isValid())
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace chancery::models
