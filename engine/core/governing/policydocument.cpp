// SPDX-License-Identifier: Apache-2.0
#include "policydocument.h"

#include "engine/core/governing/form.h"

namespace chancery::core::governing {

namespace {

constexpr int mostApprovals = 32;
constexpr int mostPercent = 1'000'000;
constexpr int mostDays = 365;
constexpr std::size_t mostRules = 2000;
constexpr std::size_t mostInRule = 50; // of paths, of keys and of requirements

Error unreadable(Form &form)
{
    return {ErrorKind::Invalid, "governing-document", "The document cannot govern", {},
        form.takeProblems(), {}};
}

std::vector<policy::ChangeAction> actionsOf(Form &form, Value match)
{
    std::vector<policy::ChangeAction> actions;
    for (const auto &item : form.list(match, "actions")) {
        // Deleting, metadata and schemas go through no request: a rule on them would bind nothing.
        const auto action = policy::changeActionFromName(item.value().text());
        using enum policy::ChangeAction;
        if (action == Update || action == Create || action == Policy)
            actions.push_back(*action);
        else
            form.complain(item.value(), "unknown-action", "Expected update, create or policy");
    }
    return actions;
}

// One rule has one pattern; a list of them stands for as many rules of one id.
std::vector<std::string> pathsOf(Form &form, Value match)
{
    auto paths = form.texts(match, "paths");
    if (paths.size() > mostInRule)
        form.complain(match["paths"], "maxItems", "Expected at most 50 patterns");
    if (paths.empty() && match["paths"])
        form.complain(match["paths"], "empty", "Expected a pattern, or no \"paths\" at all");
    if (paths.empty())
        paths.emplace_back("**");
    return paths;
}

policy::PolicyCondition conditionOf(Form &form, Value when)
{
    policy::PolicyCondition condition;
    if (!when || !form.object(when, {"keys", "changedBy", "risk"}))
        return condition;
    condition.keys = form.texts(when, "keys");
    if (condition.keys.size() > mostInRule)
        form.complain(when["keys"], "maxItems", "Expected at most 50 pointers");
    for (const auto &item : form.list(when, "keys")) {
        if (!item.value().text().starts_with('/'))
            form.complain(item.value(), "pointer", "Expected a pointer such as \"/limits/**\"");
    }
    condition.changedBy = form.whole(when, "changedBy", 0, mostPercent);
    condition.risk = form.whole(when, "risk", 0, 100);
    return condition;
}

std::vector<policy::ApprovalRequirement> requirementsOf(Form &form, Value rule)
{
    std::vector<policy::ApprovalRequirement> requirements;
    std::set<std::string> known;
    for (const auto &item : form.list(rule, "require")) {
        const auto value = item.value();
        if (!form.object(value, {"id", "approvals", "groups", "owners"}))
            continue;
        policy::ApprovalRequirement requirement;
        requirement.id = form.id(value, known);
        requirement.approvals = form.whole(value, "approvals", 1, mostApprovals).value_or(1);
        requirement.groups = form.texts(value, "groups");
        requirement.owners = form.flag(value, "owners");
        requirements.push_back(std::move(requirement));
    }
    if (requirements.size() > mostInRule)
        form.complain(rule["require"], "maxItems", "Expected at most 50 requirements");
    if (requirements.empty() && rule.isObject())
        form.complain(rule, "required", "A rule that requires nothing does nothing");
    return requirements;
}

void addRules(Form &form, Value value, const EnvironmentId &environment,
    std::set<std::string> &known, std::vector<policy::PolicyRule> &rules)
{
    if (!form.object(value, {"id", "title", "match", "when", "require"}))
        return;
    policy::PolicyRule rule;
    rule.id = form.id(value, known);
    (void)form.text(value, "title", false);
    const auto match = value["match"];
    if (match)
        (void)form.object(match, {"paths", "actions"});
    rule.selector.environments.push_back(environment);
    rule.selector.actions = actionsOf(form, match);
    rule.condition = conditionOf(form, value["when"]);
    rule.requirements = requirementsOf(form, value);
    const auto paths = pathsOf(form, match);
    if (!form.isFine())
        return; // what is too large must not be multiplied
    for (const auto &path : paths) {
        if (rules.size() == mostRules) {
            form.complain(value, "maxItems", "Expected at most 2000 rules, a rule for each path");
            return;
        }
        rules.push_back(rule);
        rules.back().selector.path = path;
    }
}

Expiry expiryOf(Form &form, Value value)
{
    Expiry expiry;
    if (!value || !form.object(value, {"open", "approved"}))
        return expiry;
    expiry.open = form.whole(value, "open", 1, mostDays).value_or(expiry.open);
    expiry.approved = form.whole(value, "approved", 1, mostDays).value_or(expiry.approved);
    return expiry;
}

} // namespace

Result<PolicyDocument> readPolicy(Value document, const EnvironmentId &environment)
{
    Form form;
    PolicyDocument policy;
    if (form.object(document, {"rules", "expiry", "freshApprovals"})) {
        std::set<std::string> known;
        for (const auto &item : form.list(document, "rules")) {
            if (policy.rules.size() < mostRules)
                addRules(form, item.value(), environment, known, policy.rules);
        }
        policy.expiry = expiryOf(form, document["expiry"]);
        policy.freshApprovals = form.flag(document, "freshApprovals");
    }
    if (!form.isFine())
        return unreadable(form);
    return policy;
}

Result<policy::Ownership> readOwnership(Value document)
{
    Form form;
    policy::Ownership ownership;
    if (form.object(document, {"lines"})) {
        for (const auto &item : form.list(document, "lines")) {
            const auto value = item.value();
            if (!form.object(value, {"pattern", "owners"}))
                continue;
            ownership.push_back({form.text(value, "pattern", true), form.texts(value, "owners")});
        }
    }
    if (!form.isFine())
        return unreadable(form);
    return ownership;
}

Result<std::vector<Group>> readGroups(Value document)
{
    Form form;
    std::vector<Group> groups;
    if (form.object(document, {"groups"})) {
        std::set<std::string> known;
        for (const auto &item : form.list(document, "groups")) {
            const auto value = item.value();
            if (!form.object(value, {"name", "title", "members"}))
                continue;
            Group group{form.text(value, "name", true), form.texts(value, "members")};
            (void)form.text(value, "title", false);
            if (!known.insert(group.name).second)
                form.complain(value["name"], "duplicate", "This group stands twice");
            groups.push_back(std::move(group));
        }
    }
    if (!form.isFine())
        return unreadable(form);
    return groups;
}

} // namespace chancery::core::governing
