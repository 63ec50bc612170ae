// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QListWidget>

using namespace chancery;

namespace {

const QString request = QStringLiteral("CR-18");

core::ChangeRequest &kept(support::ScriptedCms &cms)
{
    return cms.requests.back();
}

core::Check checkOf(core::CheckKind kind, const std::string &id)
{
    core::Check check;
    check.id = id;
    check.kind = kind;
    check.environment = core::EnvironmentId("prod");
    check.byAuthor = kind != core::CheckKind::Sample;
    check.byApprovers = kind != core::CheckKind::LiveOnly;
    check.isOwed = check.byAuthor;
    return check;
}

// It was meant for one region, and four read it.
void fillWide(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    auto check = checkOf(core::CheckKind::Reach, "reach:prod");
    check.unit = "regions";
    check.limit = 1;
    check.expects = {"4"};
    check.names = {"ap-south", "eu-central", "eu-west", "us-east"};
    kept(cms).checks = {check};
}

// Somebody has written keys into the file of the service by hand.
void fillDrifted(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    auto check = checkOf(core::CheckKind::LiveOnly, "live-only:shop/gateway/limits@prod");
    check.path = "shop/gateway/limits";
    check.expects = {"/fec", "/lanes/0", "/margin\u202e"};
    check.names = {"gateway-1"};
    kept(cms).checks = {check};
}

// Three configs at once, two of which are drawn.
void fillBulk(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    auto &all = kept(cms);
    const auto first = all.items.front();
    for (const char *path : {"shop/flags", "shop/gateway/routes"}) {
        const auto config = std::ranges::find(cms.configs, path, &core::Config::path);
        auto item = first;
        item.config = config->id;
        item.path = path;
        all.items.push_back(item);
    }
    auto check = checkOf(core::CheckKind::Sample, "sample:prod");
    check.limit = 2;
    check.expects = {"shop/flags", "shop/gateway/routes"};
    all.checks = {check};
}

bool open(support::Console &console, const char *name)
{
    return console.signIn(QLatin1String(name)) && console.chooseEnvironment(QStringLiteral("prod"))
        && console.openRequest(request) && QTest::qWaitFor([&] { return console.isAtRest(); });
}

bool enter(support::Console &console, const char *name)
{
    return console.connectToServer() && open(console, name);
}

QString checks(support::Console &console)
{
    return console.textOf(QStringLiteral("requestChecks"));
}

QString whyNot(support::Console &console, const char *action)
{
    const QAction *found = console.action(QLatin1String(action));
    return found->isEnabled() ? QString() : found->statusTip();
}

} // namespace

// The console's half of what has happened to others: whoever writes and whoever approves sees what
// stands against a request, and what to do about it.
class RequestChecks : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsShownWhereNothingIsAsked();
    void incident_S11_aWideReachIsTypedByAuthorAndApprover();
    void incident_S11_anOutdatedNumberIsRefusedInWords();
    void incident_S18_whatWouldBeRemovedIsNamed();
    void incident_S19_theSampleIsLookedAtOneByOne();
    void gov30_aSecondScheduleIsQueuedByChoice();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void RequestChecks::nothingIsShownWhereNothingIsAsked()
{
    support::Console console;
    QVERIFY(enter(console, "bob"));
    QVERIFY(!console.find<QLabel>(QStringLiteral("requestChecks")));
    QVERIFY(!whyNot(console, "acknowledgeCheck").isEmpty());
    QVERIFY(whyNot(console, "approve").isEmpty());
}

void RequestChecks::incident_S11_aWideReachIsTypedByAuthorAndApprover()
{
    support::Console console(views::Theme::Kind::Light, fillWide);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(checks(console).contains(QStringLiteral("Reaches 4 region")));
    QVERIFY(checks(console).contains(QStringLiteral("ap-south, eu-central, eu-west, us-east")));
    QVERIFY(whyNot(console, "approve").startsWith(QStringLiteral("Its author has to")));
    QVERIFY(console.signOut());
    QVERIFY(open(console, "alice"));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    // A tick is not enough: the number is typed.
    QVERIFY(console.answerPrompt({}, QStringLiteral("4")));
    QTRY_VERIFY(checks(console).contains(QStringLiteral("Acknowledged: Alice")));
    QVERIFY(!whyNot(console, "acknowledgeCheck").isEmpty());
    QVERIFY(console.signOut());
    QVERIFY(open(console, "bob"));
    QVERIFY(whyNot(console, "approve").startsWith(QStringLiteral("Acknowledge first")));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("4")));
    QTRY_VERIFY(whyNot(console, "approve").isEmpty());
    QCOMPARE(kept(console.cms()).acknowledgements->size(), std::size_t(2));
}

