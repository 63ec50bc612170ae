// SPDX-License-Identifier: Apache-2.0
#include "engine/api/names.h"
#include "engine/core/digest.h"
#include "tests/support/scriptedanswer.h"

// The endpoints, one by one: what each answers and what it changes.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

template <typename T, typename Keep>
api::Page<T> pageOf(const std::vector<T> &all, Keep keep)
{
    api::Page<T> page;
    std::ranges::copy_if(all, std::back_inserter(page.items), keep);
    return page;
}

template <typename T>
api::Page<T> pageOf(const std::vector<T> &all)
{
    return {all, {}};
}

template <typename T, typename Id>
Result<T> one(const std::vector<T> &all, const Id &id)
{
    const auto found = std::ranges::find(all, id, &T::id);
    if (found == all.end())
        return anError(ErrorKind::NotFound, "not-found");
    return *found;
}

Result<std::string> textAt(const std::map<std::string, std::string> &texts, const std::string &id)
{
    const auto found = texts.find(id);
    if (found == texts.end())
        return anError(ErrorKind::NotFound, "not-found");
    return found->second;
}

core::Error unscripted()
{
    return anError(ErrorKind::Internal, "unscripted");
}

} // namespace

Call ScriptedCms::getMeta(Handler<core::Meta> done)
{
    return answer<core::Meta>("getMeta", std::move(done), [&] {
        auto said = meta;
        said.serverTime = now;
        return said;
    });
}

Call ScriptedCms::signIn(const core::Credentials &credentials, Handler<core::Session> done)
{
    return answer<core::Session>("signIn", std::move(done), [&]() -> Result<core::Session> {
        for (const User &user : users) {
            if (user.principal.name == credentials.name
                && user.password == credentials.password.reveal()) {
                return freshSession(user);
            }
        }
        return anError(ErrorKind::Unauthorized, "wrong-credentials");
    });
}

Call ScriptedCms::currentSession(Handler<core::Session> done)
{
    return answer<core::Session>("currentSession", std::move(done), [&]() -> Result<core::Session> {
        return current ? Result<core::Session>(session()) : anError(ErrorKind::Unauthorized);
    });
}

Call ScriptedCms::signOut(Handler<core::Done> done)
{
    return answer<core::Done>("signOut", std::move(done), [] { return core::Done(); });
}

