// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QPushButton>
#include <QSpinBox>

#include <ctime>

using namespace chancery;
using namespace std::chrono_literals;
using core::ErrorKind;

namespace {

const QString request = QStringLiteral("CR-18");

// From now on, by the clock of the scripted server, in UTC.
std::string window(const support::ScriptedCms &cms, const char *title, const char *severity,
    std::chrono::hours from, std::chrono::hours to)
{
    const auto hour = std::chrono::floor<std::chrono::hours>(cms.now);
    const auto text = [](core::Instant instant) { return core::toRfc3339(instant).substr(0, 16); };
    return std::string(R"({"id": ")") + title + R"(", "title": ")" + title
        + R"(", "kind": "deny", "severity": ")" + severity + R"(", "zone": "UTC", "from": ")"
        + text(hour + from) + R"(", "to": ")" + text(hour + to) + R"("})";
}

void freeze(support::ScriptedCms &cms, const char *severity)
{
    cms.freeze("prod", window(cms, "Sale", severity, -1h, 6h));
}

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    const std::vector<std::string> rights{"view", "apply", "schedule", "edit"};
    cms.addUser("olga", "Olga Orr", {"operator"}, rights);
    auto more = rights;
    more.push_back("freezeOverride");
    cms.addUser("otto", "Otto Oak", {"operator"}, more);
}

// The request is approved already.
void fillApproved(support::ScriptedCms &cms)
{
    fill(cms);
    cms.requests.back().state = core::RequestState::Approved;
}

bool enter(support::Console &console, const char *name)
{
    return console.connectToServer() && console.signIn(QLatin1String(name))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(request)
        && QTest::qWaitFor([&] { return console.isAtRest(); });
}

QString stateOf(support::Console &console)
{
    return console.textOf(QStringLiteral("requestState"));
}

QString scheduleOf(support::Console &console)
{
    return console.textOf(QStringLiteral("requestSchedule"));
}

bool says(support::Console &console, const char *words)
{
    return QTest::qWaitFor([&] {
        return console.banners().join(u'\n').contains(QString::fromUtf8(words))
            || scheduleOf(console).contains(QString::fromUtf8(words));
    });
}

QString whyNot(support::Console &console, const char *action)
{
    return console.action(QLatin1String(action))->isEnabled()
        ? QString()
        : console.action(QLatin1String(action))->statusTip();
}

QDateTimeEdit *timeField(support::Console &console)
{
    return console.find<QDateTimeEdit>(QStringLiteral("scheduleTime"));
}

bool openForm(support::Console &console)
{
    return console.trigger(QStringLiteral("scheduleRequest"))
        && QTest::qWaitFor([&] { return timeField(console) != nullptr; });
}

QString verdictOf(support::Console &console)
{
    return console.textOf(QStringLiteral("scheduleVerdict"));
}

bool maySubmit(support::Console &console)
{
    const auto *button = console.find<QPushButton>(QStringLiteral("scheduleSubmitButton"));
    return button && button->isEnabled();
}

core::ChangeRequest &kept(support::Console &console)
{
    return console.cms().requests.back();
}

} // namespace

// A change meets a freeze: it is stopped, scheduled, stopped at its time, or let through.
class FreezeStory : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aFrozenRequestIsScheduledAndApplied();
    void aSoftFreezeIsOverridden();
    void anOverrideIsNotOfferedWhereItCannotBe();
    void aScheduleIsRefusedForAFreezeThatCameMeanwhile();
    void aFreezeAtItsTimeSuspends();
    void aCollisionIsSaidBeforeItsTime();
    void twoPeopleAtOnce();
    void theConnectionIsCut();
    void aScheduleIsTakenBack();
    void whatIsNotApprovedIsNotScheduled();
    void timesThatAreNoneAreRefused();
    void aSecondScheduleBeginsWithTheFirst();
    void theBannerFollowsTheEnvironment();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void FreezeStory::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    ::tzset();
}

