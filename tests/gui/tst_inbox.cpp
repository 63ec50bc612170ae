// SPDX-License-Identifier: Apache-2.0
#include "models/notificationwords.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>
#include <QTableView>

using namespace chancery;
using core::NotificationKind;

namespace {

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    const auto &request = cms.open(
        "shop/gateway/limits", "prod", "{\"requestsPerSecond\": 7}", "alice", "Calm the gateway");
    cms.tell("bob", NotificationKind::RequestApplied, "CR-1", "Raise the limits for the sale");
    cms.tell("bob", NotificationKind::EmergencyOpened, "EM-1", "");
    cms.tell("bob", NotificationKind::ReviewAsked, request.id.text(), request.title);
    cms.tell("bob", NotificationKind::RequestRejected, "CR-1",
        "Gr\xc3\xb6\xc3\x9f"
        "er\r\nthan \xe2\x80\xae it is");
    cms.current = nullptr;
}

QString railText(support::Console &console)
{
    return console.find<QToolButton>(QStringLiteral("inboxRailButton"))->text();
}

QTableView *table(support::Console &console)
{
    return console.find<QTableView>(QStringLiteral("inboxTable"));
}

bool enter(support::Console &console, const char *name = "bob")
{
    return console.connectToServer() && console.signIn(QString::fromLatin1(name))
        && console.openView(QStringLiteral("inbox")) && QTest::qWaitFor([&] {
               return console.composition().stores()->inbox.isKnown() && console.isAtRest();
           });
}

std::vector<core::Notification> fresh(std::initializer_list<NotificationKind> kinds)
{
    std::vector<core::Notification> told;
    for (const NotificationKind kind : kinds) {
        core::Notification one;
        one.event.kind = kind;
        one.event.subject = "CR-7";
        one.event.title = "a secret plan";
        told.push_back(one);
    }
    return told;
}

} // namespace

// What somebody is told, in the console: the inbox, its number in the rail, and the desktop.
class TestInbox : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nothingWasTold();
    void theListThatCannotBeRead();
    void theList();
    void openingReadsIt();
    void marksOneAndAll();
    void whatComesIsShownAndToldOnce();
    void anotherConsoleOfTheSamePerson();
    void quietTimes_data();
    void quietTimes();
    void messagesForTheDesktop();
    void theDesktopIsToldNothing();
};

void TestInbox::nothingWasTold()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "carol"));
    QCOMPARE(railText(console), QStringLiteral("Inbox"));
    QCOMPARE(console.textOf(QStringLiteral("emptyTitle")),
        QStringLiteral("Nobody has told you anything yet"));
    QVERIFY(!console.action(QStringLiteral("markAllNotificationsRead"))->isEnabled());
    QVERIFY(!console.action(QStringLiteral("openNotification"))->isEnabled());
    console.picture(QStringLiteral("inbox-empty"));
}

void TestInbox::theListThatCannotBeRead()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    console.cms().failNext(
        "listNotifications", {core::ErrorKind::Server, "internal", {}, {}, {}, {}});
    console.composition().stores()->inbox.reload();
    QVERIFY(QTest::qWaitFor([&] { return !console.banners().isEmpty(); }));
    // What was there stays.
    QCOMPARE(console.rowsOf(QStringLiteral("inboxTable")).size(), 4);
    console.picture(QStringLiteral("inbox-failed"));
}

void TestInbox::theList()
{
    for (const auto theme : {views::Theme::Kind::Light, views::Theme::Kind::Dark}) {
        support::Console console(theme, fill);
        QVERIFY(enter(console));
        const QStringList rows = console.rowsOf(QStringLiteral("inboxTable"));
        QCOMPARE(rows.size(), 4);
        QVERIFY2(rows.front().contains(QStringLiteral("was rejected")), qPrintable(rows.front()));
        QVERIFY2(rows[1].contains(QStringLiteral("asks for your review")), qPrintable(rows[1]));
        QCOMPARE(railText(console), QStringLiteral("Inbox (4)"));
        QCOMPARE(console.textOf(QStringLiteral("inboxSummary")), QStringLiteral("4 unread."));
        table(console)->selectRow(1);
        console.picture(theme == views::Theme::Kind::Light ? QStringLiteral("inbox-light")
                                                           : QStringLiteral("inbox-dark"));
    }
}

void TestInbox::openingReadsIt()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    const QString id = table(console)->model()->index(1, 1).data().toString();
    table(console)->setFocus();
    table(console)->selectRow(1);
    QTest::keyClick(table(console), Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return console.isAtRest(); }));
    QCOMPARE(console.window().workArea()->currentId(), QStringLiteral("changes"));
    QCOMPARE(
        QString::fromStdString(console.composition().stores()->requests.selected()->id.text()), id);
    QCOMPARE(railText(console), QStringLiteral("Inbox (3)"));
}

