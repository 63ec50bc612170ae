// SPDX-License-Identifier: Apache-2.0
// The headings above the caret say which table it is in, the signs before it in its line what of
// the table: a key before "=", a value behind it.
#include "context.h"

#include "engine/core/document/value.h"

#include <algorithm>
#include <map>

namespace chancery::editors {

namespace {

constexpr auto npos = std::string_view::npos;
using Path = std::vector<std::string>;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// "a.'b.c'.d" with what is written of the last part.
Path dotted(std::string_view text)
{
    Path parts(1);
    char quote = 0;
    for (const char c : trimmed(text)) {
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
        else if (!quote && c == '.')
            parts.emplace_back();
        else if (quote || (c != ' ' && c != '\t'))
            parts.back() += c;
    }
    return parts;
}

std::size_t equalsOf(std::string_view line)
{
    char quote = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
        else if (!quote && (c == '=' || c == '#'))
            return c == '=' ? at : npos;
    }
    return npos;
}

// The tables of a text in their order. Counts the elements of arrays of tables, so that "[a.b]"
// under "[[a]]" is in the last of them.
class Tables {
public:
    // Where a heading's table is; an element more when it opens one.
    std::string enter(const Path &path, bool isElement)
    {
        std::string pointer;
        for (std::size_t part = 0; part < path.size(); ++part) {
            pointer += '/' + core::escapePointerToken(path[part]);
            const bool isLast = part + 1 == path.size();
            const auto array = m_elements.find(pointer);
            if (isElement && isLast)
                pointer += '/' + std::to_string(m_elements[pointer]++);
            else if (array != m_elements.end())
                pointer += '/' + std::to_string(array->second - 1);
        }
        return pointer;
    }

private:
    std::map<std::string, std::size_t> m_elements;
};

std::string pointerWith(std::string pointer, const Path &path)
{
    for (const auto &part : path)
        pointer += '/' + core::escapePointerToken(part);
    return pointer;
}

class Scan {
public:
    Scan(std::string_view text, std::size_t caret)
        : m_text(text)
        , m_caret(caret)
    {
    }

    CompletionContext run()
    {
        if (auto context = inBrackets())
            return std::move(*context);
        for (std::size_t begin = 0; begin <= m_text.size();) {
            const auto end = std::min(m_text.find('\n', begin), m_text.size());
            const auto line = m_text.substr(begin, end - begin);
            if (begin <= m_caret && m_caret <= end)
                own(begin, line);
            else if (!other(line) && m_isFound)
                break;
            begin = end + 1;
        }
        return std::move(m_context);
    }

private:
    static bool isHeading(std::string_view line)
    {
        const auto text = trimmed(line);
        const auto close = text.find(']');
        return text.starts_with('[') && text.substr(0, close).find_first_of(",={") == npos;
    }

    // The value in brackets around the caret; it may have begun lines above, but in its table.
    std::optional<CompletionContext> inBrackets() const
    {
        for (auto end = std::min(m_text.find('\n', m_caret), m_text.size());;) {
            const auto before = end > 0 ? m_text.rfind('\n', end - 1) : npos;
            const auto begin = before == npos ? 0 : before + 1;
            const auto line = m_text.substr(begin, end - begin);
            const auto equals = equalsOf(line);
            const auto bracket = equals == npos ? npos : line.find_first_not_of(" \t", equals + 1);
            const bool opens = bracket != npos && (line[bracket] == '{' || line[bracket] == '[')
                && begin + bracket < m_caret;
            if (opens) {
                const auto base = pointerWith(tableOf(begin), dotted(line.substr(0, equals)));
                if (auto context
                    = flowContextAt(core::Format::Toml, m_text, begin + bracket, m_caret, base))
                    return context;
            }
            if (begin == 0 || isHeading(line))
                return {};
            end = begin - 1;
        }
    }

    std::string tableOf(std::size_t line) const
    {
        Scan above(m_text.substr(0, line), npos);
        for (std::size_t begin = 0; begin < line;) {
            const auto end = std::min(m_text.find('\n', begin), line);
            above.other(m_text.substr(begin, end - begin));
            begin = end + 1;
        }
        return above.m_table;
    }

