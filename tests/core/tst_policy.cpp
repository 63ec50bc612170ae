// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/policy/evaluate.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::core::policy;
using core::ChangeRequestId;
using core::EnvironmentId;
using core::Instant;
using core::NamespaceId;
using core::Permission;
using core::PermissionSet;
using core::permissionsOf;
using core::PrincipalId;
using core::PrincipalKind;
using core::ReviewId;
using core::Role;

namespace {

const EnvironmentId prod("prod");
const EnvironmentId dev("dev");
const Instant noon = core::fromRfc3339("2026-11-20T12:00:00Z").value();

Principal person(const char *id, Role role = Role::Approver)
{
    Principal principal;
    principal.id = PrincipalId(id);
    principal.grants.push_back({permissionsOf(role), {}, {}, {}, {}, {}});
    return principal;
}

// One request of ada's to change one config of prod, which wants two approvals; bob and cy have
// given theirs.
struct World {
    PolicySet policies{{{prod, true}, {dev, false}}, {{"pair", {}, {{"peers", 2, {}, false}}}}};
    Ownership ownership;
    RequestSnapshot request;
    std::vector<Vote> votes;
    std::vector<Principal> principals{
        person("ada"), person("bob"), person("cy"), person("dot"), person("eve", Role::Author)};

    World()
    {
        request.current = {ChangeRequestId("CR-1"), 1, "content", "base", "effect"};
        request.requester = PrincipalId("ada");
        ChangeTarget target;
        target.environment = prod;
        target.path = "shop/gateway";
        request.targets.push_back(target);
        vote("bob");
        vote("cy");
    }

    Vote &vote(const char *voter, VoteKind kind = VoteKind::Approve)
    {
        const auto number = std::to_string(votes.size() + 1);
        votes.push_back({ReviewId("rev_" + number), PrincipalId(voter), kind, request.current,
            noon + std::chrono::seconds(votes.size())});
        return votes.back();
    }
    Principal &operator[](std::string_view id)
    {
        return *std::ranges::find(principals, id, [](const Principal &p) { return p.id.text(); });
    }
    Evaluation judged() const
    {
        return evaluate(policies, ownership, request, votes, principals, noon);
    }
    // "approved satisfied pair/peers 2/2; rev_1 requester"
    std::string printed() const
    {
        const auto evaluation = judged();
        std::string text
            = std::string(name(evaluation.verdict)) + ' ' + std::string(code(evaluation.reason));
        for (const auto &status : evaluation.requirements) {
            text += ' ' + status.rule + '/' + status.requirement
                + (status.path.empty() ? "" : '@' + status.path) + ' ' + std::to_string(status.have)
                + '/' + std::to_string(status.need);
            for (const auto &refused : status.refused)
                text += ' ' + refused.voter.text() + ':' + std::string(code(refused.why));
        }
        text += ';';
        for (const auto &refused : evaluation.refused)
            text += ' ' + refused.voter.text() + ':' + std::string(code(refused.why));
        for (const auto &blocking : evaluation.blocking)
            text += " !" + blocking.text();
        for (const auto &environment : evaluation.ungoverned)
            text += " ?" + environment.text();
        return text;
    }
};

} // namespace

class TestPolicy : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void twoPeersSatisfyATwoPersonRule();
    void nothingToChangeIsBlocked();
    void gov02_requesterAndContributorsAreBarred();
    void gov02_anotherAccountOfTheRequesterIsBarred();
    void gov02_whoeverGivesTheRightGainsNoApproval();
    void gov03_machinesNeverApprove_data();
    void gov03_machinesNeverApprove();
    void gov04_approvalNeedsTheRightForAllThatIsTouched();
    void gov04_lossOfRightVoidsTheVote();
    void gov05_rolesAndPermissions();
    void gov06_noMatchInAGatedEnvironmentIsADenial();
    void gov06_allMatchingRulesMustPass();
    void gov06_selectors();
    void gov07_tooFewEligiblePeopleIsSaid();
    void gov08_ownersMustBeAmongTheApprovers();
    void gov08_ownershipPatternsOfTheCorpus();
    void gov10_theLatestVoteStands();
    void gov10_requestChangesBlocksWhileItsAuthorMay();
    void gov10_oneHeadWithTwoAccountsCountsOnce();
    void gov11_whatWasSeenMustBeWhatIs_data();
    void gov11_whatWasSeenMustBeWhatIs();
    void gov12_aNewCycleVoidsAllVotes();
    void namesGoBothWays();
};

