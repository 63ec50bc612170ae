// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/celltexts.h"
#include "views/common/look.h"

#include <QHash>
#include <QIcon>
#include <QStyledItemDelegate>

namespace chancery::views {

// Paints a status as a dot of its colour before the word, code in the code's font, and makes what
// comes from the server safe to show. A cell looks as the style would draw it; only what the style
// would find out anew for each cell, where its parts are and how its words are shaped, is
// remembered. A delegate serves one view.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CellDelegate(Look &look, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
    QString displayText(const QVariant &value, const QLocale &locale) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    // Where the parts of a cell are, from its edges.
    struct Places {
        int height = -1; // of the cell that they were asked for
        QMargins text;
        QRect icon;
        int margin = 0;
    };

    void forget();
    const Places &placesOf(const QStyleOptionViewItem &cell, const QStyle &style) const;
    const QIcon &dotOf(models::Status status) const;

    Look &m_look;
    mutable QFont m_codeFont; // in the size of the last cell
    mutable CellTexts m_texts;
    mutable Places m_places[2]; // without and with a dot
    mutable QHash<int, QIcon> m_dots; // by status
};

} // namespace chancery::views
