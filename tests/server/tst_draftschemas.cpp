// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/incidentcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// A draft keeps the schema that was chosen for the change (docs/adr/0026): it binds nobody before
// there is a request with it.
class TestDraftSchemas : public support::IncidentCaseOf<support::ServiceWorld> {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itStaysWithTheDraft();
    void whatIsNotSaidIsNotChosen();
    void theBoundOneIsNone();
    void hostileOnesAreRefused_data();
    void hostileOnesAreRefused();
    void governingDocumentsHaveTheProducts();
    void itIsTheAuthorsAlone();
    void aRollbackParksItWithTheDraft();
    void itOutlivesTheServer();
    void theLogNamesIt();

private:
    std::string body(const std::string &config, const std::string &text, const std::string &schema)
    {
        return R"({"config":)" + inQuotes(config) + R"(,"environment":"live","base":)"
            + inQuotes(live(config)) + R"(,"text":)" + inQuotes(text)
            + (schema.empty() ? "" : R"(,"schema":)" + schema) + '}';
    }
    Response create(const std::string &schema, const std::string &text = R"({"limit":900})")
    {
        m_world.as("ann");
        return ask("POST", "/v1/drafts", body(m_limits, text, schema));
    }
    static std::string placeOf(const Response &draft)
    {
        return "/v1/drafts/" + ServiceWorld::at(draft, "/id");
    }
    std::string kept(const Response &draft)
    {
        m_world.as("ann");
        return ServiceWorld::at(ask("GET", placeOf(draft), {}), "/schema");
    }

    std::string m_tight;
    std::string m_loose;
    std::string m_limits;
};

void TestDraftSchemas::init()
{
    begin();
    m_tight = schema(R"({"properties":{"limit":{"type":"integer","maximum":50}}})");
    m_loose = schema(R"({"properties":{"limit":{"type":"integer","maximum":5000}}})");
    m_limits = m_world.config("a/limits", m_tight);
    QVERIFY(!landed("ann", m_limits, R"({"limit":10})").empty());
}

void TestDraftSchemas::itStaysWithTheDraft()
{
    const auto draft = create(inQuotes(m_loose));
    QCOMPARE(draft.status, 201);
    QCOMPARE(ServiceWorld::at(draft, "/schema"), m_loose);
    QCOMPARE(kept(draft), m_loose);
    const auto listed = ask("GET", "/v1/drafts", {});
    QCOMPARE(ServiceWorld::at(listed, "/items/0/schema"), m_loose);
    // It is a wish: what is live is held against the other one.
    QCOMPARE(change("ann", m_limits, R"({"limit":900})").status, 422);
    QCOMPARE(ServiceWorld::at(ask("GET", "/v1/configs/" + m_limits + "/heads/live", {}), "/schema"),
        m_tight);
}

// Two windows, one of them of a console that does not know of schemas.
void TestDraftSchemas::whatIsNotSaidIsNotChosen()
{
    const auto draft = create(inQuotes(m_loose));
    const auto silent
        = ask("PUT", placeOf(draft), body(m_limits, R"({"limit":901})", {}), draft.etag);
    QCOMPARE(silent.status, 200);
    QCOMPARE(kept(draft), std::string());
    // And the one that read it before is told.
    QCOMPARE(ask("PUT", placeOf(draft), body(m_limits, R"({"limit":902})", inQuotes(m_loose)),
                 draft.etag)
                 .status,
        412);
    QCOMPARE(ask("PUT", placeOf(draft), body(m_limits, R"({"limit":902})", inQuotes(m_loose)),
                 silent.etag)
                 .status,
        200);
    QCOMPARE(kept(draft), m_loose);
}

void TestDraftSchemas::theBoundOneIsNone()
{
    QCOMPARE(kept(create(inQuotes(m_tight))), std::string());
}

void TestDraftSchemas::hostileOnesAreRefused_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<int>("status");
    QTest::newRow("unknown") << QByteArray(R"("sch_nothing")") << 404;
    QTest::newRow("empty") << QByteArray(R"("")") << 404;
    QTest::newRow("another key") << QByteArray(R"("../draft/x")") << 404;
    QTest::newRow("a NUL") << QByteArray(R"("a\u0000b")") << 404;
    QTest::newRow("a number") << QByteArray("7") << 422;
    QTest::newRow("an object") << QByteArray(R"({"id":"x"})") << 422;
    QTest::newRow("very long") << '"' + QByteArray(100'000, 'x') + '"' << 404;
}

void TestDraftSchemas::hostileOnesAreRefused()
{
    QFETCH(const QByteArray, schema);
    QFETCH(const int, status);
    const auto refused = create(schema.toStdString());
    QVERIFY2(refused.status == status || (status == 422 && refused.status == 400),
        refused.body->c_str());
    QVERIFY(refused.body->find("/schema") != std::string::npos);
    QVERIFY(ServiceWorld::at(ask("GET", "/v1/drafts", {}), "/items/0/id").empty());
    const auto draft = create({});
    QVERIFY(
        ask("PUT", placeOf(draft), body(m_limits, "{}", schema.toStdString()), draft.etag).status
        >= 400);
    QCOMPARE(kept(draft), std::string());
}

void TestDraftSchemas::governingDocumentsHaveTheProducts()
{
    m_world.as("pia");
    QCOMPARE(ask("POST", "/v1/drafts",
                 R"({"config":)" + inQuotes(m_policy)
                     + R"(,"environment":"live","base":null,"text":"{}","schema":)"
                     + inQuotes(m_loose) + '}')
                 .status,
        422);
}

void TestDraftSchemas::itIsTheAuthorsAlone()
{
    const auto draft = create(inQuotes(m_loose));
    m_world.as("pia");
    QCOMPARE(ask("GET", placeOf(draft), {}).status, 404);
    QCOMPARE(ask("PUT", placeOf(draft), body(m_limits, "{}", inQuotes(m_tight)), draft.etag).status,
        404);
    QCOMPARE(kept(draft), m_loose);
}

void TestDraftSchemas::aRollbackParksItWithTheDraft()
{
    const auto first = live(m_limits);
    QVERIFY(!landed("ann", m_limits, R"({"limit":20})").empty());
    const auto draft = create(inQuotes(m_loose));
    m_world.as("olga");
    const auto head = "/v1/configs/" + m_limits + "/heads/live";
    QCOMPARE(ask("POST", head + ":rollback",
                 R"({"target":)" + inQuotes(first) + R"(,"reason":"r","ticket":""})",
                 ask("GET", head, {}).etag)
                 .status,
        201);
    QCOMPARE(kept(draft), m_loose);
    QVERIFY(!ServiceWorld::at(ask("GET", placeOf(draft), {}), "/parkedAs").empty());
}

void TestDraftSchemas::itOutlivesTheServer()
{
    const auto draft = create(inQuotes(m_loose));
    m_world.open(m_world.store->snapshot());
    QCOMPARE(kept(draft), m_loose);
    m_world.open(std::nullopt);
    QCOMPARE(kept(draft), m_loose);
}

void TestDraftSchemas::theLogNamesIt()
{
    (void)create(inQuotes(m_loose));
    int named = 0;
    for (const auto &[key, leaf] : *m_world.store->present())
        named += key.starts_with("audit-leaf/")
            && leaf->find(R"("config.update_draft")") != std::string::npos
            && leaf->find(inQuotes(m_loose)) != std::string::npos;
    QCOMPARE(named, 1);
}

QTEST_GUILESS_MAIN(TestDraftSchemas)
#include "tst_draftschemas.moc"
