// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "tests/gui/emergencysteps.h"
#include "tests/support/httpconsole.h"
#include "tests/support/incidentcase.h"
#include "tests/support/wireworld.h"

#include <QLabel>

using namespace chancery;
using namespace support;

namespace {

constexpr int patience = 30'000;

template <typename Condition>
bool comes(Condition condition)
{
    return QTest::qWaitFor(condition, patience);
}

QString whyNot(const ConsoleDriver &console, const char *action)
{
    const auto *known = console.action(QLatin1String(action));
    return known->isEnabled() ? QStringLiteral("enabled") : known->statusTip();
}

bool isRefused(const ConsoleDriver &console, const char *action, const QString &words)
{
    return comes([&] { return whyNot(console, action).contains(words); });
}

bool says(const ConsoleDriver &console, const QString &words)
{
    return comes([&] { return console.banners().join(u'\n').contains(words); });
}

bool shows(const ConsoleDriver &console, const char *label, const QString &words)
{
    return comes([&] { return console.textOf(QLatin1String(label)).contains(words); });
}

// All that the page of a request says beside the difference.
QString side(const ConsoleDriver &console)
{
    QStringList all;
    if (const auto *page = console.find<QWidget>(QStringLiteral("requestScroll"))) {
        for (const QLabel *label : page->findChildren<QLabel *>())
            all << (label->isVisibleTo(label->window()) ? label->text() : QString());
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace

// What has happened to others (docs/governance.md), all the way: the person sits before the console
// as it is shipped, on a real server, and sees what stands against it and why.
class IncidentJourney : public IncidentCaseOf<WireWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void incident_S05_aStalePlanLosesAgainstANewerOne();
    void incident_S11_aWideScopeIsSaidInNumbers();
    void incident_S12_aPatternThatMatchesEverythingIsRefused();
    void incident_S13_emergencyAccessIsForIncidents();
    void incident_S14_mixedBuildsKeepAFlagOff();
    void incident_S14_aRetiredKeyIsNotUsedAgain();
    void incident_S16_nothingThatWasLiveIsDeleted();
    void incident_S16_whatSomebodyNeedsIsNotDeleted();
    void incident_S17_aLargeCutOfCapacityNeedsMorePeople();
    void incident_S18_driftIsReconciledBeforeItGoes();
    void incident_S19_veryManyAtOnceAreSampled();
    void incident_S20_aValueOfOneEnvironmentOpensInNoOther();

private:
    bool arrive(HttpConsole &console, const char *who)
    {
        return console.arrive(
            m_world.server().port(), QString::fromLatin1(who), QStringLiteral("live"));
    }
    bool look(HttpConsole &console, const char *who, const std::string &request)
    {
        return arrive(console, who) && console.openRequest(QString::fromStdString(request))
            && comes([&] { return console.isAtRest(); });
    }
    // Ann has the config before her, with that text in it.
    bool write(HttpConsole &console, const char *path, const std::string &text)
    {
        if (!arrive(console, "ann") || !console.openConfig(QLatin1String(path)))
            return false;
        auto *editor = console.find<editors::ConfigEditor>(QString());
        if (editor)
            editor->replaceText(QString::fromStdString(text));
        return editor && shows(console, "draftChip", QStringLiteral("Draft saved"));
    }
    bool submit(HttpConsole &console)
    {
        return console.trigger(QStringLiteral("submit"))
            && console.write(QStringLiteral("submitTitleField"), QStringLiteral("Change"))
            && console.write(QStringLiteral("submitReasonField"), QStringLiteral("because"))
            && console.click(QStringLiteral("submitChangeButton"));
    }
    std::string configUnder(const char *path, const std::string &properties)
    {
        const auto id = schema(R"({"$schema":"https://json-schema.org/draft/2020-12/schema",)"
                               R"("type":"object",)"
            + properties + '}');
        m_world.as("ann");
        return m_world.config(path, id);
    }
};

void IncidentJourney::incident_S05_aStalePlanLosesAgainstANewerOne()
{
    m_world.as("ann");
    const auto records = m_world.config("a/records");
    QVERIFY(!landed("ann", records, R"({"records":["10.0.0.1"]})").empty());
    const auto stale = WireWorld::at(change("ann", records, R"({"records":["10.0.0.2"]})"), "/id");
    approve("bob", stale);
    HttpConsole console;
    QVERIFY(look(console, "olga", stale));
    QVERIFY(isRefused(console, "apply", QStringLiteral("enabled")));
    const auto newer = landed("ann", records, R"({"records":["10.0.0.3"]})");
    QVERIFY(!newer.empty());
    QVERIFY(isRefused(console, "apply", QStringLiteral("it needs a rebase")));
    QCOMPARE(live(records), newer);
}

void IncidentJourney::incident_S11_aWideScopeIsSaidInNumbers()
{
    QVERIFY(!landed("pia", m_policy, R"({"reach":{"regions":1}})").empty());
    m_world.as("ann");
    const auto config = m_world.config("a/network");
    for (const char *region : {"r-1", "r-2", "r-3", "r-4"})
        (void)agent(std::string("host-") + region, R"(["a/network"])", region);
    const auto id = WireWorld::at(change("ann", config, R"({"drain":true})"), "/id");
    HttpConsole console;
    QVERIFY(look(console, "bob", id));
    QVERIFY(shows(console, "requestChecks", QStringLiteral("Reaches 4 region")));
    QVERIFY(shows(console, "requestChecks", QStringLiteral("r-1, r-2, r-3, r-4")));
    QVERIFY(isRefused(console, "approve", QStringLiteral("Its author has to")));
    QCOMPARE(acknowledge("ann", id, "reach:live", R"(["4"])").status, 200);
    QVERIFY(isRefused(console, "approve", QStringLiteral("Acknowledge first")));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("4")));
    QVERIFY(isRefused(console, "approve", QStringLiteral("enabled")));
}

