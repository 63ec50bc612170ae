// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

// A string of a config, taken apart. "${ref:/payments/db#/host}" is a reference; a dollar sign in
// front makes it plain text ("$${ref:" is "${ref:"), and nothing else that has a dollar sign means
// anything.
struct ReferencePiece {
    enum class Kind { Text, Reference, Malformed };
    Kind kind = Kind::Text;
    std::size_t begin = 0; // bytes of the string
    std::size_t end = 0;
    std::string text; // what stands there; of a malformed one what was expected
    std::string path; // "/payments/db"; empty for the same document
    std::string pointer; // RFC 6901; its percent-encoded bytes are decoded, so that %7D is '}'
};

// Whether taking it apart gives anything but itself.
bool hasReference(std::string_view text);
std::vector<ReferencePiece> piecesOf(std::string_view text);
// Whether a percent sign and two hexadecimal digits stand there, which a reference reads as a byte.
bool isPercentCode(std::string_view text, std::size_t at);
// A pointer, or a key of one, as it stands in a reference: "%7D" for a brace, "%25" for a percent
// sign that would be taken for such a code.
std::string encodedPointer(std::string_view pointer);

} // namespace chancery::core
