// SPDX-License-Identifier: Apache-2.0
#include "visibletext.h"

#include <algorithm>

namespace chancery::models {

namespace {

bool isHidden(char32_t point)
{
    if (point == U'\n' || point == U'\t')
        return false;
    switch (QChar::category(point)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

} // namespace

QString visibleText(const QString &text)
{
    // Nearly every text has nothing to show, and tables ask for hundreds at a time.
    const auto isOrdinary
        = [](QChar unit) { return !unit.isSurrogate() && !isHidden(unit.unicode()); };
    if (std::ranges::all_of(text, isOrdinary))
        return text;
    QString safe;
    safe.reserve(text.size());
    for (const char32_t point : text.toUcs4()) {
        if (isHidden(point))
            safe += QStringLiteral("‹U+%1›").arg(quint32(point), 4, 16, QLatin1Char('0')).toUpper();
        else
            safe += QString::fromUcs4(&point, 1);
    }
    return safe;
}

} // namespace chancery::models
