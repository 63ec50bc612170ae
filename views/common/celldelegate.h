// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

#include <QStyledItemDelegate>

namespace chancery::views {

// Paints a status as a dot of its colour before the word, code in the code's font, and makes what
// comes from the server safe to show.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    CellDelegate(Look &look, QObject *parent);

    QString displayText(const QVariant &value, const QLocale &locale) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    Look &m_look;
    QFont m_codeFont;
};

} // namespace chancery::views
