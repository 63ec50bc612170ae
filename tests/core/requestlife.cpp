// SPDX-License-Identifier: Apache-2.0
#include "requestlife.h"

#include <algorithm>

namespace chancery::support {

RequestLife::RequestLife(Fault fault)
    : m_fault(fault)
{
    policies.environments
        = {{core::EnvironmentId("east"), true}, {core::EnvironmentId("west"), true}};
    m_rules = {rule(0), rule(1)};
    policies.rules = m_rules;
    ownership = owners(0);
    for (int who = 0; who < accounts; ++who) {
        core::policy::Principal principal;
        principal.id = account(who);
        if (who == accounts - 1)
            principal.kind = core::PrincipalKind::Service;
        principal.grants.push_back(everywhere());
        principals.push_back(std::move(principal));
    }
    principals[3].grants.front().notAfter = now + std::chrono::hours(2);
    principals[4].approverBy = {account(2)};
    for (const int who : {1, 4})
        setMember(who, true);
    request.requester = account(0);
    request.openedAt = now;
    request.current = {core::ChangeRequestId("CR-1"), 1, "c1", "b1", "e1"};
    for (const auto &gate : policies.environments) {
        core::policy::ChangeTarget target;
        target.environment = gate.environment;
        target.path = "a/app";
        request.targets.push_back(std::move(target));
    }
}

core::policy::PolicyRule RequestLife::rule(int number)
{
    using core::EnvironmentId;
    const EnvironmentId place(number % 2 == 0 ? "east" : "west");
    core::policy::ApprovalRequirement requirement{"q", number % 3 == 2 ? 2 : 1, {}, number == 5};
    if (number == 4)
        requirement.groups = {"red"};
    return {'r' + std::to_string(number), {{place}, "**", {}, {}}, {requirement}, {}};
}

core::policy::Ownership RequestLife::owners(int number)
{
    if (number == 0)
        return {{"*", {"p1", "red"}, {}}};
    if (number == 1)
        return {{"*", {"p2"}, {}}};
    return {{"*", {"p2", "p3"}, {}}};
}

bool RequestLife::note(core::policy::RequestEvent event)
{
    const auto next = stateAfter(state, event);
    if (!next)
        return false;
    if (*next == core::RequestState::Approved)
        m_approvedAt = now;
    state = *next;
    log.push_back(event);
    return true;
}

void RequestLife::settle()
{
    using enum core::policy::RequestEvent;
    if (!isVotable())
        return;
    const bool isOver = state == core::RequestState::Open
        ? now > m_since + std::chrono::days(14)
        : now > m_approvedAt + std::chrono::days(7);
    if (isOver) {
        note(Expire);
        return;
    }
    const auto event = isApproved() ? QuorumReached : QuorumLost;
    if (m_fault == Fault::QuietVerdict && event == QuorumLost) {
        state = core::RequestState::Open; // and nobody is told
        return;
    }
    note(event);
}

// What binds from now on is what holds now.
void RequestLife::beginCycle(bool keepsVotes)
{
    m_since = now;
    policies.rules = m_rules;
    policies.earlierOwnership.clear();
    for (int who = 0; who < accounts; ++who)
        setMember(who, m_members[std::size_t(who)]);
    if (!keepsVotes)
        ++request.current.cycle;
    note(core::policy::RequestEvent::Edit);
}

void RequestLife::setMember(int who, bool isMember)
{
    m_members[std::size_t(who)] = isMember;
    auto &groups = principals[std::size_t(who)].groups;
    groups.clear();
    if (isMember)
        groups.emplace_back("red");
}

bool RequestLife::contribute(int who)
{
    const auto id = account(who);
    const bool isKnown = id == request.requester
        || std::ranges::find(request.contributors, id) != request.contributors.end();
    if (!isKnown)
        request.contributors.push_back(id);
    return isKnown;
}

bool RequestLife::say(int who, core::policy::VoteKind kind, int cyclesAgo)
{
    if (!isVotable() || request.current.cycle <= cyclesAgo)
        return false;
    auto seen = request.current;
    seen.cycle -= cyclesAgo;
    // So that the order of two people's votes is nowhere to be seen but in their places.
    const auto id = account(who).text() + '-' + std::to_string(++m_said[std::size_t(who)]);
    votes.push_back({core::ReviewId(id), account(who), kind, seen, now});
    if (m_fault == Fault::ApplyIsNotJudged)
        settle(); // at the votes alone
    return true;
}

bool RequestLife::edit(int who)
{
    if (!isAlive())
        return false;
    contribute(who);
    const bool keepsVotes = m_fault == Fault::EditKeepsVotes;
    if (!keepsVotes)
        request.current.contentDigest = 'c' + std::to_string(++m_contents);
    beginCycle(keepsVotes);
    return true;
}

bool RequestLife::rebase(int who, bool isSameEffect)
{
    if (!isVotable())
        return false;
    const bool isHidden = m_fault == Fault::RebaserMayVote;
    const bool isKnown = isHidden || contribute(who);
    const auto before = request.current;
    request.current.baseDigest = 'b' + std::to_string(++m_contents);
    if ((isSameEffect || m_fault == Fault::RebaseKeepsVotes) && isKnown) {
        for (auto &vote : votes) {
            if (vote.seen == before)
                vote.seen = request.current;
        }
        return true;
    }
    beginCycle();
    return true;
}

bool RequestLife::claim(int who)
{
    const auto asked
        = std::ranges::find(principals, request.requester, &core::policy::Principal::id);
    if (!isAlive() || !asked->disabled || who == accounts - 1)
        return false;
    contribute(who);
    beginCycle(m_fault == Fault::ClaimKeepsVotes);
    return true;
}

bool RequestLife::apply()
{
    if (m_fault != Fault::ApplyIsNotJudged)
        settle();
    if (m_frozen != 0 && m_fault != Fault::FreezeIsIgnored)
        return false;
    return state == core::RequestState::Approved && note(core::policy::RequestEvent::Apply);
}

bool RequestLife::give(int who, int giver)
{
    auto &principal = principals[std::size_t(who)];
    if (giver == who)
        return false;
    principal.grants = {everywhere()};
    principal.approverSince = now;
    principal.approverBy = {account(giver)};
    return true;
}

bool RequestLife::onRequest(const Event &event)
{
    using enum Happening;
    using core::policy::RequestEvent;
    using core::policy::VoteKind;
    switch (event.what) {
    case Edit:
        return edit(event.who);
    case Rebase:
        return rebase(event.who, event.detail == 0);
    case EffectMoves:
        if (!isVotable())
            return false;
        request.current.effectDigest = 'e' + std::to_string(++m_contents);
        if (m_fault == Fault::EffectKeepsVotes) {
            for (auto &vote : votes)
                vote.seen.effectDigest = request.current.effectDigest;
            return true;
        }
        beginCycle();
        return true;
    case Approve:
        return say(event.who, VoteKind::Approve);
    case RequestChanges:
        return say(event.who, VoteKind::RequestChanges);
    case Comment:
        return say(event.who, VoteKind::Comment);
    case TakeBack:
        return say(event.who, VoteKind::Withdraw);
    case Replay:
        return say(event.who, VoteKind::Approve, 1);
    case Reject:
        return note(RequestEvent::Reject);
    case Submit:
        if (state != core::RequestState::Rejected)
            return false;
        note(RequestEvent::Submit);
        beginCycle();
        return true;
    case Claim:
        return claim(event.who);
    default:
        return apply();
    }
}

bool RequestLife::onPeople(const Event &event)
{
    using enum Happening;
    auto &principal = principals[std::size_t(event.who)];
    const bool wasDisabled = principal.disabled;
    switch (event.what) {
    case RoleGiven:
        return principal.grants.empty() && give(event.who, event.detail);
    case RoleTaken:
        principal.grants.clear();
        return true;
    case RoleLent:
        if (!principal.grants.empty() || !give(event.who, event.detail))
            return false;
        principal.grants.front().notAfter = now + std::chrono::hours(1);
        return true;
    case Disable:
        principal.disabled = true;
        return !wasDisabled;
    case Enable:
        principal.disabled = false;
        return wasDisabled;
    case Join: // counts from the next cycle on
        m_members[std::size_t(event.who)] = true;
        if (m_fault == Fault::NewMemberCounts)
            setMember(event.who, true);
        return true;
    case Leave:
        setMember(event.who, false);
        return true;
    default: // two accounts that no other is linked with
        if (event.who < 3 || event.detail > 2 || !principal.person.empty())
            return false;
        if (m_fault != Fault::LinkIsIgnored)
            principal.person = account(event.detail).text();
        return true;
    }
}

bool RequestLife::onPolicy(const Event &event)
{
    using enum Happening;
    switch (event.what) {
    case RuleComes:
        m_rules.push_back(rule(2 + event.detail % 4));
        policies.rules.push_back(m_rules.back());
        return true;
    case RuleGoes: // and binds the request until its votes are void
        if (m_rules.size() < 3)
            return false;
        m_rules.pop_back();
        if (m_fault == Fault::LooserRuleLowers)
            policies.rules = m_rules;
        return true;
    case OwnersChange:
        if (m_fault != Fault::OwnersChangeAtOnce)
            policies.earlierOwnership.push_back(ownership);
        ownership = owners(event.detail % 3);
        return true;
    case Freeze:
        m_frozen |= 1u << unsigned(event.detail % 2);
        return true;
    case Thaw:
        m_frozen &= ~(1u << unsigned(event.detail % 2));
        return true;
    case HoursPass:
        now += std::chrono::hours(1);
        return true;
    default:
        now += std::chrono::days(4);
        return true;
    }
}

bool RequestLife::happen(const Event &event)
{
    now += std::chrono::seconds(1);
    if (event.what <= Happening::Claim || event.what == Happening::Apply)
        return onRequest(event);
    return event.what >= Happening::RoleGiven && event.what <= Happening::Link ? onPeople(event)
                                                                               : onPolicy(event);
}

} // namespace chancery::support
