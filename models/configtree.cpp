// SPDX-License-Identifier: Apache-2.0
#include "configtree.h"

#include "models/qtconvert.h"

namespace chancery::models {

struct ConfigTree::Node {
    Kind kind = Kind::Namespace;
    QString name;
    std::string path;
    core::ConfigId config;
    Node *parent = nullptr;
    int row = 0;
    bool isFetched = false;
    std::vector<std::unique_ptr<Node>> children;
    ConfigMarks marks; // as the views know them
};

ConfigTree::ConfigTree(ConfigStore &store, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
    , m_root(std::make_unique<Node>())
{
    connect(&store, &ConfigStore::namespacesChanged, this, &ConfigTree::readNamespaces);
    connect(&store, &ConfigStore::configsChanged, this, &ConfigTree::readConfigs);
    connect(&store, &ConfigStore::marksChanged, this, [this] {
        takeMarks(*m_root, [this](const Node &node) {
            const QModelIndex index = indexOf(node);
            Q_EMIT dataChanged(index, index);
        });
    });
    readNamespaces();
}

ConfigTree::~ConfigTree() = default;

const ConfigTree::Node &ConfigTree::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<const Node *>(index.constInternalPointer()) : *m_root;
}

QModelIndex ConfigTree::indexOf(const Node &node) const
{
    return &node == m_root.get() ? QModelIndex() : createIndex(node.row, 0, &node);
}

QModelIndex ConfigTree::indexOfPath(const QString &path) const
{
    const std::string wanted = fromQt(path);
    const Node *node = m_root.get();
    while (node->path != wanted) {
        const auto next = std::ranges::find_if(node->children, [&](const auto &child) {
            return wanted == child->path || wanted.starts_with(child->path + "/");
        });
        if (next == node->children.end())
            return {};
        node = next->get();
    }
    return indexOf(*node);
}

QModelIndex ConfigTree::index(int row, int column, const QModelIndex &parent) const
{
    const Node &node = nodeOf(parent);
    if (column != 0 || row < 0 || row >= int(node.children.size()))
        return {};
    return createIndex(row, column, node.children[std::size_t(row)].get());
}

QModelIndex ConfigTree::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    return indexOf(*nodeOf(child).parent);
}

int ConfigTree::rowCount(const QModelIndex &parent) const
{
    return int(nodeOf(parent).children.size());
}

int ConfigTree::columnCount(const QModelIndex &) const
{
    return 1;
}

bool ConfigTree::hasChildren(const QModelIndex &parent) const
{
    const Node &node = nodeOf(parent);
    if (node.kind == Kind::Namespace && !node.isFetched && parent.isValid())
        return true;
    return !node.children.empty();
}

bool ConfigTree::canFetchMore(const QModelIndex &parent) const
{
    const Node &node = nodeOf(parent);
    if (!parent.isValid() || node.kind != Kind::Namespace || node.isFetched)
        return false;
    const Operation *loading = m_store.loadingOf(node.path);
    return !loading || loading->state() == Operation::State::Idle;
}

void ConfigTree::fetchMore(const QModelIndex &parent)
{
    m_store.loadNamespace(nodeOf(parent).path);
}

QVariant ConfigTree::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node &node = nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return node.name;
    case Qt::AccessibleTextRole:
        return accessibleText(node);
    case KindRole:
        return int(node.kind);
    case PathRole:
        return toQt(node.path);
    case ConfigIdRole:
        return toQt(node.config);
    default:
        return marked(node, role);
    }
}

QVariant ConfigTree::marked(const Node &node, int role) const
{
    if (node.kind != Kind::Config
        || (role != HasDraftRole && role != RequestRole && role != Qt::ToolTipRole))
        return {};
    const ConfigMarks &marks = node.marks;
    if (role == HasDraftRole)
        return marks.hasDraft;
    if (role == RequestRole)
        return toQt(marks.openRequest);
    QStringList lines{toQt(node.path)};
    if (marks.hasDraft)
        lines << tr("You have a draft here.");
    if (!marks.openRequest.empty())
        lines << tr("%1 waits for approval.").arg(toQt(marks.openRequest));
    return lines.join(u'\n');
}

