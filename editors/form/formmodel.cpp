// SPDX-License-Identifier: Apache-2.0
//
// How the rows follow the text. Each reading of the text has another tree, in which every node may
// have another number. First all rows let go of the old tree; then, from the top, each row that has
// been looked into compares the rows it has with those that its value needs, inserts, removes and
// moves the difference, and binds the rest. Rows that nobody has opened cost nothing.
#include "formmodel.h"

#include "editors/form/schemadesk.h"
#include "editors/text/analysis.h"
#include "models/rowdiff.h"

namespace chancery::editors {

using models::RowStep;

FormModel::FormModel(TreeEditor &treeEditor, core::Executor &executor, QObject *parent)
    : QAbstractItemModel(parent)
    , m_treeEditor(treeEditor)
    , m_desk(new SchemaDesk(executor, this))
    , m_root(std::make_unique<FormNode>())
{
    m_root->isFetched = true;
    connect(m_desk, &SchemaDesk::answered, this, &FormModel::take);
}

FormModel::~FormModel() = default;

void FormModel::setDocument(
    std::shared_ptr<const Analysis> analysis, std::shared_ptr<const SchemaAdvisor> advisor)
{
    const bool isOtherSchema = advisor != m_advisor;
    if (analysis == m_analysis && !isOtherSchema)
        return;
    m_desk->start(analysis, advisor);
    const auto isThere = [](const auto &read) { return read && read->tree.nodeCount() > 0; };
    if (isThere(m_analysis) && isThere(analysis))
        followItems(*m_root, m_analysis->tree.root(), analysis->tree.root());
    unbind(*m_root);
    m_drafts.follow(m_analysis.get(), analysis.get());
    m_analysis = std::move(analysis);
    m_advisor = std::move(advisor);
    m_sensitiveAnchors = m_analysis ? sensitiveAnchors(m_analysis->tree, m_advisor.get())
                                    : std::vector<std::uint32_t>();
    if (isOtherSchema)
        forgetSchema(*m_root);
    if (m_analysis && m_analysis->tree.nodeCount() > 0)
        m_root->value = 0;
    refit(*m_root);
    ask(*m_root);
    showAgain();
}

void FormModel::setProblems(const std::vector<EditorProblem> &problems)
{
    m_problems.set(problems);
    showAgain();
}

void FormModel::setReadOnly(bool isReadOnly)
{
    m_isReadOnly = isReadOnly;
}

bool FormModel::isBusy() const
{
    return m_desk->isBusy();
}

// A view repaints what is on screen, whatever the range.
void FormModel::showAgain()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void FormModel::refit(FormNode &node)
{
    if (!node.isFetched)
        return;
    const auto wanted = m_analysis ? slotsOf(node, m_analysis->tree) : std::vector<FormSlot>();
    const bool isSame = std::ranges::equal(
        node.children, wanted, {},
        [](const auto &child) -> const std::string & { return child->id; }, &FormSlot::id);
    if (!isSame) {
        for (const RowStep &step : models::rowDifference(
                 presentSlots(node), wanted, [](const FormSlot &slot) { return slot.id; }))
            apply(node, step, wanted);
    }
    for (std::size_t row = 0; row < wanted.size(); ++row)
        bind(*node.children[row], wanted[row]);
    for (const auto &child : node.children)
        refit(*child);
}

void FormModel::apply(FormNode &node, const RowStep &step, const std::vector<FormSlot> &wanted)
{
    const QModelIndex parent = indexOf(node);
    auto &rows = node.children;
    const auto first = rows.begin() + step.first;
    switch (step.kind) {
    case RowStep::Kind::Remove:
        beginRemoveRows(parent, step.first, step.last);
        rows.erase(first, rows.begin() + step.last + 1);
        renumber(node);
        endRemoveRows();
        return;
    case RowStep::Kind::Insert: {
        std::vector<std::unique_ptr<FormNode>> made;
        for (int row = step.first; row <= step.last; ++row)
            made.push_back(makeNode(node, wanted[std::size_t(row)]));
        beginInsertRows(parent, step.first, step.last);
        rows.insert(
            first, std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
        renumber(node);
        endInsertRows();
        return;
    }
    case RowStep::Kind::Move:
        beginMoveRows(parent, step.first, step.first, parent, step.last);
        std::rotate(rows.begin() + step.last, first, first + 1);
        renumber(node);
        endMoveRows();
        return;
    case RowStep::Kind::Change:
        return;
    }
}

void FormModel::ask(FormNode &node) const
{
    if (node.isAsked || !m_advisor || node.value == FormNode::nowhere)
        return;
    node.isAsked = true;
    m_desk->ask(pointerOf(node));
}

void FormModel::take(const std::vector<PlaceAdvice> &answers)
{
    for (const PlaceAdvice &answer : answers) {
        FormNode *node = nodeAt(answer.pointer);
        if (!node)
            continue;
        const bool hasOthers = !std::ranges::equal(
            node->required, answer.required, {}, &KeyAdvice::name, &KeyAdvice::name);
        node->advice = answer.advice;
        node->isKnown = true;
        node->required = answer.required;
        if (hasOthers)
            refit(*node);
        if (node->parent)
            Q_EMIT dataChanged(indexOf(*node), indexOf(*node, ColumnCount - 1));
    }
}

FormNode *FormModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<FormNode *>(index.internalPointer()) : m_root.get();
}

FormNode *FormModel::nodeAt(const std::string &pointer) const
{
    FormNode *node = m_root.get();
    if (pointer.empty() && !node->children.empty() && pointerOf(*node->children.front()).empty())
        return node->children.front().get();
    for (const std::string &token : tokensOfPointer(pointer)) {
        node = childOf(*node, token);
        if (!node)
            return nullptr;
    }
    return node;
}

QModelIndex FormModel::indexOf(const FormNode &node, int column) const
{
    return node.parent ? createIndex(node.row, column, &node) : QModelIndex();
}

std::string FormModel::pointerAt(const QModelIndex &index) const
{
    return pointerOf(*nodeAt(index));
}

QModelIndex FormModel::find(const std::string &pointer)
{
    FormNode *node = m_root.get();
    if (pointer.empty() && !node->children.empty() && pointerOf(*node->children.front()).empty())
        return indexOf(*node->children.front());
    for (const std::string &token : tokensOfPointer(pointer)) {
        const QModelIndex here = indexOf(*node);
        if (canFetchMore(here))
            fetchMore(here);
        FormNode *child = childOf(*node, token);
        if (!child)
            break;
        node = child;
    }
    return indexOf(*node);
}

core::Value FormModel::valueOf(const FormNode &node) const
{
    return m_analysis && node.value != FormNode::nowhere ? core::Value(m_analysis->tree, node.value)
                                                         : core::Value();
}

core::Value FormModel::valueAt(const QModelIndex &index) const
{
    return valueOf(*nodeAt(index));
}

const Advice *FormModel::adviceAt(const QModelIndex &index) const
{
    const auto &advice = nodeAt(index)->advice;
    return advice ? &*advice : nullptr;
}

bool FormModel::isMissing(const QModelIndex &index) const
{
    return nodeAt(index)->isMissing;
}

QModelIndex FormModel::index(int row, int column, const QModelIndex &parent) const
{
    const FormNode *node = nodeAt(parent);
    const bool isThere = row >= 0 && row < int(node->children.size()) && column >= 0
        && column < ColumnCount && parent.column() <= 0;
    return isThere ? createIndex(row, column, node->children[std::size_t(row)].get())
                   : QModelIndex();
}

QModelIndex FormModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*nodeAt(index)->parent) : QModelIndex();
}

int FormModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int FormModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool FormModel::hasChildren(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return false;
    const FormNode &node = *nodeAt(parent);
    return !node.isFetched || !node.children.empty();
}

bool FormModel::canFetchMore(const QModelIndex &parent) const
{
    return parent.column() <= 0 && !nodeAt(parent)->isFetched;
}

void FormModel::fetchMore(const QModelIndex &parent)
{
    FormNode &node = *nodeAt(parent);
    if (std::exchange(node.isFetched, true) || !m_analysis)
        return;
    refit(node);
    ask(node);
}

} // namespace chancery::editors
