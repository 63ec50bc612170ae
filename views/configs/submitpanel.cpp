// SPDX-License-Identifier: Apache-2.0
#include "submitpanel.h"

#include "editors/diffview.h"
#include "models/actionstate.h"
#include "models/qtconvert.h"
#include "views/changes/blastradius.h"
#include "views/common/banner.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/schemaname.h"
#include "views/common/widgets.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

SubmitPanel::SubmitPanel(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_session(page.session())
    , m_banner(new Banner(context.look, this))
    , m_difference(new editors::DiffView(context.compute, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(makeForm());
    layout->addWidget(makeLine(this));
    layout->addWidget(m_difference, 1);
    m_difference->setTheme(context.look.theme().editorTheme());
    m_difference->setTitles(tr("Live"), tr("This change"));
    connect(m_banner, &Banner::actionTriggered, this, &SubmitPanel::submit);
    connect(&m_session.submitting(), &models::Operation::changed, this, &SubmitPanel::updateState);
    context.look.whenDressed(
        *m_difference, [this] { m_difference->setTheme(m_context.look.theme().editorTheme()); });
}

QWidget *SubmitPanel::makeForm()
{
    auto *form = new QWidget(this);
    form->setProperty("role", QStringLiteral("panel"));
    form->setAttribute(Qt::WA_StyledBackground);
    m_target = makeLabel({}, "title", form);
    m_schema = makeLabel({}, "value", form);
    m_schema->setObjectName(QStringLiteral("submitSchema"));
    m_schema->setWordWrap(true);
    m_title = new QLineEdit(form);
    m_title->setObjectName(QStringLiteral("submitTitleField"));
    m_title->setAccessibleName(tr("Title"));
    m_title->setPlaceholderText(tr("What changes, in one line"));
    m_ticket = new QLineEdit(form);
    m_ticket->setObjectName(QStringLiteral("submitTicketField"));
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Ticket, if there is one"));
    m_ticket->setMaximumWidth(220);
    m_reason = new QPlainTextEdit(form);
    m_reason->setObjectName(QStringLiteral("submitReasonField"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Why: approvers and the audit log read this"));
    m_reason->setFixedHeight(72);
    m_reason->setTabChangesFocus(true);
    m_expedited = new QCheckBox(tr("Expedited: fewer approvals first, the others behind"), form);
    m_expedited->setObjectName(QStringLiteral("submitExpeditedField"));
    m_reach = new BlastRadius(m_context, form);
    m_hint = makeLabel({}, "muted", form);
    m_submit = makeButton(
        tr("Submit for Approval"), QStringLiteral("submitChangeButton"), form, "primary");
    QPushButton *cancel
        = makeButton(tr("Back to Editor"), QStringLiteral("cancelSubmitButton"), form);
    auto *fields = new QHBoxLayout;
    fields->setSpacing(8);
    fields->addWidget(m_title, 1);
    fields->addWidget(m_ticket);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_submit);
    auto *layout = new QVBoxLayout(form);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_target);
    layout->addWidget(m_schema);
    layout->addLayout(fields);
    layout->addWidget(m_reason);
    layout->addWidget(m_expedited);
    layout->addWidget(makeLabel(tr("What this change reaches"), "muted", form));
    layout->addWidget(m_reach);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &SubmitPanel::left);
    connect(m_submit, &QPushButton::clicked, this, &SubmitPanel::submit);
    connect(m_title, &QLineEdit::textChanged, this, &SubmitPanel::updateState);
    connect(m_ticket, &QLineEdit::textChanged, this, &SubmitPanel::updateState);
    connect(m_reason, &QPlainTextEdit::textChanged, this, &SubmitPanel::updateState);
    return form;
}

void SubmitPanel::enter()
{
    showChange();
    m_title->setFocus();
}

// There is nothing to submit once it is submitted or discarded. A text that came by a merge is
// shown before it can be submitted.
void SubmitPanel::refresh()
{
    if (m_session.submitting().isRunning())
        return;
    if (!models::isChange(m_session)) {
        Q_EMIT left();
        return;
    }
    if (!isShown()) {
        showChange();
        m_banner->show(Banner::Tone::Attention,
            tr("The change was merged with what happened elsewhere. Look at it before you "
               "submit."));
    }
    showReach();
    updateState();
}

bool SubmitPanel::isShown() const
{
    return m_shown == m_session.text() && m_shownLive == m_session.liveText();
}

void SubmitPanel::showChange()
{
    showText(m_target,
        tr("Submit a change of “%1” in %2")
            .arg(models::toQt(m_session.config().path),
                m_context.stores.places.titleOf(m_session.environment())));
    const auto &schema = m_session.chosenSchema();
    m_schema->setHidden(!schema);
    if (schema)
        showText(m_schema,
            tr("With another schema: %1").arg(schemaName(m_context.stores.schemas, *schema)));
    m_difference->setAdvisor(m_page.advisor());
    m_shown = m_session.text();
    m_shownLive = m_session.liveText();
    m_difference->setTexts(m_shownLive, m_shown, m_session.config().format);
    m_banner->clear();
    showReach();
    updateState();
}

// The server knows of a draft what it reaches, once it has it as it is.
void SubmitPanel::showReach()
{
    const auto &draft = m_session.draft();
    const bool isSaved
        = draft && m_session.draftState() == models::EditingSession::DraftState::Saved;
    if (isSaved)
        m_reach->show(*draft);
    else if (!draft)
        m_reach->showNothing(tr("What it reaches is counted as soon as the draft is saved."));
}

void SubmitPanel::updateState()
{
    const models::Operation &submitting = m_session.submitting();
    if (submitting.hasFailed())
        m_banner->show(Banner::Tone::Bad, errorHeadline(submitting.error()), tr("Try Again"),
            errorDetails(submitting.error()));
    const models::ActionState state = models::submitState(m_session, m_page.hasProblems());
    const bool hasTitle = !m_title->text().trimmed().isEmpty();
    const bool hasReason = !m_reason->toPlainText().trimmed().isEmpty();
    updateExpedited();
    QString hint;
    if (!hasTitle)
        hint = tr("A title is needed.");
    else if (!hasReason)
        hint = tr("A reason is needed.");
    else if (!state.isEnabled)
        hint = state.whyNot;
    const core::Environment *place = m_context.stores.places.find(m_session.environment());
    if (hint.isEmpty() && place)
        hint = place->gated ? tr("%n approval(s) needed in %1.", nullptr, place->requiredApprovals)
                                  .arg(models::toQt(place->title))
                            : tr("%1 needs no approval; the change can be applied at once.")
                                  .arg(models::toQt(place->title));
    showText(m_hint, hint);
    m_submit->setEnabled(hasTitle && hasReason && state.isEnabled && !submitting.isRunning());
}

// The terms are the policy's; the server says which of them stands against it.
void SubmitPanel::updateExpedited()
{
    const core::Environment *place = m_context.stores.places.find(m_session.environment());
    const bool isGated = place && place->gated;
    const bool hasTicket = !m_ticket->text().trimmed().isEmpty();
    m_expedited->setHidden(!isGated);
    m_expedited->setEnabled(isGated && hasTicket);
    setPlainToolTip(*m_expedited,
        hasTicket ? tr("What is urgent and no emergency, by the terms of the environment's policy.")
                  : tr("An expedited change needs a ticket."));
}

void SubmitPanel::submit()
{
    updateState();
    if (m_submit->isEnabled() && isShown())
        m_session.submit({m_title->text().trimmed(), m_reason->toPlainText().trimmed(),
            m_ticket->text().trimmed(), m_expedited->isEnabled() && m_expedited->isChecked()});
}

} // namespace chancery::views
