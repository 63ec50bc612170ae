// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace chancery::models {

// All of a cell's text, for the clipboard, from a model whose cells show only a part of it. A cell
// that does not answer is copied as it is shown.
inline constexpr int CopyRole = Qt::UserRole + 40;

} // namespace chancery::models
