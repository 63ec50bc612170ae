// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/diffview.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"
#include "views/lineage/rollbacktree.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QListWidget>
#include <QTabBar>
#include <QTableView>

using namespace chancery;
using namespace std::chrono_literals;

namespace {

constexpr auto path = "shop/pace";

void fill(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    cms.addConfig(path, core::Format::Yaml);
    cms.publish(path, "prod", "timeout: 30\nname: n\n", "alice", "Begin");
    cms.publish(path, "prod", "timeout: 3\nname: n\n", "bob", "Wait less");
    const core::Version &cause = cms.versions.back();
    core::Suspect suspect;
    suspect.title = path;
    suspect.version = cause.id;
    suspect.config = cause.config;
    suspect.semver = cause.semver;
    suspect.changeRequest = cause.changeRequest;
    suspect.authorName = cause.authorName;
    suspect.message = cause.message;
    suspect.at = cause.createdAt;
    suspect.reachedAt = cause.createdAt + 1min;
    suspect.agents = 2;
    suspect.keys = {"/timeout"};
    suspect.reasons
        = {core::SuspectReason::Shortly, core::SuspectReason::Own, core::SuspectReason::LargeStep};
    suspect.score = 612;
    cms.suspects.push_back(suspect);
    core::Suspect start;
    start.kind = core::SuspectKind::Agent;
    start.title = "shop-1";
    start.at = start.reachedAt = cause.createdAt - 30min;
    start.agents = 1;
    start.score = 120;
    start.auditSequence = 7;
    cms.suspects.push_back(start);
    cms.now += 5min;
}

constexpr auto pinSchema = R"({"properties": {"pin": {"type": "string", "x-sensitive": true}}})";

// Its own config has no schema; a layer under it brings the pin, and has one.
void fillLayered(support::ScriptedCms &cms)
{
    fill(cms);
    cms.addConfig("shop/keys", core::Format::Yaml, pinSchema);
    cms.addLayer(path, core::LayerKind::Base, "", "shop/keys");
    cms.publish("shop/keys", "prod", "pin: hunter1\n", "alice", "Keys");
    cms.now += 5min;
}

// One agent of the service in the region that has a layer, and one that is in none.
void fillPlaces(support::ScriptedCms &cms)
{
    fill(cms);
    cms.addConfig("shop/pace-north", core::Format::Yaml);
    cms.addLayer(path, core::LayerKind::Region, "north", "shop/pace-north");
    cms.publish("shop/pace-north", "prod", "timeout: 9\n", "alice", "Slower in the north");
    for (const char *region : {"north", ""}) {
        core::Agent agent;
        agent.name = std::string("pacer") + region;
        agent.id = core::AgentId("agt_" + agent.name);
        agent.environment = core::EnvironmentId("prod");
        agent.service = "pacer";
        agent.follows = {path};
        agent.places = {{path, region, "", ""}};
        cms.agents.push_back(agent);
    }
    cms.now += 5min;
}

QStringList linesOf(const support::Console &console, const QString &name)
{
    QStringList lines;
    const auto *list = console.find<QListWidget>(name);
    for (int row = 0; list && row < list->count(); ++row)
        lines << list->item(row)->text();
    return lines;
}

QString shownIn(const editors::DiffView *difference)
{
    QString texts;
    for (const auto *pane : difference->findChildren<editors::CodeView *>()) {
        if (pane->isVisible())
            texts += QString::fromStdString(pane->bytes());
    }
    return texts;
}

bool begin(support::Console &console, const char *command)
{
    if (!console.connectToServer() || !console.signIn(QStringLiteral("carol"))
        || !console.chooseEnvironment(QStringLiteral("prod")))
        return false;
    console.window().workArea()->goTo({QStringLiteral("lineage"), QLatin1String(path)});
    return QTest::qWaitFor([&] {
        return console.rowsOf(QStringLiteral("versionsTable")).size() == 2;
    }) && console.trigger(QLatin1String(command));
}

// From just after the first version on.
bool compareFromTheBeginning(support::Console &console)
{
    auto *earlier = console.find<QDateTimeEdit>(QStringLiteral("instantsEarlier"));
    if (!earlier)
        return false;
    const auto begun = std::ranges::find(
        console.cms().versions, console.cms().configAt(path)->id, &core::Version::config);
    earlier->setDateTime(QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(begun->createdAt.time_since_epoch())
            .count()
        + 1));
    return console.click(QStringLiteral("compareInstantsButton"));
}

} // namespace

// Somebody on call finds out what changed, and what held then.
class HindsightTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theCauseIsFoundAndTakenBack_data();
    void theCauseIsFoundAndTakenBack();
    void whatIsNoVersionIsSaid();
    void nothingThen();
    void twoInstantsAreCompared_data();
    void twoInstantsAreCompared();
    void theRulesOfAConfigHoldForTwoInstants();
    void aServiceIsComparedWhereItsAgentsAre();
    void aLayersSchemaCoversTwoInstants();
    void aLayersSchemaCoversTheEffectiveForm();
    void theEarlierSchemaCoversASuspect();
};

