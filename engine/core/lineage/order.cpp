// SPDX-License-Identifier: Apache-2.0
#include "order.h"

namespace chancery::core {

LineageOrder::State &LineageOrder::stateOf(std::uint32_t version)
{
    if (m_states.size() <= version)
        m_states.resize(std::max(std::size_t(version) + 1, m_states.size() * 2));
    return m_states[version];
}

void LineageOrder::discover(std::uint32_t version)
{
    State &state = stateOf(version);
    if (state.isKnown)
        return;
    state.isKnown = true;
    m_frontier.push({m_source.timeOf(version), version});
}

void LineageOrder::explore()
{
    const auto candidate = m_frontier.top();
    m_frontier.pop();
    for (const auto parent : m_source.parentsOf(candidate.version)) {
        ++stateOf(parent).children;
        discover(parent);
    }
    State &state = stateOf(candidate.version);
    state.isExplored = true;
    ++m_ahead;
    if (state.children == 0)
        m_ready.push(candidate);
}

bool LineageOrder::next(std::uint32_t &version)
{
    while (true) {
        while (!m_frontier.empty() && (m_ready.empty() || m_ahead < m_lookahead))
            explore();
        if (m_ready.empty())
            return false;
        const auto candidate = m_ready.top();
        m_ready.pop();
        // A child of it has been found since.
        if (m_states[candidate.version].children > 0)
            continue;
        version = candidate.version;
        break;
    }
    m_states[version].isGiven = true;
    --m_ahead;
    for (const auto parent : m_source.parentsOf(version)) {
        State &state = m_states[parent];
        if (--state.children == 0 && state.isExplored && !state.isGiven)
            m_ready.push({m_source.timeOf(parent), parent});
    }
    return true;
}

} // namespace chancery::core