void TestInbox::marksOneAndAll()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    table(console)->selectRow(0);
    QVERIFY(console.trigger(QStringLiteral("markNotificationRead")));
    QVERIFY(QTest::qWaitFor([&] { return railText(console) == QStringLiteral("Inbox (3)"); }));
    QVERIFY(!console.action(QStringLiteral("markNotificationRead"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("onlyUnread")));
    QVERIFY(
        QTest::qWaitFor([&] { return console.rowsOf(QStringLiteral("inboxTable")).size() == 3; }));
    QVERIFY(console.trigger(QStringLiteral("markAllNotificationsRead")));
    QVERIFY(QTest::qWaitFor([&] { return railText(console) == QStringLiteral("Inbox"); }));
    QCOMPARE(console.cms().callCount("markNotificationsRead"), 2);
}

void TestInbox::whatComesIsShownAndToldOnce()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    auto &inbox = console.composition().stores()->inbox;
    QSignalSpy arrived(&inbox, &models::InboxStore::arrived);
    inbox.reload(); // nothing is new in it
    QVERIFY(QTest::qWaitFor([&] { return console.isAtRest(); }));
    QCOMPARE(arrived.size(), 0);
    console.cms().tell("bob", NotificationKind::RequestExpiring, "CR-1", "Old");
    QVERIFY(QTest::qWaitFor([&] { return railText(console) == QStringLiteral("Inbox (5)"); }));
    QCOMPARE(arrived.size(), 1);
    QCOMPARE(console.rowsOf(QStringLiteral("inboxTable")).size(), 5);
    // What somebody else is told changes nothing here.
    console.cms().tell("carol", NotificationKind::RequestExpiring, "CR-1", "Old");
    QVERIFY(QTest::qWaitFor([&] { return console.cms().callCount("listNotifications") >= 4; }));
    QVERIFY(QTest::qWaitFor([&] { return console.isAtRest(); }));
    QCOMPARE(arrived.size(), 1);
}

void TestInbox::anotherConsoleOfTheSamePerson()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    // Read elsewhere: the stream says that there is something to read again.
    for (auto &told : console.cms().inboxes["bob"])
        told.isRead = true;
    console.cms().sayStream(client::StreamState::Connected,
        {{900, "notification.read", "/v1/notifications", "", "", {}}});
    QVERIFY(QTest::qWaitFor([&] { return railText(console) == QStringLiteral("Inbox"); }));
}

void TestInbox::quietTimes_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("until");
    QTest::addColumn<int>("hour");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("none") << 0 << 0 << 3 << true;
    QTest::newRow("in the night") << 22 << 6 << 23 << false;
    QTest::newRow("after midnight") << 22 << 6 << 5 << false;
    QTest::newRow("at its end") << 22 << 6 << 6 << true;
    QTest::newRow("in the day") << 22 << 6 << 12 << true;
    QTest::newRow("at noon") << 12 << 13 << 12 << false;
    QTest::newRow("after noon") << 12 << 13 << 13 << true;
}

void TestInbox::quietTimes()
{
    QFETCH(int, from);
    QFETCH(int, until);
    QFETCH(int, hour);
    QFETCH(bool, isTold);
    models::QuietTimes quiet{false, QTime(from, 0), QTime(until, 0)};
    const QTime now(hour, 0);
    QCOMPARE(models::mayTellDesktop(quiet, now, false), isTold);
    QVERIFY(!models::mayTellDesktop(quiet, now, true)); // who looks sees it
    quiet.isNeverWanted = true;
    QVERIFY(!models::mayTellDesktop(quiet, now, false));
}

void TestInbox::messagesForTheDesktop()
{
    using enum NotificationKind;
    const auto one = models::desktopMessage(fresh({ReviewAsked}));
    QCOMPARE(one.text, QStringLiteral("CR-7 asks for your review"));
    const auto several
        = models::desktopMessage(fresh({ReviewAsked, EmergencyOpened, RequestApplied}));
    QCOMPARE(several.text, QStringLiteral("CR-7 is open: emergency access"));
    // A locked screen shows nothing that people wrote.
    QVERIFY(!one.text.contains(QStringLiteral("secret")));
    QVERIFY(!several.text.contains(QStringLiteral("secret")));
}

void TestInbox::theDesktopIsToldNothing()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QSettings settings(
        console.composition().dataFolder() + QStringLiteral("/test.ini"), QSettings::IniFormat);
    QWidget window;
    const core::SystemClock clock;
    app::Bell bell(console.composition().stores()->inbox, window, clock, settings);
    QSignalSpy rung(&bell, &app::Bell::rung);
    console.cms().tell("bob", NotificationKind::ReviewAsked, "CR-1", "Old");
    QVERIFY(QTest::qWaitFor([&] { return rung.size() == 1; }));
    settings.setValue(QStringLiteral("notifications/doNotDisturb"), true);
    console.cms().tell("bob", NotificationKind::ReviewAsked, "CR-1", "Old");
    QVERIFY(QTest::qWaitFor([&] { return railText(console) == QStringLiteral("Inbox (6)"); }));
    QCOMPARE(rung.size(), 1);
    // Hours that cannot be read are none.
    settings.setValue(QStringLiteral("notifications/quietHours"), QStringLiteral("x-99"));
    QVERIFY(app::Bell::quietTimes(settings).from == app::Bell::quietTimes(settings).until);
}

QTEST_MAIN(TestInbox)
#include "tst_inbox.moc"
