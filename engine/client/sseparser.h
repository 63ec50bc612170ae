// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chancery::client {

struct SseEvent {
    std::string type; // "message" where the stream names none
    std::string data;
    std::string id; // the last id of the stream, which persists over events without one

    friend bool operator==(const SseEvent &, const SseEvent &) = default;
};

struct SseLimits {
    std::size_t lineBytes = std::size_t(64) << 10;
    std::size_t eventBytes = std::size_t(256) << 10;
};

// Reads server-sent events (WHATWG HTML, "Interpreting an event stream") from bytes as they come,
// cut anywhere. One parser per connection: what is unfinished when it ends is dropped with it. Not
// thread safe.
class SseParser {
public:
    explicit SseParser(SseLimits limits = {})
        : m_limits(limits)
    {
    }

    // False once a line or an event is larger than the limits; nothing is read after that.
    bool feed(std::string_view bytes, const std::function<void(SseEvent)> &onEvent);
    const std::string &lastEventId() const { return m_lastEventId; }
    // What the last valid "retry:" asked for.
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }

private:
    std::string_view withoutByteOrderMark(std::string_view bytes);
    void endLine(const std::function<void(SseEvent)> &onEvent);
    void takeField(std::string_view name, std::string_view value);
    void dispatch(const std::function<void(SseEvent)> &onEvent);

    SseLimits m_limits;
    std::string m_line;
    std::string m_type;
    std::string m_data;
    std::string m_idBuffer;
    std::string m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;
    std::size_t m_markBytes = 0; // of a byte order mark at the very beginning
    bool m_isAtStart = true;
    bool m_skipLineFeed = false; // the line feed of a CRLF whose halves came apart
    bool m_failed = false;
};

} // namespace chancery::client
