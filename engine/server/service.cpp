// SPDX-License-Identifier: Apache-2.0
#include "service.h"

#include "engine/core/access/gate.h"
#include "engine/server/access.h"
#include "engine/server/answers.h"
#include "engine/server/auth.h"
#include "engine/server/emergencies.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/handlers/scheduling.h"
#include "engine/server/idempotency.h"
#include "engine/server/sink/syslogsink.h"
#include "engine/server/validator.h"

#include <charconv>

// The choke point. Every request passes handle(): route, caller, permission, guards, in this order,
// all by the row of the route table; a handler is only ever called behind it. Reads run here, in
// the network thread, from the cache; mutations go to the writer and come back after their commit.
namespace chancery::server {

namespace {

using namespace std::string_literals;

bool isFresh(const Request &request, const Response &response)
{
    if (request.ifNoneMatch.empty() || response.etag.empty() || response.status != 200)
        return false;
    return allowsMatch(request.ifNoneMatch, response.etag);
}

std::string tokenOf(const Request &request)
{
    static constexpr std::string_view scheme = "Bearer ";
    if (!request.authorization.starts_with(scheme))
        return {};
    return request.authorization.substr(scheme.size());
}

} // namespace

std::optional<Response> Service::handle(Request request, Done done)
{
    Gate gate;
    if (auto refused = admit(request, gate, done))
        return refused;
    if (!done)
        return std::nullopt; // admit() has sent the answer on its way
    switch (gate.route->operation) {
    case api::Operation::createSession:
        return signIn(std::move(request), std::move(done));
    case api::Operation::exchangeIdToken:
        return exchange(std::move(request), std::move(done));
    case api::Operation::createRecoveryChallenge:
        return challenge(request);
    case api::Operation::openRecoverySession:
        return recover(std::move(request), std::move(done));
    case api::Operation::createPrincipal:
    case api::Operation::resetPassword:
        return hashFirst(std::move(request), std::move(gate), std::move(done));
    case api::Operation::activateEmergency:
    case api::Operation::confirmEmergency:
    case api::Operation::extendEmergency:
    case api::Operation::reviewEmergency:
        return stepUp(std::move(request), std::move(gate), std::move(done));
    case api::Operation::proveIdentity:
        return prove(std::move(request), std::move(gate), std::move(done));
    case api::Operation::changePassword:
        return changePassword(std::move(request), std::move(gate), std::move(done));
    case api::Operation::streamChanges:
        return stream(request, gate);
    case api::Operation::listChanges:
        return poll(request, gate, done);
    case api::Operation::erasePersonalData:
        return erase(std::move(request), std::move(gate), std::move(done));
    case api::Operation::pruneAudit:
        return prune(std::move(request), std::move(gate), std::move(done));
    case api::Operation::createSchema:
        return publishSchema(std::move(request), std::move(gate), std::move(done));
    case api::Operation::getAuditEntries:
    case api::Operation::getPersonalValues:
        return readLog(std::move(request), std::move(gate), std::move(done));
    case api::Operation::searchConfigs:
        return search(std::move(request), gate, std::move(done));
    case api::Operation::previewRollback:
        return preview(std::move(request), std::move(gate), std::move(done));
    default:
        break;
    }
    const auto handlers = handlersOf(gate.route->operation);
    if (handlers.read)
        return read(request, gate);
    return write(std::move(request), std::move(gate), handlers.write, std::move(done));
}

std::optional<Response> Service::refuseLarge(const Request &request)
{
    if (authenticate(request))
        return std::nullopt;
    const auto found = api::match(request.method, request.path);
    const bool isOpen = found.route && found.route->permission.empty();
    return answerOf(isOpen ? api::problem("document-too-large", "The limit is 64 KiB")
                           : api::problem("unauthenticated", "The token is missing or not valid"),
        request.requestId);
}

// In the searcher's thread; the answer comes back through this one.
std::optional<Response> Service::search(Request request, const Gate &gate, Done done)
{
    const auto id = request.requestId;
    SearchJob job{
        std::move(request), gate.actor, [this, done = std::move(done)](Response response) {
            m_post([done, response = std::move(response)] { done(response); });
        }};
    if (m_searcher->submit(std::move(job)))
        return std::nullopt;
    return tooBusy(id, std::chrono::seconds(1), "Too many searches are waiting");
}

// In the previewer's thread; the answer comes back through this one, and a denial through the
// writer, which tells the log of it.
std::optional<Response> Service::preview(Request request, Gate gate, Done done)
{
    const auto id = request.requestId;
    auto work = guarded(gate, handlersOf(gate.route->operation).write);
    WriteJob job{std::move(request), std::move(gate.actor), std::move(gate.arguments), gate.route,
        std::move(work), [this, done](Response response) {
            m_post([done, response = std::move(response)] { done(response); });
        }};
    auto denied = [this, done = std::move(done)](WriteJob refused, core::Error error) {
        refused.done = done;
        refused.work = [error](Unit &) -> Response { refuse(error); };
        m_post([this, refused = std::move(refused), error = std::move(error)] {
            if (!m_writer->submit(refused))
                refused.done(tooBusy(refused.request.requestId, std::chrono::seconds(1)));
        });
    };
    if (m_previewer->submit(std::move(job), std::move(denied)))
        return std::nullopt;
    return tooBusy(id, std::chrono::seconds(1));
}

// Sets done to null when it answers later by itself.
std::optional<Response> Service::admit(Request &request, Gate &gate, Done &done)
{
    auto found = api::match(request.method, request.path);
    const auto &id = request.requestId;
    if (!found.route) {
        return found.pathExists
            ? answerOf(api::problem("method-not-allowed", request.method + " is not offered"), id)
            : answerOf(api::problem("not-found", "There is no such path"), id);
    }
    gate.route = found.route;
    gate.arguments = std::move(found.arguments);
    const auto permission = found.route->permission;
    if (!permission.empty()) {
        gate.actor = authenticate(request);
        if (!gate.actor)
            return answerOf(
                api::problem("unauthenticated", "The token is missing or not valid"), id);
    }
    if (auto denied = denialOf(request, gate)) {
        request.idempotencyKey.clear();
        // The writer looks at the password again.
        const auto deny = [denied = *denied](Unit &) -> Response { refuse(denied); };
        auto refused = write(std::move(request), std::move(gate), deny, std::move(done));
        done = nullptr;
        return refused;
    }
    if (auto error = checkGuards(request, *found.route))
        return answerOf(std::move(*error), id);
    return std::nullopt;
}

// Before anything is read of the body; the writer looks again.
std::optional<core::Error> Service::denialOf(const Request &request, const Gate &gate) const
{
    const auto permission = gate.route->permission;
    if (!gate.actor)
        return std::nullopt;
    if (gate.actor->isRecovery())
        return recoveryBarrier(request, gate);
    const core::access::Operation operation{
        gate.route->operationId, gate.route->method, permission};
    const core::access::Caller caller{.hasOneTimePassword = gate.actor->hasOneTimePassword,
        .mayAnywhere = gate.actor->may(permission),
        .mayThere = true}; // the writer asks where
    if (core::access::barrierTo(operation, caller) == core::access::Barrier::None)
        return std::nullopt;
    return api::problem("forbidden", "This needs the permission \""s.append(permission) + '"');
}

std::optional<core::Error> Service::checkGuards(Request &request, const api::Route &route) const
{
    const auto guard = route.guard;
    const bool needsKey = guard == api::Guard::idempotencyKey || guard == api::Guard::both;
    const bool needsMatch = guard == api::Guard::ifMatch || guard == api::Guard::both;
    if (needsKey) {
        request.idempotencyKey = idempotencyKeyOf(request.idempotencyKey);
        if (request.idempotencyKey.empty())
            return api::problem(
                "missing-idempotency-key", "Expected 16 to 128 printable characters");
    } else {
        request.idempotencyKey.clear();
    }
    if (needsMatch && request.ifMatch.empty())
        return api::problem("precondition-required", "Expected the ETag that was read");
    const bool hasBody = !request.body.empty();
    if (hasBody && !request.contentType.empty()
        && !request.contentType.starts_with("application/json"))
        return api::problem("unsupported-media-type", "Expected application/json");
    return std::nullopt;
}

std::shared_ptr<const Actor> Service::authenticate(const Request &request)
{
    const auto token = tokenOf(request);
    auto actor = token.empty() ? nullptr : holderOf(token);
    return actor && hasItsCertificate(request, *actor) ? actor : nullptr;
}

std::shared_ptr<const Actor> Service::holderOf(const std::string &token)
{
    const auto now = m_facts.clock.now();
    if (const auto known = m_actors.find(token); known != m_actors.end()) {
        if (known->second->expiresAt > now)
            return known->second;
        m_actors.erase(known);
        return nullptr;
    }
    try {
        auto actor = findActor(View(*m_reader), token, now);
        if (actor)
            m_actors.emplace(token, actor);
        return actor;
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "authenticate.failed", {{"code", refusal.error.code}});
        return nullptr;
    }
}

