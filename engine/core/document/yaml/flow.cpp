// SPDX-License-Identifier: Apache-2.0
// Collections in brackets. Their lines must be indented at least as far as the block node that they
// are part of.
#include "parser.h"

namespace chancery::core::yaml {

namespace {

constexpr std::string_view keyOnOneLine
    = "A key in a sequence must be on one line and at most 1024 characters long";

} // namespace

bool Parser::flowCollection(int indentation, const Properties &properties)
{
    const bool isMapping = *m_at == '{';
    if (!open(
            isMapping ? EventKind::MappingStart : EventKind::SequenceStart, properties, m_at, true))
        return false;
    consume(1);
    if (!flowEntries(indentation, isMapping))
        return false;
    consume(1);
    return close(isMapping ? EventKind::MappingEnd : EventKind::SequenceEnd);
}

// Up to the closing bracket.
bool Parser::flowEntries(int indentation, bool isMapping)
{
    const char closing = isMapping ? '}' : ']';
    for (;;) {
        if (!flowGap(indentation))
            return false;
        if (*m_at == closing)
            return true;
        if (*m_at == ',')
            return fail("Expected a value in front of ','");
        if (isMapping && isIndicator('?')) {
            consume(1);
            if (!flowGap(indentation))
                return false;
        }
        const bool ok = isMapping ? flowPair(indentation) : flowSequenceEntry(indentation);
        if (!ok || !flowGap(indentation))
            return false;
        if (*m_at == closing)
            return true;
        if (*m_at != ',')
            return fail(isMapping ? "Expected ',' or '}'" : "Expected ',' or ']'");
        consume(1);
    }
}

// A node, or "key: value", which is a mapping of one pair.
bool Parser::flowSequenceEntry(int indentation)
{
    if (isIndicator('?'))
        return flowExplicitEntry(indentation);
    const char *const begin = m_at;
    const char *const line = m_line;
    Head head;
    if (!flowHead(indentation, head))
        return false;
    if (head.kind == HeadKind::Collection) {
        const char *behind = m_line == line ? m_lookahead.closing(m_at) : nullptr;
        while (behind && isBlank(*behind))
            ++behind;
        head.isKey = behind && *behind == ':' && behind - begin <= longestImplicitKey;
        if (!head.isKey)
            return flowNode(indentation, head);
        if (!open(EventKind::MappingStart, {}, begin, true) || !flowNode(indentation, head))
            return false;
        skipBlanks();
        if (*m_at != ':')
            return fail("Expected ':' behind the key");
    } else {
        bool crossedLine = false;
        if (!flowGap(indentation, crossedLine))
            return false;
        const bool isJson
            = head.kind == HeadKind::Scalar && head.scalar.style != ScalarStyle::Plain;
        if (!flowColon(isJson))
            return tellHead(head);
        if (crossedLine || m_line != line || m_at - begin > longestImplicitKey)
            return fail(begin, keyOnOneLine);
        if (!open(EventKind::MappingStart, {}, begin, true) || !tellHead(head))
            return false;
    }
    consume(1);
    return flowValue(indentation) && close(EventKind::MappingEnd);
}

bool Parser::flowExplicitEntry(int indentation)
{
    if (!open(EventKind::MappingStart, {}, m_at, true))
        return false;
    consume(1);
    return flowGap(indentation) && flowPair(indentation) && close(EventKind::MappingEnd);
}

bool Parser::flowPair(int indentation)
{
    Head head;
    if (!flowHead(indentation, head) || !flowNode(indentation, head) || !flowGap(indentation))
        return false;
    const bool isJson = head.kind == HeadKind::Collection
        || (head.kind == HeadKind::Scalar && head.scalar.style != ScalarStyle::Plain);
    if (!flowColon(isJson))
        return tellEmpty({}, m_contentEnd);
    consume(1);
    return flowValue(indentation);
}

bool Parser::flowValue(int indentation)
{
    if (!flowGap(indentation))
        return false;
    Head head;
    if (!flowHead(indentation, head))
        return false;
    if (head.kind == HeadKind::Empty && !head.properties.any())
        return tellEmpty({}, m_contentEnd);
    return flowNode(indentation, head);
}

bool Parser::flowNode(int indentation, const Head &head)
{
    return head.kind == HeadKind::Collection ? flowCollection(indentation, head.properties)
                                             : tellHead(head);
}

bool Parser::flowHead(int indentation, Head &head)
{
    while (*m_at == '&' || *m_at == '!') {
        if (!property(head.properties) || !flowGap(indentation))
            return false;
    }
    head.begin = m_at;
    switch (*m_at) {
    case '[':
    case '{':
        head.kind = HeadKind::Collection;
        return true;
    case ',':
    case ']':
    case '}':
        head.kind = HeadKind::Empty;
        return true;
    case '*':
        if (head.properties.any())
            return fail("An alias may have neither anchor nor tag");
        head.kind = HeadKind::Alias;
        head.scalar.begin = m_at;
        if (!aliasName(head.scalar.value))
            return false;
        head.scalar.end = m_at;
        return true;
    case '"':
    case '\'':
        head.kind = HeadKind::Scalar;
        return quoted(indentation, head.scalar);
    default:
        break;
    }
    head.kind = flowColon(false) ? HeadKind::Empty : HeadKind::Scalar;
    return head.kind == HeadKind::Empty
        || (plainLine(true, head.scalar) && continuePlain(indentation, true, head.scalar));
}

bool Parser::flowGap(int indentation, bool &crossedLine)
{
    const Gap gap = skip();
    crossedLine = gap.crossedLine;
    if (atEnd())
        return fail("Unexpected end of the document; a bracket is not closed");
    if (!crossedLine)
        return true;
    if (atMarker())
        return fail(m_at, "A document marker may not stand in brackets", 3);
    if (gap.indentation < indentation)
        return fail("This line of a value in brackets is not indented enough");
    return true;
}

bool Parser::flowGap(int indentation)
{
    bool crossedLine = false;
    return flowGap(indentation, crossedLine);
}

// The ':' between key and value; behind quotes and brackets nothing need follow it.
bool Parser::flowColon(bool isJson) const
{
    return *m_at == ':' && (isJson || endsToken(m_at[1]) || isFlowIndicator(m_at[1]));
}

} // namespace chancery::core::yaml
