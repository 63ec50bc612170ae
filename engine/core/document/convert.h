// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"

namespace chancery::core {

// Something that another format cannot carry, or that its text no longer says.
struct ConversionLoss {
    enum class Kind : std::uint8_t {
        Comment, // stays behind
        Null, // TOML has none: the member is left out
        Alias, // what it stands for is written out
        Time // of TOML: it becomes a string
    };
    Kind kind = Kind::Comment;
    std::size_t offset = 0; // in the source
    std::string text; // the comment, the pointer or the alias

    friend bool operator==(const ConversionLoss &, const ConversionLoss &) = default;
};

struct Conversion {
    std::string text;
    std::vector<ConversionLoss> losses; // in the order of the source
};

// The document's value written in a format, order and numbers kept. Proved: the text was read again
// and has the same value but for the members that were left out. TOML has no text for
// a list with a null (Error{Invalid, "toml-has-no-null"}) and for a document that is no object
// ("toml-needs-table"); what else cannot be proved is "cannot-convert".
Result<Conversion> convertDocument(const Tree &tree, Format to);

} // namespace chancery::core
