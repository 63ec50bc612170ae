// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/quickfix.h"
#include "editors/schemaadvisor.h"

namespace chancery::editors {

// The bytes of a value that is not for everybody's eyes.
struct SensitiveSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t node = 0;
    // What a plain secret looks like; empty where the schema says so, or the name over it.
    std::string_view kind;

    friend bool operator==(const SensitiveSpan &, const SensitiveSpan &) = default;
};

// The values that the schema calls sensitive, those that look like secrets and those whose names
// tell so, in the order of the text and without overlaps. Null: no schema. Of any thread.
std::vector<SensitiveSpan> sensitiveSpans(const core::Tree &tree, const SchemaAdvisor *advisor);
// The same of one value of a tree, for what shows values one by one; the advice is what the schema
// says of it. There are no other ways to tell than these two, and they tell the same.
bool isSensitive(const std::string &pointer, core::Value value, const Advice *advice);

inline constexpr auto plainSecretCode = "plain-secret";
// A warning for each secret in a field that no schema protects, at most so many; never with the
// value.
std::vector<EditorProblem> secretProblems(
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans, std::size_t limit);
// What can be proposed for one: a reference to where it may stand, or nothing in its place.
std::vector<QuickFix> secretFixes(const EditorProblem &problem, const core::Tree &tree);

} // namespace chancery::editors
