// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/support/httpconsole.h"
#include "tests/support/incidentcase.h"
#include "tests/support/wireworld.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>

using namespace chancery;
using namespace support;

namespace {

template <typename Condition>
bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, 30'000);
}

// All that the page of a request says beside the difference.
QString side(const ConsoleDriver &console)
{
    const auto *page = console.find<QWidget>(QStringLiteral("requestScroll"));
    QStringList all;
    for (const QLabel *label : page ? page->findChildren<QLabel *>() : QList<QLabel *>()) {
        if (label->isVisibleTo(label->window()))
            all << label->text();
    }
    return all.join(QLatin1Char('\n'));
}

bool says(const ConsoleDriver &console, const char *words)
{
    const bool came = comes([&] { return side(console).contains(QLatin1String(words)); });
    if (!came)
        qWarning("%s", qPrintable(side(console)));
    return came;
}

bool isRefused(const ConsoleDriver &console, const char *action, const char *words)
{
    const auto *known = console.action(QLatin1String(action));
    const bool came = known && comes([&] {
        return !known->isEnabled() && known->statusTip().contains(QLatin1String(words));
    });
    if (!came)
        qWarning("%s: %s", action, known ? qPrintable(known->statusTip()) : "is not there");
    return came;
}

bool isOpenTo(const ConsoleDriver &console, const char *action)
{
    return comes([&] {
        const auto *known = console.action(QLatin1String(action));
        return known && known->isEnabled();
    });
}

} // namespace

// The rules of governance as people meet them before a real server: what the screen says is what
// the server found, in its own words.
class RulesJourney : public IncidentCaseOf<WireWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void gov06_everyRuleOfThePolicyIsShown();
    void gov07_aRuleThatNobodyCanMeetAnyMoreSaysSo();
    void gov08_theOwnersOfThePathAreAskedFor();
    void gov11_aVoteForWhatIsThereNoMoreIsRefused();
    void gov12_aNewRoundTakesTheVotes();
    void gov14_whatBoundTheRequestBeforeBindsItOn();
    void gov15_aRejectionHasAReasonAndIsTheEnd();
    void gov16_itSaysUntilWhenItMayBeApprovedAndApplied();
    void gov20_whoChangesTheSameKeyIsNamedAndARebaseIsAskedFor();
    void gov21_aConflictIsMergedAndGoesLive();
    void gov29_whatWasRolledBackFromIsReleasedByAPerson();

private:
    bool look(HttpConsole &console, const char *who, const std::string &request)
    {
        return console.arrive(
                   m_world.server().port(), QString::fromLatin1(who), QStringLiteral("live"))
            && console.openRequest(QString::fromStdString(request))
            && comes([&] { return console.isAtRest(); });
    }
    std::string asked(const char *who, const std::string &text)
    {
        return WireWorld::at(change(who, m_app, text), "/id");
    }
    // As somebody else who may edit the request does it elsewhere.
    void rewrite(const char *who, const std::string &request, const std::string &text)
    {
        m_world.as(who);
        const auto seen = read(request);
        QCOMPARE(
            ask("PUT", "/v1/change-requests/" + request,
                R"({"title":"Change","description":"","reason":"because","ticket":"","items":[)"
                    + m_world.item(m_app, "live", text) + R"(],"submit":true})",
                seen.etag)
                .status,
            200);
    }

    std::string m_app;
};

void RulesJourney::init()
{
    begin();
    m_world.as("ann");
    m_app = m_world.config("a/app");
    QVERIFY(!m_app.empty());
}

void RulesJourney::gov06_everyRuleOfThePolicyIsShown()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"pair","match":{"paths":["a/**"]},)"
        R"("require":[{"id":"peers","approvals":2}]}]})")
            .empty());
    const auto request = asked("ann", R"({"x":1})");
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(says(console, "live: one approval"));
    QVERIFY(says(console, "live: pair, peers: 2 approvals"));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QVERIFY(says(console, "1 of 2"));
    QVERIFY(isRefused(console, "apply", "Approvals are missing."));
    approve("cy", request);
    QVERIFY(says(console, "2 of 2"));
    QVERIFY(isOpenTo(console, "apply"));
}

