// SPDX-License-Identifier: Apache-2.0
#include "lookahead.h"

#include "engine/core/document/yaml/characters.h"

#include <algorithm>

namespace chancery::core::yaml {

namespace {

// Behind the closing quote; the line's end when there is none on the line.
const char *behindQuoted(const char *at)
{
    const char quote = *at++;
    for (; !isOf(*at, BreakClass | EndClass); ++at) {
        if (quote == '"' && *at == '\\' && !isOf(at[1], BreakClass | EndClass)) {
            ++at;
        } else if (*at == quote) {
            if (quote == '"' || at[1] != '\'')
                return at + 1;
            ++at;
        }
    }
    return at;
}

const char *behindProperty(const char *at)
{
    if (at[0] == '!' && at[1] == '<') {
        while (*at != '>' && !endsToken(*at))
            ++at;
        return *at == '>' ? at + 1 : at;
    }
    while (!endsToken(*at) && !isFlowIndicator(*at))
        ++at;
    return at;
}

} // namespace

const char *FlowLookahead::closing(const char *open)
{
    const auto find = [this, open] {
        const auto found = std::lower_bound(m_brackets.begin(), m_brackets.end(), open,
            [](const Bracket &bracket, const char *place) { return bracket.open < place; });
        return std::size_t(found - m_brackets.begin());
    };
    auto index = find();
    if (!m_at || open >= m_at || index == m_brackets.size() || m_brackets[index].open != open) {
        restart(open);
        index = 0;
        if (!advance())
            return nullptr;
    }
    while (!m_brackets[index].behind && m_at - open <= longestImplicitKey && advance()) { }
    return m_brackets[index].behind;
}

void FlowLookahead::restart(const char *at)
{
    m_brackets.clear();
    m_open.clear();
    m_at = at;
    m_isFresh = true;
    m_afterJson = false;
}

// One token further; false at the end of the line.
bool FlowLookahead::advance()
{
    const char c = *m_at;
    if (isOf(c, BreakClass | EndClass) || (c == '#' && isBlank(m_at[-1])))
        return false;
    if (isBlank(c))
        ++m_at;
    else
        token();
    return true;
}

void FlowLookahead::token()
{
    const char c = *m_at;
    const bool wasFresh = m_isFresh;
    const bool wasJson = m_afterJson;
    m_afterJson = false;
    m_isFresh = false;
    if (c == '[' || c == '{') {
        m_open.push_back(m_brackets.size());
        m_brackets.push_back({m_at++, nullptr});
        m_isFresh = true;
    } else if (c == ']' || c == '}') {
        closeBracket();
    } else if (c == ',') {
        ++m_at;
        m_isFresh = true;
    } else if (c == ':' && (wasJson || endsToken(m_at[1]) || isFlowIndicator(m_at[1]))) {
        ++m_at;
        m_isFresh = true;
    } else if (wasFresh && (c == '"' || c == '\'')) {
        m_at = behindQuoted(m_at);
        m_afterJson = true;
    } else if (wasFresh && (c == '&' || c == '!')) {
        m_at = behindProperty(m_at);
        m_isFresh = true;
    } else if (wasFresh && c == '?' && endsToken(m_at[1])) {
        ++m_at;
        m_isFresh = true;
    } else {
        ++m_at;
    }
}

void FlowLookahead::closeBracket()
{
    ++m_at;
    m_afterJson = true;
    if (m_open.empty())
        return;
    m_brackets[m_open.back()].behind = m_at;
    m_open.pop_back();
}

} // namespace chancery::core::yaml