void RequestChecks::incident_S11_anOutdatedNumberIsRefusedInWords()
{
    support::Console console(views::Theme::Kind::Light, fillWide);
    QVERIFY(enter(console, "alice"));
    QTRY_VERIFY(whyNot(console, "acknowledgeCheck").isEmpty());
    kept(console.cms()).checks->front().expects = {"5"}; // since it was read
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("4")));
    QTRY_VERIFY(console.banners().join(u'\n').contains(
        QStringLiteral("has to be acknowledged as it is now")));
    QVERIFY(!kept(console.cms()).acknowledgements);
}

void RequestChecks::incident_S18_whatWouldBeRemovedIsNamed()
{
    support::Console console(views::Theme::Kind::Light, fillDrifted);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(checks(console).contains(QStringLiteral("Will be removed: 3 live-only key")));
    QVERIFY(checks(console).contains(QStringLiteral("/fec, /lanes/0, /margin")));
    QVERIFY(!checks(console).contains(QChar(0x202e)));
    // Who approves cannot say it in the place of who wants it gone.
    QVERIFY(!whyNot(console, "acknowledgeCheck").isEmpty());
    QVERIFY(!whyNot(console, "approve").isEmpty());
    QVERIFY(console.signOut());
    QVERIFY(open(console, "alice"));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("shop/gateway/limits")));
    QTRY_VERIFY(kept(console.cms()).acknowledgements.has_value());
    QCOMPARE(kept(console.cms()).acknowledgements->front().says.size(), std::size_t(3));
    QVERIFY(console.signOut());
    QVERIFY(open(console, "bob"));
    QTRY_VERIFY(whyNot(console, "approve").isEmpty());
}

void RequestChecks::incident_S19_theSampleIsLookedAtOneByOne()
{
    support::Console console(views::Theme::Kind::Light, fillBulk);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(checks(console).contains(QStringLiteral("○ shop/flags, ○ shop/gateway/routes")));
    const QAction *action = console.action(QStringLiteral("acknowledgeCheck"));
    auto *items = console.find<QListWidget>(QStringLiteral("requestItems"));
    for (const int row : {1, 2}) {
        QCOMPARE(action->text(), QStringLiteral("Look at Next"));
        QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
        QTRY_COMPARE(items->currentRow(), row);
    }
    QTRY_VERIFY(checks(console).contains(QStringLiteral("✓ shop/flags, ✓ shop/gateway/routes")));
    QVERIFY(!whyNot(console, "approve").isEmpty());
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}));
    QTRY_VERIFY(whyNot(console, "approve").isEmpty());
}

// What waits for its time already goes first.
void RequestChecks::gov30_aSecondScheduleIsQueuedByChoice()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        support::fillDemoWorld(cms);
        cms.addUser("olga", "Olga Orr", {"operator"}, {"view", "apply", "schedule"});
        auto &first = cms.requests.front();
        kept(cms).state = core::RequestState::Approved;
        first.items = kept(cms).items;
        first.schedule = core::Schedule{
            cms.now + std::chrono::hours(1), "UTC", 15, core::PrincipalId("x"), "Olaf", {}};
    });
    QVERIFY(enter(console, "olga"));
    QVERIFY(console.trigger(QStringLiteral("scheduleRequest")));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(console.banners().join(u'\n').contains(
        QStringLiteral("Only one goes to a target at a time: CR-1 ")));
    console.find<QCheckBox>(QStringLiteral("scheduleQueue"))->setChecked(true);
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestSchedule"))
            .contains(QStringLiteral("Queued behind CR-1")));
}

void RequestChecks::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void RequestChecks::whatIsSeenIsInBothThemes()
{
    QFETCH(const views::Theme::Kind, theme);
    support::Console console(theme, fillWide);
    auto drift = checkOf(core::CheckKind::LiveOnly, "live-only:shop/gateway/limits@prod");
    drift.path = "shop/gateway/limits";
    drift.expects = {"/fec", "/lanes/0", "/margin"};
    drift.names = {"gateway-1"};
    kept(console.cms()).checks->push_back(drift);
    QVERIFY(enter(console, "alice"));
    QTRY_VERIFY(checks(console).contains(QStringLiteral("live-only")));
    console.picture(QStringLiteral("request-checks"));
}

QTEST_MAIN(RequestChecks)
#include "tst_requestchecks.moc"
