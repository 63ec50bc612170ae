// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QImage>
#include <QString>

namespace chancery::support {

// Loads the font in which every character is a bar, and makes it the application's: 16 pixels tall.
// False where it cannot be had. tests/golden/README.md tells how pictures are kept.
bool useBarsFont();
inline constexpr auto barsFamily = "Chancery Bars";

// Holds an image against the golden picture of that name; what differs, or empty. With
// CHANCERY_GOLDEN set the picture is written instead.
QString differenceFromGolden(const QImage &image, const QString &name);

} // namespace chancery::support
