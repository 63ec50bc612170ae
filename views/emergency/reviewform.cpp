// SPDX-License-Identifier: Apache-2.0
#include "reviewform.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

// What an action changed, for a line.
QString wordsOf(const core::EmergencyAction &action)
{
    QStringList paths;
    for (const auto &change : action.changes)
        paths << QStringLiteral("%1 (%2)").arg(
            toQt(change.path), models::provisionText(change.provision));
    return QStringLiteral("%1. %2").arg(action.number).arg(paths.join(QStringLiteral(", ")));
}

// That something else has come of it already is the best guess at the request.
QString followUpOf(const core::EmergencyAction &action)
{
    for (const auto &change : action.changes) {
        if (change.followUp)
            return toQt(*change.followUp);
    }
    return {};
}

} // namespace

ReviewForm::ReviewForm(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.emergencies)
    , m_banner(new Banner(context.look, this))
{
    setObjectName(QStringLiteral("reviewForm"));
    auto *content = new QWidget(this);
    content->setMaximumWidth(860);
    m_title = makeLabel({}, "title", content);
    m_title->setObjectName(QStringLiteral("reviewTitle"));
    m_rowsHost = new QWidget(content);
    m_grid = new QGridLayout(m_rowsHost);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(makeLabel(tr("What becomes of each action"), "strong", content));
    layout->addWidget(m_rowsHost);
    layout->addWidget(makeVerdict());
    layout->addWidget(makeButtons());
    layout->addStretch(1);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_banner);
    whole->addWidget(content, 1);
    connect(&m_store.acting(), &models::Operation::changed, this, &ReviewForm::readOutcome);
    connect(&m_store, &models::EmergencyStore::changed, this, &ReviewForm::readState);
}

