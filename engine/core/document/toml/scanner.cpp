// SPDX-License-Identifier: Apache-2.0
#include "scanner.h"

#include "engine/core/document/checks.h"

#include <algorithm>

namespace chancery::core::toml {

Scanner::Scanner(Tree &tree, const Limits &limits)
    : m_tree(tree)
    , m_limits(limits)
    , m_begin(tree.source().data())
    , m_end(m_begin + tree.source().size())
    , m_at(m_begin)
{
}

bool Scanner::fail(const char *at, std::string_view message, std::size_t length)
{
    return failWithCode("malformed-toml", at, at + length, message);
}

bool Scanner::failWithCode(
    std::string_view code, const char *begin, const char *end, std::string_view message)
{
    m_problem = problemAt(
        m_tree.source(), std::string(code), std::string(message), offset(begin), offset(end));
    return false;
}

bool Scanner::unexpected(std::string_view expected)
{
    if (!atEnd())
        return fail(m_at, "Expected " + std::string(expected));
    // Behind the last word rather than on the empty line below it.
    const char *at = m_end;
    while (at > m_begin && (isBlank(at[-1]) || at[-1] == '\n' || at[-1] == '\r'))
        --at;
    return fail(at, "Unexpected end of the document; expected " + std::string(expected));
}

void Scanner::skipBlanks()
{
    while (isBlank(*m_at))
        ++m_at;
}

bool Scanner::skipBreak()
{
    if (!isBreak())
        return false;
    m_at += *m_at == '\r' ? 2 : 1;
    return true;
}

bool Scanner::comment()
{
    while (!isOf(*m_at, ControlClass))
        ++m_at;
    return atEnd() || isBreak() || fail(m_at, "A control character cannot stand in a comment");
}

bool Scanner::skipLines()
{
    for (;;) {
        skipBlanks();
        if (*m_at == '#') {
            if (!comment())
                return false;
        } else if (!skipBreak()) {
            return true;
        }
    }
}

bool Scanner::restOfLine()
{
    skipBlanks();
    if (*m_at == '#' && !comment())
        return false;
    return atEnd() || skipBreak() || unexpected("the end of the line");
}

bool Scanner::checkSize(const Node &node, std::string_view message)
{
    return node.size <= m_limits.stringBytes
        || failWithCode("string-too-large", m_begin + node.begin, m_begin + node.end, message);
}

bool Scanner::keyPart(Node &key)
{
    key = Node();
    key.type = NodeType::Key;
    key.begin = offset(m_at);
    if (*m_at == '"' || *m_at == '\'') {
        if (!singleLine(key))
            return false;
    } else {
        const char *const begin = m_at;
        while (isOf(*m_at, BareKeyClass))
            ++m_at;
        if (m_at == begin)
            return unexpected("a key");
        key.text = key.begin;
        key.size = std::uint32_t(m_at - begin);
    }
    key.end = offset(m_at);
    key.hash = Tree::keyHash(m_tree.text(key));
    return checkSize(key, "A key is longer than the limit");
}

} // namespace chancery::core::toml
