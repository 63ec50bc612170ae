// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace chancery::server {

// What was sent over a connection and may still be lost with it. Syslog has no acknowledgements:
// bytes that the receiver's machine has taken may wait there for a program that dies. So a piece
// counts as delivered only when the connection has been without a byte under way for some time
// after it; when it breaks before, the piece is sent again. Bounded: of a receiver that never comes
// to rest, what was sent so much later pushes it out. One thread.
class DeliveryMarks {
public:
    using Clock = std::chrono::steady_clock;

    explicit DeliveryMarks(
        std::chrono::milliseconds settling, std::uint64_t mostBytes = std::uint64_t(8) << 20)
        : m_settling(settling)
        , m_mostBytes(mostBytes)
    {
    }

    // All before `next` are with the receiver from now on.
    void begin(std::uint64_t next)
    {
        m_pieces.clear();
        m_bytes = 0;
        m_delivered = next;
        m_lastLook.reset(); // what went by before says nothing of what is sent now
    }
    void sent(std::uint64_t next, std::uint64_t bytes)
    {
        m_pieces.push_back({next, bytes, {}});
        m_bytes += bytes;
        while (m_bytes > m_mostBytes && m_pieces.size() > 1)
            settleFirst();
    }
    // The connection stands, and nothing is under way or something is.
    void look(Clock::time_point now, bool isQuiet)
    {
        const auto passed = m_lastLook && isQuiet ? now - *m_lastLook : Clock::duration(0);
        m_lastLook = now;
        for (auto &piece : m_pieces)
            piece.quiet += passed;
        while (!m_pieces.empty() && m_pieces.front().quiet >= m_settling)
            settleFirst();
    }
    // The receiver has read all and said goodbye, or it was never going to tell.
    void settleAll()
    {
        while (!m_pieces.empty())
            settleFirst();
    }
    // The first entry that is not delivered for sure.
    std::uint64_t delivered() const { return m_delivered; }

private:
    struct Piece {
        std::uint64_t next = 0;
        std::uint64_t bytes = 0;
        Clock::duration quiet{};
    };
    void settleFirst()
    {
        m_delivered = m_pieces.front().next;
        m_bytes -= m_pieces.front().bytes;
        m_pieces.pop_front();
    }

    std::chrono::milliseconds m_settling;
    std::uint64_t m_mostBytes;
    std::deque<Piece> m_pieces;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_delivered = 0;
    std::optional<Clock::time_point> m_lastLook;
};

} // namespace chancery::server
