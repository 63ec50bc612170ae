// SPDX-License-Identifier: Apache-2.0
#include "models/matrixpromotion.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

#include <QSignalSpy>

using namespace chancery;
using core::ErrorKind;
using core::MatrixState;

namespace {

constexpr auto rules = R"({"type": "object", "properties": {
    "rate": {"type": "integer", "maximum": 100},
    "host": {"x-per-environment": true}, "token": {"x-sensitive": true}}})";

} // namespace

// The environments of one config beside each other, and what is made of chosen keys: what is read,
// what a failure leaves, and what comes too late.
class MatrixStoresTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyFailureCanBeRepeated_data();
    void everyFailureCanBeRepeated();
    void allEnvironmentsAreReadWithTheirVersions();
    void textsAreReadOnce();
    void draftsStandInThePlaceOfWhatIsLive();
    void unreadableTextIsTold();
    void unreadableSchemaProtectsEverything();
    void eachEnvironmentHasItsOwnSchema();
    void effectiveValuesAreCompared();
    void answerForWhatWasLeftIsNotTaken();
    void promotionIsPreparedForSeveralTargets();
    void promotionMergesWithWhatWasChangedThere();
    void ownValuesWantAConfirmation();
    void removalIsChosen();
    void problemsKeepARequestBackAndNoDraft();
    void draftsAreSaved();
    void aConflictIsToldAndLosesNothing();
    void oneRequestForAllTargets();
    void aDraftThatIsNotShownIsNotOverwritten();
    void whoMayNotIsTold();
    void theSchemaStaysUnlessItIsBrought();
    void aDraftTakesTheSchemaAlong();
    void whatIsWrongByTheSchemaThatComesIsTold();

private:
    core::Config config() { return *m_cms->configAt("shop/api"); }
    void publish(const char *environment, const char *text)
    {
        m_cms->publish("shop/api", environment, text, "alice", "r");
    }
    core::Draft &draft(const char *environment, const char *text)
    {
        core::Draft made;
        made.id = core::DraftId(std::string("dr_") + environment);
        made.config = config().id;
        made.path = "shop/api";
        made.environment = core::EnvironmentId(environment);
        made.author = m_cms->current->principal.id;
        made.text = text;
        made.etag = core::ETag("d1");
        if (const auto *head = m_cms->headOf(made.config, made.environment))
            made.base = head->version;
        m_cms->drafts.push_back(made);
        return m_cms->drafts.back();
    }
    // What is live there has that schema.
    void bind(const char *environment, const char *schema, const char *text)
    {
        m_cms->schemaTexts[schema] = text;
        for (core::Head &head : m_cms->heads) {
            if (head.config == config().id && head.environment.text() == environment)
                head.schema = core::SchemaId(schema);
        }
    }
    std::unique_ptr<models::MatrixStore> shown()
    {
        auto store = std::make_unique<models::MatrixStore>(*m_cms, *m_schemas, *m_compute);
        store->show(config(), m_cms->environments);
        const bool isRead = QTest::qWaitFor([&] { return store->shown() != nullptr; });
        return isRead ? std::move(store) : nullptr;
    }
    static QByteArray line(const models::EnvironmentMatrix &shown, const char *pointer)
    {
        const auto row = shown.matrix.find(pointer);
        if (row == core::MatrixRow::none)
            return "no row";
        std::string text(name(shown.matrix.row(row).state));
        for (std::size_t i = 0; i < shown.matrix.columnCount(); ++i) {
            const auto value = shown.matrix.value(row, i);
            text += ' ' + (value ? core::lineOf(value) : "-");
        }
        return QByteArray::fromStdString(text);
    }
    bool prepare(models::MatrixPromotion &promotion, const models::MatrixStore &store,
        std::vector<std::size_t> targets, models::MatrixPromotion::Picks picks)
    {
        promotion.prepare(store.shown(), 0, std::move(targets), std::move(picks));
        return QTest::qWaitFor([&] { return !promotion.texts().empty(); });
    }

    std::unique_ptr<QObject> m_receiver;
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::unique_ptr<core::Executor> m_compute;
    std::unique_ptr<support::ScriptedCms> m_cms;
    std::unique_ptr<models::SchemaSet> m_schemas;
    models::Permissions m_permissions{{}, {"view", "edit", "submit"}};
};

