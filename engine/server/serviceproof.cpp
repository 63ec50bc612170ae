// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeemergency.h"
#include "engine/api/describeidentityprovider.h"
#include "engine/core/governing/policydocument.h"
#include "engine/server/answers.h"
#include "engine/server/auth.h"
#include "engine/server/handlers/identity.h"
#include "engine/server/passwords.h"
#include "engine/server/service.h"

// Who is signed in shows once more that it is them: by the account's password, or by an ID token
// for which the provider has just asked them. Passwords are looked at on the worker, tokens on the
// identity worker; the outcome is written like every other.
namespace chancery::server {

namespace {

void recordStepUp(Unit &unit)
{
    Deed deed{.kind = core::AuditKind::AuthnStepUp, .targetType = "principal"};
    deed.targetId = unit.actor().principal.id.text();
    unit.record(deed);
}

// The provider's word did not show it.
Response recordRefusedProof(Unit &unit, const core::Error &why, const std::string &issuer)
{
    const bool isAway = why.code == "identity-unavailable";
    auto error = api::problem(isAway ? why.code : "proof-refused", isAway ? why.detail : why.code);
    error.requestId = unit.request().requestId;
    auto response = Response::problem(error);
    Deed deed{.kind = core::AuditKind::AuthnStepUp, .targetType = "principal"};
    deed.targetId = unit.actor().principal.id.text();
    deed.provider = issuer;
    deed.reason = why.code;
    deed.outcome = isAway ? core::AuditOutcome::Error : core::AuditOutcome::Failure;
    deed.status = response.status;
    deed.problem = error.code;
    unit.record(deed);
    return response;
}

core::Error refusedBecause(const char *code)
{
    return {core::ErrorKind::Forbidden, code, {}, {}, {}, {}};
}

Response recordProof(Unit &unit, const ProvenIdentity &identity, const std::string &digest)
{
    const auto spent = keys::join(keys::tokenSpent, digest);
    if (unit.view().get(spent))
        return recordRefusedProof(unit, refusedBecause("replayed"), identity.issuer);
    const auto owner = unit.view().text(identityKeyOf(identity.issuer, identity.subject));
    if (owner != unit.actor().principal.id.text())
        return recordRefusedProof(unit, refusedBecause("somebody-else"), identity.issuer);
    if (!identity.authenticatedAt)
        return recordRefusedProof(unit, refusedBecause("auth-time-missing"), identity.issuer);
    unit.put(spent, spentRecordOf(unit.actor().principal.id, identity));
    recordStepUp(unit);
    return proveIdentity(unit, *identity.authenticatedAt);
}

} // namespace

// A password of who is signed in; it counts among the attempts to sign in.
struct Service::PasswordCheck {
    core::Secret password;
    core::Secret fresh; // to be hashed as well where the other one is right
    core::AuditKind kind; // what a wrong one failed at
    // The hash that was fitted, and that of the fresh one.
    std::function<Response(Unit &, const std::string &, const std::string &)> work;
};

struct Service::PasswordOutcome {
    Attempts::Caller who;
    std::string hash;
    std::string freshHash;
    bool isRight = false;
};

// In front of what needs fresh proof (GOV-40). Without a password in the body the session's own
// proof has to be fresh.
std::optional<Response> Service::stepUp(Request request, Gate gate, Done done)
{
    if (!gate.actor->isPerson())
        return write(
            std::move(request), std::move(gate),
            [](Unit &) -> Response { refuse("forbidden", "Emergency access is for people"); },
            std::move(done));
    auto proof = api::fromJson<api::StepUp>(request.body, Unit::bodyLimits());
    if (!proof)
        return answerOf(std::move(proof).error(), request.requestId);
    const auto handler = handlersOf(gate.route->operation).write;
    if (proof->password.isEmpty())
        return write(
            std::move(request), std::move(gate),
            [handler](Unit &unit) {
                demandFreshProof(unit);
                return handler(unit);
            },
            std::move(done));
    PasswordCheck check{std::move(proof->password), {}, core::AuditKind::AuthnStepUp,
        [handler](Unit &unit, const std::string &, const std::string &) {
            recordStepUp(unit);
            return handler(unit);
        }};
    return checkPassword(std::move(request), std::move(gate), std::move(check), std::move(done));
}

std::optional<Response> Service::prove(Request request, Gate gate, Done done)
{
    auto proof = api::fromJson<core::FreshProof>(request.body);
    if (!proof)
        return answerOf(std::move(proof).error(), request.requestId);
    if (!gate.actor->isPerson())
        return write(
            std::move(request), std::move(gate),
            [](Unit &) -> Response { refuse("forbidden", "Only people are asked who they are"); },
            std::move(done));
    if (!proof->idToken.isEmpty())
        return proveAtProvider(std::move(request), std::move(gate),
            {std::move(proof->idToken), proof->nonce}, std::move(done));
    PasswordCheck check{std::move(proof->password), {}, core::AuditKind::AuthnStepUp,
        [](Unit &unit, const std::string &, const std::string &) {
            recordStepUp(unit);
            return proveIdentity(unit, unit.now());
        }};
    return checkPassword(std::move(request), std::move(gate), std::move(check), std::move(done));
}

std::optional<Response> Service::proveAtProvider(
    Request request, Gate gate, core::IdTokenExchange proof, Done done)
{
    const auto id = request.requestId;
    if (!m_provider)
        return answerOf(
            api::problem("not-found", "People sign in here with name and password alone"), id);
    const Attempts::Caller who{gate.actor->principal.name, request.remote};
    if (const auto wait = m_attempts.mustWait(who, Attempts::Clock::now()); wait.count() > 0)
        return tooBusy(id, wait);
    auto job = [this, who, proof = std::move(proof), request = std::move(request),
                   gate = std::move(gate), done = std::move(done)]() mutable {
        auto identity = m_provider->check(proof, core::governing::longestProof);
        m_post([this, who, digest = digestOfIdToken(proof.idToken.reveal()),
                   identity = std::move(identity), request = std::move(request),
                   gate = std::move(gate), done = std::move(done)]() mutable {
            if (!identity) {
                if (identity.error().code != "identity-unavailable") // that shows nothing
                    (void)m_attempts.failed(who, Attempts::Clock::now());
                request.idempotencyKey.clear(); // the next attempt is another request
            }
            auto work = [identity = std::move(identity), digest,
                            issuer = m_options.provider->provider.issuer](Unit &unit) {
                return identity ? recordProof(unit, *identity, digest)
                                : recordRefusedProof(unit, identity.error(), issuer);
            };
            auto shared = done;
            if (auto busy
                = write(std::move(request), std::move(gate), std::move(work), std::move(done)))
                shared(std::move(*busy));
        });
    };
    if (!m_identityWorker->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1));
    return std::nullopt;
}

