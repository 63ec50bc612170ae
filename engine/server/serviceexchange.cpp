// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeidentityprovider.h"
#include "engine/server/answers.h"
#include "engine/server/handlers/identity.h"
#include "engine/server/service.h"

// Signing in with what an identity provider says. Its keys are fetched and tokens are looked at on
// the identity worker, a thread of its own: a provider that is slow keeps nobody else waiting, not
// even who signs in with a password.
namespace chancery::server {

core::Result<> Service::startProvider()
{
    if (!m_options.provider)
        return core::Done();
    const auto url = core::identity::discoveryUrl(m_options.provider->provider.issuer);
    if (!url)
        return url.error();
    for (const auto &[group, roles] : m_options.provider->rolesOfGroups) {
        for (const auto &role : roles) {
            if (!isMappableRole(role))
                return core::Error{core::ErrorKind::Invalid, "identity-role",
                    "groups cannot give the role " + role, {}, {}, {}};
        }
    }
    if (m_options.provider->provider.clientId.empty() || !m_options.fetcher)
        return core::Error{core::ErrorKind::Invalid, "identity-client",
            "an identity provider needs a client id", {}, {}, {}};
    m_provider = std::make_unique<Provider>(
        *m_options.provider, *m_options.fetcher, m_facts.clock, m_facts.journal);
    m_identityWorker = std::make_unique<Worker>();
    return core::Done();
}

std::optional<Response> Service::exchange(Request request, Done done)
{
    const auto id = request.requestId;
    if (!m_provider)
        return answerOf(
            api::problem("not-found", "People sign in here with name and password alone"), id);
    auto asked = api::fromJson<core::IdTokenExchange>(std::move(request.body));
    request.body.clear();
    if (!asked)
        return answerOf(std::move(asked).error(), id);
    // Nobody has a name yet: one token that is sent again and again has to wait by itself, and
    // whoever tries many is held back by the address.
    const auto digest = digestOfIdToken(asked->idToken.reveal());
    const Attempts::Caller who{digest, request.remote};
    if (const auto wait = m_attempts.mustWait(who, Attempts::Clock::now()); wait.count() > 0)
        return tooBusy(id, wait);
    auto job = [this, who, asked = std::move(*asked), request = std::move(request),
                   done = std::move(done)]() mutable {
        auto identity = m_provider->check(asked);
        m_post([this, who, identity = std::move(identity), request = std::move(request),
                   done = std::move(done)]() mutable {
            auto shared = done;
            if (auto busy = writeExchange(std::move(request), who, identity, std::move(done)))
                shared(std::move(*busy));
        });
    };
    if (!m_identityWorker->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1));
    return std::nullopt;
}

std::optional<Response> Service::writeExchange(Request request, const Attempts::Caller &who,
    const core::Result<ProvenIdentity> &identity, Done done)
{
    Gate gate;
    gate.route = &api::route(api::Operation::exchangeIdToken);
    std::function<Response(Unit &)> work;
    if (identity) {
        m_attempts.succeeded(who);
        gate.actor = actorOf(*identity);
        work = [identity = *identity, digest = who.name](
                   Unit &unit) { return recordExchange(unit, identity, digest); };
    } else {
        const bool isAway = identity.error().code == "identity-unavailable";
        ExchangeFailure failure{isAway ? "identity-unavailable" : "identity-refused",
            isAway ? identity.error().detail : identity.error().code,
            m_options.provider->provider.issuer};
        failure.beginsWait = m_attempts.failed(who, Attempts::Clock::now());
        work = [failure](Unit &unit) { return recordExchangeFailure(unit, failure); };
    }
    return write(std::move(request), std::move(gate), std::move(work), std::move(done));
}

// For the audit log; null at the first sign-in.
std::shared_ptr<const Actor> Service::actorOf(const ProvenIdentity &identity)
{
    try {
        const View view(*m_reader);
        const auto id = view.text(identityKeyOf(identity.issuer, identity.subject));
        const auto found = id.empty() ? std::nullopt
                                      : view.find<core::Principal>(keys::join(keys::principal, id));
        if (!found)
            return nullptr;
        auto actor = std::make_shared<Actor>();
        actor->principal = *found;
        return actor;
    } catch (const Refusal &) {
        return nullptr; // the writer will meet the same fault and say so
    }
}

} // namespace chancery::server