void TestPolicy::twoPeersSatisfyATwoPersonRule()
{
    World world;
    QCOMPARE(world.printed(), std::string("approved satisfied pair/peers 2/2;"));
    const auto status = world.judged().requirements.front();
    QCOMPARE(status.counted, (std::vector{ReviewId("rev_1"), ReviewId("rev_2")}));
    QCOMPARE(
        status.eligible, (std::vector{PrincipalId("bob"), PrincipalId("cy"), PrincipalId("dot")}));
    world.votes.pop_back();
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 1/2;"));
    world.votes.clear();
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 0/2;"));
}

void TestPolicy::nothingToChangeIsBlocked()
{
    World world;
    world.request.targets.clear();
    QCOMPARE(world.printed(), std::string("blocked no-targets;"));
}

void TestPolicy::gov02_requesterAndContributorsAreBarred()
{
    World world;
    world.vote("ada");
    world.vote("dot");
    world.request.contributors = {PrincipalId("cy")};
    world.policies.rules.front().requirements.front().approvals = 3;
    QCOMPARE(world.printed(),
        std::string("blocked cannot-reach-quorum pair/peers 2/3; cy:contributor ada:requester"));
    // Also for an admin.
    world["ada"].grants.front().permissions = permissionsOf(Role::Admin);
    QVERIFY(world.judged().verdict != Verdict::Approved);
}

void TestPolicy::gov02_anotherAccountOfTheRequesterIsBarred()
{
    World world;
    world["ada"].person = "employee 7";
    world["cy"].person = "employee 7";
    QCOMPARE(
        world.printed(), std::string("pending approvals-missing pair/peers 1/2; cy:requester"));
}

void TestPolicy::gov03_machinesNeverApprove_data()
{
    QTest::addColumn<int>("kind");
    for (const auto kind : {PrincipalKind::Service, PrincipalKind::Agent, PrincipalKind::System})
        QTest::newRow(name(kind).data()) << int(kind);
}

void TestPolicy::gov03_machinesNeverApprove()
{
    QFETCH(int, kind);
    World world;
    world["bob"].kind = PrincipalKind(kind);
    QCOMPARE(
        world.printed(), std::string("pending approvals-missing pair/peers 1/2; bob:not-a-person"));
    world.vote("bob", VoteKind::RequestChanges);
    QVERIFY(world.judged().blocking.empty());
}

void TestPolicy::gov04_approvalNeedsTheRightForAllThatIsTouched()
{
    World world;
    world.vote("eve");
    QCOMPARE(world.printed(), std::string("approved satisfied pair/peers 2/2; eve:no-right"));
    auto &grant = world["cy"].grants.front();
    const auto refused
        = std::string("pending approvals-missing pair/peers 1/2; cy:no-right eve:no-right");
    grant.environments = {dev};
    QCOMPARE(world.printed(), refused);
    grant.environments = {dev, prod};
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    grant.namespaces = {NamespaceId("ns_1")};
    QCOMPARE(world.printed(), refused);
    world.request.targets.front().nameSpace = NamespaceId("ns_1");
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    grant.classes = {"pii"};
    world.request.targets.front().classes = {"pii", "phi"};
    QCOMPARE(world.printed(), refused);
    grant.classes = {"phi", "pii"};
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    // A second target elsewhere is enough to lose it.
    world.request.targets.push_back(world.request.targets.front());
    world.request.targets.back().nameSpace = NamespaceId("ns_2");
    QCOMPARE(world.printed(), refused);
}

