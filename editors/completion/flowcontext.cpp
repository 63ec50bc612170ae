// SPDX-License-Identifier: Apache-2.0
// JSON, YAML's flow collections, TOML's inline tables and arrays. One pass over the text with a
// stack of open containers. Whatever does not fit is passed over: a missing comma, a string that
// does not end in its line, a bracket of the wrong kind.
#include "context.h"

#include "engine/core/document/lines.h"
#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view space = " \t\r\n";
// How far behind the caret keys that are present are looked for.
constexpr std::size_t farthest = std::size_t(256) << 10;

enum class Expect { Item, Colon, Value, Comma };

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isQuoted = false;
    bool isClosed = false;
};

struct Frame {
    bool isObject = false;
    Expect expect = Expect::Item;
    Word key;
    std::size_t index = 0;
    std::vector<Word> keys;
    std::size_t lastEnd = 0; // behind the last value
};

class Scan {
public:
    Scan(core::Format format, std::string_view text, std::size_t begin, std::size_t caret)
        : m_format(format)
        , m_text(text)
        , m_caret(caret)
        , m_at(begin)
        , m_isWhole(format == core::Format::Json && begin == 0)
    {
        m_frames.push_back({false, Expect::Value, {}, 0, {}, 0});
    }

    std::optional<CompletionContext> run(const std::string &base)
    {
        while (m_at < m_text.size() && !m_isClosed && m_at < m_caret + farthest) {
            m_at = m_text.find_first_not_of(space, m_at);
            if (m_at == npos)
                break;
            if (!m_isFound && m_caret <= m_at && !isBeforeValue())
                found({m_caret, m_caret, false, false});
            step();
        }
        if (!m_isFound && m_isClosed)
            return {};
        if (!m_isFound)
            found({m_caret, m_caret, false, false});
        if (!m_isWhole && m_depth == 0)
            return {};
        m_context.pointer = base + m_context.pointer;
        if (m_context.role == CompletionContext::Role::Key) {
            for (const Word &key : m_frames[m_depth].keys)
                m_context.presentKeys.push_back(content(key, key.end));
        }
        return std::move(m_context);
    }

private:
    // Right before a word that is a key's value: that is what one would have another one for.
    bool isBeforeValue() const
    {
        return m_caret == m_at && m_frames.back().isObject
            && m_frames.back().expect == Expect::Value
            && std::string_view("{}[],:=#").find(m_text[m_at]) == npos;
    }

    bool isComment() const
    {
        if (m_format == core::Format::Json || m_text[m_at] != '#')
            return false;
        return m_format == core::Format::Toml || m_at == 0 || space.find(m_text[m_at - 1]) != npos;
    }

    void step()
    {
        if (isComment()) {
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
            if (!m_isFound && m_caret <= m_at)
                rememberPlace(); // and leave it without a role
            return;
        }
        const char c = m_text[m_at];
        if (c == '{' || c == '[') {
            m_frames.push_back({c == '{', Expect::Item, {}, 0, {}, 0});
            ++m_at;
        } else if (c == '}' || c == ']') {
            ++m_at;
            close();
        } else if (c == ',') {
            ++m_at;
            ++top().index;
            top().expect = Expect::Item;
        } else if (c == (m_format == core::Format::Toml ? '=' : ':')) {
            ++m_at;
            top().expect = Expect::Value;
        } else {
            word();
        }
    }

    void close()
    {
        if (m_isFound && m_frames.size() - 1 == m_depth)
            m_isClosed = true;
        if (m_isClosed || m_frames.size() == 1)
            return;
        m_frames.pop_back();
        valueEnded();
        // Behind its last bracket a collection of YAML or TOML is over, and a part of JSON.
        m_isClosed = !m_isWhole && m_frames.size() == 1;
    }

    void word()
    {
        const char first = m_text[m_at];
        const bool isQuoted = first == '"' || (first == '\'' && m_format != core::Format::Json);
        const bool begins = isBeforeValue();
        const Word word = isQuoted ? quotedWord() : plainWord();
        m_at = std::max(word.end, m_at + 1);
        const bool isInside = begins
            || (word.begin < m_caret
                && (word.isQuoted && word.isClosed ? m_caret < word.end : m_caret <= word.end));
        if (!m_isFound && isInside)
            found(word);
        use(word, isInside);
    }

