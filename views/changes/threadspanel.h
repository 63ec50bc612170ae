// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/threadstore.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>

class QComboBox;
class QListWidget;
class QVBoxLayout;

namespace chancery::views {

// What is said about the keys of the request that is selected, and saying something oneself: about
// a key of the item that is shown, or in the thread that is current.
class ThreadsPanel : public QWidget {
    Q_OBJECT

public:
    ThreadsPanel(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return {m_comment, m_reply, m_resolve}; }
    // The request that is selected, and which of its items is shown; null: none.
    void show(const core::ChangeRequest *request, const core::RequestItem *item);

private:
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, void (ThreadsPanel::*give)());
    void addRows(QVBoxLayout *layout);
    void readThreads();
    void readActions();
    QString textOf(const core::ReviewThread &thread) const;
    const core::ReviewThread *current() const;
    void comment();
    void reply();
    void resolve();

    ViewContext &m_context;
    models::ThreadStore m_threads;
    QAction *m_comment = nullptr;
    QAction *m_reply = nullptr;
    QAction *m_resolve = nullptr;
    QLabel *m_problem;
    QListWidget *m_list;
    QComboBox *m_keys;
    core::ConfigId m_config;
    core::EnvironmentId m_environment;
    core::ThreadId m_current;
    std::optional<core::ChangeRequest> m_request;
};

} // namespace chancery::views
