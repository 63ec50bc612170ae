// SPDX-License-Identifier: Apache-2.0
// A string stays where it is in the source unless it has escapes or line breaks of two bytes: those
// become one line feed, so that a document means the same with either kind of line break.
#include "scanner.h"

#include "engine/core/document/utf8.h"

namespace chancery::core::toml {

namespace {

int stopsOf(char quote)
{
    return quote == '"' ? StopsBasic : StopsLiteral;
}

bool isSurrogate(std::uint32_t point)
{
    return point >= 0xD800 && point <= 0xDFFF;
}

} // namespace

bool Scanner::string(Node &node)
{
    const bool isMultiLine = m_at[1] == *m_at && m_at[2] == *m_at;
    node.type = NodeType::String;
    node.begin = offset(m_at);
    if (!(isMultiLine ? multiLine(node) : singleLine(node)))
        return false;
    node.end = offset(m_at);
    return checkSize(node, "A string is longer than the limit");
}

// Copies what was read since the last time.
void Scanner::copy(Text &text)
{
    m_tree.texts().append(text.run, m_at);
    text.isCopied = true;
}

void Scanner::endText(Text &text, Node &node)
{
    if (text.isCopied)
        copy(text);
    node.ownText = text.isCopied;
    node.text = text.isCopied ? std::uint32_t(text.start) : offset(text.begin);
    node.size = text.isCopied ? std::uint32_t(m_tree.texts().size() - text.start)
                              : std::uint32_t(m_at - text.begin);
}

bool Scanner::singleLine(Node &node)
{
    const char quote = *m_at++;
    const int stops = stopsOf(quote);
    auto text = beginText();
    for (;;) {
        while (!isOf(*m_at, stops))
            ++m_at;
        if (*m_at == quote)
            break;
        if (*m_at != '\\')
            return stopped(quote, false);
        copy(text);
        if (!escape())
            return false;
        text.run = m_at;
    }
    endText(text, node);
    ++m_at;
    return true;
}

bool Scanner::multiLine(Node &node)
{
    const char quote = *m_at;
    const int stops = stopsOf(quote);
    m_at += 3;
    skipBreak();
    auto text = beginText();
    for (;;) {
        while (!isOf(*m_at, stops))
            ++m_at;
        if (*m_at == quote) {
            if (endOfQuotes(quote))
                break;
        } else if (*m_at == '\n') {
            ++m_at;
        } else if (isBreak()) {
            copy(text);
            text.run = ++m_at;
        } else if (*m_at == '\\') {
            copy(text);
            if (isLineEndingBackslash()) {
                ++m_at;
                do
                    skipBlanks();
                while (skipBreak());
            } else if (!escape()) {
                return false;
            }
            text.run = m_at;
        } else {
            return stopped(quote, true);
        }
    }
    endText(text, node);
    m_at += 3;
    return true;
}

// Goes behind one or two quotes, which are text, or to the last three of up to five: true.
bool Scanner::endOfQuotes(char quote)
{
    int count = 1;
    while (count < 5 && m_at[count] == quote)
        ++count;
    m_at += count < 3 ? count : count - 3;
    return count >= 3;
}

bool Scanner::stopped(char quote, bool isMultiLine)
{
    if (atEnd())
        return unexpected(isMultiLine ? "three closing quotes" : "a closing quote");
    if (isBreak())
        return fail(m_at, "Expected a closing quote before the end of the line");
    return fail(m_at,
        quote == '"' ? "A control character in a string must be escaped"
                     : "A control character cannot stand in a literal string");
}

bool Scanner::isLineEndingBackslash() const
{
    const char *at = m_at + 1;
    while (isBlank(*at))
        ++at;
    return *at == '\n' || (*at == '\r' && at[1] == '\n');
}

bool Scanner::escape()
{
    static constexpr std::string_view names = "\"\\bfnrt";
    static constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    const char kind = *++m_at;
    if (kind == 'u' || kind == 'U')
        return codePoint(kind == 'u' ? 4 : 8);
    const auto simple = names.find(kind);
    if (simple == std::string_view::npos)
        return fail(m_at, "This escape is not known to TOML");
    m_tree.texts() += meanings[simple];
    ++m_at;
    return true;
}

bool Scanner::codePoint(int digits)
{
    const char *const begin = m_at++;
    std::uint32_t point = 0;
    for (int i = 0; i < digits; ++i, ++m_at) {
        const char lower = char(*m_at | 0x20);
        if (isDigit(*m_at))
            point = point * 16 + std::uint32_t(*m_at - '0');
        else if (lower >= 'a' && lower <= 'f')
            point = point * 16 + std::uint32_t(lower - 'a' + 10);
        else
            return unexpected(digits == 4 ? "four hexadecimal digits behind \\u"
                                          : "eight hexadecimal digits behind \\U");
    }
    if (point > 0x10FFFF || isSurrogate(point))
        return fail(begin, "There is no such character in Unicode", std::size_t(m_at - begin));
    appendUtf8(m_tree.texts(), point);
    return true;
}

} // namespace chancery::core::toml