std::optional<Response> Service::changePassword(Request request, Gate gate, Done done)
{
    auto change = api::fromJson<core::PasswordChange>(request.body);
    if (!change)
        return answerOf(std::move(change).error(), request.requestId);
    auto problem = passwordProblem(change->fresh, "/newPassword");
    if (!problem && change->fresh.reveal() == change->current.reveal())
        problem = api::problem("policy-violation", "This is the password that you have",
            {{"/newPassword", "not", "Expected another one", {}, 0, 0}});
    if (problem)
        return answerOf(*std::move(problem), request.requestId);
    PasswordCheck check{std::move(change->current), std::move(change->fresh),
        core::AuditKind::PrincipalPasswordChange, &server::changePassword};
    return checkPassword(std::move(request), std::move(gate), std::move(check), std::move(done));
}

std::optional<Response> Service::checkPassword(
    Request request, Gate gate, PasswordCheck check, Done done)
{
    const auto id = request.requestId;
    const Attempts::Caller who{gate.actor->principal.name, request.remote};
    if (const auto wait = m_attempts.mustWait(who, Attempts::Clock::now()); wait.count() > 0)
        return tooBusy(id, wait);
    PasswordOutcome outcome{who, {}, {}, false};
    try {
        outcome.hash
            = View(*m_reader).text(keys::join(keys::password, gate.actor->principal.id.text()));
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), id);
    }
    if (outcome.hash.empty())
        return write(
            std::move(request), std::move(gate),
            [](Unit &) -> Response { refuse("step-up-failed", "This account has no password"); },
            std::move(done));
    auto job = [this, outcome = std::move(outcome), check = std::move(check),
                   request = std::move(request), gate = std::move(gate),
                   done = std::move(done)]() mutable {
        outcome.isRight = core::verifyPassword(check.password, outcome.hash);
        if (outcome.isRight && !check.fresh.isEmpty()) {
            // Without memory there is no hash; an empty one would fit nothing.
            auto hash = core::hashPassword(check.fresh, m_facts.passwordCost);
            outcome.isRight = bool(hash);
            outcome.freshHash = hash ? *hash : std::string();
        }
        m_post([this, outcome = std::move(outcome), check = std::move(check),
                   request = std::move(request), gate = std::move(gate),
                   done = std::move(done)]() mutable {
            auto shared = done;
            if (auto busy = writeChecked(std::move(request), std::move(gate), std::move(check),
                    outcome, std::move(done)))
                shared(std::move(*busy));
        });
    };
    if (!m_worker->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1));
    return std::nullopt;
}

std::optional<Response> Service::writeChecked(
    Request request, Gate gate, PasswordCheck check, const PasswordOutcome &outcome, Done done)
{
    std::function<Response(Unit &)> work;
    if (outcome.isRight) {
        m_attempts.succeeded(outcome.who);
        work = [then = std::move(check.work), hash = outcome.hash, fresh = outcome.freshHash](
                   Unit &unit) { return then(unit, hash, fresh); };
    } else {
        const auto now = Attempts::Clock::now();
        const bool beginsWait = m_attempts.failed(outcome.who, now);
        request.idempotencyKey.clear(); // the next attempt is another request
        work = [kind = check.kind,
                   failure = WrongPassword{outcome.who.name, m_attempts.standing(outcome.who, now),
                       beginsWait}](Unit &unit) {
            Deed deed{.kind = kind};
            deed.targetId = unit.actor().principal.id.text();
            return recordWrongPassword(unit, failure, "step-up-failed", std::move(deed));
        };
    }
    return write(std::move(request), std::move(gate), std::move(work), std::move(done));
}

} // namespace chancery::server
