// SPDX-License-Identifier: Apache-2.0
#include "hub.h"

#include "engine/api/json.h"

namespace chancery::server {

namespace {

constexpr std::chrono::seconds betweenBeats{15};
constexpr std::chrono::seconds betweenBookmarks{30};
constexpr std::chrono::seconds warningTime{60}; // before a token ends

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

void Hub::wait(std::shared_ptr<const Actor> actor, Clock::time_point deadline,
    std::function<void(const std::vector<core::ChangeHint> &)> answer)
{
    m_waiters.push_back({std::move(actor), deadline, std::move(answer)});
}

template <typename Predicate>
void Hub::answerWaiters(Predicate isOver)
{
    std::vector<Waiter> over;
    std::erase_if(m_waiters, [&](Waiter &waiter) {
        const bool ends = isOver(waiter);
        if (ends)
            over.push_back(std::move(waiter));
        return ends;
    });
    for (const auto &waiter : over)
        waiter.answer({});
}

void Hub::endStreams(const std::function<bool(const Actor &)> &mayGoOn)
{
    static const Frame reauth = chunk("event: reauth\ndata: {}\n\n");
    // A copy: what ends is forgotten meanwhile.
    for (const auto &weak : std::vector(m_streams)) {
        const auto stream = weak.lock();
        if (stream && !mayGoOn(stream->actor())) {
            stream->offer(reauth);
            stream->end();
        }
    }
    answerWaiters([&](const Waiter &waiter) { return !mayGoOn(*waiter.actor); });
}

void Hub::tick(Clock::time_point now, core::Instant wallTime)
{
    answerWaiters([&](const Waiter &waiter) { return waiter.deadline <= now; });
    endStreams([&](const Actor &actor) { return actor.expiresAt > wallTime; });
    for (const auto &weak : m_streams) {
        const auto stream = weak.lock();
        if (stream && stream->actor().expiresAt <= wallTime + warningTime && stream->mustWarn())
            stream->offer(chunk("event: token-expiring\ndata: {\"expiresAt\":\""
                + core::toRfc3339(stream->actor().expiresAt) + "\"}\n\n"));
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
