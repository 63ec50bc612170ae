// SPDX-License-Identifier: Apache-2.0
#include "calendardelegate.h"

#include "models/freezestate.h"
#include "models/qtconvert.h"
#include "views/common/safetext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace chancery::views {

using models::toQt;

namespace {

constexpr int margin = 8;
constexpr int barHeight = 12;
constexpr int spacing = 4;
constexpr int usualMinutes = 24 * 60;
constexpr int dayWidth = 24; // of the mark around today's number

} // namespace

CalendarDelegate::CalendarDelegate(
    const models::CalendarModel &model, Look &look, const core::Clock &clock, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_look(look)
    , m_clock(clock)
{
}

QSize CalendarDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {dayWidth, dayWidth};
}

// Titles come from elsewhere, and nothing in them may act as markup.
bool CalendarDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
    const QStyleOptionViewItem &, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return false;
    QToolTip::showText(
        event->globalPos(), safeToolTip(index.data(Qt::ToolTipRole).toString()), view);
    return true;
}

void CalendarDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Cell &cell = m_model.cell(index);
    painter->save();
    painter->setFont(option.font);
    painter->setClipRect(option.rect);
    const bool isSelected = option.state & QStyle::State_Selected;
    painter->fillRect(option.rect,
        colour(isSelected        ? Token::Selection
                : cell.isOutside ? Token::Window
                                 : Token::Surface));
    painter->setPen(colour(Token::Line));
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    painter->drawLine(option.rect.topRight(), option.rect.bottomRight());
    QRect rest = option.rect.adjusted(margin, spacing, -margin, -spacing);
    QRect top = rest;
    top.setHeight(painter->fontMetrics().height() + spacing);
    paintTop(*painter, top, cell);
    rest.setTop(top.bottom() + spacing);
    QRect bar = rest;
    bar.setHeight(barHeight);
    paintBar(*painter, bar, cell);
    rest.setTop(bar.bottom() + spacing);
    paintLines(*painter, rest, cell);
    if (option.state & QStyle::State_HasFocus) {
        painter->setClipping(false);
        painter->setPen(QPen(colour(Token::Accent), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    }
    painter->restore();
}

// The number of the day, or the hours of its clock; and how long it is where that is not usual.
void CalendarDelegate::paintTop(QPainter &painter, const QRect &rect, const Cell &cell) const
{
    const bool isToday = cell.day.has(m_clock.now());
    if (m_model.shownSpan() == models::CalendarModel::Span::Week) {
        paintHours(painter, rect, cell);
    } else {
        const QString number = QString::number(cell.day.date.day());
        QRect mark = rect;
        mark.setWidth(dayWidth);
        if (isToday) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour(Token::Accent));
            painter.drawRoundedRect(mark, 4, 4);
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
        painter.setPen(colour(isToday ? Token::OnAccent
                : cell.isOutside      ? Token::Faint
                                      : Token::Text));
        painter.drawText(
            mark, int(isToday ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter), number);
    }
    if (cell.day.minutes() != usualMinutes) {
        painter.setPen(colour(Token::Attention));
        painter.drawText(
            rect, Qt::AlignRight | Qt::AlignVCenter, tr("%1 h").arg(cell.day.minutes() / 60.0));
    }
}

void CalendarDelegate::paintHours(QPainter &painter, const QRect &rect, const Cell &cell) const
{
    painter.setPen(colour(Token::Muted));
    for (const int hour : {0, 6, 12, 18}) {
        if (hour == 18 && cell.day.minutes() != usualMinutes)
            continue; // its length stands there
        const auto instant = models::hourOf(cell.day, hour, m_model.zone());
        QRect place = rect;
        place.setLeft(rect.left() + int(cell.day.partAt(instant) * rect.width()));
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
            tr("%1", "an hour").arg(hour, 2, 10, QChar(u'0')));
    }
}

