// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QMenu>
#include <QToolButton>

namespace chancery::views {

// The searches that somebody has given a name, in the settings of the connection.
class SavedSearches : public QToolButton {
    Q_OBJECT

public:
    explicit SavedSearches(ViewContext &context, QWidget *parent = nullptr);

    QStringList names() const;

Q_SIGNALS:
    void chosen(const chancery::audit::AuditFilter &filter);

private:
    void fill();
    void save();
    void forget(const QString &name);
    QStringList kept() const;

    ViewContext &m_context;
    QMenu *m_menu;
};

} // namespace chancery::views
