// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/rollbackstore.h"
#include "views/viewcontext.h"

#include <QTreeWidget>

namespace chancery::views {

// The configs of a rollback with a tick each, and below each its keys with a tick each, what
// becomes of later changes, and what would be wrong. Ticks go to the store; the store's word fills
// the tree.
class RollbackTree : public QTreeWidget {
    Q_OBJECT

public:
    RollbackTree(ViewContext &context, models::RollbackStore &store, QWidget *parent);

    void read();
    // Of the current row; empty for none.
    core::ConfigId currentConfig() const;
    void selectFirst();

private:
    // What a row is for.
    enum Data { ConfigData = Qt::UserRole, KeyData };

    void readStep(QTreeWidgetItem &row, const core::RollbackStep &step);
    void readKeys(QTreeWidgetItem &row, const core::RollbackStep &step);
    void readDeclaration(QTreeWidgetItem &row, const core::RollbackStep &step);
    void readLater(QTreeWidgetItem &row, const core::RollbackStep &step);
    void readProblems(QTreeWidgetItem &row, const core::RollbackStep &step);
    QTreeWidgetItem *addRow(QTreeWidgetItem &above, const QString &text, const QString &note);
    void take(QTreeWidgetItem *item);

    ViewContext &m_context;
    models::RollbackStore &m_store;
    bool m_isReading = false;
};

} // namespace chancery::views