void HindsightTest::theCauseIsFoundAndTakenBack_data()
{
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << int(views::Theme::Kind::Light);
    QTest::newRow("dark") << int(views::Theme::Kind::Dark);
}

void HindsightTest::theCauseIsFoundAndTakenBack()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fill);
    QVERIFY(begin(console, "showSuspects"));
    const auto rows = [&] { return console.rowsOf(QStringLiteral("suspectsTable")); };
    QTRY_COMPARE(rows().size(), 2);
    QVERIFY2(rows().front().contains(QStringLiteral("a number changed tenfold")),
        qPrintable(rows().front()));
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(difference->changeCount(), 1);
    QVERIFY(
        console.textOf(QStringLiteral("hindsightDetail")).contains(QStringLiteral("Wait less")));
    console.picture(QStringLiteral("suspects-") + QLatin1String(QTest::currentDataTag()));
    QVERIFY(console.trigger(QStringLiteral("rollBackSuspect")));
    QTRY_VERIFY(console.find<views::RollbackTree>(QStringLiteral("rollbackTree")));
    QTRY_VERIFY(console.textOf(QStringLiteral("rollbackTitle")).contains(QLatin1String(path)));
    QVERIFY(console.click(QStringLiteral("leaveRollbackButton")));
    QTRY_COMPARE(rows().size(), 2); // back to where it was entered from
    QVERIFY(console.trigger(QStringLiteral("openSuspectRequest")));
    QTRY_VERIFY(!console.textOf(QStringLiteral("requestTitle")).isEmpty());
}

void HindsightTest::whatIsNoVersionIsSaid()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console, "showSuspects"));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("suspectsTable")).size(), 2);
    QVERIFY(console.select(QStringLiteral("suspectsTable"), QStringLiteral("shop-1")));
    QTRY_VERIFY(console.textOf(QStringLiteral("hindsightDetail"))
            .contains(QStringLiteral("the audit log tells of it as entry 7")));
    QVERIFY(!console.action(QStringLiteral("rollBackSuspect"))->isEnabled());
    QVERIFY(!console.action(QStringLiteral("openSuspectRequest"))->isEnabled());
}

void HindsightTest::nothingThen()
{
    support::Console console(views::Theme::Kind::Light, fill);
    console.cms().suspects.clear();
    QVERIFY(begin(console, "showSuspects"));
    QTRY_VERIFY(!console.find<QTableView>(QStringLiteral("suspectsTable")));
    console.picture(QStringLiteral("suspects-none"));
}

void HindsightTest::twoInstantsAreCompared_data()
{
    theCauseIsFoundAndTakenBack_data();
}

