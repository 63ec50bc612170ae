// SPDX-License-Identifier: Apache-2.0
//
// Each line belongs to a block: a mapping or a sequence without brackets, which has a column in the
// old text and gets one in the new. Lines at the column of their block begin an entry; lines to its
// right are the value of one and stand one step further in. What goes on over several lines, a text
// or a collection in brackets, moves with its first line, but for texts in block style, whose lines
// are put one step to the right of their block. Comments go with the entry that follows them. What
// is inside a line stays, but for the blanks behind a dash. Whether all this was right is proved by
// reading the result.
#include "engine/core/document/layout/reshape.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/yaml/events.h"

#include <algorithm>
#include <optional>

namespace chancery::core::layout {

namespace {

using yaml::EventKind;
using yaml::ScalarStyle;
constexpr auto npos = std::string_view::npos;
constexpr long step = 2;

struct Block {
    std::size_t begin = 0;
    std::size_t end = 0;
    long column = 0;
    long newColumn = 0;
    bool isSequence = false;
};

// Something that goes on over several lines, in the block with that number.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t block = 0;
    bool isText = false;
    bool isBlockText = false; // "|" and ">"
    bool hasIndicator = false; // "|2"
};

constexpr std::size_t none = std::size_t(-1);

// Blocks and spans of a document, in its order.
class Shape {
public:
    explicit Shape(const std::string &source)
        : m_source(source)
    {
        for (const auto &event : yaml::yamlEvents(source, Limits::wide()).events)
            take(event);
    }

    std::vector<Block> blocks;
    std::vector<Span> spans;

private:
    struct Open {
        bool isFlow = false;
        std::size_t block = none;
        std::size_t span = none;
    };

    long columnOf(std::size_t at) const
    {
        const auto before = at > 0 ? m_source.rfind('\n', at - 1) : npos;
        return static_cast<long>(before == npos ? at : at - before - 1);
    }

    void take(const yaml::OwnedEvent &event)
    {
        switch (event.kind) {
        case EventKind::SequenceStart:
        case EventKind::MappingStart:
            open(event);
            return;
        case EventKind::SequenceEnd:
        case EventKind::MappingEnd:
            close(event);
            return;
        case EventKind::Scalar:
            if (m_source.find('\n', event.begin) < event.end)
                addText(event);
            return;
        default:
            return;
        }
    }

    std::size_t blockHere() const { return m_open.empty() ? none : m_open.back().block; }

    void open(const yaml::OwnedEvent &event)
    {
        if (event.isFlow) {
            m_open.push_back({true, blockHere(), spans.size()});
            spans.push_back({event.begin, event.begin, blockHere()});
            return;
        }
        Block block{event.begin, event.begin, columnOf(event.begin), 0,
            event.kind == EventKind::SequenceStart};
        if (const auto parent = blockHere(); parent != none) {
            const Block &around = blocks[parent];
            const bool isLevel
                = block.isSequence && !around.isSequence && block.column == around.column;
            block.newColumn = around.newColumn + (isLevel ? 0 : step);
        }
        m_open.push_back({false, blocks.size(), none});
        blocks.push_back(block);
    }

    void close(const yaml::OwnedEvent &event)
    {
        const Open open = m_open.back();
        m_open.pop_back();
        if (open.isFlow)
            spans[open.span].end = event.end;
        else
            blocks[open.block].end = event.end;
    }

    void addText(const yaml::OwnedEvent &event)
    {
        const bool isBlockText
            = event.style == ScalarStyle::Literal || event.style == ScalarStyle::Folded;
        Span span{event.begin, event.end, blockHere(), true, isBlockText};
        const auto header = std::string_view(m_source).substr(
            event.begin, m_source.find('\n', event.begin) - event.begin);
        span.hasIndicator = isBlockText && header.substr(0, 3).find_first_of("123456789") != npos;
        spans.push_back(span);
    }

    const std::string &m_source;
    std::vector<Open> m_open;
};

struct Line {
    std::size_t begin = 0;
    std::size_t first = 0; // not blank; the end when there is none
    std::size_t end = 0; // before the line break
    std::size_t next = 0;
};

class YamlWriter {
public:
    YamlWriter(const std::string &source, bool joinsEmptyLines)
        : m_source(source)
        , m_lineEnd(lineEndOf(source))
        , m_joins(joinsEmptyLines)
        , m_shape(source)
    {
    }