    // False when the table ends.
    bool other(std::string_view line)
    {
        if (isHeading(line)) {
            const bool isElement = trimmed(line).starts_with("[[");
            const auto name = trimmed(line).substr(isElement ? 2 : 1);
            if (!m_isFound) {
                m_table = m_tables.enter(dotted(name.substr(0, name.find(']'))), isElement);
                m_keys.clear();
            }
            return false;
        }
        const auto equals = equalsOf(line);
        if (equals != npos)
            (m_isFound ? m_context.presentKeys : m_keys)
                .push_back(dotted(line.substr(0, equals)).front());
        return true;
    }

    void own(std::size_t begin, std::string_view line)
    {
        m_isFound = true;
        const auto before = line.substr(0, m_caret - begin);
        const auto equals = equalsOf(line);
        if (trimmed(before).starts_with('#'))
            return;
        if (isHeading(before))
            heading(line, before);
        else if (isHeading(line))
            return; // before its bracket
        else if (equals == npos || before.size() <= equals)
            key(begin, line, equals);
        else
            value(begin, line, equals);
    }

    void heading(std::string_view line, std::string_view before)
    {
        if (before.find(']') != npos)
            return;
        auto path = dotted(before.substr(before.find_last_of('[') + 1));
        m_context.typed = path.back();
        path.pop_back();
        m_context.role = CompletionContext::Role::Key;
        m_context.isHeading = true;
        m_context.hasValue = true;
        m_context.pointer = Tables(m_tables).enter(path, false);
        m_context.begin = m_caret - m_context.typed.size();
        const auto rest = line.substr(before.size());
        m_context.end = m_caret + std::min(rest.find_first_of(".] \t\r"), rest.size());
    }

    void key(std::size_t begin, std::string_view line, std::size_t equals)
    {
        const auto column = m_caret - begin;
        const auto before = line.substr(0, column);
        const auto last = trimmed(line.substr(0, equals));
        auto path = dotted(before);
        const bool isDotted = path.size() > 1;
        m_context.typed = path.back();
        path.pop_back();
        m_context.role = CompletionContext::Role::Key;
        m_context.pointer = pointerWith(m_table, path);
        if (!isDotted)
            m_context.presentKeys = m_keys;
        m_context.hasValue = equals != npos;
        const auto dot = before.rfind('.');
        const auto first = std::min(line.find_first_not_of(" \t"), column);
        m_context.begin = begin + (isDotted && dot != npos ? dot + 1 : first);
        const auto wordEnd = last.empty() || last.starts_with('#')
            ? column
            : static_cast<std::size_t>(last.data() - line.data()) + last.size();
        m_context.end = begin + std::max(column, wordEnd);
        if (equals != npos && column > wordEnd)
            m_context.role = CompletionContext::Role::None; // between the key and its sign
    }

    void value(std::size_t begin, std::string_view line, std::size_t equals)
    {
        const auto column = m_caret - begin;
        const auto word = line.find_first_not_of(" \t\r", equals + 1);
        if (word != npos && column < word)
            return; // between the sign and the value
        const auto first = std::min(word, column);
        if (std::string_view("{[").find(first < line.size() ? line[first] : ' ') != npos)
            return;
        m_context.role = CompletionContext::Role::Value;
        m_context.pointer = pointerWith(m_table, dotted(line.substr(0, equals)));
        m_context.begin = begin + first;
        m_context.end = begin + std::max(column, endOfWord(line, first, "#"));
        m_context.typed = std::string(trimmed(line.substr(first, column - first)));
        if (m_context.typed.starts_with('"') || m_context.typed.starts_with('\''))
            m_context.typed.erase(0, 1);
    }

    std::string_view m_text;
    std::size_t m_caret;
    bool m_isFound = false;
    Tables m_tables;
    std::string m_table;
    std::vector<std::string> m_keys;
    CompletionContext m_context;
};

} // namespace

CompletionContext tomlContextAt(std::string_view text, std::size_t caret)
{
    return Scan(text, caret).run();
}

} // namespace chancery::editors
