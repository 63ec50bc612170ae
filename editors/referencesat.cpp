// SPDX-License-Identifier: Apache-2.0
#include "referencesat.h"

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr std::string_view opening = "${ref:";
constexpr std::size_t longestReference = 4096;

// Two dollar signs stand for one, so that it is their number that counts.
bool isEscaped(std::string_view text, std::size_t begin)
{
    std::size_t dollars = 0;
    while (dollars < begin && text[begin - dollars - 1] == '$')
        ++dollars;
    return dollars % 2 == 1;
}

} // namespace

std::vector<core::ReferencePiece> referencesAt(std::string_view line, std::size_t offset)
{
    std::vector<core::ReferencePiece> found;
    for (auto begin = line.find(opening); begin != std::string_view::npos;
        begin = line.find(opening, begin + 1)) {
        const auto end = line.find('}', begin);
        if (end == std::string_view::npos)
            break;
        if (isEscaped(line, begin))
            continue;
        auto pieces = core::piecesOf(line.substr(begin, end + 1 - begin));
        if (pieces.size() != 1 || pieces[0].kind != core::ReferencePiece::Kind::Reference)
            continue;
        pieces[0].begin = begin;
        pieces[0].end = end + 1;
        const bool isHere = begin <= offset && offset <= end + 1;
        found.insert(isHere ? found.begin() : found.end(), std::move(pieces[0]));
    }
    return found;
}

std::optional<UnfinishedReference> unfinishedReferenceAt(std::string_view text, std::size_t caret)
{
    caret = std::min(caret, text.size());
    const auto from = caret - std::min(caret, longestReference);
    const auto before = text.substr(from, caret - from);
    const auto begin = before.rfind(opening);
    if (begin == std::string_view::npos || isEscaped(text, from + begin))
        return {};
    const auto typed = before.substr(begin + opening.size());
    if (typed.find_first_of("}\"'\n\r\\") != std::string_view::npos)
        return {};
    UnfinishedReference reference;
    reference.begin = from + begin + opening.size();
    reference.end = std::min(text.find_first_of("}\"'\n\r\\ ", caret), text.size());
    const auto sign = typed.find('#');
    reference.path = std::string(typed.substr(0, sign));
    if (sign != std::string_view::npos)
        reference.pointer = std::string(typed.substr(sign + 1));
    return reference;
}

} // namespace chancery::editors
