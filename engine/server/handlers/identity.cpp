// SPDX-License-Identifier: Apache-2.0
#include "identity.h"

#include "engine/api/describeidentityprovider.h"
#include "engine/core/access/account.h"
#include "engine/core/digest.h"
#include "engine/server/circumstances.h"
#include "engine/server/handlers/accounts.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"

#include <algorithm>
#include <array>

namespace chancery::server {

namespace {

constexpr std::size_t longestAccountName = 56; // with room for a number behind it
constexpr std::chrono::minutes spentKept{5}; // beyond the token's end, for clocks differ

// The provider's word made a name to sign in with (checkName() in sessions.cpp).
std::string plainName(const std::string &wanted)
{
    static constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-@";
    std::string name;
    for (const char c : wanted.substr(0, longestAccountName * 4)) {
        const char lower = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
        const bool isAllowed = allowed.find(lower) != std::string_view::npos;
        if (isAllowed)
            name += lower;
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    name.resize(std::min(name.size(), longestAccountName));
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return name.empty() ? "user" : name;
}

// One that nobody has: an account that is there belongs to somebody else, whatever its name.
std::string freeName(const Unit &unit, const std::string &wanted)
{
    static constexpr std::array reserved{"admin", "system"};
    const auto base = plainName(wanted);
    auto name = base;
    for (int number = 2; std::ranges::find(reserved, name) != reserved.end()
        || unit.view().get(keys::join(keys::principalName, name));
        ++number)
        name = base + '-' + std::to_string(number);
    return name;
}

// Cut where a character ends.
std::string shortened(std::string text)
{
    if (text.size() <= longestName)
        return text;
    std::size_t end = longestName;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    text.resize(end);
    return text;
}

bool holds(const std::vector<std::string> &roles, const std::string &role)
{
    return std::ranges::find(roles, role) != roles.end();
}

std::vector<std::string> without(
    const std::vector<std::string> &roles, const std::vector<std::string> &others)
{
    std::vector<std::string> rest;
    std::ranges::copy_if(roles, std::back_inserter(rest),
        [&others](const std::string &role) { return !holds(others, role); });
    return rest;
}

void noteRoles(Unit &unit, core::AuditKind kind, const core::Principal &principal,
    const ProvenIdentity &identity, const std::vector<std::string> &roles)
{
    if (roles.empty())
        return;
    Deed deed{.kind = kind, .targetType = "principal"};
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.etag = principal.etag.text();
    deed.roles = roles;
    deed.provider = identity.issuer;
    unit.record(deed);
}

// The right to approve came from the provider and from nobody here.
void noteApprover(Unit &unit, const core::Principal &principal, bool wasApprover)
{
    if (wasApprover || !core::access::permissionsOf(principal).has(core::Permission::Approve))
        return;
    const auto key = keys::join(keys::approver, principal.id.text());
    auto grant = unit.view().find<ApproverGrant>(key).value_or(ApproverGrant());
    grant.at = unit.now();
    grant.order = unit.nextOrder();
    unit.put(key, api::toJson(grant));
}

// Who signs in under a name that an account here has may well be the person behind it: until
// somebody says otherwise the two are one where heads are counted (GOV-2).
void noteSamePerson(Unit &unit, const core::Principal &principal, const std::string &wanted)
{
    const auto other = unit.view().text(keys::join(keys::principalName, plainName(wanted)));
    if (other.empty() || other == principal.id.text())
        return;
    ApproverGrant grant;
    grant.sameAs = core::PrincipalId(other);
    unit.put(keys::join(keys::approver, principal.id.text()), api::toJson(grant));
}

core::Principal signUp(Unit &unit, const ProvenIdentity &identity, const std::string &key)
{
    core::NewPrincipal asked;
    asked.name = freeName(unit, identity.name);
    asked.displayName = shortened(identity.displayName);
    asked.roles = identity.roles;
    const auto principal = makePrincipal(unit, asked);
    unit.put(key, principal.id.text());
    unit.put(keys::join(keys::identityOf, principal.id.text()), identity.issuer);
    noteRoles(unit, core::AuditKind::RoleGrant, principal, identity, principal.roles);
    noteSamePerson(unit, principal, identity.name);
    noteApprover(unit, principal, false);
    return principal;
}

void setRoles(Unit &unit, core::Principal &principal, const ProvenIdentity &identity)
{
    auto roles = identity.roles;
    for (const auto &role : principal.roles) {
        if (!isMappableRole(role))
            roles.push_back(role); // given here, by hand
    }
    const auto granted = without(roles, principal.roles);
    const auto revoked = without(principal.roles, roles);
    if (granted.empty() && revoked.empty())
        return;
    const bool wasApprover = core::access::permissionsOf(principal).has(core::Permission::Approve);
    principal.roles = roles;
    unit.store(keys::join(keys::principal, principal.id.text()), principal);
    unit.publish(
        "principal.update", "/v1/principals", principal.etag, principal.name + " has other roles");
    noteApprover(unit, principal, wasApprover);
    noteRoles(unit, core::AuditKind::RoleGrant, principal, identity, granted);
    noteRoles(unit, core::AuditKind::RoleRevoke, principal, identity, revoked);
}

// RFC 8176: said as such, or shown by two kinds of proof.
bool isSecondFactor(const std::vector<std::string> &amr)
{
    const bool isSaid = holds(amr, "mfa");
    const bool isKnown = holds(amr, "pwd") || holds(amr, "pin");
    const bool isHad = std::ranges::any_of(amr, [](const std::string &way) {
        return way == "otp" || way == "hwk" || way == "swk" || way == "sc" || way == "sms"
            || way == "fido";
    });
    return isSaid || (isKnown && isHad);
}

Response openFor(Unit &unit, const core::Principal &principal, const ProvenIdentity &identity)
{
    // Without a word of the provider the person may have been asked days ago.
    auto provenAt = identity.authenticatedAt;
    if (provenAt)
        provenAt = std::min(*provenAt, unit.now());
    const core::AuditAuthn authn{
        "oidc", identity.amr, identity.acr, provenAt, isSecondFactor(identity.amr)};
    const auto session = openSession(
        unit, principal, unit.now() + unit.facts().sessionLife, principal.name, authn, provenAt);
    Deed deed{.kind = core::AuditKind::AuthnLogin, .targetType = "principal"};
    deed.authn = authn;
    deed.targetId = principal.id.text();
    deed.subject = principal.name;
    deed.provider = identity.issuer;
    // By what a condition of access may let them through until they sign in again.
    for (const auto &[name, values] : identity.attributes) {
        for (const auto &value : values)
            deed.related.push_back({"attribute", name, value, {}, {}});
    }
    deed.status = 201;
    unit.record(deed);
    auto response = Response::json(api::toJson(session), 201);
    response.cacheControl = "no-store";
    return response;
}

} // namespace

std::string identityKeyOf(const std::string &issuer, const std::string &subject)
{
    // An issuer is a URL and holds no line break.
    const auto digest = core::sha256(issuer + '\n', subject);
    return keys::join(keys::identity, core::toHex(core::bytesOf(digest)));
}

std::string digestOfIdToken(std::string_view token)
{
    return core::toHex(core::bytesOf(core::sha256(token.substr(0, token.rfind('.')))));
}

std::string spentRecordOf(const core::PrincipalId &principal, const ProvenIdentity &identity)
{
    return api::toJson(TokenRecord{principal, identity.tokenEnds + spentKept});
}

Response recordExchange(Unit &unit, const ProvenIdentity &identity, const std::string &tokenDigest)
{
    const auto spent = keys::join(keys::tokenSpent, tokenDigest);
    ExchangeFailure failure{"identity-refused", {}, identity.issuer};
    if (unit.view().get(spent)) {
        failure.why = "replayed";
        return recordExchangeFailure(unit, failure);
    }
    const auto key = identityKeyOf(identity.issuer, identity.subject);
    const auto id = unit.view().text(key);
    core::Principal principal;
    if (id.empty()) {
        principal = signUp(unit, identity, key);
    } else {
        principal
            = unit.view().need<core::Principal>(keys::join(keys::principal, id), "account " + id);
        if (principal.disabled) {
            failure.why = "disabled";
            failure.principal = principal;
            return recordExchangeFailure(unit, failure);
        }
        setRoles(unit, principal, identity);
    }
    unit.put(spent, spentRecordOf(principal.id, identity));
    keepAttributes(unit, principal.id, identity.attributes);
    return openFor(unit, principal, identity);
}

Response recordExchangeFailure(Unit &unit, const ExchangeFailure &failure)
{
    auto error = api::problem(failure.problem, failure.why);
    error.requestId = unit.request().requestId;
    auto response = Response::problem(error);
    Deed deed{.kind = core::AuditKind::AuthnLogin, .targetType = "principal"};
    deed.targetId = failure.principal.id.text();
    deed.subject = failure.principal.name;
    deed.provider = failure.issuer;
    deed.reason = failure.why;
    deed.outcome = failure.problem == "identity-refused" ? core::AuditOutcome::Failure
                                                         : core::AuditOutcome::Error;
    deed.status = response.status;
    deed.problem = error.code;
    unit.record(deed);
    if (failure.beginsWait) {
        deed.kind = core::AuditKind::AuthnLockout;
        unit.record(deed);
    }
    return response;
}

Response getIdentityProvider(const Scene &scene)
{
    if (!scene.facts.identityProvider)
        refuse("not-found", "People sign in here with name and password alone");
    auto response = Response::json(api::toJson(*scene.facts.identityProvider));
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
