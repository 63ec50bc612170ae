// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "models/effectivelines.h"
#include "models/hierarchystore.h"
#include "models/keyhistory.h"
#include "models/liveversions.h"
#include "models/provenance.h"
#include "models/referencestore.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::ErrorKind;

// The layers of a config, who refers to whom, and how one key came to be what it is: what is read,
// what a failure leaves, and what comes too late.
class HierarchyStoresTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyFailureCanBeRepeated_data();
    void everyFailureCanBeRepeated();
    void layersAreReadWithTheirTexts();
    void aPlaceIsChosen();
    void draftTakesTheConfigsOwnPlace();
    void unreadableDraftIsToldAndLeavesWhatWasShown();
    void nowhereLiveIsNoFailure();
    void answerForWhatWasLeftIsNotTaken();
    void textsAreReadOnce();
    void whoReferIsKnown();
    void targetsAreReadAsTheyAreWanted();
    void missingTargetsSayWhy();
    void sensitiveTargetsAreMasked();
    void unreadableSchemaHidesEverything();
    void failedTargetCanBeRepeated();
    void historyOfAKeyIsFound();
    void historyGoesOnWhereItEnded();
    void historyBeginsAnewWithANewHead();
    void historyMasksWhatIsSensitive();
    void everyLayersPartIsTold();
    void mergedLinesBearTheirLayer();
    void agentsVersionsAreCounted();

private:
    core::Config config(const char *path) { return *m_cms->configAt(path); }
    core::HierarchyPlace prod(const std::string &region = {}) const
    {
        return {core::EnvironmentId("prod"), region, {}, {}};
    }

    const core::EnvironmentId m_prod{"prod"};
    std::unique_ptr<QObject> m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
};

