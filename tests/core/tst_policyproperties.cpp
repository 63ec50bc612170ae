// SPDX-License-Identifier: Apache-2.0
#include "engine/core/policy/evaluate.h"
#include "engine/core/policy/requeststate.h"
#include "tests/support/testcase.h"

#include <random>
#include <set>

// The properties of governance.md "Evaluation" over random worlds of a few people, a few rules and
// many votes. Each world comes from its number alone, so that a failure names the world to look at.

using namespace chancery;
using namespace chancery::core::policy;
using core::ChangeRequestId;
using core::EnvironmentId;
using core::Instant;
using core::Permission;
using core::permissionsOf;
using core::PrincipalId;
using core::PrincipalKind;
using core::RequestState;
using core::ReviewId;
using core::Role;

namespace {

// A hundred thousand of each where CHANCERY_LONG_TESTS is set, which takes minutes in a debug
// build.
const bool isLong = qEnvironmentVariableIsSet("CHANCERY_LONG_TESTS");
const int worlds = isLong ? 100'000 : 20'000;
const int fewerWorlds = isLong ? 100'000 : 5'000; // where each is judged many times
const EnvironmentId prod("prod");
const EnvironmentId dev("dev");
const Instant noon = core::fromRfc3339("2026-11-20T12:00:00Z").value();

struct World {
    PolicySet policies;
    Ownership ownership{{"*", {"p1", "red"}}, {"/a/", {"p2", "blue"}}};
    RequestSnapshot request;
    std::vector<Vote> votes;
    std::vector<Principal> principals;

    Evaluation judged() const
    {
        return evaluate(policies, ownership, request, votes, principals, noon);
    }
    bool isApproved() const { return judged().verdict == Verdict::Approved; }
};

class Maker {
public:
    explicit Maker(unsigned seed)
        : m_random(seed)
    {
    }

    World world()
    {
        World world;
        world.policies.environments = {{prod, true}, {dev, false}};
        for (int i = 0; i < 7; ++i)
            world.principals.push_back(principal(i));
        for (int rules = below(3); rules >= 0; --rules)
            world.policies.rules.push_back(rule());
        world.request.current = {ChangeRequestId("CR-1"), 1, "c", "b", "e"};
        world.request.requester = someone();
        for (int count = below(3); count > 0; --count)
            world.request.contributors.push_back(someone());
        for (int count = below(2); count >= 0; --count)
            world.request.targets.push_back(target());
        for (int count = below(9); count > 0; --count)
            world.votes.push_back(vote(world, int(world.votes.size())));
        return world;
    }
    PolicyRule rule()
    {
        PolicyRule rule;
        rule.id = "r" + std::to_string(below(1000));
        if (below(4) == 0)
            rule.selector.environments = {below(2) ? prod : dev};
        if (below(4) == 0)
            rule.selector.path = "a/**";
        if (below(4) == 0)
            rule.condition.risk = below(100);
        ApprovalRequirement requirement{"q", below(3), {}, below(6) == 0};
        if (below(4) == 0)
            requirement.groups = {below(2) ? "red" : "blue"};
        rule.requirements.push_back(requirement);
        return rule;
    }
    int below(int bound) { return int(m_random() % unsigned(bound)); }

private:
    Principal principal(int number)
    {
        Principal principal;
        principal.id = PrincipalId("p" + std::to_string(number));
        if (below(6) == 0)
            principal.kind = PrincipalKind::Service;
        principal.disabled = below(10) == 0;
        if (below(5) == 0)
            principal.person = "twin";
        if (below(2))
            principal.groups.push_back(below(2) ? "red" : "blue");
        const auto role = below(5) == 0 ? Role::Author : Role::Approver;
        principal.grants.push_back({permissionsOf(role), {}, {}, {}, {}, {}});
        if (below(6) == 0)
            principal.grants.front().environments = {dev};
        return principal;
    }
    PrincipalId someone() { return PrincipalId("p" + std::to_string(below(8))); }
    ChangeTarget target()
    {
        ChangeTarget target;
        target.environment = below(5) ? prod : dev;
        target.path = below(2) ? "a/x" : "b/y";
        if (below(3) > 0)
            target.facts.emplace().risk = below(100);
        return target;
    }
    Vote vote(const World &world, int number)
    {
        Vote vote;
        vote.id = ReviewId("rev_" + std::to_string(number));
        vote.voter = someone();
        const int kind = below(12);
        vote.kind = kind > 2 ? VoteKind::Approve : VoteKind(kind + 1);
        vote.seen = world.request.current;
        if (below(10) == 0)
            vote.seen.contentDigest = "old";
        if (below(20) == 0)
            vote.seen.cycle = 0;
        vote.at = noon - std::chrono::seconds(below(5));
        return vote;
    }

