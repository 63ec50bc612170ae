// SPDX-License-Identifier: Apache-2.0
#include "sseparser.h"

namespace chancery::client {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

// Bytes are kept as bytes: the end of a line is ASCII and so never inside a UTF-8 character, and
// whoever reads the data refuses what is not UTF-8.
bool SseParser::feed(std::string_view bytes, const std::function<void(SseEvent)> &onEvent)
{
    if (m_isAtStart)
        bytes = withoutByteOrderMark(bytes);
    while (!m_failed && !bytes.empty()) {
        if (m_skipLineFeed) {
            m_skipLineFeed = false;
            if (bytes.front() == '\n') {
                bytes.remove_prefix(1);
                continue;
            }
        }
        const auto end = bytes.find_first_of("\r\n");
        const auto line = bytes.substr(0, end);
        if (m_line.size() + line.size() > m_limits.lineBytes) {
            m_failed = true;
            break;
        }
        m_line += line;
        if (end == std::string_view::npos)
            break;
        m_skipLineFeed = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        endLine(onEvent);
    }
    return !m_failed;
}

std::string_view SseParser::withoutByteOrderMark(std::string_view bytes)
{
    while (!bytes.empty() && m_markBytes < byteOrderMark.size()
        && bytes.front() == byteOrderMark[m_markBytes]) {
        ++m_markBytes;
        bytes.remove_prefix(1);
    }
    if (m_markBytes == byteOrderMark.size()) {
        m_isAtStart = false;
    } else if (!bytes.empty()) {
        m_line = byteOrderMark.substr(0, m_markBytes);
        m_isAtStart = false;
    }
    return bytes;
}

void SseParser::endLine(const std::function<void(SseEvent)> &onEvent)
{
    const std::string line = std::exchange(m_line, {});
    if (line.empty()) {
        dispatch(onEvent);
        return;
    }
    const auto colon = line.find(':');
    if (colon == 0)
        return;
    if (colon == std::string::npos) {
        takeField(line, {});
        return;
    }
    auto value = std::string_view(line).substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    takeField(std::string_view(line).substr(0, colon), value);
}

void SseParser::takeField(std::string_view name, std::string_view value)
{
    if (name == "data") {
        m_data += value;
        m_data += '\n';
        m_failed = m_data.size() > m_limits.eventBytes;
    } else if (name == "event") {
        m_type = value;
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos)
            m_idBuffer = value;
    } else if (name == "retry" && !value.empty() && value.size() <= 9
        && value.find_first_not_of("0123456789") == std::string_view::npos) {
        m_retry = std::chrono::milliseconds(std::stoll(std::string(value)));
    }
}

void SseParser::dispatch(const std::function<void(SseEvent)> &onEvent)
{
    m_lastEventId = m_idBuffer;
    SseEvent event{std::exchange(m_type, {}), std::exchange(m_data, {}), m_lastEventId};
    if (event.data.empty())
        return;
    event.data.pop_back();
    if (event.type.empty())
        event.type = "message";
    onEvent(std::move(event));
}

} // namespace chancery::client
