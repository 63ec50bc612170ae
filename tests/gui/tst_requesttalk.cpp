// SPDX-License-Identifier: Apache-2.0
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QCheckBox>
#include <QComboBox>
#include <QListWidget>

using namespace chancery;
using core::ErrorKind;

namespace {

const QString request = QStringLiteral("CR-18");

core::ChangeRequest &kept(support::ScriptedCms &cms)
{
    return cms.requests.back();
}

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    core::ChangeFacts facts;
    facts.keys = {"/requestsPerSecond", "/routes/~1checkout/requestsPerSecond"};
    kept(cms).items.front().facts = facts;
}

// Somebody else made something live in its place.
void fillOutdated(support::ScriptedCms &cms)
{
    fill(cms);
    kept(cms).items.front().needsRebase = true;
}

bool enter(support::Console &console, const char *name)
{
    return console.connectToServer() && console.signIn(QLatin1String(name))
        && console.chooseEnvironment(QStringLiteral("prod")) && console.openRequest(request)
        && QTest::qWaitFor([&] { return console.isAtRest(); });
}

QStringList threadsOf(support::Console &console)
{
    QStringList texts;
    if (const auto *list = console.find<QListWidget>(QStringLiteral("requestThreads"))) {
        for (int row = 0; row < list->count(); ++row)
            texts << list->item(row)->text();
    }
    return texts;
}

bool isTold(support::Console &console, const char *words)
{
    return QTest::qWaitFor(
        [&] { return threadsOf(console).join(u'\n').contains(QString::fromUtf8(words)); });
}

QString whyNot(support::Console &console, const char *action)
{
    const QAction *found = console.action(QLatin1String(action));
    return found->isEnabled() ? QString() : found->statusTip();
}

} // namespace

// A request is talked about by its keys, taken up to what is live, and goes with less where the
// policy said so.
class RequestTalk : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void twoPeopleTalkAboutAKey();
    void whatCannotBeSaidStaysToBeSaidAgain();
    void whatIsWrittenElsewhereIsSafeToRead();
    void anOutdatedConfigIsDropped();
    void onlyWhatCanBeDroppedIs();
    void anExpeditedRequestSaysWhatItOwes_data();
    void anExpeditedRequestSaysWhatItOwes();
    void aStandardChangeSaysSo();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void RequestTalk::twoPeopleTalkAboutAKey()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "bob"));
    QVERIFY(isTold(console, "Nothing is said about a key yet."));
    auto *keys = console.find<QComboBox>(QStringLiteral("threadKeys"));
    QCOMPARE(keys->count(), 3);
    QCOMPARE(keys->itemText(0), QStringLiteral("The whole document"));
    keys->setCurrentIndex(1);
    QVERIFY(console.trigger(QStringLiteral("commentOnKey")));
    QVERIFY(console.answerPrompt(QStringLiteral("Why so many?")));
    QVERIFY(isTold(console, "/requestsPerSecond"));
    QVERIFY(isTold(console, "Why so many?"));
    QCOMPARE(console.cms().threads.front().key, std::string("/requestsPerSecond"));
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openRequest(request));
    QVERIFY(isTold(console, "Why so many?"));
    QVERIFY(console.trigger(QStringLiteral("replyToThread")));
    QVERIFY(console.answerPrompt(QStringLiteral("It was measured")));
    QVERIFY(isTold(console, "It was measured"));
    QVERIFY(console.trigger(QStringLiteral("resolveThread")));
    QVERIFY(isTold(console, "resolved by"));
    QCOMPARE(console.action(QStringLiteral("resolveThread"))->text(), QStringLiteral("Reopen"));
    QVERIFY(console.trigger(QStringLiteral("resolveThread")));
    QTRY_VERIFY(!threadsOf(console).join(u'\n').contains(QStringLiteral("resolved by")));
}

void RequestTalk::whatCannotBeSaidStaysToBeSaidAgain()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console, "bob"));
    console.cms().failNext("openThread", support::anError(ErrorKind::Offline));
    QVERIFY(console.trigger(QStringLiteral("commentOnKey")));
    QVERIFY(console.answerPrompt(QStringLiteral("Why so many?")));
    QTRY_VERIFY(!console.textOf(QStringLiteral("threadsProblem")).isEmpty());
    QVERIFY(console.cms().threads.empty());
    QVERIFY(console.action(QStringLiteral("commentOnKey"))->isEnabled());
}

