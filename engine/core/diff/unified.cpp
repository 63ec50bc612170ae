// SPDX-License-Identifier: Apache-2.0
#include "unified.h"

namespace chancery::core {

namespace {

using Lines = std::vector<std::string_view>;

// With their ends: for patch(1) a line that ends in another way is another line.
Lines linesWithEnds(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto size = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

Lines shownLines(const std::vector<std::string> *shown, const Lines &lines)
{
    return shown ? Lines(shown->begin(), shown->end()) : lines;
}

// Hunks whose context would touch stand under one head.
struct Group {
    std::size_t first = 0;
    std::size_t last = 0; // both of the hunks, inclusive
};

std::vector<Group> grouped(const std::vector<Hunk> &hunks, std::size_t context)
{
    std::vector<Group> groups;
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const bool joins = !groups.empty()
            && hunks[i].leftBegin - hunks[groups.back().last].leftEnd <= 2 * context;
        if (joins)
            groups.back().last = i;
        else
            groups.push_back({i, i});
    }
    return groups;
}

std::string rangeOf(std::size_t begin, std::size_t end)
{
    const auto count = end - begin;
    const auto start = count == 0 ? begin : begin + 1;
    return std::to_string(start) + (count == 1 ? "" : ',' + std::to_string(count));
}

void appendLines(
    std::string &out, const Lines &lines, std::size_t begin, std::size_t end, char mark)
{
    for (; begin < end; ++begin) {
        out += mark;
        out += lines[begin];
        if (!lines[begin].ends_with('\n'))
            out += "\n\\ No newline at end of file\n";
    }
}

// A name as it may stand in a head: one line, nothing that acts on a terminal.
std::string quotedName(const std::string &name)
{
    std::string quoted;
    bool isPlain = true;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\') {
            quoted += c;
            continue;
        }
        isPlain = false;
        quoted += '\\';
        if (c == '"' || c == '\\') {
            quoted += c;
            continue;
        }
        for (const int shift : {6, 3, 0})
            quoted += char('0' + ((byte >> shift) & 7));
    }
    if (!isPlain)
        return '"' + quoted + '"';
    // As diff and git write it: without the tab behind it patch(1) reads no further than the blank.
    return name.find(' ') == std::string::npos ? name : name + '\t';
}

class Writing {
public:
    Writing(const Lines &left, const Lines &right, const std::vector<Hunk> &hunks)
        : m_left(left)
        , m_right(right)
        , m_hunks(hunks)
    {
    }

    void append(std::string &out, const Group &group, std::size_t context)
    {
        const auto &first = m_hunks[group.first];
        const auto &last = m_hunks[group.last];
        const auto before = std::min(context, first.leftBegin);
        const auto after = std::min(context, m_left.size() - last.leftEnd);
        // On the right stands what comes of the left by the hunks that are told.
        const auto rightBegin = first.leftBegin - before + m_more;
        for (auto i = group.first; i <= group.last; ++i)
            m_more += m_hunks[i].rightEnd - m_hunks[i].rightBegin
                - (m_hunks[i].leftEnd - m_hunks[i].leftBegin);
        out += "@@ -" + rangeOf(first.leftBegin - before, last.leftEnd + after) + " +"
            + rangeOf(rightBegin, last.leftEnd + after + m_more) + " @@\n";
        auto at = first.leftBegin - before;
        for (auto i = group.first; i <= group.last; ++i) {
            appendLines(out, m_left, at, m_hunks[i].leftBegin, ' ');
            appendLines(out, m_left, m_hunks[i].leftBegin, m_hunks[i].leftEnd, '-');
            appendLines(out, m_right, m_hunks[i].rightBegin, m_hunks[i].rightEnd, '+');
            at = m_hunks[i].leftEnd;
        }
        appendLines(out, m_left, at, at + after, ' ');
    }

private:
    const Lines &m_left;
    const Lines &m_right;
    const std::vector<Hunk> &m_hunks;
    std::size_t m_more = 0; // lines that the hunks so far add; wraps where they take some away
};

} // namespace

std::string unifiedDiff(std::string_view left, std::string_view right,
    const UnifiedOptions &options, const CancelToken *token)
{
    const auto leftLines = linesWithEnds(left);
    const auto rightLines = linesWithEnds(right);
    auto hunks = diffLines(leftLines, rightLines, token);
    if (options.choose)
        hunks = options.choose(hunks, leftLines, rightLines);
    if (hunks.empty())
        return {};
    std::string out
        = "--- " + quotedName(options.leftName) + "\n+++ " + quotedName(options.rightName) + '\n';
    const auto shownLeft = shownLines(options.leftShown, leftLines);
    const auto shownRight = shownLines(options.rightShown, rightLines);
    Writing writing(shownLeft, shownRight, hunks);
    for (const auto &group : grouped(hunks, options.context))
        writing.append(out, group, options.context);
    return out;
}

} // namespace chancery::core