void RulesJourney::gov07_aRuleThatNobodyCanMeetAnyMoreSaysSo()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"four","match":{"paths":["a/**"]},)"
        R"("require":[{"id":"all","approvals":4}]}]})")
            .empty());
    const auto request = asked("ann", R"({"x":1})");
    m_world.as();
    const auto people = ask("GET", "/v1/principals?limit=100", {});
    for (int i = 0; i < 20; ++i) {
        const auto at = "/items/" + std::to_string(i);
        if (WireWorld::at(people, at + "/name") == "dot")
            QCOMPARE(ask("POST", "/v1/principals/" + WireWorld::at(people, at + "/id") + ":disable",
                         R"({"reason":"has left"})", WireWorld::at(people, at + "/etag"))
                         .status,
                200);
    }
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(says(console, "Blocked: there are not as many people left who may approve"));
    console.picture(QStringLiteral("rules-out-of-reach"));
}

void RulesJourney::gov08_theOwnersOfThePathAreAskedFor()
{
    m_world.as("pia");
    const auto owners = m_world.config("sys/ownership");
    QVERIFY(!landed("pia", owners, R"({"lines":[{"pattern":"/a/","owners":["cy"]}]})").empty());
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"own","match":{"paths":["a/**"]},)"
        R"("require":[{"id":"owner","owners":true}]}]})")
            .empty());
    const auto request = asked("ann", R"({"x":1})");
    approve("bob", request);
    HttpConsole console;
    QVERIFY(look(console, "cy", request));
    QVERIFY(says(console, "owners of a/app"));
    QVERIFY(says(console, "May approve: cy"));
    QVERIFY(isRefused(console, "apply", "permission") || isRefused(console, "apply", "Approvals"));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QVERIFY(isOpenTo(console, "apply"));
}

void RulesJourney::gov11_aVoteForWhatIsThereNoMoreIsRefused()
{
    const auto request = asked("ann", R"({"x":1})");
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(comes([&] {
        return console.find<QPushButton>(QStringLiteral("promptActionButton")) != nullptr;
    }));
    rewrite("ann", request, R"({"x":9})");
    QVERIFY(console.answerPrompt({}));
    QVERIFY(comes([&] { return !console.banners().isEmpty(); }));
    QVERIFY(WireWorld::at(read(request), "/reviews/0/id").empty());
    QCOMPARE(WireWorld::at(read(request), "/state"), std::string("open"));
}

void RulesJourney::gov12_aNewRoundTakesTheVotes()
{
    const auto request = asked("ann", R"({"x":1})");
    approve("bob", request);
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(isOpenTo(console, "apply"));
    rewrite("ann", request, R"({"x":9})");
    QVERIFY(says(console, "does not count: a new round has begun"));
    QVERIFY(isRefused(console, "apply", "Approvals are missing."));
    QVERIFY(isOpenTo(console, "approve"));
}

void RulesJourney::gov14_whatBoundTheRequestBeforeBindsItOn()
{
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"pair","match":{"paths":["a/**"]},)"
        R"("require":[{"id":"peers","approvals":2}]}]})")
            .empty());
    const auto request = asked("ann", R"({"x":1})");
    QVERIFY(!landed("pia", m_policy, R"({"rules":[]})").empty());
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(says(console, "pair (v1.0.0), peers: 2 approvals"));
    QVERIFY(says(console, "0 of 2"));
}

void RulesJourney::gov15_aRejectionHasAReasonAndIsTheEnd()
{
    const auto request = asked("ann", R"({"x":1})");
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    QVERIFY(console.trigger(QStringLiteral("reject")));
    // Without a word it does not go.
    QVERIFY(comes([&] {
        const auto *go = console.find<QPushButton>(QStringLiteral("promptActionButton"));
        return go && !go->isEnabled();
    }));
    QVERIFY(console.answerPrompt(QStringLiteral("Not before Monday")));
    QVERIFY(comes([&] { return WireWorld::at(read(request), "/state") == "rejected"; }));
    QVERIFY(says(console, "Not before Monday"));
    for (const char *action : {"approve", "reject", "apply"})
        QVERIFY2(isRefused(console, action, ""), action);
    QVERIFY(live(m_app).empty());
}

void RulesJourney::gov16_itSaysUntilWhenItMayBeApprovedAndApplied()
{
    QVERIFY(!landed("pia", m_policy, R"({"rules":[],"expiry":{"open":9,"approved":2}})").empty());
    const auto request = asked("ann", R"({"x":1})");
    HttpConsole console;
    QVERIFY(look(console, "bob", request));
    const auto life = [&] { return console.textOf(QStringLiteral("requestLife")); };
    QVERIFY(comes([&] { return life().startsWith(QStringLiteral("Expires unless approved: ")); }));
    const auto open = life();
    QVERIFY(console.trigger(QStringLiteral("approve")));
    QVERIFY(console.answerPrompt({}));
    QVERIFY(comes([&] { return life().startsWith(QStringLiteral("Expires unless applied: ")); }));
    QVERIFY(life().section(QLatin1String(": "), 1) != open.section(QLatin1String(": "), 1));
}

