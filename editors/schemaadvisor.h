// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/editorproblem.h"
#include "engine/core/call.h"
#include "engine/core/document/tree.h"
#include "engine/core/rules/annotations.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::editors {

// What is known of one place of a document before its value is read. Values are JSON texts.
struct Advice {
    std::string title;
    std::string description;
    std::vector<std::string> types; // "string", "integer", …
    std::vector<std::string> values; // enum or const: nothing else is allowed
    std::vector<std::string> examples;
    std::vector<std::string> limits; // "minimum 1", "pattern ^a", "format uri"
    std::optional<std::string> defaultValue;
    core::Annotations annotations; // what changing it means, and whose it is
    bool isDeprecated = false;
    bool isSensitive = false;
};

// A key that may stand in an object.
struct KeyAdvice {
    std::string name;
    bool isRequired = false;
    Advice advice;
};

// What an editor asks about a document's meaning: a schema, seen from a cursor. Immutable, of any
// thread: the editor asks from the executor's too. Trees may be those of an older text, or null
// when there never was one that parsed.
class SchemaAdvisor {
public:
    virtual ~SchemaAdvisor() = default;

    // Of the value at that pointer, whether it is there or not; nothing when nothing is known.
    virtual std::optional<Advice> adviceFor(const core::Tree *tree, std::string_view pointer) const
        = 0;
    // The keys known for the object at that pointer, present ones included, in the schema's order.
    virtual std::vector<KeyAdvice> keysFor(const core::Tree *tree, std::string_view pointer) const
        = 0;
    // All violations, as far as byte range, severity, code, message and pointer; lines and columns
    // are filled in by the editor. May stop early when the token is cancelled.
    virtual std::vector<EditorProblem> check(
        const core::Tree &tree, const core::CancelToken &token) const
        = 0;
    // For every node whether it is sensitive, there or further up; empty when none is.
    virtual std::vector<bool> sensitiveNodes(const core::Tree & /*tree*/) const { return {}; }
    // It stands for one that has not come yet.
    virtual bool isAwaited() const { return false; }
};

} // namespace chancery::editors
