// SPDX-License-Identifier: Apache-2.0
#include "document.h"

#include <algorithm>
#include <array>

namespace chancery::core {

namespace {

constexpr std::size_t mostWindows = 500;
constexpr std::size_t longestText = 500;
constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

// Collects what is wrong; a window with anything wrong is left out.
class DocumentReader {
public:
    explicit DocumentReader(const Tree &document)
        : m_document(document)
    {
    }

    Result<FreezeCalendar> read();

private:
    void fault(Value where, std::string pointer, std::string code, std::string message);
    void demandKnown(
        Value object, const std::string &at, std::initializer_list<std::string_view> known);
    std::string text(Value object, std::string_view key, const std::string &at, bool isNeeded);
    template <typename Enum, std::size_t count>
    Enum word(Value object, std::string_view key, const std::string &at,
        std::optional<Enum> otherwise = {});
    std::optional<LocalTime> local(Value object, std::string_view key, const std::string &at);
    std::optional<std::chrono::minutes> timeOfDay(
        Value object, std::string_view key, const std::string &at);
    std::optional<std::chrono::weekday> weekday(Value value, const std::string &at);
    void date(Value value, const std::string &at, Recurring &every);
    std::optional<OneTime> oneTime(Value window, const std::string &at);
    std::optional<Recurring> recurring(Value every, const std::string &at);
    void readPaths(Value window, const std::string &at, FreezeWindow &into);
    std::optional<FreezeWindow> window(Value value, const std::string &at);

    const Tree &m_document;
    std::vector<FieldError> m_faults;
};

void DocumentReader::fault(Value where, std::string pointer, std::string code, std::string message)
{
    Position position;
    if (where)
        position = positionOf(m_document.source(), where.node().begin);
    m_faults.push_back({std::move(pointer), std::move(code), std::move(message), {}, position.line,
        position.column});
}

void DocumentReader::demandKnown(
    Value object, const std::string &at, std::initializer_list<std::string_view> known)
{
    for (const auto &member : object) {
        if (std::ranges::find(known, member.key()) == known.end())
            fault(member.value(), at + '/' + escapePointerToken(member.key()), "unknown",
                "Nothing of this name is known here");
    }
}

std::string DocumentReader::text(
    Value object, std::string_view key, const std::string &at, bool isNeeded)
{
    const auto value = object.find(key);
    const auto pointer = at + '/' + std::string(key);
    if (!value && isNeeded)
        fault(object, pointer, "required", "Expected a text");
    if (!value)
        return {};
    const bool isFit = value.isString() && value.text().size() <= longestText
        && (!isNeeded || !value.text().empty());
    if (!isFit)
        fault(value, pointer, "text", "Expected a text of at most 500 bytes");
    return std::string(value.text());
}

template <typename Enum, std::size_t count>
Enum DocumentReader::word(
    Value object, std::string_view key, const std::string &at, std::optional<Enum> otherwise)
{
    const auto value = object.find(key);
    if (!value && otherwise)
        return *otherwise;
    std::string expected;
    for (std::size_t i = 0; i < count; ++i) {
        const auto candidate = static_cast<Enum>(i);
        if (value.isString() && value.text() == name(candidate))
            return candidate;
        expected += (i == 0 ? "Expected \"" : "\" or \"") + std::string(name(candidate));
    }
    fault(value ? value : object, at + '/' + std::string(key), value ? "enum" : "required",
        expected + '"');
    return {};
}

std::optional<LocalTime> DocumentReader::local(
    Value object, std::string_view key, const std::string &at)
{
    const auto value = object.find(key);
    const auto time = localTimeOf(value.text());
    if (value.isString() && time)
        return *time;
    fault(value ? value : object, at + '/' + std::string(key), value ? "bad-time" : "required",
        time ? "Expected a text" : time.error().detail);
    return std::nullopt;
}

std::optional<std::chrono::minutes> DocumentReader::timeOfDay(
    Value object, std::string_view key, const std::string &at)
{
    const auto value = object.find(key);
    const auto time = localTimeOf("2000-01-01T" + std::string(value.text()));
    static constexpr std::size_t length = 5;
    if (value.isString() && value.text().size() == length && time)
        return std::chrono::duration_cast<std::chrono::minutes>(
            *time - std::chrono::floor<std::chrono::days>(*time));
    fault(value ? value : object, at + '/' + std::string(key), value ? "bad-time" : "required",
        "Expected a time of the day as in \"16:00\"");
    return std::nullopt;
}

std::optional<std::chrono::weekday> DocumentReader::weekday(Value value, const std::string &at)
{
    for (unsigned i = 0; i < weekdays.size(); ++i) {
        if (value.isString() && value.text() == weekdays[i])
            return std::chrono::weekday(i);
    }
    fault(value, at, "enum", "Expected mon, tue, wed, thu, fri, sat or sun");
    return std::nullopt;
}

// "12-24".
void DocumentReader::date(Value value, const std::string &at, Recurring &every)
{
    const auto day = localTimeOf("2000-" + std::string(value.text()) + "T00:00");
    if (!value.isString() || !day) {
        fault(value, at, "bad-date", "Expected a month and a day as in \"12-24\"");
        return;
    }
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*day));
    every.dates.push_back(date.month() / date.day());
}

