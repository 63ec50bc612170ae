// SPDX-License-Identifier: Apache-2.0
#include "referencetext.h"

namespace chancery::core {

namespace {

constexpr std::string_view opening = "{ref:";

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string withoutPercents(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isPercentCode(text, i)) {
            out += text[i];
            continue;
        }
        out += char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return out;
}

// From the dollar sign on.
ReferencePiece referenceAt(std::string_view text, std::size_t begin)
{
    ReferencePiece piece;
    piece.begin = begin;
    piece.kind = ReferencePiece::Kind::Malformed;
    const auto inner = begin + 1 + opening.size();
    const auto close = text.find('}', inner);
    if (close == std::string_view::npos) {
        piece.end = text.size();
        piece.text = "Expected a closing } (or $${ref: for the plain text)";
        return piece;
    }
    piece.end = close + 1;
    const auto target = text.substr(inner, close - inner);
    const auto hash = target.find('#');
    piece.path = target.substr(0, hash);
    if (hash != std::string_view::npos)
        piece.pointer = withoutPercents(target.substr(hash + 1));
    if (!piece.path.empty() && (piece.path.front() != '/' || piece.path.size() == 1))
        piece.text = "Expected the path of a config with a slash in front, as in "
                     "${ref:/payments/db#/host}";
    else if (hash == std::string_view::npos && piece.path.empty())
        piece.text = "Expected a path or a pointer, as in ${ref:/payments/db#/host}";
    else if (!piece.pointer.empty() && piece.pointer.front() != '/')
        piece.text = "Expected a pointer with a slash in front behind the #";
    else
        piece.kind = ReferencePiece::Kind::Reference;
    return piece;
}

// Text that follows text is one piece.
void addText(std::vector<ReferencePiece> &pieces, std::string_view text, std::size_t begin)
{
    if (text.empty())
        return;
    if (pieces.empty() || pieces.back().kind != ReferencePiece::Kind::Text) {
        pieces.emplace_back();
        pieces.back().begin = begin;
    }
    pieces.back().text += text;
    pieces.back().end = begin + text.size();
}

} // namespace

bool hasReference(std::string_view text)
{
    return text.find("${ref:") != std::string_view::npos;
}

std::vector<ReferencePiece> piecesOf(std::string_view text)
{
    std::vector<ReferencePiece> pieces;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find("${ref:", at);
        if (open == std::string_view::npos)
            break;
        auto first = open;
        while (first > at && text[first - 1] == '$')
            --first;
        const auto dollars = open + 1 - first;
        addText(pieces, text.substr(at, first - at), at);
        addText(pieces, text.substr(first, dollars / 2), first);
        if (dollars % 2 == 0) {
            addText(pieces, opening, open + 1);
            at = open + 1 + opening.size();
            continue;
        }
        pieces.push_back(referenceAt(text, open));
        at = pieces.back().end;
    }
    addText(pieces, text.substr(at), at);
    return pieces;
}

bool isPercentCode(std::string_view text, std::size_t at)
{
    return text[at] == '%' && at + 2 < text.size() && hexDigit(text[at + 1]) >= 0
        && hexDigit(text[at + 2]) >= 0;
}

std::string encodedPointer(std::string_view pointer)
{
    std::string out;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '}')
            out += "%7D";
        else if (isPercentCode(pointer, i))
            out += "%25";
        else
            out += pointer[i];
    }
    return out;
}

} // namespace chancery::core
