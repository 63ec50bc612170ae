// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <optional>
#include <string>
#include <vector>

namespace chancery::core {

// What a change of a value means to those who use it ("x-impact").
enum class Impact : std::uint8_t { Ordinary, None, Breaking };
// How a new value comes into use ("x-reload").
enum class Reload : std::uint8_t { Unsaid, Hot, Restart };

// "x-capacity": true, or {"factor": 2, "minimum": 10}.
struct CapacityRule {
    double factor = 2; // at most that many times more or less in one change
    std::string minimum; // JSON number that no change may go below; empty for none

    friend bool operator==(const CapacityRule &, const CapacityRule &) = default;
};

// "x-max-removal": true, a percentage, or {"percent": 10, "key": "/name"}.
struct RemovalRule {
    double percent = 10; // of the items or members that may go in one change
    std::string key; // pointer to what names an item of an array; empty for the item itself

    friend bool operator==(const RemovalRule &, const RemovalRule &) = default;
};

// "x-patterns": what the texts of a list, or a text itself, are as patterns, and what they must not
// match more of than a share: {"kind": "prefix", "samples": ["/a", "/b"], "percent": 10}.
struct PatternRule {
    enum class Kind : std::uint8_t { Regex, Prefix, Contains, Glob };
    Kind kind = Kind::Regex;
    double percent = 10; // of the samples that one of them may match
    Value samples; // an array of texts
};

// What one schema object says beside what validation reads.
struct Annotations {
    std::optional<Impact> impact;
    Reload reload = Reload::Unsaid;
    std::optional<CapacityRule> capacity;
    std::optional<RemovalRule> maxRemoval;
    std::string owner; // "x-owner"
    std::vector<std::string> retired; // "x-retired": keys that may not be used again
    std::string
        capability; // "x-requires": what whoever reads the value when it is on must be able to
    bool isSensitive = false; // "x-sensitive": true, or the name of a class
    bool isDeprecated = false;
    bool isPerEnvironment = false; // "x-per-environment": it and all below belong to where they are

    friend bool operator==(const Annotations &, const Annotations &) = default;
};

// Those of one schema object; what is not in its form says nothing.
Annotations annotationsOf(Value schemaObject);
// Nothing where it says none, or none in its form.
std::optional<PatternRule> patternRuleOf(Value schemaObject);
// Whether there is anything for annotationsOf() or an "x-invariants" in it.
bool isAnnotated(Value schemaObject);

// An annotation that is not in its form: what was expected, and where.
struct AnnotationProblem {
    std::string message;
    Value where;
};
std::vector<AnnotationProblem> checkAnnotations(Value schemaObject);

} // namespace chancery::core
