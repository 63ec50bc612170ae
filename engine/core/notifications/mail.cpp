// SPDX-License-Identifier: Apache-2.0
#include "mail.h"

#include "engine/core/digest.h"
#include "engine/core/notifications/webhook.h"

#include <array>
#include <ctime>

namespace chancery::core {

namespace {

constexpr std::array<std::string_view, std::size_t(NotificationKind::Unknown)> sentences{
    "asks for a review", "was approved", "has changes asked for", "was rejected", "was applied",
    "could not be applied", "was not applied at its time", "expires soon", "has expired",
    "has lost its author and can be claimed", "is talked about", "needs to be rebased",
    "cannot reach its quorum", "may pass a freeze", "took back what was live",
    "asks for a second person", "is open: emergency access",
    "changed what is live: emergency access", "is over: emergency access",
    "is to be reviewed: emergency access", "is overdue for its review: emergency access",
    "was not ratified in time: emergency access", "This is a test"};

// RFC 5322 §3.3, always in UTC.
std::string mailDate(Instant now)
{
    const auto seconds
        = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const std::time_t time(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000",
        days[std::size_t(parts.tm_wday)], parts.tm_mday, months[std::size_t(parts.tm_mon)],
        parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    return text.data();
}

// Lines of 76 characters (RFC 2045 §6.8).
std::string encodedBody(std::string_view text)
{
    static constexpr std::size_t width = 76;
    const auto base64 = toBase64(text);
    std::string lines;
    for (std::size_t at = 0; at < base64.size(); at += width)
        lines += base64.substr(at, width) + "\r\n";
    return lines;
}

// What may stand in a header whatever the text holds: letters, digits and a few signs.
std::string plain(std::string_view text)
{
    static constexpr std::string_view more = " -_.,:@<>/()[]";
    std::string shown;
    for (const char c : text) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || more.find(c) != std::string_view::npos;
        shown += isPlain ? c : '?';
    }
    return shown;
}

std::string addressesOf(const std::vector<std::string> &addresses)
{
    // One a line: a line of a header ends at 998 bytes (RFC 5322 §2.1.1).
    std::string list;
    for (const auto &address : addresses)
        list += (list.empty() ? "" : ",\r\n ") + address;
    return list;
}

std::string paragraphOf(const Delivery &delivery, std::string_view links)
{
    const auto &event = delivery.event;
    std::string text = sentenceOf(event) + ".\r\n";
    if (!event.title.empty())
        text += "  Title:       " + visibleTitle(event.title) + "\r\n";
    text += "  Environment: " + delivery.environment.text() + "\r\n";
    if (!event.by.empty())
        text += "  By:          " + visibleTitle(event.by) + "\r\n";
    text += "  At:          " + toRfc3339(event.at) + "\r\n";
    if (const auto link = linkOf(event, links); !link.empty())
        text += "  " + link + "\r\n";
    return text + "\r\n";
}

std::string subjectOf(const std::vector<Delivery> &deliveries)
{
    const auto &first = deliveries.front();
    const auto begin = "[Chancery] " + first.environment.text() + ": ";
    if (deliveries.size() == 1)
        return plain(begin + sentenceOf(first.event));
    return plain(begin + std::to_string(deliveries.size()) + " notifications");
}

} // namespace

std::string sentenceOf(const NotificationEvent &event)
{
    if (event.kind == NotificationKind::Unknown)
        return event.subject;
    const std::string sentence(sentences[std::size_t(event.kind)]);
    return event.subject.empty() ? sentence : event.subject + ' ' + sentence;
}

std::string mailText(const std::vector<Delivery> &deliveries, const MailFrame &frame, Instant now)
{
    const auto &first = deliveries.front();
    const auto domain = frame.from.substr(frame.from.find('@') + 1);
    std::string body;
    for (const auto &delivery : deliveries)
        body += paragraphOf(delivery, frame.links);
    body += "You get this because sys/notifications of the environment names this address.\r\n";
    std::string text;
    const auto add = [&](std::string_view name, const std::string &value) {
        text.append(name).append(": ").append(value).append("\r\n");
    };
    add("From", "Chancery <" + frame.from + '>');
    add("To", addressesOf(frame.to));
    add("Subject", subjectOf(deliveries));
    add("Date", mailDate(now));
    // The same for every try, so that a mailbox can tell what it has already.
    add("Message-ID", '<' + plain(first.id) + '@' + domain + '>');
    add("List-Id",
        '<' + plain(first.receiver + '.' + first.environment.text()) + ".chancery." + domain + '>');
    add("Auto-Submitted", "auto-generated");
    add("MIME-Version", "1.0");
    add("Content-Type", "text/plain; charset=utf-8");
    add("Content-Transfer-Encoding", "base64");
    return text + "\r\n" + encodedBody(body);
}

} // namespace chancery::core
