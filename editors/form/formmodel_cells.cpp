// SPDX-License-Identifier: Apache-2.0
#include "formmodel.h"

#include "editors/description.h"
#include "editors/form/schemadesk.h"
#include "editors/form/treeeditor.h"
#include "editors/text/analysis.h"
#include "engine/core/sealing/sealedvalue.h"
#include "models/problemwords.h"

namespace chancery::editors {

namespace {

QString toQt(const std::string &text)
{
    return QString::fromStdString(text);
}

} // namespace

bool FormModel::isMember(const FormNode &node) const
{
    return node.parent && !node.isMissing && valueOf(*node.parent).isObject();
}

bool FormModel::isCovered(const FormNode &node) const
{
    const auto value = valueOf(node);
    return isSensitive(pointerOf(node), value, node.advice ? &*node.advice : nullptr)
        || (value && std::ranges::binary_search(m_sensitiveAnchors, value.index()));
}

Field FormModel::fieldFor(const FormNode &node) const
{
    Field field = fieldOf(valueOf(node), node.advice ? &*node.advice : nullptr);
    field.isSensitive = isCovered(node);
    return field;
}

QString FormModel::keyText(const FormNode &node) const
{
    if (const auto *draft = m_drafts.find(pointerOf(node), KeyColumn))
        return draft->typed;
    if (node.isMissing || !node.parent || valueOf(*node.parent).isObject())
        return toQt(node.key);
    return node.key.empty() ? tr("Document") : QStringLiteral("[%1]").arg(toQt(node.key));
}

QString FormModel::valueText(const FormNode &node) const
{
    const bool isOpen = valueOf(node).isArray() || valueOf(node).isObject();
    const bool isHidden = !isOpen && isCovered(node);
    const auto *draft = m_drafts.find(pointerOf(node), ValueColumn);
    if (draft)
        return isHidden ? maskText() : draft->typed;
    if (node.isMissing)
        return tr("Required, not set");
    // Before the schema has answered nobody knows whether it may be shown.
    if (!isOpen && m_advisor && !node.isKnown)
        return {};
    return isHidden ? maskText() : shownValue(valueOf(node));
}

QString FormModel::typeText(const FormNode &node) const
{
    const auto pointer = pointerOf(node);
    for (const int column : {ValueColumn, KeyColumn}) {
        const auto *draft = m_drafts.find(pointer, column);
        if (draft && !draft->fault.isEmpty())
            return draft->fault;
    }
    const auto &problems = m_problems.at(pointer);
    if (problems.size() > 1)
        return tr("%1 (and %2 more)")
            .arg(models::problemText(problems.front().message))
            .arg(problems.size() - 1);
    if (!problems.empty())
        return models::problemText(problems.front().message);
    if (const int below = m_problems.countBelow(pointer); below > 0 && !node.isMissing)
        return tr("%n problem(s) inside", nullptr, below);
    return node.advice ? constraintText(*node.advice) : toQt(fieldFor(node).presentType);
}

QString FormModel::text(const FormNode &node, int column) const
{
    return column == KeyColumn  ? keyText(node)
        : column == ValueColumn ? valueText(node)
                                : typeText(node);
}

QString FormModel::problemText(const QModelIndex &index) const
{
    const auto pointer = pointerAt(index);
    for (const int column : {ValueColumn, KeyColumn}) {
        const auto *draft = m_drafts.find(pointer, column);
        if (draft && !draft->fault.isEmpty())
            return draft->fault;
    }
    return m_problems.textAt(pointer);
}

int FormModel::state(const FormNode &node) const
{
    const auto value = valueOf(node);
    int state = node.isMissing ? MissingState : 0;
    const bool isContainer = value.isArray() || (value.isObject() && !core::isSealed(value));
    state |= isContainer ? ContainerState : 0;
    state |= node.advice && node.advice->isDeprecated ? DeprecatedState : 0;
    state |= isCovered(node) ? SensitiveState : 0;
    state |= node.parent && valueOf(*node.parent).isArray() ? ItemState : 0;
    return state;
}

Qt::ItemFlags FormModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const FormNode &node = *nodeAt(index);
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (m_isReadOnly || index.column() == TypeColumn)
        return flags;
    const bool isOpen = m_advisor && !node.isKnown;
    const bool isEditable = index.column() == KeyColumn
        ? isMember(node)
        : !isOpen && fieldFor(node).kind != Field::Kind::None;
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

QVariant FormModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return tr("Key");
    case ValueColumn:
        return tr("Value");
    case TypeColumn:
        return tr("Type and Problems");
    default:
        return {};
    }
}