void MatrixStoresTest::init()
{
    m_permissions.granted = {"view", "edit", "submit"};
    m_receiver = std::make_unique<QObject>();
    m_mailbox = std::make_shared<core::Mailbox>();
    m_mailbox->setWaker([this] {
        QMetaObject::invokeMethod(
            m_receiver.get(), [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
    });
    m_compute = std::make_unique<core::Executor>(m_mailbox);
    m_cms = std::make_unique<support::ScriptedCms>(m_mailbox);
    m_schemas = std::make_unique<models::SchemaSet>(*m_cms);
    m_cms->addUser("alice", "Alice Ardent", {"author"}, {"view", "edit", "submit"});
    m_cms->actAs("alice");
    for (const char *id : {"dev", "staging", "prod"}) {
        core::Environment environment;
        environment.id = core::EnvironmentId(id);
        environment.title = id;
        environment.order = int(m_cms->environments.size());
        m_cms->environments.push_back(environment);
    }
    m_cms->addConfig("shop/api", core::Format::Json, rules);
    publish("dev", R"({"rate": 9, "host": "d", "new": true})");
    publish("prod", "{\n  \"rate\": 1,\n  \"host\": \"p\"\n}\n");
}

void MatrixStoresTest::cleanup()
{
    m_schemas.reset();
    m_compute.reset();
    m_cms.reset();
    m_mailbox.reset();
    m_receiver.reset();
}

void MatrixStoresTest::everyFailureCanBeRepeated_data()
{
    QTest::addColumn<QByteArray>("method");
    for (const char *method :
        {"listHeads", "listDrafts", "getVersion", "versionText", "effective", "schemaText"})
        QTest::addRow("%s", method) << QByteArray(method);
}

void MatrixStoresTest::everyFailureCanBeRepeated()
{
    QFETCH(QByteArray, method);
    models::MatrixStore store(*m_cms, *m_schemas, *m_compute);
    m_cms->failNext(method.toStdString(), support::anError(ErrorKind::Server));
    store.setEffective(method == "effective");
    store.show(config(), m_cms->environments);
    QTRY_VERIFY(store.loading().hasFailed());
    QVERIFY(!store.shown());
    store.loading().retry();
    QTRY_VERIFY(store.shown());
    QCOMPARE(line(*store.shown(), "/rate"), QByteArray("missing 9 - 1"));
}

void MatrixStoresTest::allEnvironmentsAreReadWithTheirVersions()
{
    const auto store = shown();
    QVERIFY(store);
    const auto &matrix = *store->shown();
    QCOMPARE(matrix.places.size(), std::size_t(3));
    QCOMPARE(matrix.places[2].version->authorName, std::string("Alice Ardent"));
    QVERIFY(!matrix.places[1].head && !matrix.places[1].text);
    QCOMPARE(line(matrix, "/host"), QByteArray("own \"d\" - \"p\""));
    QCOMPARE(line(matrix, "/new"), QByteArray("missing true - -"));
}

void MatrixStoresTest::textsAreReadOnce()
{
    const auto store = shown();
    QVERIFY(store);
    publish("staging", R"({"rate": 9})");
    store->reload();
    QTRY_COMPARE(line(*store->shown(), "/rate"), QByteArray("differs 9 9 1"));
    QCOMPARE(m_cms->callCount("versionText"), 3);
    QCOMPARE(m_cms->callCount("schemaText"), 1);
}

void MatrixStoresTest::draftsStandInThePlaceOfWhatIsLive()
{
    draft("prod", R"({"rate": 7})");
    const auto store = shown();
    QVERIFY(store);
    QCOMPARE(line(*store->shown(), "/rate"), QByteArray("missing 9 - 7"));
    QVERIFY(store->shown()->places[2].isDraft && !store->shown()->places[2].isOutdated());
    store->setDrafts(false);
    QTRY_COMPARE(line(*store->shown(), "/rate"), QByteArray("missing 9 - 1"));
    QVERIFY(!store->shown()->places[2].isDraft);
}

void MatrixStoresTest::unreadableTextIsTold()
{
    draft("prod", "{ half");
    const auto store = shown();
    QVERIFY(store);
    QVERIFY(!store->shown()->places[2].fault.isEmpty());
    QCOMPARE(line(*store->shown(), "/rate"), QByteArray("missing 9 - -"));
}

void MatrixStoresTest::unreadableSchemaProtectsEverything()
{
    m_cms->addConfig("shop/odd", core::Format::Json, R"({"$ref": "#/nowhere"})");
    m_cms->publish("shop/odd", "dev", "{\"a\": 1}", "alice", "r");
    models::MatrixStore store(*m_cms, *m_schemas, *m_compute);
    store.show(*m_cms->configAt("shop/odd"), m_cms->environments);
    QTRY_VERIFY(store.shown());
    QVERIFY(store.shown()->places[0].isOpaque);
    QCOMPARE(line(*store.shown(), "/a"), QByteArray("own 1 - -"));
    QVERIFY(store.shown()->matrix.isSensitive(store.shown()->matrix.find("/a")));
}

// What is secret in one of them is so for whoever compares them.
void MatrixStoresTest::eachEnvironmentHasItsOwnSchema()
{
    bind("prod", "sch_strict", R"({"properties": {"rate": {"x-sensitive": true}}})");
    const auto store = shown();
    QVERIFY(store);
    const auto &matrix = *store->shown();
    QVERIFY(matrix.matrix.isSensitive(matrix.matrix.find("/rate")));
    QVERIFY(matrix.places[0].schema && matrix.places[2].schema);
    QVERIFY(matrix.places[0].schema != matrix.places[2].schema);
    QCOMPARE(line(matrix, "/host"), QByteArray("own \"d\" - \"p\""));
    QCOMPARE(m_cms->callCount("schemaText"), 2);
}

void MatrixStoresTest::effectiveValuesAreCompared()
{
    m_cms->addConfig("shop/base", core::Format::Json);
    m_cms->addLayer("shop/api", core::LayerKind::Base, "", "shop/base");
    m_cms->publish("shop/base", "prod", R"({"burst": 5})", "alice", "r");
    const auto store = shown();
    QVERIFY(store);
    QCOMPARE(line(*store->shown(), "/burst"), QByteArray("no row"));
    store->setEffective(true);
    QTRY_VERIFY(store->shown()->isEffective);
    QCOMPARE(line(*store->shown(), "/burst"), QByteArray("missing - - 5"));
}

void MatrixStoresTest::answerForWhatWasLeftIsNotTaken()
{
    m_cms->addConfig("shop/other", core::Format::Json);
    m_cms->publish("shop/other", "dev", "{}", "alice", "r");
    models::MatrixStore store(*m_cms, *m_schemas, *m_compute);
    m_cms->hang("versionText");
    store.show(config(), m_cms->environments);
    QTRY_COMPARE(m_cms->callCount("versionText"), 1);
    store.show(*m_cms->configAt("shop/other"), m_cms->environments);
    m_cms->release();
    QTRY_VERIFY(store.shown());
    QCOMPARE(store.shown()->config.path, std::string("shop/other"));
}

void MatrixStoresTest::promotionIsPreparedForSeveralTargets()
{
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {1, 2}, {{""}}));
    QCOMPARE(promotion.texts()[0].promotion.text, std::string(R"({"rate": 9, "new": true})"));
    QCOMPARE(promotion.texts()[1].promotion.text,
        std::string("{\n  \"rate\": 9,\n  \"host\": \"p\",\n  \"new\": true\n}\n"));
    QVERIFY(promotion.draftState().isEnabled && promotion.requestState().isEnabled);
    QVERIFY(!promotion.asksForOwn());
}

// The target has a hotfix since, and the source something else.
void MatrixStoresTest::promotionMergesWithWhatWasChangedThere()
{
    publish("staging", R"({"rate": 2, "mode": "a"})");
    const auto promoted = m_cms->headOf(config().id, core::EnvironmentId("staging"))->version;
    const auto source = m_cms->headOf(config().id, core::EnvironmentId("dev"))->version;
    m_cms->origins[promoted] = {source, core::EnvironmentId("dev"), core::EdgeKind::Promotion};
    publish("staging", R"({"rate": 5, "mode": "a"})");
    publish("dev", R"({"rate": 2, "mode": "b"})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {1}, {{""}}));
    QCOMPARE(promotion.texts()[0].promotion.text, std::string(R"({"rate": 5, "mode": "b"})"));
    QVERIFY(promotion.asksForOverwriting());
    promotion.overwrite(true);
    QTRY_COMPARE(promotion.texts()[0].promotion.text, std::string(R"({"rate": 2, "mode": "b"})"));
    QVERIFY(promotion.asksForOverwriting());
}

void MatrixStoresTest::ownValuesWantAConfirmation()
{
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/host"}}));
    QVERIFY(promotion.asksForOwn());
    QVERIFY(!promotion.requestState().isEnabled);
    QCOMPARE(promotion.requestState().whyNot, QStringLiteral("Nothing would change."));
    promotion.confirmOwn(true);
    QTRY_VERIFY(promotion.requestState().isEnabled);
    QVERIFY(promotion.asksForOwn());
    QCOMPARE(promotion.texts()[0].promotion.copied, std::vector<std::string>{"/host"});
}

void MatrixStoresTest::removalIsChosen()
{
    publish("prod", R"({"rate": 1, "host": "p", "old": 1})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{""}}));
    QVERIFY(promotion.asksForRemoval());
    QVERIFY(promotion.texts()[0].promotion.removed.empty());
    promotion.chooseRemoval(true);
    QTRY_COMPARE(promotion.texts()[0].promotion.removed, std::vector<std::string>{"/old"});
    QVERIFY(promotion.asksForRemoval());
}

void MatrixStoresTest::problemsKeepARequestBackAndNoDraft()
{
    publish("dev", R"({"rate": 900})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QCOMPARE(promotion.texts()[0].problems.size(), std::size_t(1));
    QCOMPARE(promotion.texts()[0].problems[0].pointer, std::string("/rate"));
    QCOMPARE(promotion.texts()[0].problems[0].line, 2);
    QVERIFY(!promotion.requestState().isEnabled);
    QVERIFY(promotion.draftState().isEnabled);
}

void MatrixStoresTest::draftsAreSaved()
{
    draft("prod", R"({"rate": 7, "x": 1})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {1, 2}, {{"/rate"}}));
    QSignalSpy saved(&promotion, &models::MatrixPromotion::saved);
    m_cms->failNext("updateDraft", support::anError(ErrorKind::Server));
    promotion.saveDrafts();
    QTRY_VERIFY(promotion.storing().hasFailed());
    QCOMPARE(saved.count(), 0);
    promotion.storing().retry();
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved.first().first().toInt(), 2);
    QCOMPARE(m_cms->drafts.size(), std::size_t(2));
    QCOMPARE(m_cms->drafts[0].text, std::string(R"({"rate": 9, "x": 1})"));
    QCOMPARE(m_cms->drafts[1].text, std::string(R"({"rate": 9})"));
    QVERIFY(!m_cms->drafts[1].base);
}

void MatrixStoresTest::aConflictIsToldAndLosesNothing()
{
    draft("prod", R"({"rate": 7})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    m_cms->drafts[0].etag = core::ETag("d2");
    m_cms->drafts[0].text = R"({"rate": 8})";
    promotion.saveDrafts();
    QTRY_VERIFY(promotion.storing().hasFailed());
    QCOMPARE(int(promotion.storing().error().kind), int(ErrorKind::Conflict));
    QCOMPARE(m_cms->drafts[0].text, std::string(R"({"rate": 8})"));
}

void MatrixStoresTest::oneRequestForAllTargets()
{
    draft("prod", R"({"rate": 7, "host": "p"})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {1, 2}, {{"/rate"}}));
    QSignalSpy submitted(&promotion, &models::MatrixPromotion::submitted);
    const auto before = m_cms->requests.size();
    m_cms->failNext("createChangeRequest", support::anError(ErrorKind::Server));
    promotion.request({QStringLiteral("Rate"), QStringLiteral("Because"), {}});
    QTRY_VERIFY(promotion.storing().hasFailed());
    QCOMPARE(m_cms->requests.size(), before);
    promotion.storing().retry();
    QTRY_COMPARE(submitted.count(), 1);
    QCOMPARE(m_cms->requests.size(), before + 1);
    const auto &items = m_cms->requests.back().items;
    QCOMPARE(items.size(), std::size_t(2));
    QVERIFY(!items[0].base);
    QVERIFY(items[1].base == m_cms->headOf(config().id, core::EnvironmentId("prod"))->version);
    QCOMPARE(items[1].text, std::string(R"({"rate": 9, "host": "p"})"));
    // What went into the request is no draft any more.
    QVERIFY(m_cms->drafts.empty());
}

void MatrixStoresTest::aDraftThatIsNotShownIsNotOverwritten()
{
    draft("prod", R"({"rate": 7})").base = core::VersionId("sha256:old");
    auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    // A request of a draft that live has left behind would take back what is live.
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QVERIFY(promotion.draftState().isEnabled && !promotion.requestState().isEnabled);
    store->setDrafts(false);
    QTRY_VERIFY(!store->shown()->places[2].isDraft);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QTRY_VERIFY(promotion.requestState().isEnabled);
    QVERIFY(promotion.draftState().whyNot.contains(QStringLiteral("prod")));
}

void MatrixStoresTest::whoMayNotIsTold()
{
    const auto store = shown();
    QVERIFY(store);
    m_permissions.granted = {"view"};
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QVERIFY(!promotion.draftState().isEnabled && !promotion.draftState().whyNot.isEmpty());
    QVERIFY(!promotion.requestState().isEnabled && !promotion.requestState().whyNot.isEmpty());
}

// The source was written under another schema than the target has: that is said, and offered.
void MatrixStoresTest::theSchemaStaysUnlessItIsBrought()
{
    bind("dev", "sch_next", R"({"properties": {"rate": {"type": "integer"}}})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {1, 2}, {{"/rate"}}));
    QVERIFY(promotion.asksForSchema() && promotion.hasOtherSchema(2));
    QVERIFY(!promotion.texts()[1].schema);
    promotion.bringSchema(true);
    QTRY_VERIFY(promotion.requestState().isEnabled && promotion.texts()[1].schema);
    QVERIFY(promotion.asksForSchema());
    QVERIFY(promotion.texts()[1].schema == core::SchemaId("sch_next"));
    promotion.request({QStringLiteral("t"), QStringLiteral("r"), {}});
    QTRY_COMPARE(m_cms->callCount("createChangeRequest"), 1);
    QTRY_VERIFY(!m_cms->requests.empty());
    for (const auto &item : m_cms->requests.back().items)
        QVERIFY(item.schema == core::SchemaId("sch_next"));
}

// With the text as it is the schema alone is a change.
void MatrixStoresTest::aDraftTakesTheSchemaAlong()
{
    bind("dev", "sch_next", "{}");
    publish("prod", R"({"rate": 9})");
    draft("prod", R"({"rate": 9})").schema = core::SchemaId("sch_own");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QVERIFY(!promotion.draftState().isEnabled); // nothing changes
    promotion.bringSchema(true);
    QTRY_VERIFY(promotion.draftState().isEnabled);
    promotion.saveDrafts();
    QTRY_COMPARE(m_cms->callCount("updateDraft"), 1);
    QTRY_VERIFY(m_cms->drafts.back().schema == core::SchemaId("sch_next"));
    QCOMPARE(m_cms->drafts.back().text, std::string(R"({"rate": 9})"));
    // What was chosen for a draft stays where nothing is brought. What is prepared anew meanwhile
    // ends the saving.
    m_cms->drafts.back().schema = core::SchemaId("sch_own");
    QVERIFY(prepare(promotion, *store, {2}, {{"/new"}}));
    QTRY_VERIFY(promotion.draftState().isEnabled);
    promotion.saveDrafts();
    QTRY_COMPARE(m_cms->callCount("updateDraft"), 2);
    QVERIFY(m_cms->drafts.back().schema == core::SchemaId("sch_own"));
}

// None of it was there before.
void MatrixStoresTest::whatIsWrongByTheSchemaThatComesIsTold()
{
    bind(
        "dev", "sch_next", R"({"properties": {"rate": {"maximum": 9}, "host": {"maxLength": 0}}})");
    const auto store = shown();
    QVERIFY(store);
    models::MatrixPromotion promotion(*m_cms, m_permissions, *m_compute);
    QVERIFY(prepare(promotion, *store, {2}, {{"/rate"}}));
    QVERIFY(promotion.texts()[0].problems.empty());
    promotion.bringSchema(true);
    QTRY_COMPARE(promotion.texts()[0].problems.size(), std::size_t(1));
    QCOMPARE(promotion.texts()[0].problems[0].pointer, std::string("/host"));
    QTRY_VERIFY(promotion.draftState().isEnabled);
    QVERIFY(!promotion.requestState().isEnabled);
}

QTEST_GUILESS_MAIN(MatrixStoresTest)
#include "tst_matrixstores.moc"