    std::mt19937 m_random;
};

const Principal *account(const World &world, const PrincipalId &id)
{
    const auto found = std::ranges::find(world.principals, id, &Principal::id);
    return found == world.principals.end() ? nullptr : &*found;
}

std::string head(const World &world, const PrincipalId &id)
{
    const auto *found = account(world, id);
    return found && !found->person.empty() ? found->person : id.text();
}

// Written from the rules, not from the product: whether this vote may count at all.
bool isHonest(const World &world, const Vote &vote)
{
    const auto *voter = account(world, vote.voter);
    if (!voter || voter->disabled || voter->kind != PrincipalKind::User)
        return false;
    if (vote.kind != VoteKind::Approve || vote.seen != world.request.current)
        return false;
    std::set<std::string> barred{head(world, world.request.requester)};
    for (const auto &contributor : world.request.contributors)
        barred.insert(head(world, contributor));
    if (barred.contains(head(world, vote.voter)))
        return false;
    const auto &grant = voter->grants.front();
    for (const auto &target : world.request.targets) {
        if (!grant.environments.empty() && grant.environments.front() != target.environment)
            return false;
    }
    return grant.permissions.has(Permission::Approve);
}

bool concerns(const PolicyRule &rule, const ChangeTarget &target)
{
    return (rule.selector.environments.empty()
               || rule.selector.environments.front() == target.environment)
        && (rule.selector.path == "**" || target.path.starts_with("a/"))
        && (!rule.condition.risk || !target.facts || target.facts->risk >= *rule.condition.risk);
}

std::set<std::string> honestHeads(const World &world, const std::vector<std::string> &groups)
{
    std::set<std::string> heads;
    for (const auto &vote : world.votes) {
        if (!isHonest(world, vote))
            continue;
        const auto &own = account(world, vote.voter)->groups;
        if (groups.empty() || std::ranges::count(own, groups.front()) != 0)
            heads.insert(head(world, vote.voter));
    }
    return heads;
}

QByteArray named(int number)
{
    return "world " + QByteArray::number(number);
}

} // namespace

class TestPolicyProperties : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov15_statesAndTransitions();
    void gov02_anApprovedRequestHasItsHonestPeople();
    void gov06_addingARuleNeverSatisfies();
    void gov10_removingAnApprovalNeverSatisfies();
    void gov10_theOrderOfVotesDoesNotMatter();
    void gov12_aNewCycleNeverKeepsAnApproval();
};

void TestPolicyProperties::gov15_statesAndTransitions()
{
    using enum RequestState;
    static_assert(stateAfter(Draft, RequestEvent::Submit) == Open);
    static_assert(stateAfter(Open, RequestEvent::QuorumReached) == Approved);
    static_assert(stateAfter(Approved, RequestEvent::Edit) == Open);
    static_assert(stateAfter(Approved, RequestEvent::Apply) == Applied);
    static_assert(!stateAfter(Open, RequestEvent::Apply));
    static_assert(!stateAfter(Draft, RequestEvent::Apply));
    for (const auto state : {Applied, Withdrawn, Expired, Superseded})
        QVERIFY(isFinal(state));
    for (const auto state : {Draft, Open, Approved, Rejected, Failed})
        QVERIFY(!isFinal(state));
    // Only what is approved, or was and failed, is ever applied; and no row stands twice.
    for (std::size_t i = 0; i < requestTransitions.size(); ++i) {
        const auto &row = requestTransitions[i];
        if (row.to == Applied)
            QVERIFY(row.from == Approved || row.from == Failed);
        for (std::size_t other = 0; other < i; ++other) {
            const auto &earlier = requestTransitions[other];
            QVERIFY(earlier.from != row.from || earlier.event != row.event);
        }
    }
}

