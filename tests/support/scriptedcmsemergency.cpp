// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedanswer.h"

// Emergency access by the real rules of the lifecycle, over the scripted versions. No minute goes
// by in it.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

using Session = core::EmergencySession;
using Answer = client::Acknowledged<Session>;

} // namespace

std::optional<core::Error> ScriptedCms::stepUpError(
    const std::string &permission, const core::Secret &password) const
{
    if (std::ranges::count(current->permissions, permission) == 0)
        return anError(ErrorKind::Forbidden, "forbidden");
    if (password.isEmpty() && !isFreshlyProven())
        return anError(ErrorKind::Forbidden, "step-up-required");
    if (!password.isEmpty() && password.reveal() != current->password)
        return anError(ErrorKind::Forbidden, "step-up-failed");
    return std::nullopt;
}

core::EmergencyPerson ScriptedCms::emergencyPerson() const
{
    return {current->principal.id, current->principal.name, device};
}

Result<Session> ScriptedCms::emergencyFor(const core::EmergencyId &id, const core::ETag &expected)
{
    const auto found = std::ranges::find(emergencies, id, &Session::id);
    if (found == emergencies.end())
        return anError(ErrorKind::NotFound, "not-found");
    if (!expected.isEmpty() && found->etag != expected)
        return anError(ErrorKind::Conflict, "precondition-failed");
    auto session = *found;
    core::settleEmergency(session, emergencySettings, now);
    return session;
}

Answer ScriptedCms::keepEmergency(Session session, const std::string &about)
{
    session.etag = nextTag();
    core::EmergencyNotice notice{now, about, "console", {}};
    for (const User &user : users) {
        if (user.principal.id != session.actor
            && (std::ranges::count(user.permissions, "approve") > 0
                || std::ranges::count(user.permissions, "emergencyReview") > 0))
            notice.audience.push_back(user.principal.name);
    }
    session.notices.push_back(std::move(notice));
    const auto found = std::ranges::find(emergencies, session.id, &Session::id);
    if (found == emergencies.end())
        emergencies.insert(emergencies.begin(), session); // the newest first
    else
        *found = session;
    hint("emergency.update", "/v1/emergency-sessions/" + session.id.text(), session.id.text());
    return acknowledge(std::move(session));
}

Call ScriptedCms::listEmergencies(
    const client::EmergencyQuery &query, Handler<PageOf<Session>> done)
{
    return answer<PageOf<Session>>("listEmergencies", std::move(done), [&] {
        PageOf<Session> page;
        for (auto session : emergencies) {
            core::settleEmergency(session, emergencySettings, now);
            const bool isOpen = session.state == core::EmergencyState::Requested
                || session.state == core::EmergencyState::Active;
            if (!query.isOpenOnly || isOpen)
                page.items.push_back(std::move(session));
        }
        return slice(std::move(page), query.page);
    });
}

Call ScriptedCms::getEmergency(const core::EmergencyId &id, Handler<Session> done)
{
    return answer<Session>("getEmergency", std::move(done), [&] { return emergencyFor(id, {}); });
}

Call ScriptedCms::activateEmergency(
    const core::NewEmergency &asked, const core::Secret &password, client::EmergencyApi::Done done)
{
    return answer<Answer>("activateEmergency", std::move(done), [&]() -> Result<Answer> {
        if (auto error = stepUpError("emergencyActivate", password))
            return std::move(*error);
        auto terms = core::checkActivation(emergencySettings, asked, overdueReviews);
        if (!terms)
            return std::move(terms).error();
        Session session;
        session.id = core::EmergencyId("EM-" + std::to_string(emergencies.size() + 1));
        session.actor = current->principal.id;
        session.actorName = current->principal.name;
        session.device = device;
        session.environment = asked.environment;
        session.namespaces = asked.namespaces;
        session.reason = asked.reason;
        session.incident = asked.incident;
        session.minutes = asked.minutes;
        session.requestedAt = now;
        session.needsTwo = terms->needsTwo;
        if (!session.needsTwo)
            core::openEmergency(session, emergencySettings, now);
        return keepEmergency(std::move(session), terms->needsTwo ? "requested" : "activated");
    });
}

Call ScriptedCms::confirmEmergency(const core::EmergencyId &id, const core::Secret &password,
    const core::ETag &expected, client::EmergencyApi::Done done)
{
    return answer<Answer>("confirmEmergency", std::move(done), [&]() -> Result<Answer> {
        if (auto error = stepUpError("emergencyActivate", password))
            return std::move(*error);
        auto session = emergencyFor(id, expected);
        if (!session)
            return std::move(session).error();
        auto moved = core::confirmEmergency(*session, emergencyPerson(), emergencySettings, now);
        if (!moved)
            return std::move(moved).error();
        return keepEmergency(std::move(*session), "activated");
    });
}

Call ScriptedCms::extendEmergency(const core::EmergencyId &id,
    const core::EmergencyExtensionAsked &asked, const core::Secret &password,
    const core::ETag &expected, client::EmergencyApi::Done done)
{
    return answer<Answer>("extendEmergency", std::move(done), [&]() -> Result<Answer> {
        if (auto error = stepUpError("emergencyActivate", password))
            return std::move(*error);
        auto session = emergencyFor(id, expected);
        if (!session)
            return std::move(session).error();
        auto moved
            = core::extendEmergency(*session, emergencyPerson(), asked, emergencySettings, now);
        if (!moved)
            return std::move(moved).error();
        return keepEmergency(std::move(*session), "extended");
    });
}

