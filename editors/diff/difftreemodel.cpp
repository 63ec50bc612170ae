// SPDX-License-Identifier: Apache-2.0
#include "difftreemodel.h"

#include "editors/form/field.h"
#include "engine/core/diff/typechanges.h"
#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"
#include "models/visibletext.h"

#include <map>

namespace chancery::editors {

namespace {

using Kind = core::TreeChange::Kind;

QString kindText(const core::TreeChange &change)
{
    switch (change.kind) {
    case Kind::Added:
        return DiffTreeModel::tr("Added");
    case Kind::Removed:
        return DiffTreeModel::tr("Removed");
    case Kind::Changed:
        return core::sameValue(change.leftValue, change.rightValue)
            ? DiffTreeModel::tr("Another type")
            : DiffTreeModel::tr("Changed");
    case Kind::MovedAway:
    case Kind::MovedHere:
        return DiffTreeModel::tr("Moved to %1")
            .arg(QString::fromStdString(change.right).section(u'/', -1));
    case Kind::Reordered:
        return DiffTreeModel::tr("Another order of keys");
    }
    return {};
}

QString unescaped(QString token)
{
    return token.replace(QLatin1String("~1"), QLatin1String("/"))
        .replace(QLatin1String("~0"), QLatin1String("~"));
}

bool isHidden(const DiffText &text, core::Value value)
{
    return value && text.isSensitive(value.node().begin, value.node().end) && !value.isObject()
        && !value.isArray();
}

} // namespace

namespace {

// What an item is called, for people: its index says little.
QString nameOf(const core::TreeChange &change, const DiffContent &content)
{
    const bool isLeft = change.leftValue.isPresent();
    const core::Value item = isLeft ? change.leftValue : change.rightValue;
    if (!item.isObject())
        return {};
    for (const auto key : core::namingKeys) {
        const core::Value name = item.find(key);
        if (name.isString() || name.isNumber())
            return isHidden(isLeft ? content.left : content.right, name) ? maskText()
                                                                         : shownValue(name);
    }
    return {};
}

} // namespace

struct DiffTreeModel::Node {
    QString key;
    Node *parent = nullptr;
    int row = 0;
    const core::TreeChange *change = nullptr;
    int number = -1;
    std::vector<Node *> children;
    std::map<QString, Node *> byKey;
};

DiffTreeModel::DiffTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{
    setContent(nullptr);
}

DiffTreeModel::~DiffTreeModel() = default;

void DiffTreeModel::setContent(std::shared_ptr<const DiffContent> content)
{
    beginResetModel();
    m_content = std::move(content);
    m_nodes.clear();
    m_changes.clear();
    m_nodes.push_back(std::make_unique<Node>());
    if (m_content) {
        for (const core::TreeChange &change : m_content->changes) {
            const bool isPassedOver
                = change.kind == Kind::MovedHere || m_content->rules.ignores(change);
            if (!isPassedOver)
                add(change, m_changes.size());
        }
    }
    endResetModel();
}

// Two changes may have one path: an item that goes in where another is removed.
void DiffTreeModel::add(const core::TreeChange &change, std::size_t number)
{
    const auto path = QString::fromStdString(core::placeOf(change));
    Node *here = m_nodes.front().get();
    const auto enter = [&](const QString &key, bool mayShare) {
        auto known = here->byKey.find(key);
        if (mayShare && known != here->byKey.end()) {
            here = known->second;
            return;
        }
        auto node = std::make_unique<Node>();
        node->key = unescaped(key);
        node->parent = here;
        node->row = static_cast<int>(here->children.size());
        here->children.push_back(node.get());
        here->byKey.emplace(key, node.get());
        here = node.get();
        m_nodes.push_back(std::move(node));
    };
    const QStringList tokens = path.split(u'/').mid(1);
    for (qsizetype i = 0; i < tokens.size(); ++i)
        enter(tokens[i], i + 1 < tokens.size() || change.kind == Kind::Reordered);
    if (tokens.isEmpty())
        enter(tr("(the whole document)"), false);
    bool isIndex = false;
    here->key.toUInt(&isIndex);
    if (const QString name = nameOf(change, *m_content); isIndex && !name.isEmpty())
        here->key = tr("%1 · %2", "index and name of an item").arg(here->key, name);
    here->change = &change;
    here->number = static_cast<int>(number);
    m_changes.push_back(here);
}

int DiffTreeModel::changeCount() const
{
    return static_cast<int>(m_changes.size());
}

QModelIndex DiffTreeModel::change(int number) const
{
    const Node *node = m_changes[static_cast<std::size_t>(number)];
    return createIndex(node->row, 0, node);
}

int DiffTreeModel::numberOf(const QModelIndex &index) const
{
    return index.isValid() ? nodeOf(index).number : -1;
}

const core::TreeChange *DiffTreeModel::changeAt(const QModelIndex &index) const
{
    return index.isValid() ? nodeOf(index).change : nullptr;
}

const DiffTreeModel::Node &DiffTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<const Node *>(index.constInternalPointer())
                           : *m_nodes.front();
}

int DiffTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent).children.size());
}

int DiffTreeModel::columnCount(const QModelIndex & /*parent*/) const
{
    return ColumnCount;
}

QModelIndex DiffTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node &node = nodeOf(parent);
    if (row < 0 || row >= static_cast<int>(node.children.size()) || column < 0
        || column >= ColumnCount || parent.column() > 0)
        return {};
    return createIndex(row, column, node.children[static_cast<std::size_t>(row)]);
}

QModelIndex DiffTreeModel::parent(const QModelIndex &index) const
{
    const Node *parent = index.isValid() ? nodeOf(index).parent : nullptr;
    if (!parent || parent == m_nodes.front().get())
        return {};
    return createIndex(parent->row, 0, parent);
}

QString DiffTreeModel::valueText(const core::TreeChange &change, bool isBefore) const
{
    const core::Value value = isBefore ? change.leftValue : change.rightValue;
    if (!value || change.kind == Kind::Reordered)
        return {};
    // What one side covers is covered on the other as well.
    if (!isHidden(m_content->left, change.leftValue)
        && !isHidden(m_content->right, change.rightValue)) {
        if (change.kind == Kind::Changed
            && core::sameValue(change.leftValue, change.rightValue)) // a date and its letters
            return models::visibleText(
                QString::fromStdString(std::string(core::writtenText(value))));
        // 1 and "1" are told apart.
        const bool looksAlike = change.kind == Kind::Changed
            && shownValue(change.leftValue) == shownValue(change.rightValue);
        return looksAlike ? QString::fromStdString(scalarJson(value)) : shownValue(value);
    }
    const bool isChanged = change.kind == Kind::Changed && !isBefore;
    return isChanged ? maskText() + u' ' + tr("(changed, value hidden)") : maskText();
}

QString DiffTreeModel::textOf(const Node &node, int column) const
{
    if (column == KeyColumn)
        return node.key;
    if (!node.change)
        return {};
    if (column == ChangeColumn)
        return kindText(*node.change);
    return valueText(*node.change, column == BeforeColumn);
}

QVariant DiffTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = nodeOf(index);
    if (role == Qt::DisplayRole)
        return models::visibleText(textOf(node, index.column()));
    if (role == Qt::AccessibleTextRole && index.column() == KeyColumn && node.change)
        return tr("%1: %2").arg(models::visibleText(node.key), kindText(*node.change));
    return {};
}

QVariant DiffTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return tr("Key");
    case ChangeColumn:
        return tr("Change");
    case BeforeColumn:
        return tr("Before");
    case AfterColumn:
        return tr("After");
    default:
        return {};
    }
}

} // namespace chancery::editors
