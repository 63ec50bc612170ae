// SPDX-License-Identifier: Apache-2.0
#include "goldenpicture.h"

#include <QApplication>
#include <QDir>
#include <QFontDatabase>
#include <QFontInfo>

#include <algorithm>
#include <cstdlib>

namespace chancery::support {

namespace {

constexpr auto folder = "tests/golden/";
constexpr int mostOff = 24; // of a channel of one pixel: what antialiasing may do
constexpr int fewestOf = 2000; // one pixel of so many may differ more

int offBy(QRgb left, QRgb right)
{
    return std::max({std::abs(qRed(left) - qRed(right)), std::abs(qGreen(left) - qGreen(right)),
        std::abs(qBlue(left) - qBlue(right))});
}

QString saved(const QImage &image, const QString &name)
{
    const QString wanted = qEnvironmentVariable("CHANCERY_PICTURES", QDir::tempPath());
    const QString file = QStringLiteral("%1/golden-%2.png").arg(wanted, name);
    return image.save(file) ? file : file + QStringLiteral(" (not saved)");
}

} // namespace

bool useBarsFont()
{
    const QString file = QString::fromLatin1(folder) + QStringLiteral("bars.ttf");
    if (QFontDatabase::addApplicationFont(file) < 0)
        return false;
    QFont font(QString::fromLatin1(barsFamily));
    font.setPointSizeF(12);
    font.setHintingPreference(QFont::PreferNoHinting);
    QApplication::setFont(font);
    return QFontInfo(font).family() == QLatin1String(barsFamily)
        && QFontInfo(font).pixelSize() == 16;
}

QString differenceFromGolden(const QImage &drawn, const QString &name)
{
    const QImage image = drawn.convertToFormat(QImage::Format_RGB32);
    const QString file = QStringLiteral("%1pictures/%2.png").arg(QLatin1String(folder), name);
    if (qEnvironmentVariableIsSet("CHANCERY_GOLDEN"))
        return image.save(file) ? QString() : QStringLiteral("%1 cannot be written").arg(file);
    const QImage golden = QImage(file).convertToFormat(QImage::Format_RGB32);
    if (golden.size() != image.size())
        return QStringLiteral("%1 is %2 by %3 pixels, and what was drawn %4 by %5: %6")
            .arg(file)
            .arg(golden.width())
            .arg(golden.height())
            .arg(image.width())
            .arg(image.height())
            .arg(saved(image, name));
    QImage difference(image.size(), QImage::Format_RGB32);
    QRect where;
    qsizetype count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const int off = offBy(image.pixel(x, y), golden.pixel(x, y));
            difference.setPixel(x, y, qRgb(off, off, off));
            if (off <= mostOff)
                continue;
            ++count;
            where |= QRect(x, y, 1, 1);
        }
    }
    if (count * fewestOf <= qsizetype(image.width()) * image.height())
        return {};
    return QStringLiteral(
        "%1: %2 pixels differ, between %3,%4 and %5,%6; drawn: %7, difference: %8")
        .arg(file)
        .arg(count)
        .arg(where.left())
        .arg(where.top())
        .arg(where.right())
        .arg(where.bottom())
        .arg(saved(image, name), saved(difference, name + QStringLiteral("-difference")));
}

} // namespace chancery::support
