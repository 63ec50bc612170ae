// SPDX-License-Identifier: Apache-2.0
#include "promptdialog.h"

#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace chancery::views {

PromptDialog::PromptDialog(
    const Question &question, std::function<void(const PromptAnswer &)> done, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
    , m_done(std::move(done))
{
    setObjectName(QStringLiteral("promptDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(question.title);
    setMinimumWidth(440);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(question.title, "title", this));
    QLabel *text = makeLabel(safeText(question.text), "value", this);
    text->setWordWrap(true);
    layout->addWidget(text);
    if (!question.reasonLabel.isEmpty())
        addReason(layout);
    if (!question.ticketLabel.isEmpty())
        addTicket(layout);
    if (!question.typeToConfirm.isEmpty())
        addConfirmation(layout);
    if (!question.secretLabel.isEmpty())
        addSecret(layout);
    layout->addSpacing(8);
    auto *buttons = new QHBoxLayout;
    QPushButton *cancel = makeButton(tr("Cancel"), QStringLiteral("promptCancelButton"), this);
    m_action = makeButton(question.action, QStringLiteral("promptActionButton"), this, "primary");
    m_action->setDefault(true);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_action);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_action, &QPushButton::clicked, this, &QDialog::accept);
    connect(this, &QDialog::finished, this, &PromptDialog::finishWith);
    updateButton();
}

void PromptDialog::addReason(QVBoxLayout *layout)
{
    QLabel *label = makeLabel(m_question.reasonLabel, "muted", this);
    m_reason = new QPlainTextEdit(this);
    m_reason->setObjectName(QStringLiteral("promptReasonField"));
    m_reason->setAccessibleName(m_question.reasonLabel);
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(80);
    label->setBuddy(m_reason);
    layout->addWidget(label);
    layout->addWidget(m_reason);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &PromptDialog::updateButton);
}

void PromptDialog::addConfirmation(QVBoxLayout *layout)
{
    const QString caption = tr("Type “%1” to confirm").arg(m_question.typeToConfirm);
    QLabel *label = makeLabel(safeText(caption), "muted", this);
    m_confirmation = new QLineEdit(this);
    m_confirmation->setObjectName(QStringLiteral("promptConfirmationField"));
    m_confirmation->setAccessibleName(caption);
    label->setBuddy(m_confirmation);
    layout->addWidget(label);
    layout->addWidget(m_confirmation);
    connect(m_confirmation, &QLineEdit::textChanged, this, &PromptDialog::updateButton);
}

void PromptDialog::addSecret(QVBoxLayout *layout)
{
    QLabel *label = makeLabel(m_question.secretLabel, "muted", this);
    m_secret = new QLineEdit(this);
    m_secret->setObjectName(QStringLiteral("promptSecretField"));
    m_secret->setAccessibleName(m_question.secretLabel);
    m_secret->setEchoMode(QLineEdit::Password);
    label->setBuddy(m_secret);
    layout->addWidget(label);
    layout->addWidget(m_secret);
    connect(m_secret, &QLineEdit::textChanged, this, &PromptDialog::updateButton);
}

void PromptDialog::addTicket(QVBoxLayout *layout)
{
    QLabel *label = makeLabel(m_question.ticketLabel, "muted", this);
    m_ticket = new QLineEdit(this);
    m_ticket->setObjectName(QStringLiteral("promptTicketField"));
    m_ticket->setAccessibleName(m_question.ticketLabel);
    label->setBuddy(m_ticket);
    layout->addWidget(label);
    layout->addWidget(m_ticket);
    connect(m_ticket, &QLineEdit::textChanged, this, &PromptDialog::updateButton);
}

void PromptDialog::updateButton()
{
    const bool hasReason = !m_reason || !m_reason->toPlainText().trimmed().isEmpty();
    const bool isConfirmed = !m_confirmation || m_confirmation->text() == m_question.typeToConfirm;
    const bool hasSecret = !m_secret || !m_secret->text().isEmpty();
    const bool hasTicket = !m_ticket || !m_ticket->text().trimmed().isEmpty();
    m_action->setEnabled(hasReason && isConfirmed && hasSecret && hasTicket);
}

void PromptDialog::finishWith(int result)
{
    const QString reason = m_reason ? m_reason->toPlainText().trimmed() : QString();
    if (m_done)
        m_done({result == QDialog::Accepted, reason, m_secret ? m_secret->text() : QString(),
            m_ticket ? m_ticket->text().trimmed() : QString()});
}

} // namespace chancery::views