std::optional<OneTime> DocumentReader::oneTime(Value window, const std::string &at)
{
    const auto from = local(window, "from", at);
    const auto to = local(window, "to", at);
    if (from && to && *to <= *from) {
        fault(window.find("to"), at + "/to", "order", "Expected a time after \"from\"");
        return std::nullopt;
    }
    return from && to ? std::optional(OneTime{*from, *to}) : std::nullopt;
}

std::optional<Recurring> DocumentReader::recurring(Value value, const std::string &at)
{
    if (!value.isObject()) {
        fault(value, at, "type", "Expected an object with \"from\", \"to\" and days or dates");
        return std::nullopt;
    }
    demandKnown(value, at, {"days", "dates", "from", "to", "toDay"});
    Recurring every;
    const bool isWeekly = value.find("days").isPresent();
    const std::string key = isWeekly ? "days" : "dates";
    const auto list = value.find(key);
    if (isWeekly == value.find("dates").isPresent() || !list.isArray() || list.size() == 0)
        fault(value, at, "days", "Expected either \"days\" or \"dates\" with at least one of them");
    int index = 0;
    for (const auto &item : list.isArray() ? list : Value()) {
        const auto pointer = at + '/' + key + '/' + std::to_string(index++);
        if (!isWeekly)
            date(item.value(), pointer, every);
        else if (const auto day = weekday(item.value(), pointer))
            every.days.push_back(*day);
    }
    if (const auto toDay = value.find("toDay"))
        every.toDay = weekday(toDay, at + "/toDay");
    const auto from = timeOfDay(value, "from", at);
    const auto to = timeOfDay(value, "to", at);
    every.from = from.value_or(std::chrono::minutes());
    every.to = to.value_or(std::chrono::minutes());
    return every;
}

void DocumentReader::readPaths(Value window, const std::string &at, FreezeWindow &into)
{
    const auto paths = window.find("paths");
    if (!paths)
        return;
    if (!paths.isArray() || paths.size() == 0)
        fault(paths, at + "/paths", "type", "Expected a list of patterns as in \"payments/**\"");
    int index = 0;
    for (const auto &item : paths.isArray() ? paths : Value()) {
        const auto pointer = at + "/paths/" + std::to_string(index++);
        auto glob = Glob::ofPaths(item.value().text());
        if (!item.value().isString() || item.value().text().empty() || !glob) {
            fault(item.value(), pointer, "bad-path", "Expected a pattern as in \"payments/**\"");
            continue;
        }
        into.paths.emplace_back(item.value().text());
        into.globs.push_back(std::move(*glob));
    }
}

