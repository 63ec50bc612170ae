// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/tablemodel.h"
#include "views/view.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QStackedWidget>

namespace chancery::views {

class AccountForm;
class AccountPage;
class StateOverlay;
class TablePane;

// An account as a row of the list.
struct AccountRow {
    core::Account account;
    QString others; // whose person's it is as well
    bool isParting = false; // somebody has said that it is not
    core::Instant now;

    QString id() const;
    friend bool operator==(const AccountRow &, const AccountRow &) = default;
};

// All accounts beside one of them, and the forms in which one is made and changed; for who
// administers. The subject is an account by its id or by the name that it signs in with.
class AccountsView : public View {
    Q_OBJECT

public:
    explicit AccountsView(ViewContext &context);
    ~AccountsView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QWidget *makeList();
    void makeCommands();
    void connectParts();
    QString othersOf(const core::PrincipalId &account, const core::LinkedAccounts *linked) const;
    void read();
    void readSummary();
    void choose(const QString &id);
    void goTo(const QString &subject);
    void showPage();

    ViewContext &m_context;
    models::AccountStore &m_store;
    std::unique_ptr<models::TableModel<AccountRow>> m_model;
    TablePane *m_table = nullptr;
    StateOverlay *m_overlay = nullptr;
    QLabel *m_summary = nullptr;
    QStackedWidget *m_stack;
    StateOverlay *m_pageOverlay = nullptr;
    AccountPage *m_page = nullptr;
    AccountForm *m_form = nullptr;
    QAction *m_create = nullptr;
    QAction *m_reload = nullptr;
    QString m_wanted; // the subject, until the accounts are known
    bool m_isReading = false; // the current row follows the account, not the other way round
};

} // namespace chancery::views
