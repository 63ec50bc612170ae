// SPDX-License-Identifier: Apache-2.0
#include "app/console/finders.h"
#include "models/emergencywords.h"
#include "tests/gui/emergencysteps.h"
#include "tests/support/testcase.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>

using namespace chancery;
using namespace std::chrono_literals;
using namespace support::emergency;

// Somebody on call, those who see it, and those who answer for it, before one console.
class EmergencyTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov45_theBrokenChangeIsUndoneByKeysAlone();
    void gov46_everybodySeesTheBanner();
    void gov40_aRefusalIsSaidAndNothingIsLost();
    void gov40_whatIsMissingIsSaid();
    void gov40_aSecondPersonConfirms();
    void gov41_itEndsWhileThePageIsOpen();
    void gov55_theCountdownFollowsTheServersClock();
    void theConnectionIsCut();
    void ofTwoAtOnceOneIsTold();
    void aDraftIsMadeLive();
    void gov47_nobodyReviewsTheirOwn();
    void gov47_theReview();
    void gov54_theRegister();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

// F9, five times Enter, and what has to be typed.
void EmergencyTest::gov45_theBrokenChangeIsUndoneByKeysAlone()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(activate());
    QVERIFY(hasFocus("actionConfirmation"));
    const auto *way = console.find<QComboBox>(QStringLiteral("actionWay"));
    QTRY_VERIFY(way->currentText().startsWith(QStringLiteral("the last known good")));
    QTRY_COMPARE(console.textOf(QStringLiteral("actionHint")),
        QStringLiteral("The environment's name confirms it."));
    type("Prod");
    press(Qt::Key_Return);
    QCOMPARE(liveText(console.cms()), std::string(broken)); // misspelt is not confirmed
    for (int letter = 0; letter < 4; ++letter)
        press(Qt::Key_Backspace);
    type("prod");
    console.picture(QStringLiteral("emergency-action"));
    press(Qt::Key_Return);
    QTRY_COMPARE(liveText(console.cms()), std::string(before));
    QTRY_VERIFY(console.find<QTreeWidget>(QStringLiteral("emergencyActions")));
    const auto *actions = console.find<QTreeWidget>(QStringLiteral("emergencyActions"));
    QTRY_COMPARE(actions->topLevelItemCount(), 1);
    QCOMPARE(actions->topLevelItem(0)->child(0)->text(2), QStringLiteral("Provisional"));
    QVERIFY(console.cms().versions.back().emergency.has_value());
}

void EmergencyTest::gov46_everybodySeesTheBanner()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "victor"));
    QVERIFY(console.banners().isEmpty());
    console.cms().emergencies = {openElsewhere(console.cms())};
    console.cms().sayStream(client::StreamState::Connected,
        {{1, "emergency.update", "/v1/emergency-sessions/EM-1", "", "EM-1"}});
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("EMERGENCY in Production: Erin Ek")));
    for (const char *words : {"left", "shop", reason, "INC-7"})
        QVERIFY2(bannerOf(console).contains(QLatin1String(words)), qPrintable(bannerOf(console)));
    // It goes on wherever somebody goes.
    QVERIFY(console.openView(QStringLiteral("fleet")));
    QVERIFY(bannerOf(console).contains(QStringLiteral("EMERGENCY")));
    QVERIFY(console.find<QWidget>(QStringLiteral("emergencyBanner"))
            ->accessibleDescription()
            .contains(QStringLiteral("minutes left"))); // for whoever does not see it
    const QString first = bannerOf(console);
    QTRY_VERIFY(bannerOf(console) != first); // the time that is left
    console.picture(QStringLiteral("emergency-banner"));
    QVERIFY(std::ranges::any_of(
        app::placeEntries(*console.composition().stores(), *console.window().workArea()),
        [](const auto &place) { return place.title.startsWith(QStringLiteral("EM-1")); }));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("emergencyTitle")).startsWith(QStringLiteral("EM-1")));
    QVERIFY(
        whyNot(console, "changeInEmergency").contains(QStringLiteral("who opened the session")));
    QVERIFY(whyNot(console, "endEmergency").contains(QStringLiteral("emergency.review")));
    QVERIFY(whyNot(console, "openEmergency").contains(QStringLiteral("emergency.activate")));
    // And it goes when it is over.
    console.cms().emergencies.front().state = core::EmergencyState::ReviewDue;
    console.cms().sayStream(client::StreamState::Connected,
        {{2, "emergency.update", "/v1/emergency-sessions/EM-1", "", "EM-1"}});
    QTRY_VERIFY(console.banners().isEmpty());
}

