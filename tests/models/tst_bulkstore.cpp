// SPDX-License-Identifier: Apache-2.0
#include "models/bulkstore.h"
#include "models/bulktree.h"
#include "models/qtconvert.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>

using namespace chancery;
using core::BulkKind;
using core::ErrorKind;
using models::BulkObject;
using models::BulkStore;
using models::BulkTree;

// One change in many configs: what is planned, what is chosen, what is sent, and what happens when
// something comes between.
class BulkStoreTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void findsWithoutPlanning();
    void everyFailureCanBeRepeated_data();
    void everyFailureCanBeRepeated();
    void badFieldIsToldAtOnce();
    void plansEveryText();
    void whatIsLeftOutIsNotSent();
    void newProblemsOfTheSchemaAreTold();
    void unusableSchemaLeavesTheOthers();
    void schemaIsReadWithThoseItRefersTo();
    void partsThatDoNotComeAreAFailure();
    void cutOffRenamingIsNeverSent_data();
    void cutOffRenamingIsNeverSent();
    void renameTakesLayersAndThoseWhoRefer_data();
    void renameTakesLayersAndThoseWhoRefer();
    void renameTakesDraftsThatRefer();
    void liveThatMovedIsPlannedAnewAndNotSent();
    void draftsAreChangedAsDrafts();
    void failedDraftLeavesTheSavedOnes();
    void draftThatIsThereAlreadyIsNotOverwritten();
    void newSearchWithdrawsTheOldOne();
    void sensitiveLinesAreCovered_data();
    void sensitiveLinesAreCovered();
    void treeShowsTextsAndHits();

private:
    core::BulkOperation replacing(const char *pattern, const char *with) const
    {
        core::BulkOperation operation;
        operation.what.pattern = pattern;
        operation.what.matchesCase = true;
        operation.with = with;
        return operation;
    }
    core::BulkOperation at(BulkKind kind, const char *places, const char *with) const
    {
        core::BulkOperation operation;
        operation.kind = kind;
        operation.what.places = places;
        operation.with = with;
        return operation;
    }
    void plan(const core::BulkOperation &operation, const char *path = "")
    {
        m_store->plan(operation, {m_prod, path, false});
        QTRY_VERIFY(!m_store->searching().isRunning());
    }
    void addSchema(const char *id, const char *uri, const char *text)
    {
        core::Schema schema;
        schema.id = core::SchemaId(id);
        schema.uri = uri;
        m_cms->schemas.push_back(schema);
        m_cms->schemaTexts[id] = text;
    }
    // "path: text after" of each object.
    QByteArray printed() const;
    QString idOf(const char *path) const;

    const core::EnvironmentId m_prod{"prod"};
    std::unique_ptr<QObject> m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::SchemaSet> m_schemas;
    std::unique_ptr<BulkStore> m_store;
};

