// SPDX-License-Identifier: Apache-2.0
#include "englishplurals.h"

namespace chancery::app {

QString EnglishPlurals::translate(const char *, const char *source, const char *, int count) const
{
    const QString text = QString::fromUtf8(source);
    if (count < 0 || !text.contains(QLatin1String("(s)")))
        return {};
    return QString(text).replace(
        QLatin1String("(s)"), count == 1 ? QString() : QStringLiteral("s"));
}

} // namespace chancery::app
