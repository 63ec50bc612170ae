// SPDX-License-Identifier: Apache-2.0
// Single and double quoted scalars. A "run" is a stretch of the source that becomes text as it is;
// runs are appended to m_scratch from the first escape or line break on.
#include "scanner.h"

#include "engine/core/document/utf8.h"

namespace chancery::core::yaml {

namespace {

const char *withoutTrailingBlanks(const char *begin, const char *end)
{
    while (end > begin && isBlank(end[-1]))
        --end;
    return end;
}

// The digits behind the two characters of an escape's name.
bool hexadecimal(const char *escape, int digits, std::uint32_t &point)
{
    point = 0;
    for (int i = 2; i < digits + 2; ++i) {
        const char c = escape[i];
        const char lower = char(c | 0x20);
        if (c >= '0' && c <= '9')
            point = point * 16 + std::uint32_t(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            point = point * 16 + std::uint32_t(lower - 'a' + 10);
        else
            return false;
    }
    return true;
}

} // namespace

bool Scanner::quoted(int indentation, ScalarText &scalar)
{
    scalar.begin = m_at;
    const bool ok
        = *m_at == '"' ? doubleQuoted(indentation, scalar) : singleQuoted(indentation, scalar);
    // The characters that only quotes may hold were within these.
    while (ok && m_specialsPassed < m_specials.size()
        && m_specials[m_specialsPassed] < offset(scalar.end)
        && m_specials[m_specialsPassed] > offset(scalar.begin))
        ++m_specialsPassed;
    return ok;
}

bool Scanner::singleQuoted(int indentation, ScalarText &scalar)
{
    scalar.style = ScalarStyle::SingleQuoted;
    bool copied = false;
    const char *run = ++m_at;
    m_scratch.clear();
    for (;;) {
        while (*m_at != '\'' && !isOf(*m_at, BreakClass | EndClass))
            ++m_at;
        if (*m_at == '\'' && m_at[1] != '\'')
            break;
        copied = true;
        if (*m_at == '\'') {
            m_scratch.append(run, m_at + 1);
            m_at += 2;
        } else {
            m_scratch.append(run, withoutTrailingBlanks(run, m_at));
            if (!foldQuoted(indentation, false))
                return false;
        }
        run = m_at;
    }
    finishQuoted(run, copied, scalar);
    return true;
}

bool Scanner::doubleQuoted(int indentation, ScalarText &scalar)
{
    scalar.style = ScalarStyle::DoubleQuoted;
    bool copied = false;
    const char *run = ++m_at;
    m_scratch.clear();
    for (;;) {
        while (!isOf(*m_at, StopsDoubleQuoted))
            ++m_at;
        if (*m_at == '"')
            break;
        copied = true;
        if (*m_at == '\\') {
            m_scratch.append(run, m_at);
            if (!escape(indentation))
                return false;
        } else {
            m_scratch.append(run, withoutTrailingBlanks(run, m_at));
            if (!foldQuoted(indentation, false))
                return false;
        }
        run = m_at;
    }
    finishQuoted(run, copied, scalar);
    return true;
}

void Scanner::finishQuoted(const char *run, bool copied, ScalarText &scalar)
{
    if (copied) {
        m_scratch.append(run, m_at);
        scalar.value = m_scratch;
    } else {
        scalar.value = {run, std::size_t(m_at - run)};
    }
    scalar.end = ++m_at;
}

// At a line break or at the end of the text, which is one quote short.
bool Scanner::foldQuoted(int indentation, bool escaped)
{
    const auto gap = fold();
    if (gap.at >= m_end)
        return fail(gap.at, "Unexpected end of the document; expected a closing quote");
    if (gap.at == gap.line && isMarker(gap.at))
        return fail(gap.at, "A document marker may not stand in a quoted scalar", 3);
    if (gap.indentation < indentation)
        return fail(gap.at, "This line of a quoted scalar is not indented enough");
    if (!escaped || gap.breaks > 1)
        appendFold(gap.breaks);
    m_line = gap.line;
    m_at = gap.at;
    return true;
}

bool Scanner::escape(int indentation)
{
    static constexpr std::string_view names = "0abt\tnvfre \"/\\";
    static constexpr std::string_view meanings("\0\a\b\t\t\n\v\f\r\x1b \"/\\", 14);
    const char kind = m_at[1];
    if (isBreak(kind)) {
        ++m_at;
        return foldQuoted(indentation, true);
    }
    if (kind == '\0')
        return fail(m_end, "Unexpected end of the document; expected a closing quote");
    if (const auto simple = names.find(kind); simple != std::string_view::npos) {
        m_scratch += meanings[simple];
        m_at += 2;
        return true;
    }
    std::uint32_t point = 0;
    switch (kind) {
    case 'N':
        point = 0x85;
        break;
    case '_':
        point = 0xA0;
        break;
    case 'L':
        point = 0x2028;
        break;
    case 'P':
        point = 0x2029;
        break;
    case 'x':
        return codePointEscape(2, point);
    case 'u':
        return codePointEscape(4, point);
    case 'U':
        return codePointEscape(8, point);
    default:
        return fail(m_at, "This escape is not known to YAML", 2);
    }
    appendUtf8(m_scratch, point);
    m_at += 2;
    return true;
}

// Appends the character of \x, \u or \U; two \u that are a surrogate pair are one, as in JSON.
bool Scanner::codePointEscape(int digits, std::uint32_t &point)
{
    if (!hexadecimal(m_at, digits, point))
        return fail(m_at, "Expected more hexadecimal digits in this escape", 2);
    const auto length = std::size_t(digits) + 2;
    if (point >= 0xD800 && point <= 0xDFFF) {
        std::uint32_t low = 0;
        const char *const second = m_at + length;
        if (digits != 4 || point > 0xDBFF || second[0] != '\\' || second[1] != 'u'
            || !hexadecimal(second, 4, low) || low < 0xDC00 || low > 0xDFFF)
            return failWithCode(
                "lone-surrogate", m_at, "A surrogate escape must be one of a pair", length);
        point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        m_at += length;
    }
    if (point > 0x10FFFF)
        return fail(m_at, "There is no such character in Unicode", length);
    appendUtf8(m_scratch, point);
    m_at += length;
    return true;
}

} // namespace chancery::core::yaml
