// SPDX-License-Identifier: Apache-2.0
#include "accessdocument.h"

#include "engine/core/governing/form.h"
#include "engine/core/policy/principal.h"

#include <algorithm>
#include <array>
#include <map>

namespace chancery::core::access {

namespace {

constexpr std::size_t mostRules = 2000;
constexpr std::size_t mostInRule = 100;
constexpr std::size_t longestClass = 100;
constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array scopedPermissions{Permission::Edit, Permission::Submit, Permission::Approve,
    Permission::Apply, Permission::Schedule, Permission::Rollback, Permission::FreezeOverride,
    Permission::EmergencyActivate, Permission::EmergencyReview, Permission::PolicyEdit,
    Permission::SecretReveal};

using governing::Form;

PermissionSet permissionsOf(Form &form, Value rule)
{
    PermissionSet permissions;
    for (const auto &item : form.list(rule, "permissions")) {
        const auto permission = permissionFromName(item.value().text());
        if (permission && isScoped(*permission))
            permissions = permissions | PermissionSet(*permission);
        else
            form.complain(item.value(), "unknown-permission",
                "Expected a permission that can hold for a part, such as \"approve\"");
    }
    for (const auto &item : form.list(rule, "roles")) {
        const auto role = roleFromName(item.value().text());
        const auto given = role ? scopedOf(core::permissionsOf(*role)) : PermissionSet();
        if (given.isEmpty())
            form.complain(item.value(), "unknown-role",
                "Expected author, approver, operator or admin: of these something can hold for a "
                "part");
        permissions = permissions | given;
    }
    if (permissions.isEmpty() && rule.isObject() && form.isFine())
        form.complain(rule, "required", "Expected \"roles\" or \"permissions\"");
    return permissions;
}

std::vector<std::string> someTexts(Form &form, Value rule, std::string_view key)
{
    auto texts = form.texts(rule, key);
    if (texts.size() > mostInRule)
        form.complain(rule[key], "maxItems", "Expected at most 100 of them");
    if (texts.empty() && rule[key])
        form.complain(rule[key], "empty", "Expected at least one");
    return texts;
}

std::optional<Instant> instantOf(Form &form, Value rule, std::string_view key)
{
    const auto text = form.text(rule, key, false);
    if (text.empty())
        return std::nullopt;
    const auto instant = fromRfc3339(text);
    if (instant)
        return *instant;
    form.complain(rule[key], "bad-time", "Expected an instant such as \"2026-12-01T08:00:00Z\"");
    return std::nullopt;
}

std::chrono::minutes timeOf(Form &form, Value hours, std::string_view key)
{
    static constexpr std::size_t length = 5; // "08:30"
    const auto text = form.text(hours, key, true);
    const auto time = localTimeOf("2000-01-01T" + text);
    if (text.size() == length && time)
        return std::chrono::duration_cast<std::chrono::minutes>(
            *time - std::chrono::floor<std::chrono::days>(*time));
    form.complain(hours[key] ? hours[key] : hours, "bad-time",
        "Expected a time of the day such as \"08:30\"");
    return {};
}

std::vector<std::chrono::weekday> daysOf(Form &form, Value hours)
{
    std::vector<std::chrono::weekday> days;
    for (const auto &item : form.list(hours, "days")) {
        const auto day = std::ranges::find(weekdays, item.value().text());
        if (day == weekdays.end())
            form.complain(item.value(), "enum", "Expected mon, tue, wed, thu, fri, sat or sun");
        else
            days.emplace_back(unsigned(day - weekdays.begin()));
    }
    if (days.empty())
        form.complain(hours, "required", "Expected at least one day");
    return days;
}

std::optional<FreezeWindow> hoursOf(Form &form, Value rule, Effect effect)
{
    const auto hours = rule["hours"];
    if (!hours || !form.object(hours, {"zone", "days", "from", "to"}))
        return std::nullopt;
    const auto zone = Zone::named(form.text(hours, "zone", true));
    if (!zone) {
        form.complain(hours["zone"] ? hours["zone"] : hours, "unknown-zone",
            "Expected a zone such as \"Europe/Berlin\"");
        return std::nullopt;
    }
    const auto kind = effect == Effect::Permit ? FreezeKind::Allow : FreezeKind::Deny;
    Recurring every{
        daysOf(form, hours), {}, timeOf(form, hours, "from"), timeOf(form, hours, "to"), {}};
    return FreezeWindow{{}, {}, {}, kind, FreezeSeverity::Hard, FreezeOverrun::Pause, *zone,
        std::move(every), {}, {}};
}

Classes classesOf(Form &form, Value document)
{
    Classes classes;
    const auto value = document["classes"];
    if (!value)
        return classes;
    if (!value.isObject()) {
        form.complain(value, "type", "Expected an object of lists of paths");
        return classes;
    }
    for (const auto &member : value) {
        if (member.key().empty() || member.key().size() > longestClass)
            form.complain(member.value(), "length", "Expected a name of 1 to 100 bytes");
        classes.emplace(member.key(), someTexts(form, value, member.key()));
    }
    return classes;
}

// A class stands for its paths.
std::vector<std::string> pathsOf(Form &form, Value rule, const Classes &classes)
{
    auto paths = someTexts(form, rule, "paths");
    const auto names = someTexts(form, rule, "classes");
    if (rule["paths"] && rule["classes"])
        form.complain(rule["classes"], "exclusive",
            "Expected \"paths\" or \"classes\": a class is a list of paths");
    for (const auto &item : rule["classes"].isArray() ? rule["classes"] : Value()) {
        const auto found = classes.find(item.value().text());
        if (found == classes.end())
            form.complain(item.value(), "unknown-class", "Expected a name in \"classes\"");
        else
            paths.insert(paths.end(), found->second.begin(), found->second.end());
    }
    if (paths.size() > mostInRule)
        form.complain(rule["classes"] ? rule["classes"] : rule["paths"], "maxItems",
            "Expected at most 100 paths, those of the classes among them");
    if (std::ranges::find(paths, "**") != paths.end())
        paths.clear(); // every path, and the environment as a whole
    return paths;
}

void addRule(Form &form, Value value, std::set<std::string> &known, AccessDocument &document)
{
    if (!form.object(value,
            {"id", "title", "effect", "to", "roles", "permissions", "paths", "classes", "notBefore",
                "notAfter", "hours", "when", "unless"}))
        return;
    AccessRule rule;
    rule.id = form.id(value, known);
    rule.title = form.text(value, "title", false);
    const auto effect = form.text(value, "effect", false);
    if (effect == "forbid")
        rule.effect = Effect::Forbid;
    else if (!effect.empty() && effect != "permit")
        form.complain(value["effect"], "enum", "Expected \"permit\" or \"forbid\"");
    rule.to = someTexts(form, value, "to");
    rule.when = readConditions(form, value, "when");
    rule.unless = readConditions(form, value, "unless");
    // Whom nobody knows anything of would pass.
    if (value["unless"] && rule.effect == Effect::Permit)
        form.complain(value["unless"], "exclusive",
            "Expected \"when\": only what forbids holds where something is not so");
    if (!value["to"] && !(rule.when && !rule.when->person.empty()))
        form.complain(value, "required", "\"to\" or \"when\" with \"person\" is missing");
    rule.permissions = permissionsOf(form, value);
    rule.paths = pathsOf(form, value, document.classes);
    rule.notBefore = instantOf(form, value, "notBefore");
    rule.notAfter = instantOf(form, value, "notAfter");
    if (rule.notBefore && rule.notAfter && *rule.notAfter <= *rule.notBefore)
        form.complain(value["notAfter"], "range", "Expected an instant after \"notBefore\"");
    rule.hours = hoursOf(form, value, rule.effect);
    document.rules.push_back(std::move(rule));
}

} // namespace

bool isScoped(Permission permission)
{
    return std::ranges::find(scopedPermissions, permission) != scopedPermissions.end();
}

PermissionSet scopedOf(PermissionSet permissions)
{
    PermissionSet scoped;
    for (const auto permission : scopedPermissions) {
        if (permissions.has(permission))
            scoped = scoped | PermissionSet(permission);
    }
    return scoped;
}

std::vector<std::string> classesAt(const Classes &classes, std::string_view path)
{
    std::vector<std::string> names;
    for (const auto &[name, patterns] : classes) {
        const bool isOne = std::ranges::any_of(patterns,
            [path](const std::string &pattern) { return policy::matchesPath(pattern, path); });
        if (isOne)
            names.push_back(name);
    }
    return names;
}

Result<AccessDocument> readAccess(Value value)
{
    Form form;
    AccessDocument document;
    if (form.object(value, {"closed", "classes", "rules"})) {
        document.isClosed = form.flag(value, "closed");
        std::set<std::string> known;
        document.classes = classesOf(form, value);
        const auto rules = form.list(value, "rules");
        if (rules.size() > mostRules)
            form.complain(rules, "maxItems", "Expected at most 2000 rules");
        else
            for (const auto &rule : rules)
                addRule(form, rule.value(), known, document);
    }
    if (!form.isFine())
        return Error{ErrorKind::Invalid, "governing-document", "The document cannot govern", {},
            form.takeProblems(), {}};
    return document;
}

} // namespace chancery::core::access