void HindsightTest::twoInstantsAreCompared()
{
    QFETCH(int, theme);
    support::Console console(views::Theme::Kind(theme), fill);
    QVERIFY(begin(console, "showInstants"));
    QVERIFY(compareFromTheBeginning(console));
    QTRY_COMPARE(
        console.textOf(QStringLiteral("instantsSummary")), QStringLiteral("Different: 1 of 1"));
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_VERIFY(difference->changeCount() > 0);
    console.picture(QStringLiteral("instants-") + QLatin1String(QTest::currentDataTag()));
    // Before there was anything.
    console.find<QDateTimeEdit>(QStringLiteral("instantsEarlier"))
        ->setDateTime(QDateTime::fromSecsSinceEpoch(1'000'000'000));
    QVERIFY(console.click(QStringLiteral("compareInstantsButton")));
    const auto says = [&](const QString &words) {
        const auto *list = console.find<QListWidget>(QStringLiteral("instantsList"));
        return list && list->count() == 1 && list->item(0)->text().contains(words);
    };
    QTRY_VERIFY(says(QStringLiteral("was not live then")));
}

// What is passed over in a config's comparisons is so between two instants too, and is remembered
// from there.
void HindsightTest::theRulesOfAConfigHoldForTwoInstants()
{
    support::Console console(views::Theme::Kind::Light, fill);
    QVERIFY(begin(console, "showVersions"));
    auto *difference = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(difference->changeCount(), 1);
    auto *paths = difference->findChild<QLineEdit *>(QStringLiteral("ignoredPaths"));
    paths->setText(QStringLiteral("/timeout"));
    Q_EMIT paths->editingFinished();
    QTRY_COMPARE(difference->summary(), QStringLiteral("Only what is ignored differs"));
    QVERIFY(console.trigger(QStringLiteral("showInstants")));
    QVERIFY(compareFromTheBeginning(console));
    QTRY_VERIFY(console.find<editors::DiffView>(QString()) != difference);
    auto *instants = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(instants->summary(), QStringLiteral("Only what is ignored differs"));
    instants->findChild<QAction *>(QStringLiteral("ignoreOrder"))->trigger();
    QVERIFY(console.trigger(QStringLiteral("showVersions")));
    QVERIFY(console.select(QStringLiteral("versionsTable"), QStringLiteral("Begin")));
    QTRY_VERIFY(difference->rules().ignoresOrder);
}

void HindsightTest::aServiceIsComparedWhereItsAgentsAre()
{
    support::Console console(views::Theme::Kind::Light, fillPlaces);
    QVERIFY(begin(console, "showInstants"));
    auto *service = console.find<QComboBox>(QStringLiteral("instantsService"));
    QTRY_VERIFY(service->findText(QStringLiteral("pacer")) > 0);
    service->setCurrentIndex(service->findText(QStringLiteral("pacer")));
    QVERIFY(console.click(QStringLiteral("compareInstantsButton")));
    const auto lines = [&] { return linesOf(console, QStringLiteral("instantsList")); };
    QTRY_COMPARE(lines().size(), 2);
    QVERIFY2(lines().front().startsWith(QStringLiteral("shop/pace: ")), qPrintable(lines()[0]));
    QVERIFY2(lines().back().startsWith(QStringLiteral("shop/pace (region north): ")),
        qPrintable(lines()[1]));
    console.find<QListWidget>(QStringLiteral("instantsList"))->setCurrentRow(1);
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_VERIFY(shownIn(difference).contains(QStringLiteral("\"timeout\": 9")));
    console.picture(QStringLiteral("instants-places"));
    // By the agent's name, and where nobody is.
    auto *instance = console.find<QLineEdit>(QStringLiteral("instantsInstance"));
    instance->setText(QStringLiteral("pacernorth"));
    QVERIFY(console.click(QStringLiteral("compareInstantsButton")));
    QTRY_COMPARE(lines().size(), 1);
    QVERIFY(lines().front().contains(QStringLiteral("region north")));
    instance->setText(QStringLiteral("nobody"));
    QVERIFY(console.click(QStringLiteral("compareInstantsButton")));
    QTRY_VERIFY(console.textOf(QStringLiteral("instantsSummary"))
            .contains(QStringLiteral("No agent has said that it is there")));
}

void HindsightTest::aLayersSchemaCoversTwoInstants()
{
    support::Console console(views::Theme::Kind::Light, fillLayered);
    QVERIFY(begin(console, "showInstants"));
    QVERIFY(compareFromTheBeginning(console));
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_VERIFY(shownIn(difference).contains(QStringLiteral("\"timeout\": 3")));
    QVERIFY2(
        shownIn(difference).contains(QStringLiteral("\"pin\"")), qPrintable(shownIn(difference)));
    QVERIFY2(
        !shownIn(difference).contains(QStringLiteral("hunter")), qPrintable(shownIn(difference)));
}

void HindsightTest::aLayersSchemaCoversTheEffectiveForm()
{
    support::Console console(views::Theme::Kind::Light, fillLayered);
    QVERIFY(begin(console, "showVersions"));
    auto *difference = console.find<editors::DiffView>(QString());
    QTRY_COMPARE(difference->changeCount(), 1);
    difference->setMode(editors::DiffView::Mode::Effective);
    QTRY_VERIFY(shownIn(difference).contains(QStringLiteral("\"pin\"")));
    QTRY_VERIFY(shownIn(difference).contains(QStringLiteral("\"timeout\": 3")));
    QVERIFY2(
        !shownIn(difference).contains(QStringLiteral("hunter")), qPrintable(shownIn(difference)));
}

// What was before is covered by what held then, also where the change brought another schema.
void HindsightTest::theEarlierSchemaCoversASuspect()
{
    support::Console console(views::Theme::Kind::Light, [](support::ScriptedCms &cms) {
        fillLayered(cms);
        const auto schema = cms.configAt("shop/keys")->schema;
        const auto id = cms.configAt(path)->id;
        const auto first = std::ranges::find(cms.versions, id, &core::Version::config);
        first->schema = schema;
        cms.texts[first->id.text()] = "timeout: 30\nname: n\npin: hunter1\n";
    });
    QVERIFY(begin(console, "showSuspects"));
    QTRY_COMPARE(console.rowsOf(QStringLiteral("suspectsTable")).size(), 2);
    const auto *difference = console.find<editors::DiffView>(QString());
    QTRY_VERIFY(shownIn(difference).contains(QStringLiteral("pin:")));
    QVERIFY2(
        !shownIn(difference).contains(QStringLiteral("hunter")), qPrintable(shownIn(difference)));
}

QTEST_MAIN(HindsightTest)
#include "tst_hindsight.moc"