void HierarchyStoresTest::init()
{
    m_receiver = std::make_unique<QObject>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_mailbox->setWaker([this] {
        QMetaObject::invokeMethod(
            m_receiver.get(), [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit"});
    core::Environment environment;
    environment.id = m_prod;
    m_cms->environments.push_back(environment);
    using core::Format;
    for (const char *path : {"shop/defaults", "shop/base", "shop/eu", "shop/api", "ops/db"})
        m_cms->addConfig(path, path == std::string("shop/eu") ? Format::Yaml : Format::Json);
    m_cms->addLayer("shop/api", core::LayerKind::Base, "", "shop/base");
    m_cms->addLayer("shop/api", core::LayerKind::Region, "eu-west", "shop/eu");
    m_cms->addLayer("shop/defaults", core::LayerKind::Group, "canary", "ops/db");
    m_cms->publish("ops/db", "prod", R"({"host": "db-1", "password": "hunter2"})", "alice", "r");
    m_cms->publish("shop/defaults", "prod", R"({"owner": "team", "rate": 1})", "alice", "r");
    m_cms->publish("shop/base", "prod", R"({"rate": 2, "burst": 3})", "alice", "r");
    m_cms->publish(
        "shop/api", "prod", R"({"rate": 4, "host": "${ref:/ops/db#/host}"})", "alice", "r");
    m_cms->publish("shop/eu", "prod", "rate: 5\n", "alice", "r");
}

void HierarchyStoresTest::cleanup()
{
    m_compute.reset();
    m_cms.reset();
    m_mailbox.reset();
    m_receiver.reset();
}

void HierarchyStoresTest::everyFailureCanBeRepeated_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method : {"effective", "getVersion", "versionText", "configLayers",
             "listConfigs", "listDependents", "listVersions"})
        QTest::addRow("%s", method) << QByteArray(method);
}

void HierarchyStoresTest::everyFailureCanBeRepeated()
{
    QFETCH(QByteArray, method);
    models::HierarchyStore hierarchy(*m_cms, *m_compute);
    models::ReferenceStore references(*m_cms, *m_compute);
    models::KeyHistory history(*m_cms, *m_compute);
    m_cms->failNext(method.toStdString(), support::anError(ErrorKind::Server));
    hierarchy.show(config("shop/api"), m_prod);
    references.show(config("shop/api"), prod());
    history.show(config("shop/api"), m_prod);
    history.showKey("/rate", {});
    history.more();
    const std::initializer_list<models::Operation *> all{&hierarchy.loading(), &hierarchy.finding(),
        &references.loading(), &references.reading(), &history.loading()};
    const auto failed = [&all]() -> models::Operation * {
        const auto one = std::ranges::find_if(all, &models::Operation::hasFailed);
        return one == all.end() ? nullptr : *one;
    };
    QTRY_VERIFY(failed());
    QVERIFY(!failed()->title().isEmpty());
    failed()->retry();
    QTRY_VERIFY(!failed());
    QTRY_VERIFY(hierarchy.hierarchy());
    QTRY_COMPARE(history.changes().size(), std::size_t(1));
    QTRY_COMPARE(hierarchy.namesOf(core::LayerKind::Group), QStringList{QStringLiteral("canary")});
}

void HierarchyStoresTest::layersAreReadWithTheirTexts()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(store.hierarchy());
    const models::Hierarchy &known = *store.hierarchy();
    QCOMPARE(known.chain.size(), std::size_t(3));
    QCOMPARE(known.chain[0].origin.path, std::string("shop/defaults"));
    QCOMPARE(known.chain[1].origin.path, std::string("shop/base"));
    QCOMPARE(known.chain[2].origin.path, std::string("shop/api"));
    QCOMPARE(known.view.layers.size(), std::size_t(4));
    QCOMPARE(known.tree.root()["host"].text(), std::string_view("db-1"));
    const auto says = core::explain(known.chain, "/rate");
    for (const core::LayerSay &say : says)
        QCOMPARE(int(say.action), int(core::LayerAction::Sets));
    QCOMPARE(
        known.versions.at(known.chain[2].origin.version).authorName, std::string("Alice Ardent"));
    QTRY_COMPARE(store.namesOf(core::LayerKind::Region), QStringList{QStringLiteral("eu-west")});
}

void HierarchyStoresTest::aPlaceIsChosen()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    store.choose(prod("eu-west"));
    QTRY_VERIFY(store.hierarchy());
    QCOMPARE(store.hierarchy()->tree.root()["rate"].text(), std::string_view("5"));
    QCOMPARE(store.hierarchy()->chain.back().tree->format(), core::Format::Yaml);
    // Layers that are declared later are found when the server tells of it.
    m_cms->addLayer("shop/api", core::LayerKind::Region, "us-east", "shop/eu");
    store.findNames();
    QTRY_COMPARE(store.namesOf(core::LayerKind::Region).size(), qsizetype(2));
    // It is kept from environment to environment, and not from config to config.
    store.show(config("shop/api"), core::EnvironmentId("dev"));
    QCOMPARE(store.place().region, std::string("eu-west"));
    store.show(config("ops/db"), m_prod);
    QVERIFY(store.place() == prod());
}

void HierarchyStoresTest::draftTakesTheConfigsOwnPlace()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    store.choose(prod("eu-west"));
    store.setDraft(QStringLiteral(R"({"burst": 30})"));
    QTRY_VERIFY(store.hierarchy() && store.hierarchy()->isWithDraft);
    QCOMPARE(core::canonicalJson(store.hierarchy()->tree.root()),
        std::string(R"({"burst":30,"owner":"team","rate":5})"));
    QVERIFY(store.hierarchy()->chain[2].origin.version.isEmpty());
    QCOMPARE(store.hierarchy()->chain[2].tree->source(), std::string(R"({"burst": 30})"));
    const int asked = m_cms->callCount("previewEffective");
    // Typing asks when it pauses.
    for (const char *text : {R"({"burst": 31})", R"({"burst": 32})", R"({"burst": 33})"})
        store.setDraft(QString::fromLatin1(text));
    QTRY_COMPARE(store.hierarchy()->tree.root()["burst"].text(), std::string_view("33"));
    QCOMPARE(m_cms->callCount("previewEffective"), asked + 1);
    store.setDraft({});
    QTRY_VERIFY(!store.hierarchy()->isWithDraft);
    QCOMPARE(store.hierarchy()->tree.root()["burst"].text(), std::string_view("3"));
}

void HierarchyStoresTest::unreadableDraftIsToldAndLeavesWhatWasShown()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(store.hierarchy());
    store.setDraft(QStringLiteral("{"));
    QTRY_VERIFY(store.loading().hasFailed());
    QCOMPARE(store.loading().error().code, std::string("unreadable-document"));
    QVERIFY(!store.hierarchy()->isWithDraft);
}

