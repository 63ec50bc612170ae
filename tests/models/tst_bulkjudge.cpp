// SPDX-License-Identifier: Apache-2.0
#include "models/bulkstore.h"
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
    void whatWasWrongBeforeIsNotTold();
    void otherChoicesAreJudgedAnew();

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
    QByteArray problems() const
    {
        QByteArrayList texts;
        for (const auto &problem : m_store->find(id())->result->problems)
            texts << QByteArray::fromStdString(
                problem.code + ' ' + problem.pointer + ' ' + std::to_string(problem.line));
        return texts.join(", ");
    }
    QString id() const
    {
        return QString::fromStdString(m_cms->configAt("shop/api")->id.text())
            + QStringLiteral("/prod");
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

QTEST_MAIN(BulkJudgeTest)
#include "tst_bulkjudge.moc"
