// SPDX-License-Identifier: Apache-2.0
#include "scriptedcms.h"

#include "engine/core/digest.h"
#include "tests/support/scriptedanswer.h"

#include <algorithm>

namespace chancery::support {

using core::ErrorKind;

core::Error anError(ErrorKind kind, const std::string &code)
{
    return {kind, code, "scripted by a test", "req-1", {}, {}};
}

ScriptedCms::ScriptedCms(std::shared_ptr<core::Mailbox> mailbox)
    : m_mailbox(std::move(mailbox))
{
    meta.product = "chancery-cms";
    meta.apiVersion = 1;
    meta.serverVersion = "0.1.0";
    meta.serverTime = now;
    meta.logOrigin = "chancery.local/scripted";
    meta.logKey = core::toVkey({meta.logOrigin, logKey.publicKey()});
}

void ScriptedCms::failNext(const std::string &method, core::Error error)
{
    m_failures[method] = std::move(error);
}

void ScriptedCms::failAlways(const std::string &method, core::Error error)
{
    m_lastingFailures[method] = std::move(error);
}

void ScriptedCms::heal()
{
    m_lastingFailures.clear();
    m_failures.clear();
}

void ScriptedCms::hang(const std::string &method)
{
    m_hanging.insert(method);
}

void ScriptedCms::release()
{
    m_hanging.clear();
    for (auto &[token, delivery] : std::exchange(m_held, {}))
        m_mailbox->post(std::move(token), std::move(delivery));
}

int ScriptedCms::callCount(const std::string &method) const
{
    return int(std::ranges::count(m_calls, method));
}

void ScriptedCms::sayStream(client::StreamState state, std::vector<core::ChangeHint> hints)
{
    if (!m_follower)
        return;
    m_mailbox->post(m_followerToken,
        [follower = m_follower, event = client::StreamEvent{state, false, std::move(hints)}] {
            follower(event);
        });
}

core::MerkleStore ScriptedCms::logTree(core::MerkleTree &tree) const
{
    core::MerkleStore store;
    for (const std::string &leaf : auditLeaves) {
        std::vector<core::MerkleNode> completed;
        tree.append(core::leafHash(leaf), &completed);
        store.add(completed);
    }
    return store;
}

core::ETag ScriptedCms::nextTag()
{
    return core::ETag("e" + std::to_string(m_nextId++));
}

void ScriptedCms::hint(
    const std::string &kind, const std::string &resource, const std::string &summary)
{
    sayStream(
        client::StreamState::Connected, {{std::uint64_t(m_nextId), kind, resource, "", summary}});
}

void ScriptedCms::addUser(const std::string &name, const std::string &displayName,
    const std::vector<std::string> &roles, const std::vector<std::string> &permissions)
{
    User user;
    user.principal.id = core::PrincipalId("usr_" + name);
    user.principal.name = name;
    user.principal.displayName = displayName;
    user.principal.roles = roles;
    // What is given by name is a role of that name.
    static constexpr std::pair<std::string_view, std::string_view> byName[]
        = {{"emergencyActivate", "emergency.activate"}, {"emergencyReview", "emergency.review"},
            {"freezeOverride", "freeze.override"}, {"policyEdit", "policy.edit"}};
    for (const auto &[permission, role] : byName) {
        if (std::ranges::find(permissions, permission) != permissions.end()
            && std::ranges::find(roles, role) == roles.end())
            user.principal.roles.emplace_back(role);
    }
    user.password = name + "-password";
    user.permissions = permissions;
    const std::string acting = current ? current->principal.name : std::string();
    users.push_back(std::move(user));
    if (!acting.empty())
        actAs(acting);
}

void ScriptedCms::actAs(const std::string &name)
{
    for (const User &user : users) {
        if (user.principal.name == name)
            current = &user;
    }
}

core::Config &ScriptedCms::addConfig(
    const std::string &path, core::Format format, const std::string &schema)
{
    core::Config config;
    config.id = core::ConfigId("cfg_" + std::to_string(m_nextId++));
    config.path = path;
    config.format = format;
    config.createdAt = now;
    config.etag = nextTag();
    if (!schema.empty()) {
        const core::SchemaId id("sch_" + std::to_string(m_nextId++));
        schemaTexts[id.text()] = schema;
        config.schema = id;
    }
    configs.push_back(std::move(config));
    return configs.back();
}

core::Config *ScriptedCms::configAt(const std::string &path)
{
    const auto found = std::ranges::find(configs, path, &core::Config::path);
    return found == configs.end() ? nullptr : &*found;
}

core::Head *ScriptedCms::headOf(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    const auto found = std::ranges::find_if(heads, [&](const core::Head &head) {
        return head.config == config && head.environment == environment;
    });
    return found == heads.end() ? nullptr : &*found;
}

void ScriptedCms::publish(const std::string &path, const std::string &environment,
    const std::string &text, const std::string &author, const std::string &reason)
{
    actAs(author);
    core::ChangeRequest &request = open(path, environment, text, author, reason);
    request.appliedVersions = {makeLive(request.items.front(), request, *current)};
    request.state = core::RequestState::Applied;
}

core::ChangeRequest &ScriptedCms::open(const std::string &path, const std::string &environment,
    const std::string &text, const std::string &author, const std::string &title)
{
    actAs(author);
    const core::EnvironmentId place(environment);
    const core::Config &config = *configAt(path);
    core::NewChangeRequest content;
    content.title = title;
    content.reason = title;
    content.submit = true;
    const core::Head *head = headOf(config.id, place);
    content.items.push_back(
        {config.id, place, head ? std::optional(head->version) : std::nullopt, text});
    return addRequest(content, *current);
}

core::ChangeRequest &ScriptedCms::addRequest(
    const core::NewChangeRequest &content, const User &author)
{
    core::ChangeRequest request;
    request.id = core::ChangeRequestId("CR-" + std::to_string(requests.size() + 1));
    request.title = content.title;
    request.description = content.description;
    request.reason = content.reason;
    request.ticket = content.ticket;
    request.state = content.submit ? core::RequestState::Open : core::RequestState::Draft;
    request.cycle = 1;
    request.requester = author.principal.id;
    request.requesterName = author.principal.displayName;
    request.contributors = {author.principal.id};
    std::string bound;
    for (const core::NewItem &item : content.items) {
        const auto config = std::ranges::find(configs, item.config, &core::Config::id);
        request.items.push_back({item.config, config->path, item.environment, item.base, item.text,
            config->format, false, item.promotedFrom});
        request.items.back().schema = item.schema;
        bound += item.text + item.environment.text();
    }
    request.contentDigest = core::sha256Id("scripted", bound);
    request.createdAt = request.updatedAt = now += std::chrono::minutes(7);
    request.etag = nextTag();
    evaluate(request);
    requests.push_back(std::move(request));
    return requests.back();
}

void ScriptedCms::evaluate(core::ChangeRequest &request)
{
    request.requirements.clear();
    bool isMet = true;
    for (const core::Environment &environment : environments) {
        const bool isTarget = std::ranges::any_of(request.items,
            [&](const core::RequestItem &item) { return item.environment == environment.id; });
        if (!isTarget || !environment.gated)
            continue;
        core::Requirement requirement;
        requirement.environment = environment.id;
        requirement.need = environment.requiredApprovals;
        requirement.rule = environment.id.text() + ": " + std::to_string(requirement.need)
            + (requirement.need == 1 ? " approval" : " approvals");
        for (const User &user : users) {
            const bool mayApprove = std::ranges::count(user.permissions, "approve") > 0;
            const auto vote
                = std::ranges::find_if(request.reviews, [&](const core::Review &review) {
                      return review.author == user.principal.id && review.standing;
                  });
            const bool hasApproved
                = vote != request.reviews.end() && vote->kind == core::VoteKind::Approve;
            requirement.have += hasApproved;
            if (mayApprove && !hasApproved && user.principal.id != request.requester)
                requirement.eligible.push_back(user.principal.displayName);
            if (vote != request.reviews.end() && vote->kind == core::VoteKind::RequestChanges)
                requirement.blockedBy = "request-changes by " + user.principal.name;
        }
        isMet = isMet && requirement.have >= requirement.need && requirement.blockedBy.empty();
        request.requirements.push_back(std::move(requirement));
    }
    if (request.state == core::RequestState::Open && isMet)
        request.state = core::RequestState::Approved;
}

core::VersionId ScriptedCms::makeLive(
    const core::RequestItem &item, const core::ChangeRequest &request, const User &author)
{
    core::Version version;
    version.id = core::VersionId(core::sha256Id("version", item.text + std::to_string(m_nextId++)));
    version.config = item.config;
    version.environment = item.environment;
    version.content = core::ContentId(core::sha256Id("content", item.text));
    version.format = item.format;
    for (const core::Config &config : configs) {
        if (config.id == item.config)
            version.schema = config.schema;
    }
    version.author = request.requester;
    version.authorName = request.requesterName;
    version.createdAt = now += std::chrono::minutes(11);
    version.message = request.reason;
    version.changeRequest = request.id;
    version.rollbackOf = request.rollbackTo;
    for (const core::Review &review : request.reviews) {
        if (review.kind == core::VoteKind::Approve && review.standing)
            version.approvals.push_back({review.author, review.authorName, review.at});
    }
    texts[version.id.text()] = item.text;
    if (item.promotedFrom) {
        const auto source = std::ranges::find(versions, *item.promotedFrom, &core::Version::id);
        origins[version.id] = {source->id, source->environment, core::EdgeKind::Promotion};
    }
    core::Head *head = headOf(item.config, item.environment);
    if (!head) {
        heads.push_back(
            {item.config, item.path, item.environment, {}, {}, item.format, 0, now, {}, {}, {}});
        head = &heads.back();
    } else {
        version.parents = {head->version};
    }
    head->version = version.id;
    head->content = version.content;
    head->epoch += 1;
    head->since = now;
    head->changeRequest = request.id;
    head->etag = nextTag();
    auditLeaves.push_back(R"({"event":"head.update","actor":")" + author.principal.name + R"("})");
    versions.push_back(std::move(version));
    return versions.back().id;
}

core::Result<core::Draft *> ScriptedCms::draftFor(
    const core::DraftId &id, const core::ETag &expected)
{
    const auto found = std::ranges::find(drafts, id, &core::Draft::id);
    if (found == drafts.end())
        return anError(ErrorKind::NotFound, "not-found");
    if (found->etag != expected)
        return anError(ErrorKind::Conflict, "precondition-failed");
    return &*found;
}

core::Result<client::Acknowledged<core::ChangeRequest>> ScriptedCms::change(
    const core::ChangeRequestId &id, const core::ETag &expected,
    const std::function<std::optional<core::Error>(core::ChangeRequest &)> &edit)
{
    const auto found = std::ranges::find(requests, id, &core::ChangeRequest::id);
    if (found == requests.end())
        return anError(ErrorKind::NotFound, "not-found");
    if (found->etag != expected)
        return anError(ErrorKind::Conflict, "precondition-failed");
    if (auto error = edit(*found))
        return *error;
    evaluate(*found);
    found->etag = nextTag();
    found->updatedAt = now += std::chrono::minutes(3);
    hint("change_request.update", "/v1/change-requests/" + id.text(), id.text() + " changed");
    return acknowledge(*found);
}

} // namespace chancery::support