Call ScriptedCms::listPrincipals(
    const client::PageQuery &query, Handler<PageOf<core::Principal>> done)
{
    return answer<PageOf<core::Principal>>("listPrincipals", std::move(done), [&] {
        PageOf<core::Principal> page;
        for (const User &user : users)
            page.items.push_back(user.principal);
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::createServiceToken(const core::PrincipalId &, Handler<core::Session> done)
{
    return answer<core::Session>(
        "createServiceToken", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::listNamespaces(
    const client::PageQuery &query, Handler<PageOf<core::Namespace>> done)
{
    return answer<PageOf<core::Namespace>>(
        "listNamespaces", std::move(done), [&] { return slice(pageOf(namespaces), query); });
}

Call ScriptedCms::createNamespace(
    const core::Namespace &, Handler<Acknowledged<core::Namespace>> done)
{
    return answer<Acknowledged<core::Namespace>>(
        "createNamespace", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::listEnvironments(Handler<PageOf<core::Environment>> done)
{
    return answer<PageOf<core::Environment>>(
        "listEnvironments", std::move(done), [&] { return pageOf(environments); });
}

Call ScriptedCms::createEnvironment(
    const core::Environment &, Handler<Acknowledged<core::Environment>> done)
{
    return answer<Acknowledged<core::Environment>>(
        "createEnvironment", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::listConfigs(const client::ConfigQuery &query, Handler<PageOf<core::Config>> done)
{
    return answer<PageOf<core::Config>>("listConfigs", std::move(done), [&] {
        auto page = pageOf(configs, [&](const core::Config &config) {
            return config.path.starts_with(query.prefix)
                && (query.path.empty() || config.path == query.path);
        });
        std::ranges::sort(page.items, {}, &core::Config::path);
        return slice(std::move(page), query.page, 2);
    });
}

Call ScriptedCms::getConfig(const core::ConfigId &config, Handler<core::Config> done)
{
    return answer<core::Config>("getConfig", std::move(done), [&] { return one(configs, config); });
}

Call ScriptedCms::createConfig(const core::NewConfig &, Handler<Acknowledged<core::Config>> done)
{
    return answer<Acknowledged<core::Config>>(
        "createConfig", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::setConfigSchema(const core::ConfigId &, const core::SchemaId &,
    const core::ETag &, Handler<Acknowledged<core::Config>> done)
{
    return answer<Acknowledged<core::Config>>(
        "setConfigSchema", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::listSchemas(const client::PageQuery &query, Handler<PageOf<core::Schema>> done)
{
    return answer<PageOf<core::Schema>>(
        "listSchemas", std::move(done), [&] { return slice(pageOf(schemas), query); });
}

Call ScriptedCms::createSchema(const core::NewSchema &, Handler<Acknowledged<core::Schema>> done)
{
    return answer<Acknowledged<core::Schema>>(
        "createSchema", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::schemaText(const core::SchemaId &schema, Handler<std::string> done)
{
    return answer<std::string>(
        "schemaText", std::move(done), [&] { return textAt(schemaTexts, schema.text()); });
}

Call ScriptedCms::listVersions(const core::ConfigId &config, const core::EnvironmentId &environment,
    const client::PageQuery &query, Handler<PageOf<core::Version>> done)
{
    return answer<PageOf<core::Version>>("listVersions", std::move(done), [&] {
        auto page = pageOf(versions, [&](const core::Version &version) {
            return version.config == config
                && (environment.isEmpty() || version.environment == environment);
        });
        std::ranges::reverse(page.items);
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::getVersion(const core::VersionId &version, Handler<core::Version> done)
{
    return answer<core::Version>(
        "getVersion", std::move(done), [&] { return one(versions, version); });
}

Call ScriptedCms::versionText(const core::VersionId &version, Handler<std::string> done)
{
    return answer<std::string>(
        "versionText", std::move(done), [&] { return textAt(texts, version.text()); });
}

Call ScriptedCms::listHeads(const client::HeadQuery &query, Handler<PageOf<core::Head>> done)
{
    return answer<PageOf<core::Head>>("listHeads", std::move(done), [&] {
        auto page = pageOf(heads, [&](const core::Head &head) {
            return (query.environment.isEmpty() || head.environment == query.environment)
                && (query.config.isEmpty() || head.config == query.config);
        });
        return slice(std::move(page), query.page);
    });
}

Call ScriptedCms::getHead(
    const core::ConfigId &config, const core::EnvironmentId &environment, Handler<core::Head> done)
{
    return answer<core::Head>("getHead", std::move(done), [&]() -> Result<core::Head> {
        const core::Head *head = headOf(config, environment);
        return head ? Result<core::Head>(*head) : anError(ErrorKind::NotFound, "not-found");
    });
}

Call ScriptedCms::rollBack(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::Rollback &rollback, const core::ETag &expected, RequestDone done)
{
    using Answer = Acknowledged<core::ChangeRequest>;
    return answer<Answer>("rollBack", std::move(done), [&]() -> Result<Answer> {
        const core::Head *head = headOf(config, environment);
        if (!head || head->etag != expected)
            return anError(ErrorKind::Conflict, "precondition-failed");
        core::NewChangeRequest content;
        content.title = "Roll back " + head->path;
        content.reason = rollback.reason;
        content.submit = true;
        content.items.push_back(
            {config, environment, head->version, texts[rollback.target.text()]});
        core::ChangeRequest &request = addRequest(content, *current);
        request.rollbackTo = rollback.target;
        const auto place = std::ranges::find(environments, environment, &core::Environment::id);
        if (!place->rollbackNeedsApproval) {
            request.appliedVersions = {makeLive(request.items.front(), request, *current)};
            request.state = core::RequestState::Applied;
        }
        hint("head.update", "", "Rolled back");
        return acknowledge(request);
    });
}

Call ScriptedCms::releaseVersion(
    const core::VersionId &, const std::string &, Handler<Acknowledged<core::Version>> done)
{
    return answer<Acknowledged<core::Version>>(
        "releaseVersion", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::listDrafts(const client::PageQuery &query, Handler<PageOf<core::Draft>> done)
{
    return answer<PageOf<core::Draft>>("listDrafts", std::move(done), [&] {
        auto page = pageOf(drafts,
            [&](const core::Draft &draft) { return draft.author == current->principal.id; });
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::getDraft(const core::DraftId &draft, Handler<core::Draft> done)
{
    return answer<core::Draft>("getDraft", std::move(done), [&] { return one(drafts, draft); });
}

Call ScriptedCms::createDraft(const core::DraftText &text, Handler<Acknowledged<core::Draft>> done)
{
    using Answer = Acknowledged<core::Draft>;
    return answer<Answer>("createDraft", std::move(done), [&]() -> Result<Answer> {
        core::Draft draft;
        draft.id = core::DraftId("drf_" + std::to_string(m_nextId++));
        draft.config = text.config;
        if (const auto config = std::ranges::find(configs, text.config, &core::Config::id);
            config != configs.end())
            draft.path = config->path;
        draft.environment = text.environment;
        draft.author = current->principal.id;
        draft.base = text.base;
        draft.text = text.text;
        draft.schema = text.schema;
        draft.updatedAt = now += std::chrono::seconds(5);
        draft.etag = nextTag();
        drafts.push_back(draft);
        draft.circlesUnknown = circlesUnknown;
        return acknowledge(draft);
    });
}

Call ScriptedCms::updateDraft(const core::DraftId &id, const core::DraftText &text,
    const core::ETag &expected, Handler<Acknowledged<core::Draft>> done)
{
    using Answer = Acknowledged<core::Draft>;
    return answer<Answer>("updateDraft", std::move(done), [&]() -> Result<Answer> {
        auto draft = draftFor(id, expected);
        if (!draft)
            return draft.error();
        (*draft)->text = text.text;
        (*draft)->base = text.base;
        (*draft)->schema = text.schema;
        (*draft)->updatedAt = now += std::chrono::seconds(5);
        (*draft)->etag = nextTag();
        core::Draft saved = **draft;
        saved.circlesUnknown = circlesUnknown;
        return acknowledge(saved);
    });
}

Call ScriptedCms::deleteDraft(
    const core::DraftId &id, const core::ETag &expected, Handler<core::Done> done)
{
    return answer<core::Done>("deleteDraft", std::move(done), [&]() -> Result<core::Done> {
        auto draft = draftFor(id, expected);
        if (!draft)
            return draft.error();
        std::erase_if(drafts, [&](const core::Draft &candidate) { return candidate.id == id; });
        return core::Done();
    });
}

Call ScriptedCms::listChangeRequests(
    const client::RequestQuery &query, Handler<PageOf<core::ChangeRequest>> done)
{
    return answer<PageOf<core::ChangeRequest>>("listChangeRequests", std::move(done), [&] {
        auto page = pageOf(requests, [&](const core::ChangeRequest &request) {
            const bool isMine = current && request.requester == current->principal.id;
            const bool waits = current && !isMine && request.state == core::RequestState::Open
                && std::ranges::count(current->permissions, "approve") > 0;
            return (query.state.empty() || api::toWire(request.state) == query.state)
                && (!query.mine || isMine) && (!query.waitingForMe || waits);
        });
        std::ranges::reverse(page.items);
        return slice(std::move(page), query.page);
    });
}

Call ScriptedCms::getChangeRequest(
    const core::ChangeRequestId &request, Handler<core::ChangeRequest> done)
{
    return answer<core::ChangeRequest>(
        "getChangeRequest", std::move(done), [&] { return one(requests, request); });
}

Call ScriptedCms::createChangeRequest(const core::NewChangeRequest &request, RequestDone done)
{
    using Answer = Acknowledged<core::ChangeRequest>;
    return answer<Answer>("createChangeRequest", std::move(done), [&]() -> Result<Answer> {
        const core::ChangeRequest &made = addRequest(request, *current);
        hint("change_request.create", "/v1/change-requests/" + made.id.text(),
            made.id.text() + " submitted");
        return acknowledge(made);
    });
}

Call ScriptedCms::submit(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("submit", std::move(done), [&] {
        return change(id, expected, [](core::ChangeRequest &request) -> std::optional<core::Error> {
            request.state = core::RequestState::Open;
            return {};
        });
    });
}

Call ScriptedCms::vote(const core::ChangeRequestId &id, const core::Vote &vote,
    const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("vote", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                if (request.requester == current->principal.id
                    && vote.kind == core::VoteKind::Approve)
                    return anError(ErrorKind::Forbidden, "own-change");
                if (vote.contentDigest != request.contentDigest)
                    return anError(ErrorKind::Conflict, "digest-mismatch");
                if (wantsFreshProof && vote.kind == core::VoteKind::Approve && !isFreshlyProven())
                    return anError(ErrorKind::Forbidden, "step-up-required");
                for (core::Review &review : request.reviews) {
                    if (review.author == current->principal.id && review.standing) {
                        review.standing = false;
                        review.voidedBecause = "superseded";
                    }
                }
                request.reviews.push_back({core::ReviewId("rev_" + std::to_string(m_nextId++)),
                    vote.cycle, current->principal.id, current->principal.displayName, vote.kind,
                    vote.comment, vote.contentDigest, now, true, {}});
                return {};
            });
    });
}

Call ScriptedCms::reject(const core::ChangeRequestId &id, const std::string &,
    const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("reject", std::move(done), [&] {
        return change(id, expected, [](core::ChangeRequest &request) -> std::optional<core::Error> {
            request.state = core::RequestState::Rejected;
            return {};
        });
    });
}

Call ScriptedCms::withdraw(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("withdraw", std::move(done), [&] {
        return change(id, expected, [](core::ChangeRequest &request) -> std::optional<core::Error> {
            request.state = core::RequestState::Withdrawn;
            return {};
        });
    });
}

Call ScriptedCms::recall(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("recall", std::move(done), [&] {
        return change(id, expected, [](core::ChangeRequest &request) -> std::optional<core::Error> {
            ++request.cycle;
            request.state = core::RequestState::Draft;
            return {};
        });
    });
}

Call ScriptedCms::claim(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("claim", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                if (!request.orphanedBecause)
                    return anError(ErrorKind::Conflict, "state-conflict");
                request.claimedBy = current->principal.id;
                request.contributors.push_back(current->principal.id);
                request.orphanedBecause.reset();
                ++request.cycle;
                return {};
            });
    });
}

Call ScriptedCms::apply(
    const core::ChangeRequestId &id, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("apply", std::move(done), [&] {
        return change(
            id, expected, [this](core::ChangeRequest &request) -> std::optional<core::Error> {
                if (request.state != core::RequestState::Approved)
                    return anError(ErrorKind::Conflict, "not-approved");
                if (auto barrier = freezeBarrier(request, now))
                    return barrier;
                for (const core::RequestItem &item : request.items)
                    request.appliedVersions.push_back(makeLive(item, request, *current));
                request.state = core::RequestState::Applied;
                return {};
            });
    });
}

Call ScriptedCms::listAgents(const core::EnvironmentId &environment, const client::PageQuery &query,
    Handler<PageOf<core::Agent>> done)
{
    return answer<PageOf<core::Agent>>("listAgents", std::move(done), [&] {
        auto page = pageOf(
            agents, [&](const core::Agent &agent) { return agent.environment == environment; });
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::registerAgent(const core::NewAgent &, Handler<Acknowledged<core::Agent>> done)
{
    return answer<Acknowledged<core::Agent>>(
        "registerAgent", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::report(
    const core::AgentId &, const core::AgentReport &, Handler<Acknowledged<core::Agent>> done)
{
    return answer<Acknowledged<core::Agent>>(
        "report", std::move(done), [] { return unscripted(); });
}

Call ScriptedCms::follow(std::uint64_t, std::function<void(const client::StreamEvent &)> onEvent)
{
    m_calls.emplace_back("follow");
    m_follower = std::move(onEvent);
    m_followerToken = std::make_shared<core::CancelToken>();
    return core::Call(m_followerToken);
}

} // namespace chancery::support
