// SPDX-License-Identifier: Apache-2.0
#include "lentrights.h"

#include "engine/server/access.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

using core::governing::Kind;

const core::Tree *treeIn(const std::optional<core::Tree> &tree)
{
    return tree ? &*tree : nullptr;
}

} // namespace

LentRights::LentRights(const View &view, const core::ChangeRequest &request, const Since &since)
    : m_view(view)
{
    std::set<std::string> seen;
    for (const auto &item : request.items) {
        if (!seen.insert(item.environment.text()).second)
            continue;
        const auto rules = treesSince(view, Kind::Access, item.environment, since);
        const auto groups = treesSince(view, Kind::Groups, item.environment, since);
        if (rules.size() == 1 && (groups.size() == 1 || !rules.front()))
            continue; // as they are now
        m_earlier.push_back({item.environment,
            core::access::governedAccess(
                item.environment, treeIn(rules.back()), treeIn(groups.back()))});
    }
}

bool LentRights::hasRulesOfPaths() const
{
    return std::ranges::any_of(m_earlier,
        [](const Earlier &earlier) { return server::hasRulesOfPaths(earlier.governed); });
}

void LentRights::takeFrom(std::vector<core::policy::Principal> &principals,
    const core::policy::RequestSnapshot &snapshot, core::Instant now) const
{
    namespace access = core::access;
    for (const auto &[environment, governed] : m_earlier) {
        std::set<std::string> paths;
        for (const auto &target : snapshot.targets) {
            if (target.environment == environment)
                paths.insert(target.path);
        }
        for (auto &principal : principals) {
            const auto account
                = m_view.find<core::Principal>(keys::join(keys::principal, principal.id.text()));
            for (const auto &path : account ? paths : std::set<std::string>()) {
                const bool hadIt = access::decide(governed.governance,
                    access::subjectOf(*account, governed.groups), core::Permission::Approve, path,
                    now)
                                       .isAllowed;
                if (hadIt)
                    continue;
                core::policy::Grant ban;
                ban.permissions = core::PermissionSet(core::Permission::Approve);
                ban.environments = {environment};
                ban.paths = {path}; // which has no sign that means anything in a pattern
                principal.bans.push_back(std::move(ban));
            }
        }
    }
}

} // namespace chancery::server