void HierarchyStoresTest::nowhereLiveIsNoFailure()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), core::EnvironmentId("dev"));
    QTRY_VERIFY(store.isNowhereLive());
    QVERIFY(!store.loading().hasFailed() && !store.hierarchy());
    store.setDraft(QStringLiteral(R"({"a": 1})"));
    QTRY_VERIFY(store.hierarchy());
    QVERIFY(!store.isNowhereLive());
}

void HierarchyStoresTest::answerForWhatWasLeftIsNotTaken()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    m_cms->hang("effective");
    store.show(config("shop/api"), m_prod);
    store.show(config("ops/db"), m_prod);
    m_cms->release();
    QTRY_VERIFY(store.hierarchy());
    QCOMPARE(store.hierarchy()->view.path, std::string("ops/db"));
    m_cms->hang("effective");
    store.reload();
    store.leave();
    m_cms->release();
    QTRY_VERIFY(!store.loading().isRunning());
    QVERIFY(!store.hierarchy());
}

void HierarchyStoresTest::textsAreReadOnce()
{
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(store.hierarchy());
    const int before = m_cms->callCount("versionText");
    m_cms->publish("shop/base", "prod", R"({"rate": 2, "burst": 9})", "alice", "r");
    const auto shown = store.hierarchy();
    store.reload();
    QTRY_VERIFY(store.hierarchy() != shown);
    QCOMPARE(store.hierarchy()->tree.root()["burst"].text(), std::string_view("9"));
    QCOMPARE(m_cms->callCount("versionText"), before + 1);
}

void HierarchyStoresTest::whoReferIsKnown()
{
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("ops/db"), prod());
    QTRY_COMPARE(store.dependents().size(), std::size_t(2));
    QCOMPARE(store.dependents()[0].path, std::string("shop/api"));
    QCOMPARE(store.dependents()[0].at, std::string("/host"));
    QCOMPARE(store.dependents()[0].pointer, std::string("/host"));
    QCOMPARE(int(store.dependents()[1].kind), int(core::DependentKind::Layer));
    store.show(config("shop/api"), prod());
    QVERIFY(store.dependents().empty());
}

void HierarchyStoresTest::targetsAreReadAsTheyAreWanted()
{
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), prod());
    QVERIFY(store.present("ops/db", "/host").isEmpty());
    for (const char *path : {"ops/db", "ops/db", "shop/api"})
        store.want(path);
    QTRY_VERIFY(store.target("ops/db") && store.target("shop/api"));
    QCOMPARE(store.present("ops/db", "/host"), QStringLiteral("\"db-1\""));
    QCOMPARE(m_cms->callCount("effective"), 2);
    QCOMPARE(store.pointersOf("ops/db"), (std::vector<std::string>{"/host", "/password"}));
    m_cms->publish("ops/db", "prod", R"({"host": "db-2"})", "alice", "r");
    store.reload();
    QTRY_COMPARE(store.present("ops/db", "/host"), QStringLiteral("\"db-2\""));
    store.show(config("shop/api"), prod("eu-west"));
    QVERIFY(!store.target("ops/db"));
}

void HierarchyStoresTest::missingTargetsSayWhy()
{
    m_cms->addConfig("shop/unborn", core::Format::Json);
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), prod());
    for (const char *path : {"shop/none", "shop/unborn", "ops/db"})
        store.want(path);
    QTRY_VERIFY(store.target("ops/db"));
    QCOMPARE(store.present("shop/none", "/a"), QStringLiteral("there is no such config"));
    QCOMPARE(store.present("shop/unborn", "/a"), QStringLiteral("nothing of it is live here"));
    QCOMPARE(store.present("ops/db", "/a"), QStringLiteral("there is no such key"));
    QVERIFY(store.isMissing("ops/db", "/a") && !store.isMissing("ops/db", "/host"));
}

