// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/schema.h"
#include "engine/core/secrets/scanner.h"

#include <string>

namespace chancery::core {

// Bytes [begin, end) of a text.
struct TextSpan {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

// What stands for a sensitive value, whatever its length.
inline constexpr std::string_view cover = "••••••";

// Whether a value of this kind is covered where it is sensitive. null tells nothing, and an object
// or a list is covered item by item.
bool canHoldSecret(NodeType type);

// In the order of the text, without overlaps; empty ones are dropped.
std::vector<TextSpan> mergedSpans(std::vector<TextSpan> spans);

// What is covered wherever a document is shown: the values that the schema calls sensitive (null:
// it says nothing), those that look like secrets, those whose names alone say so, and wherever
// YAML writes or repeats one of them. Where the scanner has not seen everything, all values.
std::vector<std::uint32_t> coveredNodes(
    const Tree &tree, const CompiledSchema *schema, const SecretScanner &scanner);
// The same as places in the text, with the secrets in comments, in its order, without overlaps.
std::vector<TextSpan> coveredSpans(
    const Tree &tree, const CompiledSchema *schema, const SecretScanner &scanner);

// A part of a text with every span replaced by the cover.
std::string covered(
    std::string_view text, const std::vector<TextSpan> &spans, std::size_t begin, std::size_t end);

// Texts that are a cover, or hold one: what was shown of a value was put in the place of the value,
// by the clipboard for one, and would go live as the secret. In the order of the tree; linear.
inline constexpr auto coveredValueCode = "covered-value";
inline constexpr auto coveredValueMessage
    = "This is what covers a sensitive value on screen, not the value itself";
std::vector<std::uint32_t> coversAsValues(const Tree &tree);

// A text whose covered values cannot be told from each other, to be searched in: what they are
// shows in nothing that is found.
class CoveredText {
public:
    CoveredText(std::string_view text, const std::vector<TextSpan> &spans);

    const std::string &text() const { return m_text; }
    // The bytes of the original for bytes of the text; nothing where they touch a cover.
    std::optional<TextSpan> original(const TextSpan &span) const;
    // The way back.
    std::optional<TextSpan> shown(const TextSpan &span) const;

private:
    struct Piece {
        std::size_t begin = 0; // in the text
        std::size_t original = 0;
        std::size_t size = 0;
    };
    std::string m_text;
    std::vector<Piece> m_pieces; // between the covers
};

} // namespace chancery::core
