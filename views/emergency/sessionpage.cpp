// SPDX-License-Identifier: Apache-2.0
#include "sessionpage.h"

#include "models/emergencywords.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"
#include "views/emergency/refusal.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

enum ActionColumn { What, Which, Became, Follow };
enum ActionRole { RequestRole = Qt::UserRole + 1, PathRole };

// No longer than it was asked for, and four hours in all.
int minutesMore(const core::EmergencySession &session)
{
    const auto whole = std::chrono::duration_cast<std::chrono::minutes>(core::longestEmergency);
    return std::min(session.minutes, int(whole.count()) - session.minutes);
}

struct Words {
    Q_DECLARE_TR_FUNCTIONS(emergency)
};

QStringList beginningOf(
    const core::EmergencySession &session, core::Instant now, const models::PeopleStore &people)
{
    QStringList lines;
    if (session.confirmer)
        lines << Words::tr("Confirmed by %1").arg(people.nameOfUser(session.confirmerName));
    if (session.openedAt)
        lines << Words::tr("Opened %1; approvers passed over: %2")
                     .arg(models::timeText(*session.openedAt, now))
                     .arg(session.skippedApprovers);
    if (const auto &more = session.extension)
        lines << QCoreApplication::translate(
            "emergency", "Extended by %n minute(s): %1", nullptr, more->minutes)
                     .arg(toQt(more->reason));
    return lines;
}

QString endingOf(
    const core::EmergencySession &session, core::Instant now, const models::PeopleStore &people)
{
    QString line = Words::tr("%1 %2").arg(
        models::endingText(session.ending), models::timeText(*session.endedAt, now));
    if (!session.endedBy.empty())
        line += Words::tr(", %1").arg(people.nameOfUser(session.endedBy));
    return session.endReason.empty() ? line
                                     : Words::tr("%1: %2").arg(line, toQt(session.endReason));
}

QStringList endOf(
    const core::EmergencySession &session, core::Instant now, const models::PeopleStore &people)
{
    QStringList lines;
    if (session.endedAt)
        lines << endingOf(session, now, people);
    if (session.reviewDueAt && !session.review)
        lines << (core::isReviewOverdue(session, now)
                ? Words::tr("The review was due %1 and is overdue")
                : Words::tr("The review is due by %1"))
                     .arg(models::fullTime(*session.reviewDueAt));
    if (session.ratifyDueAt && !session.actions.empty())
        lines << Words::tr("To be ratified by %1").arg(models::fullTime(*session.ratifyDueAt));
    for (const auto &secret : session.rotations)
        lines << Words::tr("To be rotated, because it was seen: %1 %2")
                     .arg(toQt(secret.path), toQt(secret.pointer));
    if (const auto &review = session.review)
        lines << Words::tr("%1, says %2: %3")
                     .arg(models::verdictText(review->verdict),
                         people.nameOfUser(review->reviewerName), toQt(review->text));
    return lines;
}

} // namespace

SessionPage::SessionPage(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_store(context.stores.emergencies)
    , m_banner(new Banner(context.look, this))
{
    setObjectName(QStringLiteral("sessionPage"));
    makeCommands();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHeader());
    layout->addWidget(m_banner);
    layout->addWidget(makeLine(this));
    layout->addWidget(makeContent(), 1);
    connect(&m_store, &models::EmergencyStore::changed, this, &SessionPage::read);
    connect(&m_store, &models::EmergencyStore::ticked, this, &SessionPage::readTime);
    connect(&context.stores.people, &models::PeopleStore::changed, this, &SessionPage::read);
    connect(&m_store.acting(), &models::Operation::changed, this, &SessionPage::readOutcome);
    connect(&m_store, &models::EmergencyStore::ratifyAsked, this,
        [this](const core::ChangeRequest &request) {
            m_context.navigator.goTo({QStringLiteral("changes"), toQt(request.id)});
        });
    read();
}

QAction *SessionPage::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, Step step)
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, step);
    m_commands << action;
    return action;
}

