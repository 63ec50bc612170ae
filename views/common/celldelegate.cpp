// SPDX-License-Identifier: Apache-2.0
#include "celldelegate.h"

#include "editors/editortheme.h"
#include "models/tablemodel.h"
#include "views/common/safetext.h"

#include <QPainter>

namespace chancery::views {

namespace {

QIcon dot(const QColor &colour)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(1, 1, 14, 14);
    pixmap.setDevicePixelRatio(2);
    return pixmap;
}

} // namespace

CellDelegate::CellDelegate(Look &look, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_codeFont(editors::EditorTheme::monospacedFont())
{
}

QString CellDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return safeText(value.toString());
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state.setFlag(QStyle::State_HasFocus, false);
    if (index.data(models::MonospaceRole).toBool()) {
        const qreal size = option->font.pointSizeF();
        option->font = m_codeFont;
        option->font.setPointSizeF(size);
    }
    const auto status = models::Status(index.data(models::StatusRole).toInt());
    if (status == models::Status::None)
        return;
    option->palette.setColor(QPalette::Text, m_look.theme().statusColour(status));
    option->palette.setColor(QPalette::HighlightedText, m_look.theme().statusColour(status));
    if (status != models::Status::Muted) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {8, 8};
        option->icon = dot(m_look.theme().statusColour(status));
    }
}

} // namespace chancery::views
