// SPDX-License-Identifier: Apache-2.0
#include "notificationwords.h"

#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(notifications)
};

constexpr const char *texts[]{
    QT_TRANSLATE_NOOP("notifications", "asks for your review"),
    QT_TRANSLATE_NOOP("notifications", "was approved"),
    QT_TRANSLATE_NOOP("notifications", "has changes asked for"),
    QT_TRANSLATE_NOOP("notifications", "was rejected"),
    QT_TRANSLATE_NOOP("notifications", "was applied"),
    QT_TRANSLATE_NOOP("notifications", "could not be applied"),
    QT_TRANSLATE_NOOP("notifications", "was not applied at its time"),
    QT_TRANSLATE_NOOP("notifications", "expires soon"),
    QT_TRANSLATE_NOOP("notifications", "has expired"),
    QT_TRANSLATE_NOOP("notifications", "has lost its author and can be claimed"),
    QT_TRANSLATE_NOOP("notifications", "is talked about"),
    QT_TRANSLATE_NOOP("notifications", "needs to be rebased"),
    QT_TRANSLATE_NOOP("notifications", "cannot reach its quorum"),
    QT_TRANSLATE_NOOP("notifications", "may pass a freeze"),
    QT_TRANSLATE_NOOP("notifications", "took back what you made live"),
    QT_TRANSLATE_NOOP("notifications", "asks for a second person"),
    QT_TRANSLATE_NOOP("notifications", "is open: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "changed what is live: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "is over: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "is to be reviewed: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "is overdue for its review: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "was not ratified in time: emergency access"),
    QT_TRANSLATE_NOOP("notifications", "This is a test"),
};
static_assert(std::size(texts) == std::size_t(core::NotificationKind::Unknown));

} // namespace

QString notificationText(core::NotificationKind kind)
{
    return kind == core::NotificationKind::Unknown ? Words::tr("has changed")
                                                   : Words::tr(texts[std::size_t(kind)]);
}

Status notificationStatus(core::NotificationKind kind)
{
    using enum core::NotificationKind;
    switch (kind) {
    case RequestApproved:
    case RequestApplied:
        return Status::Good;
    case RequestRejected:
    case RequestFailed:
    case ScheduleSuspended:
    case RequestExpired:
    case RolledBack:
    case EmergencyOpened:
    case EmergencyActed:
    case EmergencyReviewOverdue:
    case EmergencyNotRatified:
        return Status::Bad;
    case Test:
    case EmergencyEnded:
    case Unknown:
        return Status::None;
    default:
        return Status::Attention;
    }
}

QString notificationLine(const core::NotificationEvent &event)
{
    const QString text = notificationText(event.kind);
    return event.subject.empty() ? text : Words::tr("%1 %2").arg(toQt(event.subject), text);
}

bool mayTellDesktop(const QuietTimes &quiet, QTime now, bool isWindowActive)
{
    if (quiet.isNeverWanted || isWindowActive)
        return false;
    if (quiet.from == quiet.until)
        return true;
    const bool isOverMidnight = quiet.until < quiet.from;
    const bool isQuiet = isOverMidnight ? now >= quiet.from || now < quiet.until
                                        : now >= quiet.from && now < quiet.until;
    return !isQuiet;
}

DesktopMessage desktopMessage(const std::vector<core::Notification> &fresh)
{
    if (fresh.size() == 1)
        return {Words::tr("Chancery"), notificationLine(fresh.front().event)};
    const auto urgent = std::ranges::find_if(fresh, [](const core::Notification &told) {
        return notificationStatus(told.event.kind) == Status::Bad;
    });
    const core::Notification &shown = urgent == fresh.end() ? fresh.front() : *urgent;
    return {Words::tr("Chancery: %n new notification(s)", nullptr, int(fresh.size())),
        notificationLine(shown.event)};
}

} // namespace chancery::models
