// SPDX-License-Identifier: Apache-2.0
#include "models/bulkstore.h"
#include "models/bulktree.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using core::BulkKind;

// What a bulk edit says of texts that are put together with others: what comes of them counts.
class BulkJudgeTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatAnotherLayerHasIsNotMissing();
    void whatIsMissingInTheEndIs();
    void valuesOfLayersGoTogether();
    void aPlaceOfItsOwnIsLookedAt();
    void referencesAreFollowed();
    void textsThatChangeTogetherFindEachOther();
    void onlyWhatIsThereThenIsFound();
    void aDraftIsHeldAgainstItself();
    void whatWasWrongBeforeIsNotTold();
    void otherChoicesAreJudgedAnew();
    void whatNobodyLookedAtIsTold();
    void everyTextIsJudgedWhateverIsChosenMeanwhile();
    void whoIsTickedAgainIsJudged();
    void manyPlacesAreToldAsNotAll();
    void layersThatMayNotBeReadEndNothing_data();
    void layersThatMayNotBeReadEndNothing();
    void whatIsCarriedOutIsChosenForGood();
    void whatWasWantedInVainGoesFromUnderAJudgement();

private:
    void plan(BulkKind kind, const char *places, const char *with)
    {
        core::BulkOperation operation;
        operation.kind = kind;
        operation.what.places = places;
        operation.with = with;
        m_store->plan(operation, {m_prod, "=shop/api", false});
        QTRY_VERIFY(!m_store->searching().isRunning());
    }
    // "code pointer line" of each problem.
    QByteArray problems(const char *path = "shop/api") const
    {
        QByteArrayList texts;
        for (const auto &[problem, places, definitions] :
            m_store->problemsOf(*m_store->find(id(path))))
            texts << QByteArray::fromStdString(
                problem.code + ' ' + problem.pointer + ' ' + std::to_string(problem.line));
        return texts.join(", ");
    }
    // What the cell says, and what a screen reader says of it.
    QStringList told(const char *path = "shop/api") const
    {
        models::PlacesStore places(*m_cms);
        const models::BulkTree tree(*m_store, places);
        const auto cell = tree.indexOfObject(id(path)).siblingAtColumn(models::BulkTree::Problem);
        return {cell.data().toString(), cell.data(Qt::AccessibleTextRole).toString()};
    }
    QString id(const char *path = "shop/api") const
    {
        return QString::fromStdString(m_cms->configAt(path)->id.text()) + QStringLiteral("/prod");
    }
    // Three texts whose layers have no limit any more once "max" has gone.
    void planSeveral()
    {
        setSchema(R"({"required": ["port"]})");
        for (const char *path : {"shop/one", "shop/two"}) {
            m_cms->addConfig(path, core::Format::Yaml).schema = core::SchemaId("sch_1");
            m_cms->publish(path, "prod", "port: 1\n", "alice", "r");
            m_cms->addLayer(path, core::LayerKind::Base, "", "shop/base");
        }
        core::BulkOperation operation;
        operation.what.pattern = "port";
        operation.with = "gate";
        m_store->plan(operation, {m_prod, "", false});
    }
    bool atRest() const
    {
        return QTest::qWaitFor([this] {
            return !m_store->searching().isRunning() && !m_store->replanning().isRunning();
        });
    }
    void addDraft(const char *id, const char *path, const char *text)
    {
        core::Draft draft;
        draft.id = core::DraftId(id);
        draft.config = m_cms->configAt(path)->id;
        draft.path = path;
        draft.environment = m_prod;
        draft.author = m_cms->current->principal.id;
        draft.text = text;
        m_cms->drafts.push_back(draft);
    }
    void setSchema(const char *text)
    {
        core::Schema schema;
        schema.id = core::SchemaId("sch_1");
        m_cms->schemas = {schema};
        m_cms->schemaTexts["sch_1"] = text;
        m_cms->configAt("shop/api")->schema = schema.id;
    }

    const core::EnvironmentId m_prod{"prod"};
    std::unique_ptr<QObject> m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::SchemaSet> m_schemas;
    std::unique_ptr<models::BulkStore> m_store;
};

