// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/notification.h"
#include "models/tablemodel.h"

#include <QTime>

// The words and tones of what people are told, and when the desktop may be told of it too.
namespace chancery::models {

// "asks for your review": what is said of its subject.
QString notificationText(core::NotificationKind kind);
Status notificationStatus(core::NotificationKind kind);
// "CR-12 asks for your review".
QString notificationLine(const core::NotificationEvent &event);

// When no message of the desktop is wanted.
struct QuietTimes {
    bool isNeverWanted = false;
    // From, until; over midnight where the second is earlier. Both the same: never quiet.
    QTime from = QTime(0, 0);
    QTime until = QTime(0, 0);
};
// Somebody who looks at the window sees it there.
bool mayTellDesktop(const QuietTimes &quiet, QTime now, bool isWindowActive);

struct DesktopMessage {
    QString title;
    QString text;

    friend bool operator==(const DesktopMessage &, const DesktopMessage &) = default;
};
// One for all that came at once. Without what people wrote: a locked screen may show it.
DesktopMessage desktopMessage(const std::vector<core::Notification> &fresh);

} // namespace chancery::models
