// SPDX-License-Identifier: Apache-2.0
//
// A folded text of YAML is told as paragraphs: lines that stand beside each other are one, an empty
// line is a line break of the value. Of a paragraph that was changed the lines before and behind
// the change stay, what is between them is broken anew where the old lines were.
#include "longtexts.h"

#include "engine/core/document/lines.h"

#include <algorithm>
#include <array>
#include <map>
#include <ranges>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t usualWidth = 80;
using Lines = std::vector<std::string>;

// Without the signs that end them; a text has one more of them than line breaks.
Lines linesOf(std::string_view text)
{
    Lines lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        auto line = text.substr(begin, end - begin);
        if (end < text.size() && line.ends_with('\r'))
            line.remove_suffix(1);
        lines.emplace_back(line);
        begin = end + 1;
    }
    return lines;
}

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == npos;
}

bool hasOtherControls(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    });
}

bool isIndented(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

std::string joined(const Lines &lines)
{
    std::string all;
    for (const auto &line : lines)
        all += (all.empty() ? "" : " ") + line;
    return all;
}

// Broken where a single blank stands between words.
Lines wrapped(std::string_view text, std::size_t width)
{
    Lines lines;
    while (!text.empty()) {
        auto end = text.size();
        for (auto blank = text.find(' '); blank != npos; blank = text.find(' ', blank + 1)) {
            const bool isSingle = blank > 0 && text[blank - 1] != ' ' && blank + 1 < text.size()
                && !isIndented(text.substr(blank + 1));
            if (!isSingle)
                continue;
            if (blank > width && end != text.size())
                break;
            end = blank;
            if (blank > width)
                break;
        }
        if (text.size() <= width)
            end = text.size();
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// A paragraph with the lines of the old one as far as they are still in it.
Lines rewritten(std::string_view text, const Lines &old, std::size_t width)
{
    Lines front;
    for (const auto &line : old) {
        if (!text.starts_with(line + ' '))
            break;
        front.push_back(line);
        text.remove_prefix(line.size() + 1);
    }
    Lines back;
    for (auto line = old.rbegin(); line != old.rend() && front.size() + back.size() < old.size();
        ++line) {
        if (!text.ends_with(' ' + *line))
            break;
        back.push_back(*line);
        text.remove_suffix(line->size() + 1);
    }
    std::ranges::move(wrapped(text, width), std::back_inserter(front));
    std::ranges::move(back | std::views::reverse, std::back_inserter(front));
    return front;
}

class FoldedLines {
public:
    explicit FoldedLines(const Lines &before)
    {
        Lines paragraph;
        for (const auto &line : before) {
            m_width = std::max(m_width, line.size());
            if (line.empty() || isIndented(line)) {
                end(paragraph);
                continue;
            }
            paragraph.push_back(line);
        }
        end(paragraph);
        for (std::size_t number = 0; number < m_paragraphs.size(); ++number)
            m_byText.emplace(joined(m_paragraphs[number]), number);
        if (m_width == 0)
            m_width = usualWidth;
    }

    Lines of(const Lines &pieces) const
    {
        Lines lines;
        std::size_t breaks = 0;
        std::size_t number = 0;
        const std::string *last = nullptr;
        for (std::size_t at = 0; at < pieces.size(); ++at) {
            breaks += at > 0 ? 1 : 0;
            const auto &piece = pieces[at];
            if (piece.empty())
                continue;
            // Beside a line that is indented no line break is folded.
            const bool folds = !last || (!isIndented(*last) && !isIndented(piece));
            lines.resize(lines.size() + breaks - (folds ? 0 : 1));
            breaks = 0;
            last = &piece;
            const bool stays = isIndented(piece);
            std::ranges::move(
                stays ? Lines{piece} : paragraph(piece, number), std::back_inserter(lines));
            number += stays ? 0 : 1;
        }
        lines.resize(lines.size() + breaks);
        return lines;
    }

private:
    void end(Lines &paragraph)
    {
        if (!paragraph.empty())
            m_paragraphs.push_back(std::exchange(paragraph, {}));
    }

    // Like the old one that begins alike the furthest, which is a neighbour in the order of texts;
    // where none does, like the one of the same number.
    Lines paragraph(const std::string &text, std::size_t number) const
    {
        if (m_paragraphs.empty())
            return rewritten(text, {}, m_width);
        auto nearest = std::min(number, m_paragraphs.size() - 1);
        std::size_t most = 0;
        const auto consider = [&](const auto &old) {
            const auto same = commonPrefix(old.first, text);
            if (same > most)
                nearest = old.second;
            most = std::max(most, same);
        };
        const auto behind = m_byText.lower_bound(text);
        if (behind != m_byText.end() && behind->first == text)
            return m_paragraphs[behind->second];
        if (behind != m_byText.end())
            consider(*behind);
        if (behind != m_byText.begin())
            consider(*std::prev(behind));
        return rewritten(text, m_paragraphs[nearest], m_width);
    }

    std::vector<Lines> m_paragraphs;
    std::map<std::string, std::size_t> m_byText; // the first of each text
    std::size_t m_width = 0;
};

// A block of YAML: its first line, how far its text is indented, and its text.
struct Block {
    std::string header;
    std::size_t indent = npos;
    Lines lines;
};

Block blockOf(std::string_view source)
{
    Block block;
    block.lines = linesOf(source);
    block.header = block.lines.front();
    block.lines.erase(block.lines.begin());
    for (const auto &line : block.lines) {
        if (!isBlank(line))
            block.indent = std::min(block.indent, line.find_first_not_of(' '));
    }
    for (auto &line : block.lines)
        line.erase(0, std::min(block.indent, line.size()));
    return block;
}

// With the sign for the line breaks at the end of the text: none, one or all are a part of it.
std::string headerFor(std::string header, std::size_t breaksAtEnd)
{
    const auto signs = std::min(header.find_first_not_of("+-0123456789", 1), header.size());
    auto indication = header.substr(1, signs - 1);
    std::erase_if(indication, [](char c) { return c == '+' || c == '-'; });
    indication += breaksAtEnd == 0 ? "-" : breaksAtEnd == 1 ? "" : "+";
    return header.replace(1, signs - 1, indication);
}

// Whether the sign for the line breaks at the end says what they are already.
bool isHeaderFor(std::string_view header, std::size_t breaksAtEnd)
{
    const auto indication = header.substr(1, header.find_first_not_of("+-0123456789", 1) - 1);
    if (indication.find('+') != npos)
        return breaksAtEnd > 0;
    return breaksAtEnd == (indication.find('-') == npos ? 1 : 0);
}

PatchCandidates blocks(const Node &node, std::string_view source, std::string_view text)
{
    const auto old = source.substr(node.begin, node.end - node.begin);
    const auto lineEnd = lineEndOf(old);
    const Block block = blockOf(old);
    const auto content = text.find_last_not_of('\n');
    if (block.indent == npos || content == npos || hasOtherControls(text)
        || text.find('\n') == npos)
        return {};
    const auto breaksAtEnd = text.size() - content - 1;
    const auto pieces = linesOf(text.substr(0, text.size() - (breaksAtEnd > 0 ? 1 : 0)));
    const auto lines = block.header.front() == '>' ? FoldedLines(block.lines).of(pieces) : pieces;
    std::string body;
    for (const auto &line : lines)
        body += lineEnd + (line.empty() ? "" : std::string(block.indent, ' ')) + line;
    PatchCandidates ways{{node.begin, node.end, block.header + body},
        {node.begin, node.end, headerFor(block.header, breaksAtEnd) + body}};
    // Many changes at once are tried in the first way of each only.
    if (!isHeaderFor(block.header, breaksAtEnd))
        std::ranges::reverse(ways);
    return ways;
}

// A line of a text in three double quotes.
std::string escaped(std::string_view line)
{
    std::string out;
    std::size_t quotes = 0;
    for (const char c : line) {
        quotes = c == '"' ? quotes + 1 : 0;
        if (hasOtherControls({&c, 1})) {
            constexpr std::array digits{
                '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
            const auto code = static_cast<unsigned char>(c);
            out += std::string("\\u00") + digits[code / 16U] + digits[code % 16U];
            continue;
        }
        // Three of them would end the text, and the last one would be a part of its end.
        if (c == '\\' || quotes == 3)
            out += '\\';
        quotes = quotes == 3 ? 0 : quotes;
        out += c;
    }
    if (out.ends_with('"') && !out.ends_with("\\\""))
        out.insert(out.size() - 1, 1, '\\');
    return out;
}

// The lines of the new text; those that were in the old one already as they stood there.
Lines writtenLines(const Lines &wanted, const Lines &present, const Lines &source)
{
    Lines lines;
    lines.reserve(wanted.size());
    for (const auto &line : wanted)
        lines.push_back(escaped(line));
    if (present.size() != source.size())
        return lines; // a line break that is none of the value, or one that is escaped
    const auto most = std::min(wanted.size(), present.size());
    std::size_t front = 0;
    for (; front < most && wanted[front] == present[front]; ++front)
        lines[front] = source[front];
    for (std::size_t back = 1;
        back <= most - front && wanted[wanted.size() - back] == present[present.size() - back];
        ++back)
        lines[lines.size() - back] = source[source.size() - back];
    return lines;
}

PatchCandidates quotedLines(
    const Node &node, std::string_view source, std::string_view present, std::string_view text)
{
    constexpr std::size_t quotes = 3;
    const auto old = source.substr(node.begin, node.end - node.begin);
    const auto lineEnd = lineEndOf(old);
    const auto quote = old.substr(0, quotes);
    auto body = old.substr(quotes, old.size() - 2 * quotes);
    // A line break right behind the quotes is none of the text.
    std::string opening(quote);
    if (const auto first = body.find_first_not_of('\r');
        first < body.size() && body[first] == '\n') {
        opening += body.substr(0, first + 1);
        body.remove_prefix(first + 1);
    }
    auto lines = linesOf(text);
    if (quote.front() == '"')
        lines = writtenLines(lines, linesOf(present), linesOf(body));
    else if (hasOtherControls(text) || text.find(quote) != npos)
        return {};
    std::string written;
    for (const auto &line : lines)
        written += (&line == &lines.front() ? "" : lineEnd) + line;
    return {{node.begin, node.end, opening + written + std::string(quote)}};
}

} // namespace

PatchCandidates waysToSetLines(Value place, Value text)
{
    if (!text.isString() || !place.isString())
        return {};
    const Tree &tree = place.tree();
    const std::string_view source = tree.source();
    const Node &node = place.node();
    const auto old = source.substr(node.begin, node.end - node.begin);
    const bool isBlock = old.starts_with('|') || old.starts_with('>');
    if (tree.format() == Format::Yaml && isBlock)
        return blocks(node, source, text.text());
    const bool isQuoted = old.starts_with("\"\"\"") || old.starts_with("'''");
    if (tree.format() == Format::Toml && isQuoted && old.size() >= 6)
        return quotedLines(node, source, place.text(), text.text());
    return {};
}

} // namespace chancery::core
