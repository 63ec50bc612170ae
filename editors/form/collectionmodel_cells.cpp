// SPDX-License-Identifier: Apache-2.0
#include "collectionmodel.h"

#include "editors/configeditor.h"
#include "editors/description.h"
#include "editors/form/treeeditor.h"
#include "editors/liveanalysis.h"
#include "editors/text/analysis.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/place.h"
#include "engine/core/sealing/sealedvalue.h"
#include "models/copyrole.h"

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr int keyWidth = 120;
constexpr int cellWidth = 160;

QString toQt(const std::string &text)
{
    return QString::fromStdString(text);
}

using Spans = std::vector<SensitiveSpan>;

bool isInside(const Spans &spans, std::size_t offset)
{
    const auto span = std::ranges::upper_bound(spans, offset, {}, &SensitiveSpan::end);
    return span != spans.end() && span->begin <= offset;
}

// As JSON in one line, with a mask for each value that is covered in the text. Where nobody has
// looked yet which those are, the spans are null, all are.
void writeCovered(std::string &json, core::Value value, const Spans *spans)
{
    const bool isOpen = value.isArray() || value.isObject();
    if (spans ? isInside(*spans, value.node().begin) : !isOpen || core::isSealed(value)) {
        core::appendJsonString(json, maskText().toStdString());
        return;
    }
    if (!isOpen) {
        json += scalarJson(value);
        return;
    }
    json += value.isObject() ? '{' : '[';
    bool isFirst = true;
    for (const auto &member : value) {
        if (!std::exchange(isFirst, false))
            json += ", ";
        if (value.isObject()) {
            core::appendJsonString(json, member.key());
            json += ": ";
        }
        writeCovered(json, member.value(), spans);
    }
    json += value.isObject() ? '}' : ']';
}

} // namespace

QString CollectionModel::draftFault(const QModelIndex &index) const
{
    const auto *draft = m_drafts.find(pointerAt(index), index.column());
    return draft ? draft->fault : QString();
}

QString CollectionModel::problemText(const QModelIndex &index) const
{
    const QString fault = draftFault(index);
    return fault.isEmpty() ? m_problems.textAt(pointerAt(index)) : fault;
}

bool CollectionModel::isCovered(const QModelIndex &index) const
{
    if (index.column() == 0 || isContainer(index))
        return false;
    const auto value = valueAt(index);
    return isSensitive(pointerAt(index), value, &column(index).advice)
        || (value && std::ranges::binary_search(m_collection->sensitiveAnchors, value.index()));
}

QString CollectionModel::text(const QModelIndex &index) const
{
    const auto *draft = m_drafts.find(pointerAt(index), index.column());
    const bool isSealed = !draft && core::isSealed(valueAt(index));
    if ((draft || isThere(index)) && !isSealed && isCovered(index))
        return maskText();
    if (draft)
        return draft->typed;
    return index.column() == 0 ? toQt(m_rows[std::size_t(index.row())].key)
        : isThere(index)       ? shownValue(valueAt(index))
                               : QString();
}

// What the cell shows is cut, and in one line.
QString CollectionModel::wholeText(const QModelIndex &index) const
{
    const auto value = valueAt(index);
    const bool isDraft = m_drafts.find(pointerAt(index), index.column());
    if (!value || isDraft || isCovered(index) || core::isSealed(value))
        return text(index);
    if (value.isString())
        return QString::fromUtf8(value.text().data(), qsizetype(value.text().size()));
    if (!isContainer(index))
        return text(index);
    const CheckedText &checked = m_treeEditor.editor().live().checked();
    const bool isKnown = checked.analysis == m_analysis && checked.sensitive;
    std::string json;
    writeCovered(json, value, isKnown ? checked.sensitive.get() : nullptr);
    return toQt(json);
}

// Numbers by their value; what is not there stands together.
QVariant CollectionModel::sortValue(const QModelIndex &index) const
{
    if (index.column() == 0)
        return m_collection->isArray ? QVariant(index.row()) : QVariant(text(index));
    const core::Value value = valueAt(index);
    return value.isNumber() && !isCovered(index) ? QVariant(value.number()) : QVariant(text(index));
}

Qt::ItemFlags CollectionModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool isEditable = !m_isReadOnly
        && (index.column() == 0 ? !m_collection->isArray
                                : fieldAt(index).kind != Field::Kind::None);
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

// By what names items everywhere else; where nothing does, the position or the key.
QString CollectionModel::rowName(int row) const
{
    const auto &columns = m_collection->columns;
    for (const auto naming : core::namingKeys) {
        const auto found = std::ranges::find(columns, naming, &CollectionColumn::key);
        if (!m_collection->isArray || found == columns.end())
            continue;
        const QModelIndex cell = index(row, int(found - columns.begin()) + 1);
        if (isThere(cell) && !isCovered(cell) && !isContainer(cell))
            return text(cell);
    }
    return text(index(row, 0));
}

