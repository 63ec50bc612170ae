// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QLabel>
#include <QPushButton>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

const QString request = QStringLiteral("CR-18");

core::ChangeRequest &kept(support::ScriptedCms &cms)
{
    return cms.requests.back();
}

core::Requirement requirement(std::vector<std::string> eligible, const std::string &blockedBy)
{
    core::Requirement asked;
    asked.rule = "prod: two of payments";
    asked.environment = core::EnvironmentId("prod");
    asked.need = 2;
    asked.eligible = std::move(eligible);
    asked.blockedBy = blockedBy;
    return asked;
}

core::Review review(support::ScriptedCms &cms, core::VoteKind kind, const std::string &void_ = {})
{
    core::Review said;
    said.id = core::ReviewId("rv_1");
    said.cycle = 1;
    said.author = core::PrincipalId("usr_bob");
    said.authorName = "Bob Byrne";
    said.kind = kind;
    said.at = cms.now;
    said.standing = void_.empty();
    said.voidedBecause = void_;
    return said;
}

void fillStuck(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    kept(cms).requirements = {requirement({}, "cannot-reach-quorum")};
}

void fillDisputed(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    kept(cms).requirements = {requirement({"carol"}, "request-changes by Bob Byrne")};
    kept(cms).reviews = {review(cms, core::VoteKind::RequestChanges)};
}

void fillOutdated(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    kept(cms).reviews = {review(cms, core::VoteKind::Approve, "new-cycle")};
}

void fillGoverned(support::ScriptedCms &cms, const char *path, const char *text)
{
    support::fillDemoWorld(cms);
    cms.addConfig(path, core::Format::Json);
    cms.publish(path, "prod", text, "alice", "Begin");
    // The request of the demo stays the last one.
    cms.current = nullptr;
}

void fillExpiring(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    kept(cms).expiresAt = cms.now + 24h;
}

void fillOrphaned(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    kept(cms).orphanedBecause = "disabled";
}

void fillOverlapping(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    core::Overlap other;
    other.request = core::ChangeRequestId("CR-7");
    other.requesterName = "Erin \u202eEk";
    other.keys = {"/checkout/limit"};
    kept(cms).items.front().overlaps = {other};
}

bool enter(support::Console &console, const char *name)
{
    return console.connectToServer() && console.signIn(QLatin1String(name))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(request)
        && QTest::qWaitFor([&] { return console.isAtRest(); });
}

// All that the page says beside the difference.
QString side(support::Console &console)
{
    QStringList all;
    for (const QLabel *label :
        console.find<QWidget>(QStringLiteral("requestScroll"))->findChildren<QLabel *>()) {
        if (label->isVisibleTo(label->window()))
            all << label->text();
    }
    return all.join(QLatin1Char('\n'));
}

QString whyNot(support::Console &console, const char *action)
{
    const QAction *found = console.action(QLatin1String(action));
    return found->isEnabled() ? QString() : found->statusTip();
}

} // namespace

// The rules of governance as people meet them on the page of a request: each named after its rule.
class RequestRules : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov02_nobodyApprovesTheirOwn();
    void gov04_whoMayNotApproveIsToldWhichRuleSaysSo();
    void gov05_anAuthorAsksForNoPolicies();
    void gov06_eachRuleIsShownAndNoRuleIsADenial();
    void gov07_aRequestThatNobodyCanApproveSaysSo();
    void gov08_whoOwnsThePathIsAskedFor();
    void gov10_whoRequestedChangesIsNamed();
    void gov11_aVoteForWhatIsThereNoMoreIsRefused();
    void gov12_aVoteThatCountsNoMoreSaysWhy();
    void gov13_votesThatARebaseKeepsStandAndOthersSayWhy();
    void gov14_theEarlierPolicyIsShownAsWell();
    void gov15_aRejectionSaysWhy();
    void gov16_itSaysWhenItExpires();
    void gov17_whatHasNoAuthorAnyMoreIsClaimed();
    void gov20_whoChangesTheSameKeysIsNamed();
    void gov22_whatWasWrongBeforeIsShownAndBlocksNothing();
    void gov24_aFailedApplySaysWhy();
    void gov32_policiesAreEditedAndAskedForLikeAnyConfig();
    void theRiskIsShownWithItsReasons();
};

