// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "editors/editortheme.h"

#include <QPixmap>

namespace chancery::editors {

// The sign of a severity: a circle with a cross, a triangle, a rounded square with an "i"; told
// apart by shape as well as by colour.
QImage severityImage(Severity severity, const EditorTheme &theme, int size);
QPixmap severityPixmap(Severity severity, const EditorTheme &theme, int size);

} // namespace chancery::editors