void IncidentJourney::incident_S12_aPatternThatMatchesEverythingIsRefused()
{
    const auto list = configUnder("a/harmful",
        R"("properties":{"harmful":{"type":"array","x-patterns":{"kind":"contains","percent":10,)"
        R"("samples":["http://example.com/","http://shop.example/"]}}})");
    QVERIFY(!landed("ann", list, R"({"harmful":["evil.example"]})").empty());
    HttpConsole console;
    QVERIFY(write(console, "a/harmful", "{\"harmful\":[\"evil.example\",\"/\"]}"));
    QVERIFY(isRefused(console, "submit", QStringLiteral("The text has errors")));
    const auto problems
        = [&] { return console.rowsOf(QStringLiteral("problemTable")).join(u'\n'); };
    QVERIFY2(comes([&] { return problems().contains(QStringLiteral("matches everything")); }),
        qPrintable(problems()));
    // What else it would match is shown by an example.
    console.find<editors::ConfigEditor>(QString())->replaceText(
        QStringLiteral("{\"harmful\":[\"example.\"]}"));
    QVERIFY2(comes([&] { return problems().contains(QStringLiteral("http://example.com/")); }),
        qPrintable(problems()));
    QVERIFY(isRefused(console, "submit", QStringLiteral("The text has errors")));
}

void IncidentJourney::incident_S13_emergencyAccessIsForIncidents()
{
    QVERIFY(!landed("pia", m_emergency, R"({"incidentPattern":"INC-[0-9]+"})").empty());
    m_world.as("ann");
    QVERIFY(!landed("ann", m_world.config("a/records"), "{}").empty());
    HttpConsole console;
    QVERIFY(arrive(console, "olga") && console.openConfig(QStringLiteral("a/records")));
    console.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&console.window()));
    QVERIFY(console.trigger(QStringLiteral("emergencyFromAnywhere")));
    QVERIFY(emergency::hasFocus("activationReason"));
    for (const char *words :
        {"We would like to be done before lunch", "routine", "live", "correct horse"}) {
        emergency::type(words);
        emergency::press(Qt::Key_Return);
    }
    QVERIFY2(says(console, QStringLiteral("Expected an id as INC-[0-9]+")),
        qPrintable(console.banners().join(u'\n')));
    m_world.as("olga");
    const auto sessions = ask("GET", "/v1/emergency-sessions", {});
    QCOMPARE(WireWorld::at(sessions, "/items/0/id"), std::string());
}