void SessionPage::makeCommands()
{
    m_change = addCommand(tr("Change Live…"), QStringLiteral("changeInEmergency"),
        QStringLiteral("apply"), Qt::CTRL | Qt::Key_Return, &SessionPage::change);
    m_confirm = addCommand(tr("Confirm…"), QStringLiteral("confirmEmergency"),
        QStringLiteral("approve"), Qt::CTRL | Qt::SHIFT | Qt::Key_A, &SessionPage::confirm);
    m_extend = addCommand(tr("Extend…"), QStringLiteral("extendEmergency"), QStringLiteral("add"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_X, &SessionPage::extend);
    m_end = addCommand(tr("End Now…"), QStringLiteral("endEmergency"), QStringLiteral("withdraw"),
        Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace, &SessionPage::end);
    m_ratify = addCommand(tr("Ask to Ratify…"), QStringLiteral("ratifyEmergency"),
        QStringLiteral("request"), Qt::CTRL | Qt::SHIFT | Qt::Key_Y, &SessionPage::ratify);
    m_review = addCommand(tr("Review…"), QStringLiteral("reviewEmergency"),
        QStringLiteral("verify"), Qt::CTRL | Qt::SHIFT | Qt::Key_V, &SessionPage::review);
}

QWidget *SessionPage::makeHeader()
{
    auto *header = new QWidget(this);
    header->setProperty("role", QStringLiteral("panel"));
    header->setAttribute(Qt::WA_StyledBackground);
    m_title = makeLabel({}, "title", header);
    m_title->setObjectName(QStringLiteral("emergencyTitle"));
    m_title->setWordWrap(true);
    m_state = makeChip(QStringLiteral("emergencyState"), header);
    m_place = makeChip(QStringLiteral("emergencyPlace"), header);
    m_time = makeLabel({}, "strong", header);
    m_time->setObjectName(QStringLiteral("emergencyTime"));
    m_summary = makeLabel({}, "muted", header);
    m_summary->setObjectName(QStringLiteral("emergencySummary"));
    m_summary->setWordWrap(true);
    m_hint = makeLabel({}, "muted", header);
    m_hint->setObjectName(QStringLiteral("emergencyHint"));
    m_hint->setWordWrap(true);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title, 1);
    first->addWidget(m_time);
    first->addWidget(m_state);
    first->addWidget(m_place);
    auto *second = new QHBoxLayout;
    second->setSpacing(4);
    for (QAction *action : m_commands)
        second->addWidget(makeActionButton(action, header, action == m_change));
    second->addStretch();
    auto *layout = new QVBoxLayout(header);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(4);
    layout->addLayout(first);
    layout->addWidget(m_summary);
    layout->addLayout(second);
    layout->addWidget(m_hint);
    return header;
}

