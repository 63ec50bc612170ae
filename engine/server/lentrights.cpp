// SPDX-License-Identifier: Apache-2.0
#include "lentrights.h"

#include "engine/server/access.h"
#include "engine/server/circumstances.h"
#include "engine/server/handlers/requestlife.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace chancery::server {

namespace {

using core::governing::Kind;

const core::Tree *treeIn(const std::optional<core::Tree> &tree)
{
    return tree ? &*tree : nullptr;
}

} // namespace

LentRights::LentRights(const View &view, const core::ChangeRequest &request)
    : m_view(view)
    , m_since(madeAt(view, request))
{
    std::set<std::string> seen;
    for (const auto &item : request.items) {
        if (!seen.insert(item.environment.text()).second)
            continue;
        const bool haveRules = hasChangedSince(view, Kind::Access, item.environment, m_since);
        const bool haveGroups = hasChangedSince(view, Kind::Groups, item.environment, m_since);
        if (!haveRules && (!haveGroups || !governingHead(view, Kind::Access, item.environment)))
            continue; // as they are now
        const auto rules = treeAt(view, Kind::Access, item.environment, m_since);
        const auto groups = treeAt(view, Kind::Groups, item.environment, m_since);
        auto governed
            = core::access::governedAccess(item.environment, treeIn(rules), treeIn(groups));
        addSurroundings(view, governed.governance);
        m_earlier.push_back({item.environment, std::move(governed)});
    }
}

bool LentRights::hasRulesOfPaths() const
{
    return std::ranges::any_of(m_earlier,
        [](const Earlier &earlier) { return server::hasRulesOfPaths(earlier.governed); });
}

// Whoever lacks the right for one path approves nothing of the request, so the first one decides.
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
            const auto account = principal.kind == core::PrincipalKind::User
                ? m_view.find<core::Principal>(keys::join(keys::principal, principal.id.text()))
                : std::nullopt;
            if (!account)
                continue;
            const auto subject = subjectOf(m_view, *account, governed.groups);
            // A loan that has been prolonged is over by the rules of then.
            const auto hadIt = [&, &rules = governed.governance](const std::string &path) {
                return std::ranges::any_of(std::array{now, m_since.at}, [&](core::Instant at) {
                    return access::decide(rules, subject, core::Permission::Approve, path, at)
                        .isAllowed;
                });
            };
            if (std::ranges::all_of(paths, hadIt))
                continue;
            // As one who became an approver after all that has happened.
            principal.approverOrder = std::numeric_limits<std::uint64_t>::max();
            principal.approverSince = core::Instant::max();
        }
    }
}

} // namespace chancery::server
