// SPDX-License-Identifier: Apache-2.0
#include "quorums.h"

#include "engine/core/governing/documents.h"
#include "engine/server/approvals.h"
#include "engine/server/governing.h"

#include <algorithm>
#include <chrono>
#include <set>

// The question is put to evaluate() itself, once for each who might make a request: whoever it
// calls eligible then is the population that the rule has. One who leaves enough others is enough,
// for then there is a way; that others of them would have to ask somebody else is how it should be.

namespace chancery::server {

namespace {

namespace governing = core::governing;
namespace policy = core::policy;
using core::Permission;

// A policy of thousands of rules over thousands of configs is looked at in part. What is missed
// here is told once a request needs it.
constexpr std::size_t mostPaths = 2000;
constexpr std::chrono::milliseconds longestLook(250); // nobody else writes meanwhile

std::string_view personOf(const policy::Principal &principal)
{
    return principal.person.empty() ? principal.id.text() : principal.person;
}

struct Shortage {
    std::string rule;
    int need = 0;
    int able = 0;
    int missing() const { return need - able; }
};

class Population {
public:
    Population(const View &view, const RulesAfter &rules, core::Instant now)
        : m_rules(rules)
        , m_people(Electorate::of(view, now))
        , m_now(now)
    {
        for (const auto &group : rules.groups)
            addGroup(group);
        for (const auto &line : rules.ownership)
            addLine(line);
    }

    bool tellsPathsApart() const { return m_people.hasRulesOfPaths; }
    // What is missing at least, whoever makes the request; nothing where somebody could.
    std::optional<Shortage> shortage(
        const std::vector<policy::PolicyRule> &rules, const std::string &path) const;

private:
    void addGroup(const governing::Group &group);
    void addLine(policy::OwnershipLine line);
    std::vector<core::PrincipalId> writersOf(const std::string &path) const;
    std::optional<Shortage> shortage(
        const policy::PolicySet &set, const policy::RequestSnapshot &request) const;
    int headsOf(const std::vector<core::PrincipalId> &accounts) const;

    const RulesAfter &m_rules;
    Electorate m_people;
    policy::Ownership m_ownership;
    core::Instant m_now;
};

void Population::addGroup(const governing::Group &group)
{
    for (auto &principal : m_people.principals) {
        if (std::ranges::find(group.members, m_people.names.at(principal.id))
            != group.members.end())
            principal.groups.push_back(group.name);
    }
}

// Where a group has the name, the account does not.
void Population::addLine(policy::OwnershipLine line)
{
    const auto named = std::move(line.owners);
    line.owners.clear();
    line.environment = m_rules.environment;
    for (const auto &owner : named) {
        const bool isGroup = std::ranges::find(m_rules.groups, owner, &governing::Group::name)
            != m_rules.groups.end();
        if (isGroup)
            line.owners.push_back(owner);
        for (const auto &[id, name] : m_people.names) {
            if (!isGroup && name == owner)
                line.owners.push_back(id.text());
        }
    }
    m_ownership.push_back(std::move(line));
}

// One account of each who may write it.
std::vector<core::PrincipalId> Population::writersOf(const std::string &path) const
{
    std::vector<core::PrincipalId> writers;
    std::set<std::string_view> seen;
    const policy::AccessScope scope{m_rules.environment, {}, {}, path};
    const auto may = [&](const policy::Principal &principal, Permission permission) {
        return policy::holds(principal, permission, scope, m_now);
    };
    for (const auto &principal : m_people.principals) {
        const bool writes = may(principal, Permission::Edit) && may(principal, Permission::Submit)
            && (!governing::isGoverning(path) || may(principal, Permission::PolicyEdit));
        if (writes && seen.insert(personOf(principal)).second)
            writers.push_back(principal.id);
    }
    return writers;
}

int Population::headsOf(const std::vector<core::PrincipalId> &accounts) const
{
    std::set<std::string_view> heads;
    for (const auto &id : accounts)
        heads.insert(personOf(*std::ranges::find(m_people.principals, id, &policy::Principal::id)));
    return int(heads.size());
}

std::optional<Shortage> Population::shortage(
    const policy::PolicySet &set, const policy::RequestSnapshot &request) const
{
    const auto answer = policy::evaluate(set, m_ownership, request, {}, m_people.principals, m_now);
    std::optional<Shortage> worst;
    for (const auto &status : answer.requirements) {
        Shortage shortage{status.rule, status.need, headsOf(status.eligible)};
        if (shortage.missing() > (worst ? worst->missing() : 0))
            worst = std::move(shortage);
    }
    return worst;
}

std::optional<Shortage> Population::shortage(
    const std::vector<policy::PolicyRule> &rules, const std::string &path) const
{
    policy::PolicySet set{{{m_rules.environment, true}}, rules};
    policy::RequestSnapshot request;
    request.openedAt = m_now;
    policy::ChangeTarget target;
    target.environment = m_rules.environment;
    target.path = path;
    target.classes = core::access::classesAt(m_rules.classes, path);
    const auto &actions = rules.front().selector.actions;
    target.action = governing::isGoverning(path) ? policy::ChangeAction::Policy
        : actions.empty()                        ? policy::ChangeAction::Update
                                                 : actions.front();
    request.targets.push_back(std::move(target));
    auto writers = writersOf(path);
    if (writers.empty())
        writers.emplace_back(); // nobody yet, who then takes nobody away
    std::optional<Shortage> least;
    for (const auto &writer : writers) {
        request.requester = writer;
        auto found = shortage(set, request);
        if (!found)
            return std::nullopt;
        if (!least || found->missing() < least->missing())
            least = std::move(found);
    }
    return least;
}

bool isPattern(const std::string &path)
{
    return path.find_first_of("*?\\") != std::string::npos;
}

// A path as it could be, for where nothing of the pattern is there yet.
std::string exampleOf(const std::string &pattern)
{
    std::string path;
    for (const char c : pattern) {
        if (c == '*' || c == '?')
            path += path.ends_with('x') ? "" : "x";
        else if (c != '\\')
            path += c;
    }
    return path;
}

std::vector<std::string> livePaths(const View &view, const core::EnvironmentId &environment)
{
    std::vector<std::string> paths;
    const auto end = '/' + environment.text();
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::head, "")))) {
        if (!entry.key.ends_with(end))
            continue;
        const auto begin = keys::head.size() + 1;
        const auto id = entry.key.substr(begin, entry.key.size() - end.size() - begin);
        if (const auto config = view.find<core::Config>(keys::join(keys::config, id)))
            paths.push_back(config->path);
        if (paths.size() == mostPaths)
            break;
    }
    return paths;
}