QVariant CollectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section >= 0 && section < rowCount() ? rowName(section)
                                                                               : QVariant();
    if (!m_collection || section < 0 || section >= columnCount())
        return {};
    if (section == 0)
        return role != Qt::DisplayRole ? QVariant()
            : m_collection->isArray    ? QVariant(tr("Item"))
                                       : QVariant(tr("Key"));
    const CollectionColumn &shown = m_collection->columns[std::size_t(section) - 1];
    if (role == Qt::DisplayRole)
        return toQt(shown.key);
    return role == Qt::ToolTipRole ? QVariant(descriptionHtml(toQt(shown.key), shown.advice))
                                   : QVariant();
}

QVariant CollectionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto pointer = pointerAt(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case models::CopyRole:
        return wholeText(index);
    case Qt::AccessibleTextRole: {
        const QString problem = problemText(index);
        return problem.isEmpty() ? text(index) : tr("%1, problem: %2").arg(text(index), problem);
    }
    case Qt::EditRole: {
        const auto *draft = m_drafts.find(pointer, index.column());
        return draft                   ? draft->typed
            : index.column() == 0      ? text(index)
            : isThere(index)           ? textOf(fieldAt(index))
            : column(index).isRequired ? shownJson(emptyValue(column(index).advice))
                                       : QString();
    }
    case Qt::ToolTipRole:
        return problemText(index).toHtmlEscaped();
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (valueAt(index).isNumber() ? Qt::AlignRight : Qt::AlignLeft));
    case models::IdRole:
    case PointerRole:
        return toQt(pointer);
    case models::SortRole:
        return sortValue(index);
    case InputRole:
        return QVariant::fromValue(fieldAt(index));
    case StateRole:
        return CellState | (isContainer(index) ? ContainerState : 0)
            | (index.column() == 0 && m_collection->isArray ? ItemState : 0);
    case FieldSeverityRole:
        return draftFault(index).isEmpty() ? m_problems.severityAt(pointer) : int(Severity::Error);
    case FaultRole:
        return draftFault(index);
    default:
        return {};
    }
}

bool CollectionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !(flags(index) & Qt::ItemIsEditable))
        return false;
    if (index.column() == 0)
        return role == Qt::EditRole && rename(index, value.toString());
    const auto json = value.toString().toStdString();
    if (role == JsonRole)
        return put(index, shownJson(json), json);
    if (role != Qt::EditRole)
        return false;
    const Typed typed = jsonOfTyped(fieldAt(index), value.toString());
    if (typed.fault.isEmpty())
        return put(index, value.toString(), typed.json);
    m_drafts.put(pointerAt(index), index.column(), {value.toString(), typed.fault});
    refuse(pointerAt(index), index.column(), typed.fault);
    return true;
}

bool CollectionModel::put(const QModelIndex &index, const QString &typed, const std::string &json)
{
    if (!isThere(index))
        make(index, typed,
            {TreeEdit::Kind::Insert, rowPointer(index.row()), column(index).key, json});
    else if (json != fieldAt(index).present)
        make(index, typed, {TreeEdit::Kind::Set, pointerAt(index), {}, json});
    else
        forgetDraft(index);
    return true;
}

bool CollectionModel::rename(const QModelIndex &index, const QString &name)
{
    const auto wanted = name.toStdString();
    const Row &row = m_rows[std::size_t(index.row())];
    if (wanted == row.key) {
        forgetDraft(index);
        return true;
    }
    if (std::ranges::find(m_rows, wanted, &Row::key) != m_rows.end()) {
        const QString fault = tr("There is a key “%1” already.").arg(name);
        m_drafts.put(pointerAt(index), 0, {name, fault});
        refuse(pointerAt(index), 0, fault);
        return true;
    }
    make(index, name, {TreeEdit::Kind::Rename, pointerAt(index), wanted, {}});
    return true;
}

void CollectionModel::make(const QModelIndex &index, const QString &typed, TreeEdit edit)
{
    const int number = m_drafts.put(pointerAt(index), index.column(), {typed, {}});
    Q_EMIT dataChanged(index, index);
    m_treeEditor.make(
        std::move(edit), m_analysis, [this, number](const TreeEditor::Answer &answer) {
            const auto place = m_drafts.answer(number, answer);
            if (place)
                refuse(place->first, place->second, answer.fault);
            else if (answer.isLost)
                Q_EMIT refused({}, answer.fault);
        });
}

void CollectionModel::refuse(const std::string &pointer, int column, const QString &fault)
{
    const QModelIndex cell = find(pointer).siblingAtColumn(column);
    if (!cell.isValid())
        return;
    Q_EMIT dataChanged(cell, cell);
    Q_EMIT refused(cell, fault);
}

void CollectionModel::forgetDraft(const QModelIndex &index)
{
    m_drafts.forget(pointerAt(index), index.column());
    Q_EMIT dataChanged(index, index);
}

int CollectionModel::widthOf(int column) const
{
    return column == 0 ? keyWidth : cellWidth;
}

QString CollectionModel::keyOf(int column) const
{
    return column == 0 ? QString() : toQt(m_collection->columns[std::size_t(column) - 1].key);
}

bool CollectionModel::rowContains(int row, const QString &text) const
{
    for (int column = 0; column < columnCount(); ++column) {
        if (this->text(index(row, column)).contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace chancery::editors