void BulkStoreTest::init()
{
    m_receiver = std::make_unique<QObject>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_mailbox->setWaker([this] {
        QMetaObject::invokeMethod(
            m_receiver.get(), [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit", "submit"});
    m_cms->actAs("alice");
    core::Environment environment;
    environment.id = m_prod;
    m_cms->environments.push_back(environment);
    using core::Format;
    for (const char *path : {"shop/api", "shop/eu", "shop/web", "shop/db"})
        m_cms->addConfig(path, Format::Yaml);
    m_cms->publish("shop/api", "prod", "host: old # here\nrate: 1\n", "alice", "r");
    m_cms->publish("shop/db", "prod", "host: old\nport: 2\n", "alice", "r");
    m_cms->publish("shop/eu", "prod", "rate: 5\n", "alice", "r");
    m_cms->publish("shop/web", "prod", "limit: ${ref:/shop/api#/rate}\n", "alice", "r");
    m_cms->requests.clear();
    m_cms->addLayer("shop/api", core::LayerKind::Region, "eu-west", "shop/eu");
    m_schemas = std::make_unique<models::SchemaSet>(*m_cms);
    m_store = std::make_unique<BulkStore>(*m_cms, *m_schemas, *m_compute);
}

void BulkStoreTest::cleanup()
{
    m_store.reset();
    m_schemas.reset();
    m_compute.reset();
    m_cms.reset();
    m_mailbox.reset();
    m_receiver.reset();
}

QByteArray BulkStoreTest::printed() const
{
    QByteArray out;
    for (const BulkObject &object : m_store->objects()) {
        out += QByteArray::fromStdString(object.found.path + ": ");
        if (!object.result)
            out += "waits\n";
        else if (object.result->error)
            out += '!' + QByteArray::fromStdString(object.result->error->code) + '\n';
        else
            out += QByteArray::fromStdString(object.result->plan.after);
    }
    return out;
}

QString BulkStoreTest::idOf(const char *path) const
{
    for (const BulkObject &object : m_store->objects()) {
        if (object.found.path == path)
            return object.id();
    }
    return {};
}

void BulkStoreTest::findsWithoutPlanning()
{
    core::DocumentSearch search;
    search.pattern = "old";
    m_cms->pageSize = 1;
    m_store->search(search, {});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(printed(), QByteArray("shop/api: waits\nshop/db: waits\n"));
    QCOMPARE(m_store->hitCount(), 2);
    QVERIFY(!m_store->isPlan());
    QCOMPARE(m_cms->callCount("versionText"), 0);
}

void BulkStoreTest::everyFailureCanBeRepeated_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method :
        {"searchConfigs", "configLayers", "listDependents", "getConfig", "getHead", "versionText"})
        QTest::addRow("%s", method) << QByteArray(method);
}

void BulkStoreTest::everyFailureCanBeRepeated()
{
    QFETCH(QByteArray, method);
    m_cms->failNext(method.toStdString(), support::anError(ErrorKind::Server));
    plan(at(BulkKind::Rename, "/rate", "speed"), "=shop/api");
    QVERIFY(m_store->searching().hasFailed());
    m_store->searching().retry();
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(printed(),
        QByteArray("shop/api: host: old # here\nspeed: 1\nshop/eu: speed: 5\n"
                   "shop/web: limit: ${ref:/shop/api#/speed}\n"));
}

void BulkStoreTest::badFieldIsToldAtOnce()
{
    plan(at(BulkKind::Set, "/rate", "no json"));
    QVERIFY(m_store->searching().hasFailed());
    QCOMPARE(m_store->searching().error().fields.front().pointer, std::string("/with"));
    QCOMPARE(m_cms->callCount("searchConfigs"), 0);
}

void BulkStoreTest::plansEveryText()
{
    plan(replacing("old", "new"));
    QCOMPARE(printed(),
        QByteArray("shop/api: host: new # here\nrate: 1\nshop/db: host: new\nport: 2\n"));
    QCOMPARE(m_store->changeCount(), 2);
    m_store->requestChange({QStringLiteral("New host"), QStringLiteral("moved"), {}});
    QTRY_COMPARE(m_cms->requests.size(), std::size_t(1));
    QCOMPARE(m_cms->requests[0].items.size(), std::size_t(2));
    QCOMPARE(m_cms->requests[0].items[1].text, std::string("host: new\nport: 2\n"));
    // What was sent is not sent again.
    QTRY_COMPARE(m_store->changeCount(), 0);
}

void BulkStoreTest::whatIsLeftOutIsNotSent()
{
    plan(at(BulkKind::Multiply, "/*", "10"));
    // Texts are no numbers; the rest goes on.
    QCOMPARE(printed(),
        QByteArray("shop/api: host: old # here\nrate: 10\nshop/db: host: old\nport: 20\n"
                   "shop/eu: rate: 50\nshop/web: limit: ${ref:/shop/api#/rate}\n"));
    QCOMPARE(m_store->find(idOf("shop/api"))->result->refusals(), std::size_t(1));
    m_store->choose(idOf("shop/db"), false);
    m_store->chooseHit(idOf("shop/eu"), 0, false);
    QTRY_VERIFY(!m_store->replanning().isRunning());
    QCOMPARE(m_store->changeCount(), 1);
    m_store->requestChange({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(m_cms->requests.size(), std::size_t(1));
    QCOMPARE(m_cms->requests[0].items.size(), std::size_t(1));
    QCOMPARE(m_cms->requests[0].items[0].path, std::string("shop/api"));
}

void BulkStoreTest::newProblemsOfTheSchemaAreTold()
{
    core::Schema schema;
    schema.id = core::SchemaId("sch_1");
    m_cms->schemas.push_back(schema);
    m_cms->schemaTexts["sch_1"]
        = R"({"required": ["rate"], "properties": {"rate": {"maximum": 5}}})";
    m_cms->configAt("shop/api")->schema = schema.id;
    plan(at(BulkKind::Rename, "/rate", "speed"), "=shop/api");
    const BulkObject *object = m_store->find(idOf("shop/api"));
    QCOMPARE(m_store->problemsOf(*object).size(), std::size_t(1));
    QCOMPARE(m_store->problemsOf(*object)[0].error.code, std::string("required"));
    QVERIFY(object->changes());
    m_cms->schemaTexts["sch_2"] = R"({"x-invariants": [{"compare": ["/rate", "<", 5]}]})";
    schema.id = core::SchemaId("sch_2");
    m_cms->schemas.push_back(schema);
    m_cms->configAt("shop/api")->schema = schema.id;
    // What only looks like a reference keeps nothing from being checked.
    m_cms->publish(
        "shop/api", "prod", "host: $${ref:x} # was ${ref:/a#/b}\nrate: 1\n", "alice", "r");
    plan(at(BulkKind::Set, "/rate", "9"), "=shop/api");
    object = m_store->find(idOf("shop/api"));
    QCOMPARE(m_store->problemsOf(*object).size(), std::size_t(1));
    QCOMPARE(m_store->problemsOf(*object)[0].error.code, std::string("x-invariants"));
}

void BulkStoreTest::unusableSchemaLeavesTheOthers()
{
    core::Schema schema;
    schema.id = core::SchemaId("sch_1");
    m_cms->schemas.push_back(schema);
    m_cms->schemaTexts["sch_1"] = R"({"$ref": "https://nowhere/x"})";
    m_cms->configAt("shop/api")->schema = schema.id;
    plan(replacing("old", "new"));
    QCOMPARE(printed(), QByteArray("shop/api: !opaque-schema\nshop/db: host: new\nport: 2\n"));
    QCOMPARE(m_store->changeCount(), 1);
}

// Each part by its URI, and what a part refers to as well.
void BulkStoreTest::schemaIsReadWithThoseItRefersTo()
{
    addSchema("sch_1", "https://x/deep", R"({"maximum": 5})");
    addSchema("sch_2", "https://x/rate", R"({"$ref": "https://x/deep", "x-sensitive": true})");
    addSchema("sch_3", "https://x/api", R"({"properties": {"rate": {"$ref": "https://x/rate"}}})");
    m_cms->configAt("shop/api")->schema = core::SchemaId("sch_3");
    plan(at(BulkKind::Set, "/rate", "9"), "=shop/api");
    QCOMPARE(printed(), QByteArray("shop/api: host: old # here\nrate: 9\n"));
    const BulkObject *object = m_store->find(idOf("shop/api"));
    QCOMPARE(m_store->problemsOf(*object).size(), std::size_t(1));
    QCOMPARE(m_store->problemsOf(*object)[0].error.code, std::string("maximum"));
    // What only a part calls sensitive is covered.
    QVERIFY(object->result->plan.hits[0].before.find("1") == std::string::npos);
}

void BulkStoreTest::partsThatDoNotComeAreAFailure()
{
    addSchema("sch_1", "https://x/rate", R"({"maximum": 5})");
    addSchema("sch_2", "https://x/api", R"({"properties": {"rate": {"$ref": "https://x/rate"}}})");
    m_cms->configAt("shop/api")->schema = core::SchemaId("sch_2");
    m_cms->failNext("listSchemas", {ErrorKind::Offline, "offline", {}, {}, {}, {}});
    plan(at(BulkKind::Set, "/rate", "9"), "=shop/api");
    QCOMPARE(m_store->searching().state(), models::Operation::State::Failed);
    m_store->searching().retry();
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(printed(), QByteArray("shop/api: host: old # here\nrate: 9\n"));
}

// What is not known whole must not be renamed by halves.
void BulkStoreTest::cutOffRenamingIsNeverSent_data()
{
    QTest::addColumn<BulkKind>("kind");
    QTest::addColumn<bool>("isCutOff");
    QTest::newRow("a rename") << BulkKind::Rename << true;
    QTest::newRow("anything else") << BulkKind::Set << false;
}

void BulkStoreTest::cutOffRenamingIsNeverSent()
{
    QFETCH(BulkKind, kind);
    QFETCH(bool, isCutOff);
    std::string text = "rate: 1\nitems:\n";
    for (std::size_t i = 0; i <= core::BulkPlanner::mostHits; ++i)
        text += "  - rate: 1\n";
    m_cms->publish("shop/db", "prod", text, "alice", "r");
    m_cms->requests.clear();
    plan(at(kind, "/**/rate", kind == BulkKind::Set ? "2" : "speed"), "=shop/db");
    QCOMPARE(m_store->isCutOff(), isCutOff);
    QVERIFY(m_store->changeCount() > 0);
    m_store->requestChange({QStringLiteral("T"), QStringLiteral("R"), {}});
    QTRY_VERIFY(!m_store->carryingOut().isRunning());
    m_store->saveDrafts();
    QTRY_VERIFY(!m_store->carryingOut().isRunning());
    QCOMPARE(m_cms->requests.empty(), isCutOff);
    QVERIFY(m_cms->drafts.empty() || !isCutOff);
}

void BulkStoreTest::renameTakesLayersAndThoseWhoRefer_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("the config") << QByteArray("=shop/api");
    QTest::newRow("its layer") << QByteArray("=shop/eu");
}

void BulkStoreTest::renameTakesLayersAndThoseWhoRefer()
{
    QFETCH(QByteArray, path);
    plan(at(BulkKind::Rename, "/rate", "speed"), path.constData());
    QByteArrayList lines = printed().split('\n');
    std::ranges::sort(lines);
    QCOMPARE(lines.join('\n'),
        QByteArray("\nshop/api: host: old # here\nshop/eu: speed: 5\n"
                   "shop/web: limit: ${ref:/shop/api#/speed}\nspeed: 1"));
    QVERIFY(m_store->find(idOf("shop/web"))->result->plan.hits[0].isReference);
    QVERIFY(!m_store->isCutOff());
}

void BulkStoreTest::renameTakesDraftsThatRefer()
{
    core::Draft draft;
    draft.id = core::DraftId("drf_1");
    draft.config = m_cms->configAt("shop/db")->id;
    draft.path = "shop/db";
    draft.environment = m_prod;
    draft.author = m_cms->current->principal.id;
    draft.text = "rate: ${ref:/shop/api#/rate}\n";
    m_cms->drafts.push_back(draft);
    m_store->plan(at(BulkKind::Rename, "/rate", "speed"), {m_prod, "=shop/api", true});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(m_store->objects().back().result->plan.after,
        std::string("rate: ${ref:/shop/api#/speed}\n"));
    QVERIFY(m_store->objects().back().isDraft());
}

void BulkStoreTest::liveThatMovedIsPlannedAnewAndNotSent()
{
    plan(replacing("old", "new"));
    m_store->chooseHit(idOf("shop/api"), 0, false);
    m_store->chooseHit(idOf("shop/api"), 0, true);
    QTRY_VERIFY(!m_store->replanning().isRunning());
    m_cms->publish("shop/db", "prod", "host: old\nport: 3\nalso: old\n", "alice", "between");
    m_cms->requests.clear();
    QSignalSpy moved(m_store.get(), &BulkStore::moved);
    m_store->requestChange({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(moved.size(), 1);
    QCOMPARE(moved[0][0].toInt(), 1);
    QTRY_VERIFY(!m_store->searching().isRunning());
    QVERIFY(m_cms->requests.empty());
    QVERIFY(m_store->find(idOf("shop/db"))->isMoved);
    QCOMPARE(printed(),
        QByteArray("shop/api: host: new # here\nrate: 1\n"
                   "shop/db: host: new\nport: 3\nalso: new\n"));
    m_store->requestChange({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(m_cms->requests.size(), std::size_t(1));
}

void BulkStoreTest::draftsAreChangedAsDrafts()
{
    core::Draft draft;
    draft.id = core::DraftId("drf_1");
    draft.config = m_cms->configAt("shop/web")->id;
    draft.path = "shop/web";
    draft.environment = m_prod;
    draft.author = m_cms->current->principal.id;
    draft.text = "limit: old\n";
    draft.etag = core::ETag("d-1");
    m_cms->drafts.push_back(draft);
    m_store->plan(replacing("old", "new"), {m_prod, {}, true});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(m_store->objects().size(), std::size_t(3));
    QCOMPARE(m_store->changeCount(), 2);
    QSignalSpy saved(m_store.get(), &BulkStore::draftsSaved);
    m_store->saveDrafts();
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(saved[0][0].toInt(), 3);
    QCOMPARE(m_cms->drafts.size(), std::size_t(3));
    QCOMPARE(m_cms->drafts[0].text, std::string("limit: new\n"));
}

void BulkStoreTest::failedDraftLeavesTheSavedOnes()
{
    plan(replacing("old", "new"));
    m_cms->failNext("createDraft", support::anError(ErrorKind::Server));
    m_store->saveDrafts();
    QTRY_VERIFY(m_store->carryingOut().hasFailed());
    QSignalSpy saved(m_store.get(), &BulkStore::draftsSaved);
    m_store->saveDrafts();
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(m_cms->drafts.size(), std::size_t(2));
    m_store->saveDrafts();
    QTRY_COMPARE(saved.size(), 2);
    QCOMPARE(saved[1][0].toInt(), 0);
    QCOMPARE(m_cms->drafts.size(), std::size_t(2));
}

void BulkStoreTest::draftThatIsThereAlreadyIsNotOverwritten()
{
    plan(replacing("old", "new"), "=shop/db");
    m_cms->failNext("createDraft", support::anError(ErrorKind::Conflict, "already-exists"));
    m_store->saveDrafts();
    QTRY_VERIFY(m_store->carryingOut().hasFailed());
    QCOMPARE(m_store->carryingOut().error().code, std::string("already-exists"));
    QVERIFY(!m_store->objects()[0].isSaved);
    QVERIFY(m_cms->drafts.empty());
}

void BulkStoreTest::newSearchWithdrawsTheOldOne()
{
    m_cms->hang("versionText");
    m_store->plan(replacing("old", "new"), {});
    QTRY_COMPARE(m_cms->callCount("versionText"), 1);
    core::DocumentSearch search;
    search.pattern = "port";
    m_store->search(search, {});
    m_cms->release();
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(printed(), QByteArray("shop/db: waits\n"));
}

void BulkStoreTest::sensitiveLinesAreCovered_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("looks like one") << QByteArray("hunter2-Xy9!kQ");
    QTest::newRow("told by its name alone") << QByteArray("swordfish");
    QTest::newRow("a number") << QByteArray("471108");
}

void BulkStoreTest::sensitiveLinesAreCovered()
{
    QFETCH(QByteArray, secret);
    m_cms->publish(
        "shop/db", "prod", "host: old\npassword: " + secret.toStdString() + '\n', "alice", "r");
    plan(at(BulkKind::Set, "/*", "\"new-Hunter3-zZ9!\""), "=shop/db");
    const BulkObject *object = m_store->find(idOf("shop/db"));
    QCOMPARE(object->result->plan.hits.size(), std::size_t(2));
    QCOMPARE(object->result->plan.hits[1].before, std::string("password: ••••••"));
    QCOMPARE(object->result->plan.hits[1].after, std::string("password: ••••••"));
}

void BulkStoreTest::treeShowsTextsAndHits()
{
    models::PlacesStore places(*m_cms);
    BulkTree tree(*m_store, places);
    QAbstractItemModelTester tester(&tree, QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_cms->pageSize = 1;
    plan(replacing("old", "new"));
    QCOMPARE(tree.rowCount(), 2);
    const auto text = [&](const QModelIndex &index) { return index.data().toString(); };
    const QModelIndex api = tree.index(0, 0);
    QCOMPARE(tree.rowCount(api), 1);
    const QModelIndex hit = tree.index(0, 0, api);
    QCOMPARE(text(hit), QStringLiteral("1:7 /host"));
    QCOMPARE(text(hit.siblingAtColumn(BulkTree::Before)), QStringLiteral("host: old # here"));
    QCOMPARE(text(hit.siblingAtColumn(BulkTree::After)), QStringLiteral("host: new # here"));
    QVERIFY(tree.setData(hit, Qt::Unchecked, Qt::CheckStateRole));
    QTRY_VERIFY(!m_store->replanning().isRunning());
    QCOMPARE(tree.index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
    QCOMPARE(m_store->changeCount(), 1);
    // Only found again: no boxes.
    core::DocumentSearch search;
    search.pattern = "rate";
    m_store->search(search, {});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QVERIFY(!tree.index(0, 0).data(Qt::CheckStateRole).isValid());
}

QTEST_MAIN(BulkStoreTest)
#include "tst_bulkstore.moc"
