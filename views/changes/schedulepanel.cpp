// SPDX-License-Identifier: Apache-2.0
#include "schedulepanel.h"

#include "models/qtconvert.h"
#include "models/words.h"
#include "views/changes/freezetext.h"
#include "views/changes/requestlist.h"
#include "views/changes/scheduleform.h"
#include "views/common/errortext.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QToolButton>
#include <QVBoxLayout>

#include <set>

namespace chancery::views {

using models::toQt;
using Kind = models::FreezeState::Kind;

namespace {

// The server looks 400 days ahead; less here, for the two clocks may differ.
constexpr std::chrono::days lookAhead{391};

} // namespace

SchedulePanel::SchedulePanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_requests(context.stores.requests)
    , m_calendars(context.stores.api, context.stores.live)
    , m_form(new ScheduleForm(context, m_calendars, this))
{
    constexpr auto keys = Qt::CTRL | Qt::SHIFT;
    m_schedule = addCommand(tr("Schedule…"), QStringLiteral("scheduleRequest"),
        QStringLiteral("schedule"), keys | Qt::Key_S, &SchedulePanel::openForm);
    m_unschedule = addCommand(tr("Unschedule…"), QStringLiteral("unscheduleRequest"),
        QStringLiteral("unschedule"), keys | Qt::Key_U, &SchedulePanel::unschedule);
    m_override = addCommand(tr("Override Freeze…"), QStringLiteral("overrideFreeze"),
        QStringLiteral("override"), keys | Qt::Key_O, &SchedulePanel::overrideFreeze);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeStrip());
    layout->addWidget(m_form);
    m_form->hide();
    context.stores.operations.add(m_calendars.loading());
    connectParts();
}

QAction *SchedulePanel::addCommand(const QString &text, const QString &name, const QString &icon,
    const QKeySequence &key, void (SchedulePanel::*give)())
{
    auto *action = new QAction(m_context.look.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, give);
    return action;
}

