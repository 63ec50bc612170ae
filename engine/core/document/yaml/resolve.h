// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/yaml/events.h"

namespace chancery::core::yaml {

enum class Meaning : std::uint8_t {
    Null,
    True,
    False,
    Number,
    String,
    NotInteroperable, // infinite, not a number, or too large
    NotExact, // a number that not every reader can hold as it is written
    TagMismatch, // the text is not of the tag's type
    UnknownTag
};

struct Resolved {
    Meaning meaning = Meaning::String;
    std::string number; // the JSON text where it differs from what is written
};

// What a scalar means in the core schema of YAML 1.2 (§10.3).
Resolved resolve(std::string_view text, ScalarStyle style, std::string_view tag);

// Is the tag that of a mapping (or sequence), or none?
Meaning resolveCollection(std::string_view tag, bool isMapping);

} // namespace chancery::core::yaml
