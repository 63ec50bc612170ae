// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/accounts/accountform.h"
#include "views/viewcontext.h"

#include <QAction>
#include <QLabel>
#include <QTreeWidget>

namespace chancery::models {
struct ActionState;
}

namespace chancery::views {

class StateOverlay;

// One account: how it is signed in with and in whose hands it is, what it may do and where, whose
// second one it is, what it has open; and the steps that can be taken, each of which says why it
// cannot.
class AccountPage : public QWidget {
    Q_OBJECT

public:
    explicit AccountPage(ViewContext &context, QWidget *parent = nullptr);

    QList<QAction *> commands() const { return m_commands; }

Q_SIGNALS:
    void formWanted(chancery::views::AccountForm::Task task);

private:
    using Step = void (AccountPage::*)();

    void makeCommands();
    QAction *addCommand(const QString &text, const QString &name, const QString &icon,
        const QKeySequence &key, Step step);
    QWidget *makeHeader();
    QWidget *makeContent();
    void read();
    void readFacts(const core::Account &account);
    void readPerson(const core::Account &account);
    void readTokens();
    void readStates();
    void readOutcome();
    void tell(models::AccountStore::Deed deed, const core::PrincipalId &account);
    QString nameOf(const core::PrincipalId &id) const;
    QString selectedToken() const;
    void ask(const QString &title, const QString &text, const QString &action, bool wantsReason,
        std::function<void(const QString &reason)> work);
    void setRoles() { Q_EMIT formWanted(AccountForm::Task::Roles); }
    void resetPassword() { Q_EMIT formWanted(AccountForm::Task::Password); }
    void link() { Q_EMIT formWanted(AccountForm::Task::Link); }
    void disable();
    void enable();
    void part();
    void revoke();
    void revokeAll();

    ViewContext &m_context;
    models::AccountStore &m_store;
    Banner *m_banner;
    core::PrincipalId m_shown; // whom the banner is about
    QLabel *m_title = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_kind = nullptr;
    QLabel *m_hint = nullptr;
    QLabel *m_signIn = nullptr;
    QLabel *m_rights = nullptr;
    QLabel *m_person = nullptr;
    QTreeWidget *m_tokens = nullptr;
    StateOverlay *m_tokensOverlay = nullptr;
    QAction *m_roles = nullptr;
    QAction *m_reset = nullptr;
    QAction *m_disable = nullptr;
    QAction *m_enable = nullptr;
    QAction *m_link = nullptr;
    QAction *m_part = nullptr;
    QAction *m_revoke = nullptr;
    QAction *m_revokeAll = nullptr;
    QList<QAction *> m_commands;
};

} // namespace chancery::views
