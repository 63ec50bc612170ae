// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "models/actionstate.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::ActionState;
using models::Permissions;

Q_DECLARE_METATYPE(core::RequestState)

namespace {

Permissions person(const std::string &name, std::vector<std::string> granted)
{
    Permissions permissions;
    permissions.me.id = core::PrincipalId("usr_" + name);
    permissions.me.name = name;
    permissions.granted = std::move(granted);
    return permissions;
}

core::ChangeRequest request(core::RequestState state)
{
    core::ChangeRequest made;
    made.id = core::ChangeRequestId("CR-3");
    made.state = state;
    made.requester = core::PrincipalId("usr_alice");
    made.contentDigest = "sha256:9f3c21ab77";
    made.requirements.push_back({"prod", core::EnvironmentId("prod"), 1, 0, {"bob"}, {}});
    return made;
}

} // namespace

class ActionStateTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void approve_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("permission");
        QTest::addColumn<core::RequestState>("state");
        QTest::addColumn<QString>("whyNot");
        using enum core::RequestState;
        QTest::newRow("second person") << "bob" << "approve" << Open << "";
        QTest::newRow("without the permission")
            << "bob" << "view" << Open << "permission “approve”";
        QTest::newRow("the author") << "alice" << "approve" << Open << "did not write";
        QTest::newRow("not eligible") << "mallory" << "approve" << Open << "does not count";
        QTest::newRow("applied") << "bob" << "approve" << Applied << "“Applied”";
        QTest::newRow("withdrawn") << "bob" << "approve" << Withdrawn << "“Withdrawn”";
    }

    void approve()
    {
        QFETCH(QString, name);
        QFETCH(QString, permission);
        QFETCH(core::RequestState, state);
        QFETCH(QString, whyNot);
        const ActionState action = models::approveState(
            person(name.toStdString(), {permission.toStdString()}), request(state));
        QCOMPARE(action.isEnabled, whyNot.isEmpty());
        QVERIFY2(action.whyNot.contains(whyNot), qPrintable(action.whyNot));
    }

    void approvalThatStandsIsNotGivenTwice()
    {
        core::ChangeRequest open = request(core::RequestState::Open);
        core::Review review;
        review.author = core::PrincipalId("usr_bob");
        review.kind = core::VoteKind::Approve;
        review.standing = true;
        open.reviews.push_back(review);
        const auto bob = person("bob", {"approve"});
        QVERIFY(!models::approveState(bob, open).isEnabled);
        open.reviews.front().standing = false;
        QVERIFY(models::approveState(bob, open).isEnabled);
    }

    void nobodyApprovesWhileTheirEmergencyAccessIsOpen()
    {
        const core::SystemClock clock;
        const auto known = std::make_shared<models::KnownAccess>(clock);
        auto bob = person("bob", {"approve"});
        bob.me.roles = {"approver"};
        bob.access = known;
        const auto open = request(core::RequestState::Open);
        QVERIFY(models::approveState(bob, open).isEnabled);
        known->setOpenEmergency(core::EmergencyId("EMG-7"));
        const auto action = models::approveState(bob, open);
        QVERIFY(!action.isEnabled);
        QVERIFY2(action.whyNot.contains(QStringLiteral("EMG-7")), qPrintable(action.whyNot));
        known->setOpenEmergency({});
        QVERIFY(models::approveState(bob, open).isEnabled);
    }

    // What has to be acknowledged stands against an approval, and says whose word is missing.
    void approvalNeedsEachAcknowledgement()
    {
        auto open = request(core::RequestState::Open);
        core::Check check;
        check.id = "reach:prod";
        check.expects = {"4"};
        check.byAuthor = check.byApprovers = check.isOwed = true;
        open.checks = std::vector{check};
        const auto bob = person("bob", {"approve"});
        const auto alice = person("alice", {"edit"});
        QVERIFY(models::approveState(bob, open).whyNot.startsWith(QStringLiteral("Its author")));
        QVERIFY(models::owedCheck(alice, open));
        QVERIFY(models::owedCheck(bob, open));
        open.checks->front().isOwed = false;
        QVERIFY(!models::owedCheck(alice, open));
        QVERIFY(models::approveState(bob, open).whyNot.startsWith(QStringLiteral("Acknowledge")));
        open.acknowledgements = std::vector{
            core::Acknowledgement{"reach:prod", open.cycle, {"3"}, bob.me.id, "", {}}};
        QVERIFY(!models::approveState(bob, open).isEnabled); // another number than now
        open.acknowledgements->front().says = {"4"};
        QVERIFY(models::approveState(bob, open).isEnabled);
        QVERIFY(!models::owedCheck(bob, open));
        ++open.cycle;
        QVERIFY(!models::approveState(bob, open).isEnabled); // of another cycle
    }

    void apply_data()
    {
        QTest::addColumn<core::RequestState>("state");
        QTest::addColumn<bool>("isEnabled");
        using enum core::RequestState;
        for (const auto state : {Draft, Open, Approved, Applied, Rejected, Withdrawn, Expired,
                 Superseded, Failed, Unknown})
            QTest::addRow("%d", int(state)) << state << (state == Approved || state == Failed);
    }

    void apply()
    {
        QFETCH(core::RequestState, state);
        QFETCH(bool, isEnabled);
        const ActionState action
            = models::applyState(person("carol", {"apply"}), request(state), {}, {});
        QCOMPARE(action.isEnabled, isEnabled);
        QCOMPARE(action.whyNot.isEmpty(), isEnabled);
        QVERIFY(!models::applyState(person("carol", {}), request(state), {}, {}).isEnabled);
    }

    void reject_data()
    {
        QTest::addColumn<core::RequestState>("state");
        QTest::addColumn<bool>("isEnabled");
        using enum core::RequestState;
        for (const auto state : {Draft, Open, Approved, Applied, Rejected, Withdrawn, Expired,
                 Superseded, Failed, Unknown})
            QTest::addRow("%d", int(state))
                << state << (state == Open || state == Approved || state == Failed);
    }

    // By whoever may approve it, its author and who has a hand in it among them.
    void reject()
    {
        QFETCH(core::RequestState, state);
        QFETCH(bool, isEnabled);
        auto asked = request(state);
        asked.contributors = {core::PrincipalId("usr_bob")};
        asked.confirmation = core::Confirmation(); // also where approvals are still owed
        for (const char *name : {"bob", "alice"})
            QCOMPARE(models::rejectState(person(name, {"approve"}), asked).isEnabled, isEnabled);
        QVERIFY(!models::rejectState(person("bob", {"edit"}), asked).isEnabled);
    }

    void aRollbackThatWaitedNeedsNoVotes()
    {
        core::Environment prod;
        prod.id = core::EnvironmentId("prod");
        prod.rollbackNeedsApproval = false;
        auto back = request(core::RequestState::Open);
        back.rollbackTo = core::VersionId("v1");
        back.items.resize(1);
        back.items.front().environment = prod.id;
        back.items.front().path = "shop/pace";
        back.items.front().rollbackTo = back.rollbackTo;
        std::vector<core::EmergencySession> sessions;
        const auto isFree = [&] {
            return models::applyState(person("carol", {"apply"}), back, {prod}, sessions).isEnabled;
        };
        QVERIFY(isFree());
        prod.rollbackNeedsApproval = true;
        QVERIFY(!isFree());
        prod.rollbackNeedsApproval = false;
        back.items.front().path = "sys/policy"; // what governs never skips them
        QVERIFY(!isFree());
        back.items.front().path = "shop/pace";
        core::Review objection;
        objection.kind = core::VoteKind::RequestChanges;
        objection.standing = true;
        back.reviews = {objection};
        QVERIFY(!isFree());
        back.reviews.clear();
        sessions.resize(1);
        sessions.front().actions.resize(1);
        auto &changes = sessions.front().actions.front().changes;
        changes.resize(1);
        QVERIFY(isFree()); // another version
        changes.front().version = *back.rollbackTo;
        QVERIFY(!isFree()); // nobody has ever approved what it goes back to
        changes.front().provision = core::Provision::Ratified;
        QVERIFY(isFree());
        back.emergency = "EM-1";
        QVERIFY(!isFree());
    }

    void whatGovernsIsAskedForByWhoMayEditPolicies()
    {
        const core::EnvironmentId prod("prod");
        const auto state = [&](std::vector<std::string> granted, const char *path) {
            return models::rightIn(
                person("ann", std::move(granted)), core::Permission::Submit, prod, path);
        };
        QVERIFY(state({"submit"}, "shop/pace").isEnabled);
        QVERIFY(state({"submit"}, "sys/policy").whyNot.contains(QStringLiteral("policy.edit")));
        QVERIFY(state({"submit", "policyEdit"}, "sys/policy").isEnabled);
        QVERIFY(!state({"policyEdit"}, "sys/policy").isEnabled);
    }

    void applyNeedsItsBase()
    {
        core::ChangeRequest approved = request(core::RequestState::Approved);
        approved.items.resize(1);
        approved.items.front().needsRebase = true;
        QVERIFY(models::applyState(person("carol", {"apply"}), approved, {}, {})
                .whyNot.contains(QStringLiteral("rebase")));
    }

    void withdrawIsTheAuthors()
    {
        const auto open = request(core::RequestState::Open);
        QVERIFY(models::withdrawState(person("alice", {"edit"}), open).isEnabled);
        QVERIFY(!models::withdrawState(person("bob", {"edit"}), open).isEnabled);
        QVERIFY(
            !models::withdrawState(person("alice", {"edit"}), request(core::RequestState::Applied))
                .isEnabled);
    }

    void rollBackNeedsAnotherVersionThanLive()
    {
        core::Version version;
        version.id = core::VersionId("v1");
        core::Head head;
        head.version = core::VersionId("v2");
        const auto carol = person("carol", {"rollback"});
        QVERIFY(models::rollBackState(carol, &version, head).isEnabled);
        QVERIFY(!models::rollBackState(carol, nullptr, head).isEnabled);
        QVERIFY(!models::rollBackState(carol, &version, std::nullopt).isEnabled);
        QVERIFY(!models::rollBackState(person("bob", {}), &version, head).isEnabled);
        head.version = version.id;
        QCOMPARE(models::rollBackState(carol, &version, head).whyNot,
            QStringLiteral("This version is live."));
    }

    void rulesOfAccessSayWhyNot()
    {
        core::SystemClock clock;
        auto known = std::make_shared<models::KnownAccess>(clock);
        auto bob = person("bob", {"approve"});
        bob.me.roles = {"approver"};
        bob.access = known;
        auto open = request(core::RequestState::Open);
        open.items.resize(1);
        open.items.front().path = "payments/limits";
        open.items.front().environment = core::EnvironmentId("prod");
        QVERIFY(models::approveState(bob, open).isEnabled);
        // What is read later counts for whoever was told before.
        const auto document = core::readJson(
            R"({"rules":[{"id":"no-bob","effect":"forbid","to":["bob"],"permissions":["approve"]}]})");
        const auto tree = core::Tree(document.tree());
        models::KnownAccess::Governed governed;
        const core::EnvironmentId prod("prod");
        governed.emplace(prod, core::access::governedAccess(prod, &tree, nullptr));
        known->set(std::move(governed));
        QCOMPARE(models::approveState(bob, open).whyNot,
            QStringLiteral("The rule “no-bob” of sys/access forbids “approve” for payments/limits "
                           "in prod. Whoever keeps sys/access can lift that."));
        open.items.front().environment = core::EnvironmentId("dev");
        QVERIFY(models::approveState(bob, open).isEnabled);
    }

    void aVoteNamesWhatItBinds()
    {
        QCOMPARE(
            models::bindingText(request(core::RequestState::Open), QStringLiteral("Production")),
            QStringLiteral("CR-3 → Production (digest 9f3c21ab)"));
    }
};

QTEST_GUILESS_MAIN(ActionStateTest)
#include "tst_actionstate.moc"