QWidget *SessionPage::makeContent()
{
    auto *content = new QWidget(this);
    m_actions = new QTreeWidget(content);
    m_actions->setObjectName(QStringLiteral("emergencyActions"));
    m_actions->setAccessibleName(tr("Actions"));
    m_actions->setHeaderLabels(
        {tr("Action"), tr("Request, Version"), tr("State"), tr("Follow-Up")});
    m_actions->setUniformRowHeights(true);
    m_actions->header()->resizeSection(What, 280);
    m_actions->header()->resizeSection(Which, 130);
    m_actions->header()->resizeSection(Became, 150);
    m_facts = makeLabel({}, "value", content);
    m_facts->setObjectName(QStringLiteral("emergencyFacts"));
    m_told = makeLabel({}, "value", content);
    m_told->setObjectName(QStringLiteral("emergencyTold"));
    for (QLabel *label : {m_facts, m_told}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(4);
    const auto addSection = [&](const QString &title, QWidget *widget) {
        layout->addWidget(makeLabel(title, "title", content));
        layout->addWidget(widget);
        layout->addSpacing(12);
    };
    addSection(tr("Actions"), m_actions);
    addSection(tr("Course"), m_facts);
    addSection(tr("Who Was Told"), m_told);
    layout->addStretch(1);
    connect(m_actions, &QTreeWidget::itemActivated, this, &SessionPage::openRow);
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("emergencyScroll"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    return scroll;
}

void SessionPage::read()
{
    readStates();
    const auto &session = m_store.selected();
    if (!session)
        return;
    showText(m_title, tr("%1  %2").arg(toQt(session->id), toQt(session->reason)));
    showChip(m_state, models::stateText(session->state),
        Theme::toneOf(models::stateStatus(session->state)));
    const auto *place = m_context.stores.places.find(session->environment);
    const bool isRecovery = core::isRecovery(*session);
    showTierChip(m_place,
        isRecovery ? tr("All environments") : m_context.stores.places.titleOf(session->environment),
        place ? place->tier : 0);
    showText(m_summary,
        tr("%1 · %2 · %3 · asked %4")
            .arg(m_context.stores.people.nameOfUser(session->actorName),
                isRecovery ? tr("recovery key") : toQt(session->incident),
                models::namespacesText(*session),
                models::timeText(session->requestedAt, m_store.serverNow())));
    readActions(*session);
    readFacts(*session);
    readTime();
}

void SessionPage::readActions(const core::EmergencySession &session)
{
    m_actions->clear();
    for (const auto &action : session.actions) {
        auto *row = new QTreeWidgetItem(m_actions);
        row->setText(What,
            (action.isRollback ? tr("%1. Rolled back, %2") : tr("%1. Changed, %2"))
                .arg(action.number)
                .arg(models::relativeTime(action.at, m_store.serverNow())));
        row->setText(Which, safeText(toQt(action.request)));
        row->setText(Became, models::fateText(action.fate));
        row->setData(What, RequestRole, toQt(action.request));
        if (action.followUp)
            row->setText(Follow, safeText(toQt(*action.followUp)));
        if (!action.overrideReason.empty())
            new QTreeWidgetItem(
                row, {safeText(tr("Validation overridden: %1").arg(toQt(action.overrideReason)))});
        for (const auto &change : action.changes) {
            auto *line = new QTreeWidgetItem(row);
            line->setText(What, safeText(toQt(change.path)));
            line->setText(Which, models::shortDigest(change.version.text()));
            line->setText(Became, models::provisionText(change.provision));
            line->setData(What, PathRole, toQt(change.path));
            if (change.followUp)
                line->setText(Follow, safeText(toQt(*change.followUp)));
        }
    }
    if (session.actions.empty()) {
        auto *none = new QTreeWidgetItem(m_actions, {tr("Nothing was changed in it.")});
        none->setFlags(Qt::NoItemFlags);
    }
    m_actions->expandAll();
    // As high as what is in it, up to a screenful that scrolls.
    static constexpr int mostRows = 16;
    int rows = 0;
    for (QTreeWidgetItemIterator row(m_actions); *row; ++row)
        ++rows;
    const int lineHeight = std::max(24, m_actions->sizeHintForRow(0));
    m_actions->setFixedHeight(m_actions->header()->sizeHint().height()
        + std::min(rows, mostRows) * lineHeight + 2 * m_actions->frameWidth() + 4);
}

void SessionPage::readFacts(const core::EmergencySession &session)
{
    const auto now = m_store.serverNow();
    const auto &people = m_context.stores.people;
    showText(
        m_facts, (beginningOf(session, now, people) + endOf(session, now, people)).join(u'\n'));
    QStringList told;
    for (const auto &notice : session.notices) {
        QStringList names;
        for (const auto &name : notice.audience)
            names << m_context.stores.people.nameOfUser(name);
        told << tr("%1 · %2: %3")
                    .arg(models::noticeText(notice.about), models::relativeTime(notice.at, now),
                        names.isEmpty() ? tr("nobody") : names.join(QStringLiteral(", ")));
    }
    showText(m_told, told.join(u'\n'));
}

void SessionPage::readStates()
{
    const auto &session = m_store.selected();
    QStringList hints;
    const auto set = [&](QAction *action, const models::ActionState &known, bool isNeeded) {
        const auto state = m_store.acting().isRunning()
            ? models::ActionState::disabled(tr("Something is on its way already."))
            : known;
        action->setEnabled(state.isEnabled);
        action->setStatusTip(state.whyNot);
        setPlainToolTip(*action, state.isEnabled ? action->text() : state.whyNot);
        if (!state.isEnabled && isNeeded)
            hints << state.whyNot;
    };
    const auto none = models::ActionState::disabled(tr("No session is chosen."));
    const models::EmergencySight sight{
        m_context.stores.permissions, m_store.serverNow(), &m_context.stores.serverClock};
    const auto stateOf = [&](auto function) { return session ? function(sight, *session) : none; };
    const auto state = session ? session->state : core::EmergencyState::Unknown;
    set(m_change, stateOf(models::emergencyApplyState), state == core::EmergencyState::Active);
    set(m_confirm, stateOf(models::confirmState), state == core::EmergencyState::Requested);
    set(m_extend, stateOf(models::extendState), false);
    set(m_end, stateOf(models::endState), false);
    set(m_ratify, stateOf(models::ratifyState), false);
    set(m_review, stateOf(models::reviewState), state == core::EmergencyState::ReviewDue);
    showText(m_hint, hints.join(QLatin1Char(' ')));
    m_hint->setVisible(!hints.isEmpty());
}

void SessionPage::readTime()
{
    const auto &session = m_store.selected();
    const auto left = session ? models::remaining(*session, m_store.serverNow()) : std::nullopt;
    m_time->setVisible(left.has_value());
    if (!left)
        return;
    m_time->setText(tr("%1 left").arg(models::countdownText(*left)));
    m_time->setAccessibleName(models::countdownWords(*left));
    if (left->count() == 0)
        readStates();
}

void SessionPage::readOutcome()
{
    readStates();
    const models::Operation &acting = m_store.acting();
    if (acting.hasFailed())
        showRefusal(*m_banner, acting.error());
    else
        m_banner->clear();
}

void SessionPage::openRow(QTreeWidgetItem *item, int)
{
    const QString request = item->data(What, RequestRole).toString();
    const QString path = item->data(What, PathRole).toString();
    if (!request.isEmpty())
        m_context.navigator.goTo({QStringLiteral("changes"), request});
    else if (!path.isEmpty())
        m_context.navigator.goTo({QStringLiteral("lineage"), path});
}

void SessionPage::confirm()
{
    const auto &session = *m_store.selected();
    const QString place = m_context.stores.places.titleOf(session.environment);
    m_context.prompt.ask({tr("Confirm %1").arg(toQt(session.id)),
                             tr("%1 will change %2 in %3 without approvals for %n minute(s): %4",
                                 nullptr, session.minutes)
                                 .arg(m_context.stores.people.nameOfUser(session.actorName),
                                     models::namespacesText(session), place, toQt(session.reason)),
                             tr("Confirm"), {}, toQt(session.environment), passwordLabel()},
        [this](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_store.confirm(answer.secret);
        });
}

// Who signs in elsewhere has none here; they are asked there when the server wants to know.
QString SessionPage::passwordLabel() const
{
    return m_context.stores.permissions.proof == core::ProofKind::Provider ? QString()
                                                                           : tr("Your password");
}

void SessionPage::extend()
{
    const int minutes = minutesMore(*m_store.selected());
    m_context.prompt.ask(
        {tr("Extend the Session"),
            tr("It is lengthened by %n minute(s), which can be done once.", nullptr, minutes),
            tr("Extend"), tr("Why, in at least 20 characters"), {}, passwordLabel()},
        [this, minutes](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_store.extend({minutes, models::fromQt(answer.reason)}, answer.secret);
        });
}

void SessionPage::end()
{
    m_context.prompt.ask(
        {tr("End the Session"),
            tr("Nothing more can be changed in it. What was changed stays live and "
               "provisional, and the review is due."),
            tr("End Now"), tr("What came of it"), {}},
        [this](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_store.end(answer.reason);
        });
}

void SessionPage::ratify()
{
    m_context.prompt.ask(
        {tr("Ask to Ratify"),
            tr("A change request is made by which others approve, as always, what is live and "
               "provisional."),
            tr("Ask to Ratify"), tr("Why it shall stay"), {}},
        [this](const PromptAnswer &answer) {
            if (answer.isAccepted)
                m_store.ratify(answer.reason);
        });
}

} // namespace chancery::views
