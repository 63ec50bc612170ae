// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCache>
#include <QFont>
#include <QString>
#include <QTextLayout>

#include <memory>

class QPainter;
class QStyleOptionViewItem;

namespace chancery::views {

// The words of table cells, each shaped once for as long as it is remembered: to shape them anew is
// most of what a cell costs when a table is scrolled. Draws one line exactly where and how a style
// of Qt's draws the text of CE_ItemViewItem. Of the GUI thread; a delegate has its own.
class CellTexts {
public:
    // What stands in a cell at the same time is at most a few hundred texts.
    explicit CellTexts(int mostTexts = 1024);

    // Not for texts of several lines, with tabs, wrapped, or from right to left.
    static bool canDraw(const QStyleOptionViewItem &cell);
    // With the painter's pen. The room is what the style leaves for text; pixels of the margin on
    // both of its sides stay free.
    void draw(QPainter &painter, const QStyleOptionViewItem &cell, const QRect &room, int margin);

    int rememberedCount() const { return int(m_texts.count()); }

private:
    struct Key {
        QString text;
        QFont font;

        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed)
        {
            return qHashMulti(seed, key.text, key.font.weight(), key.font.pointSizeF());
        }
    };
    struct Text {
        QTextLayout whole;
        int width = 0; // of the whole, rounded up
        int height = 0;
        Qt::Alignment alignment;
        std::unique_ptr<QTextLayout> elided;
        int elidedWidth = -1; // the width that it was made for
    };

    Text &textOf(const QStyleOptionViewItem &cell);

    QCache<Key, Text> m_texts;
};

} // namespace chancery::views