    std::string write()
    {
        std::size_t at = 0;
        while (at < m_source.size())
            at = write(lineAt(at));
        finishComments(std::nullopt);
        // The break would become a part of a text in block style.
        if (!m_out.empty() && !m_out.ends_with('\n') && m_afterBlockText == none)
            m_out += m_lineEnd;
        return std::move(m_out);
    }

private:
    Line lineAt(std::size_t begin) const
    {
        Line line;
        line.begin = begin;
        const auto end = m_source.find('\n', begin);
        line.next = end == npos ? m_source.size() : end + 1;
        line.end = end == npos ? m_source.size() : end;
        if (line.end > begin && m_source[line.end - 1] == '\r')
            --line.end;
        line.first = std::min(m_source.find_first_not_of(" \t", begin), line.end);
        return line;
    }

    // The text or collection that began before the line and goes on in it.
    const Span *spanOver(std::size_t lineBegin, bool wantsText)
    {
        const Span *found = nullptr;
        while (m_nextSpan < m_shape.spans.size() && m_shape.spans[m_nextSpan].begin < lineBegin)
            m_openSpans.push_back(m_nextSpan++);
        std::erase_if(
            m_openSpans, [&](std::size_t span) { return m_shape.spans[span].end <= lineBegin; });
        for (const auto index : m_openSpans) {
            const Span &span = m_shape.spans[index];
            if (span.isText == wantsText)
                found = found && !wantsText ? found : &span;
        }
        return found;
    }

    std::size_t write(const Line &line)
    {
        const Span *text = spanOver(line.begin, true);
        const Span *flow = spanOver(line.begin, false);
        if (text && text->isBlockText)
            writeOfBlockText(line, *text);
        else if (line.first == line.end && !text)
            m_emptyLines += m_isAnythingOut || !m_comments.empty() ? 1 : 0;
        else if (text || flow)
            writeContinued(line, text ? *text : *flow);
        else if (m_source[line.first] == '#')
            takeComment(line);
        else
            writeEntry(line);
        return line.next;
    }

    void put(const Line &line, long indent, std::size_t from)
    {
        finishEmptyLines();
        // Blanks at the end of a line within a text may be a part of it.
        auto end = line.end;
        const bool isInText = spanEndsBehind(line.next);
        while (!isInText && end > from && (m_source[end - 1] == ' ' || m_source[end - 1] == '\t'))
            --end;
        m_out.append(static_cast<std::size_t>(std::max(0L, indent)), ' ');
        m_out.append(m_source, from, end - from);
        m_out.append(m_source, line.end, line.next - line.end);
        m_isAnythingOut = true;
    }

    // Is the next line a part of a text?
    bool spanEndsBehind(std::size_t next) { return spanOver(next, true) != nullptr; }

    void finishEmptyLines()
    {
        const auto lines = m_joins ? std::min<std::size_t>(m_emptyLines, 1) : m_emptyLines;
        for (std::size_t line = 0; line < lines; ++line)
            m_out += m_lineEnd;
        m_emptyLines = 0;
    }

    void writeOfBlockText(const Line &line, const Span &span)
    {
        finishComments(std::nullopt);
        if (m_textSpan != &span) {
            m_textSpan = &span;
            m_textShift = shiftOfText(line, span);
        }
        m_afterBlockText = span.block;
        if (line.first == line.end && static_cast<long>(line.end - line.begin) <= m_textColumn) {
            finishEmptyLines();
            m_out.append(m_source, line.end, line.next - line.end);
            return;
        }
        const auto indent
            = static_cast<long>(m_source.find_first_not_of(' ', line.begin) - line.begin);
        const auto kept = std::min(indent, m_textColumn);
        finishEmptyLines();
        m_out.append(static_cast<std::size_t>(std::max(0L, kept + m_textShift)), ' ');
        m_out.append(m_source, line.begin + static_cast<std::size_t>(kept),
            line.next - line.begin - static_cast<std::size_t>(kept));
    }

    // By how much a text's lines move; its column is that of its first line with anything on it.
    long shiftOfText(Line line, const Span &span)
    {
        while (line.first == line.end && line.next < span.end)
            line = lineAt(line.next);
        m_textColumn = static_cast<long>(
            std::min(m_source.find_first_not_of(' ', line.begin), line.end) - line.begin);
        if (span.block == none)
            return 0;
        const Block &block = m_shape.blocks[span.block];
        return span.hasIndicator ? block.newColumn - block.column
                                 : block.newColumn + step - m_textColumn;
    }

    void writeContinued(const Line &line, const Span &span)
    {
        finishComments(std::nullopt);
        const auto blanks = std::string_view(m_source).substr(line.begin, line.first - line.begin);
        if (line.first == line.end || blanks.find('\t') != npos || span.block == none) {
            put(line, 0, line.begin);
            return;
        }
        const Block &block = m_shape.blocks[span.block];
        const long shift = block.newColumn - block.column;
        put(line, static_cast<long>(blanks.size()) + shift, line.first);
    }

    struct Comment {
        Line line;
        std::size_t emptyLines = 0;
    };

