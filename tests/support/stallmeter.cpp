// SPDX-License-Identifier: Apache-2.0
#include "stallmeter.h"

#include <QMetaEnum>
#include <QThread>

#include <algorithm>
#include <ranges>

namespace chancery::support {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

namespace {

bool isPainting(QEvent::Type type)
{
    return type == QEvent::Paint || type == QEvent::UpdateRequest || type == QEvent::UpdateLater
        || type == QEvent::Expose;
}

QByteArray describe(const char *className, const QString &name, QEvent::Type type)
{
    const char *known = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    QByteArray text = className;
    if (!name.isEmpty())
        text += " \"" + name.toUtf8() + '"';
    return text + ' ' + (known ? QByteArray(known) : QByteArray::number(int(type)));
}

double milliseconds(nanoseconds time)
{
    return double(time.count()) / 1e6;
}

} // namespace

struct StallMeter::Frame {
    Frame *outer;
    const char *className;
    QString name;
    QEvent::Type type;
    Clock::time_point begin;
    nanoseconds excusedBefore{};
    nanoseconds painted{};
    nanoseconds longestTime{};
    QByteArray longest{};
};

void StallReport::join(const StallReport &other)
{
    stalls.insert(stalls.end(), other.stalls.begin(), other.stalls.end());
    paintings.insert(paintings.end(), other.paintings.begin(), other.paintings.end());
    longest = std::max(longest, other.longest);
    longestPainting = std::max(longestPainting, other.longestPainting);
    events += other.events;
}

QString StallReport::text(const char *title, std::size_t lines) const
{
    QString text = QStringLiteral("%1: %2 events, %3 over 16 ms, longest %4 ms; painting: %5 over "
                                  "16 ms, longest %6 ms")
                       .arg(QLatin1String(title))
                       .arg(events)
                       .arg(stalls.size())
                       .arg(milliseconds(longest), 0, 'f', 1)
                       .arg(paintings.size())
                       .arg(milliseconds(longestPainting), 0, 'f', 1);
    auto slowest = stalls;
    std::ranges::sort(slowest, std::ranges::greater(), &Stall::time);
    for (const Stall &stall : slowest | std::views::take(lines)) {
        text += QStringLiteral("\n    %1 ms %2")
                    .arg(milliseconds(stall.time), 7, 'f', 1)
                    .arg(QString::fromUtf8(stall.what));
        if (!stall.longest.isEmpty())
            text += QStringLiteral(" (inside: %1)").arg(QString::fromUtf8(stall.longest));
    }
    return text;
}

StallMeter::StallMeter(int &argc, char **argv)
    : QApplication(argc, argv)
{
}

void StallMeter::setExcuse(std::function<nanoseconds()> excuse)
{
    m_excuse = std::move(excuse);
}

void StallMeter::begin()
{
    m_report = {};
    m_isOn = true;
}

StallReport StallMeter::end()
{
    m_isOn = false;
    return std::exchange(m_report, {});
}

bool StallMeter::notify(QObject *receiver, QEvent *event)
{
    if (!m_isOn || QThread::currentThread() != thread())
        return QApplication::notify(receiver, event);
    // The receiver may be gone afterwards.
    Frame frame{m_innermost, receiver->metaObject()->className(), receiver->objectName(),
        event->type(), Clock::now(), m_excuse ? m_excuse() : nanoseconds(), {}, {}, {}};
    m_innermost = &frame;
    m_paintingDepth += isPainting(frame.type);
    const bool result = QApplication::notify(receiver, event);
    m_paintingDepth -= isPainting(frame.type);
    m_innermost = frame.outer;
    close(frame);
    return result;
}

void StallMeter::close(Frame &frame)
{
    const nanoseconds whole = Clock::now() - frame.begin;
    const nanoseconds excused = (m_excuse ? m_excuse() : nanoseconds()) - frame.excusedBefore;
    if (isPainting(frame.type)) {
        if (m_paintingDepth > 0)
            return;
        if (frame.outer)
            frame.outer->painted += whole;
        m_report.longestPainting = std::max(m_report.longestPainting, whole);
        if (whole >= limit)
            m_report.paintings.push_back(
                {whole, describe(frame.className, frame.name, frame.type), {}});
        return;
    }
    if (m_paintingDepth > 0)
        return;
    const nanoseconds own = whole - frame.painted - excused;
    if (frame.outer) {
        frame.outer->painted += frame.painted;
        if (own > frame.outer->longestTime && own > limit / 4) {
            frame.outer->longestTime = own;
            frame.outer->longest = describe(frame.className, frame.name, frame.type) + ", "
                + QByteArray::number(milliseconds(own), 'f', 1) + " ms";
        }
        return;
    }
    note(frame, own);
}

void StallMeter::note(const Frame &frame, nanoseconds own)
{
    ++m_report.events;
    m_report.longest = std::max(m_report.longest, own);
    if (own >= limit)
        m_report.stalls.push_back(
            {own, describe(frame.className, frame.name, frame.type), frame.longest});
}

} // namespace chancery::support