void FreezeStory::aFrozenRequestIsScheduledAndApplied()
{
    support::Console console(views::Theme::Kind::Light, fill);
    freeze(console.cms(), "hard");
    QVERIFY(enter(console, "bob"));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QTRY_COMPARE(stateOf(console), QStringLiteral("Approved"));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("olga")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openRequest(request));
    QVERIFY(says(console, "Production is frozen by “Sale” (hard)"));
    QVERIFY(says(console, "The next slot that fits begins when that ends: "));
    QVERIFY(console.trigger(QStringLiteral("apply")));
    QVERIFY(says(console, "A freeze stands against it: prod is frozen by \"Sale\" (hard)"));
    QVERIFY(says(console, "the next slot is"));
    QCOMPARE(stateOf(console), QStringLiteral("Approved"));
    console.picture(QStringLiteral("freeze-refused"));
    QVERIFY(openForm(console));
    QVERIFY(console.click(QStringLiteral("scheduleSlotButton")));
    QVERIFY(verdictOf(console).startsWith(QStringLiteral("Nothing is frozen then.")));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(scheduleOf(console).startsWith(QStringLiteral("Scheduled for ")));
    QVERIFY(!timeField(console));
    QVERIFY(console.banners().join(u'\n').count(QStringLiteral("stands against")) == 0);
    const auto slot = std::chrono::floor<std::chrono::hours>(kept(console).schedule->at);
    QVERIFY(kept(console).schedule->at == slot); // the end of the freeze, which is a whole hour
    QCOMPARE(kept(console).schedule->zone, std::string("Europe/Berlin"));
    console.cms().turnClock(8h);
    QTRY_COMPARE(stateOf(console), QStringLiteral("Applied"));
    QVERIFY(scheduleOf(console).isEmpty());
}

void FreezeStory::aSoftFreezeIsOverridden()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    freeze(console.cms(), "soft");
    QVERIFY(enter(console, "otto"));
    QVERIFY(says(console, "Frozen now."));
    QVERIFY(console.trigger(QStringLiteral("overrideFreeze")));
    // Not without each of the three.
    QVERIFY(QTest::qWaitFor([&] {
        return console.write(QStringLiteral("promptReasonField"), QStringLiteral("It is down"));
    }));
    const auto *button = console.find<QPushButton>(QStringLiteral("promptActionButton"));
    QVERIFY(console.write(QStringLiteral("promptConfirmationField"), QStringLiteral("Production")));
    QVERIFY(!button->isEnabled());
    QVERIFY(console.write(QStringLiteral("promptTicketField"), QStringLiteral("INC-7")));
    QVERIFY(
        console.write(QStringLiteral("promptConfirmationField"), QStringLiteral("Development")));
    QVERIFY(!button->isEnabled());
    QVERIFY(console.answerPrompt({}, QStringLiteral("Production")));
    QVERIFY(says(console, "Soft freezes are overridden by Otto Oak (INC-7): It is down"));
    QVERIFY(!scheduleOf(console).contains(QStringLiteral("Frozen now.")));
    QCOMPARE(whyNot(console, "overrideFreeze"),
        QStringLiteral("Soft freezes are overridden for it already."));
    QVERIFY(console.trigger(QStringLiteral("apply")));
    QTRY_COMPARE(stateOf(console), QStringLiteral("Applied"));
    QCOMPARE(kept(console).freezeOverride->ticket, std::string("INC-7"));
}

void FreezeStory::anOverrideIsNotOfferedWhereItCannotBe()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "otto"));
    QTRY_COMPARE(whyNot(console, "overrideFreeze"), QStringLiteral("No freeze stands against it."));
    freeze(console.cms(), "hard");
    QTRY_COMPARE(whyNot(console, "overrideFreeze"),
        QStringLiteral("No override lifts a hard freeze: “Sale” (hard)."));
    console.cms().freeze("prod", R"({"id": "half"})");
    QTRY_VERIFY(whyNot(console, "overrideFreeze").contains(QStringLiteral("cannot be read")));
    QVERIFY(says(console, "Nothing is applied in Production"));
    freeze(console.cms(), "soft");
    QTRY_VERIFY(whyNot(console, "overrideFreeze").isEmpty());
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("olga")));
    QVERIFY(console.openRequest(request));
    QTRY_VERIFY2(whyNot(console, "overrideFreeze")
                     .startsWith(QStringLiteral(
                         "Your roles do not include the permission “freeze.override”.")),
        qPrintable(whyNot(console, "overrideFreeze")));
}

void FreezeStory::aScheduleIsRefusedForAFreezeThatCameMeanwhile()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(openForm(console));
    QVERIFY(maySubmit(console));
    const QDateTime wanted = timeField(console)->dateTime();
    // The console has not heard of it.
    console.cms().hang("changeCalendar");
    freeze(console.cms(), "hard");
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QVERIFY(says(console, "A freeze stands against it: prod is frozen by \"Sale\" (hard)"));
    QVERIFY(!kept(console).schedule);
    // What was chosen is still there, and now the form knows.
    QCOMPARE(timeField(console)->dateTime(), wanted);
    console.cms().release();
    QTRY_VERIFY(verdictOf(console).contains(QStringLiteral("frozen by “Sale” (hard)")));
    QVERIFY(!maySubmit(console));
    console.picture(QStringLiteral("freeze-meanwhile"));
    QVERIFY(console.click(QStringLiteral("scheduleSlotButton")));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule);
}

