// SPDX-License-Identifier: Apache-2.0
#include "governed.h"

#include "engine/core/emergency/roster.h"
#include "engine/core/emergency/settings.h"
#include "engine/server/circumstances.h"
#include "engine/server/governing.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/quorums.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/people.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

namespace governing = core::governing;

core::Tree treeOf(const core::RequestItem &item)
{
    auto reading = core::read(item.text, item.format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

// As it will be when the request is applied.
std::optional<core::Tree> treeAfter(Unit &unit, const std::vector<core::RequestItem> &items,
    const core::EnvironmentId &environment, governing::Kind kind)
{
    const auto item = std::ranges::find_if(items, [&](const core::RequestItem &candidate) {
        return candidate.environment == environment && governing::kindOf(candidate.path) == kind;
    });
    return item != items.end() ? std::optional(treeOf(*item))
                               : governingTree(unit.view(), kind, environment);
}

std::vector<governing::Group> groupsAfter(
    Unit &unit, const std::vector<core::RequestItem> &items, const core::EnvironmentId &environment)
{
    const auto tree = treeAfter(unit, items, environment, governing::Kind::Groups);
    if (!tree || tree->nodeCount() == 0)
        return {};
    auto groups = governing::readGroups(tree->root());
    return groups ? std::move(*groups) : std::vector<governing::Group>();
}

core::policy::Ownership ownershipAfter(
    Unit &unit, const std::vector<core::RequestItem> &items, const core::EnvironmentId &environment)
{
    const auto tree = treeAfter(unit, items, environment, governing::Kind::Ownership);
    if (!tree || tree->nodeCount() == 0)
        return {};
    auto lines = governing::readOwnership(tree->root());
    return lines ? std::move(*lines) : core::policy::Ownership();
}

core::access::Classes classesAfter(
    Unit &unit, const std::vector<core::RequestItem> &items, const core::EnvironmentId &environment)
{
    const auto tree = treeAfter(unit, items, environment, governing::Kind::Access);
    if (!tree || tree->nodeCount() == 0)
        return {};
    auto access = core::access::readAccess(tree->root());
    return access ? std::move(access->classes) : core::access::Classes();
}

// Nothing where the policy cannot be read, which is said elsewhere, with its places.
std::optional<RulesAfter> rulesAfter(
    Unit &unit, const std::vector<core::RequestItem> &items, const core::EnvironmentId &environment)
{
    const auto tree = treeAfter(unit, items, environment, governing::Kind::Policy);
    if (!tree || tree->nodeCount() == 0)
        return std::nullopt;
    auto policy = governing::readPolicy(tree->root(), environment);
    if (!policy)
        return std::nullopt;
    return RulesAfter{environment, std::move(*policy), ownershipAfter(unit, items, environment),
        groupsAfter(unit, items, environment), classesAfter(unit, items, environment)};
}

bool bindsApprovals(governing::Kind kind)
{
    using enum governing::Kind;
    return kind == Policy || kind == Ownership || kind == Groups || kind == Access;
}

void checkQuorum(Unit &unit, const core::RequestItem &item,
    const std::vector<core::RequestItem> &items, const std::string &pointer)
{
    const auto rules = rulesAfter(unit, items, item.environment);
    if (!rules)
        return;
    demandKnownClasses(*rules, pointer);
    const auto kind = governing::kindOf(item.path);
    if (kind == governing::Kind::Access)
        return; // who has which rights by it is looked at in its own way
    // What was live already is told of once a request needs it.
    if (kind == governing::Kind::Policy)
        demandReachable(unit, *rules, pointer);
    // Where there is no way back for another reason, this may be a part of making one.
    const auto before = rulesAfter(unit, {}, item.environment);
    if (kind == governing::Kind::Policy || !before || canBeChanged(unit, *before))
        demandChangeable(unit, *rules, pointer);
}

// What is left of the rules when the hours are over, and what ends has ended: it must be enough to
// change the document again.
core::access::AccessDocument lastingOf(core::access::AccessDocument document, core::Instant now)
{
    using core::access::Effect;
    std::erase_if(document.rules, [now](const core::access::AccessRule &rule) {
        const bool isYetToCome = rule.notBefore && now < *rule.notBefore;
        return rule.effect == Effect::Permit && (rule.notAfter || isYetToCome);
    });
    for (auto &rule : document.rules) {
        rule.notBefore.reset();
        rule.notAfter.reset();
        rule.hours.reset();
    }
    return document;
}

bool mayAll(const core::access::AccessGovernance &governance, const core::access::Subject &subject,
    std::initializer_list<core::Permission> permissions, core::Instant now)
{
    return std::ranges::all_of(permissions, [&](core::Permission permission) {
        return core::access::decide(
            governance, subject, permission, governing::pathOf(governing::Kind::Access), now)
            .isAllowed;
    });
}

// Nobody may take the last way back: somebody writes, others approve, somebody applies.
bool canBeChangedAgain(Unit &unit, const core::access::AccessGovernance &governance,
    const std::vector<governing::Group> &groups, int need)
{
    using enum core::Permission;
    // Somebody who comes in like whoever writes this, and has just shown who they are; else a way
    // to sign in that nobody has, or a mistyped network, would shut everybody out.
    auto asNow = circumstancesOf(unit);
    if (asNow)
        asNow->provenAgo = std::chrono::seconds(0);
    int writers = 0;
    int approvers = 0;
    int both = 0;
    bool canApply = false;
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto account = View::parse<core::Principal>(entry.value);
        if (account.kind != core::PrincipalKind::User)
            continue;
        auto subject = subjectOf(unit.view(), account, groups);
        subject.circumstances = asNow;
        const bool writes = mayAll(governance, subject, {Edit, Submit, PolicyEdit}, unit.now());
        const bool approves = mayAll(governance, subject, {Approve}, unit.now());
        writers += writes ? 1 : 0;
        approvers += approves ? 1 : 0;
        both += writes && approves ? 1 : 0;
        canApply = canApply || mayAll(governance, subject, {Apply}, unit.now());
    }
    // Who writes it does not approve it; somebody else may write it.
    const int others = writers > both ? approvers : approvers - 1;
    return writers > 0 && canApply && others >= need;
}

// A name that nobody has yet would be whoever takes it, and one of both kinds would change its
// meaning with the groups.
void checkName(Unit &unit, const std::string &name, bool isGroup, const std::string &who,
    const std::string &pointer)
{
    const bool isAccount = !unit.view().text(keys::join(keys::principalName, name)).empty();
    if (isGroup == isAccount)
        refuse("policy-violation",
            who + " names \"" + name + "\", which is "
                + (isGroup ? "both a group and an account" : "neither a group nor an account"),
            {{pointer, isGroup ? "ambiguous-name" : "unknown-name",
                "Expected a group of sys/groups or an account that exists", {}, 0, 0}});
}

void checkNames(
    Unit &unit, const core::access::AccessGovernance &governance, const std::string &pointer)
{
    const auto &groups = governance.groupNames;
    for (const auto &rule : governance.document->rules) {
        for (const auto &name : rule.to)
            checkName(unit, name, std::ranges::find(groups, name) != groups.end(),
                "The rule \"" + rule.id + "\" of sys/access", pointer);
    }
}

// People, not accounts: somebody's second one confirms nothing.
std::size_t peopleOn(Unit &unit, const std::vector<std::string> &roster,
    const std::vector<governing::Group> &groups, std::size_t enough)
{
    const auto people = People::of(unit.view());
    std::set<core::PrincipalId> found;
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::principal, "")))) {
        const auto account = View::parse<core::Principal>(entry.value);
        if (account.kind == core::PrincipalKind::User && !account.disabled
            && core::isOnRoster(roster, account.name, groups))
            found.insert(people.personOf(account.id));
        if (found.size() == enough)
            break;
    }
    return found.size();
}

