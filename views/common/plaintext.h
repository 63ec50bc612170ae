// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/safetext.h"

namespace chancery::views {

// The tool tip of a widget, an action or an item, from text in which nothing may act as markup.
template <typename Target>
void setPlainToolTip(Target &target, const QString &text)
{
    target.setToolTip(safeToolTip(text));
}

} // namespace chancery::views
