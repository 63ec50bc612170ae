// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <string>
#include <string_view>

// The one place where the engine's UTF-8 and the console's UTF-16 meet.
namespace chancery::models {

inline QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

template <typename Tag>
QString toQt(const core::StrongId<Tag> &id)
{
    return toQt(id.text());
}

inline std::string fromQt(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), std::size_t(bytes.size())};
}

template <typename Id>
Id idFromQt(const QString &text)
{
    return Id(fromQt(text));
}

inline QDateTime toQt(core::Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(
        instant.time_since_epoch().count() / 1000, QTimeZone::systemTimeZone());
}

} // namespace chancery::models
