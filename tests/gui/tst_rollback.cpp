// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "editors/diffview.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/lineage/rollbacktree.h"

#include <QApplication>
#include <QDateTimeEdit>
#include <QLabel>
#include <QTabBar>

using namespace chancery;

namespace {

constexpr auto path = "shop/pace";
constexpr auto table = "versionsTable";

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    for (const char *each : {path, "shop/other"}) {
        cms.addConfig(each, core::Format::Yaml);
        cms.publish(each, "prod", "rate: 1\nburst: 1 # kept\nname: n\n", "alice", "Begin");
        cms.publish(each, "prod", "rate: 1\nburst: 2 # kept\nname: n\n", "bob", "Raise burst");
        cms.publish(each, "prod", "rate: 9\nburst: 2 # kept\nname: n\n", "alice", "Raise rate");
    }
    for (const char *name : {"shop-1", "shop-2"}) {
        core::Agent agent;
        agent.id = core::AgentId(name);
        agent.name = name;
        agent.environment = core::EnvironmentId("prod");
        agent.service = "shop";
        agent.reports.push_back({cms.configAt(path)->id, path, cms.versions.back().id, 1,
            core::ReportStatus::Applied, {}, cms.now});
        cms.agents.push_back(std::move(agent));
    }
}

bool begin(support::Console &console)
{
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    return QTest::qWaitFor([&] { return console.rowsOf(QLatin1String(table)).size() == 3; });
}

bool enter(support::Console &console)
{
    return begin(console) && console.select(QLatin1String(table), QStringLiteral("Begin"))
        && console.trigger(QStringLiteral("rollBack")) && QTest::qWaitFor([&] {
               const auto *tree = console.find<views::RollbackTree>(QStringLiteral("rollbackTree"));
               return tree && tree->topLevelItemCount() == 1;
           });
}

views::RollbackTree *tree(support::Console &console)
{
    return console.find<views::RollbackTree>(QStringLiteral("rollbackTree"));
}

// All rows below one, with their ticks: "[x] /rate | has its earlier value".
QStringList rowsBelow(const QTreeWidgetItem &item)
{
    QStringList rows;
    for (int i = 0; i < item.childCount(); ++i) {
        const QTreeWidgetItem &child = *item.child(i);
        const QString tick = !(child.flags() & Qt::ItemIsUserCheckable) ? QString()
            : child.checkState(0) == Qt::Checked                        ? QStringLiteral("[x] ")
                                                                        : QStringLiteral("[ ] ");
        rows << tick + child.text(0)
                + (child.text(1).isEmpty() ? QString() : QStringLiteral(" | ") + child.text(1));
        rows += rowsBelow(child);
    }
    return rows;
}

QTreeWidgetItem *rowOf(support::Console &console, const QString &text)
{
    const auto found = tree(console)->findItems(text, Qt::MatchStartsWith | Qt::MatchRecursive, 0);
    return found.isEmpty() ? nullptr : found.front();
}

} // namespace

// Somebody on call goes back, and sees what that does before it is done.
class RollbackTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aVersionComesBack();
    void aFreezeThatHoldsItUpIsSaid();
    void oneKeyComesBackByTheKeyboard();
    void whatWouldBreakIsSaid();
    void liveThatMovesIsToldAtOnce();
    void aPointInTime_data();
    void aPointInTime();
    void gov29_theEditorFollowsLiveAndTheDraftIsParked();
    void whatIsSeenIsInBothThemes_data();
    void whatIsSeenIsInBothThemes();
};

