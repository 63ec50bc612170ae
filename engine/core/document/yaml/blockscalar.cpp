// SPDX-License-Identifier: Apache-2.0
// Literal and folded scalars. The indentation is that of the first line with content unless the
// header states it; empty lines are counted and become text when a line with content follows or
// when the header keeps them.
#include "scanner.h"

#include <algorithm>

namespace chancery::core::yaml {

bool Scanner::blockHeader(BlockHeader &header)
{
    ++m_at;
    for (int i = 0; i < 2; ++i) {
        if (*m_at >= '0' && *m_at <= '9') {
            if (header.indentation != 0 || *m_at == '0')
                return fail("Expected one digit from 1 to 9 as the indentation");
            header.indentation = *m_at++ - '0';
        } else if (*m_at == '+' || *m_at == '-') {
            if (header.chomping != 0)
                return fail("Expected one of + and - only");
            header.chomping = *m_at++;
        }
    }
    m_contentEnd = m_at;
    if (!restOfLineIsEmpty())
        return false;
    skipToBreak();
    skipBreak();
    return true;
}

bool Scanner::blockScalar(int parentIndentation, ScalarText &scalar)
{
    scalar.style = *m_at == '|' ? ScalarStyle::Literal : ScalarStyle::Folded;
    scalar.begin = m_at;
    BlockHeader header;
    if (!blockHeader(header))
        return false;
    scalar.end = m_contentEnd;
    return blockLines(parentIndentation, header, scalar);
}

bool Scanner::blockLines(int parentIndentation, const BlockHeader &header, ScalarText &scalar)
{
    int indentation
        = header.indentation != 0 ? std::max(parentIndentation, 0) + header.indentation : -1;
    m_scratch.clear();
    std::size_t emptyLines = 0;
    int widestEmptyLine = 0;
    bool isFirst = true;
    bool wasIndentedMore = false;
    while (!atEnd()) {
        const char *text = m_line;
        while (*text == ' ' && (indentation < 0 || text - m_line < indentation))
            ++text;
        const int spaces = int(text - m_line);
        if (isOf(*text, BreakClass | EndClass)) {
            if (text >= m_end && text == m_line)
                break;
            ++emptyLines;
            widestEmptyLine = std::max(widestEmptyLine, spaces);
            if (header.chomping == '+')
                scalar.end = text;
            m_at = text;
            skipBreak();
            continue;
        }
        if (spaces <= parentIndentation || (indentation >= 0 && spaces < indentation)) {
            if (*text == '\t' && spaces <= parentIndentation)
                return fail(text, "A tab may not be indentation");
            break;
        }
        if (indentation < 0) {
            if (widestEmptyLine > spaces)
                return fail(text, "An empty line before this one is indented more than it");
            indentation = spaces;
        }
        if (indentation == 0 && isMarker(m_line))
            break;
        const bool isIndentedMore = isBlank(*text);
        const bool folds = scalar.style == ScalarStyle::Folded && !isFirst && !isIndentedMore
            && !wasIndentedMore;
        if (folds && emptyLines == 0)
            m_scratch += ' ';
        else
            m_scratch.append(emptyLines + (isFirst || folds ? 0 : 1), '\n');
        const char *const end = endOfLine(text);
        m_scratch.append(text, end);
        scalar.end = end;
        emptyLines = 0;
        isFirst = false;
        wasIndentedMore = isIndentedMore;
        m_at = end;
        skipBreak();
    }
    m_at = m_line;
    if (!isFirst && header.chomping != '-')
        m_scratch += '\n';
    if (header.chomping == '+')
        m_scratch.append(emptyLines, '\n');
    scalar.value = m_scratch;
    return true;
}

} // namespace chancery::core::yaml
