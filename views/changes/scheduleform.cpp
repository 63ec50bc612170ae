// SPDX-License-Identifier: Apache-2.0
#include "scheduleform.h"

#include "models/freezestate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/changes/freezetext.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;

namespace {

constexpr int longestGrace = 24 * 60; // minutes
constexpr int usualGrace = 15;

// One stop of the Tab key; arrow keys go from year to month.
class TimeField : public QDateTimeEdit {
public:
    using QDateTimeEdit::QDateTimeEdit;

protected:
    bool focusNextPrevChild(bool isNext) override { return QWidget::focusNextPrevChild(isNext); }
};

core::LocalTime localTimeOf(const QDateTime &reading)
{
    return core::LocalTime(std::chrono::seconds(reading.toSecsSinceEpoch()));
}

} // namespace

// The field shows the reading of a clock and knows nothing of zones: of the instant that it stands
// for the zone decides, which also knows readings that come twice or never.
ScheduleForm::ScheduleForm(
    ViewContext &context, const models::CalendarStore &calendars, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_calendars(calendars)
{
    setObjectName(QStringLiteral("scheduleForm"));
    setProperty("role", QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(makeFields());
    layout->addWidget(makeButtons());
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, &ScheduleForm::read);
    connect(m_zone, &QComboBox::activated, this, &ScheduleForm::changeZone);
    connect(m_slot, &QPushButton::clicked, this, &ScheduleForm::goToSlot);
    connect(m_submit, &QPushButton::clicked, this, &ScheduleForm::submit);
}

QWidget *ScheduleForm::makeFields()
{
    auto *fields = new QWidget(this);
    m_time = new TimeField(fields);
    m_time->setObjectName(QStringLiteral("scheduleTime"));
    m_time->setAccessibleName(tr("When it is applied"));
    m_time->setTimeSpec(Qt::UTC);
    m_time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_time->setCalendarPopup(true);
    m_time->setMinimumWidth(
        fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00 00:00")) + 56);
    m_zone = new QComboBox(fields);
    m_zone->setObjectName(QStringLiteral("scheduleZone"));
    m_zone->setAccessibleName(tr("By the clock of"));
    m_grace = new QSpinBox(fields);
    m_grace->setObjectName(QStringLiteral("scheduleGrace"));
    m_grace->setAccessibleName(tr("How many minutes late it may be"));
    m_grace->setRange(1, longestGrace);
    m_grace->setValue(usualGrace);
    m_grace->setSuffix(tr(" min"));
    m_grace->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_queue = new QCheckBox(tr("Queue"), fields);
    m_queue->setObjectName(QStringLiteral("scheduleQueue"));
    m_queue->setAccessibleName(tr("Queue it behind what goes to the same configs before"));
    setPlainToolTip(*m_queue,
        tr("Behind another request that is scheduled for one of the same configs here. When that "
           "one is live, this one has to be rebased onto it."));
    auto *line = new QHBoxLayout(fields);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(makeLabel(tr("Apply at"), "muted", fields));
    line->addWidget(m_time);
    line->addWidget(m_zone);
    line->addWidget(makeLabel(tr("or at most"), "muted", fields));
    line->addWidget(m_grace);
    line->addWidget(makeLabel(tr("late"), "muted", fields));
    line->addSpacing(8);
    line->addWidget(m_queue);
    line->addStretch(1);
    return fields;
}

QWidget *ScheduleForm::makeButtons()
{
    auto *row = new QWidget(this);
    m_verdict = makeLabel({}, "value", row);
    m_verdict->setObjectName(QStringLiteral("scheduleVerdict"));
    m_verdict->setWordWrap(true);
    m_slot = makeButton(tr("Next Slot"), QStringLiteral("scheduleSlotButton"), row);
    m_submit = makeButton(tr("Schedule"), QStringLiteral("scheduleSubmitButton"), row, "primary");
    auto *cancel = makeButton(tr("Cancel"), QStringLiteral("scheduleCancelButton"), row);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(m_verdict, 1);
    line->addWidget(m_slot);
    line->addWidget(cancel);
    line->addWidget(m_submit);
    connect(cancel, &QPushButton::clicked, this, &ScheduleForm::left);
    return row;
}

// The user's own, the one it was scheduled in, and UTC, which says every instant.
void ScheduleForm::fillZones(const std::string &wanted)
{
    m_zone->clear();
    for (const std::string &name :
        {wanted, QTimeZone::systemTimeZoneId().toStdString(), std::string("UTC")}) {
        if (!name.empty() && core::Zone::named(name) && m_zone->findText(toQt(name)) < 0)
            m_zone->addItem(toQt(name));
    }
    m_zone->setCurrentIndex(0);
}

core::Result<core::Zone> ScheduleForm::zone() const
{
    return core::Zone::named(models::fromQt(m_zone->currentText()));
}

// The server's clock decides, and stood there when it was asked; it is not before that now.
core::Instant ScheduleForm::now() const
{
    core::Instant now = m_context.clock.now();
    for (const core::ChangeCalendar &calendar : m_calendars.calendars())
        now = std::max(now, calendar.from);
    return now;
}

void ScheduleForm::open(const core::ChangeRequest &request)
{
    const bool isAgain = models::isScheduled(request);
    // With the votes, an override is void at another time.
    m_isAgain = isAgain;
    m_isOverridden = models::isOverridden(request) && !isAgain;
    fillZones(isAgain ? request.schedule->zone : std::string());
    m_grace->setValue(isAgain ? request.schedule->graceMinutes : usualGrace);
    m_queue->setChecked(isAgain && request.schedule->behind);
    const auto soon = std::chrono::ceil<std::chrono::minutes>(now()) + std::chrono::hours(1);
    const bool isAhead = isAgain && request.schedule->at > now();
    setInstant(isAhead
            ? request.schedule->at
            : models::nextSlot(m_calendars.calendars(), soon, m_isOverridden).value_or(soon));
    show();
    m_time->setFocus();
}

void ScheduleForm::setInstant(core::Instant instant)
{
    m_last = instant;
    if (const auto known = zone())
        m_time->setDateTime(QDateTime::fromSecsSinceEpoch(
            known->localAt(instant).time_since_epoch().count(), Qt::UTC));
    read();
}

// The same instant, as the other clock shows it.
void ScheduleForm::changeZone()
{
    setInstant(m_last);
}

std::optional<core::Instant> ScheduleForm::instant(QString &whyNot) const
{
    const auto known = zone();
    if (!known) {
        whyNot = tr("The zone is not known.");
        return {};
    }
    const core::LocalTime local = localTimeOf(m_time->dateTime());
    const core::Instant first = known->firstAt(local);
    if (known->localAt(first) != local)
        whyNot = tr("The clock of %1 leaves that time out.").arg(m_zone->currentText());
    else if (known->lastAt(local) != first)
        whyNot = tr("The clock of %1 shows that time twice. Choose UTC to say which of the two.")
                     .arg(m_zone->currentText());
    else
        return first;
    return {};
}

void ScheduleForm::read()
{
    QString whyNot;
    QString verdict;
    const auto at = instant(whyNot);
    if (at) {
        m_last = *at;
        const auto state = models::freezeAt(m_calendars.calendars(), *at);
        const bool isLifted = m_isOverridden && state.kind == models::FreezeState::Kind::Soft;
        if (*at <= now())
            whyNot = tr("That time has passed.");
        else if (state.isClosed() && !isLifted)
            whyNot
                = freezeText(state, models::nextSlot(m_calendars.calendars(), *at, m_isOverridden),
                    m_context.stores.places);
        else
            verdict = state.kind == models::FreezeState::Kind::Unknown
                ? tr("What is frozen then is not known yet; the server decides.")
                : isLifted
                ? tr("The freeze of that time is overridden.")
                : tr("Nothing is frozen then. Everything is checked again at that time.");
        if (m_isAgain && !verdict.isEmpty())
            verdict += u' ' + tr("At another time than before, all votes are void.");
    }
    showText(m_verdict, whyNot.isEmpty() ? verdict : whyNot);
    setPlainToolTip(*m_verdict, at ? tr("UTC: %1").arg(toQt(core::toRfc3339(*at))) : QString());
    m_submit->setEnabled(whyNot.isEmpty());
    setPlainToolTip(*m_submit, whyNot);
    const bool hasSlot
        = models::nextSlot(m_calendars.calendars(), m_last, m_isOverridden).has_value();
    m_slot->setEnabled(hasSlot);
    setPlainToolTip(*m_slot,
        hasSlot ? tr("The first time from this one on at which nothing freezes the request")
                : tr("No slot is known."));
}

void ScheduleForm::goToSlot()
{
    const auto from = std::max(m_last,
        core::Instant(std::chrono::ceil<std::chrono::minutes>(now())) + std::chrono::minutes(1));
    if (const auto slot = models::nextSlot(m_calendars.calendars(), from, m_isOverridden))
        setInstant(*slot);
}

void ScheduleForm::submit()
{
    QString whyNot;
    if (const auto at = instant(whyNot))
        Q_EMIT submitted({*at, models::fromQt(m_zone->currentText()), m_grace->value(),
            m_queue->isChecked() ? std::optional(true) : std::nullopt});
}

} // namespace chancery::views
