// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace chancery::views {

// Text from elsewhere, made fit for a label: control, bidirectional and invisible characters become
// visible ("‹U+202E›"), so that nothing can pretend to be something else. Line breaks stay.
QString safeText(const QString &text);
// The same for places that would read it as rich text.
QString safeToolTip(const QString &text);

} // namespace chancery::views
