// SPDX-License-Identifier: Apache-2.0
#include "trendchart.h"

#include "views/reports/reporttexts.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

namespace chancery::views {

namespace {

constexpr int margin = 12;

} // namespace

TrendChart::TrendChart(Look &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("reportTrend"));
    setAccessibleName(tr("Exceptions over time"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TrendChart::show(std::vector<models::TrendBar> bars)
{
    m_bars = std::move(bars);
    m_most = 0;
    m_current = 0;
    // The keys begin where there is most to say.
    for (int bar = 0; bar < count(); ++bar) {
        const auto exceptions = m_bars[std::size_t(bar)].exceptions;
        if (exceptions > m_most)
            m_current = bar;
        m_most = std::max(m_most, exceptions);
    }
    setAccessibleDescription(currentText());
    update();
}

QString TrendChart::textOf(int bar) const
{
    if (bar < 0 || bar >= count())
        return {};
    const auto &one = m_bars[std::size_t(bar)];
    return tr("%1: %n exception(s) in population %2", nullptr, int(one.exceptions))
        .arg(one.label, numberText(one.population));
}

// What is left for bars between the number over the tallest and the captions.
QRectF TrendChart::ground() const
{
    const int line = fontMetrics().height();
    return {double(margin), double(line + 6), double(width() - 2 * margin),
        std::max(8.0, double(height() - 2 * line - 12))};
}

QRectF TrendChart::barRect(int bar) const
{
    const QRectF room = ground();
    const double step = room.width() / std::max(1, count());
    const auto exceptions = m_bars[std::size_t(bar)].exceptions;
    const double share = m_most > 0 ? double(exceptions) / double(m_most) : 0;
    const double tall = exceptions > 0 ? std::max(2.0, share * room.height()) : 0;
    const double gap = step > 6 ? std::min(12.0, step / 4) : 0;
    return {
        room.left() + bar * step + gap / 2, room.bottom() - tall, std::max(1.0, step - gap), tall};
}

int TrendChart::barAt(int x) const
{
    const double step = ground().width() / std::max(1, count());
    return std::clamp(int((x - margin) / step), 0, std::max(0, count() - 1));
}

void TrendChart::paintBars(QPainter &painter) const
{
    const Theme &theme = m_look.theme();
    const QRectF room = ground();
    const double step = room.width() / std::max(1, count());
    for (int bar = 0; bar < count(); ++bar) {
        const auto exceptions = m_bars[std::size_t(bar)].exceptions;
        const QRectF rect = barRect(bar);
        if (bar == m_current)
            painter.fillRect(QRectF(room.left() + bar * step, room.top(), step, room.height()),
                theme.colour(hasFocus() ? Token::AccentSoft : Token::Well));
        painter.fillRect(rect, theme.colour(Token::Bad));
        const QString number = numberText(exceptions);
        const bool hasRoom = fontMetrics().horizontalAdvance(number) + 2 < step;
        if (exceptions == 0 || !hasRoom)
            continue;
        painter.setPen(theme.colour(Token::Text));
        painter.drawText(QRectF(room.left() + bar * step, rect.top() - fontMetrics().height() - 1,
                             step, fontMetrics().height()),
            Qt::AlignCenter, number);
    }
    painter.fillRect(
        QRectF(room.left(), room.bottom(), room.width(), 1), theme.colour(Token::BorderStrong));
}

void TrendChart::paintCaptions(QPainter &painter) const
{
    const QRectF room = ground();
    const QRectF caption(
        room.left(), room.bottom() + 3, room.width(), double(fontMetrics().height()));
    painter.setPen(m_look.theme().colour(Token::Muted));
    const QString first = m_bars.front().label;
    const QString last = m_bars.back().label;
    const QString current
        = fontMetrics().elidedText(currentText(), Qt::ElideRight, int(room.width()));
    if (hasFocus()) {
        painter.drawText(caption, Qt::AlignCenter, current);
        return;
    }
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, first);
    const bool hasRoom = fontMetrics().horizontalAdvance(first + last) + 16 < room.width();
    if (count() > 1 && hasRoom)
        painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter, last);
}

void TrendChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_look.theme();
    painter.fillRect(rect(), theme.colour(Token::Surface));
    painter.setPen(theme.colour(Token::Muted));
    if (m_bars.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("Nothing to draw"));
    } else {
        paintBars(painter);
        paintCaptions(painter);
        painter.setPen(theme.colour(Token::Muted));
        if (m_most == 0)
            painter.drawText(ground(), Qt::AlignCenter, tr("No exceptions in this period"));
    }
    if (hasFocus()) {
        painter.setPen(theme.colour(Token::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TrendChart::goTo(int bar)
{
    m_current = std::clamp(bar, 0, std::max(0, count() - 1));
    setAccessibleDescription(currentText());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

void TrendChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        goTo(barAt(event->pos().x()));
}

void TrendChart::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        goTo(m_current - 1);
        return;
    case Qt::Key_Right:
        goTo(m_current + 1);
        return;
    case Qt::Key_Home:
        goTo(0);
        return;
    case Qt::Key_End:
        goTo(count() - 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TrendChart::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void TrendChart::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool TrendChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(help->globalPos(), textOf(barAt(help->pos().x())), this);
    return true;
}

CoverageBar::CoverageBar(Look &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("reportCoverage"));
    setAccessibleName(tr("Coverage of controls"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void CoverageBar::show(const models::CoverageCount &count)
{
    m_count = count;
    setAccessibleDescription(coverageText(count));
    update();
}

void CoverageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_look.theme();
    const QRectF room = QRectF(rect()).adjusted(margin, 1, -margin, -1);
    painter.fillRect(room, theme.colour(Token::Well));
    double left = room.left();
    const auto part = [&](int count, Token token, Qt::BrushStyle style) {
        const double wide = m_count.all() > 0 ? room.width() * count / m_count.all() : 0;
        painter.fillRect(
            QRectF(left, room.top(), wide, room.height()), QBrush(theme.colour(token), style));
        left += wide;
    };
    part(m_count.full, Token::Good, Qt::SolidPattern);
    part(m_count.partly, Token::Attention, Qt::BDiagPattern);
    painter.setPen(theme.colour(Token::BorderStrong));
    painter.drawRect(room.adjusted(0, 0, -1, -1));
}

} // namespace chancery::views