    Word quotedWord() const
    {
        const char quote = m_text[m_at];
        const std::string three(3, quote);
        if (m_format == core::Format::Toml && m_text.substr(m_at, 3) == three) {
            const auto close = m_text.find(three, m_at + 3);
            return {m_at, close == npos ? m_text.size() : close + 3, true, close != npos};
        }
        auto end = m_at + 1;
        while (end < m_text.size() && m_text[end] != '\n') {
            const bool isDoubled
                = quote == '\'' && m_format == core::Format::Yaml && m_text.substr(end, 2) == "''";
            if (m_text[end] == quote && !isDoubled)
                return {m_at, end + 1, true, true};
            end += isDoubled || (quote == '"' && m_text[end] == '\\') ? 2 : 1;
        }
        return {m_at, std::min(end, m_text.size()), true, false};
    }

    Word plainWord() const
    {
        if (m_format == core::Format::Yaml)
            return {m_at, plainYamlEnd(), false, false};
        const std::string_view ends
            = m_format == core::Format::Json ? " \t\r\n{}[],:\"" : " \t\r\n{}[],=#\"";
        return {m_at, std::min(m_text.find_first_of(ends, m_at), m_text.size()), false, false};
    }

    // Blanks belong to a plain word of YAML, colons and signs of a comment only without them.
    std::size_t plainYamlEnd() const
    {
        auto end = m_at;
        for (; end < m_text.size(); ++end) {
            const char c = m_text[end];
            const char next = end + 1 < m_text.size() ? m_text[end + 1] : '\n';
            const bool isColon = c == ':' && std::string_view(" \t\r\n,[]{}").find(next) != npos;
            if (std::string_view(",[]{}\r\n").find(c) != npos || isColon
                || (c == ' ' && next == '#'))
                break;
        }
        while (end > m_at && (m_text[end - 1] == ' ' || m_text[end - 1] == '\t'))
            --end;
        return end;
    }

    void use(const Word &word, bool isUnderCaret)
    {
        Frame &frame = top();
        const bool isKey = frame.isObject && frame.expect != Expect::Value;
        if (!isKey) {
            valueEnded();
            return;
        }
        frame.key = word;
        frame.expect = Expect::Colon;
        if (!isUnderCaret)
            frame.keys.push_back(word);
    }

    void valueEnded()
    {
        top().expect = Expect::Comma;
        top().lastEnd = m_at;
    }

    // Escapes in keys are kept as they are written; nobody completes those.
    std::string content(const Word &word, std::size_t until) const
    {
        const auto begin = word.begin + (word.isQuoted ? 1 : 0);
        const auto end = std::min(until, word.isClosed ? word.end - 1 : word.end);
        return std::string(m_text.substr(begin, std::max(begin, end) - begin));
    }

    void rememberPlace()
    {
        m_isFound = true;
        m_depth = m_frames.size() - 1;
    }

    void found(const Word &word)
    {
        rememberPlace();
        const Frame &frame = top();
        const bool isValue = !frame.isObject || frame.expect == Expect::Value;
        if (frame.isObject && frame.expect == Expect::Colon)
            return;
        if (m_depth == 0 && frame.expect == Expect::Comma)
            return;
        m_context.role = isValue ? CompletionContext::Role::Value : CompletionContext::Role::Key;
        m_context.pointer = pointer(isValue);
        m_context.begin = word.begin;
        m_context.end = word.end;
        m_context.typed = content(word, m_caret);
        m_context.isFlow = true;
        if (frame.expect == Expect::Comma)
            m_context.commaAt = frame.lastEnd;
        const auto next = m_text.find_first_not_of(space, word.end);
        const char sign = next == npos ? '\0' : m_text[next];
        m_context.hasValue = sign == (m_format == core::Format::Toml ? '=' : ':');
        const bool isEnd = m_format == core::Format::Json
            ? std::string_view("\"{[").find(sign) == npos
            : std::string_view(",]}#:=").find(sign) != npos;
        m_context.needsCommaBehind = !isEnd && sign != '\0';
    }

    std::string pointer(bool isValue) const
    {
        std::string pointer;
        for (std::size_t depth = 1; depth < m_frames.size(); ++depth) {
            const Frame &frame = m_frames[depth];
            if (depth + 1 == m_frames.size() && !isValue)
                break;
            const bool isNext
                = frame.expect == Expect::Comma && !frame.isObject && depth + 1 == m_frames.size();
            pointer += '/';
            pointer += frame.isObject ? core::escapePointerToken(content(frame.key, frame.key.end))
                                      : std::to_string(frame.index + (isNext ? 1 : 0));
        }
        return pointer;
    }

    Frame &top() { return m_frames.back(); }

    core::Format m_format;
    std::string_view m_text;
    std::size_t m_caret;
    std::size_t m_at;
    bool m_isWhole;
    std::vector<Frame> m_frames;
    bool m_isFound = false;
    bool m_isClosed = false;
    std::size_t m_depth = 0;
    CompletionContext m_context;
};

