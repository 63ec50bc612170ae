// SPDX-License-Identifier: Apache-2.0
#include "suspectscope.h"

#include "engine/core/hindsight/concern.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/requestflow.h"

#include <algorithm>

namespace chancery::server {

bool SuspectScope::hasAnyBelow(const std::string &nameSpace) const
{
    const auto next = m_ways.lower_bound(nameSpace + '/');
    return next != m_ways.end() && next->first.starts_with(nameSpace + '/');
}

bool SuspectScope::hasRequest(const std::string &id) const
{
    if (!m_isOfService)
        return true;
    const auto request = m_view.find<core::ChangeRequest>(requestKey(core::ChangeRequestId(id)));
    return !request || std::ranges::any_of(request->items, [this](const core::RequestItem &item) {
        return m_ways.contains(item.path);
    });
}

bool SuspectScope::hasEmergency(const std::string &id) const
{
    if (!m_isOfService)
        return true;
    const auto session = findEmergency(m_view, id);
    return !session || session->namespaces.empty()
        || std::ranges::any_of(session->namespaces,
            [this](const std::string &nameSpace) { return hasAnyBelow(nameSpace); });
}

bool SuspectScope::isGovernedBy(
    const std::string &path, core::Value before, core::Value after) const
{
    const auto kind = core::governing::kindOf(path);
    if (!m_isOfService || !kind)
        return true;
    std::vector<std::string> paths;
    for (const auto &[each, ways] : m_ways)
        paths.push_back(each);
    return core::isAbout(*kind, before, after, paths);
}

} // namespace chancery::server
