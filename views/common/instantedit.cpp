// SPDX-License-Identifier: Apache-2.0
#include "instantedit.h"

#include "models/qtconvert.h"

namespace chancery::views {

InstantEdit::InstantEdit(const QString &name, const QString &accessibleName, QWidget *parent)
    : QDateTimeEdit(parent)
{
    setObjectName(name);
    setAccessibleName(accessibleName);
    setTimeSpec(Qt::UTC);
    setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
    setCalendarPopup(true);
    setMinimumWidth(
        fontMetrics().horizontalAdvance(QStringLiteral("0000-00-00 00:00:00 UTC")) + 48);
}

core::Instant InstantEdit::instant() const
{
    return core::Instant(std::chrono::milliseconds(dateTime().toMSecsSinceEpoch()));
}

void InstantEdit::setInstant(core::Instant instant)
{
    setDateTime(models::toQt(instant).toUTC());
}

} // namespace chancery::views