// In an incident it would be too late to find out that the roster lets nobody in.
void checkRoster(Unit &unit, const std::vector<core::RequestItem> &items,
    const core::EnvironmentId &place, const std::string &pointer)
{
    const auto tree = treeAfter(unit, items, place, governing::Kind::Emergency);
    const auto roster = tree ? core::emergencyRoster(*tree) : std::nullopt;
    const auto settings = tree && roster ? core::emergencySettings(*tree)
                                         : core::Result<core::EmergencySettings>(core::Error());
    if (!settings)
        return; // said elsewhere, with its places
    const auto groups = groupsAfter(unit, items, place);
    for (const auto &name : *roster)
        checkName(unit, name,
            std::ranges::find(groups, name, &governing::Group::name) != groups.end(),
            "The roster of sys/emergency", pointer);
    const std::size_t need = settings->twoPerson ? 2 : 1;
    if (peopleOn(unit, *roster, groups, need) < need)
        refuse("policy-violation", "The roster of sys/emergency would let nobody in",
            {{pointer, "empty-roster",
                "Expected " + std::to_string(need) + " or more people who are not disabled", {}, 0,
                0}});
}

void checkAccess(Unit &unit, const std::vector<core::RequestItem> &items,
    const core::EnvironmentId &place, const std::string &pointer)
{
    const auto access = treeAfter(unit, items, place, governing::Kind::Access);
    const auto groups = treeAfter(unit, items, place, governing::Kind::Groups);
    auto after = core::access::governedAccess(
        place, access ? &*access : nullptr, groups ? &*groups : nullptr);
    auto &document = after.governance.document;
    if (!document)
        return;
    document = lastingOf(*std::move(document), unit.now());
    addSurroundings(unit.view(), after.governance);
    checkNames(unit, after.governance, pointer);
    const auto environment = unit.view().need<core::Environment>(
        keys::join(keys::environment, place.text()), "environment " + place.text());
    const auto path = governing::pathOf(governing::Kind::Access);
    const int need = leastApprovals(environment, path);
    if (!canBeChangedAgain(unit, after.governance, after.groups, need))
        refuse("policy-violation", "Nobody could change sys/access in " + place.text() + " again",
            {{pointer, "lock-out",
                "Expected somebody with edit, submit and policy.edit, " + std::to_string(need)
                    + " others with approve, and somebody with apply",
                {}, 0, 0}});
}

} // namespace

