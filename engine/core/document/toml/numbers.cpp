// SPDX-License-Identifier: Apache-2.0
// A number is held as the JSON text of the same value: in the source where TOML writes it the same
// way, else without underscores and plus sign, or converted from another base.
#include "scanner.h"

#include "engine/core/document/checks.h"

#include <algorithm>
#include <limits>

namespace chancery::core::toml {

namespace {

unsigned baseOf(const char *at)
{
    if (at[0] != '0')
        return 10;
    return at[1] == 'x' ? 16 : at[1] == 'o' ? 8 : at[1] == 'b' ? 2 : 10;
}

// 16 for what is none.
unsigned digitOf(char c)
{
    const char lower = char(c | 0x20);
    if (isDigit(c))
        return unsigned(c - '0');
    return lower >= 'a' && lower <= 'f' ? unsigned(lower - 'a' + 10) : 16;
}

bool isInfiniteOrNan(const char *at)
{
    return (at[0] == 'i' && at[1] == 'n' && at[2] == 'f')
        || (at[0] == 'n' && at[1] == 'a' && at[2] == 'n');
}

} // namespace

bool Scanner::number(Node &node)
{
    const char *const begin = m_at;
    node.type = NodeType::Number;
    node.begin = offset(begin);
    if (*m_at == '+' || *m_at == '-')
        ++m_at;
    if (isInfiniteOrNan(m_at)) {
        m_at += 3;
        if (isOf(*m_at, BareKeyClass))
            return fail(begin, "Expected a value", std::size_t(m_at - begin));
        return failWithCode("number-not-interoperable", begin, m_at, notInteroperable);
    }
    const auto base = baseOf(m_at);
    if (base == 10)
        return decimal(node, begin);
    if (m_at != begin)
        return fail(begin, "Only a decimal number has a sign", std::size_t(m_at + 2 - begin));
    return withPrefix(node, begin, base);
}

// A run of digits with single underscores between them.
bool Scanner::digits()
{
    for (;;) {
        if (!isDigit(*m_at))
            return unexpected("a digit");
        while (isDigit(*m_at))
            ++m_at;
        if (*m_at != '_')
            return true;
        ++m_at;
    }
}

bool Scanner::decimal(Node &node, const char *begin)
{
    const char *const first = m_at;
    if (!digits())
        return false;
    if (*first == '0' && m_at - first > 1)
        return fail(begin, "A number cannot begin with zeros", std::size_t(m_at - begin));
    bool isInteger = true;
    if (*m_at == '.') {
        isInteger = false;
        ++m_at;
        if (!digits())
            return false;
    }
    if (*m_at == 'e' || *m_at == 'E') {
        isInteger = false;
        ++m_at;
        if (*m_at == '+' || *m_at == '-')
            ++m_at;
        if (!digits())
            return false;
    }
    node.end = offset(m_at);
    const std::string_view written(begin, std::size_t(m_at - begin));
    if (written.find('_') != std::string_view::npos) {
        std::string text(written.substr(written[0] == '+' ? 1 : 0));
        std::erase(text, '_');
        setText(node, text);
    } else {
        // An integer has no negative zero.
        const bool hasSign = written[0] == '+' || (isInteger && written == "-0");
        node.text = node.begin + (hasSign ? 1 : 0);
        node.size = node.end - node.text;
    }
    return checkNumber(node);
}

bool Scanner::withPrefix(Node &node, const char *begin, unsigned base)
{
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    m_at += 2;
    std::uint64_t value = 0;
    bool fits = true;
    for (;;) {
        if (digitOf(*m_at) >= base || !isOf(*m_at, BareKeyClass))
            return unexpected("a digit");
        for (; isOf(*m_at, BareKeyClass) && digitOf(*m_at) < base; ++m_at) {
            fits = fits && value <= most / base;
            value = value * base + digitOf(*m_at);
        }
        if (*m_at != '_')
            break;
        ++m_at;
    }
    node.end = offset(m_at);
    if (!fits)
        return failWithCode("number-not-interoperable", begin, m_at, notInteroperable);
    setText(node, std::to_string(value));
    return checkNumber(node);
}

bool Scanner::checkNumber(const Node &node)
{
    return m_limits.anyNumber || isInteroperable(m_tree.text(node))
        || failWithCode(
            "number-not-interoperable", m_begin + node.begin, m_begin + node.end, notInteroperable);
}

void Scanner::setText(Node &node, std::string_view text)
{
    node.text = std::uint32_t(m_tree.texts().size());
    node.size = std::uint32_t(text.size());
    node.ownText = true;
    m_tree.texts() += text;
}

} // namespace chancery::core::toml