    void takeComment(const Line &line)
    {
        m_comments.push_back({line, std::exchange(m_emptyLines, 0)});
    }

    // Where a comment goes: to the entry that follows if it stands above it, else to the block that
    // it stands in.
    void finishComments(std::optional<std::pair<long, long>> next)
    {
        const auto behind = std::exchange(m_emptyLines, 0);
        for (const Comment &comment : std::exchange(m_comments, {})) {
            const auto column = static_cast<long>(comment.line.first - comment.line.begin);
            long indent = column;
            if (next && column == next->first) {
                indent = next->second;
            } else if (const auto known = columnNow(column)) {
                indent = *known;
            } else if (next) {
                indent = column + next->second - next->first;
            }
            // Not to be taken for a line of the text before it.
            if (m_afterBlockText != none)
                indent = std::min(indent, m_shape.blocks[m_afterBlockText].newColumn);
            m_emptyLines = comment.emptyLines;
            put(comment.line, indent, comment.line.first);
        }
        m_emptyLines = behind;
    }

    // What has become of a column of the blocks that were open at the last entry.
    std::optional<long> columnNow(long column) const
    {
        for (auto open = m_openBlocks.rbegin(); open != m_openBlocks.rend(); ++open) {
            if (m_shape.blocks[*open].column == column)
                return m_shape.blocks[*open].newColumn;
        }
        return std::nullopt;
    }

    // The innermost block at the place.
    const Block *blockAt(std::size_t at)
    {
        while (m_nextBlock < m_shape.blocks.size() && m_shape.blocks[m_nextBlock].begin <= at)
            m_openBlocks.push_back(m_nextBlock++);
        const auto column = columnOf(at);
        // The end of a block may lie behind what follows it; its lines never stand further left.
        while (!m_openBlocks.empty()
            && (m_shape.blocks[m_openBlocks.back()].end <= at
                || m_shape.blocks[m_openBlocks.back()].column > column))
            m_openBlocks.pop_back();
        return m_openBlocks.empty() ? nullptr : &m_shape.blocks[m_openBlocks.back()];
    }

    long columnOf(std::size_t at) const
    {
        const auto before = at > 0 ? m_source.rfind('\n', at - 1) : npos;
        return static_cast<long>(before == npos ? at : at - before - 1);
    }

    bool isDash(std::size_t at, std::size_t end) const
    {
        return m_source[at] == '-' && (at + 1 == end || m_source[at + 1] == ' ');
    }

    void writeEntry(const Line &line)
    {
        const auto column = static_cast<long>(line.first - line.begin);
        // Blocks that end before the line are needed by the comments before it.
        const auto openBefore = m_openBlocks;
        const Block *block = blockAt(line.first);
        long indent = column;
        if (block)
            indent = block->column == column ? block->newColumn : block->newColumn + step;
        // A sequence at the column of its key.
        if (block && block->isSequence && block->column == column && !isDash(line.first, line.end)
            && m_openBlocks.size() > 1)
            indent = m_shape.blocks[m_openBlocks[m_openBlocks.size() - 2]].newColumn;
        const auto openNow = std::exchange(m_openBlocks, openBefore);
        finishComments(std::pair(column, indent));
        m_openBlocks = openNow;
        m_afterBlockText = none;
        finishEmptyLines();
        putDashes(line, indent);
    }

    // A dash, one blank, what follows; and so on while that is a dash again.
    void putDashes(const Line &line, long indent)
    {
        std::string dashes;
        auto from = line.first;
        while (from < line.end && isDash(from, line.end)) {
            const auto content = m_source.find_first_not_of(' ', from + 1);
            if (content >= line.end || m_source[content] == '#' || m_source[content] == '\t')
                break;
            dashes += "- ";
            from = content;
        }
        m_out.append(static_cast<std::size_t>(std::max(0L, indent)), ' ');
        m_out += dashes;
        // Blocks that begin behind the dashes are open for the comments that follow.
        blockAt(from);
        put(line, 0, from);
    }

    const std::string &m_source;
    std::string m_lineEnd;
    bool m_joins;
    Shape m_shape;
    std::string m_out;
    bool m_isAnythingOut = false;
    std::size_t m_emptyLines = 0;
    std::vector<Comment> m_comments;
    std::size_t m_nextSpan = 0;
    std::vector<std::size_t> m_openSpans;
    std::size_t m_nextBlock = 0;
    std::vector<std::size_t> m_openBlocks;
    const Span *m_textSpan = nullptr;
    long m_textShift = 0;
    long m_textColumn = 0;
    std::size_t m_afterBlockText = none;
};

} // namespace

std::string formattedYaml(const std::string &source, bool joinsEmptyLines)
{
    return YamlWriter(source, joinsEmptyLines).write();
}

} // namespace chancery::core::layout