Scene Service::sceneOf(const Request &request, const Gate &gate)
{
    return {request, gate.arguments, gate.actor.get(), View(*m_reader), *m_reader,
        m_reader->store(), m_facts, m_sealKeys, m_checkpoint, m_announcements, m_facts.clock.now(),
        m_dependencies, m_blames, *m_readValidator};
}

Response Service::read(const Request &request, const Gate &gate)
{
    Response response;
    try {
        response = handlersOf(gate.route->operation).read(sceneOf(request, gate));
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), request.requestId);
    } catch (const std::exception &exception) {
        m_facts.journal.write(JournalLevel::Error, "handler.threw",
            {{"request", request.requestId}, {"what", exception.what()}});
        return answerOf(api::problem("internal", {}), request.requestId);
    }
    response.requestId = request.requestId;
    if (isFresh(request, response)) {
        response.status = 304;
        response.body = nullptr;
    }
    return response;
}

std::function<Response(Unit &)> Service::guarded(
    const Gate &gate, std::function<Response(Unit &)> work)
{
    if (!gate.route || !gate.actor)
        return work;
    return [work = std::move(work), &route = *gate.route](Unit &unit) {
        demandOwnPassword(unit, route);
        // Whoever may not do it at all is told that, whatever else is open.
        const bool isClosed = core::access::isClosedInEmergency(route.operationId);
        if (isClosed && !unit.actor().isRecovery() && mayAnywhere(unit, route))
            demandNoEmergencyFor(unit, route.operationId);
        demandAccess(unit, route);
        return work(unit);
    };
}