void HierarchyStoresTest::sensitiveTargetsAreMasked()
{
    m_cms->addConfig("ops/vault", core::Format::Json,
        R"({"properties": {"keys": {"additionalProperties": {"x-sensitive": true}}}})");
    m_cms->publish("ops/vault", "prod", R"({"keys": {"a": "hunter2"}, "open": 1})", "alice", "r");
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), prod());
    core::EffectiveView view;
    view.path = "shop/api";
    view.references = {{"/k", "/ops/vault", "/keys/a"}, {"/o", "/ops/vault", "/open"},
        {"/self", "/shop/api", "/x"}};
    const auto before = store.hiding(view, {});
    QVERIFY(before("/k") && before("/o") && !before("/self"));
    QTRY_VERIFY(store.target("ops/vault"));
    const auto after = store.hiding(view, {});
    QVERIFY(after("/k") && !after("/o"));
    // A reference to more than a value brings what lies below it; so does one to the document.
    view.references = {{"/all", "/ops/vault", ""}, {"/self", "/shop/api", "/x"},
        {"/again", "/shop/api", "/all/keys"}};
    const auto whole = store.hiding(view, [](const std::string &at) { return at == "/x/pin"; });
    QVERIFY(whole("/all/keys/a") && !whole("/all/open") && !whole("/all") && !whole("/alley"));
    QVERIFY(whole("/self/pin") && !whole("/self/port") && whole("/again/a"));
    QCOMPARE(store.present("ops/vault", "/keys/a"), models::maskText());
    QCOMPARE(store.present("ops/vault", ""),
        QStringLiteral("{\"keys\": {\"a\": %1}, \"open\": 1}").arg(models::maskText()));
}

void HierarchyStoresTest::unreadableSchemaHidesEverything()
{
    m_cms->addConfig("ops/odd", core::Format::Json, R"({"$ref": "https://x.test/none.json"})");
    m_cms->publish("ops/odd", "prod", R"({"a": "hunter2"})", "alice", "r");
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), prod());
    store.want("ops/odd");
    QTRY_VERIFY(store.target("ops/odd"));
    QCOMPARE(store.present("ops/odd", "/a"), models::maskText());
}

void HierarchyStoresTest::failedTargetCanBeRepeated()
{
    models::ReferenceStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), prod());
    m_cms->failNext("effective", support::anError(ErrorKind::Offline));
    store.want("ops/db");
    QTRY_VERIFY(store.reading().hasFailed());
    store.reading().retry();
    QTRY_VERIFY(store.target("ops/db"));
}

void HierarchyStoresTest::historyOfAKeyIsFound()
{
    for (const char *text : {R"({"rate": 4, "burst": 1})", R"({"rate": 4.0, "burst": 2})",
             R"({"burst": 2, "rate": 6})", R"({"burst": 2})"})
        m_cms->publish("shop/api", "prod", text, "alice", "r");
    models::KeyHistory history(*m_cms, *m_compute);
    history.show(config("shop/api"), m_prod);
    history.showKey("/rate", {});
    QCOMPARE(m_cms->callCount("listVersions"), 0); // nobody has asked
    history.more();
    // Neither another order nor another spelling of the number is a change of the value.
    QTRY_COMPARE(history.changes().size(), std::size_t(3));
    QVERIFY(history.changes()[0].after.isEmpty());
    QCOMPARE(history.changes()[0].before, QStringLiteral("6"));
    QCOMPARE(history.changes()[1].before, QStringLiteral("4.0"));
    QCOMPARE(history.changes()[1].after, QStringLiteral("6"));
    QVERIFY(history.changes()[2].before.isEmpty());
    QCOMPARE(history.changes()[2].after, QStringLiteral("4"));
    QVERIFY(!history.hasMore());
    // The texts are known: another key asks nobody.
    const auto calls = m_cms->calls().size();
    history.showKey("/burst", {});
    QTRY_COMPARE(history.changes().size(), std::size_t(2));
    QCOMPARE(m_cms->calls().size(), calls);
}