void RequestRules::gov02_nobodyApprovesTheirOwn()
{
    support::Console console;
    QVERIFY(enter(console, "alice"));
    QVERIFY2(!whyNot(console, "approve").isEmpty(), "alice wrote it");
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("bob"))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(request));
    QTRY_VERIFY(whyNot(console, "approve").isEmpty());
}

void RequestRules::gov04_whoMayNotApproveIsToldWhichRuleSaysSo()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillGoverned(cms, "sys/access",
            R"({"rules":[{"id":"no-bob","effect":"forbid","to":["bob"],"permissions":["approve"],)"
            R"("paths":["shop/**"]}]})");
    });
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY2(whyNot(console, "approve")
                     .contains(QStringLiteral("The rule “no-bob” of sys/access forbids “approve”")),
        qPrintable(whyNot(console, "approve")));
    QVERIFY(whyNot(console, "reject").contains(QStringLiteral("no-bob")));
}

// It comes with no role.
void RequestRules::gov05_anAuthorAsksForNoPolicies()
{
    support::Console console(views::Theme::Kind::Light,
        [](support::ScriptedCms &cms) { fillGoverned(cms, "sys/policy", R"({"rules":[]})"); });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("sys/policy")));
    QTRY_VERIFY2(whyNot(console, "submit").contains(QStringLiteral("“policy.edit”")),
        qPrintable(whyNot(console, "submit")));
}

void RequestRules::gov06_eachRuleIsShownAndNoRuleIsADenial()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        auto first = requirement({"carol"}, {});
        auto second = first;
        second.rule = "prod: limits: the peers";
        second.need = 1;
        auto none = first;
        none.rule = "prod";
        none.need = 1;
        none.blockedBy = "no-policy";
        kept(cms).requirements = {first, second, none};
    });
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(side(console).contains(QStringLiteral("prod: two of payments")));
    QVERIFY(side(console).contains(QStringLiteral("prod: limits: the peers")));
    QVERIFY(
        side(console).contains(QStringLiteral("no rule covers this change, and none allows it")));
}

void RequestRules::gov13_votesThatARebaseKeepsStandAndOthersSayWhy()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        auto kept_ = review(cms, core::VoteKind::Approve);
        auto gone = review(cms, core::VoteKind::Approve, "effect-changed");
        gone.id = core::ReviewId("rv_2");
        gone.author = core::PrincipalId("usr_carol");
        gone.authorName = "Carol Chen";
        kept(cms).reviews = {gone, kept_};
    });
    QVERIFY(enter(console, "alice"));
    QTRY_VERIFY2(side(console).contains(QStringLiteral(
                     "does not count: what it inherits or refers to has changed since")),
        qPrintable(side(console)));
    QCOMPARE(side(console).count(QStringLiteral("does not count")), 1);
    QVERIFY(side(console).contains(QStringLiteral("Bob Byrne approved")));
}

// A looser policy is live since: what bound the request before binds it on, with the version that
// says so.
void RequestRules::gov14_theEarlierPolicyIsShownAsWell()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        auto before = requirement({"carol"}, {});
        before.rule = "prod: pair, peers: 2 approvals (v1.2.0)";
        kept(cms).requirements = {before};
    });
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY2(side(console).contains(QStringLiteral("pair, peers: 2 approvals (v1.2.0)")),
        qPrintable(side(console)));
    QVERIFY(side(console).contains(QStringLiteral("0 of 2 in Production")));
}

void RequestRules::gov07_aRequestThatNobodyCanApproveSaysSo()
{
    support::Console console(views::Theme::Kind::Light, fillStuck);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(side(console).contains(QStringLiteral(
        "Blocked: there are not as many people left who may approve as are needed")));
    QVERIFY(side(console).contains(QStringLiteral("Nobody who could approve is left.")));
    QVERIFY(side(console).contains(QStringLiteral("0 of 2 in Production")));
    console.picture(QStringLiteral("request-stuck"));
}

void RequestRules::gov10_whoRequestedChangesIsNamed()
{
    support::Console console(views::Theme::Kind::Light, fillDisputed);
    QVERIFY(enter(console, "carol"));
    QTRY_VERIFY(side(console).contains(QStringLiteral("Blocked: Bob Byrne has requested changes")));
    QVERIFY(side(console).contains(QStringLiteral("May approve: Carol Chen")));
    QVERIFY(side(console).contains(QStringLiteral("Bob Byrne requested changes")));
}

void RequestRules::gov08_whoOwnsThePathIsAskedFor()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        auto owners = requirement({"carol"}, {});
        owners.rule = "prod: payments, owners of shop/**: one approval";
        owners.need = 1;
        kept(cms).requirements = {owners};
    });
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY2(
        side(console).contains(QStringLiteral("owners of shop/**")), qPrintable(side(console)));
    QVERIFY(side(console).contains(QStringLiteral("May approve: Carol Chen")));
}

// Somebody edits the request while Bob looks at it: his vote is for what he saw, and counts for
// nothing else.
void RequestRules::gov11_aVoteForWhatIsThereNoMoreIsRefused()
{
    support::Console console;
    QVERIFY(enter(console, "bob"));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    kept(console.cms()).contentDigest = "sha256:" + std::string(64, 'b');
    kept(console.cms()).items.front().text = "{\"checkout\": {\"limit\": 9}}";
    QVERIFY(console.answerPrompt({}));
    QTRY_VERIFY2(!console.banners().isEmpty(), "it is said");
    QVERIFY(kept(console.cms()).reviews.empty());
}

void RequestRules::gov12_aVoteThatCountsNoMoreSaysWhy()
{
    support::Console console(views::Theme::Kind::Light, fillOutdated);
    QVERIFY(enter(console, "alice"));
    QTRY_VERIFY(side(console).contains(QStringLiteral("does not count: a new round has begun")));
}

void RequestRules::gov15_aRejectionSaysWhy()
{
    support::Console console;
    QVERIFY(enter(console, "bob"));
    QVERIFY(console.trigger(QStringLiteral("reject")));
    // Without a word it does not go.
    QTRY_VERIFY(console.find<QPushButton>(QStringLiteral("promptActionButton")));
    QVERIFY(!console.find<QPushButton>(QStringLiteral("promptActionButton"))->isEnabled());
    console.picture(QStringLiteral("request-reject"));
    QVERIFY(console.answerPrompt(QStringLiteral("Not before Monday")));
    QTRY_VERIFY(kept(console.cms()).state == core::RequestState::Rejected);
    QCOMPARE(console.cms().callCount("reject"), 1);
    QTRY_VERIFY(!whyNot(console, "approve").isEmpty());
    QVERIFY(!whyNot(console, "reject").isEmpty());
}

void RequestRules::gov16_itSaysWhenItExpires()
{
    support::Console console(views::Theme::Kind::Light, fillExpiring);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestLife"))
            .startsWith(QStringLiteral("Expires unless approved: ")));
}

void RequestRules::gov17_whatHasNoAuthorAnyMoreIsClaimed()
{
    support::Console console(views::Theme::Kind::Light, fillOrphaned);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestLife"))
            .startsWith(QStringLiteral("Its author is gone.")));
    QVERIFY(!whyNot(console, "claim").isEmpty()); // who approves does not edit
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("erin"))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(request));
    QTRY_VERIFY(whyNot(console, "claim").isEmpty());
    QVERIFY(console.trigger(QStringLiteral("claim")));
    QVERIFY(console.answerPrompt({}));
    QTRY_VERIFY(kept(console.cms()).claimedBy.has_value());
    QVERIFY(!whyNot(console, "approve").isEmpty());
}

void RequestRules::gov20_whoChangesTheSameKeysIsNamed()
{
    support::Console console(views::Theme::Kind::Light, fillOverlapping);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestOverlaps"))
            .startsWith(QStringLiteral("CR-7 of Erin ")));
    const QString said = console.textOf(QStringLiteral("requestOverlaps"));
    QVERIFY(said.contains(QStringLiteral("shop/gateway/limits: /checkout/limit")));
    QVERIFY(!said.contains(QChar(0x202e)));
}

void RequestRules::gov22_whatWasWrongBeforeIsShownAndBlocksNothing()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addConfig("shop/floor", core::Format::Json,
            R"({"type":"object","properties":{"old":{"type":"integer","minimum":5},)"
            R"("new":{"type":"integer","minimum":5}}})");
        cms.publish("shop/floor", "prod", R"({"old": 1, "new": 6})", "alice", "Before the schema");
        cms.current = nullptr;
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("alice"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("shop/floor")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_COMPARE(editor->problems().size(), std::size_t(1)); // shown
    editor->replaceText(QStringLiteral("{\"old\": 1, \"new\": 7}"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QTRY_COMPARE(editor->problems().size(), std::size_t(1));
    QTRY_VERIFY2(whyNot(console, "submit").isEmpty(), qPrintable(whyNot(console, "submit")));
    editor->replaceText(QStringLiteral("{\"old\": 1, \"new\": 2}"));
    QTRY_COMPARE(editor->problems().size(), std::size_t(2));
    QTRY_VERIFY2(whyNot(console, "submit").contains(QStringLiteral("The text has errors")),
        qPrintable(whyNot(console, "submit")));
}

void RequestRules::gov24_aFailedApplySaysWhy()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        kept(cms).state = core::RequestState::Failed;
        kept(cms).failure = "version-conflict: shop/gateway/limits: CR-17 made v9 live first";
    });
    QVERIFY(enter(console, "alice"));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Apply failed"));
    QVERIFY2(side(console).contains(QStringLiteral("CR-17 made v9 live first")),
        qPrintable(side(console)));
}

void RequestRules::gov32_policiesAreEditedAndAskedForLikeAnyConfig()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillGoverned(cms, "sys/policy", R"({"rules":[]})");
        cms.addUser("pia", "Pia Park", {"author", "policy.edit"},
            {"view", "edit", "submit", "apply", "policyEdit"});
        cms.current = nullptr;
    });
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("pia"))
        && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openConfig(QStringLiteral("sys/policy")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    editor->replaceText(QStringLiteral("{\"rules\": [], \"expireDays\": 3}"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    QTRY_VERIFY2(whyNot(console, "submit").isEmpty(), qPrintable(whyNot(console, "submit")));
    QVERIFY(console.trigger(QStringLiteral("submit")));
    QVERIFY(console.write(QStringLiteral("submitTitleField"), QStringLiteral("Sooner")));
    QVERIFY(console.write(QStringLiteral("submitReasonField"), QStringLiteral("They pile up")));
    QVERIFY(console.click(QStringLiteral("submitChangeButton")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QVERIFY(!whyNot(console, "approve").isEmpty()); // never by who wrote it
    QCOMPARE(kept(console.cms()).items.front().path, std::string("sys/policy"));
}

void RequestRules::theRiskIsShownWithItsReasons()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        core::ChangeFacts facts;
        facts.risk = 45;
        facts.factors = {{"environment", 30}, {"numeric-change", 15}};
        kept(cms).items.front().facts = facts;
    });
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("requestRisk")).startsWith(QStringLiteral("45 of 100")));
    QVERIFY(console.textOf(QStringLiteral("requestRisk"))
            .contains(QStringLiteral("+15  the size of a change of a number")));
}

QTEST_MAIN(RequestRules)
#include "tst_requestrules.moc"
