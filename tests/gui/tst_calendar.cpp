// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/calendar/calendargrid.h"

#include <QAccessible>
#include <QApplication>
#include <QListWidget>

#include <ctime>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

std::string window(const char *id, const char *title, const char *severity, const char *when)
{
    return std::string(R"({"id": ")") + id + R"(", "title": ")" + title
        + R"(", "kind": "deny", "severity": ")" + severity
        + R"(", "zone": "Europe/Berlin", "reason": "Nobody is there to mend it", )" + when + '}';
}

const std::string yearEnd = window(
    "year-end", "Year end", "hard", R"("from": "2026-12-20T00:00", "to": "2027-01-04T08:00")");
const std::string weekend = window("weekend", "Weekend", "soft",
    R"("every": {"days": ["fri"], "from": "16:00", "toDay": "mon", "to": "08:00"})");

core::ChangeRequest &schedule(support::ScriptedCms &cms, const char *title, const char *at)
{
    core::ChangeRequest &request
        = cms.open("shop/gateway/limits", "prod", "{\"requestsPerSecond\": 7}", "alice", title);
    request.state = core::RequestState::Approved;
    request.schedule
        = core::Schedule{*core::fromRfc3339(at), "Europe/Berlin", 15, {}, "Carol Chen", {}};
    return request;
}

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.freeze("prod", yearEnd + ',' + weekend);
    schedule(cms, "Raise the limits for the sale", "2026-12-08T06:00:00Z");
    schedule(cms, "Lower them again", "2026-12-08T20:00:00Z");
    schedule(cms, "Calm limits over the holidays", "2026-12-22T09:30:00Z");
    schedule(cms, "Weekend limits", "2026-12-11T18:00:00Z").schedule->suspendedBecause
        = "late: it was not applied within 15 minutes";
    cms.current = nullptr;
}

views::CalendarGrid *grid(support::Console &console)
{
    return console.find<views::CalendarGrid>(QStringLiteral("calendarGrid"));
}

bool enter(support::Console &console, const char *date)
{
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    console.window().workArea()->goTo({QStringLiteral("calendar"), QLatin1String(date)});
    console.window().activateWindow();
    return QTest::qWaitForWindowActive(&console.window())
        && QTest::qWaitFor([&] { return grid(console) && console.isAtRest(); });
}

QString currentWords(support::Console &console)
{
    return grid(console)->currentIndex().data(Qt::AccessibleTextRole).toString();
}

QStringList requestsOf(support::Console &console)
{
    QStringList texts;
    if (const auto *list = console.find<QListWidget>(QStringLiteral("calendarRequests"))) {
        for (int row = 0; row < list->count(); ++row)
            texts << list->item(row)->text();
    }
    return texts;
}

} // namespace

// Somebody plans: what is frozen when, what is scheduled, what will collide.
class CalendarStory : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aMonthSaysWhatIsFrozenAndScheduled();
    void keysWalkTheDays();
    void enterOpensTheRequest();
    void aCollisionIsSaidWithTheSlotAfterIt();
    void theNextSlotIsGoneTo();
    void aWeekHasEveryEnvironment();
    void aDayOf23Hours();
    void whatIsAddedAppearsByItself();
    void nothingAtAllIsSaid();
    void offlineKeepsTheDays();
    void windowsThatCannotBeReadAreSaid();
    void screenReadersHearTheCells();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void CalendarStory::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    ::tzset();
}

void CalendarStory::aMonthSaysWhatIsFrozenAndScheduled()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-20"));
    QCOMPARE(console.textOf(QStringLiteral("calendarTitle")), QStringLiteral("December 2026"));
    QCOMPARE(currentWords(console),
        QStringLiteral("Sunday 20 December 2026, Production\n"
                       "00:00–24:00 frozen: “Year end” (hard), “Weekend” (soft)"));
    QCOMPARE(console.textOf(QStringLiteral("calendarDayTitle")),
        QStringLiteral("Sunday 20 December 2026, Production"));
    const QString frozen = console.textOf(QStringLiteral("calendarDayFrozen"));
    QVERIFY2(frozen.contains(QStringLiteral("“Year end” (hard), by the clock of Europe/Berlin\n"
                                            "Nobody is there to mend it")),
        qPrintable(frozen));
    grid(console)->select({2026, 12, 8}, core::EnvironmentId("prod"));
    QCOMPARE(requestsOf(console),
        (QStringList{
            QStringLiteral("07:00 CR-19 – Raise the limits for the sale\nwaits for its time"),
            QStringLiteral("21:00 CR-20 – Lower them again\nwaits for its time")}));
    QCOMPARE(
        console.textOf(QStringLiteral("calendarDayFrozen")), QStringLiteral("Nothing is frozen."));
}

