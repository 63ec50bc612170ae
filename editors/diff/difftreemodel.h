// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/diff/diffcontent.h"

#include <QAbstractItemModel>

#include <memory>

namespace chancery::editors {

// What differs in meaning as a tree by key: each change at its path, with what stood and stands
// there. Values that are not for everybody's eyes are told as changed and no more. Of the GUI
// thread.
class DiffTreeModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { KeyColumn, ChangeColumn, BeforeColumn, AfterColumn, ColumnCount };

    explicit DiffTreeModel(QObject *parent = nullptr);
    ~DiffTreeModel() override;

    // Null: there is nothing to show.
    void setContent(std::shared_ptr<const DiffContent> content);
    // The rows that are a change, in their order; the others only lead to them.
    int changeCount() const;
    QModelIndex change(int number) const;
    // The number of a row's change, or -1.
    int numberOf(const QModelIndex &index) const;
    const core::TreeChange *changeAt(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;
    const Node &nodeOf(const QModelIndex &index) const;
    void add(const core::TreeChange &change, std::size_t number);
    QString textOf(const Node &node, int column) const;
    QString valueText(const core::TreeChange &change, bool isBefore) const;

    std::shared_ptr<const DiffContent> m_content;
    std::vector<std::unique_ptr<Node>> m_nodes; // the root first
    std::vector<const Node *> m_changes;
};

} // namespace chancery::editors