void HierarchyStoresTest::historyGoesOnWhereItEnded()
{
    m_cms->pageSize = 2;
    for (int rate = 5; rate < 8; ++rate)
        m_cms->publish(
            "shop/api", "prod", "{\"rate\": " + std::to_string(rate) + "}", "alice", "r");
    models::KeyHistory history(*m_cms, *m_compute);
    history.show(config("shop/api"), m_prod);
    history.showKey("/rate", {});
    history.more();
    QTRY_VERIFY(history.isKnown());
    QCOMPARE(history.changes().size(), std::size_t(1));
    QVERIFY(history.hasMore());
    history.more();
    QTRY_COMPARE(history.changes().size(), std::size_t(4));
    QVERIFY(!history.hasMore());
    history.more();
    QCOMPARE(m_cms->callCount("listVersions"), 2);
}

void HierarchyStoresTest::historyBeginsAnewWithANewHead()
{
    models::KeyHistory history(*m_cms, *m_compute);
    history.show(config("shop/api"), m_prod);
    history.showKey("/rate", {});
    history.reload();
    QCOMPARE(m_cms->callCount("listVersions"), 0);
    history.more();
    QTRY_COMPARE(history.changes().size(), std::size_t(1));
    m_cms->publish("shop/api", "prod", R"({"rate": 9})", "alice", "r");
    history.reload();
    QTRY_COMPARE(history.changes().size(), std::size_t(2));
    QCOMPARE(history.changes().front().after, QStringLiteral("9"));
}

void HierarchyStoresTest::historyMasksWhatIsSensitive()
{
    models::KeyHistory history(*m_cms, *m_compute);
    history.show(config("ops/db"), m_prod);
    history.showKey("/password", [](const std::string &pointer) { return pointer == "/password"; });
    history.more();
    QTRY_COMPARE(history.changes().size(), std::size_t(1));
    QCOMPARE(history.changes().front().after, models::maskText());
}

void HierarchyStoresTest::everyLayersPartIsTold()
{
    m_cms->publish("shop/base", "prod",
        R"({"o": {"a": 1, "b": 2}, "gone": 1, "scalar": {"x": 1}, "secret": "low"})", "alice", "r");
    m_cms->publish("shop/api", "prod",
        R"({"o": {"b": 3}, "gone": {"$remove": true}, "scalar": 7, "secret": "high"})", "alice",
        "r");
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(store.hierarchy());
    const auto parts = [&](const char *pointer) {
        QStringList texts;
        for (const auto &step : models::provenanceOf(*store.hierarchy(), pointer,
                 [](const std::string &place) { return place == "/secret"; }))
            texts << QString::number(int(step.part)) + u' ' + step.value;
        return texts.join(QStringLiteral("; "));
    };
    // The config itself, its base, and what it inherits.
    QCOMPARE(parts("/o"), QStringLiteral(R"(0 {"b": 3}; 1 {"a": 1, "b": 2}; 4 )"));
    QCOMPARE(parts("/o/b"), QStringLiteral("0 3; 2 2; 4 "));
    QCOMPARE(parts("/o/a"), QStringLiteral("4 ; 0 1; 4 "));
    QCOMPARE(parts("/gone"), QStringLiteral("3 ; 2 1; 4 "));
    QCOMPARE(parts("/scalar"), QStringLiteral(R"(0 7; 2 {"x": 1}; 4 )"));
    QCOMPARE(parts("/owner"), QStringLiteral("4 ; 4 ; 0 \"team\""));
    QCOMPARE(parts("/none"), QStringLiteral("4 ; 4 ; 4 "));
    QCOMPARE(parts("/secret"), QStringLiteral("0 %1; 2 %1; 4 ").arg(models::maskText()));
    QTRY_VERIFY(store.isInherited(store.hierarchy()->chain[0].origin));
    QVERIFY(!store.isInherited(store.hierarchy()->chain[1].origin));
    QVERIFY(!store.isInherited(store.hierarchy()->chain[2].origin));
}

