// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/policy/evaluate.h"
#include "engine/core/policy/requeststate.h"

#include <array>

namespace chancery::support {

// What may happen to a request, or around it.
enum class Happening : std::uint8_t {
    Edit,
    Rebase, // detail 0: the effect comes out the same
    EffectMoves, // something it refers to went live
    Approve,
    RequestChanges,
    Comment,
    TakeBack,
    Replay, // a vote of an earlier cycle, sent again
    Reject,
    Submit,
    Claim,
    RuleComes,
    RuleGoes,
    OwnersChange,
    RoleGiven, // by account number detail
    RoleTaken,
    RoleLent, // for an hour
    Disable,
    Enable,
    Join,
    Leave,
    Link, // with account number detail: one person
    Freeze,
    Thaw,
    HoursPass,
    DaysPass,
    Apply
};
constexpr int happenings = int(Happening::Apply) + 1;

struct Event {
    Happening what = Happening::Comment;
    int who = 0;
    int detail = 0;
};

// What the model can do wrong, so that the properties can be seen to find it.
enum class Fault : std::uint8_t {
    None,
    EditKeepsVotes,
    EffectKeepsVotes,
    RebaseKeepsVotes,
    RebaserMayVote,
    ClaimKeepsVotes,
    LooserRuleLowers,
    NewMemberCounts,
    OwnersChangeAtOnce,
    LinkIsIgnored,
    FreezeIsIgnored,
    ApplyIsNotJudged,
    QuietVerdict
};
constexpr int faults = int(Fault::QuietVerdict) + 1;

// The life of one request as governance.md tells it: what is kept between two events, and what each
// of them does to it. Who may do what is decided by evaluate() alone. A value.
class RequestLife {
public:
    static constexpr int accounts = 6; // the last one is a machine

    explicit RequestLife(Fault fault = Fault::None);

    static core::PrincipalId account(int who)
    {
        return core::PrincipalId('p' + std::to_string(who));
    }
    // 0 and 1 are what the two environments ask for by themselves.
    static core::policy::PolicyRule rule(int number);
    static core::policy::Ownership owners(int number);
    // Whether it is allowed; where not, nothing has happened but that time went on.
    bool happen(const Event &event);
    core::policy::Evaluation judged() const
    {
        return evaluate(policies, ownership, request, votes, principals, now);
    }
    bool isApproved() const { return judged().verdict == core::policy::Verdict::Approved; }
    // Looks at the verdict, and writes it down where it has changed.
    void settle();

    core::Instant now = core::fromRfc3339("2026-11-20T12:00:00Z").value();
    core::policy::PolicySet policies; // all that binds the request
    core::policy::Ownership ownership;
    core::policy::RequestSnapshot request;
    std::vector<core::policy::Vote> votes;
    std::vector<core::policy::Principal> principals;
    core::RequestState state = core::RequestState::Open;
    std::vector<core::policy::RequestEvent> log;

private:
    static core::policy::Grant everywhere()
    {
        return {core::permissionsOf(core::Role::Approver), {}, {}, {}, {}, {}, {}};
    }
    bool onRequest(const Event &event);
    bool onPeople(const Event &event);
    bool onPolicy(const Event &event);
    bool say(int who, core::policy::VoteKind kind, int cyclesAgo = 0);
    bool edit(int who);
    bool rebase(int who, bool isSameEffect);
    bool claim(int who);
    bool apply();
    void beginCycle(bool keepsVotes = false);
    bool note(core::policy::RequestEvent event);
    bool contribute(int who);
    void setMember(int who, bool isMember);
    bool give(int who, int giver);
    bool isAlive() const { return !core::policy::isFinal(state); }
    bool isVotable() const
    {
        return state == core::RequestState::Open || state == core::RequestState::Approved;
    }

    Fault m_fault;
    std::vector<core::policy::PolicyRule> m_rules; // that are live
    std::array<bool, accounts> m_members{}; // of the group "red" as it is now
    unsigned m_frozen = 0; // bits of the environments
    core::Instant m_since = now; // of the cycle
    core::Instant m_approvedAt = now;
    int m_contents = 1;
    std::array<int, accounts> m_said{};
};

} // namespace chancery::support
