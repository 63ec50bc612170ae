// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/stores.h"

#include <QTreeWidget>

namespace chancery::views {

// What the events that are shown have in common: by whom, of which kind, where, with which outcome.
// A value is chosen with a click, Enter or Space, and given back the same way.
class FacetTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit FacetTree(models::Stores &stores, QWidget *parent = nullptr);

    void show(const audit::AuditOverview &overview, const audit::AuditFilter &filter);

Q_SIGNALS:
    // The filter with the value in it, or without.
    void chosen(const chancery::audit::AuditFilter &filter);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fill(
        QTreeWidgetItem &group, audit::Dimension dimension, const audit::AuditOverview &overview);
    void mark(QTreeWidgetItem &group, bool isPartial);
    QString textOf(audit::Dimension dimension, const std::string &value) const;
    void toggle(QTreeWidgetItem *item);

    models::Stores &m_stores;
    audit::AuditFilter m_filter;
};

} // namespace chancery::views