void EmergencyTest::gov40_aRefusalIsSaidAndNothingIsLost()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "erin"));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(console.write(QStringLiteral("activationNamespaces"), QStringLiteral("shop")));
    console.find<QLineEdit>(QStringLiteral("activationReason"))->setFocus();
    QVERIFY(activate("wrong"));
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("The password is not right.")));
    QVERIFY(console.cms().emergencies.empty());
    auto *password = console.find<QLineEdit>(QStringLiteral("activationPassword"));
    QVERIFY(password->text().isEmpty() && password->hasFocus());
    console.picture(QStringLiteral("emergency-refused"));
    type("erin-password");
    press(Qt::Key_Return);
    QTRY_COMPARE(console.cms().emergencies.size(), std::size_t(1));
    QCOMPARE(console.cms().emergencies.front().reason, std::string(reason));
    // The server's own words where it is about the state of things.
    QVERIFY(hasFocus("actionConfig"));
    QVERIFY(whyNot(console, "openEmergency").contains(QStringLiteral("EM-1")));
}

void EmergencyTest::gov40_whatIsMissingIsSaid()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "erin"));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    const auto hint = [&] { return console.textOf(QStringLiteral("activationHint")); };
    const auto *button = console.find<QPushButton>(QStringLiteral("activateEmergencyButton"));
    QVERIFY(console.textOf(QStringLiteral("activationAudience"))
            .contains(QStringLiteral("told at once")));
    QCOMPARE(hint(), QStringLiteral("Name the namespaces that may be changed."));
    QVERIFY(console.write(QStringLiteral("activationNamespaces"), QStringLiteral("shop, ai")));
    QVERIFY(console.write(QStringLiteral("activationReason"), QStringLiteral("Broken")));
    QCOMPARE(hint(), QStringLiteral("The reason needs 14 more characters."));
    QVERIFY(console.write(QStringLiteral("activationReason"), QLatin1String(reason)));
    QCOMPARE(hint(), QStringLiteral("Name the incident."));
    QVERIFY(console.write(QStringLiteral("activationIncident"), QStringLiteral("INC-7")));
    QCOMPARE(hint(), QStringLiteral("Type “prod” to confirm the environment."));
    QVERIFY(console.write(QStringLiteral("activationConfirmation"), QStringLiteral("prod")));
    QCOMPARE(hint(), QStringLiteral("Your password is asked for again."));
    QVERIFY(!button->isEnabled());
    QVERIFY(console.write(QStringLiteral("activationPassword"), QStringLiteral("erin-password")));
    QVERIFY(button->isEnabled() && hint().isEmpty());
    QVERIFY(console.click(QStringLiteral("activateEmergencyButton")));
    QTRY_COMPARE(console.cms().emergencies.size(), std::size_t(1));
    QCOMPARE(
        console.cms().emergencies.front().namespaces, (std::vector<std::string>{"shop", "ai"}));
}