void TestPolicyProperties::gov02_anApprovedRequestHasItsHonestPeople()
{
    int approved = 0;
    for (int number = 0; number < worlds; ++number) {
        const auto world = Maker(unsigned(number)).world();
        if (!world.isApproved())
            continue;
        ++approved;
        for (const auto &target : world.request.targets) {
            int most = 0;
            for (const auto &rule : world.policies.rules) {
                if (!concerns(rule, target))
                    continue;
                const auto &requirement = rule.requirements.front();
                const auto heads = honestHeads(world, requirement.groups);
                QVERIFY2(int(heads.size()) >= requirement.approvals, named(number).constData());
                most = std::max(most, requirement.approvals);
            }
            QVERIFY2(target.environment == dev || most > 0, named(number).constData());
        }
    }
    qInfo("policy worlds: %d run / 0 skipped (%d approved)", worlds, approved);
    QVERIFY(approved > worlds / 20);
}

void TestPolicyProperties::gov06_addingARuleNeverSatisfies()
{
    int judged = 0;
    for (int number = 0; number < fewerWorlds; ++number) {
        Maker maker{unsigned(number)};
        auto world = maker.world();
        const auto before = world.judged();
        // Where no rule demands an approval yet, the denial is the absence of one (GOV-6).
        if (before.verdict == Verdict::Approved || !before.ungoverned.empty())
            continue;
        world.policies.rules.push_back(maker.rule());
        QVERIFY2(!world.isApproved(), named(number).constData());
        ++judged;
    }
    QVERIFY(judged > fewerWorlds / 10);
}

void TestPolicyProperties::gov10_removingAnApprovalNeverSatisfies()
{
    int removed = 0;
    for (int number = 0; number < fewerWorlds; ++number) {
        const auto world = Maker(unsigned(number)).world();
        if (world.isApproved())
            continue;
        for (std::size_t vote = 0; vote < world.votes.size(); ++vote) {
            if (world.votes[vote].kind != VoteKind::Approve)
                continue;
            auto without = world;
            without.votes.erase(without.votes.begin() + std::ptrdiff_t(vote));
            QVERIFY2(!without.isApproved(), named(number).constData());
            ++removed;
        }
    }
    QVERIFY(removed > fewerWorlds);
}

void TestPolicyProperties::gov10_theOrderOfVotesDoesNotMatter()
{
    for (int number = 0; number < fewerWorlds; ++number) {
        auto world = Maker(unsigned(number)).world();
        const auto before = world.judged();
        QVERIFY2(world.judged() == before, named(number).constData());
        std::mt19937 random{unsigned(number)};
        std::ranges::shuffle(world.votes, random);
        std::ranges::shuffle(world.principals, random);
        QVERIFY2(world.judged() == before, named(number).constData());
    }
}

void TestPolicyProperties::gov12_aNewCycleNeverKeepsAnApproval()
{
    for (int number = 0; number < fewerWorlds; ++number) {
        auto world = Maker(unsigned(number)).world();
        ++world.request.current.cycle;
        const auto after = world.judged();
        QVERIFY2(after.refused.size() == world.votes.size(), named(number).constData());
        QVERIFY2(after.blocking.empty(), named(number).constData());
        for (const auto &status : after.requirements)
            QVERIFY2(status.have == 0, named(number).constData());
    }
}

QTEST_GUILESS_MAIN(TestPolicyProperties)
#include "tst_policyproperties.moc"