void TestPolicy::gov04_lossOfRightVoidsTheVote()
{
    World world;
    world["cy"].disabled = true;
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 1/2; cy:disabled"));
    world["cy"].disabled = false;
    world["cy"].grants.front().notAfter = noon;
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 1/2; cy:no-right"));
    world["cy"].grants.front().notAfter = noon + std::chrono::microseconds(1);
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    world["cy"].grants.front().notBefore = noon + std::chrono::microseconds(1);
    QVERIFY(world.judged().verdict != Verdict::Approved);
    std::erase_if(world.principals, [](const Principal &p) { return p.id.text() == "cy"; });
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 1/2; cy:unknown-principal"));
}

void TestPolicy::gov05_rolesAndPermissions()
{
    using enum Permission;
    const auto admin = permissionsOf(Role::Admin);
    for (const auto apart : {FreezeOverride, EmergencyActivate, EmergencyReview, PolicyEdit}) {
        for (std::size_t role = 0; role < core::roleCount; ++role)
            QVERIFY(!permissionsOf(Role(role)).has(apart));
    }
    for (const auto usual : {View, Edit, Submit, Approve, Apply, Schedule, Rollback, Administer})
        QVERIFY(admin.has(usual));
    QVERIFY(!permissionsOf(Role::Approver).has(Edit));
    QVERIFY(!permissionsOf(Role::Author).has(Approve));
    QVERIFY(!permissionsOf(Role::Auditor).has(Edit));
    QVERIFY(permissionsOf(Role::Auditor).has(AuditRead));
    QVERIFY(!permissionsOf(Role::Viewer).has(AuditRead));

    auto principal = person("x", Role::Viewer);
    principal.grants.push_back({PermissionSet(PolicyEdit), {dev}, {}, {}, {}, {}});
    QVERIFY(holds(principal, PolicyEdit, {dev, {}, {}}, noon));
    QVERIFY(!holds(principal, PolicyEdit, {prod, {}, {}}, noon));
    QVERIFY(permissionsAnywhere(principal, noon).has(PolicyEdit));
    principal.disabled = true;
    QVERIFY(permissionsAnywhere(principal, noon).isEmpty());
}

void TestPolicy::gov06_noMatchInAGatedEnvironmentIsADenial()
{
    World world;
    world.policies.rules.front().selector.environments = {dev};
    QCOMPARE(world.printed(), std::string("blocked no-policy; ?prod"));
    world.policies.rules.clear();
    QCOMPARE(world.printed(), std::string("blocked no-policy; ?prod"));
    // A rule that asks for nobody is no approval.
    world.policies.rules = {{"none", {}, {{"nobody", 0, {}, false}}}};
    QCOMPARE(world.printed(), std::string("blocked no-policy none/nobody 2/0; ?prod"));
    // An environment that nobody has described is gated.
    world.policies.rules.clear();
    world.request.targets.front().environment = EnvironmentId("new");
    QCOMPARE(world.printed(), std::string("blocked no-policy; ?new"));
    world.request.targets.front().environment = dev;
    world.votes.clear();
    QCOMPARE(world.printed(), std::string("approved satisfied;"));
}

void TestPolicy::gov06_allMatchingRulesMustPass()
{
    World world;
    world.policies.rules.push_back({"sec", {}, {{"security", 1, {"security"}, false}}});
    world["dot"].groups = {"security"};
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 2/2 sec/security 0/1"
                    " bob:not-in-group cy:not-in-group;"));
    world.vote("dot");
    QCOMPARE(world.printed(),
        std::string("approved satisfied pair/peers 3/2 sec/security 1/1"
                    " bob:not-in-group cy:not-in-group;"));
}

void TestPolicy::gov06_selectors()
{
    World world;
    auto &selector = world.policies.rules.front().selector;
    auto &target = world.request.targets.front();
    const auto isMatch = [&world] { return world.judged().ungoverned.empty(); };
    selector.actions = {ChangeAction::Schema};
    QVERIFY(!isMatch());
    target.action = ChangeAction::Schema;
    QVERIFY(isMatch());
    selector.classes = {"phi"};
    QVERIFY(!isMatch());
    target.classes = {"phi"};
    QVERIFY(isMatch());
    for (const auto *path :
        {"**", "shop/*", "shop/gate*", "*/*way", "shop/**", "**/gateway", "s?op/g*t*y"}) {
        selector.path = path;
        QVERIFY2(isMatch(), path);
    }
    for (const auto *path :
        {"", "*", "shop", "shop/gate", "gateway", "shop/*/gateway", "hop/**", "shop/gateway/**"}) {
        selector.path = path;
        QVERIFY2(!isMatch(), path);
    }
}