void EmergencyTest::gov40_aSecondPersonConfirms()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().emergencySettings.twoPerson = true;
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    QVERIFY(activate());
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")),
        QStringLiteral("Waits for a second person"));
    QVERIFY(bannerOf(console).contains(QStringLiteral("a second person has to confirm")));
    QVERIFY(whyNot(console, "confirmEmergency").contains(QStringLiteral("Somebody else")));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("sven")));
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("Erin Ek asks for emergency access")));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QVERIFY(console.trigger(QStringLiteral("confirmEmergency")));
    QTRY_VERIFY(
        console.write(QStringLiteral("promptSecretField"), QStringLiteral("sven-password")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("prod")));
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Open"));
    QVERIFY(console.textOf(QStringLiteral("emergencyFacts"))
            .contains(QStringLiteral("Confirmed by Sven Sand")));
}

void EmergencyTest::gov41_itEndsWhileThePageIsOpen()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    console.cms().now += 30min - 2s; // the server's clock
    console.composition().stores()->emergencies.watch();
    QTRY_VERIFY(console.textOf(QStringLiteral("actionTime")).startsWith(QStringLiteral("00:0")));
    console.cms().now += 3s;
    QTRY_VERIFY_WITH_TIMEOUT(console.banners().isEmpty(), 15'000);
    QTRY_VERIFY(console.textOf(QStringLiteral("actionHint")).contains(QStringLiteral("is over")));
    type("prod");
    press(Qt::Key_Return);
    QCOMPARE(console.cms().callCount("applyInEmergency"), 0);
    QVERIFY(console.click(QStringLiteral("leaveActionButton")));
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Review due"));
    QVERIFY(whyNot(console, "extendEmergency").contains(QStringLiteral("over")));
}

// The clock of this computer stands still, twelve minutes ahead. The server's steps; it tells that
// a session has changed, as it does then.
void EmergencyTest::gov55_theCountdownFollowsTheServersClock()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "victor"));
    auto &cms = console.cms();
    cms.emergencies = {openElsewhere(cms)};
    int told = 0;
    const auto step = [&](std::chrono::minutes by) {
        cms.now += by;
        core::applyClockStep(cms.emergencies.front(), by);
        cms.sayStream(client::StreamState::Connected,
            {{std::uint64_t(++told), "emergency.update", "/v1/emergency-sessions/EM-1", "",
                "EM-1"}});
    };
    const auto left
        = [&](const char *minutes) { return bannerOf(console).startsWith(QLatin1String(minutes)); };
    step(0min);
    QTRY_VERIFY2(left("29:") || left("30:"), qPrintable(bannerOf(console)));
    step(20min); // what is over sooner by its clock is over sooner
    QTRY_VERIFY2(left("09:") || left("10:"), qPrintable(bannerOf(console)));
    step(-45min); // nobody gains time by a clock that is set back
    QTRY_VERIFY2(left("09:") || left("10:"), qPrintable(bannerOf(console)));
    QTRY_VERIFY2(left("09:"), qPrintable(bannerOf(console))); // and it goes on
    step(11min);
    QTRY_VERIFY_WITH_TIMEOUT(left("00:00") || bannerOf(console).isEmpty(), 10'000);
}

void EmergencyTest::theConnectionIsCut()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    console.cms().failAlways(
        "applyInEmergency", support::anError(core::ErrorKind::Offline, "unreachable"));
    console.cms().sayStream(client::StreamState::Disconnected);
    type("prod");
    press(Qt::Key_Return);
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("The server cannot be reached.")));
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("Offline since")));
    QVERIFY(bannerOf(console).contains(QStringLiteral("EMERGENCY")));
    QCOMPARE(liveText(console.cms()), std::string(broken));
    console.picture(QStringLiteral("emergency-offline"));
    console.cms().heal();
    console.cms().sayStream(client::StreamState::Connected);
    QTRY_VERIFY(!bannerOf(console).contains(QStringLiteral("Offline since")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(hasFocus("actionConfirmation"));
    type("prod");
    press(Qt::Key_Return);
    QTRY_COMPARE(liveText(console.cms()), std::string(before));
}

void EmergencyTest::ofTwoAtOnceOneIsTold()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    // Somebody else makes a change at the same moment.
    auto &cms = console.cms();
    cms.publish(path, "prod", "rate: 5\n", "alice", "Halve rate");
    cms.actAs("erin");
    type("prod");
    press(Qt::Key_Return);
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("Somebody else changed this")));
    QCOMPARE(liveText(cms), std::string("rate: 5\n"));
    // What it would do now is looked at anew, and the last known good is another one.
    const auto *way = console.find<QComboBox>(QStringLiteral("actionWay"));
    QTRY_COMPARE(way->count(), 2);
    QTRY_VERIFY(console.isAtRest());
    // And a reviewer ends the session.
    cms.emergencies.front().state = core::EmergencyState::ReviewDue;
    cms.emergencies.front().etag = core::ETag("other");
    type("prod");
    press(Qt::Key_Return);
    QTRY_VERIFY(console.textOf(QStringLiteral("actionHint")).contains(QStringLiteral("is over")));
    QCOMPARE(liveText(cms), std::string("rate: 5\n"));
}

