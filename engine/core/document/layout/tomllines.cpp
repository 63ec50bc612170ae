// SPDX-License-Identifier: Apache-2.0
#include "tomllines.h"

#include <string_view>

namespace chancery::core::layout {

namespace {

// Goes over the signs of a document line by line; knows texts, comments and brackets.
class Lines {
public:
    explicit Lines(const std::string &source)
        : m_source(source)
    {
    }

    std::vector<TomlLine> all()
    {
        while (m_at < m_source.size())
            line();
        return std::move(m_lines);
    }

private:
    bool startsWith(std::string_view sign) const
    {
        return std::string_view(m_source).substr(m_at).starts_with(sign);
    }

    void line()
    {
        TomlLine line;
        line.begin = m_at;
        line.depth = m_depth;
        const bool isInText = m_quote != '\0';
        if (!isInText)
            m_at = std::min(m_source.find_first_not_of(" \t", m_at), m_source.size());
        line.kind = isInText ? TomlLineKind::InText : kindHere();
        // A heading's brackets hold nothing open.
        const bool isHeading
            = line.kind == TomlLineKind::Table || line.kind == TomlLineKind::TableItem;
        bool isComment = false;
        while (m_at < m_source.size() && m_source[m_at] != '\n') {
            if (isComment)
                ++m_at;
            else if (m_quote != '\0')
                inText();
            else
                isComment = !sign(line, isHeading);
        }
        line.endsInText = m_quote != '\0';
        m_at += m_at < m_source.size() ? 1 : 0;
        line.end = m_at;
        m_lines.push_back(line);
    }

    TomlLineKind kindHere() const
    {
        const char c = m_at < m_source.size() ? m_source[m_at] : '\n';
        if (m_depth > 0)
            return TomlLineKind::Inside;
        if (c == '\n' || c == '\r')
            return TomlLineKind::Blank;
        if (c == '#')
            return TomlLineKind::Comment;
        if (c == '[')
            return startsWith("[[") ? TomlLineKind::TableItem : TomlLineKind::Table;
        return TomlLineKind::Entry;
    }

    // One sign outside of texts; false at the sign of a comment.
    bool sign(TomlLine &line, bool isHeading)
    {
        const char c = m_source[m_at];
        if (c == '#')
            return false;
        if (startsWith("\"\"\"") || startsWith("'''")) {
            m_quote = c;
            m_at += 3;
            return true;
        }
        if (c == '"' || c == '\'') {
            oneLineText(c);
            return true;
        }
        if (!isHeading && (c == '[' || c == '{'))
            ++m_depth;
        else if (!isHeading && (c == ']' || c == '}'))
            --m_depth;
        else if (c == '=' && line.kind == TomlLineKind::Entry && line.equals == 0)
            line.equals = m_at;
        ++m_at;
        return true;
    }

    void oneLineText(char quote)
    {
        ++m_at;
        while (m_at < m_source.size() && m_source[m_at] != quote && m_source[m_at] != '\n')
            m_at += quote == '"' && m_source[m_at] == '\\' ? 2 : 1;
        m_at += m_at < m_source.size() && m_source[m_at] == quote ? 1 : 0;
    }

    void inText()
    {
        if (m_quote == '"' && m_source[m_at] == '\\' && m_at + 1 < m_source.size()
            && m_source[m_at + 1] != '\n') {
            m_at += 2;
        } else if (startsWith(std::string(3, m_quote))) {
            // Up to two more quotes are of the text.
            m_at += 3;
            while (m_at < m_source.size() && m_source[m_at] == m_quote)
                ++m_at;
            m_quote = '\0';
        } else {
            ++m_at;
        }
    }

    const std::string &m_source;
    std::vector<TomlLine> m_lines;
    std::size_t m_at = 0;
    int m_depth = 0;
    char m_quote = '\0'; // of an open text of several lines
};

} // namespace

std::vector<TomlLine> tomlLines(const std::string &source)
{
    return Lines(source).all();
}

} // namespace chancery::core::layout