std::optional<Response> Service::write(
    Request request, Gate gate, std::function<Response(Unit &)> work, Done done)
{
    const auto id = request.requestId;
    work = guarded(gate, std::move(work));
    WriteJob job{std::move(request), std::move(gate.actor), std::move(gate.arguments), gate.route,
        std::move(work), std::move(done)};
    if (!m_writer->submit(std::move(job)))
        return tooBusy(id, std::chrono::seconds(1), "The server is busy");
    return std::nullopt;
}

void Service::committed(Committed committed)
{
    bool tokensChanged = false;
    bool rightsChanged = false;
    for (const auto &key : committed.touched) {
        m_reader->forget(key);
        rightsChanged = rightsChanged || key.starts_with(keys::principal)
            || changesAccess(View(*m_reader), key);
        m_mustDispatch = m_mustDispatch || key.starts_with(keys::receiverQueue);
        tokensChanged
            = tokensChanged || (key.starts_with(keys::token) && !key.starts_with(keys::tokenReads));
    }
    updateDependencies(committed.touched);
    m_mustLookOut = m_mustLookOut || rightsChanged;
    if (rightsChanged || tokensChanged) {
        m_actors.clear();
        const View view(*m_reader);
        AccessBook access(view);
        // Signing in and out is common, and says nothing about anybody's rights.
        m_hub.endStreams([&](const Actor &actor) {
            return hasSameRights(actor, view, rightsChanged ? &access : nullptr);
        });
    }
    if (committed.checkpoint) {
        if (m_sink)
            m_sink->announce(committed.checkpoint->size);
        m_checkpoint.set(*std::move(committed.checkpoint));
    }
    m_hub.publish(committed.hints);
    if (m_mustDispatch)
        dispatch();
    for (auto &look : committed.looks)
        lookAtEffects(std::move(look));
    for (auto &answer : committed.answers) {
        if (answer.done)
            answer.done(std::move(answer.response));
    }
}