void IncidentJourney::incident_S14_mixedBuildsKeepAFlagOff()
{
    const auto flags
        = configUnder("a/flags", R"("properties":{"rlp":{"type":"boolean","x-requires":"rlp-2"}})");
    QVERIFY(!agent("host-1", R"(["a/flags"])", {}, R"(["rlp-2"])").empty());
    QVERIFY(!agent("host-8", R"(["a/flags"])").empty());
    QVERIFY(!landed("ann", flags, R"({"rlp":false})").empty());
    HttpConsole console;
    QVERIFY(write(console, "a/flags", R"({"rlp":true})"));
    QVERIFY(submit(console));
    QVERIFY2(
        says(console, QStringLiteral("host-8 (2.1)")), qPrintable(console.banners().join(u'\n')));
    QVERIFY(!console.banners().join(u'\n').contains(QStringLiteral("host-1")));
}

void IncidentJourney::incident_S14_aRetiredKeyIsNotUsedAgain()
{
    const auto flags
        = configUnder("a/flags", R"("x-retired":["powerPeg"],"properties":{"smars":{}})");
    QVERIFY(!landed("ann", flags, R"({"smars":false})").empty());
    HttpConsole console;
    QVERIFY(write(console, "a/flags", R"({"smars":true,"powerPeg":true})"));
    QVERIFY(isRefused(console, "submit", QStringLiteral("The text has errors")));
    QVERIFY(comes([&] {
        return console.rowsOf(QStringLiteral("problemTable"))
            .join(u'\n')
            .contains(QStringLiteral("powerPeg"));
    }));
}

void IncidentJourney::incident_S16_nothingThatWasLiveIsDeleted()
{
    m_world.as("ann");
    const auto config = m_world.config("a/records");
    const auto version = landed("ann", config, R"({"x":1})");
    m_world.as("ann");
    (void)m_world.config("a/mistake");
    HttpConsole console;
    QVERIFY(arrive(console, "ann") && console.openConfig(QStringLiteral("a/records")));
    QVERIFY(isRefused(console, "deleteConfig", QStringLiteral("has versions, which are kept")));
    console.picture(QStringLiteral("incident-delete"));
    // What nobody needs goes, by its own name and nothing else.
    QVERIFY(console.openConfig(QStringLiteral("a/mistake")));
    QVERIFY(console.trigger(QStringLiteral("deleteConfig")));
    QVERIFY(!console.answerPrompt({}, QStringLiteral("a/records")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("a/mistake")));
    QVERIFY(comes([&] { return !console.composition().stores()->configs.findPath("a/mistake"); }));
    QVERIFY(comes([&] {
        return console.textOf(QStringLiteral("documentPath")) != QStringLiteral("a/mistake");
    }));
    QCOMPARE(live(config), version);
}

