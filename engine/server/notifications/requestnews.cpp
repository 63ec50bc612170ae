// SPDX-License-Identifier: Apache-2.0
#include "engine/server/handlers/confirming.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/requestlife.h"
#include "engine/server/notifications/news.h"
#include "engine/server/notifications/telling.h"

#include <algorithm>

namespace chancery::server {

namespace {

using core::NotificationKind;
using core::RequestState;
using Audience = std::set<core::PrincipalId>;

std::vector<core::EnvironmentId> environmentsOf(const core::ChangeRequest &request)
{
    std::set<core::EnvironmentId> environments;
    for (const auto &item : request.items)
        environments.insert(item.environment);
    return {environments.begin(), environments.end()};
}

bool needsRebase(const core::ChangeRequest &request)
{
    return std::ranges::any_of(request.items, &core::RequestItem::needsRebase);
}

// Compares one request with what it was.
class RequestNews {
public:
    RequestNews(Unit &unit, const std::optional<core::ChangeRequest> &before,
        const core::ChangeRequest &request)
        : m_unit(unit)
        , m_before(before)
        , m_request(request)
    {
    }

    void run()
    {
        if (auto authors = authorsRolledBack(); !authors.empty())
            say(NotificationKind::RolledBack, std::move(authors));
        // What is done in an emergency is told as such.
        if (m_request.emergency || m_request.state == RequestState::Draft)
            return;
        sayState();
        if (hasNewObjection())
            say(NotificationKind::ChangesAsked, makers());
        if (m_before && !needsRebase(*m_before) && needsRebase(m_request)
            && m_request.state != RequestState::Failed)
            say(NotificationKind::NeedsRebase, makers());
        if (isSuspended(m_request) && !(m_before && isSuspended(*m_before)))
            say(NotificationKind::ScheduleSuspended, concerned());
        if (lostItsSchedule())
            say(NotificationKind::ScheduleSuspended, concernedBefore());
        if (m_request.freezeOverride && !(m_before && m_before->freezeOverride))
            sayOverridden();
    }

private:
    bool was(RequestState state) const { return m_before && m_before->state == state; }
    bool became(RequestState state) const { return m_request.state == state && !was(state); }
    bool becameLive() const { return became(RequestState::Applied); }

    bool becameOverdue() const
    {
        return m_request.confirmation->isOverdue
            && !(m_before && m_before->confirmation && m_before->confirmation->isOverdue);
    }

    static bool isSuspended(const core::ChangeRequest &request)
    {
        return request.schedule && !request.schedule->suspendedBecause.empty();
    }

    // It was to go live, and waits for votes again.
    bool lostItsSchedule() const
    {
        return m_before && m_before->schedule && !isSuspended(*m_before) && !m_request.schedule
            && m_before->cycle != m_request.cycle
            && (m_request.state == RequestState::Open || m_request.state == RequestState::Approved);
    }

    bool hasNewObjection() const
    {
        return std::ranges::any_of(m_request.reviews, [&](const core::Review &review) {
            const bool isKnown = m_before
                && std::ranges::find(m_before->reviews, review.id, &core::Review::id)
                    != m_before->reviews.end();
            return review.kind == core::VoteKind::RequestChanges && review.standing && !isKnown;
        });
    }

    void say(NotificationKind kind, Audience audience)
    {
        tell(m_unit,
            {kind, m_request.id.text(), m_request.title, environmentsOf(m_request),
                std::move(audience)});
    }

    void sayState()
    {
        const bool isAsked = m_request.state == RequestState::Open
            && (became(RequestState::Open) || m_before->cycle != m_request.cycle);
        if (isAsked)
            say(NotificationKind::ReviewAsked, eligible());
        if (became(RequestState::Approved))
            say(NotificationKind::RequestApproved, makers());
        if (became(RequestState::Rejected))
            say(NotificationKind::RequestRejected, makers());
        if (becameLive())
            say(NotificationKind::RequestApplied, concerned());
        // The approvals that it went without: when they are owed, and when they are overdue.
        if (owesConfirmation(m_request) && (becameLive() || becameOverdue()))
            say(NotificationKind::ReviewAsked, eligible());
        if (m_request.state == RequestState::Failed
            && !(m_before && m_before->failure == m_request.failure))
            say(NotificationKind::RequestFailed, concerned());
        if (became(RequestState::Expired))
            say(NotificationKind::RequestExpired, makers());
    }

    void sayOverridden()
    {
        auto audience = makers();
        for (const auto &environment : environmentsOf(m_request))
            audience.merge(keepersOf(m_unit, environment, "sys/freezes"));
        say(NotificationKind::FreezeOverridden, std::move(audience));
    }

    // Its author, or who claimed it, and who edited it.
    Audience makers() const
    {
        Audience makers(m_request.contributors.begin(), m_request.contributors.end());
        makers.insert(ownerOf(m_request));
        return makers;
    }

    // With whoever stands behind it: who approved, who scheduled (GOV-25).
    Audience concerned() const
    {
        auto audience = makers();
        if (m_request.schedule)
            audience.insert(m_request.schedule->by);
        for (const auto &review : m_request.reviews) {
            if (review.kind == core::VoteKind::Approve && review.cycle == m_request.cycle)
                audience.insert(review.author);
        }
        return audience;
    }

    // The same of what it was, whose votes are void now.
    Audience concernedBefore() const
    {
        auto audience = makers();
        audience.insert(m_before->schedule->by);
        for (const auto &review : m_before->reviews) {
            if (review.kind == core::VoteKind::Approve && review.standing)
                audience.insert(review.author);
        }
        return audience;
    }

    // Whose approval would count, as evaluate() says.
    Audience eligible() const
    {
        const auto people = Electorate::of(m_unit.view(), m_unit.now());
        const auto bar = owesConfirmation(m_request) ? Bar::Full : Bar::OfRequest;
        std::set<std::string> names;
        for (const auto &requirement :
            standingOf(m_unit.view(), people, m_request, m_unit.now(), bar).requirements)
            names.insert(requirement.eligible.begin(), requirement.eligible.end());
        Audience audience;
        for (const auto &[id, name] : people.names) {
            if (names.contains(name))
                audience.insert(id);
        }
        return audience;
    }

    // Who made live what has gone.
    Audience authorsRolledBack() const
    {
        Audience authors;
        if (!becameLive())
            return authors;
        for (const auto &id : m_request.appliedVersions) {
            const auto version = versionOf(id);
            const auto gone
                = version && version->rollbackOf ? versionOf(*version->rollbackOf) : std::nullopt;
            if (gone)
                authors.insert(gone->author);
        }
        return authors;
    }

    std::optional<core::Version> versionOf(const core::VersionId &id) const
    {
        return m_unit.view().find<core::Version>(keys::join(keys::version, id.text()));
    }

    Unit &m_unit;
    const std::optional<core::ChangeRequest> &m_before;
    const core::ChangeRequest &m_request;
};

} // namespace

void tellOfRequests(Unit &unit)
{
    // A copy: nothing that is told makes a request, and the list must not move meanwhile.
    const auto earlier = unit.earlierRequests();
    for (const auto &[id, before] : earlier) {
        const auto request = unit.view().find<core::ChangeRequest>(requestKey(id));
        if (request)
            RequestNews(unit, before, *request).run();
    }
}

} // namespace chancery::server