QWidget *ReviewForm::makeVerdict()
{
    auto *fields = new QWidget(this);
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_verdict = new QComboBox(fields);
    m_verdict->setObjectName(QStringLiteral("reviewVerdict"));
    m_verdict->setAccessibleName(tr("Verdict"));
    m_verdict->setPlaceholderText(tr("Choose"));
    for (const auto verdict : {core::EmergencyVerdict::Justified,
             core::EmergencyVerdict::Unjustified, core::EmergencyVerdict::Inconclusive})
        m_verdict->addItem(models::verdictText(verdict), int(verdict));
    m_text = new QPlainTextEdit(fields);
    m_text->setObjectName(QStringLiteral("reviewText"));
    m_text->setAccessibleName(tr("Why"));
    m_text->setPlaceholderText(tr("Why, in at least 20 characters: the audit log keeps it"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(80);
    m_password = new QLineEdit(fields);
    m_password->setObjectName(QStringLiteral("reviewPassword"));
    m_password->setAccessibleName(tr("Your password"));
    m_password->setEchoMode(QLineEdit::Password);
    form->addRow(makeLabel(tr("Verdict"), "muted", fields), m_verdict);
    form->addRow(makeLabel(tr("Why"), "muted", fields), m_text);
    // Who signs in elsewhere has none here; they are asked there when the server wants to know.
    const bool hasPassword = m_context.stores.permissions.proof != core::ProofKind::Provider;
    QLabel *label = makeLabel(tr("Your password"), "muted", fields);
    form->addRow(label, m_password);
    label->setVisible(hasPassword);
    m_password->setVisible(hasPassword);
    connect(m_verdict, &QComboBox::currentIndexChanged, this, &ReviewForm::readState);
    connect(m_text, &QPlainTextEdit::textChanged, this, &ReviewForm::readState);
    connect(m_password, &QLineEdit::textChanged, this, &ReviewForm::readState);
    connect(m_password, &QLineEdit::returnPressed, this, &ReviewForm::close);
    return fields;
}

QWidget *ReviewForm::makeButtons()
{
    auto *host = new QWidget(this);
    m_hint = makeLabel({}, "muted", host);
    m_hint->setObjectName(QStringLiteral("reviewHint"));
    m_hint->setWordWrap(true);
    auto *back = makeButton(tr("Back"), QStringLiteral("leaveReviewButton"), host);
    m_doIt
        = makeButton(tr("Close the Review"), QStringLiteral("closeReviewButton"), host, "primary");
    auto *buttons = new QHBoxLayout(host);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(8);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(back);
    buttons->addWidget(m_doIt);
    connect(back, &QPushButton::clicked, this, &ReviewForm::left);
    connect(m_doIt, &QPushButton::clicked, this, &ReviewForm::close);
    return host;
}

void ReviewForm::begin()
{
    const auto &session = m_store.selected();
    if (!session)
        return;
    m_store.acting().dismiss();
    showText(m_title, tr("Review of %1: %2").arg(toQt(session->id), toQt(session->reason)));
    makeRows(*session);
    m_verdict->setCurrentIndex(-1);
    m_text->clear();
    m_password->clear();
    readState();
    (m_rows.empty() ? m_verdict : m_rows.front().fate)->setFocus();
}

void ReviewForm::makeRows(const core::EmergencySession &session)
{
    qDeleteAll(m_rowsHost->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    m_rows.clear();
    for (const auto &action : session.actions)
        addRow(action, int(m_rows.size()));
    if (session.actions.empty())
        m_grid->addWidget(makeLabel(tr("Nothing was changed in it."), "muted", m_rowsHost), 0, 0);
}

void ReviewForm::addRow(const core::EmergencyAction &action, int at)
{
    auto *label = makeLabel(safeText(wordsOf(action)), "value", m_rowsHost);
    label->setWordWrap(true);
    Row row{action.number, new QComboBox(m_rowsHost), new QLineEdit(m_rowsHost)};
    row.fate->setObjectName(QStringLiteral("reviewFate%1").arg(action.number));
    row.fate->setAccessibleName(tr("Fate of action %1").arg(action.number));
    row.fate->setPlaceholderText(tr("Choose"));
    for (const auto fate :
        {core::ActionFate::Kept, core::ActionFate::Reverted, core::ActionFate::Requested})
        row.fate->addItem(models::fateText(fate), int(fate));
    row.fate->setCurrentIndex(-1);
    row.request->setObjectName(QStringLiteral("reviewRequest%1").arg(action.number));
    row.request->setAccessibleName(tr("Request about action %1").arg(action.number));
    row.request->setPlaceholderText(tr("CR-…"));
    row.request->setText(followUpOf(action));
    row.request->setMaximumWidth(180);
    row.request->setEnabled(false);
    connect(row.fate, &QComboBox::currentIndexChanged, this, &ReviewForm::readState);
    connect(row.request, &QLineEdit::textChanged, this, &ReviewForm::readState);
    m_grid->addWidget(label, at, 0);
    m_grid->addWidget(row.fate, at, 1);
    m_grid->addWidget(row.request, at, 2);
    row.fate->show(); // now, so that it can have the focus
    m_rows.push_back(row);
}

core::NewEmergencyReview ReviewForm::review() const
{
    core::NewEmergencyReview review;
    review.verdict = core::EmergencyVerdict(m_verdict->currentData().toInt());
    review.text = models::fromQt(m_text->toPlainText().trimmed());
    for (const Row &row : m_rows) {
        core::ActionVerdict verdict{
            row.number, core::ActionFate(row.fate->currentData().toInt()), {}};
        if (verdict.fate != core::ActionFate::Kept)
            verdict.request
                = models::idFromQt<core::ChangeRequestId>(row.request->text().trimmed());
        review.actions.push_back(std::move(verdict));
    }
    return review;
}

QString ReviewForm::faultOf(const Row &row) const
{
    if (row.fate->currentIndex() < 0)
        return tr("Say what becomes of action %1.").arg(row.number);
    const bool isKept = row.fate->currentData().toInt() == int(core::ActionFate::Kept);
    if (!isKept && row.request->text().trimmed().isEmpty())
        return tr("Name the request that does it for action %1.").arg(row.number);
    return {};
}

QString ReviewForm::fault() const
{
    const auto &session = m_store.selected();
    if (!session)
        return tr("The session is being read.");
    const auto may = models::reviewState(
        {m_context.stores.permissions, m_store.serverNow(), &m_context.stores.serverClock},
        *session);
    if (!may.isEnabled)
        return may.whyNot;
    if (m_store.acting().isRunning())
        return tr("It is on its way.");
    for (const Row &row : m_rows) {
        if (const QString why = faultOf(row); !why.isEmpty())
            return why;
    }
    if (m_verdict->currentIndex() < 0)
        return tr("Choose a verdict.");
    if (const QString why = models::reasonFault(m_text->toPlainText()); !why.isEmpty())
        return why;
    if (m_context.stores.permissions.proof != core::ProofKind::Provider
        && m_password->text().isEmpty())
        return tr("Your password is asked for again.");
    return {};
}

void ReviewForm::readState()
{
    for (const Row &row : m_rows)
        row.request->setEnabled(row.fate->currentIndex() >= 0
            && row.fate->currentData().toInt() != int(core::ActionFate::Kept));
    const QString why = fault();
    m_doIt->setEnabled(why.isEmpty());
    setPlainToolTip(*m_doIt, why);
    showText(m_hint, why);
}

void ReviewForm::readOutcome()
{
    readState();
    const models::Operation &acting = m_store.acting();
    if (isHidden() || !acting.hasFailed()) {
        m_banner->clear();
        return;
    }
    showRefusal(*m_banner, acting.error());
}

void ReviewForm::close()
{
    if (!m_doIt->isEnabled())
        return;
    const QString password = m_password->text();
    m_password->clear();
    m_store.review(review(), password);
}

} // namespace chancery::views