void RollbackTest::aVersionComesBack()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QTRY_VERIFY(console.textOf(QStringLiteral("rollbackEffect"))
            .contains(QStringLiteral("somebody else has to approve")));
    QTRY_COMPARE(console.textOf(QStringLiteral("rollbackHint")),
        QStringLiteral("A rollback needs a reason."));
    const QStringList rows = rowsBelow(*tree(console)->topLevelItem(0));
    QVERIFY2(rows.contains(QStringLiteral("[x] /rate | has its earlier value")),
        qPrintable(rows.join(u'\n')));
    QVERIFY(rows.filter(QStringLiteral("Raise burst")).front().endsWith(QStringLiteral("| lost")));
    QVERIFY(!console.find<QLabel>(QStringLiteral("rollbackReachNames")));
    QVERIFY(console.click(QStringLiteral("rollbackReachMoreButton")));
    QCOMPARE(console.textOf(QStringLiteral("rollbackReachNames")),
        QStringLiteral("Services in Production: shop\nAgents in Production: shop-1, shop-2"));
    QVERIFY(console.rollBack(QStringLiteral("It broke"), QStringLiteral("Production")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QVERIFY(console.textOf(QStringLiteral("requestTitle")).contains(QStringLiteral("Roll back")));
    QCOMPARE(console.cms().requests.back().reason, std::string("It broke"));
}

// Nobody has to approve it, and still it is not live at once.
void RollbackTest::aFreezeThatHoldsItUpIsSaid()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fill(cms);
        for (core::Environment &environment : cms.environments)
            environment.rollbackNeedsApproval = false;
        cms.freeze("prod",
            R"({"id": "long", "title": "The long one", "kind": "deny", "severity": "hard", )"
            R"("zone": "UTC", "from": "2020-01-01T00:00", "to": "2120-01-01T00:00"})");
    });
    QVERIFY(enter(console));
    QTRY_VERIFY(
        console.textOf(QStringLiteral("rollbackEffect")).contains(QStringLiteral("The long one")));
    const QString told = console.textOf(QStringLiteral("rollbackEffect"));
    QVERIFY2(
        told.contains(QStringLiteral("A change request is made that waits.")), qPrintable(told));
    QVERIFY2(!told.contains(QStringLiteral("at once")), qPrintable(told));
}

void RollbackTest::oneKeyComesBackByTheKeyboard()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QTRY_VERIFY(rowOf(console, QStringLiteral("/burst")));
    tree(console)->setFocus();
    tree(console)->setCurrentItem(rowOf(console, QStringLiteral("/burst")));
    QTest::keyClick(tree(console), Qt::Key_Space);
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(difference->changeCount(), 1);
    QTRY_VERIFY(rowsBelow(*tree(console)->topLevelItem(0))
            .filter(QStringLiteral("Raise burst"))
            .front()
            .endsWith(QStringLiteral("| kept")));
    QCOMPARE(QApplication::focusWidget(), tree(console));
    console.picture(QStringLiteral("rollback-one-key"));
    QVERIFY(console.rollBack(QStringLiteral("Too fast"), QStringLiteral("Production")));
    QTRY_COMPARE(console.textOf(QStringLiteral("requestState")), QStringLiteral("Open"));
    QCOMPARE(console.cms().requests.back().items.front().text,
        std::string("rate: 1\nburst: 2 # kept\nname: n\n"));
}

void RollbackTest::whatWouldBreakIsSaid()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().rollbackProblems
        = {{"shop/cart", "", "dangling-reference", "There is no /burst in shop/pace", 0, 0}};
    QVERIFY(enter(console));
    QTRY_VERIFY(rowOf(console, QStringLiteral("shop/cart")));
    QVERIFY(console.write(QStringLiteral("rollbackReason"), QStringLiteral("It broke")));
    QTRY_VERIFY(console.textOf(QStringLiteral("rollbackHint"))
            .contains(QStringLiteral("something would be wrong")));
    QVERIFY(!console.find<QPushButton>(QStringLiteral("rollBackButton"))->isEnabled());
    console.picture(QStringLiteral("rollback-refused"));
    QVERIFY(console.click(QStringLiteral("leaveRollbackButton")));
    QTRY_VERIFY(!tree(console));
    QVERIFY(console.find<QTabBar>(QStringLiteral("lineageTabs")));
}

void RollbackTest::liveThatMovesIsToldAtOnce()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(enter(console));
    QVERIFY(console.write(QStringLiteral("rollbackReason"), QStringLiteral("It broke")));
    QTRY_VERIFY(console.find<QPushButton>(QStringLiteral("rollBackButton"))->isEnabled());
    console.cms().publish(path, "prod", "rate: 3\n", "bob", "Meanwhile");
    console.cms().sayStream(client::StreamState::Connected,
        {{1, "head.update", "/v1/configs/x/heads/prod", {}, "moved", {}}});
    QTRY_VERIFY(console.banners().join(u'\n').contains(QStringLiteral("since this was looked at")));
    QVERIFY(!console.find<QPushButton>(QStringLiteral("rollBackButton"))->isEnabled());
    console.picture(QStringLiteral("rollback-moved"));
}

