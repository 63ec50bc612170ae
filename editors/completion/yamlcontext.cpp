// SPDX-License-Identifier: Apache-2.0
// Block style by indentation. Every line is taken apart into entries: the "-" of sequences and at
// most one key, each with its column. The path to the caret is found by walking up: an entry
// further to the left than all before it is a parent. Flow collections are left to JSON's scan,
// which starts where the outermost of them begins.
#include "context.h"

#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::editors {

namespace {

constexpr auto npos = std::string_view::npos;

struct Entry {
    std::size_t column = 0;
    bool isDash = false;
    std::string key;
};

struct Line {
    std::size_t begin = 0;
    std::string_view text;
    std::vector<Entry> entries;
    std::size_t content = 0; // column behind the dashes
    std::size_t colon = npos; // column of the key's
    std::size_t bracket = npos; // column where a value in brackets begins
    bool isBlank = true;
};

std::string unquoted(std::string_view word)
{
    const auto last = word.find_last_not_of(" \t");
    word = last == npos ? std::string_view() : word.substr(0, last + 1);
    if (!word.empty() && (word.front() == '"' || word.front() == '\'')) {
        word.remove_prefix(1);
        if (!word.empty() && (word.back() == '"' || word.back() == '\''))
            word.remove_suffix(1);
    }
    return std::string(word);
}

// The column behind anchors and tags, when a bracket opens there.
std::size_t bracketOf(std::string_view text, std::size_t from)
{
    std::size_t at = std::min(text.find_first_not_of(" \t", from), text.size());
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
        at = std::min(text.find_first_of(" \t", at), text.size());
        at = std::min(text.find_first_not_of(" \t", at), text.size());
    }
    return at < text.size() && (text[at] == '{' || text[at] == '[') ? at : npos;
}

std::size_t colonOf(std::string_view text, std::size_t from)
{
    char quote = from < text.size() && (text[from] == '"' || text[from] == '\'') ? text[from] : 0;
    for (std::size_t at = from + (quote ? 1 : 0); at < text.size(); ++at) {
        if (quote) {
            if (text[at] == quote)
                quote = 0;
        } else if (text[at] == ':' && (at + 1 == text.size() || text[at + 1] == ' ')) {
            return at;
        } else if (text[at] == '#' && at > 0 && text[at - 1] == ' ') {
            return npos;
        }
    }
    return npos;
}

Line lineOf(std::string_view whole, std::size_t begin)
{
    const auto end = std::min(whole.find_first_of("\r\n", begin), whole.size());
    Line line;
    line.begin = begin;
    line.text = whole.substr(begin, end - begin);
    std::size_t at = std::min(line.text.find_first_not_of(' '), line.text.size());
    while (at < line.text.size() && line.text[at] == '-'
        && (at + 1 == line.text.size() || line.text[at + 1] == ' ')) {
        line.entries.push_back({at, true, {}});
        at = std::min(line.text.find_first_not_of(' ', at + 1), line.text.size());
    }
    line.content = at;
    const bool hasContent = at < line.text.size() && line.text[at] != '#';
    line.bracket = bracketOf(line.text, at);
    if (hasContent && line.bracket == npos) {
        line.colon = colonOf(line.text, at);
        if (line.colon != npos)
            line.bracket = bracketOf(line.text, line.colon + 1);
    }
    if (line.colon != npos)
        line.entries.push_back({at, false, unquoted(line.text.substr(at, line.colon - at))});
    line.isBlank = !hasContent && line.entries.empty();
    return line;
}

std::size_t lineBefore(std::string_view text, std::size_t begin)
{
    const auto before = begin >= 2 ? text.rfind('\n', begin - 2) : npos;
    return before == npos ? 0 : before + 1;
}

// Walks up from the caret's block and gathers the path and the keys of that block.
class Climb {
public:
    Climb(std::size_t column, CompletionContext &context)
        : m_limit(column)
        , m_column(column)
        , m_context(context)
    {
    }

    // From right to left. False when the top is reached.
    bool take(const Line &line, bool isOwnLine)
    {
        if (line.isBlank)
            return true;
        for (auto entry = line.entries.rbegin(); entry != line.entries.rend(); ++entry) {
            if (isOwnLine && !entry->isDash)
                continue;
            take(*entry);
        }
        const bool isScalar = line.entries.empty() && line.content < m_column;
        m_isOpen = m_isOpen && !isScalar;
        return m_limit > 0 || m_isCounting || m_isOpen;
    }

    std::string pointer() const
    {
        std::string pointer;
        for (auto token = m_tokens.rbegin(); token != m_tokens.rend(); ++token)
            pointer += '/' + *token;
        return pointer;
    }

    void finish() { stopCounting(); }

private:
    void take(const Entry &entry)
    {
        if (m_isCounting && entry.column == m_limit && entry.isDash) {
            ++m_index;
            return;
        }
        // "key:" over dashes in the same column is their parent.
        const bool isParentOfDashes = m_isCounting && entry.column == m_limit && !entry.isDash;
        if (m_isOpen && entry.column == m_column && !entry.isDash && !isParentOfDashes) {
            m_context.presentKeys.push_back(entry.key);
            return;
        }
        if (entry.column >= m_limit && !isParentOfDashes)
            return;
        stopCounting();
        m_isOpen = false;
        m_limit = entry.column;
        if (entry.isDash) {
            m_isCounting = true;
            m_index = 0;
        } else {
            m_tokens.push_back(core::escapePointerToken(entry.key));
        }
    }
    void stopCounting()
    {
        if (m_isCounting)
            m_tokens.push_back(std::to_string(m_index));
        m_isCounting = false;
    }