void RulesJourney::gov20_whoChangesTheSameKeyIsNamedAndARebaseIsAskedFor()
{
    QVERIFY(!landed("ann", m_app, R"({"x":0,"y":0})").empty());
    const auto mine = asked("ann", R"({"x":1,"y":0})");
    const auto theirs = asked("pia", R"({"x":2,"y":0})");
    HttpConsole console;
    QVERIFY(look(console, "ann", mine));
    QVERIFY(says(console, theirs.c_str()));
    QVERIFY(says(console, "pia"));
    approve("bob", theirs);
    QCOMPARE(apply("pia", theirs).status, 200);
    QVERIFY(isRefused(console, "apply", "rebase") || isRefused(console, "apply", "Approvals"));
    QVERIFY(isOpenTo(console, "rebaseRequest"));
    console.picture(QStringLiteral("rules-rebase"));
}

// Two people, one key: the second finds the three texts and not an error.
void RulesJourney::gov21_aConflictIsMergedAndGoesLive()
{
    QVERIFY(!landed("ann", m_app, "{\"limit\": 1}").empty());
    HttpConsole console;
    QVERIFY(console.arrive(m_world.server().port(), QStringLiteral("ann"), QStringLiteral("live")));
    QVERIFY(console.openConfig(QStringLiteral("a/app")));
    auto *editor = console.find<editors::ConfigEditor>(QString());
    QVERIFY(editor && comes([&] { return editor->text().contains(QStringLiteral("limit")); }));
    editor->replaceText(QStringLiteral("{\"limit\": 30}"));
    QVERIFY(comes([&] {
        return console.textOf(QStringLiteral("draftChip")) == QStringLiteral("Draft saved");
    }));
    QVERIFY(!landed("pia", m_app, "{\"limit\": 20}").empty());
    QVERIFY(comes([&] {
        return console.banners().join(u' ').contains(QStringLiteral("1 conflict to decide"));
    }));
    editor->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(comes([&] { return console.rowsOf(QStringLiteral("conflictTable")).size() == 1; }));
    console.picture(QStringLiteral("rules-merge"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_1, Qt::AltModifier);
    QTest::keyClick(
        QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(comes([&] { return editor->isVisible() && !editor->text().contains(u"<<<"); }));
}

void RulesJourney::gov29_whatWasRolledBackFromIsReleasedByAPerson()
{
    const auto first = landed("ann", m_app, R"({"x":1})");
    const auto bad = landed("ann", m_app, R"({"x":2})");
    m_world.as("olga");
    const auto head = "/v1/configs/" + m_app + "/heads/live";
    QCOMPARE(ask("POST", head + ":rollback",
                 R"({"target":)" + jsonText(first) + R"(,"reason":"It broke","ticket":""})",
                 ask("GET", head, {}).etag)
                 .status,
        201);
    QCOMPARE(
        WireWorld::at(ask("GET", "/v1/versions/" + bad, {}), "/quarantined"), std::string("true"));
    HttpConsole console;
    QVERIFY(console.arrive(m_world.server().port(), QStringLiteral("bob"), QStringLiteral("live")));
    console.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("a/app")});
    const QString table = QStringLiteral("versionsTable");
    QVERIFY(comes([&] { return console.rowsOf(table).size() == 3; }));
    QVERIFY(isRefused(console, "releaseVersion", "rolled back from"));
    QVERIFY2(console.select(table, QStringLiteral("Quarantined")),
        qPrintable(console.rowsOf(table).join(u'\n')));
    QVERIFY(isOpenTo(console, "releaseVersion"));
    console.picture(QStringLiteral("rules-quarantine"));
    QVERIFY(console.trigger(QStringLiteral("releaseVersion")));
    QVERIFY(console.answerPrompt(QStringLiteral("The fault was in the proxy")));
    QVERIFY(comes([&] {
        m_world.as("bob");
        return WireWorld::at(ask("GET", "/v1/versions/" + bad, {}), "/quarantined") == "false";
    }));
    QVERIFY(isRefused(console, "releaseVersion", "rolled back from"));
    // Who may not approve there is told so.
    HttpConsole other;
    QVERIFY(other.arrive(m_world.server().port(), QStringLiteral("ann"), QStringLiteral("live")));
    other.window().workArea()->goTo({QStringLiteral("lineage"), QStringLiteral("a/app")});
    QVERIFY(isRefused(other, "releaseVersion", "approve"));
}

QTEST_MAIN(RulesJourney)
#include "tst_rulesjourney.moc"
