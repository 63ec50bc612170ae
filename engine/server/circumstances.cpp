// SPDX-License-Identifier: Apache-2.0
#include "circumstances.h"

#include "engine/core/domain/place.h"
#include "engine/server/access.h"
#include "engine/server/auth.h"

#include <algorithm>

namespace chancery::server {

namespace access = core::access;

namespace {

struct KeptAttribute {
    std::string name;
    std::vector<std::string> values;
};

template <typename Visitor>
void describe(Visitor &visit, KeptAttribute &value)
{
    visit("name", value.name);
    visit("values", value.values);
}

struct KeptAttributes {
    std::vector<KeptAttribute> attributes;
};

template <typename Visitor>
void describe(Visitor &visit, KeptAttributes &value)
{
    visit("attributes", value.attributes);
}

struct KeptCircumstances {
    std::string method;
    bool hasSecondFactor = false;
    std::string level;
    std::optional<std::uint64_t> provenAgo; // seconds
};

template <typename Visitor>
void describe(Visitor &visit, KeptCircumstances &value)
{
    visit("method", value.method);
    visit("hasSecondFactor", value.hasSecondFactor);
    visit("level", value.level);
    visit("provenAgo", value.provenAgo);
}

std::string attributesKey(const core::PrincipalId &principal)
{
    return keys::join(keys::principalAttributes, principal.text());
}

} // namespace

access::Attributes attributesOf(const View &view, const core::PrincipalId &principal)
{
    access::Attributes attributes;
    if (const auto kept = view.find<KeptAttributes>(attributesKey(principal))) {
        for (const auto &attribute : kept->attributes)
            attributes.emplace(attribute.name, attribute.values);
    }
    return attributes;
}

namespace {

std::vector<std::string> valuesOf(const access::Attributes &attributes, const std::string &name)
{
    const auto found = attributes.find(name);
    return found == attributes.end() ? std::vector<std::string>() : found->second;
}

// Whether who may approve anywhere hangs on what has changed.
bool areOfApprovals(
    const View &view, const access::Attributes &before, const access::Attributes &after)
{
    const auto hasChanged = [&](const std::optional<access::Conditions> &conditions) {
        return conditions && std::ranges::any_of(conditions->person, [&](const auto &wanted) {
            return valuesOf(before, wanted.first) != valuesOf(after, wanted.first);
        });
    };
    const auto range = KeyRange::under(keys::join(keys::environment, ""));
    return std::ranges::any_of(view.scan(range), [&](const Entry &entry) {
        const auto governed
            = governedAccessIn(view, core::EnvironmentId(entry.key.substr(range.from.size())));
        const auto &document = governed.governance.document;
        return document
            && std::ranges::any_of(document->rules, [&](const access::AccessRule &rule) {
                   return rule.permissions.has(core::Permission::Approve)
                       && (hasChanged(rule.when) || hasChanged(rule.unless));
               });
    });
}

} // namespace

void keepAttributes(
    Unit &unit, const core::PrincipalId &principal, const access::Attributes &attributes)
{
    const auto before = attributesOf(unit.view(), principal);
    if (before == attributes)
        return;
    KeptAttributes kept;
    for (const auto &[name, values] : attributes)
        kept.attributes.push_back({name, values});
    unit.put(attributesKey(principal), api::toJson(kept));
    if (!areOfApprovals(unit.view(), before, attributes))
        return;
    // Who becomes an approver like this is one for later requests, as with roles (GOV-14).
    const auto key = keys::join(keys::approver, principal.text());
    auto grant = unit.view().find<ApproverGrant>(key).value_or(ApproverGrant());
    grant.at = unit.now();
    grant.order = unit.nextOrder();
    unit.put(key, api::toJson(grant));
}

access::Subject subjectOf(const View &view, const core::Principal &account,
    const std::vector<core::governing::Group> &groups)
{
    return access::subjectOf(account, groups, attributesOf(view, account.id));
}

void addSurroundings(const View &view, access::AccessGovernance &governance)
{
    const auto environment = view.find<core::Environment>(
        keys::join(keys::environment, governance.environment.text()));
    governance.tier = environment ? environment->tier : 0;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::nameSpace, "")))) {
        const auto space = View::parse<core::Namespace>(entry.value);
        governance.owners.emplace(space.slug, space.owner);
    }
}

access::Circumstances circumstancesOf(
    const View &view, const Actor &actor, const std::string &address, core::Instant now)
{
    access::Circumstances circumstances;
    circumstances.address = address;
    if (actor.authn) {
        circumstances.method = actor.authn->method;
        circumstances.hasSecondFactor = actor.authn->mfa;
        circumstances.level = actor.authn->acr;
    }
    // They may have shown it once more since this actor was read.
    const auto record = view.find<TokenRecord>(keys::join(keys::token, actor.tokenKey));
    const auto provenAt = record ? record->provenAt : std::nullopt;
    if (provenAt && *provenAt <= now)
        circumstances.provenAgo = std::chrono::duration_cast<std::chrono::seconds>(now - *provenAt);
    return circumstances;
}

std::optional<access::Circumstances> circumstancesOf(const Unit &unit)
{
    if (unit.isByItself())
        return std::nullopt;
    return circumstancesOf(unit.view(), unit.actor(), unit.request().remote, unit.now());
}

void keepCircumstances(Unit &unit, const core::ReviewId &vote)
{
    const auto circumstances = circumstancesOf(unit);
    if (!circumstances)
        return;
    KeptCircumstances kept{
        circumstances->method, circumstances->hasSecondFactor, circumstances->level, std::nullopt};
    if (circumstances->provenAgo)
        kept.provenAgo = std::uint64_t(circumstances->provenAgo->count());
    unit.put(keys::join(keys::voteCircumstances, vote.text()), api::toJson(kept));
}

std::optional<access::Circumstances> circumstancesOfVote(
    const View &view, const core::ReviewId &vote)
{
    const auto kept
        = view.find<KeptCircumstances>(keys::join(keys::voteCircumstances, vote.text()));
    if (!kept)
        return std::nullopt; // given before there were such records
    access::Circumstances circumstances{
        kept->method, kept->hasSecondFactor, kept->level, std::nullopt, std::nullopt};
    if (kept->provenAgo)
        circumstances.provenAgo = std::chrono::seconds(std::int64_t(*kept->provenAgo));
    return circumstances;
}

} // namespace chancery::server