void TestPolicy::gov07_tooFewEligiblePeopleIsSaid()
{
    World world;
    world["dot"].disabled = true;
    world["cy"].disabled = true;
    QCOMPARE(
        world.printed(), std::string("blocked cannot-reach-quorum pair/peers 1/2; cy:disabled"));
}

void TestPolicy::gov08_ownersMustBeAmongTheApprovers()
{
    World world;
    world.policies.rules = {{"own", {}, {{"owners", 1, {}, true}}}};
    world.ownership = {{"*", {"dot"}}, {"/shop/", {"web"}}, {"/shop/secret/", {}}};
    QCOMPARE(world.printed(),
        std::string("blocked cannot-reach-quorum own/owners@shop/gateway 0/1"
                    " bob:not-an-owner cy:not-an-owner;"));
    world["cy"].groups = {"web"};
    QCOMPARE(world.printed(),
        std::string("approved satisfied own/owners@shop/gateway 1/1 bob:not-an-owner;"));
    // Each path has its own owners.
    world.request.targets.push_back(world.request.targets.front());
    world.request.targets.back().path = "pool/db";
    QCOMPARE(world.judged().verdict, Verdict::Pending);
    world.vote("dot");
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    // A line without owners takes ownership away: nobody can approve.
    world.request.targets.back().path = "shop/secret/key";
    QCOMPARE(world.judged().reason, VerdictReason::CannotReachQuorum);
}

void TestPolicy::gov08_ownershipPatternsOfTheCorpus()
{
    const auto folder = support::corpus("ownership");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const auto reading = core::readJson(support::contentOf(*folder / "patterns.json"));
    QVERIFY(reading.ok());
    int patterns = 0;
    int paths = 0;
    for (const auto &item : reading.tree().root()) {
        const auto pattern = item.value()["pattern"].text();
        ++patterns;
        for (const auto &path : item.value()["paths"]) {
            const auto row = std::string(pattern) + " on " + std::string(path.key());
            QVERIFY2(matchesOwnership(pattern, path.key()) == path.value().isTrue(), row.c_str());
            ++paths;
        }
    }
    qInfo("ownership: %d patterns, %d paths run / 0 skipped", patterns, paths);
    QCOMPARE(paths, 153);
}

void TestPolicy::gov10_theLatestVoteStands()
{
    World world;
    world.vote("cy", VoteKind::Comment);
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 1/2; cy:replaced"));
    world.vote("cy");
    QCOMPARE(
        world.printed(), std::string("approved satisfied pair/peers 2/2; cy:replaced cy:replaced"));
    world.vote("cy", VoteKind::Withdraw);
    QCOMPARE(world.judged().verdict, Verdict::Pending);
}

void TestPolicy::gov10_requestChangesBlocksWhileItsAuthorMay()
{
    World world;
    world.vote("dot", VoteKind::RequestChanges);
    QCOMPARE(world.printed(), std::string("blocked changes-requested pair/peers 2/2; !rev_3"));
    // Who has no right to approve cannot block either.
    world["dot"].grants.front().permissions = permissionsOf(Role::Author);
    QCOMPARE(world.printed(), std::string("approved satisfied pair/peers 2/2; dot:no-right"));
    world["dot"].grants.front().permissions = permissionsOf(Role::Approver);
    world.vote("dot", VoteKind::Withdraw);
    QCOMPARE(world.printed(), std::string("approved satisfied pair/peers 2/2; dot:replaced"));
}

