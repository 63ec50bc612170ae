// SPDX-License-Identifier: Apache-2.0
#include "celldelegate.h"

#include "editors/editortheme.h"
#include "models/tablemodel.h"
#include "views/common/safetext.h"

#include <QApplication>
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

// Anything else the style draws itself.
bool isPlain(const QStyleOptionViewItem &cell)
{
    constexpr auto others
        = QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::WrapText;
    return !(cell.features & others) && !(cell.state & QStyle::State_Editing)
        && cell.decorationPosition == QStyleOptionViewItem::Left && CellTexts::canDraw(cell);
}

} // namespace

CellDelegate::CellDelegate(Look &look, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_look(look)
    , m_codeFont(editors::EditorTheme::monospacedFont())
{
    connect(&look, &Look::changed, this, &CellDelegate::forget);
    connect(&look, &Look::dressed, this, &CellDelegate::forget);
}

void CellDelegate::forget()
{
    std::ranges::fill(m_places, Places());
    m_dots.clear();
}

QString CellDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return safeText(value.toString());
}

const QIcon &CellDelegate::dotOf(models::Status status) const
{
    QIcon &icon = m_dots[int(status)];
    if (icon.isNull())
        icon = dot(m_look.theme().statusColour(status));
    return icon;
}

void CellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state.setFlag(QStyle::State_HasFocus, false);
    if (index.data(models::MonospaceRole).toBool()) {
        const qreal size = option->font.pointSizeF();
        if (m_codeFont.pointSizeF() != size)
            m_codeFont.setPointSizeF(size);
        option->font = m_codeFont;
    }
    const auto status = models::Status(index.data(models::StatusRole).toInt());
    if (status == models::Status::None)
        return;
    option->palette.setColor(QPalette::Text, m_look.theme().statusColour(status));
    option->palette.setColor(QPalette::HighlightedText, m_look.theme().statusColour(status));
    if (status != models::Status::Muted) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {8, 8};
        option->icon = dotOf(status);
    }
}

const CellDelegate::Places &CellDelegate::placesOf(
    const QStyleOptionViewItem &cell, const QStyle &style) const
{
    Places &places = m_places[cell.features & QStyleOptionViewItem::HasDecoration ? 1 : 0];
    if (places.height == cell.rect.height())
        return places;
    QStyleOptionViewItem asked = cell;
    asked.showDecorationSelected = true; // the text is given all that there is for it
    asked.rect = QRect(0, 0, 1000, cell.rect.height());
    const QRect text = style.subElementRect(QStyle::SE_ItemViewItemText, &asked, cell.widget);
    places.text = QMargins(text.left(), text.top(), asked.rect.right() - text.right(),
        asked.rect.bottom() - text.bottom());
    places.icon = style.subElementRect(QStyle::SE_ItemViewItemDecoration, &asked, cell.widget);
    places.margin = style.pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, cell.widget) + 1;
    places.height = cell.rect.height();
    return places;
}

void CellDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle &style = cell.widget ? *cell.widget->style() : *QApplication::style();
    if (!isPlain(cell)) {
        style.drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        return;
    }
    style.drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
    if (cell.text.isEmpty() && cell.icon.isNull())
        return;
    const bool isSelected = cell.state & QStyle::State_Selected;
    const bool isEnabled = cell.state & QStyle::State_Enabled;
    const Places &places = placesOf(cell, style);
    cell.icon.paint(painter, places.icon.translated(cell.rect.topLeft()), cell.decorationAlignment,
        !isEnabled       ? QIcon::Disabled
            : isSelected ? QIcon::Selected
                         : QIcon::Normal,
        cell.state & QStyle::State_Open ? QIcon::On : QIcon::Off);
    if (cell.text.isEmpty())
        return;
    const auto group = !isEnabled           ? QPalette::Disabled
        : cell.state & QStyle::State_Active ? QPalette::Normal
                                            : QPalette::Inactive;
    // The style sheet has the last word on what is selected, and says what the view's palette says.
    const QColor colour = isSelected ? option.palette.color(group, QPalette::HighlightedText)
                                     : cell.palette.color(group, QPalette::Text);
    const QPen pen = painter->pen();
    painter->setPen(colour);
    m_texts.draw(*painter, cell, cell.rect.marginsRemoved(places.text), places.margin);
    painter->setPen(pen);
}

} // namespace chancery::views