void HierarchyStoresTest::mergedLinesBearTheirLayer()
{
    m_cms->publish("shop/api", "prod",
        R"({"host": "${ref:/ops/db#/host}", "o": {"x": [], "y": [1, "s"]}, "p": {"secret": 1}})",
        "alice", "r");
    m_cms->publish("shop/base", "prod", R"({"rate": 2, "p": {"q": 1}})", "alice", "r");
    models::HierarchyStore store(*m_cms, *m_compute);
    store.show(config("shop/api"), m_prod);
    QTRY_VERIFY(store.hierarchy());
    const auto &layers = store.hierarchy()->view.layers;
    QStringList texts;
    for (const models::EffectiveLine &line : models::effectiveLines(*store.hierarchy(),
             [](const std::string &pointer) { return pointer == "/p/secret"; })) {
        const QString layer = line.layer < 0
            ? QStringLiteral("-")
            : QString::fromStdString(layers[std::size_t(line.layer)].path);
        texts << layer + QStringLiteral(" | ") + QString::fromStdString(line.text);
        if (!line.reference.empty())
            texts.back() += QStringLiteral(" | ") + QString::fromStdString(line.reference);
    }
    const QStringList expected{QStringLiteral("- | {"),
        QStringLiteral("shop/defaults |   \"owner\": \"team\","),
        QStringLiteral("shop/base |   \"rate\": 2,"), QStringLiteral("- |   \"p\": {"),
        QStringLiteral("shop/base |     \"q\": 1,"),
        QStringLiteral("shop/api |     \"secret\": %1").arg(models::maskText()),
        QStringLiteral("- |   },"),
        QStringLiteral("ops/db |   \"host\": \"db-1\", | /ops/db#/host"),
        QStringLiteral("shop/api |   \"o\": {"), QStringLiteral("shop/api |     \"x\": [],"),
        QStringLiteral("shop/api |     \"y\": ["), QStringLiteral("shop/api |       1,"),
        QStringLiteral("shop/api |       \"s\""), QStringLiteral("- |     ]"),
        QStringLiteral("- |   }"), QStringLiteral("- | }")};
    QCOMPARE(texts, expected);
    // A masked container hides its leaves and keeps the count of those behind it.
    const auto hidden = models::effectiveLines(
        *store.hierarchy(), [](const std::string &pointer) { return pointer == "/p"; });
    QCOMPARE(hidden[4].text, std::string("  \"host\": \"db-1\","));
    QCOMPARE(layers[std::size_t(hidden[4].layer)].path, std::string("ops/db"));
}

void HierarchyStoresTest::agentsVersionsAreCounted()
{
    const core::VersionId old = m_cms->versions.back().id;
    m_cms->publish("shop/eu", "prod", "rate: 6\nburst: 1\n", "alice", "r");
    const core::VersionId latest = m_cms->versions.back().id;
    models::LiveVersions versions(*m_cms, *m_compute);
    m_cms->failNext("versionText", support::anError(ErrorKind::Server));
    versions.compare({old, latest}, QStringLiteral("rate: 6\nburst: 1\n"));
    QTRY_VERIFY(versions.loading().hasFailed());
    versions.loading().retry();
    QTRY_COMPARE(versions.differenceOf(old), std::optional(2));
    QCOMPARE(versions.differenceOf(latest), std::optional(0));
    const int calls = m_cms->callCount("versionText");
    versions.compare({latest}, QStringLiteral("rate: 7\nburst: 1\n"));
    QTRY_COMPARE(versions.differenceOf(latest), std::optional(1));
    QVERIFY(!versions.textOf(old));
    QCOMPARE(m_cms->callCount("versionText"), calls);
}

QTEST_GUILESS_MAIN(HierarchyStoresTest)
#include "tst_hierarchystores.moc"
