// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

namespace chancery::core::yaml {

enum class EventKind : std::uint8_t {
    StreamStart,
    StreamEnd,
    DocumentStart,
    DocumentEnd,
    SequenceStart,
    SequenceEnd,
    MappingStart,
    MappingEnd,
    Scalar,
    Alias
};

enum class ScalarStyle : std::uint8_t { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

// What the parser tells its sink. The views live until the sink returns, except for the anchor,
// which stands in the source, and the tag, which lives as long as the parser.
struct Event {
    EventKind kind = EventKind::StreamStart;
    ScalarStyle style = ScalarStyle::Plain;
    bool isFlow = false; // collections in brackets
    bool isExplicit = false; // documents: begun by "---" or ended by "..."
    std::string_view anchor{}; // of the node; the name that an alias stands for
    std::string_view tag{}; // resolved: "tag:yaml.org,2002:str", "!local", "!"
    std::string_view value{}; // of a scalar, decoded; in the source where that is possible
    // Bytes of the node without its properties. The start of a block collection stands at its first
    // entry, its end behind its last content; an empty scalar has an empty span where it would be.
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Receives the events of one stream in order. Lives on the caller's stack.
class EventSink {
public:
    EventSink() = default;
    EventSink(const EventSink &) = delete;
    EventSink &operator=(const EventSink &) = delete;
    virtual ~EventSink() = default;
    // False ends the parsing; the sink keeps the reason.
    virtual bool take(const Event &event) = 0;
};

// Parses a YAML 1.2 stream into the sink. Returns what is wrong with its syntax; nothing when all
// events were delivered or when the sink ended the parsing. Only bytes and depth of the limits are
// looked at.
std::optional<Problem> parse(const std::string &source, const Limits &limits, EventSink &sink);

// An event that owns its texts.
struct OwnedEvent {
    EventKind kind = EventKind::StreamStart;
    ScalarStyle style = ScalarStyle::Plain;
    bool isFlow = false;
    bool isExplicit = false;
    std::string anchor;
    std::string tag;
    std::string value;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// All events of a stream up to the first problem.
struct EventList {
    std::vector<OwnedEvent> events;
    std::optional<Problem> problem;
};
EventList yamlEvents(const std::string &source, const Limits &limits = {});

} // namespace chancery::core::yaml