void CalendarStory::keysWalkTheDays()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-08"));
    auto *days = grid(console);
    QCOMPARE(QApplication::focusWidget(), days);
    const auto press = [&](Qt::Key key) {
        QTest::keyClick(days, key);
        return days->currentDate();
    };
    QCOMPARE(press(Qt::Key_Right), QDate(2026, 12, 9));
    QCOMPARE(press(Qt::Key_Down), QDate(2026, 12, 16));
    QCOMPARE(press(Qt::Key_Left), QDate(2026, 12, 15));
    QCOMPARE(press(Qt::Key_Up), QDate(2026, 12, 8));
    QCOMPARE(press(Qt::Key_Up), QDate(2026, 12, 1));
    // Over the edge of the weeks that are shown.
    QCOMPARE(press(Qt::Key_Left), QDate(2026, 11, 30));
    QCOMPARE(press(Qt::Key_Left), QDate(2026, 11, 29));
    QCOMPARE(console.textOf(QStringLiteral("calendarTitle")), QStringLiteral("November 2026"));
    QCOMPARE(press(Qt::Key_PageDown), QDate(2026, 12, 29));
    QCOMPARE(press(Qt::Key_PageUp), QDate(2026, 11, 29));
    QVERIFY(console.trigger(QStringLiteral("calendarToday")));
    QCOMPARE(days->currentDate(), QDate(2026, 11, 21));
    QVERIFY(console.trigger(QStringLiteral("showWeek")));
    QCOMPARE(press(Qt::Key_PageDown), QDate(2026, 11, 28));
    QCOMPARE(press(Qt::Key_Right), QDate(2026, 11, 29));
    QCOMPARE(press(Qt::Key_Right), QDate(2026, 11, 30));
    QCOMPARE(console.textOf(QStringLiteral("calendarTitle")),
        QStringLiteral("30 November – 6 December 2026"));
}

void CalendarStory::enterOpensTheRequest()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-08"));
    // Of two the list is asked.
    QTest::keyClick(grid(console), Qt::Key_Return);
    auto *list = console.find<QListWidget>(QStringLiteral("calendarRequests"));
    QCOMPARE(QApplication::focusWidget(), list);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_VERIFY(
        console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Lower them")));
    // One alone is opened at once.
    QVERIFY(console.openView(QStringLiteral("calendar")));
    grid(console)->select({2026, 12, 22}, core::EnvironmentId("prod"));
    grid(console)->setFocus();
    QTest::keyClick(grid(console), Qt::Key_Return);
    QTRY_VERIFY(
        console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Calm limits")));
}

void CalendarStory::aCollisionIsSaidWithTheSlotAfterIt()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-22"));
    QCOMPARE(requestsOf(console),
        QStringList{QStringLiteral("10:30 CR-21 – Calm limits over the holidays\n"
                                   "Attention: collides with “Year end” (hard)\n"
                                   "Next slot that fits: 4 Jan 2027 08:00:00 CET")});
    grid(console)->select({2026, 12, 11}, core::EnvironmentId("prod"));
    QVERIFY(requestsOf(console).front().contains(
        QStringLiteral("Attention: suspended: late: it was not applied within 15 minutes")));
}

void CalendarStory::theNextSlotIsGoneTo()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().freeze("prod",
        window("now", "Audit", "hard", R"("from": "2026-11-01T00:00", "to": "2026-11-25T09:15")"));
    QVERIFY(enter(console, "2027-03-01"));
    QCOMPARE(console.textOf(QStringLiteral("calendarSlot")),
        QStringLiteral("Production: next slot 25 Nov 2026 09:15:00 CET"));
    QVERIFY(console.trigger(QStringLiteral("goToNextSlot")));
    QCOMPARE(grid(console)->currentDate(), QDate(2026, 11, 25));
}

void CalendarStory::aWeekHasEveryEnvironment()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-20"));
    QVERIFY(console.click(QStringLiteral("calendarWeekButton")));
    QTRY_VERIFY(console.isAtRest());
    QCOMPARE(grid(console)->model()->rowCount(), 3);
    QCOMPARE(grid(console)->currentDate(), QDate(2026, 12, 20));
    QVERIFY(currentWords(console).contains(QStringLiteral("Production\n")));
    QTest::keyClick(grid(console), Qt::Key_Up);
    QCOMPARE(currentWords(console),
        QStringLiteral("Sunday 20 December 2026, Staging\nNothing is frozen or scheduled"));
    console.picture(QStringLiteral("calendar-week-frozen"));
}

void CalendarStory::aDayOf23Hours()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2027-03-28"));
    QCOMPARE(console.textOf(QStringLiteral("calendarDayLength")),
        QStringLiteral("23 hours: the clock is put forward"));
    QVERIFY(console.trigger(QStringLiteral("showWeek")));
    QTRY_VERIFY(console.isAtRest());
    console.picture(QStringLiteral("calendar-23-hours"));
}

