// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

namespace chancery::views {

// Asks for the password that there is and, twice, for one that only its owner knows. Says what is
// wrong before the server has to. Used by the start page and by a dialog of the window.
class PasswordForm : public QWidget {
    Q_OBJECT

public:
    // leave: what the button says that goes back without a change.
    PasswordForm(const QString &leave, QWidget *parent = nullptr);

    // Empty fields but for the password that was typed a moment ago, where it is known.
    void begin(const QString &current);
    void setBusy(bool isBusy);
    void showProblem(const QString &why);

Q_SIGNALS:
    void submitted(const QString &current, const QString &fresh);
    void left();

private:
    QLineEdit *addField(class QFormLayout &form, const QString &name, const QString &label);
    QString fault() const;
    void submit();

    QLineEdit *m_current;
    QLineEdit *m_fresh;
    QLineEdit *m_again;
    QLabel *m_problem;
    QPushButton *m_submit;
};

} // namespace chancery::views
