// SPDX-License-Identifier: Apache-2.0
// One pass over the expression. What ECMA-262 means by an escape is written out where the engines
// mean something else: \s is Unicode's space, "." excludes four line ends, \cX and \uXXXX exist,
// "[^]" is everything, an unknown escape is the character itself, and a brace that begins no
// quantifier is a brace.
#include "ecmaregex.h"

#include <array>
#include <cstdint>
#include <cstdio>

namespace chancery::core {

namespace {

constexpr std::string_view spaces = "\\t\\n\\x{B}\\f\\r \\x{A0}\\x{FEFF}\\x{2028}\\x{2029}\\p{Zs}";
constexpr std::string_view notSpaces
    = "\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{21}-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}"
      "\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}"
      "\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}";

struct LongName {
    std::string_view written;
    std::string_view meant;
};
// General categories by their long names, which the engines do not know.
constexpr std::array<LongName, 36> categories = {{{"Letter", "L"}, {"Cased_Letter", "L&"},
    {"Uppercase_Letter", "Lu"}, {"Lowercase_Letter", "Ll"}, {"Titlecase_Letter", "Lt"},
    {"Modifier_Letter", "Lm"}, {"Other_Letter", "Lo"}, {"Mark", "M"}, {"Nonspacing_Mark", "Mn"},
    {"Spacing_Mark", "Mc"}, {"Enclosing_Mark", "Me"}, {"Number", "N"}, {"Decimal_Number", "Nd"},
    {"digit", "Nd"}, {"Letter_Number", "Nl"}, {"Other_Number", "No"}, {"Symbol", "S"},
    {"Math_Symbol", "Sm"}, {"Currency_Symbol", "Sc"}, {"Modifier_Symbol", "Sk"},
    {"Other_Symbol", "So"}, {"Punctuation", "P"}, {"punct", "P"}, {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"}, {"Open_Punctuation", "Ps"}, {"Close_Punctuation", "Pe"},
    {"Initial_Punctuation", "Pi"}, {"Final_Punctuation", "Pf"}, {"Other_Punctuation", "Po"},
    {"Separator", "Z"}, {"Space_Separator", "Zs"}, {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"}, {"Other", "C"}, {"Control", "Cc"}}};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class Translator {
public:
    explicit Translator(std::string_view source)
        : m_source(source)
    {
    }

    std::optional<TranslatedRegex> run()
    {
        while (m_at < m_source.size()) {
            if (!step())
                return std::nullopt;
        }
        return std::move(m_result);
    }

private:
    bool step()
    {
        const char c = m_source[m_at];
        switch (c) {
        case '\\':
            return escape(false);
        case '[':
            return characterClass();
        case '(':
            return group();
        case '.':
            emit("[^\\n\\r\\x{2028}\\x{2029}]");
            break;
        case '{':
            emit(isQuantifier() ? "{" : "\\{");
            break;
        case ']':
            emit("\\]");
            break;
        case '}':
            emit(m_inQuantifier ? "}" : "\\}");
            m_inQuantifier = false;
            break;
        default:
            m_result.text += c;
        }
        ++m_at;
        return true;
    }

    void emit(std::string_view text) { m_result.text += text; }

    void emitPoint(std::uint32_t point)
    {
        char buffer[16];
        std::snprintf(buffer, sizeof buffer, "\\x{%X}", unsigned(point));
        emit(buffer);
    }

    bool isQuantifier()
    {
        auto at = m_at + 1;
        const auto digits = [&] {
            const auto from = at;
            while (at < m_source.size() && isDigit(m_source[at]))
                ++at;
            return at > from;
        };
        if (!digits())
            return false;
        if (at < m_source.size() && m_source[at] == ',') {
            ++at;
            digits();
        }
        m_inQuantifier = at < m_source.size() && m_source[at] == '}';
        return m_inQuantifier;
    }

    bool group()
    {
        const auto rest = m_source.substr(m_at);
        for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
            if (!rest.starts_with(look))
                continue;
            m_result.needsBacktracking = true;
            emit(look);
            m_at += look.size();
            return true;
        }
        if (rest.starts_with("(?<")) {
            const auto close = m_source.find('>', m_at);
            if (close == std::string_view::npos)
                return false;
            emit("(?P<");
            emit(m_source.substr(m_at + 3, close - m_at - 2));
            m_at = close + 1;
            return true;
        }
        emit("(");
        ++m_at;
        return true;
    }

    // "[^]" matches everything, "[]" nothing; a bracket inside a class is a bracket.
    bool characterClass()
    {
        ++m_at;
        const bool isNegated = m_at < m_source.size() && m_source[m_at] == '^';
        if (isNegated)
            ++m_at;
        if (m_at < m_source.size() && m_source[m_at] == ']') {
            emit(isNegated ? "[\\x{0}-\\x{10FFFF}]" : "[^\\x{0}-\\x{10FFFF}]");
            ++m_at;
            return true;
        }
        emit(isNegated ? "[^" : "[");
        while (m_at < m_source.size() && m_source[m_at] != ']') {
            if (m_source[m_at] == '\\') {
                if (!escape(true))
                    return false;
            } else if (m_source[m_at] == '-') {
                hyphen();
            } else {
                if (m_source[m_at] == '[')
                    emit("\\");
                m_result.text += m_source[m_at++];
            }
        }
        if (m_at >= m_source.size())
            return false;
        emit("]");
        ++m_at;
        return true;
    }

    // Beside a class escape ("[\w-.]") a hyphen stands for itself.
    void hyphen()
    {
        const bool afterClass = m_at >= 2 && m_source[m_at - 2] == '\\'
            && std::string_view("dDwWsS").find(m_source[m_at - 1]) != std::string_view::npos;
        const bool beforeClass = m_at + 2 < m_source.size() && m_source[m_at + 1] == '\\'
            && std::string_view("dDwWsS").find(m_source[m_at + 2]) != std::string_view::npos;
        emit(afterClass || beforeClass ? "\\-" : "-");
        ++m_at;
    }

    bool escape(bool inClass)
    {
        if (++m_at >= m_source.size())
            return false;
        const char c = m_source[m_at++];
        switch (c) {
        case 's':
            emitSet(spaces, inClass);
            return true;
        case 'S':
            emitSet(notSpaces, inClass);
            return true;
        case 'd':
        case 'D':
        case 'w':
        case 'W':
        case 't':
        case 'n':
        case 'r':
        case 'f':
            m_result.text += {'\\', c};
            return true;
        case 'v':
            emitPoint(0x0B);
            return true;
        case 'b':
        case 'B':
            if (inClass)
                emitPoint(c == 'b' ? 8 : 'B');
            else
                m_result.text += {'\\', c};
            return true;
        case 'c':
            return control();
        case 'x':
        case 'u':
            return hexadecimal(c);
        case 'p':
        case 'P':
            return property(c);
        case 'k':
            return namedReference();
        default:
            return plainEscape(c, inClass);
        }
    }

    void emitSet(std::string_view content, bool inClass)
    {
        if (!inClass)
            emit("[");
        emit(content);
        if (!inClass)
            emit("]");
    }

    bool plainEscape(char c, bool inClass)
    {
        if (c == '0') {
            emitPoint(0);
        } else if (isDigit(c) && !inClass) {
            m_result.needsBacktracking = true;
            m_result.text += {'\\', c};
        } else if (isLetter(c) || isDigit(c)) {
            m_result.text += c;
        } else {
            if (static_cast<unsigned char>(c) < 0x80)
                m_result.text += '\\';
            m_result.text += c;
        }
        return true;
    }

    bool control()
    {
        if (m_at < m_source.size() && isLetter(m_source[m_at]))
            emitPoint(std::uint32_t(m_source[m_at++]) % 32);
        else
            emit("\\\\c");
        return true;
    }

    std::optional<std::uint32_t> hexadecimalDigits(std::size_t count)
    {
        std::uint32_t value = 0;
        if (m_at + count > m_source.size())
            return std::nullopt;
        for (std::size_t i = 0; i < count; ++i) {
            const char c = m_source[m_at + i];
            const char lower = char(c | 0x20);
            if (isDigit(c))
                value = value * 16 + std::uint32_t(c - '0');
            else if (lower >= 'a' && lower <= 'f')
                value = value * 16 + std::uint32_t(lower - 'a' + 10);
            else
                return std::nullopt;
        }
        m_at += count;
        return value;
    }

    bool hexadecimal(char kind)
    {
        if (kind == 'u' && m_at < m_source.size() && m_source[m_at] == '{') {
            const auto close = m_source.find('}', m_at);
            if (close == std::string_view::npos || close - m_at > 7)
                return false;
            ++m_at;
            const auto point = hexadecimalDigits(close - m_at);
            if (!point)
                return false;
            emitPoint(*point);
            ++m_at;
            return true;
        }
        auto point = hexadecimalDigits(kind == 'u' ? 4 : 2);
        if (!point) {
            m_result.text += kind;
            return true;
        }
        if (*point >= 0xD800 && *point <= 0xDBFF && m_source.substr(m_at).starts_with("\\u")) {
            m_at += 2;
            const auto low = hexadecimalDigits(4);
            if (!low)
                return false;
            *point = 0x10000 + ((*point - 0xD800) << 10) + ((*low - 0xDC00) & 0x3FF);
        }
        emitPoint(*point);
        return true;
    }

    bool property(char kind)
    {
        if (m_at >= m_source.size() || m_source[m_at] != '{') {
            m_result.text += kind;
            return true;
        }
        const auto close = m_source.find('}', m_at);
        if (close == std::string_view::npos)
            return false;
        auto name = m_source.substr(m_at + 1, close - m_at - 1);
        m_at = close + 1;
        for (const std::string_view prefix :
            {"General_Category=", "gc=", "Script=", "sc=", "Script_Extensions=", "scx="}) {
            if (name.starts_with(prefix))
                name.remove_prefix(prefix.size());
        }
        for (const auto &category : categories) {
            if (category.written == name)
                name = category.meant;
        }
        m_result.text += {'\\', kind, '{'};
        emit(name);
        emit("}");
        return true;
    }

    bool namedReference()
    {
        const auto close = m_source.find('>', m_at);
        if (m_at >= m_source.size() || m_source[m_at] != '<' || close == std::string_view::npos) {
            emit("k");
            return true;
        }
        m_result.needsBacktracking = true;
        emit("\\k");
        emit(m_source.substr(m_at, close + 1 - m_at));
        m_at = close + 1;
        return true;
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    bool m_inQuantifier = false;
    TranslatedRegex m_result;
};

} // namespace

std::optional<TranslatedRegex> translateEcmaRegex(std::string_view source)
{
    return Translator(source).run();
}

} // namespace chancery::core
