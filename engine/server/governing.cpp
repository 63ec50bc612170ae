// SPDX-License-Identifier: Apache-2.0
#include "governing.h"

#include "engine/core/domain/place.h"

#include <algorithm>
#include <functional>

namespace chancery::server {

namespace {

namespace governing = core::governing;
namespace policy = core::policy;
using governing::Kind;

// More than anybody can have: a document that cannot be read must not govern as an empty one.
constexpr int nobodysCount = 1'000'000;
constexpr int productionTier = 2;
constexpr int leastInProduction = 2;

core::Tree treeOf(const View &view, const core::VersionId &id, core::Format format)
{
    auto reading
        = core::read(view.text(keys::join(keys::text, id.text())), format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

std::string configOf(const View &view, Kind kind)
{
    return view.text(keys::join(keys::configPath, governing::pathOf(kind)));
}

policy::PolicyRule unreadableRule(const core::EnvironmentId &environment)
{
    policy::PolicyRule rule;
    rule.id = std::string(governing::pathOf(Kind::Policy)) + " cannot be read";
    rule.selector.environments.push_back(environment);
    // All but governing documents, or it could not be mended.
    using enum policy::ChangeAction;
    rule.selector.actions = {Update, Create, Schema};
    rule.requirements.push_back({"readable", nobodysCount, {}, false});
    return rule;
}

governing::PolicyDocument policyIn(const core::Tree &tree, const core::EnvironmentId &environment)
{
    const auto reading = tree.nodeCount() > 0
        ? governing::readPolicy(tree.root(), environment)
        : core::Result<governing::PolicyDocument>(core::Error());
    if (reading)
        return *reading;
    return {{unreadableRule(environment)}, {}, {}, {}, true};
}

void addEarlier(std::vector<policy::PolicyRule> &rules, const governing::PolicyDocument &earlier,
    const std::string &semver)
{
    for (const auto &rule : earlier.rules) {
        if (std::ranges::find(rules, rule) != rules.end())
            continue;
        rules.push_back(rule);
        rules.back().id += " (v" + semver + ')';
    }
}

// The versions of a document that were live at the moment or since, the newest first. False where
// none was at the moment.
bool eachSince(const View &view, Kind kind, const core::EnvironmentId &environment,
    const Since &since, const std::function<void(const core::Version &)> &visit)
{
    const auto config = configOf(view, kind);
    if (config.empty())
        return false;
    auto range = KeyRange::under(keys::join(keys::historyIn, config, environment.text(), ""));
    range.backwards = true;
    for (const auto &entry : view.scan(range)) {
        const core::VersionId id(*entry.value);
        const auto version = view.need<core::Version>(
            keys::join(keys::version, id.text()), "version " + id.text());
        visit(version);
        const bool wasThere = since.order ? keys::numberAtEnd(entry.key) <= *since.order
                                          : version.createdAt <= since.at;
        if (wasThere)
            return true;
    }
    return false;
}

struct DatedPolicy {
    governing::PolicyDocument document;
    std::string semver; // empty: none was live
};

std::vector<DatedPolicy> datedPolicies(
    const View &view, const core::EnvironmentId &environment, const Since &since)
{
    std::vector<DatedPolicy> policies;
    const bool isWhole = eachSince(
        view, Kind::Policy, environment, since, [&](const core::Version &version) {
            policies.push_back(
                {policyIn(treeOf(view, version.id, version.format), environment), version.semver});
        });
    if (!isWhole)
        policies.emplace_back();
    return policies;
}

std::vector<core::Tree> datedTrees(
    const View &view, Kind kind, const core::EnvironmentId &environment, const Since &since)
{
    std::vector<core::Tree> trees;
    eachSince(view, kind, environment, since, [&](const core::Version &version) {
        trees.push_back(treeOf(view, version.id, version.format));
    });
    return trees;
}

policy::Ownership ownershipIn(const core::Tree &tree, const core::EnvironmentId &environment)
{
    auto lines = tree.nodeCount() > 0 ? governing::readOwnership(tree.root())
                                      : core::Result<policy::Ownership>(core::Error());
    if (!lines)
        return {};
    for (auto &line : *lines)
        line.environment = environment;
    return std::move(*lines);
}

std::vector<governing::Group> groupsIn(const core::Tree &tree)
{
    auto groups = tree.nodeCount() > 0 ? governing::readGroups(tree.root())
                                       : core::Result<std::vector<governing::Group>>(core::Error());
    return groups ? std::move(*groups) : std::vector<governing::Group>();
}

// Those who were in the groups by another version as well.
void keepMembers(
    std::vector<governing::Group> &groups, const std::vector<governing::Group> &earlier)
{
    for (auto &group : groups) {
        const auto then = std::ranges::find(earlier, group.name, &governing::Group::name);
        std::erase_if(group.members, [&](const std::string &member) {
            return then == earlier.end()
                || std::ranges::find(then->members, member) == then->members.end();
        });
    }
}

void tighten(std::optional<int> &limit, const std::optional<int> &other)
{
    if (other)
        limit = std::min(limit.value_or(*other), *other);
}

void addTerms(Governance &governance, const governing::PolicyDocument &policy)
{
    if (policy.reach) {
        auto &reach = governance.reach ? *governance.reach : governance.reach.emplace();
        tighten(reach.regions, policy.reach->regions);
        tighten(reach.instances, policy.reach->instances);
        tighten(reach.configs, policy.reach->configs);
    }
    if (policy.bulk && governance.bulk) {
        auto &bulk = *governance.bulk;
        bulk.objects = std::min(bulk.objects, policy.bulk->objects);
        bulk.approvals = std::max(bulk.approvals, policy.bulk->approvals);
        bulk.sample = std::max(bulk.sample, policy.bulk->sample);
    } else if (policy.bulk) {
        governance.bulk = policy.bulk;
    }
}

std::vector<policy::PolicyRule> rulesOf(const std::vector<DatedPolicy> &policies)
{
    auto rules = policies.front().document.rules;
    for (std::size_t i = 1; i < policies.size(); ++i)
        addEarlier(rules, policies[i].document, policies[i].semver);
    return rules;
}

// A path is of a class by what is live, or was since: what has left it meanwhile has not left it
// for what was asked for before (GOV-14).
core::access::Classes classesOf(
    const std::vector<core::Tree> &trees, const std::vector<policy::PolicyRule> &rules)
{
    core::access::Classes classes;
    for (const auto &rule : rules) {
        for (const auto &name : rule.selector.classes)
            classes.try_emplace(name);
    }
    bool isLive = true;
    for (std::size_t i = 0; !classes.empty() && i < std::max<std::size_t>(1, trees.size()); ++i) {
        const auto reading = i < trees.size() && trees[i].nodeCount() > 0
            ? core::access::readAccess(trees[i].root())
            : core::Result<core::access::AccessDocument>(core::Error());
        for (auto &[name, patterns] : classes) {
            const auto known
                = reading ? reading->classes.find(name) : core::access::Classes::const_iterator();
            const bool isKnown = reading && known != reading->classes.end();
            if (isKnown)
                patterns.insert(patterns.end(), known->second.begin(), known->second.end());
            else if (isLive || !reading)
                patterns.emplace_back("**");
        }
        isLive = false;
    }
    return classes;
}

} // namespace

std::optional<core::Head> governingHead(
    const View &view, Kind kind, const core::EnvironmentId &environment)
{
    const auto config = configOf(view, kind);
    if (config.empty())
        return std::nullopt;
    return view.find<core::Head>(keys::join(keys::head, config, environment.text()));
}

std::optional<core::Tree> governingTree(
    const View &view, Kind kind, const core::EnvironmentId &environment)
{
    const auto head = governingHead(view, kind, environment);
    if (!head)
        return std::nullopt;
    return treeOf(view, head->version, head->format);
}

std::vector<governing::PolicyDocument> policiesSince(
    const View &view, const core::EnvironmentId &environment, const Since &since)
{
    std::vector<governing::PolicyDocument> documents;
    for (auto &policy : datedPolicies(view, environment, since))
        documents.push_back(std::move(policy.document));
    return documents;
}

bool hasChangedSince(
    const View &view, Kind kind, const core::EnvironmentId &environment, const Since &since)
{
    int count = 0;
    const bool isWhole
        = eachSince(view, kind, environment, since, [&](const core::Version &) { ++count; });
    return count > (isWhole ? 1 : 0);
}

std::optional<core::Tree> treeAt(
    const View &view, Kind kind, const core::EnvironmentId &environment, const Since &since)
{
    std::optional<core::Version> last;
    if (!eachSince(
            view, kind, environment, since, [&](const core::Version &version) { last = version; }))
        return std::nullopt;
    return treeOf(view, last->id, last->format);
}

Governance governanceOf(
    const View &view, const core::EnvironmentId &environment, const Since &since)
{
    Governance governance;
    const auto policies = datedPolicies(view, environment, since);
    governance.rules = rulesOf(policies);
    for (const auto &policy : policies)
        addTerms(governance, policy.document);
    for (auto &tree : datedTrees(view, Kind::Ownership, environment, since))
        governance.earlierOwnership.push_back(ownershipIn(tree, environment));
    if (!governance.earlierOwnership.empty()) {
        governance.ownership = std::move(governance.earlierOwnership.front());
        governance.earlierOwnership.erase(governance.earlierOwnership.begin());
    }
    governance.groups = groupsOf(view, environment);
    for (const auto &tree : datedTrees(view, Kind::Groups, environment, since))
        keepMembers(governance.groups, groupsIn(tree));
    const bool namesClasses = std::ranges::any_of(governance.rules,
        [](const policy::PolicyRule &rule) { return !rule.selector.classes.empty(); });
    if (namesClasses)
        governance.classes
            = classesOf(datedTrees(view, Kind::Access, environment, since), governance.rules);
    return governance;
}

std::vector<governing::Group> groupsOf(const View &view, const core::EnvironmentId &environment)
{
    const auto tree = governingTree(view, Kind::Groups, environment);
    return tree ? groupsIn(*tree) : std::vector<governing::Group>();
}

governing::Expiry expiryOf(const View &view, const core::EnvironmentId &environment)
{
    const auto tree = governingTree(view, Kind::Policy, environment);
    return tree ? policyIn(*tree, environment).expiry : governing::Expiry();
}

bool asksForFreshProof(const View &view, const core::EnvironmentId &environment, const Since &since)
{
    return std::ranges::any_of(policiesSince(view, environment, since),
        [](const governing::PolicyDocument &policy) { return policy.freshApprovals; });
}

bool hasRules(const View &view, const core::EnvironmentId &environment)
{
    const auto tree = governingTree(view, Kind::Policy, environment);
    return tree && !policyIn(*tree, environment).rules.empty();
}

bool isProtected(const View &view, const core::Environment &environment, std::string_view path)
{
    if (!governing::isGoverning(path))
        return false;
    // Who edits policies alone would give themselves what is granted by name.
    return environment.tier >= productionTier || governing::kindOf(path) == Kind::Access
        || governingHead(view, Kind::Access, environment.id) || hasRules(view, environment.id);
}

int leastApprovals(const core::Environment &environment, std::string_view path)
{
    const int own = std::max(1, environment.requiredApprovals);
    const bool isStrict = governing::isGoverning(path) && environment.tier >= productionTier;
    return isStrict ? std::max(own, leastInProduction) : own;
}

} // namespace chancery::server
