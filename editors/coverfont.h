// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace chancery::editors {

// Families of fonts in which every character is the same empty space: nearly five times as wide as
// the font is tall, or of no width; and of that wide one with a space before it. Scintilla has no
// other way to give a text a width that is not that of its characters: what it does not show at all
// it lets nobody delete. Made known to Qt when first asked for; of the GUI thread.
QString coverFontFamily();
QString hiddenFontFamily();
QString gapFontFamily();

} // namespace chancery::editors