void IncidentJourney::incident_S16_whatSomebodyNeedsIsNotDeleted()
{
    m_world.as("ann");
    (void)m_world.config("a/needed");
    const auto user = m_world.config("a/user");
    m_world.signUp("ada", {"author"});
    m_world.as("ada");
    QCOMPARE(ask("POST", "/v1/drafts",
                 R"({"config":)" + jsonText(user) + R"(,"environment":"live","base":null,"text":)"
                     + jsonText(R"({"at":"${ref:/a/needed#/host}"})") + '}')
                 .status,
        201);
    HttpConsole console;
    QVERIFY(arrive(console, "ann") && console.openConfig(QStringLiteral("a/needed")));
    QVERIFY(console.trigger(QStringLiteral("deleteConfig")));
    QVERIFY(console.answerPrompt({}, QStringLiteral("a/needed")));
    QVERIFY2(says(console, QStringLiteral("Somebody's draft of a/user in live refers to it")),
        qPrintable(console.banners().join(u'\n')));
    QVERIFY(console.composition().stores()->configs.findPath("a/needed"));
}

void IncidentJourney::incident_S17_aLargeCutOfCapacityNeedsMorePeople()
{
    m_world.as("ann");
    const auto fleet = m_world.config("a/fleet");
    QVERIFY(!landed("ann", fleet, R"({"capacity":{"hosts":1000}})").empty());
    QVERIFY(!landed("pia", m_policy,
        R"({"rules":[{"id":"capacity","when":{"keys":["/capacity/**"],"changedBy":50},)"
        R"("require":[{"id":"pair","approvals":2}]}]})")
            .empty());
    const auto typo = WireWorld::at(change("ann", fleet, R"({"capacity":{"hosts":100}})"), "/id");
    approve("bob", typo);
    HttpConsole console;
    QVERIFY(look(console, "olga", typo));
    QVERIFY2(comes([&] { return side(console).contains(QStringLiteral("1 of 2")); }),
        qPrintable(side(console)));
    QVERIFY2(side(console).contains(QStringLiteral("capacity")), qPrintable(side(console)));
    QVERIFY(isRefused(console, "apply", QStringLiteral("Approvals are missing.")));
    approve("cy", typo);
    QVERIFY(isRefused(console, "apply", QStringLiteral("enabled")));
}

void IncidentJourney::incident_S18_driftIsReconciledBeforeItGoes()
{
    m_world.as("ann");
    const auto config = m_world.config("a/optics");
    QVERIFY(!landed("ann", config, R"({"rate":100})").empty());
    const auto host = agent("host-1", R"(["a/optics"])");
    QCOMPARE(tellLiveOnly(host, config, R"(["/fec","/lanes/0","/margin"])").status, 200);
    const auto id = WireWorld::at(change("ann", config, R"({"rate":400})"), "/id");
    HttpConsole console;
    QVERIFY(look(console, "bob", id));
    QVERIFY(shows(console, "requestChecks", QStringLiteral("Will be removed: 3 live-only key")));
    QVERIFY(shows(console, "requestChecks", QStringLiteral("/fec, /lanes/0, /margin")));
    QVERIFY(isRefused(console, "approve", QStringLiteral("Its author has to")));
    HttpConsole author;
    QVERIFY(look(author, "ann", id));
    QVERIFY(author.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(author.answerPrompt({}, QStringLiteral("a/optics")));
    QVERIFY(isRefused(console, "approve", QStringLiteral("enabled")));
}

void IncidentJourney::incident_S19_veryManyAtOnceAreSampled()
{
    QVERIFY(!landed("pia", m_policy, R"({"bulk":{"objects":2,"approvals":2,"sample":2}})").empty());
    m_world.as("ann");
    std::string items;
    for (const char *path : {"a/one", "a/two", "a/three"})
        items += (items.empty() ? "" : ",")
            + m_world.item(m_world.config(path), "live", R"({"owner":""})");
    const auto id = WireWorld::at(m_world.request(items), "/id");
    HttpConsole console;
    QVERIFY(look(console, "bob", id));
    QVERIFY(shows(console, "requestChecks", QStringLiteral("○ a/")));
    QVERIFY(!whyNot(console, "approve").contains(QStringLiteral("enabled")));
    for (int seen = 0; seen < 2; ++seen)
        QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(comes([&] {
        return !console.textOf(QStringLiteral("requestChecks")).contains(QStringLiteral("○"));
    }));
    QVERIFY(console.trigger(QStringLiteral("acknowledgeCheck")));
    QVERIFY(console.answerPrompt({}));
    QVERIFY(isRefused(console, "approve", QStringLiteral("enabled")));
    QVERIFY2(comes([&] { return side(console).contains(QStringLiteral("0 of 2")); }),
        qPrintable(side(console)));
}

void IncidentJourney::incident_S20_aValueOfOneEnvironmentOpensInNoOther()
{
    const auto config
        = configUnder("a/database", R"("properties":{"url":{"type":"string","x-sensitive":true}})");
    m_world.as("ann");
    Response sealed;
    for (const char *place : {"live", "dev"}) {
        sealed = ask("POST", "/v1/configs/" + config + "/environments/" + place + ":seal",
            R"({"pointer":"/url","value":"\"postgres://test\"","replaces":""})");
        QCOMPARE(sealed.status, 200);
    }
    const auto text = WireWorld::at(sealed, "/text");
    QVERIFY(!text.empty());
    HttpConsole console;
    QVERIFY(write(console, "a/database", R"({"url":)" + text + '}'));
    QVERIFY(submit(console));
    QVERIFY2(says(console, QStringLiteral("sealed for another place")),
        qPrintable(console.banners().join(u'\n')));
}

QTEST_MAIN(IncidentJourney)
#include "tst_incidentjourney.moc"