void BulkJudgeTest::init()
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
    for (const char *path : {"shop/api", "shop/base", "shop/eu", "shop/db"})
        m_cms->addConfig(path, core::Format::Yaml);
    m_cms->publish("shop/base", "prod", "max: 5\nhost: h\n", "alice", "r");
    m_cms->publish("shop/eu", "prod", "max: 2\n", "alice", "r");
    m_cms->publish("shop/db", "prod", "port: 5432\n", "alice", "r");
    m_cms->publish("shop/api", "prod", "min: 1\nhost: own\nport: 1\n", "alice", "r");
    m_cms->addLayer("shop/api", core::LayerKind::Base, "", "shop/base");
    m_cms->addLayer("shop/api", core::LayerKind::Region, "eu-west", "shop/eu");
    m_schemas = std::make_unique<models::SchemaSet>(*m_cms);
    m_store = std::make_unique<models::BulkStore>(*m_cms, *m_schemas, *m_compute);
}

void BulkJudgeTest::cleanup()
{
    m_store.reset();
    m_schemas.reset();
    m_cms.reset();
    m_compute.reset();
}

void BulkJudgeTest::whatAnotherLayerHasIsNotMissing()
{
    setSchema(R"({"required": ["host"]})");
    plan(BulkKind::Rename, "/host", "name");
    QCOMPARE(problems(), QByteArray());
}

void BulkJudgeTest::whatIsMissingInTheEndIs()
{
    setSchema(R"({"required": ["port"]})");
    plan(BulkKind::Rename, "/port", "gate");
    QCOMPARE(problems(), QByteArray("required  0"));
}

