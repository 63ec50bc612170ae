// SPDX-License-Identifier: Apache-2.0
#include "engine/core/policy/evaluate.h"
#include "engine/core/policy/requeststate.h"
#include "tests/support/testcase.h"

#include <array>
#include <map>
#include <unordered_set>

// Every way of so many steps that three people can go with one request over two environments: who
// edits, votes, takes back, is disabled, loses a right, changes the policy, rebases or applies, in
// any order. After each the question is the same: if it was applied, had somebody else said yes to
// just that content, who might and was there? States that are alike are walked from once, at the
// first step that leads there: alike are those that differ in nothing but the order of the words of
// different people, in words that their speaker has replaced about the same content, or in that Bob
// and Cy, whom nothing tells apart at the beginning, have changed places. That neither counts is
// held by core.tst_requestlife over random sequences; words about earlier content and earlier
// cycles tell states apart, for they must not come back.

using namespace chancery;
using namespace chancery::core::policy;
using core::EnvironmentId;
using core::Instant;
using core::permissionsOf;
using core::PrincipalId;
using core::RequestState;
using core::ReviewId;
using core::Role;

namespace {

constexpr int people = 3;
const int steps = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS") ? 7 : 6;
const Instant noon = core::fromRfc3339("2026-11-20T12:00:00Z").value();
const std::string names[people] = {"ann", "bob", "cy"};
const EnvironmentId places[2] = {EnvironmentId("east"), EnvironmentId("west")};

struct Said {
    int who = 0;
    VoteKind kind = VoteKind::Approve;
    int cycle = 0;
    int content = 0;
};

// What there is to know; the votes in the order in which they were cast.
struct State {
    RequestState state = RequestState::Open;
    int cycle = 1;
    int content = 1;
    unsigned contributors = 1; // bits; Ann has asked
    unsigned disabled = 0;
    unsigned lostWest = 0; // may approve in the east only
    bool isStrict = false; // the policy of the west asks for two
    std::vector<Said> votes;