QString ConfigTree::accessibleText(const Node &node) const
{
    if (node.kind == Kind::Namespace)
        return tr("Namespace %1").arg(node.name);
    if (node.kind == Kind::Folder)
        return tr("Folder %1").arg(node.name);
    const ConfigMarks &marks = node.marks;
    QString text = tr("Config %1").arg(node.name);
    if (marks.hasDraft)
        text = tr("%1, has a draft").arg(text);
    if (!marks.openRequest.empty())
        text = tr("%1, in %2").arg(text, toQt(marks.openRequest));
    return text;
}

void ConfigTree::readNamespaces()
{
    // Namespaces come and go rarely; the first list is read as a whole, later ones only add.
    for (const core::Namespace &space : m_store.namespaces()) {
        const bool isKnown = std::ranges::any_of(
            m_root->children, [&](const auto &child) { return child->path == space.slug; });
        if (isKnown)
            continue;
        auto node = std::make_unique<Node>();
        node->name = toQt(space.slug);
        node->path = space.slug;
        node->parent = m_root.get();
        node->row = int(m_root->children.size());
        beginInsertRows({}, node->row, node->row);
        m_root->children.push_back(std::move(node));
        endInsertRows();
        if (m_store.configsOf(space.slug))
            readConfigs(toQt(space.slug));
    }
}

void ConfigTree::insert(Node &space, const core::Config &config)
{
    Node *folder = &space;
    std::size_t begin = space.path.size() + 1;
    for (;;) {
        const std::size_t slash = config.path.find('/', begin);
        auto child = std::make_unique<Node>();
        child->path = config.path.substr(0, slash);
        child->name = toQt(std::string_view(child->path).substr(begin));
        child->parent = folder;
        child->row = int(folder->children.size());
        if (slash == std::string::npos) {
            child->kind = Kind::Config;
            child->config = config.id;
            folder->children.push_back(std::move(child));
            return;
        }
        // Paths arrive sorted, so an existing folder is among the last of its parent.
        const auto same = std::find_if(
            folder->children.rbegin(), folder->children.rend(), [&](const auto &candidate) {
                return candidate->kind == Kind::Folder && candidate->path == child->path;
            });
        if (same == folder->children.rend()) {
            child->kind = Kind::Folder;
            folder->children.push_back(std::move(child));
            folder = folder->children.back().get();
        } else {
            folder = same->get();
        }
        begin = slash + 1;
    }
}

void ConfigTree::readConfigs(const QString &slug)
{
    const std::string path = fromQt(slug);
    const auto *configs = m_store.configsOf(path);
    const auto found = std::ranges::find_if(
        m_root->children, [&](const auto &child) { return child->path == path; });
    if (!configs || found == m_root->children.end())
        return;
    Node &space = **found;
    const QModelIndex parent = indexOf(space);
    if (!space.children.empty()) {
        beginRemoveRows(parent, 0, int(space.children.size()) - 1);
        space.children.clear();
        endRemoveRows();
    }
    Node fresh;
    fresh.path = path;
    for (const core::Config &config : *configs)
        insert(fresh, config);
    space.isFetched = true;
    if (fresh.children.empty()) {
        Q_EMIT dataChanged(parent, parent);
        return;
    }
    beginInsertRows(parent, 0, int(fresh.children.size()) - 1);
    space.children = std::move(fresh.children);
    for (const auto &child : space.children)
        child->parent = &space;
    takeMarks(space, [](const Node &) { });
    endInsertRows();
}

// A view looks for every row that it is told of in all that it shows: only those that differ count.
void ConfigTree::takeMarks(Node &node, const std::function<void(const Node &)> &changed)
{
    if (node.kind == Kind::Config) {
        ConfigMarks marks = m_store.marks(node.config);
        if (marks == node.marks)
            return;
        node.marks = std::move(marks);
        changed(node);
    }
    for (const auto &child : node.children)
        takeMarks(*child, changed);
}

} // namespace chancery::models
