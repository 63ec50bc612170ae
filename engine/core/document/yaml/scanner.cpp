// SPDX-License-Identifier: Apache-2.0
#include "scanner.h"

#include "engine/core/document/utf8.h"

#include <algorithm>
#include <cstring>

namespace chancery::core::yaml {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

// True when all 32 bytes are printable ASCII, tabs or line feeds.
bool isOrdinaryBlock(const char *at)
{
    unsigned char odd = 0;
    for (int i = 0; i < 32; ++i) {
        const auto byte = static_cast<unsigned char>(at[i]);
        const auto beyond = static_cast<unsigned char>(byte - 0x20) >= 0x5F;
        odd = static_cast<unsigned char>(odd | (beyond && byte != '\n' && byte != '\t'));
    }
    return odd == 0;
}

// Allowed inside quotes only (nb-json but not c-printable), or, for the byte order mark, also in
// front of a document.
bool isSpecial(const char *at, std::size_t length)
{
    const std::string_view bytes(at, length);
    if (length == 1)
        return *at == '\x7F';
    if (length == 2)
        return bytes < "\xC2\xA0" && bytes != "\xC2\x85";
    return bytes == byteOrderMark || bytes == "\xEF\xBF\xBE" || bytes == "\xEF\xBF\xBF";
}

} // namespace

Scanner::Scanner(const std::string &source, const Limits &limits)
    : m_begin(source.data())
    , m_end(source.data() + source.size())
    , m_at(m_begin)
    , m_line(m_begin)
    , m_contentEnd(m_begin)
    , m_limits(limits)
{
    resetHandles();
}

bool Scanner::fail(const char *at, std::string_view message, std::size_t length)
{
    return failWithCode("malformed-yaml", at, message, length);
}

bool Scanner::failWithCode(
    std::string_view code, const char *at, std::string_view message, std::size_t length)
{
    const auto begin = offset(at);
    const auto size = offset(m_end);
    m_problem = Problem{std::string(code), std::string(message), begin,
        std::min(begin + length, size), positionOf({m_begin, size}, begin)};
    return false;
}

bool Scanner::checkCharacters()
{
    const char *at = m_begin;
    while (at < m_end) {
        if (m_end - at >= 32 && isOrdinaryBlock(at)) {
            at += 32;
            continue;
        }
        const char *const stop = m_end - at >= 32 ? at + 32 : m_end;
        while (at < stop) {
            if (!checkByte(at))
                return false;
        }
    }
    return true;
}

bool Scanner::checkByte(const char *&at)
{
    const auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x20) {
        if (byte == '\r')
            m_hasReturns = true;
        else if (byte != '\n' && byte != '\t')
            return failWithCode("control-character", at, "A control character must be escaped");
        ++at;
        return true;
    }
    const auto length = byte < 0x80 ? 1 : utf8Length(at);
    if (length == 0)
        return failWithCode("invalid-utf-8", at, "This byte is not valid UTF-8");
    if (isSpecial(at, length))
        m_specials.push_back(offset(at));
    at += length;
    return true;
}

bool Scanner::checkNoSpecialsLeft()
{
    if (m_specialsPassed == m_specials.size())
        return true;
    const char *const at = m_begin + m_specials[m_specialsPassed];
    const auto length = static_cast<unsigned char>(*at) < 0x80 ? 1 : utf8Length(at);
    return failWithCode(
        "control-character", at, "This character may stand in quoted scalars only", length);
}

bool Scanner::isMarker(const char *at)
{
    return (std::strncmp(at, "---", 3) == 0 || std::strncmp(at, "...", 3) == 0) && endsToken(at[3]);
}

void Scanner::skipBlanks()
{
    while (isBlank(*m_at))
        ++m_at;
}

const char *Scanner::endOfLine(const char *at) const
{
    if (!m_hasReturns) {
        const auto found = std::memchr(at, '\n', std::size_t(m_end - at));
        return found ? static_cast<const char *>(found) : m_end;
    }
    while (!isOf(*at, BreakClass | EndClass))
        ++at;
    return at;
}

// At a line break: where the next line begins. At the end: the end.
const char *Scanner::behindBreak(const char *at) const
{
    if (at[0] == '\r' && at[1] == '\n')
        return at + 2;
    return at < m_end ? at + 1 : m_end;
}

void Scanner::skipToBreak()
{
    m_at = endOfLine(m_at);
}

void Scanner::skipBreak()
{
    m_at = behindBreak(m_at);
    m_line = m_at;
}

// Blanks, comments and line breaks.
Scanner::Gap Scanner::skip()
{
    Gap gap;
    for (;;) {
        gap.hasTab = false;
        while (isBlank(*m_at)) {
            gap.hasTab |= *m_at == '\t';
            ++m_at;
        }
        if (*m_at == '#' && (m_at == m_line || isBlank(m_at[-1])))
            skipToBreak();
        if (!isBreak(*m_at))
            break;
        skipBreak();
        gap.crossedLine = true;
    }
    const char *space = m_line;
    while (space < m_at && *space == ' ')
        ++space;
    gap.indentation = int(space - m_line);
    return gap;
}

// In front of a document; the line then begins behind it.
bool Scanner::skipByteOrderMark()
{
    if (m_at != m_line || std::strncmp(m_at, byteOrderMark.data(), byteOrderMark.size()) != 0)
        return false;
    if (m_specialsPassed < m_specials.size() && m_specials[m_specialsPassed] == offset(m_at))
        ++m_specialsPassed;
    m_at += byteOrderMark.size();
    m_line = m_at;
    return true;
}

bool Scanner::restOfLineIsEmpty()
{
    const char *const from = m_at;
    skipBlanks();
    if (isOf(*m_at, BreakClass | EndClass) || (*m_at == '#' && m_at > from))
        return true;
    if (isIndicator(':'))
        return fail("A key may not begin here: it must stand at the start of its line and on one "
                    "line");
    return fail("Expected the end of the line");
}

void Scanner::consume(int bytes)
{
    m_at += bytes;
    m_contentEnd = m_at;
}

} // namespace chancery::core::yaml
