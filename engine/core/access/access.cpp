// SPDX-License-Identifier: Apache-2.0
#include "access.h"

#include "engine/core/governing/documents.h"
#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core::access {

namespace {

constexpr EnumNames<DecidedBy, 6> decidedByNames{
    {"roles", "rule", "nothing", "closed", "disabled", "unreadable"}};
constexpr EnumNames<Miss, 5> missNames{
    {"other-path", "not-yet", "expired", "outside-hours", "condition"}};
constexpr EnumNames<RemedyKind, 5> remedyNames{
    {"ask-for-role", "ask-for-rule", "wait-until", "emergency", "meet-condition"}};
constexpr Role allRoles[]{
    Role::Viewer, Role::Author, Role::Approver, Role::Operator, Role::Auditor, Role::Admin};

bool contains(const std::vector<std::string> &list, std::string_view item)
{
    return std::ranges::find(list, item) != list.end();
}

bool isWithinHours(const AccessRule &rule, Instant now)
{
    return !rule.hours
        || !occurrences(*rule.hours, {now, now + std::chrono::microseconds(1)}).empty();
}

std::optional<Instant> nextHours(const AccessRule &rule, Instant now)
{
    static constexpr auto ahead = std::chrono::days(15);
    const auto spans = occurrences(*rule.hours, {now, now + ahead});
    const auto next
        = std::ranges::find_if(spans, [now](const Interval &span) { return span.from > now; });
    return next == spans.end() ? std::nullopt : std::optional(next->from);
}

bool isInForce(const AccessRule &rule, Instant now)
{
    return (!rule.notBefore || *rule.notBefore <= now) && (!rule.notAfter || now < *rule.notAfter)
        && isWithinHours(rule, now);
}

// As matched in policies; for the environment as a whole only what holds for every path.
bool isFor(const AccessRule &rule, std::string_view path)
{
    return rule.paths.empty() || std::ranges::any_of(rule.paths, [path](const auto &pattern) {
        return policy::matchesPath(pattern, path);
    });
}

// What its conditions come to there: of "unless", that they hold is what keeps the rule away.
Weighing weighed(const AccessRule &rule, const AccessGovernance &governance, const Subject &subject,
    std::string_view path)
{
    Known known;
    known.person = subject.attributes ? &*subject.attributes : nullptr;
    known.circumstances = subject.circumstances ? &*subject.circumstances : nullptr;
    known.tier = governance.tier;
    const auto owner = governance.owners.find(path.substr(0, path.find('/')));
    if (owner != governance.owners.end())
        known.owner = owner->second;
    auto when = rule.when ? weigh(*rule.when, known) : Weighing();
    if (when.truth == Truth::No || !rule.unless)
        return when;
    auto unless = weigh(*rule.unless, known);
    if (unless.truth == Truth::Yes)
        return {Truth::No, {}, {}};
    if (unless.truth == Truth::No && when.truth == Truth::Yes)
        return {Truth::Yes, std::move(unless.failed), {}};
    unless.truth = Truth::Unknown;
    unless.unknown.insert(unless.unknown.end(), when.unknown.begin(), when.unknown.end());
    return unless;
}

// What nobody can tell counts for who is asked about.
bool isMet(const AccessRule &rule, Truth truth)
{
    return truth == Truth::Yes || (truth == Truth::Unknown && rule.effect == Effect::Permit);
}

bool asksForOwners(const AccessRule &rule)
{
    return (rule.when && !rule.when->owners.empty())
        || (rule.unless && !rule.unless->owners.empty());
}

// The namespaces in which its conditions are met, the environment as a whole among them; nothing
// where they are met nowhere, none where they are met everywhere.
std::optional<std::vector<std::string>> rootsOf(
    const AccessRule &rule, const AccessGovernance &governance, const Subject &subject)
{
    std::vector<std::string> roots;
    if (!asksForOwners(rule))
        return isMet(rule, weighed(rule, governance, subject, {}).truth) ? std::optional(roots)
                                                                         : std::nullopt;
    std::vector<std::string> all{"", std::string(governing::nameSpace)};
    for (const auto &[slug, owner] : governance.owners)
        all.push_back(slug);
    for (auto &root : all) {
        if (isMet(rule, weighed(rule, governance, subject, root).truth))
            roots.push_back(std::move(root));
    }
    return roots.empty() ? std::nullopt : std::optional(std::move(roots));
}

policy::Grant grantOf(const AccessRule &rule, const EnvironmentId &environment)
{
    policy::Grant grant;
    grant.permissions = rule.permissions;
    grant.environments.push_back(environment);
    grant.paths = rule.paths;
    grant.notBefore = rule.notBefore;
    grant.notAfter = rule.notAfter;
    return grant;
}

// What the roles give where a document that cannot be read governs: enough to mend it.
policy::Grant mendingGrant(const AccessGovernance &governance, const Subject &subject)
{
    policy::Grant grant;
    grant.permissions = scopedOf(subject.roles);
    grant.environments.push_back(governance.environment);
    grant.paths.emplace_back("sys/**");
    return grant;
}

NearMiss missOf(
    const AccessRule &rule, std::string_view path, Instant now, const std::string &condition)
{
    NearMiss miss{rule.id, Miss::OtherPath, std::nullopt};
    if (!isFor(rule, path))
        return miss;
    if (rule.notAfter && *rule.notAfter <= now) {
        miss.why = Miss::Expired;
        miss.at = rule.notAfter;
    } else if (rule.notBefore && now < *rule.notBefore) {
        miss.why = Miss::NotYet;
        miss.at = rule.notBefore;
    } else if (!isWithinHours(rule, now)) {
        miss.why = Miss::OutsideHours;
        miss.at = nextHours(rule, now);
    } else {
        miss.why = Miss::Condition;
        miss.condition = condition;
    }
    return miss;
}

std::string rolesGiving(Permission permission)
{
    std::string names;
    for (const auto role : allRoles) {
        if (permissionsOf(role).has(permission))
            names += (names.empty() ? "" : ", ") + std::string(name(role));
    }
    return names.empty() ? std::string(name(permission)) : names;
}

void addRemedies(Decision &decision, const AccessGovernance &governance, Permission permission)
{
    for (const auto &miss : decision.nearMisses) {
        const bool passes = miss.why == Miss::NotYet || miss.why == Miss::OutsideHours;
        if (passes && miss.at)
            decision.remedies.push_back({RemedyKind::WaitUntil, miss.rule, miss.at});
        if (miss.why == Miss::Condition)
            decision.remedies.push_back({RemedyKind::MeetCondition, miss.rule, {}, miss.condition});
    }
    const bool isForRoles = decision.decidedBy == DecidedBy::Nothing && !governance.document;
    if (isForRoles || !isScoped(permission))
        decision.remedies.push_back({RemedyKind::AskForRole, rolesGiving(permission), {}});
    else if (decision.decidedBy != DecidedBy::Disabled)
        decision.remedies.push_back({RemedyKind::AskForRule,
            std::string(governing::pathOf(governing::Kind::Access)), std::nullopt});
    const bool isChange = permission == Permission::Apply || permission == Permission::Rollback;
    if (isChange && decision.decidedBy != DecidedBy::Disabled)
        decision.remedies.push_back({RemedyKind::Emergency, {}, std::nullopt});
}

Decision allowed(DecidedBy by, std::string rule = {}, std::vector<std::string> assumed = {})
{
    return {true, by, std::move(rule), {}, {}, std::move(assumed)};
}

// With the condition that would have kept it away.
Decision forbiddenBy(const AccessRule &rule, const std::string &failed)
{
    Decision decision{false, DecidedBy::Rule, rule.id, {}, {}};
    if (!failed.empty())
        decision.remedies.push_back({RemedyKind::MeetCondition, rule.id, {}, failed});
    return decision;
}

Decision byRules(const AccessGovernance &governance, const Subject &subject, Permission permission,
    std::string_view path, Instant now)
{
    Decision decision;
    std::string permitting;
    std::vector<std::string> ofPermit;
    for (const auto &rule : governance.document->rules) {
        if (!rule.permissions.has(permission) || !concerns(rule, subject, governance.groupNames))
            continue;
        auto weighing = weighed(rule, governance, subject, path);
        const bool isHereAndNow = isFor(rule, path) && isInForce(rule, now);
        const bool holdsHere = isHereAndNow && isMet(rule, weighing.truth);
        if (holdsHere && rule.effect == Effect::Forbid)
            return forbiddenBy(rule, weighing.failed);
        if (rule.effect == Effect::Forbid) {
            if (isHereAndNow && weighing.truth == Truth::Unknown)
                std::ranges::move(weighing.unknown, std::back_inserter(decision.assumed));
            continue;
        }
        if (!holdsHere) {
            decision.nearMisses.push_back(missOf(rule, path, now, weighing.failed));
        } else if (permitting.empty() || (!ofPermit.empty() && weighing.unknown.empty())) {
            permitting = rule.id;
            ofPermit = std::move(weighing.unknown);
        }
    }
    const bool byRoles = subject.roles.has(permission);
    if (byRoles && !governance.document->isClosed)
        return allowed(DecidedBy::Roles, {}, std::move(decision.assumed));
    if (!permitting.empty()) {
        std::ranges::move(ofPermit, std::back_inserter(decision.assumed));
        return allowed(DecidedBy::Rule, permitting, std::move(decision.assumed));
    }
    decision.decidedBy = byRoles ? DecidedBy::Closed : DecidedBy::Nothing;
    decision.assumed.clear();
    return decision;
}

} // namespace