void RequestTalk::whatIsWrittenElsewhereIsSafeToRead()
{
    support::Console console(views::Theme::Kind::Light, fill);
    core::ReviewThread thread;
    thread.id = core::ThreadId("th_1");
    thread.request = core::ChangeRequestId("CR-18");
    thread.key = "/x\u202e";
    thread.outdated = true;
    thread.notes.push_back({{}, "<b>Eve</b>", "\x1b[31mred\u2066", console.cms().now});
    console.cms().threads.push_back(thread);
    QVERIFY(enter(console, "bob"));
    QVERIFY(isTold(console, "<b>Eve</b>"));
    QVERIFY(isTold(console, "outdated"));
    const QString text = threadsOf(console).join(u'\n');
    for (const char16_t hidden : {u'\u202e', u'\u2066', u'\u001b'})
        QVERIFY(!text.contains(QChar(hidden)));
}

void RequestTalk::anOutdatedConfigIsDropped()
{
    support::Console console(views::Theme::Kind::Light, fillOutdated);
    auto other = kept(console.cms()).items.front();
    const auto flags = std::ranges::find(console.cms().configs, "shop/flags", &core::Config::path);
    QVERIFY(flags != console.cms().configs.end());
    other.config = flags->id;
    other.path = flags->path;
    other.needsRebase = false;
    kept(console.cms()).items.push_back(other);
    QVERIFY(enter(console, "alice"));
    QVERIFY(console.textOf(QStringLiteral("requestRebase"))
            .startsWith(QStringLiteral("Live has moved on since “shop/gateway/limits”")));
    QVERIFY(console.action(QStringLiteral("rebaseRequest"))->isEnabled());
    QVERIFY(console.trigger(QStringLiteral("dropConfig")));
    QVERIFY(console.answerPrompt({}));
    QTRY_COMPARE(kept(console.cms()).items.size(), std::size_t(1));
    QTRY_VERIFY(!console.find<QLabel>(QStringLiteral("requestRebase")));
}

void RequestTalk::onlyWhatCanBeDroppedIs()
{
    support::Console console(views::Theme::Kind::Light, fillOutdated);
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(!whyNot(console, "dropConfig").isEmpty()); // who may not edit
    QVERIFY(console.signOut());
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openRequest(request));
    QTRY_VERIFY(whyNot(console, "dropConfig").contains(QStringLiteral("withdraw the request")));
}

void RequestTalk::anExpeditedRequestSaysWhatItOwes_data()
{
    QTest::addColumn<bool>("isOverdue");
    QTest::addColumn<QString>("text");
    QTest::newRow("due") << false << QStringLiteral("Expedited: it was applied with fewer");
    QTest::newRow("overdue") << true
                             << QStringLiteral("Expedited, and the other approvals are overdue");
}

void RequestTalk::anExpeditedRequestSaysWhatItOwes()
{
    QFETCH(const bool, isOverdue);
    QFETCH(const QString, text);
    support::Console console(views::Theme::Kind::Light, fill);
    auto &mine = kept(console.cms());
    mine.state = core::RequestState::Applied;
    mine.expedited = true;
    mine.confirmation = core::Confirmation{console.cms().now + std::chrono::days(2), {}, isOverdue};
    QVERIFY(enter(console, "bob"));
    QTRY_VERIFY(console.textOf(QStringLiteral("requestLife")).startsWith(text));
}

void RequestTalk::aStandardChangeSaysSo()
{
    support::Console console(views::Theme::Kind::Light, fill);
    kept(console.cms()).items.front().standardChange = "limits";
    QVERIFY(enter(console, "bob"));
    QTRY_COMPARE(console.textOf(QStringLiteral("standardChange")),
        QStringLiteral(
            "“shop/gateway/limits” is the standard change “limits”: approved beforehand."));
}

void RequestTalk::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<views::Theme::Kind>("theme");
    QTest::newRow("light") << views::Theme::Kind::Light;
    QTest::newRow("dark") << views::Theme::Kind::Dark;
}

void RequestTalk::whatIsSeenIsInBothThemes()
{
    QFETCH(const views::Theme::Kind, theme);
    support::Console console(theme, fillOutdated);
    for (const char *key : {"/requestsPerSecond", ""}) {
        core::ReviewThread thread;
        thread.id = core::ThreadId(std::string("th_") + key);
        thread.request = core::ChangeRequestId("CR-18");
        thread.path = "shop/gateway/limits";
        thread.key = key;
        thread.notes.push_back({{}, "Bob Berg", "Is this what the load test said?",
            console.cms().now - std::chrono::hours(3)});
        thread.notes.push_back(
            {{}, "Alice Ames", "Yes, at twice the traffic of last year.", console.cms().now});
        console.cms().threads.push_back(thread);
    }
    QVERIFY(enter(console, "alice"));
    QVERIFY(isTold(console, "load test"));
    QTRY_VERIFY(console.find<QLabel>(QStringLiteral("requestRebase")));
    console.picture(QStringLiteral("request-talk"));
}

QTEST_MAIN(RequestTalk)
#include "tst_requesttalk.moc"