void EmergencyTest::aDraftIsMadeLive()
{
    support::Console console(views::Theme::Kind::Light, fill);
    auto &cms = console.cms();
    core::Draft draft;
    draft.id = core::DraftId("drf_x");
    draft.config = cms.configAt(path)->id;
    draft.path = path;
    draft.environment = prod;
    draft.author = core::PrincipalId("usr_erin");
    draft.base = cms.headOf(draft.config, prod)->version;
    draft.text = "rate: 3\n";
    draft.updatedAt = cms.now;
    draft.etag = core::ETag("d");
    cms.drafts.push_back(draft);
    QVERIFY(begin(console));
    auto *way = console.find<QComboBox>(QStringLiteral("actionWay"));
    QTRY_COMPARE(way->count(), 2);
    way->setFocus();
    press(Qt::Key_Down);
    QVERIFY(way->currentText().startsWith(QStringLiteral("your draft")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.write(QStringLiteral("actionConfirmation"), QStringLiteral("prod")));
    press(Qt::Key_Return);
    QTRY_COMPARE(liveText(cms), std::string("rate: 3\n"));
}

void EmergencyTest::gov47_nobodyReviewsTheirOwn()
{
    support::Console console(views::Theme::Kind::Light, fill);
    auto session = openElsewhere(console.cms());
    session.actor = core::PrincipalId("usr_sven");
    session.state = core::EmergencyState::ReviewDue;
    session.endedAt = session.reviewDueAt = console.cms().now;
    console.cms().emergencies = {session};
    QVERIFY(arrive(console, "sven"));
    console.window().workArea()->goTo({QStringLiteral("emergency"), QStringLiteral("EM-1")});
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Review due"));
    QVERIFY(console.textOf(QStringLiteral("emergencyHint"))
            .contains(QStringLiteral("This session is yours")));
    QVERIFY(!console.action(QStringLiteral("reviewEmergency"))->isEnabled());
    QVERIFY(console.action(QStringLiteral("openEmergency"))->isEnabled());
}

void EmergencyTest::gov47_theReview()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console));
    QTRY_VERIFY(console.isAtRest());
    type("prod");
    press(Qt::Key_Return);
    QTRY_COMPARE(liveText(console.cms()), std::string(before));
    QVERIFY(console.trigger(QStringLiteral("endEmergency")));
    QVERIFY(console.answerPrompt(QStringLiteral("Cards are taken again")));
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Review due"));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("rita")));
    console.window().activateWindow(); // after the question that was a window of its own
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    console.window().workArea()->goTo({QStringLiteral("emergency"), QStringLiteral("EM-1")});
    QVERIFY(console.trigger(QStringLiteral("reviewEmergency")));
    QVERIFY(hasFocus("reviewFate1"));
    const auto hint = [&] { return console.textOf(QStringLiteral("reviewHint")); };
    QCOMPARE(hint(), QStringLiteral("Say what becomes of action 1."));
    press(Qt::Key_Down);
    press(Qt::Key_Down); // reverted
    QCOMPARE(hint(), QStringLiteral("Name the request that does it for action 1."));
    press(Qt::Key_Up); // kept
    QCOMPARE(hint(), QStringLiteral("Choose a verdict."));
    console.find<QComboBox>(QStringLiteral("reviewVerdict"))->setCurrentIndex(0);
    QVERIFY(
        console.write(QStringLiteral("reviewText"), QStringLiteral("It was needed and it helped")));
    QVERIFY(console.write(QStringLiteral("reviewPassword"), QStringLiteral("rita-password")));
    console.picture(QStringLiteral("emergency-review"));
    // What is signed says when, so it is not by a clock that is minutes off (AUD-11).
    models::ServerClock &clock = console.composition().stores()->serverClock;
    clock.note(std::chrono::minutes(7));
    QVERIFY(hint().contains(clock.sentence()));
    press(Qt::Key_Return);
    QCOMPARE(console.cms().callCount("reviewEmergency"), 0);
    clock.note({});
    QVERIFY(hint().isEmpty());
    press(Qt::Key_Return);
    QTRY_COMPARE(console.textOf(QStringLiteral("emergencyState")), QStringLiteral("Reviewed"));
    QVERIFY(console.textOf(QStringLiteral("emergencyFacts")).contains(QStringLiteral("Justified")));
}

