// SPDX-License-Identifier: Apache-2.0
#include "roster.h"

#include "engine/core/document/value.h"

#include <algorithm>

namespace chancery::core {

std::optional<std::vector<std::string>> emergencyRoster(const Tree &tree)
{
    const auto list = tree.nodeCount() > 0 ? tree.root().find("roster") : Value();
    if (!list.isPresent())
        return std::nullopt;
    std::vector<std::string> names;
    if (!list.isArray())
        return names;
    for (const auto &name : list)
        names.emplace_back(name.value().text());
    return names;
}

bool isOnRoster(const std::vector<std::string> &roster, const std::string &account,
    const std::vector<governing::Group> &groups)
{
    return std::ranges::any_of(roster, [&](const std::string &name) {
        const auto group = std::ranges::find(groups, name, &governing::Group::name);
        return group == groups.end()
            ? name == account
            : std::ranges::find(group->members, account) != group->members.end();
    });
}

} // namespace chancery::core
