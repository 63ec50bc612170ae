// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"
#include "engine/server/exchange.h"

#include <chrono>
#include <deque>

namespace chancery::server {

// One piece of an event stream as it goes over the wire, built once for all who follow.
using Frame = std::shared_ptr<const std::string>;

// One open event stream. The connection owns it and sets the sink; the hub forgets it when it is
// gone. Network thread.
class Subscription {
public:
    explicit Subscription(std::shared_ptr<const Actor> actor)
        : m_actor(std::move(actor))
    {
    }
    const Actor &actor() const { return *m_actor; }
    void offer(const Frame &frame);
    // Delivers what has come before, then everything as it comes.
    void setSink(std::function<void(const Frame &)> sink);
    // Ends the stream after what has been offered; the sink sees a null frame.
    void end() { offer(nullptr); }
    // True once.
    bool mustWarn() { return !std::exchange(m_isWarned, true); }

private:
    bool m_isWarned = false;
    std::shared_ptr<const Actor> m_actor;
    std::function<void(const Frame &)> m_sink;
    std::deque<Frame> m_backlog;
};

// Hands what was committed to everyone who follows (API-7): event streams and waiting polls.
// Network thread.
class Hub {
public:
    using Clock = std::chrono::steady_clock;

    void setRevision(std::uint64_t revision) { m_revision = revision; }
    std::uint64_t revision() const { return m_revision; }

    void publish(const std::vector<core::ChangeHint> &hints);
    void subscribe(const std::shared_ptr<Subscription> &subscription);
    std::size_t streamCount() const { return m_streams.size(); }
    // Answered with the next hints, or with none at the deadline.
    void wait(std::shared_ptr<const Actor> actor, Clock::time_point deadline,
        std::function<void(const std::vector<core::ChangeHint> &)> answer);
    // Once a second: heartbeats, bookmarks, overdue polls, and streams whose token ends.
    void tick(Clock::time_point now, core::Instant wallTime);
    // Ends the streams and polls of all who are not to go on.
    void endStreams(const std::function<bool(const Actor &)> &mayGoOn);

    static Frame frameOf(const std::vector<core::ChangeHint> &hints);
    static Frame opening();

private:
    struct Waiter {
        std::shared_ptr<const Actor> actor;
        Clock::time_point deadline;
        std::function<void(const std::vector<core::ChangeHint> &)> answer;
    };
    void offerAll(const Frame &frame);
    template <typename Predicate>
    void answerWaiters(Predicate isOver);

    std::uint64_t m_revision = 0;
    std::vector<std::weak_ptr<Subscription>> m_streams;
    std::vector<Waiter> m_waiters;
    Clock::time_point m_nextBeat{};
    Clock::time_point m_nextBookmark{};
};

} // namespace chancery::server