void FreezeStory::aFreezeAtItsTimeSuspends()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(openForm(console));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule);
    freeze(console.cms(), "hard");
    console.cms().turnClock(2h);
    QTRY_VERIFY(scheduleOf(console).startsWith(QStringLiteral("Suspended: it was not applied")));
    QVERIFY(scheduleOf(console).contains(QStringLiteral("Sale")));
    QCOMPARE(stateOf(console), QStringLiteral("Approved"));
    console.picture(QStringLiteral("freeze-suspended"));
    // And is scheduled anew.
    QVERIFY(openForm(console));
    QTRY_VERIFY(console.isAtRest());
    QVERIFY(console.click(QStringLiteral("scheduleSlotButton")));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule->suspendedBecause.empty());
    QTRY_VERIFY(scheduleOf(console).startsWith(QStringLiteral("Scheduled for ")));
}

void FreezeStory::aCollisionIsSaidBeforeItsTime()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "otto"));
    QVERIFY(openForm(console));
    timeField(console)->setDateTime(timeField(console)->dateTime().addDays(2));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule);
    console.cms().freeze("prod", window(console.cms(), "Move", "soft", 24h, 96h));
    QVERIFY(says(console, "It will be stopped at its time. Production is frozen by “Move” (soft)"));
    QVERIFY(!scheduleOf(console).contains(QStringLiteral("Frozen now.")));
    // That one is lifted before it begins.
    QTRY_VERIFY(whyNot(console, "overrideFreeze").isEmpty());
    QVERIFY(console.trigger(QStringLiteral("overrideFreeze")));
    QVERIFY(QTest::qWaitFor([&] {
        return console.write(QStringLiteral("promptTicketField"), QStringLiteral("INC-8"));
    }));
    QVERIFY(console.answerPrompt(QStringLiteral("Agreed"), QStringLiteral("Production")));
    QVERIFY(says(console, "Soft freezes are overridden by Otto Oak"));
    QVERIFY(!scheduleOf(console).contains(QStringLiteral("It will be stopped")));
}

void FreezeStory::twoPeopleAtOnce()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(openForm(console));
    // Somebody was faster, and no word of it has come.
    kept(console).etag = core::ETag("another");
    kept(console).schedule = core::Schedule{console.cms().now + 5h, "UTC", 15, {}, "Otto Oak", {}};
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QVERIFY(says(console, "Somebody else changed this since you read it."));
    QCOMPARE(kept(console).schedule->byName, std::string("Otto Oak"));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QVERIFY(says(console, "by Otto Oak, at most 15 minutes late."));
}

void FreezeStory::theConnectionIsCut()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(openForm(console));
    const QDateTime wanted = timeField(console)->dateTime();
    console.cms().failNext("schedule", support::anError(ErrorKind::Offline));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QVERIFY(says(console, "The server cannot be reached."));
    QVERIFY(!kept(console).schedule);
    QCOMPARE(timeField(console)->dateTime(), wanted);
    // An answer that never came leaves the outcome open, and that is said.
    console.cms().failNext("schedule", support::anError(ErrorKind::Offline, "state-unknown"));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QVERIFY(says(console, "its outcome is not known"));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule);
    // The freezes cannot be read either; what is scheduled is still said.
    console.cms().failAlways("changeCalendar", support::anError(ErrorKind::Offline));
    freeze(console.cms(), "hard");
    QVERIFY(says(console, "What freezes it could not be read."));
    QVERIFY(scheduleOf(console).startsWith(QStringLiteral("Scheduled for ")));
}

void FreezeStory::aScheduleIsTakenBack()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QCOMPARE(whyNot(console, "unscheduleRequest"), QStringLiteral("It is not scheduled."));
    QVERIFY(openForm(console));
    QVERIFY(console.click(QStringLiteral("scheduleSubmitButton")));
    QTRY_VERIFY(kept(console).schedule);
    QVERIFY(console.trigger(QStringLiteral("unscheduleRequest")));
    QVERIFY(console.answerPrompt({}));
    QTRY_VERIFY(!kept(console).schedule);
    QTRY_COMPARE(scheduleOf(console), QStringLiteral("Not scheduled. Nothing freezes it now."));
    QCOMPARE(stateOf(console), QStringLiteral("Approved"));
}

