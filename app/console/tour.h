// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/shellwindow.h"

#include <QTimer>

namespace chancery::app {

// "--tour": walks through the workspaces in both themes and saves a picture of each when it has
// come to rest.
class Tour : public QObject {
    Q_OBJECT

public:
    Tour(ShellWindow &window, models::SessionStore &session, views::Look &look, QString folder);

    void start(models::Stores &stores);

Q_SIGNALS:
    void finished(bool isComplete);

private:
    void next();
    void settle();
    bool isAtRest() const;
    void give(const QString &command);
    QPixmap picture() const;
    bool save();

    ShellWindow &m_window;
    models::SessionStore &m_session;
    views::Look &m_look;
    models::Stores *m_stores = nullptr;
    QString m_folder;
    QTimer m_timer;
    int m_step = -1;
    int m_calm = 0;
    bool m_isComplete = true;
};

} // namespace chancery::app