std::string_view name(DecidedBy decidedBy)
{
    return decidedByNames[decidedBy];
}

std::optional<DecidedBy> decidedByFromName(std::string_view name)
{
    return decidedByNames.find(name);
}

std::string_view name(Miss miss)
{
    return missNames[miss];
}

std::optional<Miss> missFromName(std::string_view name)
{
    return missNames.find(name);
}

std::string_view name(RemedyKind kind)
{
    return remedyNames[kind];
}

std::optional<RemedyKind> remedyKindFromName(std::string_view name)
{
    return remedyNames.find(name);
}

bool concerns(
    const AccessRule &rule, const Subject &subject, const std::vector<std::string> &groupNames)
{
    if (rule.to.empty())
        return true; // whom its conditions name
    return std::ranges::any_of(rule.to, [&](const std::string &name) {
        return contains(groupNames, name) ? contains(subject.groups, name)
                                          : name == subject.account;
    });
}

Rights rightsOf(const AccessGovernance &governance, const Subject &subject, Instant now)
{
    Rights rights;
    if (subject.isDisabled)
        return rights;
    if (governance.isUnreadable) {
        rights.grants.push_back(mendingGrant(governance, subject));
        return rights;
    }
    if (!governance.document || !governance.document->isClosed) {
        rights.grants.push_back({});
        rights.grants.back().permissions = scopedOf(subject.roles);
        rights.grants.back().environments.push_back(governance.environment);
    }
    if (!governance.document)
        return rights;
    for (const auto &rule : governance.document->rules) {
        if (!concerns(rule, subject, governance.groupNames) || !isWithinHours(rule, now))
            continue;
        auto roots = rootsOf(rule, governance, subject);
        if (!roots)
            continue;
        auto &list = rule.effect == Effect::Forbid ? rights.bans : rights.grants;
        list.push_back(grantOf(rule, governance.environment));
        list.back().roots = *std::move(roots);
    }
    return rights;
}

PermissionSet everGiven(const AccessGovernance &governance, const Subject &subject)
{
    PermissionSet given;
    if (subject.isDisabled || !governance.document)
        return given;
    for (const auto &rule : governance.document->rules) {
        if (rule.effect == Effect::Permit && concerns(rule, subject, governance.groupNames))
            given = given | rule.permissions;
    }
    return given;
}

Decision decide(const AccessGovernance &governance, const Subject &subject, Permission permission,
    std::string_view path, Instant now)
{
    Decision decision;
    const bool byRoles = subject.roles.has(permission);
    if (subject.isDisabled)
        decision.decidedBy = DecidedBy::Disabled;
    else if (!isScoped(permission) && byRoles)
        return allowed(DecidedBy::Roles);
    else if (isScoped(permission) && governance.isUnreadable) {
        if (byRoles && governing::isGoverning(path))
            return allowed(DecidedBy::Roles);
        decision.decidedBy = DecidedBy::Unreadable;
    } else if (isScoped(permission) && governance.document)
        decision = byRules(governance, subject, permission, path, now);
    else if (byRoles)
        return allowed(DecidedBy::Roles);
    if (!decision.isAllowed)
        addRemedies(decision, governance, permission);
    return decision;
}

} // namespace chancery::core::access
