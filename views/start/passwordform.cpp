// SPDX-License-Identifier: Apache-2.0
#include "passwordform.h"

#include "views/common/widgets.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

namespace {

constexpr int shortestPassword = 8; // bytes, as the server counts

} // namespace

PasswordForm::PasswordForm(const QString &leave, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("passwordForm"));
    auto *form = new QFormLayout;
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(4);
    m_current = addField(*form, QStringLiteral("currentPasswordField"), tr("Current password"));
    m_fresh = addField(*form, QStringLiteral("newPasswordField"), tr("New password"));
    m_again = addField(*form, QStringLiteral("newPasswordAgainField"), tr("New password again"));
    m_problem = makeLabel({}, "problem", this);
    m_problem->setObjectName(QStringLiteral("passwordProblem"));
    m_problem->setWordWrap(true);
    m_problem->setMinimumHeight(m_problem->fontMetrics().lineSpacing());
    QPushButton *back = makeButton(leave, QStringLiteral("leavePasswordButton"), this);
    m_submit = makeButton(
        tr("Choose Password"), QStringLiteral("choosePasswordButton"), this, "primary");
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(back);
    buttons->addStretch();
    buttons->addWidget(m_submit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &PasswordForm::left);
    connect(m_submit, &QPushButton::clicked, this, &PasswordForm::submit);
    connect(m_current, &QLineEdit::returnPressed, m_fresh, qOverload<>(&QWidget::setFocus));
    connect(m_fresh, &QLineEdit::returnPressed, m_again, qOverload<>(&QWidget::setFocus));
    connect(m_again, &QLineEdit::returnPressed, this, &PasswordForm::submit);
}

QLineEdit *PasswordForm::addField(QFormLayout &form, const QString &name, const QString &label)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(label);
    field->setEchoMode(QLineEdit::Password);
    field->setMinimumHeight(32);
    QLabel *caption = makeLabel(label, "muted", this);
    caption->setBuddy(field);
    form.addRow(caption, field);
    return field;
}

void PasswordForm::begin(const QString &current)
{
    m_current->setText(current);
    m_fresh->clear();
    m_again->clear();
    m_problem->clear();
    setBusy(false);
    (current.isEmpty() ? m_current : m_fresh)->setFocus();
}

void PasswordForm::setBusy(bool isBusy)
{
    m_submit->setEnabled(!isBusy);
}

void PasswordForm::showProblem(const QString &why)
{
    showText(m_problem, why);
}

QString PasswordForm::fault() const
{
    if (m_current->text().isEmpty())
        return tr("The current password is missing.");
    if (m_fresh->text().toUtf8().size() < shortestPassword)
        return tr("The new password is too short: it needs at least 8 characters.");
    if (m_fresh->text() == m_current->text())
        return tr("This is the password that you have. Choose another one.");
    if (m_fresh->text() != m_again->text())
        return tr("The two new passwords are not the same.");
    return {};
}

void PasswordForm::submit()
{
    const QString why = fault();
    showProblem(why);
    if (why.isEmpty() && m_submit->isEnabled())
        Q_EMIT submitted(m_current->text(), m_fresh->text());
}

} // namespace chancery::views