core::Result<> Service::loadDependencies()
{
    try {
        m_dependencies = {};
        m_dependencies.load(View(*m_reader));
    } catch (const Refusal &refusal) {
        return refusal.error;
    }
    return core::Done();
}

void Service::updateDependencies(const std::vector<std::string> &touched)
{
    try {
        m_dependencies.update(View(*m_reader), touched);
    } catch (const Refusal &refusal) {
        m_facts.journal.write(
            JournalLevel::Error, "dependencies.failed", {{"code", refusal.error.code}});
        if (!loadDependencies())
            m_facts.journal.write(JournalLevel::Error, "dependencies.lost", {});
    }
}

// What was opened with some rights does not go on with others.
bool Service::hasSameRights(const Actor &actor, const View &view, AccessBook *access)
{
    try {
        if (!view.get(keys::join(keys::token, actor.tokenKey)))
            return false;
        if (!access)
            return true;
        const auto present
            = view.find<core::Principal>(keys::join(keys::principal, actor.principal.id.text()));
        return present && !present->disabled
            && permissionsOf(*access, *present) == actor.permissions;
    } catch (const Refusal &) {
        return false;
    }
}

std::uint64_t Service::revisionAsked(const std::string &text) const
{
    std::uint64_t since = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), since);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size())
        refuse("bad-request", "Expected a revision number");
    if (since > m_hub.revision())
        refuse("future-cursor", "This server is at " + std::to_string(m_hub.revision()));
    return since;
}

Response Service::stream(const Request &request, const Gate &gate)
{
    try {
        const auto &asked
            = request.lastEventId.empty() ? request.parameter("since") : request.lastEventId;
        auto subscription = std::make_shared<Subscription>(gate.actor);
        subscription->offer(Hub::opening());
        if (!asked.empty() && asked != "0") {
            const auto since = revisionAsked(asked);
            auto range = KeyRange::under(keys::join(keys::change, ""));
            range.from = keys::join(keys::change, keys::number(since + 1));
            const auto entries = View(*m_reader).scan(range);
            if (since < m_hub.revision()
                && (entries.empty() || keys::numberAtEnd(entries.front().key) != since + 1))
                refuse("gone-compacted", "Read everything again");
            std::vector<core::ChangeHint> hints;
            for (const auto &entry : entries) {
                // What is committed but not yet published comes with its own frame.
                if (keys::numberAtEnd(entry.key) <= m_hub.revision())
                    hints.push_back(View::parse<core::ChangeHint>(entry.value));
            }
            if (!hints.empty())
                subscription->offer(Hub::frameOf(hints));
        }
        m_hub.subscribe(subscription);
        Response response;
        response.contentType = "text/event-stream";
        response.cacheControl = "no-store";
        response.requestId = request.requestId;
        response.stream = std::move(subscription);
        return response;
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), request.requestId);
    }
}

std::optional<Response> Service::poll(const Request &request, const Gate &gate, Done &done)
{
    std::uint64_t since = m_hub.revision();
    std::size_t wait = 0;
    try {
        if (const auto text = request.parameter("since"); !text.empty())
            since = revisionAsked(text);
        const auto text = request.parameter("wait");
        std::from_chars(text.data(), text.data() + text.size(), wait);
    } catch (Refusal &refusal) {
        return answerOf(std::move(refusal.error), request.requestId);
    }
    if (since < m_hub.revision() || wait == 0)
        return read(request, gate);
    const auto deadline
        = Hub::Clock::now() + std::chrono::seconds(std::min(wait, m_options.longestWait));
    m_hub.wait(gate.actor, deadline,
        [since, done = std::move(done), id = request.requestId](
            const std::vector<core::ChangeHint> &hints) {
            api::Page<core::ChangeHint> page{hints, std::to_string(since)};
            if (!hints.empty())
                page.next = std::to_string(hints.back().revision);
            auto response = Response::json(api::toJson(page));
            response.requestId = id;
            done(std::move(response));
        });
    done = nullptr;
    return std::nullopt;
}

} // namespace chancery::server
