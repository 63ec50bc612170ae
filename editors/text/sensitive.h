// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/quickfix.h"
#include "editors/schemaadvisor.h"

namespace chancery::editors {

// The bytes of a value that is not for everybody's eyes; of a sealed one, all of what stands for
// it.
struct SensitiveSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::uint32_t node = 0;
    std::string_view kind; // what a plain secret looks like; empty where something else says so
    bool isSealed = false;
    bool isByName = false; // only the name over it says so
    bool isInComment = false; // it is no value; the node is nought

    friend bool operator==(const SensitiveSpan &, const SensitiveSpan &) = default;
};

// The values that the schema calls sensitive, those that look like secrets and those whose names
// tell so, and the secrets in comments, in the order of the text and without overlaps. Null: no
// schema. Of any thread.
std::vector<SensitiveSpan> sensitiveSpans(const core::Tree &tree, const SchemaAdvisor *advisor);
// What shows the text of a sensitive value once more: the anchors of YAML's aliases, and the
// aliases of its anchors; in rising order.
std::vector<std::uint32_t> sensitiveAnchors(const core::Tree &tree, const SchemaAdvisor *advisor);
// The first of one value of a tree, for what shows values one by one; the advice is what the schema
// says of it. There are no other ways to tell than these three, and together the latter tell what
// the first does.
bool isSensitive(const std::string &pointer, core::Value value, const Advice *advice);

// The pointer of what stands at an offset; of what is inside a sealed value, that of the whole.
std::string pointerAround(const core::Tree &tree, std::size_t offset);

inline constexpr auto plainSecretCode = "plain-secret";
inline constexpr auto unsealedCode = "unsealed-value";
inline constexpr auto secretCommentCode = "secret-in-comment";
// Whether a problem is one that sealing the value would end.
bool asksForSeal(const EditorProblem &problem);
// Whether secretFixes() knows what to do, which takes no schema.
bool isAboutSecret(const EditorProblem &problem);
// A warning for each secret in a field that no schema protects and in a comment, a remark on each
// that the schema calls sensitive and nobody has sealed, and errors for what is no sealed value any
// more and for a cover in the place of a value; never with the value. At most so many of each but
// the seals.
std::vector<EditorProblem> secretProblems(
    const core::Tree &tree, const std::vector<SensitiveSpan> &spans, std::size_t limit);
// What can be proposed for one: to seal it, a reference to where it may stand, or nothing in its
// place. In a comment nothing can be sealed, but the whole comment may go.
std::vector<QuickFix> secretFixes(const EditorProblem &problem, const core::Tree &tree);

} // namespace chancery::editors
