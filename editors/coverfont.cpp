// SPDX-License-Identifier: Apache-2.0
//
// A TrueType font of two empty glyphs: one for what has none, one for every character there is.
// The table of characters has the format 13, "many to one", that was made for fonts of last resort.
#include "coverfont.h"

#include <QByteArray>
#include <QFontDatabase>
#include <QtEndian>

#include <vector>

namespace chancery::editors {

namespace {

constexpr quint16 unitsInEm = 1000;
constexpr quint16 coverWidth = 4800; // eight columns of a monospaced font
constexpr quint16 gapWidth = 5400; // nine of them
constexpr qint16 ascent = 800;
constexpr qint16 descent = -200;

class Table {
public:
    explicit Table(const char *tag)
        : m_tag(tag)
    {
    }

    template <typename Number>
    Table &put(Number number)
    {
        const Number big = qToBigEndian(number);
        m_bytes.append(reinterpret_cast<const char *>(&big), sizeof big);
        return *this;
    }
    template <typename... Numbers>
    Table &shorts(Numbers... numbers)
    {
        (put(quint16(numbers)), ...);
        return *this;
    }
    template <typename... Numbers>
    Table &longs(Numbers... numbers)
    {
        (put(quint32(numbers)), ...);
        return *this;
    }
    Table &zeros(int count)
    {
        m_bytes.append(count, '\0');
        return *this;
    }

    const char *tag() const { return m_tag; }
    const QByteArray &bytes() const { return m_bytes; }
    QByteArray padded() const { return m_bytes + QByteArray((4 - m_bytes.size() % 4) % 4, '\0'); }
    quint32 sum() const
    {
        const QByteArray all = padded();
        quint32 sum = 0;
        for (qsizetype at = 0; at < all.size(); at += 4)
            sum += qFromBigEndian<quint32>(all.constData() + at);
        return sum;
    }

private:
    const char *m_tag;
    QByteArray m_bytes;
};

Table characters()
{
    // All but what is no character, in groups of one format each.
    static constexpr quint32 groups[][2]{{0x20, 0xD7FF}, {0xE000, 0xFFFD}, {0x10000, 0x1FFFD}};
    const auto size = quint32(16 + 12 * std::size(groups));
    Table table("cmap");
    table.shorts(0, 1).shorts(3, 10).longs(12);
    table.shorts(13, 0).longs(size, 0, std::size(groups));
    for (const auto &[first, last] : groups)
        table.longs(first, last, 1);
    return table;
}

Table names(const QString &family)
{
    Table table("name");
    static constexpr quint16 kinds[]{1, 4, 6}; // family, full name, PostScript name
    table.shorts(0, std::size(kinds), 6 + 12 * std::size(kinds));
    for (const auto kind : kinds)
        table.shorts(3, 1, 0x409, kind, 2 * family.size(), 0);
    for (const QChar unit : family)
        table.shorts(unit.unicode());
    return table;
}

std::vector<Table> tables(const QString &family, quint16 advance)
{
    Table metrics("OS/2");
    metrics.shorts(4, advance, 400, 5, 0).zeros(20).shorts(0).zeros(10);
    metrics.longs(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF).zeros(4);
    metrics.shorts(0x40, 0x20, 0xFFFD, ascent, descent, 0, ascent, -descent);
    metrics.longs(1, 0).shorts(500, 700, 0, 0x20, 0);
    Table head("head");
    head.longs(0x10000, 0x10000, 0, 0x5F0F3CF5).shorts(3, unitsInEm).zeros(16);
    head.shorts(0, descent, advance, ascent, 0, 8, 2, 0, 0);
    Table lines("hhea");
    lines.longs(0x10000).shorts(ascent, descent, 0, advance).zeros(22).shorts(2);
    Table widths("hmtx");
    widths.shorts(advance, 0, advance, 0);
    Table profile("maxp");
    profile.longs(0x10000).shorts(2).zeros(8).shorts(1).zeros(16);
    Table script("post");
    script.longs(0x30000, 0).shorts(0, 0).longs(1).zeros(16);
    return {metrics, characters(), Table("glyf").zeros(4), head, lines, widths,
        Table("loca").shorts(0, 0, 0), profile, names(family), script};
}

QByteArray font(const QString &family, quint16 advance)
{
    const auto all = tables(family, advance);
    Table file("");
    file.longs(0x10000).shorts(all.size(), 128, 3, all.size() * 16 - 128);
    auto offset = quint32(12 + 16 * all.size());
    for (const Table &table : all) {
        for (int i = 0; i < 4; ++i)
            file.put(quint8(table.tag()[i]));
        file.longs(table.sum(), offset, table.bytes().size());
        offset += quint32(table.padded().size());
    }
    QByteArray bytes = file.bytes();
    for (const Table &table : all)
        bytes += table.padded();
    return bytes;
}

QString known(const QString &family, quint16 advance)
{
    if (!QFontDatabase::hasFamily(family))
        QFontDatabase::addApplicationFontFromData(font(family, advance));
    return family;
}

} // namespace

QString coverFontFamily()
{
    return known(QStringLiteral("Chancery Cover"), coverWidth);
}

QString hiddenFontFamily()
{
    return known(QStringLiteral("Chancery Hidden"), 0);
}

QString gapFontFamily()
{
    return known(QStringLiteral("Chancery Gap"), gapWidth);
}

} // namespace chancery::editors
