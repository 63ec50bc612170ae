// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

class QFormLayout;

namespace chancery::views {

class Banner;

// What an administrator fills in about an account: a new one, its roles, a one-time password for
// its owner, or whose second account it is. A password is typed twice, is seen by nobody, cannot be
// copied out of its field, and leaves it when it is sent.
class AccountForm : public QWidget {
    Q_OBJECT

public:
    enum class Task { Create, Roles, Password, Link };

    explicit AccountForm(ViewContext &context, QWidget *parent = nullptr);

    // Of the account that the store has selected, but for a new one.
    void begin(Task task);

Q_SIGNALS:
    void left();

private:
    QWidget *makeFields();
    QWidget *makeRoles(QWidget *parent);
    QWidget *makeButtons();
    QLineEdit *addField(const QString &name, const QString &label);
    void addRow(const QString &label, QWidget *field);
    void connectParts();
    void showRows();
    void fill();
    void fillOthers();
    bool isPerson() const;
    std::vector<std::string> roles() const;
    QString fault() const;
    QString passwordFault() const;
    models::ActionState may() const;
    void readState();
    void readOutcome();
    void send();

    ViewContext &m_context;
    models::AccountStore &m_store;
    Banner *m_banner;
    Task m_task = Task::Create;
    QLabel *m_title = nullptr;
    QLabel *m_what = nullptr;
    QFormLayout *m_form = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_displayName = nullptr;
    QComboBox *m_kind = nullptr;
    QWidget *m_rolesHost = nullptr;
    QList<QCheckBox *> m_roles; // their object name ends with the role
    QComboBox *m_other = nullptr;
    QLineEdit *m_password = nullptr;
    QLineEdit *m_again = nullptr;
    QLineEdit *m_reason = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_doIt = nullptr;
};

} // namespace chancery::views
