// SPDX-License-Identifier: Apache-2.0
// Streams and documents, and what the sink is told.
#include "parser.h"

#include <algorithm>

namespace chancery::core::yaml {

namespace {

// Deeper nesting than this is refused whatever the limits say, for the sake of the stack.
constexpr std::size_t deepestEver = 1000;

} // namespace

Parser::Parser(const std::string &source, const Limits &limits, EventSink &sink)
    : Scanner(source, limits)
    , m_sink(sink)
{
}

std::optional<Problem> Parser::parse()
{
    if (offset(m_end) > m_limits.bytes) {
        failWithCode("document-too-large", m_begin,
            "The document is larger than the limit of " + std::to_string(m_limits.bytes)
                + " bytes");
    } else if (checkCharacters()) {
        stream();
    }
    return m_sinkRefused ? std::nullopt : std::move(m_problem);
}

bool Parser::stream()
{
    if (!tell({.kind = EventKind::StreamStart}))
        return false;
    bool mayBeBare = true; // a document may begin without "---"
    for (;;) {
        resetHandles();
        skip();
        while (skipByteOrderMark())
            skip();
        if (atEnd())
            break;
        bool hasDirectives = false;
        if (mayBeBare && !directives(hasDirectives))
            return false;
        const bool isExplicit = atMarker() && *m_at == '-';
        if (!isExplicit && hasDirectives)
            return fail("Expected \"---\" behind the directives");
        if (!isExplicit && atMarker()) {
            m_at += 3;
            if (!restOfLineIsEmpty())
                return false;
            mayBeBare = true;
            continue;
        }
        if (!isExplicit && !mayBeBare)
            return fail("Expected \"---\" in front of another document");
        if (!document(isExplicit, mayBeBare))
            return false;
    }
    const auto end = offset(m_end);
    return checkNoSpecialsLeft() && tell({.kind = EventKind::StreamEnd, .begin = end, .end = end});
}

bool Parser::directives(bool &any)
{
    bool hasVersion = false;
    while (*m_at == '%' && m_at == m_line) {
        any = true;
        if (!directive(hasVersion))
            return false;
        skip();
    }
    return true;
}

bool Parser::document(bool isExplicit, bool &endIsExplicit)
{
    const char *const begin = m_at;
    m_contentEnd = m_at;
    if (isExplicit)
        consume(3);
    if (!tell({.kind = EventKind::DocumentStart,
            .isExplicit = isExplicit,
            .begin = offset(begin),
            .end = offset(m_at)}))
        return false;
    if (!blockNode(-1, {.mayNestHere = false, .atLineStart = !isExplicit}))
        return false;
    skip();
    endIsExplicit = false;
    const char *end = m_contentEnd;
    if (!atEnd() && !atMarker())
        return fail("Expected the end of the document; this line belongs to nothing above it");
    if (atMarker() && *m_at == '.') {
        endIsExplicit = true;
        end = m_at;
        m_at += 3;
        if (!restOfLineIsEmpty())
            return false;
    }
    return tell({.kind = EventKind::DocumentEnd,
        .isExplicit = endIsExplicit,
        .begin = offset(end),
        .end = offset(endIsExplicit ? end + 3 : end)});
}

bool Parser::tell(const Event &event)
{
    if (m_sink.take(event))
        return true;
    m_sinkRefused = true;
    return false;
}

bool Parser::open(EventKind kind, const Properties &properties, const char *begin, bool isFlow)
{
    if (++m_depth > std::min(m_limits.depth, deepestEver))
        return failWithCode("too-deep", begin,
            "The document is nested deeper than "
                + std::to_string(std::min(m_limits.depth, deepestEver)) + " levels");
    return tell({.kind = kind,
        .isFlow = isFlow,
        .anchor = properties.anchor,
        .tag = properties.tag,
        .begin = offset(begin),
        .end = offset(begin)});
}

bool Parser::close(EventKind kind)
{
    --m_depth;
    const auto end = offset(m_contentEnd);
    return tell({.kind = kind, .begin = end, .end = end});
}

bool Parser::tellScalar(const Properties &properties, const ScalarText &scalar)
{
    m_contentEnd = scalar.end;
    return tell({.kind = EventKind::Scalar,
        .style = scalar.style,
        .anchor = properties.anchor,
        .tag = properties.tag,
        .value = scalar.value,
        .begin = offset(scalar.begin),
        .end = offset(scalar.end)});
}

bool Parser::tellEmpty(const Properties &properties, const char *at)
{
    return tell({.kind = EventKind::Scalar,
        .anchor = properties.anchor,
        .tag = properties.tag,
        .begin = offset(at),
        .end = offset(at)});
}

bool Parser::tellAlias(const Head &head)
{
    m_contentEnd = head.scalar.end;
    return tell({.kind = EventKind::Alias,
        .anchor = head.scalar.value,
        .begin = offset(head.scalar.begin),
        .end = offset(head.scalar.end)});
}

bool Parser::tellHead(const Head &head)
{
    if (head.kind == HeadKind::Alias)
        return tellAlias(head);
    if (head.kind == HeadKind::Empty)
        return tellEmpty(head.properties, head.properties.any() ? m_contentEnd : head.begin);
    return tellScalar(head.properties, head.scalar);
}

std::optional<Problem> parse(const std::string &source, const Limits &limits, EventSink &sink)
{
    return Parser(source, limits, sink).parse();
}

} // namespace chancery::core::yaml
