// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>

#include <set>

namespace chancery::views {

// What has to be acknowledged about the request that is selected before it goes on: how far it
// reaches, in a number that is typed; the sample of very many configs, each looked at; keys that it
// removes although nobody asked for that. Hidden where there is nothing.
class ChecksPanel : public QWidget {
    Q_OBJECT

public:
    explicit ChecksPanel(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return {m_acknowledge}; }
    // Null: no request is selected.
    void show(const core::ChangeRequest *request);
    // This item's difference stands before the user.
    void see(const core::ChangeRequest &request, const core::RequestItem &item);

Q_SIGNALS:
    // One of a sample has not been looked at yet.
    void itemWanted(int row);

private:
    void read();
    void readAction();
    QString lineOf(const core::Check &check) const;
    QString stateOf(const core::Check &check) const;
    bool isSeen(const core::Check &check, const std::string &path) const;
    int unseenRow(const core::Check &check) const;
    const core::Check *owed() const;
    void acknowledge();
    void ask(const core::Check &check);

    ViewContext &m_context;
    models::RequestStore &m_requests;
    QLabel *m_text;
    QAction *m_acknowledge;
    std::optional<core::ChangeRequest> m_shown;
    std::set<std::string> m_seen; // configs of its present cycle, each in its environment
};

} // namespace chancery::views