// The innermost object or array around an offset. Its bracket is before it.
std::optional<std::uint32_t> containerAround(const core::Tree &tree, std::size_t offset)
{
    std::optional<std::uint32_t> found;
    std::optional<std::uint32_t> here = 0;
    while (here) {
        const core::Value container(tree, *here);
        if (!container.isObject() && !container.isArray())
            break;
        if (container.node().begin >= offset || container.node().end <= offset)
            break;
        found = here;
        here.reset();
        for (const auto &item : container) {
            const core::Node &node = item.value().node();
            if (node.begin >= offset)
                break;
            if (offset < node.end)
                here = item.value().index();
        }
    }
    return found;
}

// As far as two texts are the same their brackets are: of a long text only what lies behind the
// last one need be looked at. The tree is of this text or of an earlier one.
std::optional<CompletionContext> jsonContextNear(
    const core::Tree &tree, std::string_view text, std::size_t caret)
{
    const auto same = core::commonPrefix(tree.source(), text.substr(0, caret));
    const auto container = containerAround(tree, same);
    if (!container || tree.node(*container).begin == 0)
        return {};
    return flowContextAt(core::Format::Json, text, tree.node(*container).begin, caret,
        core::pointerOf(tree, *container));
}

// A key or value whose place is known from a tree of the same text: the word is that node.
void useNode(CompletionContext &context, const core::Tree &tree, const core::Node &node,
    std::uint32_t index, std::size_t caret)
{
    const auto word = std::string_view(tree.source()).substr(node.begin, node.end - node.begin);
    if (word.find('\n') != npos) {
        context = {};
        return;
    }
    const bool isKey = node.type == core::NodeType::Key;
    const bool wasKey = context.role == CompletionContext::Role::Key;
    if (wasKey && context.mayBeValue && !isKey && word.find_first_of("\"'") != 0)
        return; // a word that may become a key
    if (isKey != wasKey || context.role == CompletionContext::Role::None) {
        // Guessed wrongly: a text of several lines, say, that looks like keys.
        context = {};
        if (isKey)
            return;
        context.role = CompletionContext::Role::Value;
    }
    if (!isKey)
        context.pointer = core::pointerOf(tree, index);
    context.begin = node.begin;
    context.end = node.end;
    const bool isQuoted = word.starts_with('"') || word.starts_with('\'');
    const auto from = node.begin + (isQuoted ? 1U : 0U);
    context.typed = std::string(tree.source().substr(from, caret > from ? caret - from : 0));
}

} // namespace

std::size_t endOfWord(std::string_view line, std::size_t begin, std::string_view commentSign)
{
    const char first = begin < line.size() ? line[begin] : ' ';
    auto from = begin;
    if (first == '"' || first == '\'')
        from = std::min(line.find(first, begin + 1), line.size());
    const auto word = line.substr(0, line.find(commentSign, from));
    return word.find_last_not_of(" \t\r") + 1;
}

std::optional<CompletionContext> flowContextAt(core::Format format, std::string_view text,
    std::size_t begin, std::size_t caret, const std::string &base)
{
    return Scan(format, text, begin, caret).run(base);
}

CompletionContext contextAt(
    core::Format format, std::string_view text, std::size_t caret, const core::Tree *earlier)
{
    switch (format) {
    case core::Format::Json:
        if (earlier && earlier->format() == format && earlier->nodeCount() > 0) {
            if (auto context = jsonContextNear(*earlier, text, caret))
                return std::move(*context);
        }
        return flowContextAt(format, text, 0, caret, {}).value_or(CompletionContext());
    case core::Format::Yaml:
        return yamlContextAt(text, caret);
    case core::Format::Toml:
        return tomlContextAt(text, caret);
    }
    return {};
}

CompletionContext contextIn(const core::Tree &tree, std::size_t caret)
{
    auto context = contextAt(tree.format(), tree.source(), caret, &tree);
    if (tree.nodeCount() == 0 || caret == 0)
        return context;
    // The node that ends at the caret counts as well: there one types on.
    for (const auto offset : {caret, caret - 1}) {
        const auto index = core::nodeAt(tree, offset);
        const core::Node &node = tree.node(index);
        const bool isContainer
            = node.type == core::NodeType::Array || node.type == core::NodeType::Object;
        const bool isHere = node.begin < caret && caret <= node.end && node.begin < node.end;
        const bool isClosed = caret == node.end
            && std::string_view("\"'").find(tree.source()[node.end - 1]) != npos;
        if (isContainer || !isHere || isClosed)
            continue;
        useNode(context, tree, node, index, caret);
        break;
    }
    return context;
}

} // namespace chancery::editors
