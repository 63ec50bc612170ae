// SPDX-License-Identifier: Apache-2.0
#include "hub.h"

#include "engine/api/json.h"

namespace chancery::server {

namespace {

constexpr std::chrono::seconds betweenBeats{15};
constexpr std::chrono::seconds betweenBookmarks{30};

// One chunk of a chunked body.
Frame chunk(const std::string &events)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string size;
    for (auto rest = events.size(); rest != 0; rest >>= 4)
        size.insert(size.begin(), digits[rest & 15]);
    return std::make_shared<const std::string>(size + "\r\n" + events + "\r\n");
}

} // namespace

void Subscription::offer(const Frame &frame)
{
    if (m_sink)
        m_sink(frame);
    else
        m_backlog.push_back(frame);
}

void Subscription::setSink(std::function<void(const Frame &)> sink)
{
    m_sink = std::move(sink);
    for (const auto &frame : std::exchange(m_backlog, {}))
        m_sink(frame);
}

Frame Hub::frameOf(const std::vector<core::ChangeHint> &hints)
{
    std::string events;
    for (const auto &hint : hints) {
        events += "id: " + std::to_string(hint.revision) + "\nevent: " + hint.kind
            + "\ndata: " + api::toJson(hint) + "\n\n";
    }
    return chunk(events);
}

Frame Hub::opening()
{
    return chunk("retry: 2000\n\n");
}

void Hub::publish(const std::vector<core::ChangeHint> &hints)
{
    if (hints.empty())
        return;
    m_revision = hints.back().revision;
    if (!m_streams.empty())
        offerAll(frameOf(hints));
    for (const auto &waiter : std::exchange(m_waiters, {}))
        waiter.answer(hints);
}

void Hub::offerAll(const Frame &frame)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        const auto stream = m_streams[i].lock();
        if (!stream)
            continue;
        stream->offer(frame);
        m_streams[kept++] = m_streams[i];
    }
    m_streams.resize(kept);
}

void Hub::subscribe(const std::shared_ptr<Subscription> &subscription)
{
    m_streams.push_back(subscription);
}

void Hub::wait(
    Clock::time_point deadline, std::function<void(const std::vector<core::ChangeHint> &)> answer)
{
    m_waiters.push_back({deadline, std::move(answer)});
}

void Hub::tick(Clock::time_point now, const std::function<bool(const Actor &)> &isAllowed)
{
    std::vector<Waiter> overdue;
    std::erase_if(m_waiters, [&](Waiter &waiter) {
        const bool isOverdue = waiter.deadline <= now;
        if (isOverdue)
            overdue.push_back(std::move(waiter));
        return isOverdue;
    });
    for (const auto &waiter : overdue)
        waiter.answer({});
    static const Frame reauth = chunk("event: reauth\ndata: {}\n\n");
    for (const auto &weak : m_streams) {
        const auto stream = weak.lock();
        if (stream && !isAllowed(stream->actor())) {
            stream->offer(reauth);
            stream->end();
        }
    }
    if (now >= m_nextBookmark) {
        m_nextBookmark = now + betweenBookmarks;
        m_nextBeat = now + betweenBeats;
        const auto revision = std::to_string(m_revision);
        offerAll(
            chunk("id: " + revision + "\nevent: bookmark\ndata: {\"rev\":" + revision + "}\n\n"));
    } else if (now >= m_nextBeat) {
        m_nextBeat = now + betweenBeats;
        offerAll(chunk(":hb\n\n"));
    }
}

} // namespace chancery::server