Call ScriptedCms::endEmergency(const core::EmergencyId &id, const std::string &reason,
    const core::ETag &expected, client::EmergencyApi::Done done)
{
    return answer<Answer>("endEmergency", std::move(done), [&]() -> Result<Answer> {
        auto session = emergencyFor(id, expected);
        if (!session)
            return std::move(session).error();
        auto moved = core::endEmergency(*session, emergencyPerson(),
            std::ranges::count(current->permissions, "emergencyReview") > 0, reason,
            emergencySettings, now);
        if (!moved)
            return std::move(moved).error();
        return keepEmergency(std::move(*session), "review-due");
    });
}

Result<core::EmergencyChange> ScriptedCms::changeInEmergency(
    const Session &session, const core::EmergencyItem &item, core::EmergencyAction &action)
{
    const auto config = std::ranges::find(configs, item.config, &core::Config::id);
    const core::Head *head = headOf(item.config, session.environment);
    if (config == configs.end() || !head)
        return anError(ErrorKind::NotFound, "not-found");
    if (head->version != item.base.value_or(core::VersionId()))
        return anError(ErrorKind::Conflict, "precondition-failed");
    if (auto barrier = core::emergencyBarrier(session, emergencyPerson(),
            item.target ? core::EmergencyDeed::Rollback : core::EmergencyDeed::Edit,
            {session.environment, config->path}, now))
        return std::move(*barrier);
    core::NewChangeRequest content;
    content.title = "EMERGENCY " + session.id.text();
    content.reason = session.reason;
    content.submit = true;
    content.items.push_back({item.config, session.environment, item.base,
        item.target ? texts[item.target->text()] : item.text.value_or("")});
    auto &request = addRequest(content, *current);
    request.rollbackTo = item.target;
    request.emergency = session.id.text();
    request.appliedVersions = {makeLive(request.items.front(), request, *current)};
    request.state = core::RequestState::Applied;
    versions.back().emergency = session.id.text();
    action.request = request.id;
    action.isRollback = item.target.has_value();
    return core::EmergencyChange{item.config, config->path, request.appliedVersions.front(),
        item.base, core::Provision::Provisional, {}};
}

Call ScriptedCms::applyInEmergency(const core::EmergencyId &id,
    const core::EmergencyChanges &changes, const core::ETag &expected,
    client::EmergencyApi::Done done)
{
    return answer<Answer>("applyInEmergency", std::move(done), [&]() -> Result<Answer> {
        auto session = emergencyFor(id, expected);
        if (!session)
            return std::move(session).error();
        if (changes.environment != session->environment.text())
            return anError(ErrorKind::Invalid, "policy-violation");
        const auto at = now;
        core::EmergencyAction action;
        action.number = int(session->actions.size()) + 1;
        action.at = at;
        for (const auto &item : changes.items) {
            auto change = changeInEmergency(*session, item, action);
            now = at;
            if (!change)
                return std::move(change).error();
            action.changes.push_back(std::move(*change));
        }
        hint("head.update", "", "Changed in an emergency");
        session->actions.push_back(std::move(action));
        const auto about = "action-" + std::to_string(session->actions.size());
        return keepEmergency(std::move(*session), about);
    });
}

Call ScriptedCms::reviewEmergency(const core::EmergencyId &id,
    const core::NewEmergencyReview &review, const core::Secret &password,
    const core::ETag &expected, client::EmergencyApi::Done done)
{
    return answer<Answer>("reviewEmergency", std::move(done), [&]() -> Result<Answer> {
        if (auto error = stepUpError("emergencyReview", password))
            return std::move(*error);
        auto session = emergencyFor(id, expected);
        if (!session)
            return std::move(session).error();
        auto moved
            = core::reviewEmergency(*session, emergencyPerson(), review, unrotatedSecrets, now);
        if (!moved)
            return std::move(moved).error();
        return keepEmergency(std::move(*session), "reviewed");
    });
}

Call ScriptedCms::ratifyEmergency(const core::EmergencyId &id, const std::string &reason,
    Handler<Acknowledged<core::ChangeRequest>> done)
{
    using Asked = Acknowledged<core::ChangeRequest>;
    return answer<Asked>("ratifyEmergency", std::move(done), [&]() -> Result<Asked> {
        auto session = emergencyFor(id, {});
        if (!session)
            return std::move(session).error();
        core::NewChangeRequest content;
        content.title = "Ratify the changes of " + id.text();
        content.reason = reason;
        content.submit = true;
        for (const auto &action : session->actions) {
            for (const auto &change : action.changes)
                content.items.push_back({change.config, session->environment, change.version,
                    texts[change.version.text()]});
        }
        const auto at = now;
        auto &request = addRequest(content, *current);
        request.ratifies = id.text();
        now = at;
        return acknowledge(request);
    });
}

} // namespace chancery::support
