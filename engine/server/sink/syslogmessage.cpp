// SPDX-License-Identifier: Apache-2.0
#include "syslogmessage.h"

#include "engine/core/auditfeed/cloudevent.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace chancery::server {

namespace {

constexpr std::string_view nothing = "-"; // NILVALUE
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t longestHostName = 255;
constexpr std::size_t longestMessageId = 32;

std::string ownHostName()
{
    std::array<char, longestHostName + 1> name{};
    return ::gethostname(name.data(), longestHostName) == 0 ? std::string(name.data())
                                                            : std::string();
}

// Printable ASCII and no blank, as the fields of the header want it.
std::string headerWord(std::string_view text, std::size_t longest)
{
    std::string word;
    for (const char c : text.substr(0, longest))
        word += c > ' ' && c <= '~' ? c : '_';
    return word.empty() ? std::string(nothing) : word;
}

int severityOf(std::string_view code)
{
    switch (code.empty() ? '\0' : code.back()) {
    case 'I':
        return 6; // informational
    case 'W':
        return 4; // warning
    case 'E':
        return 3; // error
    default:
        return 5; // notice: an entry of a newer server, or none
    }
}

void addParameter(std::string &element, std::string_view name, std::string_view value)
{
    if (value.empty())
        return;
    element += ' ';
    element += name;
    element += "=\"";
    // What does not show, line ends among it, is spelt out: receivers break lines there.
    for (const char c : core::auditText(value)) {
        if (c == '"' || c == '\\' || c == ']')
            element += '\\';
        element += c;
    }
    element += '"';
}

} // namespace

SyslogMessage::SyslogMessage(const SinkOptions &options, std::string origin)
    : m_origin(std::move(origin))
    , m_hostName(
          headerWord(options.hostName.empty() ? ownHostName() : options.hostName, longestHostName))
    , m_facility(options.facility)
    , m_content(options.content)
{
}

std::string SyslogMessage::head(
    std::uint64_t sequence, std::string_view leaf, std::string_view note) const
{
    static constexpr int severities = 8;
    const auto reading = core::readJson(std::string(leaf), core::Limits::wide());
    const bool isEvent = reading && reading.tree().root().isObject();
    const auto event = isEvent ? reading.tree().root() : core::Value();
    const auto code = event["code"].text();
    const auto time = event["recordedTime"].text();
    std::string message = '<' + std::to_string(m_facility * severities + severityOf(code)) + ">1 ";
    message += core::fromRfc3339(time) ? time : nothing;
    message += ' ' + m_hostName + " chancery-cms - ";
    message += headerWord(event["event"].text(), longestMessageId);
    std::string element = " [chancery@32473";
    addParameter(element, "seq", std::to_string(sequence));
    addParameter(element, "eventId", event["eventId"].text());
    addParameter(element, "event", event["event"].text());
    addParameter(element, "code", code);
    addParameter(element, "leafHash", core::leafHashText(leaf));
    addParameter(element, "origin", m_origin);
    addParameter(element, "note", note);
    return message + element + ']';
}

std::string SyslogMessage::of(std::uint64_t sequence, std::string_view leaf) const
{
    if (m_content == SinkContent::CloudEvent)
        return head(sequence, leaf, {}) + ' ' + std::string(byteOrderMark)
            + core::toCloudEvent({leaf, sequence, m_origin});
    // JSON escapes what could end a line; what is none may hold anything.
    const bool isText = bool(core::readJson(std::string(leaf), core::Limits::wide()))
        && leaf.find_first_of("\r\n") == std::string_view::npos;
    return head(sequence, leaf, isText ? "" : "base64") + ' ' + std::string(byteOrderMark)
        + (isText ? std::string(leaf) : core::toBase64(leaf));
}

std::string SyslogMessage::withoutEntry(std::uint64_t sequence, std::string_view leaf) const
{
    return head(sequence, leaf, "too-large");
}

std::string SyslogMessage::framed(const std::string &message)
{
    return std::to_string(message.size()) + ' ' + message;
}

} // namespace chancery::server