    std::size_t m_limit;
    std::size_t m_column;
    bool m_isOpen = true; // still in the caret's own block
    bool m_isCounting = false;
    std::size_t m_index = 0;
    std::vector<std::string> m_tokens; // from the inside out
    CompletionContext &m_context;
};

void takeKeysBelow(
    std::string_view text, std::size_t from, std::size_t column, std::vector<std::string> &keys)
{
    for (auto end = text.find('\n', from); end != npos; end = text.find('\n', end + 1)) {
        const Line line = lineOf(text, end + 1);
        if (line.isBlank)
            continue;
        const auto first = line.entries.empty() ? line.content : line.entries.front().column;
        if (first < column
            || (!line.entries.empty() && first == column && line.entries.front().isDash))
            return;
        if (first == column && !line.entries.empty())
            keys.push_back(line.entries.front().key);
    }
}

void takePath(
    std::string_view text, const Line &own, std::size_t column, CompletionContext &context)
{
    Climb climb(column, context);
    bool goesOn = climb.take(own, true);
    std::size_t begin = own.begin;
    while (goesOn && begin > 0) {
        begin = lineBefore(text, begin);
        const Line line = lineOf(text, begin);
        if (line.text.starts_with("---"))
            break;
        goesOn = climb.take(line, false);
    }
    climb.finish();
    context.pointer = climb.pointer();
}

// What stands in the brackets that this line opens.
std::optional<CompletionContext> inBracketsOf(
    std::string_view text, const Line &line, std::size_t caret)
{
    CompletionContext place;
    takePath(text, line, line.content, place);
    if (line.colon != npos)
        place.pointer += '/' + core::escapePointerToken(line.entries.back().key);
    return flowContextAt(core::Format::Yaml, text, line.begin + line.bracket, caret, place.pointer);
}

// The outermost collection in brackets around the caret. It may have begun lines above; all that
// follow are further in than the line's first entry.
std::optional<CompletionContext> bracketsAround(
    std::string_view text, const Line &own, std::size_t caret)
{
    constexpr int mostLines = 1000;
    std::size_t leftmost = npos;
    std::optional<CompletionContext> found;
    Line line = own;
    for (int lines = 0; lines < mostLines; ++lines) {
        const auto column = line.entries.empty() ? line.content : line.entries.front().column;
        const bool isParent = leftmost == npos || line.entries.empty() || column < leftmost;
        if (line.bracket != npos && line.begin + line.bracket < caret && isParent) {
            if (auto context = inBracketsOf(text, line, caret))
                found = std::move(context);
        }
        const bool closes = line.content < line.text.size()
            && (line.text[line.content] == '}' || line.text[line.content] == ']');
        if (!line.isBlank && !closes)
            leftmost = std::min(leftmost, column);
        if (line.begin == 0 || leftmost == 0 || line.text.starts_with("---"))
            break;
        line = lineOf(text, lineBefore(text, line.begin));
    }
    return found;
}

} // namespace

CompletionContext yamlContextAt(std::string_view text, std::size_t caret)
{
    const auto before = caret > 0 ? text.rfind('\n', caret - 1) : npos;
    const Line line = lineOf(text, before == npos ? 0 : before + 1);
    if (auto context = bracketsAround(text, line, caret))
        return std::move(*context);
    const auto column = caret - line.begin;
    const auto start = line.isBlank ? column : std::min(line.content, column);
    const auto comment = line.text.substr(0, column).find('#');
    CompletionContext context;
    if (column < line.content && !line.isBlank)
        return context; // in the indentation of something
    if (comment != npos && (comment == 0 || line.text[comment - 1] == ' '))
        return context;
    takePath(text, line, start, context);
    if (line.colon != npos && column > line.colon) {
        const auto value = std::min(line.text.find_first_not_of(' ', line.colon + 1), column);
        if (value == line.colon + 1)
            return context;
        context.role = CompletionContext::Role::Value;
        context.pointer += '/' + core::escapePointerToken(line.entries.back().key);
        context.presentKeys.clear();
        context.indentation = line.content;
        context.blanksBefore = value - line.colon - 1;
        context.begin = line.begin + value;
        context.end = line.begin + std::max(column, endOfWord(line.text, value, " #"));
        context.typed = unquoted(text.substr(context.begin, caret - context.begin));
        return context;
    }
    takeKeysBelow(text, line.begin, start, context.presentKeys);
    context.role = CompletionContext::Role::Key;
    context.mayBeValue = context.presentKeys.empty() && line.colon == npos;
    context.indentation = start;
    context.begin = line.begin + start;
    context.hasValue = line.colon != npos;
    const bool isComment = line.content < line.text.size() && line.text[line.content] == '#';
    const auto end = isComment ? start
        : line.colon != npos   ? line.text.find_last_not_of(" \t", line.colon - 1) + 1
                               : endOfWord(line.text, start, " #");
    if (line.colon != npos && column > end)
        return {}; // between the key and its colon
    context.end = line.begin + std::max({end, column, start});
    context.typed = unquoted(text.substr(context.begin, caret - context.begin));
    return context;
}

} // namespace chancery::editors
