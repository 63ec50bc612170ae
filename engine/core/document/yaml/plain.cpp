// SPDX-License-Identifier: Apache-2.0
// Plain scalars, and the folding of line breaks that they share with the quoted ones. A scalar that
// the source holds as it is stays there; the others are put together in m_scratch.
#include "scanner.h"

namespace chancery::core::yaml {

namespace {

// ": " and its kin, which end a plain scalar.
bool isMappingColon(const char *at, bool inFlow)
{
    return *at == ':' && (endsToken(at[1]) || (inFlow && isFlowIndicator(at[1])));
}

// Where the text of a plain scalar ends on its line.
const char *plainEnd(const char *at, bool inFlow)
{
    const int stops = BlankClass | BreakClass | EndClass | ColonOrHash | (inFlow ? FlowClass : 0);
    for (;;) {
        while (!isOf(*at, stops))
            ++at;
        if (isBlank(*at)) {
            const char *const blank = at;
            while (isBlank(*at))
                ++at;
            if (*at == '#' || isMappingColon(at, inFlow) || isOf(*at, BreakClass | EndClass)
                || (inFlow && isFlowIndicator(*at)))
                return blank;
        } else if (*at == '#' || (*at == ':' && !isMappingColon(at, inFlow))) {
            ++at;
        } else {
            return at;
        }
    }
}

} // namespace

bool Scanner::isPlainStart(bool inFlow) const
{
    const char c = *m_at;
    if (isOf(c, StartsNoPlain | BlankClass | BreakClass | EndClass))
        return false;
    if (c != '-' && c != '?' && c != ':')
        return true;
    return !endsToken(m_at[1]) && !(inFlow && isFlowIndicator(m_at[1]));
}

bool Scanner::plainLine(bool inFlow, ScalarText &scalar)
{
    if (!isPlainStart(inFlow)) {
        if (atEnd())
            return fail("Unexpected end of the document; expected a value");
        return fail("A value may not begin with this character; put it in quotes");
    }
    scalar.style = ScalarStyle::Plain;
    scalar.begin = m_at;
    scalar.end = plainEnd(m_at, inFlow);
    scalar.value = {m_at, std::size_t(scalar.end - m_at)};
    m_at = scalar.end;
    return true;
}

bool Scanner::continuePlain(int indentation, bool inFlow, ScalarText &scalar)
{
    bool copied = false;
    for (;;) {
        const char *at = m_at;
        while (isBlank(*at))
            ++at;
        if (!isBreak(*at))
            break;
        const auto gap = fold();
        if (gap.at >= m_end || gap.indentation < indentation || *gap.at == '#'
            || isMappingColon(gap.at, inFlow) || (inFlow && isFlowIndicator(*gap.at))
            || (gap.at == gap.line && isMarker(gap.at)))
            break;
        if (!copied)
            m_scratch.assign(scalar.value);
        copied = true;
        appendFold(gap.breaks);
        m_line = gap.line;
        scalar.end = plainEnd(gap.at, inFlow);
        m_scratch.append(gap.at, scalar.end);
        m_at = scalar.end;
    }
    if (copied)
        scalar.value = m_scratch;
    return true;
}

// Looks from the end of a scalar's line to its next line with content; moves nothing.
Scanner::Fold Scanner::fold() const
{
    Fold fold;
    fold.line = m_line;
    const char *at = m_at;
    for (;;) {
        while (isBlank(*at))
            ++at;
        if (!isBreak(*at))
            break;
        at = behindBreak(at);
        fold.line = at;
        ++fold.breaks;
    }
    fold.at = at;
    const char *space = fold.line;
    while (*space == ' ')
        ++space;
    fold.indentation = int(space - fold.line);
    return fold;
}

void Scanner::appendFold(int breaks)
{
    if (breaks == 1)
        m_scratch += ' ';
    else
        m_scratch.append(std::size_t(breaks) - 1, '\n');
}

} // namespace chancery::core::yaml