QVariant FormModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    FormNode &node = *nodeAt(index);
    const auto pointer = pointerOf(node);
    const auto *draft = m_drafts.find(pointer, index.column());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() != KeyColumn)
            ask(node);
        return text(node, index.column());
    case Qt::AccessibleTextRole:
        return text(node, index.column());
    case Qt::EditRole:
        if (index.column() == KeyColumn)
            return keyText(node);
        return draft         ? draft->typed
            : node.isMissing ? shownJson(emptyValue(*node.advice))
                             : textOf(fieldFor(node));
    case Qt::ToolTipRole:
        return node.advice ? descriptionHtml(toQt(node.key), *node.advice) : QString();
    case PointerRole:
        return toQt(pointer);
    case InputRole:
        return QVariant::fromValue(fieldFor(node));
    case StateRole:
        return state(node) | (index.column() == TypeColumn ? AboutState : 0);
    case FieldSeverityRole: {
        const bool isRefused = draft && !draft->fault.isEmpty();
        const bool hasBelow = !node.isMissing && m_problems.countBelow(pointer) > 0;
        const int severity = m_problems.severityAt(pointer);
        return isRefused || (severity < 0 && hasBelow) ? int(Severity::Error) : severity;
    }
    case FaultRole:
        return draft ? draft->fault : QString();
    default:
        return {};
    }
}

bool FormModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !(flags(index) & Qt::ItemIsEditable))
        return false;
    FormNode &node = *nodeAt(index);
    if (index.column() == KeyColumn)
        return role == Qt::EditRole && rename(node, value.toString());
    if (role == JsonRole)
        return setValue(
            node, shownJson(value.toString().toStdString()), value.toString().toStdString());
    if (role != Qt::EditRole)
        return false;
    const Typed typed = jsonOfTyped(fieldFor(node), value.toString());
    if (typed.fault.isEmpty())
        return setValue(node, value.toString(), typed.json);
    m_drafts.put(pointerOf(node), ValueColumn, {value.toString(), typed.fault});
    refuse(pointerOf(node), ValueColumn, typed.fault);
    return true;
}

bool FormModel::setValue(FormNode &node, const QString &typed, const std::string &json)
{
    const auto pointer = pointerOf(node);
    if (!node.isMissing && json == fieldFor(node).present) {
        forgetDraft(indexOf(node, ValueColumn));
        return true;
    }
    if (node.isMissing)
        make(node, ValueColumn, typed,
            {TreeEdit::Kind::Insert, pointerOf(*node.parent), node.key, json});
    else
        make(node, ValueColumn, typed, {TreeEdit::Kind::Set, pointer, {}, json});
    return true;
}

bool FormModel::rename(FormNode &node, const QString &name)
{
    const auto pointer = pointerOf(node);
    const auto wanted = name.toStdString();
    if (wanted == node.key) {
        forgetDraft(indexOf(node, KeyColumn));
        return true;
    }
    if (valueOf(*node.parent).find(wanted)) {
        const QString fault = tr("There is a key “%1” already.").arg(name);
        m_drafts.put(pointer, KeyColumn, {name, fault});
        refuse(pointer, KeyColumn, fault);
        return true;
    }
    make(node, KeyColumn, name, {TreeEdit::Kind::Rename, pointer, wanted, {}});
    return true;
}

void FormModel::make(FormNode &node, int column, const QString &typed, TreeEdit edit)
{
    const int number = m_drafts.put(pointerOf(node), column, {typed, {}});
    Q_EMIT dataChanged(indexOf(node), indexOf(node, ColumnCount - 1));
    m_treeEditor.make(
        std::move(edit), m_analysis, [this, number](const TreeEditor::Answer &answer) {
            const auto place = m_drafts.answer(number, answer);
            if (place)
                refuse(place->first, place->second, answer.fault);
            else if (answer.isLost)
                Q_EMIT refused({}, answer.fault);
        });
}

void FormModel::refuse(const std::string &pointer, int column, const QString &fault)
{
    const FormNode *node = nodeAt(pointer);
    if (!node)
        return;
    Q_EMIT dataChanged(indexOf(*node), indexOf(*node, ColumnCount - 1));
    Q_EMIT refused(indexOf(*node, column), fault);
}

void FormModel::forgetDraft(const QModelIndex &index)
{
    const auto pointer = pointerAt(index);
    m_drafts.forget(pointer, KeyColumn);
    m_drafts.forget(pointer, ValueColumn);
    Q_EMIT dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
}

} // namespace chancery::editors
