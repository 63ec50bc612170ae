// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace chancery::models {

// Text from elsewhere with its control, bidirectional and invisible characters made visible
// ("‹U+202E›"), so that nothing can pretend to be something else. Line breaks and tabs stay.
QString visibleText(const QString &text);

} // namespace chancery::models