void TestPolicy::gov10_oneHeadWithTwoAccountsCountsOnce()
{
    World world;
    world["bob"].person = "employee 9";
    world["cy"].person = "employee 9";
    QCOMPARE(world.printed(), std::string("pending approvals-missing pair/peers 1/2;"));
    world["dot"].disabled = true;
    QCOMPARE(world.printed(), std::string("blocked cannot-reach-quorum pair/peers 1/2;"));
}

void TestPolicy::gov11_whatWasSeenMustBeWhatIs_data()
{
    QTest::addColumn<int>("part");
    int part = 0;
    for (const auto *name : {"request", "cycle", "content", "base", "effect"})
        QTest::newRow(name) << part++;
}

void TestPolicy::gov11_whatWasSeenMustBeWhatIs()
{
    QFETCH(int, part);
    World world;
    auto &seen = world.votes.back().seen;
    if (part == 0)
        seen.request = ChangeRequestId("CR-2");
    else if (part == 1)
        seen.cycle = 2;
    else
        (part == 2 ? seen.contentDigest : part == 3 ? seen.baseDigest : seen.effectDigest) = "old";
    QCOMPARE(
        world.printed(), std::string("pending approvals-missing pair/peers 1/2; cy:superseded"));
    // A vote about something else does not unseat the one about this.
    world.vote("cy");
    world.votes.push_back(world.votes[1]);
    world.votes.back().id = ReviewId("rev_9");
    world.votes.back().at = noon + std::chrono::hours(1);
    QCOMPARE(world.judged().verdict, Verdict::Approved);
}

void TestPolicy::gov12_aNewCycleVoidsAllVotes()
{
    World world;
    world.vote("dot", VoteKind::RequestChanges);
    world.request.current.cycle = 2;
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 0/2;"
                    " bob:superseded cy:superseded dot:superseded"));
}

void TestPolicy::gov02_whoeverGivesTheRightGainsNoApproval()
{
    World world;
    world.request.openedAt = noon;
    world["bob"].approverSince = noon;
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    world["bob"].approverSince = noon + std::chrono::microseconds(1);
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 1/2; bob:granted-later"));
    // The order of things says more than a clock that was set.
    world.request.openedOrder = 8;
    world["bob"].approverOrder = 7;
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    world["bob"].approverSince = noon - std::chrono::hours(1);
    world["bob"].approverOrder = 9;
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 1/2; bob:granted-later"));
    world["bob"].approverOrder.reset();
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    world["bob"].approverSince.reset();
    world["bob"].approverBy = {PrincipalId("dot")};
    QCOMPARE(world.judged().verdict, Verdict::Approved);
    world["bob"].approverBy.emplace_back("ada");
    QCOMPARE(world.printed(),
        std::string("pending approvals-missing pair/peers 1/2; bob:granted-by-author"));
    world["bob"].approverBy = {PrincipalId("dot")};
    world.request.contributors = {PrincipalId("dot")};
    QCOMPARE(world.printed(),
        std::string("blocked cannot-reach-quorum pair/peers 1/2; bob:granted-by-author"));
}

void TestPolicy::namesGoBothWays()
{
    for (std::size_t i = 0; i < core::permissionCount; ++i)
        QCOMPARE(core::permissionFromName(name(Permission(i))), std::optional(Permission(i)));
    for (std::size_t i = 0; i < core::roleCount; ++i)
        QCOMPARE(core::roleFromName(name(Role(i))), std::optional(Role(i)));
    for (int i = 0; i <= int(VoteKind::Withdraw); ++i)
        QCOMPARE(voteKindFromName(name(VoteKind(i))), std::optional(VoteKind(i)));
    for (int i = 0; i <= int(ChangeAction::Policy); ++i)
        QCOMPARE(changeActionFromName(name(ChangeAction(i))), std::optional(ChangeAction(i)));
    for (int i = 0; i <= int(PrincipalKind::System); ++i)
        QCOMPARE(
            core::principalKindFromName(name(PrincipalKind(i))), std::optional(PrincipalKind(i)));
    QVERIFY(!core::permissionFromName("everything"));
    QVERIFY(!core::roleFromName(""));
}

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