bool asksOwners(const policy::PolicyRule &rule)
{
    return std::ranges::any_of(rule.requirements, &policy::ApprovalRequirement::owners);
}

bool isOfClass(
    const policy::PolicyRule &rule, const core::access::Classes &classes, const std::string &path)
{
    const auto names = core::access::classesAt(classes, path);
    return rule.selector.classes.empty()
        || std::ranges::find_first_of(rule.selector.classes, names) != rule.selector.classes.end();
}

// Where the rule holds and its population may differ.
std::vector<std::string> pathsOf(const policy::PolicyRule &rule,
    const core::access::Classes &classes, const std::vector<std::string> &live)
{
    if (!isPattern(rule.selector.path))
        return {rule.selector.path};
    std::vector<std::string> paths;
    for (const auto &path : live) {
        if (policy::matchesPath(rule.selector.path, path) && isOfClass(rule, classes, path))
            paths.push_back(path);
    }
    if (!paths.empty() || asksOwners(rule))
        return paths;
    paths.push_back(exampleOf(rule.selector.path));
    for (const auto &name : rule.selector.classes) {
        for (const auto &pattern : classes.at(name))
            paths.push_back(exampleOf(pattern));
    }
    return paths;
}

policy::PolicyRule ruleOf(const RulesAfter &rules, std::string id, int approvals)
{
    policy::PolicyRule rule;
    rule.id = std::move(id);
    rule.selector.environments.push_back(rules.environment);
    rule.requirements.push_back({"approvals", approvals, {}, false});
    return rule;
}

[[noreturn]] void refuseRule(
    const Shortage &shortage, const std::string &path, const std::string &pointer)
{
    refuse("policy-violation",
        "The rule \"" + shortage.rule + "\" asks for " + std::to_string(shortage.need)
            + " people, and only " + std::to_string(shortage.able) + " may approve what another of"
            + " them asks for" + (path.empty() ? "" : " of " + path),
        {{pointer, "cannot-reach-quorum", "Expected a rule that can be met: " + shortage.rule, {},
            0, 0}});
}

std::optional<Shortage> shortageOfPolicy(Unit &unit, const RulesAfter &rules)
{
    const auto environment = unit.view().need<core::Environment>(
        keys::join(keys::environment, rules.environment.text()),
        "environment " + rules.environment.text());
    const std::string path(governing::pathOf(governing::Kind::Policy));
    auto all = rules.policy.rules;
    if (environment.gated || !all.empty() || isProtected(unit.view(), environment, path))
        all.push_back(ruleOf(rules, environment.id.text(), leastApprovals(environment, path)));
    return all.empty() ? std::nullopt
                       : Population(unit.view(), rules, unit.now()).shortage(all, path);
}

} // namespace

void demandKnownClasses(const RulesAfter &rules, const std::string &pointer)
{
    for (const auto &rule : rules.policy.rules) {
        for (const auto &name : rule.selector.classes) {
            if (!rules.classes.contains(name))
                refuse("policy-violation",
                    "The rule \"" + rule.id + "\" of sys/policy names the class \"" + name
                        + "\", which sys/access does not",
                    {{pointer, "unknown-class", "Expected a class of sys/access", {}, 0, 0}});
        }
    }
}

void demandReachable(Unit &unit, const RulesAfter &rules, const std::string &pointer)
{
    const Population population(unit.view(), rules, unit.now());
    auto all = rules.policy.rules;
    if (rules.policy.bulk)
        all.push_back(ruleOf(rules, "bulk", rules.policy.bulk->approvals));
    const bool areApart = population.tellsPathsApart() || std::ranges::any_of(all, asksOwners);
    const auto live
        = areApart ? livePaths(unit.view(), rules.environment) : std::vector<std::string>();
    std::size_t looks = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto &rule : all) {
        for (const auto &path : pathsOf(rule, rules.classes, live)) {
            if (++looks > mostPaths || std::chrono::steady_clock::now() - begin > longestLook)
                return;
            if (const auto shortage = population.shortage({rule}, path))
                refuseRule(*shortage, areApart ? path : "", pointer);
        }
    }
}

bool canBeChanged(Unit &unit, const RulesAfter &rules)
{
    return !shortageOfPolicy(unit, rules);
}

void demandChangeable(Unit &unit, const RulesAfter &rules, const std::string &pointer)
{
    if (const auto shortage = shortageOfPolicy(unit, rules))
        refuse("policy-violation",
            "Nobody could change sys/policy in " + rules.environment.text() + " again: \""
                + shortage->rule + "\" asks for " + std::to_string(shortage->need)
                + " people, and only " + std::to_string(shortage->able) + " could approve it",
            {{pointer, "lock-out", "Expected rules under which sys/policy can be changed", {}, 0,
                0}});
}

} // namespace chancery::server
