// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerecovery.h"
#include "engine/core/emergency/activation.h"
#include "engine/core/recovery/recoverykey.h"
#include "engine/server/answers.h"
#include "engine/server/recovery/challenge.h"
#include "engine/server/recovery/sessions.h"
#include "engine/server/service.h"

#include <algorithm>

// Signing in with a recovery key. Nothing here asks anybody outside: neither a provider, nor the
// rules of access, nor a password.
namespace chancery::server {

namespace {

// All keys count as one, so that who tries several gains nothing by it.
Attempts::Caller callerOf(const Request &request)
{
    return {"recovery key", request.remote};
}

core::Error notOffered()
{
    return api::problem("not-found", "No recovery keys are enrolled here");
}

// Why not; empty where the signature is one of this key, for this server, for this challenge.
std::string faultOf(const core::RecoveryProof &proof, const RecoveryRoster &roster,
    const core::PublicKey &key, const core::Result<core::Instant> &ends)
{
    if (!ends)
        return ends.error().code;
    if (std::ranges::find(roster.audiences, proof.audience) == roster.audiences.end())
        return "audience";
    const auto signature = core::fromBase64Url(proof.signature);
    const auto message = core::recoveryMessage(proof.audience, proof.challenge);
    return signature && key.verify(message, *signature) ? "" : "signature";
}

} // namespace

std::optional<Response> Service::challenge(const Request &request)
{
    const auto &id = request.requestId;
    if (!m_facts.recovery.isOn())
        return answerOf(notOffered(), id);
    if (const auto wait = m_attempts.mustWait(callerOf(request), Attempts::Clock::now());
        wait.count() > 0)
        return tooBusy(id, wait);
    auto response
        = Response::json(api::toJson(makeChallenge(m_facts.cursorKey, m_facts.clock.now())), 201);
    response.cacheControl = "no-store";
    response.requestId = id;
    return response;
}

std::optional<Response> Service::recover(Request request, Done done)
{
    const auto id = request.requestId;
    const auto &roster = m_facts.recovery;
    if (!roster.isOn())
        return answerOf(notOffered(), id);
    const auto who = callerOf(request);
    if (const auto wait = m_attempts.mustWait(who, Attempts::Clock::now()); wait.count() > 0)
        return tooBusy(id, wait);
    auto proof = api::fromJson<core::RecoveryProof>(std::move(request.body));
    request.body.clear();
    if (!proof)
        return answerOf(std::move(proof).error(), id);
    if (auto faults = core::reasonFaults(proof->reason, "/reason"); !faults.empty())
        return answerOf(
            api::problem("policy-violation", "Say why the key was taken out", std::move(faults)),
            id);
    const auto text = core::publicKeyFromText(proof->key);
    const auto *known = text ? roster.find(*text) : nullptr;
    RecoveryFailure failure;
    std::shared_ptr<Actor> actor;
    const auto ends = checkChallenge(m_facts.cursorKey, proof->challenge, m_facts.clock.now());
    if (!roster.allows(request.remote))
        failure.why = "network";
    else if (!known)
        failure.why = "key";
    else
        failure.why = faultOf(*proof, roster, known->key, ends);
    if (known)
        failure.name = known->name;
    try {
        const auto principal
            = known ? recoveryPrincipal(View(*m_reader), known->key) : std::nullopt;
        if (principal) {
            actor = std::make_shared<Actor>();
            actor->principal = *principal;
        } else if (failure.why.empty()) {
            failure.why = "key";
        }
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), id);
    }
    Gate gate;
    gate.route = &api::route(api::Operation::openRecoverySession);
    if (!failure.why.empty()) {
        failure.beginsWait = m_attempts.failed(who, Attempts::Clock::now());
        return write(
            std::move(request), std::move(gate),
            [failure](Unit &unit) { return recordRecoveryFailure(unit, failure); },
            std::move(done));
    }
    m_attempts.succeeded(who);
    gate.actor = actor;
    return write(
        std::move(request), std::move(gate),
        [proven = ProvenRecovery{proof->challenge, *ends, proof->reason}](
            Unit &unit) { return recordRecovery(unit, proven); },
        std::move(done));
}

std::optional<core::Error> Service::recoveryBarrier(const Request &request, const Gate &gate) const
{
    if (!gate.actor || !gate.actor->isRecovery())
        return std::nullopt;
    if (!m_facts.recovery.allows(request.remote))
        return api::problem("forbidden", "Recovery access is not for this network");
    if (!isOpenToRecovery(*gate.route))
        return closedToRecovery();
    return std::nullopt;
}

} // namespace chancery::server
