// SPDX-License-Identifier: Apache-2.0
#include "bulkrequestform.h"

#include "views/common/widgets.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace chancery::views {

BulkRequestForm::BulkRequestForm(models::BulkStore &store, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_title(new QLineEdit(this))
    , m_ticket(new QLineEdit(this))
    , m_reason(new QPlainTextEdit(this))
    , m_hint(makeLabel({}, "muted", this))
    , m_send(makeButton(
          tr("Submit for Approval"), QStringLiteral("bulkSubmitButton"), this, "primary"))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(QStringLiteral("bulkTitleField"));
    m_title->setAccessibleName(tr("Title"));
    m_title->setPlaceholderText(tr("What changes, in one line"));
    m_ticket->setObjectName(QStringLiteral("bulkTicketField"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setFixedWidth(220);
    m_reason->setObjectName(QStringLiteral("bulkReasonField"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_reason->setFixedHeight(56);
    m_reason->setTabChangesFocus(true);
    m_hint->setObjectName(QStringLiteral("bulkHint"));
    QPushButton *back = makeButton(tr("Back"), QStringLiteral("bulkBackButton"), this);
    auto *fields = new QHBoxLayout;
    fields->addWidget(m_title, 1);
    fields->addWidget(m_ticket);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(fields);
    layout->addWidget(m_reason);
    layout->addLayout(buttons);
    connect(back, &QPushButton::clicked, this, &BulkRequestForm::left);
    connect(m_send, &QPushButton::clicked, this, &BulkRequestForm::send);
    connect(m_title, &QLineEdit::textChanged, this, &BulkRequestForm::update);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &BulkRequestForm::update);
    connect(&store, &models::BulkStore::changed, this, &BulkRequestForm::update);
    connect(&store, &models::BulkStore::objectChanged, this, &BulkRequestForm::update);
    connect(&store.carryingOut(), &models::Operation::changed, this, &BulkRequestForm::update);
    connect(&store.replanning(), &models::Operation::changed, this, &BulkRequestForm::update);
}

void BulkRequestForm::open()
{
    show();
    update();
    m_title->setFocus(Qt::ShortcutFocusReason);
}

void BulkRequestForm::update()
{
    if (!isVisibleTo(parentWidget()))
        return;
    const int count = m_store.changeCount();
    const auto drafts = std::ranges::count_if(m_store.objects(),
        [](const models::BulkObject &object) { return object.isDraft() && object.changes(); });
    const bool hasTitle = !m_title->text().trimmed().isEmpty();
    const bool hasReason = !m_reason->toPlainText().trimmed().isEmpty();
    QString hint = tr("One request with %n item(s), applied together.", nullptr, count);
    if (drafts > 0)
        hint += QStringLiteral(" ") + tr("%n draft(s) stay as they are.", nullptr, int(drafts));
    if (!hasTitle)
        hint = tr("A title is needed.");
    else if (!hasReason)
        hint = tr("A reason is needed.");
    showText(m_hint, hint);
    m_send->setEnabled(hasTitle && hasReason && count > 0 && !m_store.carryingOut().isRunning()
        && !m_store.replanning().isRunning() && !m_store.searching().isRunning());
}

void BulkRequestForm::send()
{
    update();
    if (m_send->isEnabled())
        m_store.requestChange({m_title->text().trimmed(), m_reason->toPlainText().trimmed(),
            m_ticket->text().trimmed()});
}

void BulkRequestForm::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace chancery::views