void CalendarStory::whatIsAddedAppearsByItself()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-09"));
    QVERIFY(currentWords(console).contains(QStringLiteral("Nothing is frozen")));
    console.cms().freeze("prod",
        window("move", "Data centre move", "soft",
            R"("from": "2026-12-09T10:00", "to": "2026-12-09T18:30")"));
    QTRY_VERIFY(currentWords(console).contains(
        QStringLiteral("10:00–18:30 frozen: “Data centre move” (soft)")));
    QCOMPARE(grid(console)->currentDate(), QDate(2026, 12, 9));
}

void CalendarStory::nothingAtAllIsSaid()
{
    support::Console console;
    QVERIFY(enter(console, "2026-12-09"));
    QCOMPARE(
        console.textOf(QStringLiteral("calendarDayFrozen")), QStringLiteral("Nothing is frozen."));
    QVERIFY(console.textOf(QStringLiteral("calendarDayScheduled"))
            .startsWith(QStringLiteral("Nothing is scheduled.")));
    QCOMPARE(
        console.textOf(QStringLiteral("calendarSlot")), QStringLiteral("Production is open now"));
    QVERIFY(!console.action(QStringLiteral("openScheduled"))->isEnabled());
    QVERIFY(!console.action(QStringLiteral("openScheduled"))->statusTip().isEmpty());
    console.picture(QStringLiteral("calendar-empty"));
}

void CalendarStory::offlineKeepsTheDays()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().freeze("prod", yearEnd); // nothing now
    QVERIFY(enter(console, "2026-12-20"));
    console.cms().failAlways("changeCalendar", support::anError(core::ErrorKind::Offline));
    QVERIFY(console.trigger(QStringLiteral("reloadCalendar")));
    QTRY_VERIFY(console.banners().join(u'\n').contains(QStringLiteral("cannot be reached")));
    QVERIFY(currentWords(console).contains(QStringLiteral("Year end")));
    // What was never read is not known, and not open.
    QVERIFY(console.trigger(QStringLiteral("calendarLater")));
    QTRY_VERIFY(currentWords(console).contains(QStringLiteral("Not known yet")));
    QCOMPARE(console.textOf(QStringLiteral("calendarDayFrozen")), QStringLiteral("Not known yet."));
    QVERIFY(console.textOf(QStringLiteral("calendarSlot")).isEmpty());
    console.picture(QStringLiteral("calendar-offline"));
    console.cms().heal();
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_VERIFY(!currentWords(console).contains(QStringLiteral("Not known yet")));
    QTRY_VERIFY(console.banners().isEmpty());
}

void CalendarStory::windowsThatCannotBeReadAreSaid()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().freeze("prod", R"({"id": "half"})");
    QVERIFY(enter(console, "2026-12-20"));
    QVERIFY(console.banners().join(u'\n').contains(QStringLiteral("cannot be read")));
    QVERIFY(console.textOf(QStringLiteral("calendarDayFrozen"))
            .startsWith(QStringLiteral("Nothing is applied: “sys/freezes” cannot be read.")));
    console.picture(QStringLiteral("calendar-unreadable"));
}

void CalendarStory::screenReadersHearTheCells()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "2026-12-22"));
    QAccessibleInterface *table = QAccessible::queryAccessibleInterface(grid(console));
    QVERIFY(table && table->tableInterface());
    const QModelIndex index = grid(console)->currentIndex();
    QAccessibleInterface *cell = table->tableInterface()->cellAt(index.row(), index.column());
    QVERIFY(cell);
    const QString name = cell->text(QAccessible::Name);
    QVERIFY2(
        name.startsWith(QStringLiteral("Tuesday 22 December 2026, Production")), qPrintable(name));
    QVERIFY(name.contains(QStringLiteral("collides with “Year end” (hard)")));
}

void CalendarStory::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void CalendarStory::whatIsSeenIsInBothThemes()
{
    QFETCH(views::Theme::Kind, theme);
    support::Console console(theme, fill);
    QVERIFY(enter(console, "2026-12-22"));
    console.picture(QStringLiteral("calendar-month"));
    QVERIFY(console.trigger(QStringLiteral("showWeek")));
    QTRY_VERIFY(console.isAtRest());
    console.picture(QStringLiteral("calendar-week"));
    const QImage image = grid(console)->grab().toImage();
    const QColor hard = console.composition().look().theme().colour(views::Token::Bad);
    int filled = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            filled += image.pixelColor(x, y) == hard;
    }
    QVERIFY(filled > 1000); // the bars of a frozen week
}

QTEST_MAIN(CalendarStory)
#include "tst_calendar.moc"
