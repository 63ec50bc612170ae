// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/httpconsole.h"
#include "tests/support/testcase.h"
#include "tests/support/wireworld.h"
#include "views/lineage/rollbacktree.h"

using namespace chancery;
using namespace support;

namespace {

constexpr int patience = 30'000;

template <typename Condition>
bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, patience);
}

} // namespace

// A rollback all the way: Olga goes back in her console, on a real server, while Ann has the config
// open in hers with a draft of her own.
class RealRollback : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov29_aRollbackInOneConsoleParksTheDraftInAnother();
    void gov29_whatWasRolledBackFromIsReleasedWithAReason();

private:
    std::string publish(const std::string &config, const std::string &text, const char *title)
    {
        const auto request = m_world.ask("POST", "/v1/change-requests",
            R"({"title":)" + jsonText(title) + R"(,"description":"","reason":)" + jsonText(title)
                + R"(,"ticket":"","items":[)" + m_world.item(config, "dev", text)
                + R"(],"submit":true})");
        return WireWorld::at(
            m_world.ask("POST", "/v1/change-requests/" + WireWorld::at(request, "/id") + ":apply",
                "{}", request.etag),
            "/appliedVersions/0");
    }

    WireWorld m_world;
};

void RealRollback::gov29_aRollbackInOneConsoleParksTheDraftInAnother()
{
    m_world.begin();
    m_world.signUp("ann", {"author"});
    m_world.signUp("olga", {"operator"});
    const auto config = m_world.config("a/pace");
    const std::string first = R"({"rate": 1, "name": "n"})";
    const std::string second = R"({"rate": 9, "name": "n"})";
    const std::string mine = R"({"rate": 9, "name": "mine"})";
    QVERIFY(!publish(config, first, "Begin").empty());
    QVERIFY(!publish(config, second, "Raise").empty());
    const int port = m_world.server().port();
    HttpConsole ann;
    QVERIFY(ann.arrive(port, QStringLiteral("ann"), QStringLiteral("dev")));
    QVERIFY(ann.openConfig(QStringLiteral("a/pace")));
    auto *editor = ann.find<editors::ConfigEditor>(QString());
    QVERIFY(comes([&] { return editor->text().toStdString() == second; }));
    editor->replaceText(QString::fromStdString(mine));
    QVERIFY(comes(
        [&] { return ann.textOf(QStringLiteral("draftChip")) == QStringLiteral("Draft saved"); }));
    HttpConsole olga;
    QVERIFY(olga.arrive(port, QStringLiteral("olga"), QStringLiteral("dev")));
    olga.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("a/pace")});
    QVERIFY(comes([&] { return olga.rowsOf(QStringLiteral("versionsTable")).size() == 2; }));
    QVERIFY(olga.select(QStringLiteral("versionsTable"), QStringLiteral("Begin")));
    QVERIFY(olga.trigger(QStringLiteral("rollBack")));
    QVERIFY(comes([&] {
        const auto *tree = olga.find<views::RollbackTree>(QStringLiteral("rollbackTree"));
        return tree && tree->topLevelItemCount() == 1;
    }));
    QVERIFY(comes([&] {
        return olga.textOf(QStringLiteral("rollbackEffect"))
            .contains(QStringLiteral("To be parked under a name: 1 draft"));
    }));
    QVERIFY(olga.rollBack(QStringLiteral("It broke"), QStringLiteral("dev")));
    QVERIFY(comes([&] { return editor->text().toStdString() == first; }));
    QVERIFY2(comes([&] {
        return ann.banners().join(u'\n').contains(QStringLiteral("your draft is parked as “"));
    }),
        qPrintable(ann.banners().join(u'\n')));
    QVERIFY(ann.click(QStringLiteral("bannerActionButton")));
    QVERIFY(comes([&] { return editor->text().toStdString() == mine; }));
}

// By somebody who approves; until then automation is kept from it.
void RealRollback::gov29_whatWasRolledBackFromIsReleasedWithAReason()
{
    m_world.as();
    m_world.signUp("bob", {"approver"});
    const auto bad = WireWorld::at(
        m_world.ask("GET", "/v1/lineage?environment=dev&limit=10"), "/items/1/version");
    const auto isHeld
        = [&] { return WireWorld::at(m_world.ask("GET", "/v1/versions/" + bad), "/quarantined"); };
    QCOMPARE(isHeld(), std::string("true"));
    HttpConsole bob;
    QVERIFY(bob.arrive(m_world.server().port(), QStringLiteral("bob"), QStringLiteral("dev")));
    bob.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("a/pace")});
    QVERIFY(comes([&] { return bob.rowsOf(QStringLiteral("versionsTable")).size() == 3; }));
    QVERIFY(bob.select(QStringLiteral("versionsTable"), QStringLiteral("Begin")));
    const auto *release = bob.action(QStringLiteral("releaseVersion"));
    QVERIFY(comes([&] { return release->toolTip().contains(QStringLiteral("rolled back from")); }));
    QVERIFY(!release->isEnabled());
    QVERIFY(bob.select(QStringLiteral("versionsTable"), QStringLiteral("Raise")));
    QVERIFY2(comes([&] { return release->isEnabled(); }), qPrintable(release->toolTip()));
    bob.picture(QStringLiteral("lineage-release"));
    QVERIFY(bob.trigger(QStringLiteral("releaseVersion")));
    QVERIFY(bob.answerPrompt(QStringLiteral("The limit was fixed elsewhere")));
    QVERIFY(comes([&] { return isHeld() == "false"; }));
    QVERIFY(comes([&] { return release->toolTip().contains(QStringLiteral("rolled back from")); }));
    QVERIFY(bob.banners().isEmpty());
}

QTEST_MAIN(RealRollback)
#include "tst_realrollback.moc"
