// SPDX-License-Identifier: Apache-2.0
#include "shape.h"

#include "engine/core/document/checks.h"

#include <algorithm>
#include <cstring>

namespace chancery::core::toml {

namespace {

constexpr std::size_t deepestEver = 200; // the library's own bound is 256 for brackets
constexpr std::size_t mostDottedKeys = 20'000;

class Shape {
public:
    Shape(const std::string &source, const Limits &limits)
        : m_source(source)
        , m_at(source.data())
        , m_end(source.data() + source.size())
        , m_depth(std::min(limits.depth, deepestEver))
    {
    }

    std::optional<Problem> check()
    {
        while (m_at < m_end && !m_problem)
            step();
        return std::move(m_problem);
    }

private:
    void fail(std::string code, std::string message)
    {
        const auto at = std::size_t(m_at - m_source.data());
        m_problem = problemAt(m_source, std::move(code), std::move(message), at, at + 1);
    }
    bool startsWith(const char *text, std::size_t size) const
    {
        return std::size_t(m_end - m_at) >= size && std::memcmp(m_at, text, size) == 0;
    }

    void step();
    void opening();
    void closing();
    void newLine();
    void dot();
    void string(char quote);

    const std::string &m_source;
    const char *m_at;
    const char *m_end;
    std::size_t m_depth;
    std::vector<char> m_brackets; // of the value; a header has none
    bool m_inKey = true; // in front of '='
    bool m_atLineStart = true;
    std::size_t m_dots = 0; // in the key
    std::size_t m_dottedKeys = 0;
    std::optional<Problem> m_problem;
};

void Shape::step()
{
    const char c = *m_at;
    const bool wasLineStart = m_atLineStart;
    if (c != ' ' && c != '\t')
        m_atLineStart = false;
    switch (c) {
    case '#':
        while (m_at < m_end && *m_at != '\n')
            ++m_at;
        return;
    case '"':
    case '\'':
        string(c);
        return;
    case '\n':
        newLine();
        break;
    case '[':
    case '{':
        // "[" at the start of a line begins a header, which is one key.
        if (!m_inKey || !m_brackets.empty())
            opening();
        else if (!wasLineStart && m_at[-1] != '[')
            return fail("malformed-toml", "Expected a key");
        break;
    case ']':
    case '}':
        closing();
        break;
    case ',':
        m_inKey = !m_brackets.empty() && m_brackets.back() == '{';
        m_dots = 0;
        break;
    case '=':
        m_inKey = false;
        m_dots = 0;
        break;
    case '.':
        if (m_inKey)
            dot();
        break;
    default:
        if (static_cast<unsigned char>(c) >= 0x80)
            fail("malformed-toml", "Only ASCII may stand outside of strings and comments");
        break;
    }
    ++m_at;
}

void Shape::opening()
{
    m_brackets.push_back(*m_at);
    m_inKey = *m_at == '{';
    m_dots = 0;
    if (m_brackets.size() > m_depth)
        fail("too-deep",
            "The document is nested deeper than " + std::to_string(m_depth) + " levels");
}

void Shape::closing()
{
    if (!m_brackets.empty())
        m_brackets.pop_back();
    m_inKey = m_brackets.empty() && m_inKey;
}

void Shape::newLine()
{
    if (!m_brackets.empty())
        return;
    m_inKey = true;
    m_atLineStart = true;
    m_dots = 0;
}

void Shape::dot()
{
    if (++m_dots > m_depth)
        fail("too-deep", "The key has more than " + std::to_string(m_depth) + " parts");
    else if (m_dots == 1 && ++m_dottedKeys > mostDottedKeys)
        fail("too-many-nodes",
            "The document has more than " + std::to_string(mostDottedKeys) + " dotted keys");
}

void Shape::string(char quote)
{
    const char triple[] = {quote, quote, quote};
    const bool isMultiLine = startsWith(triple, 3);
    m_at += isMultiLine ? 3 : 1;
    for (; m_at < m_end; ++m_at) {
        if (*m_at == '\\' && quote == '"') {
            m_at += m_end - m_at > 1 ? 1 : 0;
        } else if (isMultiLine && startsWith(triple, 3)) {
            m_at += 3;
            // One or two quotes more belong to the text.
            while (m_at < m_end && *m_at == quote)
                ++m_at;
            return;
        } else if (!isMultiLine && (*m_at == quote || *m_at == '\n')) {
            m_at += *m_at == quote ? 1 : 0;
            return;
        }
    }
}

} // namespace

std::optional<Problem> checkShape(const std::string &source, const Limits &limits)
{
    return Shape(source, limits).check();
}

} // namespace chancery::core::toml