std::optional<FreezeWindow> DocumentReader::window(Value value, const std::string &at)
{
    if (!value.isObject()) {
        fault(value, at, "type", "Expected an object");
        return std::nullopt;
    }
    const auto before = m_faults.size();
    demandKnown(value, at,
        {"id", "title", "kind", "severity", "zone", "from", "to", "every", "paths", "overrun",
            "reason"});
    const auto id = text(value, "id", at, true);
    const auto zoneName = text(value, "zone", at, true);
    auto zone = Zone::named(zoneName);
    if (!zone && !zoneName.empty())
        fault(value.find("zone"), at + "/zone", "unknown-zone", zone.error().detail);
    const auto every = value.find("every");
    const bool hasSpan = value.find("from").isPresent() || value.find("to").isPresent();
    if (every && hasSpan)
        fault(every, at + "/every", "twice", "Expected either \"every\" or \"from\" and \"to\"");
    const auto once = every ? std::nullopt : oneTime(value, at);
    const auto again = every ? recurring(every, at + "/every") : std::nullopt;
    const auto title = text(value, "title", at, false);
    const auto reason = text(value, "reason", at, false);
    const auto kind = word<FreezeKind, 2>(value, "kind", at);
    const auto severity = word<FreezeSeverity, 2>(value, "severity", at);
    const auto overrun = word<FreezeOverrun, 3>(value, "overrun", at, FreezeOverrun::Pause);
    if (!zone || (!once && !again))
        return std::nullopt;
    FreezeWindow window{id, title.empty() ? id : title, reason, kind, severity, overrun,
        std::move(*zone), OneTime(), {}, {}};
    if (once)
        window.when = *once;
    else
        window.when = *again;
    readPaths(value, at, window);
    return m_faults.size() == before ? std::optional(std::move(window)) : std::nullopt;
}

Result<FreezeCalendar> DocumentReader::read()
{
    const auto root = m_document.nodeCount() > 0 ? m_document.root() : Value();
    const auto list = root.isObject() ? root.find("windows") : Value();
    if (root.isObject())
        demandKnown(root, "", {"windows"});
    if (!list.isArray() || list.size() > mostWindows)
        fault(list, "/windows", "type", "Expected a list of at most 500 windows");
    std::vector<FreezeWindow> windows;
    std::set<std::string> ids;
    int index = 0;
    for (const auto &item : list.isArray() ? list : Value()) {
        const auto at = "/windows/" + std::to_string(index++);
        auto read = window(item.value(), at);
        if (read && !ids.insert(read->id).second)
            fault(item.value().find("id"), at + "/id", "duplicate", "Expected each id once");
        if (read)
            windows.push_back(std::move(*read));
    }
    if (m_faults.empty())
        return FreezeCalendar(std::move(windows));
    auto detail = m_faults.front().pointer + ": " + m_faults.front().message;
    return Error{ErrorKind::Invalid, "bad-freezes", std::move(detail), {}, std::move(m_faults), {}};
}

} // namespace

Result<FreezeCalendar> readFreezes(const Tree &document)
{
    return DocumentReader(document).read();
}

std::string_view freezeSchemaText()
{
    return R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:chancery:sys:freezes",
  "title": "Freeze windows",
  "type": "object",
  "required": ["windows"],
  "additionalProperties": false,
  "properties": {"windows": {"type": "array", "maxItems": 500, "items": {"$ref": "#/$defs/window"}}},
  "$defs": {
    "day": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
    "time": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    "local": {"type": "string",
      "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"},
    "window": {
      "type": "object",
      "required": ["id", "kind", "severity", "zone"],
      "oneOf": [{"required": ["from", "to"]}, {"required": ["every"]}],
      "additionalProperties": false,
      "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 500},
        "title": {"type": "string", "maxLength": 500},
        "kind": {"enum": ["deny", "allow"]},
        "severity": {"enum": ["soft", "hard"]},
        "zone": {"type": "string", "minLength": 1, "description": "A zone of the IANA database"},
        "from": {"$ref": "#/$defs/local"},
        "to": {"$ref": "#/$defs/local"},
        "every": {
          "type": "object",
          "required": ["from", "to"],
          "oneOf": [{"required": ["days"]}, {"required": ["dates"]}],
          "additionalProperties": false,
          "properties": {
            "days": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/day"}},
            "dates": {"type": "array", "minItems": 1,
              "items": {"type": "string", "pattern": "^[0-9]{2}-[0-9]{2}$"}},
            "from": {"$ref": "#/$defs/time"},
            "to": {"$ref": "#/$defs/time"},
            "toDay": {"$ref": "#/$defs/day"}
          }
        },
        "paths": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
        "overrun": {"enum": ["pause"]},
        "reason": {"type": "string", "maxLength": 500}
      }
    }
  }
}
)";
}

} // namespace chancery::core
