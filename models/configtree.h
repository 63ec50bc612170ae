// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/configstore.h"

#include <QAbstractItemModel>

namespace chancery::models {

// The tree of namespaces, folders and configs over a ConfigStore. A namespace asks for its configs
// when it is opened. Lives with the view that shows it; the store outlives it.
class ConfigTree : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class Kind { Namespace, Folder, Config };
    enum Role { KindRole = Qt::UserRole + 100, PathRole, ConfigIdRole, HasDraftRole, RequestRole };

    explicit ConfigTree(ConfigStore &store, QObject *parent = nullptr);
    ~ConfigTree() override;

    QModelIndex indexOfPath(const QString &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Node;

    const Node &nodeOf(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node) const;
    void readNamespaces();
    void readConfigs(const QString &slug);
    void takeMarks(Node &node, const std::function<void(const Node &)> &changed);
    QVariant marked(const Node &node, int role) const;
    QString accessibleText(const Node &node) const;
    static void insert(Node &space, const core::Config &config);

    ConfigStore &m_store;
    std::unique_ptr<Node> m_root;
};

} // namespace chancery::models
