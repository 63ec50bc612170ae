// SPDX-License-Identifier: Apache-2.0
#include "daypanel.h"

#include "models/freezestate.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"

#include <QVBoxLayout>

namespace chancery::views {

using models::toQt;
using Cell = models::CalendarModel::Cell;

namespace {

// "“Year end” (hard), by the clock of Europe/Berlin", with the configs and the reason.
QString windowText(const core::CalendarWindow &window)
{
    QStringList lines{
        DayPanel::tr("%1, by the clock of %2").arg(models::windowText(window), toQt(window.zone))};
    if (!window.paths.empty()) {
        QStringList paths;
        for (const std::string &path : window.paths)
            paths << toQt(path);
        lines << DayPanel::tr("Only %1").arg(paths.join(QStringLiteral(", ")));
    }
    if (!window.reason.empty())
        lines << toQt(window.reason);
    return lines.join(u'\n');
}

QString frozenText(const Cell &cell, const QTimeZone &zone)
{
    if (!cell.calendar || !cell.content.isKnown)
        return DayPanel::tr("Not known yet.");
    if (!cell.calendar->fault.empty())
        return DayPanel::tr("Nothing is applied: “sys/freezes” cannot be read. %1")
            .arg(toQt(cell.calendar->fault));
    QStringList parts;
    for (const core::CalendarClosure &closure : cell.content.closed) {
        QStringList lines{DayPanel::tr("%1–%2").arg(models::clockText(closure.from, cell.day, zone),
            models::clockText(closure.to, cell.day, zone))};
        for (const core::CalendarWindow &window : cell.calendar->windows) {
            if (std::ranges::find(closure.windows, window.id) != closure.windows.end())
                lines << windowText(window);
        }
        parts << lines.join(u'\n');
    }
    return parts.isEmpty() ? DayPanel::tr("Nothing is frozen.")
                           : parts.join(QStringLiteral("\n\n"));
}

QString requestText(const Cell &cell, const core::CalendarRequest &request, const QTimeZone &zone)
{
    QStringList lines{DayPanel::tr("%1 %2 – %3")
            .arg(models::clockText(request.at, cell.day, zone), toQt(request.request),
                toQt(request.title))};
    const QString outlook = models::outlookText(*cell.calendar, request);
    lines << (request.isFrozen || !request.suspendedBecause.empty()
            ? DayPanel::tr("Attention: %1").arg(outlook)
            : outlook);
    if (request.isFrozen)
        lines << (request.nextSlot ? DayPanel::tr("Next slot that fits: %1")
                                         .arg(models::timeText(*request.nextSlot, zone))
                                   : DayPanel::tr("No slot fits within 400 days."));
    return lines.join(u'\n');
}

} // namespace

DayPanel::DayPanel(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_title(makeLabel({}, "title", this))
    , m_length(makeLabel({}, "muted", this))
    , m_frozen(makeLabel({}, "value", this))
    , m_scheduled(makeLabel({}, "muted", this))
    , m_requests(new QListWidget(this))
{
    setProperty("role", QStringLiteral("panel"));
    m_title->setObjectName(QStringLiteral("calendarDayTitle"));
    m_length->setObjectName(QStringLiteral("calendarDayLength"));
    m_frozen->setObjectName(QStringLiteral("calendarDayFrozen"));
    m_scheduled->setObjectName(QStringLiteral("calendarDayScheduled"));
    m_frozen->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_requests->setObjectName(QStringLiteral("calendarRequests"));
    m_requests->setAccessibleName(tr("Requests that are scheduled on this day"));
    m_requests->setWordWrap(true);
    m_requests->setFrameShape(QFrame::NoFrame);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    for (QLabel *label : {m_title, m_length, m_frozen, m_scheduled}) {
        label->setWordWrap(true);
        if (label == m_frozen || label == m_scheduled) {
            layout->addSpacing(8);
            layout->addWidget(
                makeLabel(label == m_frozen ? tr("Frozen") : tr("Scheduled"), "caption", this));
        }
        layout->addWidget(label);
    }
    layout->addWidget(m_requests, 1);
    layout->addStretch(); // where there are none
    connect(m_requests, &QListWidget::currentRowChanged, this, &DayPanel::currentRequestChanged);
    connect(m_requests, &QListWidget::itemActivated, this, &DayPanel::opened);
    showNothing();
}

void DayPanel::showNothing()
{
    showText(m_title, tr("No day is selected"));
    m_length->hide();
    showText(m_frozen, {});
    showText(m_scheduled, {});
    m_requests->clear();
    m_requests->hide();
}

void DayPanel::show(const Cell &cell, const QTimeZone &zone)
{
    showText(m_title, tr("%1, %2").arg(models::dateText(cell.day.date), cell.place->title));
    const QString length = models::lengthText(cell.day);
    showText(m_length, length);
    m_length->setHidden(length.isEmpty());
    showText(m_frozen, frozenText(cell, zone));
    const QString utc = models::utcText(cell.content);
    setPlainToolTip(*m_frozen, utc);
    showRequests(cell, zone);
}

// The one that was chosen stays chosen.
void DayPanel::showRequests(const Cell &cell, const QTimeZone &zone)
{
    const QString chosen = currentRequest();
    m_requests->clear();
    for (const core::CalendarRequest &request : cell.content.requests) {
        auto *item = new QListWidgetItem(safeText(requestText(cell, request, zone)), m_requests);
        const bool isBad = request.isFrozen || !request.suspendedBecause.empty();
        item->setIcon(
            m_context.look.icon(isBad ? QStringLiteral("warning") : QStringLiteral("request")));
        item->setData(Qt::UserRole, toQt(request.request));
        setPlainToolTip(*item,
            tr("%1 (%2), by %3, may be %n minute(s) late", nullptr, request.graceMinutes)
                .arg(toQt(core::toRfc3339(request.at)), toQt(request.zone), toQt(request.byName)));
        if (item->data(Qt::UserRole).toString() == chosen)
            m_requests->setCurrentItem(item);
    }
    const bool isKnown = cell.calendar && cell.content.isKnown;
    showText(m_scheduled,
        !isKnown ? tr("Not known yet.")
            : cell.content.requests.empty()
            ? tr("Nothing is scheduled. An approved request is scheduled on its page in Changes.")
            : QString());
    m_scheduled->setHidden(m_scheduled->text().isEmpty());
    m_requests->setHidden(m_requests->count() == 0);
    if (m_requests->count() > 0 && m_requests->currentRow() < 0)
        m_requests->setCurrentRow(0);
    Q_EMIT currentRequestChanged();
}

QString DayPanel::currentRequest() const
{
    const QListWidgetItem *item = m_requests->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

} // namespace chancery::views