void EmergencyTest::gov54_theRegister()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(arrive(console, "victor"));
    QVERIFY(console.openView(QStringLiteral("emergency")));
    QTRY_VERIFY(
        std::ranges::any_of(console.window().findChildren<QLabel *>(QStringLiteral("emptyTitle")),
            [](const QLabel *label) {
                return label->isVisible()
                    && label->text() == QStringLiteral("Nobody has had emergency access yet");
            }));
    auto overdue = openElsewhere(console.cms());
    overdue.state = core::EmergencyState::ReviewDue;
    overdue.reviewDueAt = console.cms().now - 1h;
    console.cms().emergencies = {overdue};
    QVERIFY(console.trigger(QStringLiteral("reloadEmergencies")));
    QTRY_COMPARE(console.rowsOf(table).size(), 1);
    const QString row = console.rowsOf(table).front();
    for (const char *words :
        {"EM-1", "Review due", "Erin Ek", reason, "prod", "shop", "INC-7", "overdue"})
        QVERIFY2(row.contains(QLatin1String(words)), qPrintable(row));
    QVERIFY(console.textOf(QStringLiteral("emergencyRegisterSummary"))
            .contains(QStringLiteral("reviews that are due: 1")));
    console.cms().failNext("listEmergencies", support::anError(core::ErrorKind::Offline));
    console.cms().failAlways("listEmergencies", support::anError(core::ErrorKind::Offline));
    QVERIFY(console.trigger(QStringLiteral("reloadEmergencies")));
    QTRY_VERIFY(bannerOf(console).contains(QStringLiteral("cannot be reached")));
    QCOMPARE(console.rowsOf(table).size(), 1); // what is known stays
}

void EmergencyTest::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void EmergencyTest::whatIsSeenIsInBothThemes()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fill);
    QVERIFY(arrive(console, "erin"));
    QVERIFY(console.openConfig(QLatin1String(path)));
    press(Qt::Key_F9);
    QVERIFY(hasFocus("activationReason"));
    console.picture(QStringLiteral("emergency-activation"));
    QVERIFY(activate());
    QVERIFY(hasFocus("actionConfirmation"));
    QTRY_VERIFY(console.isAtRest());
    type("prod");
    press(Qt::Key_Return);
    QTRY_VERIFY(console.find<QTreeWidget>(QStringLiteral("emergencyActions")));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(bannerOf(console).contains(QStringLiteral("EMERGENCY")));
    console.picture(QStringLiteral("emergency-session"));
}

QTEST_MAIN(EmergencyTest)
#include "tst_emergency.moc"
