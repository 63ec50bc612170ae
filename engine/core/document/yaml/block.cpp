// SPDX-License-Identifier: Apache-2.0
// Block nodes. The column of a collection is the column of its entries; a node belongs to the
// collection around it as long as its lines are indented more than "parent", that column. Whether a
// node is a mapping shows only behind its first key, so its Head is read first, and told when that
// is known.
#include "parser.h"

namespace chancery::core::yaml {

namespace {

constexpr std::string_view tabMessage = "A tab may not be indentation";

} // namespace

bool Parser::blockNode(int parent, Place place)
{
    Properties properties;
    for (;;) {
        const Gap gap = skip();
        place.atLineStart |= gap.crossedLine;
        if (atEnd() || atMarker())
            return tellEmpty(properties, m_contentEnd);
        const bool isItem = isIndicator('-');
        if (place.atLineStart) {
            const bool fits = gap.indentation > parent
                || (gap.indentation == parent && place.sequenceAtParent && isItem);
            if (!fits)
                return tellEmpty(properties, m_contentEnd);
        }
        const bool mayNest = place.mayNestHere || place.atLineStart;
        if (mayNest && (isItem || isIndicator('?'))) {
            if (gap.hasTab)
                return fail(tabMessage);
            return isItem ? blockSequence(column(), properties)
                          : blockMapping(column(), properties, nullptr);
        }
        Head head;
        if (!blockHead(parent, mayNest, head))
            return false;
        if (head.isKey) {
            if (gap.hasTab)
                return fail(head.begin, tabMessage);
            return blockMapping(int(head.begin - m_line), properties, &head);
        }
        if (!adopt(properties, head.properties))
            return false;
        if (head.kind != HeadKind::Nothing)
            return blockValue(parent, properties, head);
        place.mayNestHere = false;
        place.atLineStart = false;
    }
}

// The properties of this line join those of the lines above.
bool Parser::adopt(Properties &properties, const Properties &own)
{
    if (!own.any())
        return true;
    if (!own.anchor.empty() && !properties.anchor.empty())
        return fail(own.begin, "A node may have one anchor only");
    if (!own.tag.empty() && !properties.tag.empty())
        return fail(own.begin, "A node may have one tag only");
    if (!own.anchor.empty())
        properties.anchor = own.anchor;
    if (!own.tag.empty())
        properties.tag = own.tag;
    if (!properties.begin)
        properties.begin = own.begin;
    return true;
}

bool Parser::blockProperties(Head &head)
{
    while (*m_at == '&' || *m_at == '!') {
        if (!property(head.properties))
            return false;
        if (!endsToken(*m_at))
            return fail("Expected a space behind an anchor or tag");
        skipBlanks();
    }
    return true;
}

bool Parser::blockHead(int parent, bool mayNest, Head &head)
{
    head.begin = m_at;
    const char *const line = m_line;
    if (!blockProperties(head))
        return false;
    if (head.properties.any()
        && (isOf(*m_at, BreakClass | EndClass) || (*m_at == '#' && isBlank(m_at[-1]))))
        return true;
    bool isPlain = false;
    switch (*m_at) {
    case '|':
    case '>':
        head.kind = HeadKind::BlockScalar;
        return true;
    case '[':
    case '{': {
        head.kind = HeadKind::Collection;
        const char *behind = mayNest ? m_lookahead.closing(m_at) : nullptr;
        while (behind && isBlank(*behind))
            ++behind;
        head.isKey = behind && *behind == ':' && endsToken(behind[1])
            && behind - head.begin < longestImplicitKey;
        return true;
    }
    case '*':
        if (head.properties.any())
            return fail("An alias may have neither anchor nor tag");
        head.kind = HeadKind::Alias;
        head.scalar.begin = m_at;
        if (!aliasName(head.scalar.value))
            return false;
        head.scalar.end = m_at;
        break;
    case '"':
    case '\'':
        head.kind = HeadKind::Scalar;
        if (!quoted(parent + 1, head.scalar))
            return false;
        break;
    default:
        head.kind = mayNest && isIndicator(':') ? HeadKind::Empty : HeadKind::Scalar;
        isPlain = head.kind == HeadKind::Scalar;
        if (isPlain && !plainLine(false, head.scalar))
            return false;
    }
    head.isKey = mayNest && m_line == line && keyFollows(head.begin);
    return !isPlain || head.isKey || continuePlain(parent + 1, false, head.scalar);
}

// Behind the text of a node: is it a key?
bool Parser::keyFollows(const char *begin) const
{
    const char *at = m_at;
    while (isBlank(*at))
        ++at;
    return *at == ':' && endsToken(at[1]) && at - begin < longestImplicitKey;
}

bool Parser::blockValue(int parent, const Properties &properties, const Head &head)
{
    switch (head.kind) {
    case HeadKind::BlockScalar: {
        ScalarText scalar;
        return blockScalar(parent, scalar) && tellScalar(properties, scalar);
    }
    case HeadKind::Alias:
        if (properties.any())
            return fail(head.scalar.begin, "An alias may have neither anchor nor tag");
        return tellAlias(head) && restOfLineIsEmpty();
    case HeadKind::Collection:
        return flowCollection(parent + 1, properties) && restOfLineIsEmpty();
    default:
        return tellScalar(properties, head.scalar) && restOfLineIsEmpty();
    }
}

bool Parser::blockSequence(int column, const Properties &properties)
{
    if (!open(EventKind::SequenceStart, properties, m_at, false))
        return false;
    for (bool more = true; more;) {
        consume(1);
        if (!blockNode(column, {.mayNestHere = true}) || !nextEntry(column, more))
            return false;
        more = more && isIndicator('-');
    }
    return close(EventKind::SequenceEnd);
}

bool Parser::blockMapping(int column, const Properties &properties, const Head *first)
{
    if (!open(EventKind::MappingStart, properties, first ? first->begin : m_at, false))
        return false;
    for (bool more = true; more;) {
        if (!first && isIndicator('?')) {
            if (!explicitEntry(column, more))
                return false;
            continue;
        }
        if (!implicitEntry(column, first) || !nextEntry(column, more))
            return false;
        first = nullptr;
    }
    return close(EventKind::MappingEnd);
}

// "? key" and, perhaps, ": value" on a line of its own.
bool Parser::explicitEntry(int column, bool &more)
{
    const Place place{.mayNestHere = true, .sequenceAtParent = true};
    consume(1);
    if (!blockNode(column, place) || !nextEntry(column, more))
        return false;
    if (!more || !isIndicator(':'))
        return tellEmpty({}, m_contentEnd);
    consume(1);
    return blockNode(column, place) && nextEntry(column, more);
}

bool Parser::implicitEntry(int column, const Head *key)
{
    Head own;
    if (!key) {
        if (!blockHead(column, true, own))
            return false;
        if (!own.isKey)
            return fail(own.begin, "Expected a key, ':' and a space");
        key = &own;
    }
    const bool ok
        = key->kind == HeadKind::Collection ? flowCollection(0, key->properties) : tellHead(*key);
    if (!ok)
        return false;
    skipBlanks();
    if (*m_at != ':')
        return fail("Expected ':' behind the key");
    consume(1);
    return blockNode(column, {.sequenceAtParent = true});
}

// To the next entry of the collection in that column; "more" is false where it ends.
bool Parser::nextEntry(int column, bool &more)
{
    const Gap gap = skip();
    more = false;
    if (atEnd() || atMarker())
        return true;
    if (!gap.crossedLine && m_at != m_line + gap.indentation)
        return fail("Expected the end of the line");
    if (gap.indentation < column)
        return true;
    if (gap.hasTab && gap.indentation <= column)
        return fail(tabMessage);
    if (gap.indentation > column)
        return fail("This line is indented more than the entries above it");
    more = true;
    return true;
}

} // namespace chancery::core::yaml