void CalendarDelegate::paintBar(QPainter &painter, const QRect &rect, const Cell &cell) const
{
    painter.fillRect(rect, colour(Token::Well));
    const auto xOf = [&](core::Instant instant) {
        return rect.left() + int(cell.day.partAt(instant) * rect.width());
    };
    const bool isUnreadable = cell.calendar && !cell.calendar->fault.empty();
    if (isUnreadable || !cell.content.isKnown)
        painter.fillRect(rect, QBrush(colour(Token::Faint), Qt::Dense6Pattern));
    for (const core::CalendarClosure &closure : cell.content.closed) {
        const QRect part(QPoint(xOf(closure.from), rect.top()),
            QPoint(std::max(xOf(closure.to) - 1, xOf(closure.from) + 1), rect.bottom()));
        if (closure.severity == "soft") {
            painter.fillRect(part, colour(Token::AttentionSoft));
            painter.fillRect(part, QBrush(colour(Token::Attention), Qt::BDiagPattern));
        } else {
            painter.fillRect(part, colour(Token::Bad));
        }
    }
    for (const int hour : {6, 12, 18}) {
        const int x = xOf(models::hourOf(cell.day, hour, m_model.zone()));
        painter.fillRect(QRect(x, rect.bottom() - 2, 1, 3), colour(Token::Text));
    }
    for (const core::CalendarRequest &request : cell.content.requests)
        painter.fillRect(
            QRect(xOf(request.at) - 1, rect.top() - 2, 3, rect.height() + 4), colour(Token::Text));
    if (cell.day.has(m_clock.now()))
        painter.fillRect(
            QRect(xOf(m_clock.now()), rect.top() - 3, 2, rect.height() + 6), colour(Token::Accent));
}

// Each window that freezes it once, then what is scheduled.
std::vector<CalendarDelegate::Line> CalendarDelegate::linesOf(const Cell &cell) const
{
    if (!cell.calendar)
        return {{tr("Not known yet"), Token::Muted}};
    std::vector<Line> lines;
    if (!cell.calendar->fault.empty())
        lines.push_back({tr("Cannot be read"), Token::Bad});
    for (const core::CalendarWindow &window : cell.calendar->windows) {
        const bool isHere
            = std::ranges::any_of(cell.content.closed, [&](const core::CalendarClosure &closure) {
                  return std::ranges::find(closure.windows, window.id) != closure.windows.end();
              });
        if (!isHere)
            continue;
        const QString title = toQt(window.title.empty() ? window.id : window.title);
        const QString name = window.kind == "allow" ? tr("outside of %1").arg(title) : title;
        if (window.severity == "soft")
            lines.push_back({tr("Soft: %1").arg(name), Token::Attention});
        else
            lines.push_back({tr("Hard: %1").arg(name), Token::Bad});
    }
    for (const core::CalendarRequest &request : cell.content.requests) {
        const QString start = tr("%1 %2").arg(
            models::clockText(request.at, cell.day, m_model.zone()), toQt(request.request));
        if (!request.suspendedBecause.empty())
            lines.push_back({tr("%1 suspended").arg(start), Token::Bad});
        else if (request.isFrozen)
            lines.push_back({tr("%1 collides").arg(start), Token::Bad});
        else
            lines.push_back({tr("%1 %2").arg(start, toQt(request.title)), Token::Text});
    }
    return lines;
}

void CalendarDelegate::paintLines(QPainter &painter, const QRect &rect, const Cell &cell) const
{
    const auto lines = linesOf(cell);
    const int height = painter.fontMetrics().lineSpacing();
    const int room = std::max(1, rect.height() / height);
    QRect place = rect;
    place.setHeight(height);
    for (int at = 0; at < int(lines.size()); ++at) {
        const bool isLast = at == room - 1 && int(lines.size()) > room;
        const Line &line = lines[std::size_t(at)];
        painter.setPen(colour(isLast ? Token::Muted : line.token));
        const QString text
            = isLast ? tr("%n more", nullptr, int(lines.size()) - at) : safeText(line.text);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
        if (isLast)
            break;
        place.translate(0, height);
    }
}

} // namespace chancery::views