QWidget *SchedulePanel::makeStrip()
{
    auto *strip = new QWidget(this);
    strip->setProperty("role", QStringLiteral("bar"));
    strip->setAttribute(Qt::WA_StyledBackground);
    m_icon = new QLabel(strip);
    m_icon->setFixedWidth(16);
    // Its first line, and the icon, stand beside the buttons.
    m_icon->setContentsMargins(0, 6, 0, 0);
    m_text = makeLabel({}, "value", strip);
    m_text->setObjectName(QStringLiteral("requestSchedule"));
    m_text->setWordWrap(true);
    m_text->setContentsMargins(0, 6, 0, 6);
    m_text->setAlignment(Qt::AlignTop);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *line = new QHBoxLayout(strip);
    line->setContentsMargins(16, 4, 12, 4);
    line->setSpacing(8);
    line->addWidget(m_icon, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    line->addWidget(makeActionButton(m_schedule, strip), 0, Qt::AlignTop);
    // Seldom of use: they have a place only then.
    m_unscheduleButton = makeActionButton(m_unschedule, strip);
    m_overrideButton = makeActionButton(m_override, strip);
    line->addWidget(m_unscheduleButton, 0, Qt::AlignTop);
    line->addWidget(m_overrideButton, 0, Qt::AlignTop);
    return strip;
}

void SchedulePanel::connectParts()
{
    connect(&m_calendars, &models::CalendarStore::changed, this, &SchedulePanel::readState);
    connect(&m_calendars.loading(), &models::Operation::changed, this, &SchedulePanel::readState);
    connect(&m_context.look, &Look::changed, this, &SchedulePanel::readState); // the icon
    connect(&m_requests, &models::RequestStore::acted, m_form, &QWidget::hide);
    // A freeze that was not known of stood against it.
    connect(&m_requests.acting(), &models::Operation::changed, this, [this] {
        if (m_requests.acting().hasFailed() && m_requests.acting().error().code == "change-frozen")
            m_calendars.reload();
    });
    connect(m_form, &ScheduleForm::left, this, [this] {
        m_form->hide();
        m_requests.acting().dismiss();
    });
    connect(m_form, &ScheduleForm::submitted, &m_requests, &models::RequestStore::schedule);
}

void SchedulePanel::read()
{
    const auto &request = m_requests.selected();
    if (!request || request->id != m_shown) {
        m_form->hide();
        m_asked = {};
    }
    m_shown = request ? request->id : core::ChangeRequestId();
    setHidden(!request || models::isFinal(request->state));
    if (!request) {
        for (QAction *action : commands())
            action->setEnabled(false);
        return;
    }
    if (request->etag != m_asked)
        ask();
    readState();
}

// Of each environment in which it changes something, from now on; to a whole day, so that the
// question stays the same and what is known stays on screen.
void SchedulePanel::ask()
{
    const core::ChangeRequest &request = *m_requests.selected();
    m_asked = request.etag;
    const core::Instant end
        = std::chrono::floor<std::chrono::days>(m_context.clock.now()) + lookAhead;
    std::vector<client::CalendarQuery> queries;
    std::set<core::EnvironmentId> environments;
    for (const core::RequestItem &item : request.items) {
        if (environments.insert(item.environment).second && !models::isFinal(request.state))
            queries.push_back({item.environment, {}, end, {}, request.id});
    }
    m_calendars.show(std::move(queries));
}

// By the server's clock, which stands at the beginning of what was asked from now on.
models::FreezeState SchedulePanel::stateNow() const
{
    const auto &calendars = m_calendars.calendars();
    return calendars.empty() ? models::FreezeState()
                             : models::freezeAt(calendars, calendars.back().from);
}

models::FreezeState SchedulePanel::stateAtItsTime(const core::ChangeRequest &request) const
{
    const bool isWaiting
        = models::isScheduled(request) && request.schedule->suspendedBecause.empty();
    return isWaiting ? models::freezeAt(m_calendars.calendars(), request.schedule->at)
                     : models::FreezeState();
}

QStringList SchedulePanel::linesOf(const core::ChangeRequest &request) const
{
    const auto &calendars = m_calendars.calendars();
    const bool isLifted = models::isOverridden(request);
    QStringList lines;
    if (models::isScheduled(request)) {
        const core::Schedule &schedule = *request.schedule;
        const QString when = models::fullTime(schedule.at);
        lines << (schedule.suspendedBecause.empty()
                ? tr("Scheduled for %1 by %2, at most %n minute(s) late.", nullptr,
                      schedule.graceMinutes)
                      .arg(when, toQt(schedule.byName))
                : tr("Suspended: it was not applied at its time, %1. %2. Schedule it again, or "
                     "apply it by hand.")
                      .arg(when, toQt(schedule.suspendedBecause)));
        if (schedule.behind && schedule.suspendedBecause.empty())
            lines << tr("Queued behind %1, which goes to one of the same configs first; when that "
                        "is live, this has to be rebased onto it.")
                         .arg(toQt(*schedule.behind));
    }
    const auto addFreeze
        = [&](const models::FreezeState &state, core::Instant at, const QString &start) {
              if (state.isClosed() && !(isLifted && state.kind == Kind::Soft))
                  lines << start.arg(freezeText(
                      state, models::nextSlot(calendars, at, isLifted), m_context.stores.places));
          };
    if (const auto later = stateAtItsTime(request); later.kind != Kind::Unknown)
        addFreeze(later, request.schedule->at, tr("It will be stopped at its time. %1"));
    if (!calendars.empty())
        addFreeze(stateNow(), calendars.back().from, tr("Frozen now. %1"));
    if (isLifted)
        lines << tr("Soft freezes are overridden by %1 (%2): %3")
                     .arg(toQt(request.freezeOverride->byName),
                         toQt(request.freezeOverride->ticket),
                         toQt(request.freezeOverride->reason));
    if (m_calendars.loading().hasFailed())
        lines << tr("What freezes it could not be read. %1")
                     .arg(errorHeadline(m_calendars.loading().error()));
    return lines;
}

QString SchedulePanel::utcOf(const core::ChangeRequest &request) const
{
    QStringList lines;
    if (models::isScheduled(request))
        lines << tr("Its time in UTC: %1").arg(toQt(core::toRfc3339(request.schedule->at)));
    if (const auto until = stateNow().until)
        lines << tr("Frozen until, in UTC: %1").arg(toQt(core::toRfc3339(*until)));
    return lines.join(u'\n');
}

void SchedulePanel::readState()
{
    const auto &request = m_requests.selected();
    if (!request)
        return;
    const QStringList lines = linesOf(*request);
    const bool isIdle = lines.isEmpty();
    showText(m_text,
        isIdle ? (m_calendars.calendars().empty() ? tr("Not scheduled.")
                                                  : tr("Not scheduled. Nothing freezes it now."))
               : lines.join(u'\n'));
    setPlainToolTip(*m_text, utcOf(*request));
    const bool isTroubled = stateNow().isClosed() || stateAtItsTime(*request).isClosed()
        || (request->schedule && !request->schedule->suspendedBecause.empty());
    m_icon->setPixmap(
        m_context.look.pixmap(isTroubled ? QStringLiteral("warning") : QStringLiteral("schedule"),
            16, isTroubled ? Token::Attention : Token::Muted, devicePixelRatioF()));
    readActions(*request);
    if (m_form->isVisible())
        m_form->read();
}

void SchedulePanel::readActions(const core::ChangeRequest &request)
{
    const auto set = [](QAction *action, const models::ActionState &state, const QString &tip) {
        action->setEnabled(state.isEnabled);
        setPlainToolTip(
            *action, state.isEnabled ? tip : tr("%1: %2").arg(action->text(), state.whyNot));
        action->setStatusTip(state.whyNot);
    };
    const models::Permissions &permissions = m_requests.permissions();
    const auto now = stateNow();
    const auto later = stateAtItsTime(request);
    set(m_schedule, models::scheduleState(permissions, request),
        tr("Have %1 applied at a time by itself").arg(toQt(request.id)));
    set(m_unschedule, models::unscheduleState(permissions, request),
        tr("Take the schedule of %1 back").arg(toQt(request.id)));
    set(m_override, models::overrideState(permissions, request, now, later),
        tr("Let %1 through the soft freezes").arg(toQt(request.id)));
    m_unscheduleButton->setHidden(!models::isScheduled(request));
    m_overrideButton->setHidden(!now.isClosed() && !later.isClosed());
}

void SchedulePanel::openForm()
{
    if (const auto &request = m_requests.selected())
        m_form->open(*request);
}

void SchedulePanel::unschedule()
{
    const Question question{tr("Unschedule"),
        tr("%1 is not applied by itself any more. That is another change than the one that was "
           "voted for: all votes are void, and a new round of approvals begins.")
            .arg(toQt(m_shown)),
        tr("Unschedule"), {}, {}};
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_requests.unschedule();
    });
}

void SchedulePanel::overrideFreeze()
{
    const core::ChangeRequest &request = *m_requests.selected();
    const auto now = stateNow();
    const auto state = now.isClosed() ? now : stateAtItsTime(request);
    Question question{tr("Override Freeze"),
        tr("%1 passes the soft freezes until its content changes: %2. That is written down with "
           "your name, the reason and the ticket. Hard freezes and all other checks stand.")
            .arg(toQt(request.id), state.windows.join(QStringLiteral(", "))),
        tr("Override Freeze"), tr("Why it cannot wait"),
        environmentsOf(request, m_context.stores.places)};
    question.ticketLabel = tr("Ticket, like INC-7");
    m_context.prompt.ask(question, [this](const PromptAnswer &answer) {
        if (answer.isAccepted)
            m_requests.overrideFreeze(answer.reason, answer.ticket);
    });
}

} // namespace chancery::views