void FreezeStory::whatIsNotApprovedIsNotScheduled()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "olga"));
    QCOMPARE(whyNot(console, "scheduleRequest"), QStringLiteral("Approvals are missing."));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("victor")));
    QVERIFY(console.openRequest(request));
    QTRY_VERIFY(whyNot(console, "scheduleRequest").contains(QStringLiteral("“schedule”")));
}

void FreezeStory::timesThatAreNoneAreRefused()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(openForm(console));
    const auto write = [&](int month, int day, int hour) {
        timeField(console)->setDateTime({QDate(2027, month, day), QTime(hour, 30), Qt::UTC});
    };
    write(3, 28, 2);
    QCOMPARE(
        verdictOf(console), QStringLiteral("The clock of Europe/Berlin leaves that time out."));
    QVERIFY(!maySubmit(console));
    write(10, 31, 2);
    QVERIFY(verdictOf(console).startsWith(
        QStringLiteral("The clock of Europe/Berlin shows that time twice.")));
    QVERIFY(!maySubmit(console));
    write(1, 5, 9);
    QVERIFY(maySubmit(console));
    // The other clock shows the same instant.
    auto *zone = console.find<QComboBox>(QStringLiteral("scheduleZone"));
    QTest::keyClick(zone, Qt::Key_Down);
    QCOMPARE(zone->currentText(), QStringLiteral("UTC"));
    QCOMPARE(timeField(console)->time(), QTime(8, 30));
    timeField(console)->setDateTime({QDate(2026, 1, 1), QTime(0, 0), Qt::UTC});
    QCOMPARE(verdictOf(console), QStringLiteral("That time has passed."));
    QVERIFY(console.click(QStringLiteral("scheduleCancelButton")));
    QVERIFY(!timeField(console));
    QVERIFY(!kept(console).schedule);
}

void FreezeStory::aSecondScheduleBeginsWithTheFirst()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    kept(console).schedule = core::Schedule{
        *core::fromRfc3339("2026-12-19T12:30:00Z"), "America/New_York", 40, {}, "Otto Oak", {}};
    QVERIFY(enter(console, "olga"));
    QVERIFY(says(console, "Scheduled for 19 Dec 2026 12:30:00 UTC by Otto Oak"));
    QVERIFY(openForm(console));
    QCOMPARE(timeField(console)->dateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
        QStringLiteral("2026-12-19 07:30"));
    QCOMPARE(console.find<QComboBox>(QStringLiteral("scheduleZone"))->currentText(),
        QStringLiteral("America/New_York"));
    QCOMPARE(console.find<QSpinBox>(QStringLiteral("scheduleGrace"))->value(), 40);
}

void FreezeStory::theBannerFollowsTheEnvironment()
{
    support::Console console(views::Theme::Kind::Light, fillApproved);
    QVERIFY(enter(console, "olga"));
    QVERIFY(console.banners().isEmpty());
    freeze(console.cms(), "soft");
    const auto banner = [&] { return console.banners().join(u'\n'); };
    QTRY_VERIFY(banner().startsWith(QStringLiteral("Production is frozen by “Sale” (soft) until")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("dev")));
    QTRY_VERIFY(console.banners().isEmpty());
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QTRY_VERIFY(!console.banners().isEmpty());
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE(console.window().workArea()->currentId(), QStringLiteral("calendar"));
    console.cms().freeze("prod", {});
    QTRY_VERIFY(console.banners().isEmpty());
}

void FreezeStory::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void FreezeStory::whatIsSeenIsInBothThemes()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fillApproved);
    kept(console).schedule
        = core::Schedule{console.cms().now + 30h, "Europe/Berlin", 15, {}, "Olga Orr", {}};
    console.cms().freeze("prod",
        window(console.cms(), "Sale", "soft", -1h, 6h) + ','
            + window(console.cms(), "Move", "hard", 24h, 96h));
    QVERIFY(enter(console, "otto"));
    QVERIFY(says(console, "It will be stopped at its time."));
    QVERIFY(console.find<QAbstractButton>(QStringLiteral("unscheduleRequestButton")));
    QVERIFY(console.find<QAbstractButton>(QStringLiteral("overrideFreezeButton")));
    console.picture(QStringLiteral("freeze-request"));
    QVERIFY(openForm(console));
    QVERIFY(!maySubmit(console));
    console.picture(QStringLiteral("freeze-form"));
}

QTEST_MAIN(FreezeStory)
#include "tst_freeze.moc"