void demandPolicyEdit(const Unit &unit, const Place &place)
{
    if (governing::isGoverning(place.path))
        demandAccess(unit, core::Permission::PolicyEdit, std::vector<Place>{place});
}

std::optional<core::SchemaId> governingSchema(Unit &unit, std::string_view path)
{
    if (!governing::isGoverning(path))
        return std::nullopt;
    const auto kind = governing::kindOf(path);
    if (!kind) {
        std::string known;
        for (const auto &each : governing::paths())
            known += (known.empty() ? "" : ", ") + std::string(each);
        refuse("policy-violation", "Nothing of this path governs anything",
            {{"/path", "unknown", "Expected one of " + known, {}, 0, 0}});
    }
    const auto text = governing::schemaTextOf(*kind);
    return publishSchema(
        unit, {std::string(governing::schemaUriOf(*kind)), std::string(path), std::string(text)});
}

void checkGoverningForm(std::string_view path, const core::Tree &tree, const std::string &pointer)
{
    const auto kind = governing::kindOf(path);
    if (!kind || tree.nodeCount() == 0)
        return;
    auto problems = governing::problemsOf(*kind, tree.root());
    if (problems.empty())
        return;
    for (auto &problem : problems)
        problem.pointer = pointer + problem.pointer;
    refuse("schema-violation", std::string(path) + " could not govern", std::move(problems));
}

void checkQuorums(Unit &unit, const std::vector<core::RequestItem> &items)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto kind = governing::kindOf(items[i].path);
        const auto pointer = "/items/" + std::to_string(i) + "/text";
        if (kind && bindsApprovals(*kind))
            checkQuorum(unit, items[i], items, pointer);
        if (kind == governing::Kind::Access || kind == governing::Kind::Groups)
            checkAccess(unit, items, items[i].environment, pointer);
        if (kind == governing::Kind::Emergency || kind == governing::Kind::Groups)
            checkRoster(unit, items, items[i].environment, pointer);
    }
}

void settleGoverned(Unit &unit, const core::ChangeRequest &applied)
{
    std::set<core::EnvironmentId> places;
    for (const auto &item : applied.items) {
        if (governing::isGoverning(item.path))
            places.insert(item.environment);
    }
    if (places.empty())
        return;
    std::set<std::uint64_t> numbers;
    for (const auto &entry : unit.view().scan(KeyRange::under(keys::join(keys::openAt, ""))))
        numbers.insert(keys::numberAtEnd(entry.key));
    for (const auto number : numbers) {
        auto request = needRequest(unit.view(), "CR-" + std::to_string(number));
        const bool isThere = std::ranges::any_of(request.items,
            [&](const core::RequestItem &item) { return places.contains(item.environment); });
        const auto before = request.state;
        if (request.id == applied.id || !isThere || before == core::RequestState::Draft)
            continue;
        const auto reviews = request.reviews;
        settle(unit, request);
        if (request.state == before && request.reviews == reviews) {
            keepExpiry(unit, request);
            continue;
        }
        storeRequest(unit, request, request.id.text() + " stands otherwise under the new policy");
        recordRequest(unit, request, core::AuditKind::ChangeRequestDismissStale,
            "the policy has changed with " + applied.id.text());
    }
}

} // namespace chancery::server
