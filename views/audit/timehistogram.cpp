// SPDX-License-Identifier: Apache-2.0
#include "timehistogram.h"

#include "models/words.h"

#include <QAccessible>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include <cmath>

namespace chancery::views {

namespace {

constexpr int margin = 12;
constexpr int captionHeight = 16;
constexpr int smallestBar = 2;

QString dateText(core::Instant instant)
{
    const auto micros = std::int64_t(instant.time_since_epoch().count());
    const auto time = QDateTime::fromMSecsSinceEpoch(micros / 1000, Qt::UTC);
    return QLocale(QLocale::English).toString(time.date(), QStringLiteral("d MMM yyyy"));
}

} // namespace

TimeHistogram::TimeHistogram(Look &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    setObjectName(QStringLiteral("auditHistogram"));
    setAccessibleName(tr("Events over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(sizeHint().height());
    setMaximumHeight(sizeHint().height());
    setCursor(Qt::IBeamCursor);
    connect(&look, &Look::changed, this, qOverload<>(&QWidget::update));
}

void TimeHistogram::show(const std::vector<audit::Bucket> &buckets, std::chrono::microseconds width)
{
    // Names that were looked up show the same once more.
    if (m_buckets == buckets && m_width == width)
        return;
    m_buckets = buckets;
    m_width = width;
    m_most = 0;
    for (const auto &bucket : m_buckets)
        m_most = std::max(m_most, bucket.events);
    m_current = std::clamp(m_current, 0, std::max(0, count() - 1));
    m_anchor = m_current;
    m_isBrushing = false;
    setAccessibleDescription(currentText());
    update();
}

QString TimeHistogram::textOf(int bar) const
{
    if (bar < 0 || bar >= count())
        return {};
    const auto &bucket = m_buckets[std::size_t(bar)];
    const bool isWithinDay = m_width < std::chrono::hours(24);
    const QString when = isWithinDay ? models::fullTime(bucket.from) : dateText(bucket.from);
    const QString last = dateText(bucket.from + m_width - std::chrono::hours(24));
    const QString span
        = !isWithinDay && m_width > std::chrono::hours(24) ? tr("%1 to %2").arg(when, last) : when;
    return tr("%1: %n event(s)", nullptr, int(bucket.events)).arg(span);
}

QString TimeHistogram::currentText() const
{
    return textOf(m_current);
}

QRectF TimeHistogram::barRect(int bar) const
{
    const double step = double(width() - 2 * margin) / std::max(1, count());
    const double room = height() - captionHeight - 8;
    const auto events = m_buckets[std::size_t(bar)].events;
    // The square root, so that a quiet day beside a busy one can still be seen.
    const double share = m_most > 0 ? std::sqrt(double(events)) / std::sqrt(double(m_most)) : 0;
    const double tall = events > 0 ? std::max<double>(smallestBar, share * room) : 0;
    const double gap = step > 4 ? 1 : 0;
    return {margin + bar * step, height() - captionHeight - tall, std::max(1.0, step - gap), tall};
}

int TimeHistogram::barAt(int x) const
{
    const double step = double(width() - 2 * margin) / std::max(1, count());
    return std::clamp(int((x - margin) / step), 0, std::max(0, count() - 1));
}

void TimeHistogram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_look.theme();
    painter.fillRect(rect(), theme.colour(Token::Surface));
    painter.fillRect(0, height() - 1, width(), 1, theme.colour(Token::Border));
    painter.setPen(theme.colour(Token::Muted));
    if (m_buckets.empty()) {
        painter.drawText(rect(), Qt::AlignCenter, tr("No event has a time"));
        return;
    }
    const int first = std::min(m_anchor, m_current);
    const int last = std::max(m_anchor, m_current);
    const bool isMarked = first != last || hasFocus() || m_isBrushing;
    if (isMarked) {
        const QRectF range = barRect(first).united(barRect(last));
        painter.fillRect(QRectF(range.left(), 0, range.width(), height() - captionHeight),
            theme.colour(Token::AccentSoft));
    }
    for (int bar = 0; bar < count(); ++bar) {
        const bool isIn = isMarked && bar >= first && bar <= last;
        painter.fillRect(barRect(bar), theme.colour(isIn ? Token::Accent : Token::BorderStrong));
    }
    painter.fillRect(QRectF(margin, height() - captionHeight, width() - 2 * margin, 1),
        theme.colour(Token::Border));
    const QRect caption(margin, height() - captionHeight, width() - 2 * margin, captionHeight - 1);
    painter.setPen(theme.colour(Token::Muted));
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, dateText(m_buckets.front().from));
    painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter,
        dateText(m_buckets.back().from + m_width - std::chrono::microseconds(1)));
    if (isMarked)
        painter.drawText(caption, Qt::AlignCenter, currentText());
    if (hasFocus()) {
        painter.setPen(theme.colour(Token::Accent));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TimeHistogram::goTo(int bar, bool widens)
{
    if (m_buckets.empty())
        return;
    m_current = std::clamp(bar, 0, count() - 1);
    if (!widens)
        m_anchor = m_current;
    setAccessibleDescription(currentText());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

void TimeHistogram::choose()
{
    if (m_buckets.empty())
        return;
    const auto first = std::size_t(std::min(m_anchor, m_current));
    const auto last = std::size_t(std::max(m_anchor, m_current));
    Q_EMIT brushed(m_buckets[first].from, m_buckets[last].from + m_width);
}

void TimeHistogram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_isBrushing = true;
    goTo(barAt(event->pos().x()), event->modifiers() & Qt::ShiftModifier);
}

void TimeHistogram::mouseMoveEvent(QMouseEvent *event)
{
    if (m_isBrushing)
        goTo(barAt(event->pos().x()), true);
}

void TimeHistogram::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_isBrushing || event->button() != Qt::LeftButton)
        return;
    m_isBrushing = false;
    choose();
}

void TimeHistogram::keyPressEvent(QKeyEvent *event)
{
    const bool widens = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Left:
        goTo(m_current - 1, widens);
        return;
    case Qt::Key_Right:
        goTo(m_current + 1, widens);
        return;
    case Qt::Key_Home:
        goTo(0, widens);
        return;
    case Qt::Key_End:
        goTo(count() - 1, widens);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return;
    case Qt::Key_Escape:
        Q_EMIT allWanted();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TimeHistogram::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

bool TimeHistogram::event(QEvent *event)
{
    if (event->type() == QEvent::FocusOut)
        update();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    QToolTip::showText(
        help->globalPos(), m_buckets.empty() ? QString() : textOf(barAt(help->pos().x())), this);
    return true;
}

} // namespace chancery::views
