// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/configtree.h"
#include "views/common/stateoverlay.h"

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QWidget>

namespace chancery::views {

// The tree of namespaces and configs with its filter; says which config somebody wants to open.
class ConfigTreePane : public QWidget {
    Q_OBJECT

public:
    ConfigTreePane(models::ConfigStore &store, Look &look, QWidget *parent = nullptr);

    void focusFilter();
    // Opens the way to the path as soon as its namespace is there.
    void reveal(const QString &path);

Q_SIGNALS:
    void opened(const QString &configId);

private:
    void setUpTree();
    void filterBy(const QString &text);
    void open(const QModelIndex &index);
    void updateEmpty();
    void revealWanted();

    models::ConfigStore &m_store;
    Look &m_look;
    models::ConfigTree *m_model;
    QSortFilterProxyModel *m_proxy;
    QLineEdit *m_filter;
    QTreeView *m_tree;
    StateOverlay *m_overlay;
    QString m_wanted;
};

} // namespace chancery::views
