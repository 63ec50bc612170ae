// SPDX-License-Identifier: Apache-2.0
#include "policydocument.h"

#include "engine/core/document/canonical.h"
#include "engine/core/governing/form.h"
#include "engine/core/schema/pattern.h"

namespace chancery::core::governing {

namespace {

constexpr int mostApprovals = 32;
constexpr int mostPercent = 1'000'000;
constexpr int mostDays = 365;
constexpr std::size_t mostRules = 2000;
constexpr std::size_t mostInRule = 50; // of paths, of keys and of requirements
constexpr std::size_t mostStandards = 200;
constexpr int mostReached = 1'000'000;
constexpr int mostObjects = 500; // of one request

Error unreadable(Form &form)
{
    return {ErrorKind::Invalid, "governing-document", "The document cannot govern", {},
        form.takeProblems(), {}};
}

std::vector<policy::ChangeAction> actionsOf(Form &form, Value match)
{
    std::vector<policy::ChangeAction> actions;
    for (const auto &item : form.list(match, "actions")) {
        const auto action = policy::changeActionFromName(item.value().text());
        if (action)
            actions.push_back(*action);
        else
            form.complain(
                item.value(), "unknown-action", "Expected update, create, schema or policy");
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

std::vector<std::string> classesOf(Form &form, Value match)
{
    auto classes = form.texts(match, "classes");
    if (classes.size() > mostInRule)
        form.complain(match["classes"], "maxItems", "Expected at most 50 classes");
    if (classes.empty() && match["classes"])
        form.complain(match["classes"], "empty", "Expected a class, or no \"classes\" at all");
    return classes;
}

policy::PolicyCondition conditionOf(Form &form, Value when)
{
    policy::PolicyCondition condition;
    if (!when || !form.object(when, {"keys", "changedBy", "risk", "unlessStandard"}))
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
    condition.unlessStandard = form.flag(when, "unlessStandard");
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
        (void)form.object(match, {"paths", "actions", "classes"});
    rule.selector.environments.push_back(environment);
    rule.selector.actions = actionsOf(form, match);
    rule.selector.classes = classesOf(form, match);
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

std::vector<std::string> valuesOf(Form &form, Value key)
{
    std::vector<std::string> values;
    for (const auto &item : form.list(key, "values")) {
        const auto value = item.value();
        if (value.isObject() || value.isArray())
            form.complain(value, "type", "Expected a text, a number, true, false or null");
        else
            values.push_back(canonicalJson(value));
    }
    if (values.size() > mostInRule)
        form.complain(key["values"], "maxItems", "Expected at most 50 values");
    if (key["values"].isArray() && key["values"].size() == 0)
        form.complain(key["values"], "empty", "Expected a value, or no \"values\" at all");
    return values;
}

std::optional<policy::StandardKey> standardKeyOf(Form &form, Value value)
{
    if (!form.object(value, {"key", "minimum", "maximum", "values", "changedBy"}))
        return std::nullopt;
    policy::StandardKey key;
    key.key = form.text(value, "key", true);
    if (!key.key.empty() && !key.key.starts_with('/'))
        form.complain(value["key"], "pointer", "Expected a pointer such as \"/limits/**\"");
    key.minimum = form.number(value, "minimum");
    key.maximum = form.number(value, "maximum");
    key.changedBy = form.whole(value, "changedBy", 0, mostPercent);
    key.values = valuesOf(form, value);
    const bool isBounded = key.minimum || key.maximum || key.changedBy || !key.values.empty();
    if (!isBounded)
        form.complain(value, "required",
            "Expected what it may be set to: values, minimum, maximum or changedBy");
    if (key.minimum && key.maximum && *key.minimum > *key.maximum)
        form.complain(value["maximum"], "range", "Nothing lies between these bounds");
    return key;
}

void addStandard(Form &form, Value value, std::set<std::string> &known, PolicyDocument &policy)
{
    if (!form.object(value, {"id", "title", "paths", "keys"}))
        return;
    policy::StandardChange standard;
    standard.id = form.id(value, known);
    (void)form.text(value, "title", false);
    standard.paths = form.texts(value, "paths");
    const auto keys = form.list(value, "keys");
    for (const auto &item : keys) {
        if (auto key = standardKeyOf(form, item.value()))
            standard.keys.push_back(std::move(*key));
    }
    if (standard.paths.empty() || standard.keys.empty())
        form.complain(value, "required", "Expected the paths and the keys that it is about");
    if (standard.paths.size() > mostInRule || standard.keys.size() > mostInRule)
        form.complain(value, "maxItems", "Expected at most 50 patterns and 50 keys");
    policy.standards.push_back(std::move(standard));
}

std::optional<policy::ExpeditedTerms> expeditedOf(Form &form, Value value)
{
    if (!value || !form.object(value, {"approvals", "risk", "ticket", "confirmWithinDays"}))
        return std::nullopt;
    policy::ExpeditedTerms terms;
    terms.approvals = form.whole(value, "approvals", 1, mostApprovals).value_or(terms.approvals);
    terms.mostRisk = form.whole(value, "risk", 0, 100).value_or(terms.mostRisk);
    terms.confirmWithin
        = form.whole(value, "confirmWithinDays", 1, 10).value_or(terms.confirmWithin);
    terms.ticketPattern = form.text(value, "ticket", true);
    const auto pattern = Pattern::compile("^(?:" + terms.ticketPattern + ")$");
    if (!terms.ticketPattern.empty() && (!pattern || pattern->isCostly()))
        form.complain(value["ticket"], "pattern",
            "Expected a regular expression without look-around and back-references");
    return terms;
}

std::optional<ReachTerms> reachOf(Form &form, Value value)
{
    if (!value || !form.object(value, {"regions", "instances", "configs"}))
        return std::nullopt;
    const ReachTerms terms{form.whole(value, "regions", 0, mostReached),
        form.whole(value, "instances", 0, mostReached),
        form.whole(value, "configs", 0, mostReached)};
    if (terms == ReachTerms())
        form.complain(value, "required", "Expected regions, instances or configs");
    return terms;
}

std::optional<BulkTerms> bulkOf(Form &form, Value value)
{
    if (!value || !form.object(value, {"objects", "approvals", "sample"}))
        return std::nullopt;
    BulkTerms terms;
    terms.objects = form.whole(value, "objects", 1, mostObjects).value_or(terms.objects);
    terms.approvals = form.whole(value, "approvals", 1, mostApprovals).value_or(terms.approvals);
    terms.sample = form.whole(value, "sample", 0, mostInRule).value_or(terms.sample);
    return terms;
}

void addStandards(Form &form, Value document, PolicyDocument &policy)
{
    std::set<std::string> known;
    const auto standards = form.list(document, "standardChanges");
    if (standards.size() > mostStandards) {
        form.complain(standards, "maxItems", "Expected at most 200 of them");
        return;
    }
    for (const auto &item : standards)
        addStandard(form, item.value(), known, policy);
}

} // namespace

Result<PolicyDocument> readPolicy(Value document, const EnvironmentId &environment)
{
    Form form;
    PolicyDocument policy;
    if (form.object(document,
            {"rules", "expiry", "standardChanges", "expedited", "freshApprovals", "reach",
                "bulk"})) {
        std::set<std::string> known;
        for (const auto &item : form.list(document, "rules")) {
            if (policy.rules.size() < mostRules)
                addRules(form, item.value(), environment, known, policy.rules);
        }
        policy.expiry = expiryOf(form, document["expiry"]);
        addStandards(form, document, policy);
        policy.expedited = expeditedOf(form, document["expedited"]);
        policy.reach = reachOf(form, document["reach"]);
        policy.bulk = bulkOf(form, document["bulk"]);
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