void BulkJudgeTest::valuesOfLayersGoTogether()
{
    setSchema(R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    plan(BulkKind::Set, "/min", "2");
    QCOMPARE(problems(), QByteArray());
    plan(BulkKind::Set, "/min", "6");
    QCOMPARE(problems(), QByteArray("x-invariants /min 1"));
}

// Where the region's layer takes part, three are too many already.
void BulkJudgeTest::aPlaceOfItsOwnIsLookedAt()
{
    setSchema(R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    plan(BulkKind::Set, "/min", "3");
    QCOMPARE(problems(), QByteArray("x-invariants /min 1"));
    QCOMPARE(told()[0], QStringLiteral("1:6 Too few. (region eu-west)"));
    plan(BulkKind::Set, "/min", "6");
    QCOMPARE(told()[0], QStringLiteral("1:6 Too few."));
}

void BulkJudgeTest::referencesAreFollowed()
{
    setSchema(R"({"properties": {"port": {"type": "integer"}, "host": {"type": "string"}}})");
    plan(BulkKind::Set, "/port", "\"${ref:/shop/db#/port}\"");
    QCOMPARE(problems(), QByteArray());
    plan(BulkKind::Set, "/host", "\"${ref:/shop/db#/port}\"");
    QCOMPARE(problems(), QByteArray("type /host 0")); // another text says it
    plan(BulkKind::Set, "/port", "\"${ref:/shop/db#/gone}\"");
    QCOMPARE(problems(), QByteArray("dangling-reference /port 3"));
}

// The key and the reference to it.
void BulkJudgeTest::textsThatChangeTogetherFindEachOther()
{
    m_cms->publish("shop/api", "prod", "port: ${ref:/shop/db#/port}\n", "alice", "r");
    core::BulkOperation operation;
    operation.what.pattern = "port}";
    operation.what.matchesCase = true;
    operation.with = "gate}";
    m_store->plan(operation, {m_prod, "", false});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(problems(), QByteArray("dangling-reference /port 1"));
    operation.what.pattern = "port(}|: 5)";
    operation.what.isExpression = true;
    operation.with = "gate$1";
    m_store->plan(operation, {m_prod, "", false});
    QTRY_VERIFY(!m_store->searching().isRunning());
    QCOMPARE(m_store->changeCount(), 2);
    QCOMPARE(problems(), QByteArray());
    // Who leaves the key as it is leaves the reference without its end.
    const QString database = id("shop/db");
    QSignalSpy changes(m_store.get(), &models::BulkStore::objectChanged);
    m_store->choose(database, false);
    QCOMPARE(problems(), QByteArray("dangling-reference /port 1"));
    QVERIFY(changes.contains(QVariantList{id()}));
    m_store->choose(database, true);
    QCOMPARE(problems(), QByteArray());
    m_store->chooseHit(database, 0, false);
    QVERIFY(atRest());
    QCOMPARE(problems(), QByteArray("dangling-reference /port 1"));
}

// That the other text changes as well is not enough, nor that its name ends alike, nor a draft.
void BulkJudgeTest::onlyWhatIsThereThenIsFound()
{
    m_cms->addConfig("eu/shop/db", core::Format::Yaml);
    m_cms->publish("eu/shop/db", "prod", "port: 1\n", "alice", "r");
    m_cms->publish("shop/api", "prod", "port: a\n", "alice", "r");
    m_cms->publish("shop/db", "prod", "port: a\n", "alice", "r");
    core::BulkOperation operation;
    operation.kind = BulkKind::Set;
    operation.what.places = "/port";
    operation.with = "\"${ref:/shop/db#/nope}\"";
    m_store->plan(operation, {m_prod, "", false});
    QVERIFY(atRest());
    QCOMPARE(m_store->changeCount(), 3);
    QCOMPARE(problems(), QByteArray("dangling-reference /port 1"));
    QCOMPARE(problems("shop/db"), QByteArray("dangling-reference /port 1"));
    // The key that is named comes with a draft alone.
    m_cms->publish("shop/api", "prod", "port: ${ref:/shop/db#/key}\n", "alice", "r");
    addDraft("drf_1", "shop/db", "key: 1\n");
    operation = {};
    operation.what.pattern = "key";
    operation.with = "gate";
    m_store->plan(operation, {m_prod, "", true});
    QVERIFY(atRest());
    QVERIFY(m_store->find(QStringLiteral("drf_1"))->changes());
    QCOMPARE(problems(), QByteArray("dangling-reference /port 1"));
}

// What was wrong in the draft already is not the bulk edit's, and its own schema counts.
void BulkJudgeTest::aDraftIsHeldAgainstItself()
{
    setSchema("{}");
    core::Schema chosen;
    chosen.id = core::SchemaId("sch_2");
    m_cms->schemas.push_back(chosen);
    m_cms->schemaTexts["sch_2"]
        = R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})";
    addDraft("drf_1", "shop/api", "min: 9\nport: 1\n");
    m_cms->drafts.back().schema = chosen.id;
    core::BulkOperation operation;
    operation.kind = BulkKind::Set;
    operation.what.places = "/port";
    operation.with = "2";
    m_store->plan(operation, {m_prod, "=shop/api", true});
    QVERIFY(atRest());
    const auto told = [&] {
        QByteArrayList codes;
        for (const auto &problem : m_store->problemsOf(*m_store->find(QStringLiteral("drf_1"))))
            codes << QByteArray::fromStdString(problem.error.code + problem.error.pointer);
        return codes.join(' ');
    };
    QCOMPARE(told(), QByteArray());
    m_cms->drafts.back().text = "min: 1\nport: 1\n";
    operation.what.places = "/min";
    operation.with = "7";
    m_store->plan(operation, {m_prod, "=shop/api", true});
    QVERIFY(atRest());
    QCOMPARE(told(), QByteArray("x-invariants/min"));
}

void BulkJudgeTest::whatWasWrongBeforeIsNotTold()
{
    m_cms->publish("shop/api", "prod", "min: 9\nhost: own\nport: 1\n", "alice", "r");
    setSchema(R"({"x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "Too few."}]})");
    plan(BulkKind::Set, "/port", "2");
    QCOMPARE(problems(), QByteArray());
}

