// SPDX-License-Identifier: Apache-2.0
#include "linelexer.h"

#include <algorithm>
#include <array>

namespace chancery::editors {

namespace {

constexpr auto npos = std::string_view::npos;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// One pass over a line; the three languages differ in what ends a bare word, what makes a key of
// it, and in comments.
class Lexer {
public:
    Lexer(core::Format format, std::string_view line, char *styles)
        : m_format(format)
        , m_line(line)
        , m_styles(styles)
    {
    }

    void run()
    {
        std::fill_n(m_styles, m_line.size(), static_cast<char>(Style::Punctuation));
        while (m_at < m_line.size()) {
            const char c = m_line[m_at];
            if (isSpace(c))
                ++m_at;
            else if (c == '"' || (c == '\'' && m_format != core::Format::Json))
                quoted(c);
            else if (c == '#' && m_format != core::Format::Json && isWordStart())
                put(m_line.size(), Style::Comment);
            else if (m_format == core::Format::Yaml && isProperty(c))
                put(m_line.find_first_of(" \t\r\n,]}", m_at), Style::Tag);
            else if (isPunctuation(c))
                ++m_at;
            else
                bareWord();
        }
    }

private:
    bool isWordStart() const { return m_at == 0 || isSpace(m_line[m_at - 1]); }
    bool isProperty(char c) const
    {
        return isWordStart()
            && (c == '&' || c == '*' || c == '!' || (c == '%' && m_at == 0)
                || m_line.substr(m_at, 3) == "<<:");
    }
    bool isPunctuation(char c) const
    {
        switch (m_format) {
        case core::Format::Json:
            return std::string_view("{}[],:").find(c) != npos;
        case core::Format::Toml:
            return std::string_view("{}[],=.").find(c) != npos;
        case core::Format::Yaml:
            if (std::string_view("-?:").find(c) != npos)
                return m_at + 1 >= m_line.size() || isSpace(m_line[m_at + 1])
                    || m_line.substr(0, 3) == "---";
            return std::string_view("{}[],|>").find(c) != npos;
        }
        return false;
    }

    void quoted(char quote)
    {
        std::size_t end = m_at + 1;
        while (end < m_line.size() && m_line[end] != quote)
            end += m_line[end] == '\\' && quote == '"' ? 2 : 1;
        end = std::min(end + 1, m_line.size());
        put(end, isKeyUntil(end) ? Style::Key : Style::String);
    }

    // In TOML a dotted key is several words before one "=".
    bool isKeyUntil(std::size_t end) const
    {
        if (m_format == core::Format::Toml)
            return !m_isBehindEquals;
        while (end < m_line.size() && (m_line[end] == ' ' || m_line[end] == '\t'))
            ++end;
        return end < m_line.size() && m_line[end] == ':'
            && (m_format == core::Format::Json || end + 1 >= m_line.size()
                || isSpace(m_line[end + 1]));
    }

    std::size_t wordEnd() const
    {
        std::size_t end = m_at;
        if (m_format != core::Format::Yaml) {
            const auto inToml = m_isBehindEquals ? " \t\r\n{}[],=\"'#" : " \t\r\n{}[],=.\"'#";
            const auto stop = m_format == core::Format::Json ? " \t\r\n{}[],:\"" : inToml;
            end = m_line.find_first_of(stop, m_at);
            return std::max(m_at + 1, std::min(end, m_line.size()));
        }
        for (; end < m_line.size(); ++end) {
            const bool isLast = end + 1 >= m_line.size();
            if (m_line[end] == ':' && (isLast || isSpace(m_line[end + 1])))
                break;
            if (m_line[end] == '#' && end > m_at && isSpace(m_line[end - 1]))
                break;
            if (m_line[end] == '\r' || m_line[end] == '\n')
                break;
            if (m_isInFlow && std::string_view(",]}").find(m_line[end]) != npos)
                break;
        }
        while (end > m_at + 1 && isSpace(m_line[end - 1]))
            --end;
        return std::max(end, m_at + 1);
    }

    void bareWord()
    {
        const auto end = wordEnd();
        const auto word = m_line.substr(m_at, end - m_at);
        static constexpr std::array<std::string_view, 4> literals{"true", "false", "null", "~"};
        if (isKeyUntil(end))
            put(end, Style::Key);
        else if (std::ranges::find(literals, word) != literals.end())
            put(end, Style::Literal);
        else if (isNumber(word))
            put(end, Style::Number);
        else
            put(end, m_format == core::Format::Yaml ? Style::String : Style::Plain);
    }

    static bool isNumber(std::string_view word)
    {
        const auto first = word.front() == '-' || word.front() == '+' || word.front() == '.'
            ? std::size_t(1)
            : std::size_t(0);
        return first < word.size() && isDigit(word[first])
            && word.find_first_not_of("0123456789abcdefABCDEFxo_.:+-TZ") == npos;
    }

    void put(std::size_t end, Style style)
    {
        end = std::min(end, m_line.size());
        std::fill(m_styles + m_at, m_styles + end, static_cast<char>(style));
        m_at = end;
        noteSurroundings();
    }
    // What later words depend on.
    void noteSurroundings()
    {
        const auto next = m_line.substr(m_at);
        const auto sign = next.find_first_not_of(" \t");
        if (m_format == core::Format::Toml && sign != npos && next[sign] == '=')
            m_isBehindEquals = true;
    }

    core::Format m_format;
    std::string_view m_line;
    char *m_styles;
    std::size_t m_at = 0;
    bool m_isBehindEquals = false;
    bool m_isInFlow = m_line.find_first_of("{[") != npos;
};

} // namespace

void lexLine(core::Format format, std::string_view line, char *styles)
{
    Lexer(format, line, styles).run();
}

void lexLines(core::Format format, std::string_view text, char *styles)
{
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.size(), text.find('\n', begin));
        const auto stop = end < text.size() ? end + 1 : text.size();
        lexLine(format, text.substr(begin, stop - begin), styles + begin);
        begin = stop;
    }
}

} // namespace chancery::editors