    std::string told() const
    {
        std::string text = "cycle " + std::to_string(cycle) + ", content " + std::to_string(content)
            + ", contributors " + std::to_string(contributors) + ":";
        for (const auto &said : votes)
            text += ' ' + names[said.who] + ' ' + std::string(name(said.kind)) + '@'
                + std::to_string(said.cycle) + '/' + std::to_string(said.content);
        return text;
    }
    // Of states that are alike the same.
    std::string likeness() const { return std::min(written({0, 1, 2}), written({0, 2, 1})); }

private:
    // With the people at these places.
    std::string written(const std::array<unsigned, people> &at) const
    {
        const auto bits = [&at](unsigned mask) {
            unsigned moved = 0;
            for (unsigned who = 0; who < people; ++who)
                moved |= ((mask >> who) & 1u) << at[who];
            return char(moved);
        };
        std::map<std::string, char> words;
        for (const auto &said : votes)
            words[{char(said.cycle), char(said.content), char(at[unsigned(said.who)])}]
                = char(said.kind);
        std::string text{char(state), char(cycle), char(content), bits(contributors),
            bits(disabled), bits(lostWest), char(isStrict)};
        for (const auto &[about, kind] : words)
            text += about + kind;
        return text;
    }
};
using Level = std::vector<State>;

Principal principalOf(const State &state, int who)
{
    Principal principal;
    principal.id = PrincipalId(names[who]);
    principal.disabled = (state.disabled >> unsigned(who)) & 1u;
    Grant grant{permissionsOf(Role::Approver), {}, {}, {}, {}, {}};
    if ((state.lostWest >> unsigned(who)) & 1u)
        grant.environments = {places[0]};
    principal.grants.push_back(grant);
    return principal;
}

VoteTuple tuple(int cycle, int content)
{
    return {core::ChangeRequestId("CR-1"), cycle, std::to_string(content), {}, {}};
}

bool isApproved(const State &state)
{
    PolicySet policies;
    RequestSnapshot request;
    request.current = tuple(state.cycle, state.content);
    request.requester = PrincipalId(names[0]);
    std::vector<Principal> principals;
    for (int who = 0; who < people; ++who) {
        principals.push_back(principalOf(state, who));
        if ((state.contributors >> unsigned(who)) & 1u)
            request.contributors.push_back(PrincipalId(names[who]));
    }
    for (const auto &place : places) {
        policies.environments.push_back({place, true});
        const bool isTwo = state.isStrict && place == places[1];
        policies.rules.push_back(
            {place.text(), {{place}, "**", {}, {}}, {{"approvals", isTwo ? 2 : 1, {}, false}}, {}});
        ChangeTarget target;
        target.environment = place;
        target.path = "a/app";
        request.targets.push_back(target);
    }
    std::vector<Vote> votes;
    for (const auto &said : state.votes) {
        const auto number = int(votes.size());
        votes.push_back({ReviewId("rev_" + std::to_string(number)), PrincipalId(names[said.who]),
            said.kind, tuple(said.cycle, said.content), noon + std::chrono::seconds(number)});
    }
    return evaluate(policies, {}, request, votes, principals, noon).verdict == Verdict::Approved;
}

// Written from the rule, not from the product: whose last word about this content was yes, who has
// no hand in it, is there, and may say so for both places.
int otherEyes(const State &state)
{
    int count = 0;
    for (int who = 0; who < people; ++who) {
        const auto bit = 1u << unsigned(who);
        if ((state.contributors | state.disabled | state.lostWest) & bit)
            continue;
        bool isYes = false;
        for (const auto &said : state.votes) {
            if (said.who == who && said.cycle == state.cycle && said.content == state.content)
                isYes = said.kind == VoteKind::Approve;
        }
        count += isYes ? 1 : 0;
    }
    return count;
}

// What may be said: a word about the request as it is, or one of an earlier cycle sent again.
bool speak(State &state, int move, int who)
{
    static constexpr VoteKind kinds[]{
        VoteKind::Approve, VoteKind::RequestChanges, VoteKind::Withdraw, VoteKind::Approve};
    const bool isReplay = move == 3;
    state.votes.push_back({who, kinds[move], state.cycle - (isReplay ? 1 : 0), state.content});
    const bool isVotable
        = state.state == RequestState::Open || state.state == RequestState::Approved;
    return isVotable && (!isReplay || state.cycle > 1);
}

bool happen(State &state, RequestEvent event)
{
    const auto next = stateAfter(state.state, event);
    if (next)
        state.state = *next;
    return next.has_value();
}

// To another content or back to the one before; always a new cycle.
bool edit(State &state, unsigned bit, int difference)
{
    state.contributors |= bit;
    ++state.cycle;
    state.content += difference;
    return state.content > 0 && happen(state, RequestEvent::Edit);
}

bool mark(unsigned &mask, unsigned bit)
{
    const bool isNew = !(mask & bit);
    mask |= bit;
    return isNew;
}

// One move of one person; nothing where it is not allowed.
std::optional<State> moved(const State &from, int move, int who)
{
    auto state = from;
    const auto bit = 1u << unsigned(who);
    bool isDone = false;
    if (move < 4) {
        isDone = speak(state, move, who);
    } else if (move < 6) {
        isDone = edit(state, bit, move == 4 ? 1 : -1);
    } else if (move == 6) {
        isDone = mark(state.disabled, bit);
    } else if (move == 7) {
        isDone = mark(state.lostWest, bit);
    } else if (move == 8) { // of the policy: once for all three
        isDone = who == 0;
        state.isStrict = !state.isStrict;
    } else if (move == 9) { // taken up to what is live, the effect the same: the words stay
        isDone = mark(state.contributors, bit);
    } else { // judged again at this moment
        isDone = isApproved(state) && happen(state, RequestEvent::Apply);
    }
    return isDone ? std::optional(state) : std::nullopt;
}

void settle(State &state)
{
    const auto event = isApproved(state) ? RequestEvent::QuorumReached : RequestEvent::QuorumLost;
    if (const auto next = stateAfter(state.state, event))
        state.state = *next;
}

constexpr int moves = 11;
constexpr int apply = moves - 1;

// All that one more step leads to from here and that was not met before, judged once each.
class Walk {
public:
    std::size_t tried = 0;
    std::size_t applied = 0;
    std::size_t met = 0;
    std::optional<State> around; // was applied with fewer than it needs

    Level onwards(const Level &level, bool isLast)
    {
        Level next;
        for (const auto &from : level) {
            // Nothing but an apply can be wrong; who asks for it makes no difference.
            for (int move = isLast ? apply : 0; move < apply; ++move) {
                for (int who = 0; who < people; ++who)
                    note(moved(from, move, who), next);
            }
            note(moved(from, apply, 0), next);
        }
        met += next.size();
        return next;
    }

private:
    void note(const std::optional<State> &state, Level &next)
    {
        ++tried;
        if (!state)
            return;
        if (state->state == RequestState::Applied) {
            ++applied;
            if (otherEyes(*state) < (state->isStrict ? 2 : 1))
                around = state;
        } else if (m_seen.insert(state->likeness()).second) {
            next.push_back(*state);
            settle(next.back());
        }
    }

    // As they were before they were judged, which adds nothing that their likeness lacks.
    std::unordered_set<std::string> m_seen;
};

} // namespace

class TestFourEyes : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov02_noWayLeadsAroundThem();
};

void TestFourEyes::gov02_noWayLeadsAroundThem()
{
    Walk walk;
    Level level{State()};
    for (int step = 1; step <= steps; ++step) {
        level = walk.onwards(level, step == steps);
        QVERIFY2(!walk.around, walk.around ? walk.around->told().c_str() : "");
    }
    qInfo("four eyes: %d steps, %zu moves tried, %zu states, %zu applied", steps, walk.tried,
        walk.met, walk.applied);
    QVERIFY(walk.applied > 100);
}

QTEST_GUILESS_MAIN(TestFourEyes)
#include "tst_foureyes.moc"