void BulkJudgeTest::otherChoicesAreJudgedAnew()
{
    setSchema(R"({"required": ["port"]})");
    plan(BulkKind::Rename, "/port", "gate");
    QCOMPARE(problems(), QByteArray("required  0"));
    m_store->chooseHit(id(), 0, false);
    QTRY_VERIFY(!m_store->replanning().isRunning());
    QCOMPARE(problems(), QByteArray());
    m_store->chooseHit(id(), 0, true);
    QTRY_VERIFY(!m_store->replanning().isRunning());
    QTRY_COMPARE(problems(), QByteArray("required  0"));
}

void BulkJudgeTest::whatNobodyLookedAtIsTold()
{
    const QString unlooked = QStringLiteral("Not looked at with its layers and references");
    m_cms->hang("configLayers");
    planSeveral();
    QTRY_COMPARE(m_cms->callCount("configLayers"), 1);
    for (const char *path : {"shop/api", "shop/one", "shop/two"})
        QCOMPARE(told(path), (QStringList{unlooked, unlooked}));
    QCOMPARE(told("shop/db"), (QStringList{QString(), QStringLiteral("no problem")}));
    m_store->cancel();
    QCOMPARE(m_store->unjudgedCount(), 3);
    QCOMPARE(told(), (QStringList{unlooked, unlooked}));
}

void BulkJudgeTest::everyTextIsJudgedWhateverIsChosenMeanwhile()
{
    planSeveral();
    QVERIFY(atRest());
    m_cms->hang("configLayers");
    const int asked = m_cms->callCount("configLayers");
    m_store->chooseHit(id(), 0, false);
    m_store->chooseHit(id(), 0, true);
    QTRY_COMPARE(m_cms->callCount("configLayers"), asked + 1);
    QCOMPARE(problems(), QByteArray());
    m_store->chooseHit(id("shop/one"), 0, false);
    m_cms->release();
    QVERIFY(atRest());
    QCOMPARE(problems(), QByteArray("required  0"));
    QCOMPARE(problems("shop/one"), QByteArray());
    QCOMPARE(m_store->unjudgedCount(), 0);
}

void BulkJudgeTest::whoIsTickedAgainIsJudged()
{
    m_cms->hang("configLayers");
    planSeveral();
    QTRY_COMPARE(m_cms->callCount("configLayers"), 1);
    m_store->choose(id("shop/two"), false);
    m_cms->release();
    QVERIFY(atRest());
    QCOMPARE(problems("shop/two"), QByteArray());
    m_store->choose(id("shop/two"), true);
    QVERIFY(atRest());
    QCOMPARE(problems("shop/two"), QByteArray("required  0"));
}

void BulkJudgeTest::manyPlacesAreToldAsNotAll()
{
    for (int i = 0; i < 16; ++i)
        m_cms->addLayer("shop/api", core::LayerKind::Region, "r-" + std::to_string(i), "shop/eu");
    plan(BulkKind::Set, "/min", "2");
    QCOMPARE(problems(), QByteArray());
    QCOMPARE(told()[0], QStringLiteral("Not looked at in all of its places"));
}

void BulkJudgeTest::layersThatMayNotBeReadEndNothing_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("said");
    const QString forbidden = QStringLiteral("You may not read all of its layers, so nobody has "
                                             "looked at what comes of them");
    const QString failed = QStringLiteral("What comes of its layers could not be looked at");
    for (const char *method : {"configLayers", "previewEffective", "effective"}) {
        QTest::addRow("%s forbidden", method)
            << QByteArray(method) << int(core::ErrorKind::Forbidden) << forbidden;
        QTest::addRow("%s broken", method)
            << QByteArray(method) << int(core::ErrorKind::Server) << failed;
    }
}