void RollbackTest::aPointInTime_data()
{
    whatIsSeenIsInBothThemes_data();
}

void RollbackTest::aPointInTime()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fill);
    QVERIFY(begin(console));
    console.cms().otherLayersThen = {{"shop/zone"}};
    QVERIFY(console.trigger(QStringLiteral("rollBackToInstant")));
    auto *instant = console.find<QDateTimeEdit>(QStringLiteral("rollbackInstant"));
    QVERIFY(instant);
    const auto begun = std::ranges::find(
        console.cms().versions, console.cms().configAt(path)->id, &core::Version::config);
    instant->setDateTime(QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(begun->createdAt.time_since_epoch())
            .count()
        + 1));
    QVERIFY(console.click(QStringLiteral("rollbackLookButton")));
    QTRY_VERIFY(tree(console) && rowOf(console, QLatin1String(path)));
    QVERIFY(
        console.textOf(QStringLiteral("rollbackEffect")).contains(QStringLiteral("as they were")));
    QVERIFY(console.textOf(QStringLiteral("rollbackEffect"))
            .contains(QStringLiteral("Layers do not go back: shop/zone had other ones then.")));
    console.picture(QStringLiteral("rollback-instant"));
    QVERIFY(console.click(QStringLiteral("rollbackReachMoreButton")));
    QVERIFY(
        console.textOf(QStringLiteral("rollbackReachNames")).contains(QStringLiteral("shop-1")));
    console.picture(QStringLiteral("rollback-names"));
    // An instant at which everything was as it is.
    instant->setDateTime(QDateTime::fromSecsSinceEpoch(4'000'000'000));
    QVERIFY(console.click(QStringLiteral("rollbackLookButton")));
    QTRY_VERIFY(!tree(console));
}

void RollbackTest::gov29_theEditorFollowsLiveAndTheDraftIsParked()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(console.connectToServer());
    QVERIFY(console.signIn(QStringLiteral("alice")));
    QVERIFY(console.chooseEnvironment(QStringLiteral("prod")));
    QVERIFY(console.openConfig(QLatin1String(path)));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QTRY_COMPARE(editor->text(), QStringLiteral("rate: 9\nburst: 2 # kept\nname: n\n"));
    editor->replaceText(QStringLiteral("rate: 9\nburst: 2 # kept\nname: mine\n"));
    QTRY_COMPARE(console.textOf(QStringLiteral("draftChip")), QStringLiteral("Draft saved"));
    auto &cms = console.cms();
    cms.parkDrafts(
        cms.configAt(path)->id, core::EnvironmentId("prod"), "before rollback to v1.0.0");
    cms.publish(path, "prod", "rate: 1\nburst: 2 # kept\nname: n\n", "bob", "Back");
    cms.actAs("alice");
    cms.sayStream(client::StreamState::Connected,
        {{1, "head.update", "/v1/configs/" + cms.configAt(path)->id.text() + "/heads/prod", "", "",
            path}});
    QTRY_COMPARE(editor->text(), QStringLiteral("rate: 1\nburst: 2 # kept\nname: n\n"));
    QTRY_VERIFY(console.banners().join(u'\n').contains(
        QStringLiteral("your draft is parked as “before rollback to v1.0.0”")));
    console.picture(QStringLiteral("parked"));
    QVERIFY(console.click(QStringLiteral("bannerActionButton")));
    QTRY_COMPARE(editor->text(), QStringLiteral("rate: 1\nburst: 2 # kept\nname: mine\n"));
}

void RollbackTest::whatIsSeenIsInBothThemes_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void RollbackTest::whatIsSeenIsInBothThemes()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fill);
    QVERIFY(enter(console));
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(difference->changeCount(), 1);
    console.picture(QStringLiteral("rollback-") + QLatin1String(QTest::currentDataTag()));
}

QTEST_MAIN(RollbackTest)
#include "tst_rollback.moc"
