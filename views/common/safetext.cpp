// SPDX-License-Identifier: Apache-2.0
#include "safetext.h"

#include "models/visibletext.h"

namespace chancery::views {

QString safeText(const QString &text)
{
    return models::visibleText(text);
}

QString safeToolTip(const QString &text)
{
    return QStringLiteral("<p style='white-space:pre-wrap'>%1</p>")
        .arg(safeText(text).toHtmlEscaped());
}

} // namespace chancery::views