void BulkJudgeTest::layersThatMayNotBeReadEndNothing()
{
    QFETCH(QByteArray, method);
    QFETCH(int, kind);
    QFETCH(QString, said);
    m_cms->failNext(method.toStdString(), support::anError(core::ErrorKind(kind)));
    planSeveral();
    QVERIFY(atRest());
    QVERIFY(!m_store->searching().hasFailed());
    QCOMPARE(told(), (QStringList{said, said}));
    QCOMPARE(problems("shop/one"), QByteArray("required  0"));
    QCOMPARE(problems("shop/two"), QByteArray("required  0"));
    QCOMPARE(m_store->unjudgedCount(), 1);
}

// Live moves while the heads are compared, and somebody chooses meanwhile: nothing is chosen any
// more, and what was judged of the old text says nothing of the new one.
void BulkJudgeTest::whatIsCarriedOutIsChosenForGood()
{
    setSchema(R"({"required": ["port"]})");
    plan(BulkKind::Set, "/min", "0");
    m_cms->publish("shop/api", "prod", "host: own\nmin: 7\n", "alice", "between");
    m_cms->requests.clear();
    m_cms->hang("listHeads");
    m_cms->hang("configLayers");
    m_store->requestChange({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(m_cms->callCount("listHeads"), 1);
    m_store->chooseHit(id(), 0, false);
    m_store->choose(id(), false);
    QTRY_VERIFY(!m_store->replanning().isRunning() || m_cms->callCount("configLayers") > 1);
    connect(m_store.get(), &models::BulkStore::moved, this,
        [this] { m_store->chooseHit(id(), 0, false); });
    m_cms->release();
    QTRY_VERIFY(!m_store->carryingOut().isRunning());
    QTRY_VERIFY(!m_store->searching().isRunning() && !m_store->replanning().isRunning());
    const auto *object = m_store->find(id());
    QVERIFY(object->isMoved && object->isChosen && object->isHitChosen(0));
    QCOMPARE(object->result->plan.after, std::string("host: own\nmin: 0\n"));
    QVERIFY(m_cms->requests.empty());
    m_store->requestChange({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(m_cms->requests.size(), std::size_t(1));
    QVERIFY(m_cms->requests[0].items[0].base == m_cms->versions.back().id);
}

// Drafts that only might refer to the key go when all is planned; what is judged then stands at
// another place.
void BulkJudgeTest::whatWasWantedInVainGoesFromUnderAJudgement()
{
    addDraft("drf_1", "shop/base", "max: ${ref:/shop/eu#/max}\n");
    addDraft("drf_2", "shop/db", "port: ${ref:/shop/api#/port}\n");
    addDraft("drf_3", "shop/eu", "max: ${ref:/shop/base#/max}\n");
    core::Schema schema;
    schema.id = core::SchemaId("sch_1");
    m_cms->schemas = {schema};
    m_cms->schemaTexts["sch_1"] = "{}";
    m_cms->configAt("shop/eu")->schema = schema.id;
    m_cms->hang("schemaText");
    core::BulkOperation operation;
    operation.kind = BulkKind::Rename;
    operation.what.places = "/port";
    operation.with = "gate";
    m_store->plan(operation, {m_prod, "=shop/api", true});
    QTRY_VERIFY(m_cms->callCount("schemaText") > 0);
    m_cms->hang("previewEffective");
    const QString chosen = QStringLiteral("drf_2");
    QVERIFY(m_store->find(chosen) && m_store->find(chosen)->result);
    m_store->chooseHit(chosen, 0, false);
    m_store->chooseHit(chosen, 0, true);
    QTRY_VERIFY(!m_store->replanning().isRunning() || m_cms->callCount("previewEffective") > 0);
    m_cms->release();
    m_cms->hang("effective");
    QTRY_VERIFY(!m_store->find(QStringLiteral("drf_1")));
    m_cms->release();
    QTRY_VERIFY(!m_store->searching().isRunning() && !m_store->replanning().isRunning());
    QCOMPARE(
        m_store->find(chosen)->result->plan.after, std::string("port: ${ref:/shop/api#/gate}\n"));
    QVERIFY(!m_store->find(QStringLiteral("drf_3")));
}

QTEST_MAIN(BulkJudgeTest)
#include "tst_bulkjudge.moc"
