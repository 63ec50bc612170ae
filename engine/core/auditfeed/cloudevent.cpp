// SPDX-License-Identifier: Apache-2.0
#include "cloudevent.h"

#include "engine/core/auditfeed/feedobject.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/merkle.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr std::size_t sequenceDigits = 20; // of the largest number: texts sort as numbers do

// A URI reference has only some characters of ASCII; origins have others at will.
std::string uriReference(std::string_view text)
{
    static constexpr std::string_view allowed = "-._~:/?@!$&'()*+,;=";
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri;
    for (const char c : text) {
        const bool isAlphanumeric
            = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (isAlphanumeric || allowed.find(c) != std::string_view::npos) {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += '%';
        uri += digits[byte >> 4];
        uri += digits[byte & 15];
    }
    return uri.empty() ? "unknown" : uri;
}

std::string paddedNumber(std::uint64_t number)
{
    const auto digits = std::to_string(number);
    return std::string(sequenceDigits - digits.size(), '0') + digits;
}

std::string subjectOf(Value event)
{
    const std::string type(event["target"]["type"].text());
    const std::string id(event["target"]["id"].text());
    return type.empty() || id.empty() ? type + id : type + '/' + id;
}

} // namespace

std::string leafHashText(std::string_view leaf)
{
    return toHex(bytesOf(leafHash(leaf)));
}

std::string toCloudEvent(const FeedEntry &entry)
{
    const auto reading = readJson(std::string(entry.leaf), Limits::wide());
    const bool isEvent = reading && reading.tree().root().isObject();
    const auto event = isEvent ? reading.tree().root() : Value();
    const bool isOneLine = entry.leaf.find_first_of("\r\n") == std::string_view::npos;
    const auto name = event["event"].text();
    const auto id = event["eventId"].text();
    FeedObject out;
    if (isEvent && isOneLine)
        out.json("data", entry.leaf);
    else
        out.json("data_base64", '"' + toBase64(entry.leaf) + '"');
    out.text("datacontenttype", isEvent ? "application/json" : "application/octet-stream");
    out.text("dataschema", isEvent ? leafSchemaUri : std::string_view());
    out.text("id", id.empty() ? "seq-" + std::to_string(entry.sequence) : std::string(id));
    out.text("leafhash", leafHashText(entry.leaf));
    out.text("sequence", paddedNumber(entry.sequence));
    out.text("source", uriReference(entry.origin));
    out.text("specversion", "1.0");
    out.text("subject", subjectOf(event));
    const auto time = event["time"].text();
    out.text("time", fromRfc3339(time) ? time : std::string_view());
    out.text(
        "type", std::string(cloudEventTypes) + std::string(name.empty() ? "unreadable" : name));
    return withMarksEscaped(out.take());
}

} // namespace chancery::core
