// SPDX-License-Identifier: Apache-2.0
#include "audit/auditquery.h"
#include "tests/audit/testlog.h"
#include "tests/support/testcase.h"

using namespace chancery;
using audit::AuditFilter;
using audit::AuditOrder;
using audit::AuditQuery;
using core::AuditKind;
using core::AuditOutcome;
using support::TestCache;
using support::TestLog;

namespace {

// Eight entries of different kinds.
void fill(TestCache &test)
{
    const auto add = [&test](AuditKind kind, const char *actor, const char *env, const char *reason,
                         AuditOutcome outcome = AuditOutcome::Success) {
        auto event = core::auditEvent(kind, outcome);
        event.time = test.clock.now() + std::chrono::minutes(test.log.size());
        event.actor.id = actor;
        event.environment = env;
        event.nameSpace = "payments";
        event.reason = reason;
        event.correlationId = "CR-" + std::to_string(test.log.size() / 2);
        event.target = {"config", "cfg_" + std::to_string(test.log.size() % 3), ""};
        event.actor.breakGlass = kind == AuditKind::BreakglassUse ? "bg_1" : "";
        event.related = {{"config", "cfg_x", "shop/gateway", env, {}}};
        test.log.append(event);
    };
    add(AuditKind::AuthnLogin, "usr_ada", "", "");
    add(AuditKind::AuthnLogin, "usr_bob", "", "", AuditOutcome::Denied);
    add(AuditKind::ChangeRequestCreate, "usr_ada", "prod", "Raise the rate limit");
    add(AuditKind::ChangeRequestApprove, "usr_bob", "prod", "Looks \"good\" to me");
    add(AuditKind::DeploymentStart, "usr_ada", "prod", "");
    add(AuditKind::DeploymentRollback, "usr_ada", "prod", "Rates too low; DROP TABLE");
    add(AuditKind::BreakglassUse, "usr_cy", "dev", "Größe prüfen");
    add(AuditKind::AuditRead, "usr_cy", "", "");
}

std::string seqs(audit::AuditCache &cache, const AuditQuery &query)
{
    const auto rows = audit::find(cache, query);
    if (!rows)
        return core::toString(rows.error());
    std::string text;
    for (const auto &row : *rows)
        text += std::to_string(row.seq) + ' ';
    return text;
}

} // namespace

class TestAuditQuery : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void rowsTellWhatTheLeafTells();
    void filters_data();
    void filters();
    void timesAreHalfOpen();
    void pagesFollowEachOther();
    void typedTextIsNeverSyntax_data();
    void typedTextIsNeverSyntax();
    void aBeginningOfManyWordsIsFound();
    void anEntryIsProved();
    void aMissingEntryIsSaid();
};

void TestAuditQuery::rowsTellWhatTheLeafTells()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    const auto rows = audit::find(*cache, {});
    QCOMPARE(rows->size(), 8u);
    const auto &row = (*rows)[4];
    QCOMPARE(row, audit::rowOf(3, test.log.leaf(3)));
    QCOMPARE(row.event, std::string("change_request.approve"));
    QCOMPARE(row.code, std::string("CR004I"));
    QCOMPARE(row.actor, std::string("usr_bob"));
    QCOMPARE(row.time, test.clock.now() + std::chrono::minutes(3));
    QCOMPARE(row.requestId, std::string("req-3"));
    QVERIFY(row.problem.empty());
}

void TestAuditQuery::filters_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *field, const char *value, const char *expected) {
        QTest::addRow("%s %s", field, value)
            << QByteArray(field) << QByteArray(value) << QByteArray(expected);
    };
    row("none", "", "7 6 5 4 3 2 1 0 ");
    row("event", "authn.login", "1 0 ");
    row("event", "change_request.*", "3 2 ");
    row("event", "deployment.*", "5 4 ");
    row("event", "deploy.*", "");
    row("actor", "usr_ada", "5 4 2 0 ");
    row("outcome", "denied", "1 ");
    row("environment", "dev", "6 ");
    row("nameSpace", "payments", "7 6 5 4 3 2 1 0 ");
    row("target", "cfg_1", "7 4 1 ");
    row("correlation", "CR-2", "5 4 ");
    row("breakGlass", "bg_1", "6 ");
    row("text", "rate", "5 2 ");
    row("text", "rate limit", "2 ");
    row("text", "größe", "6 ");
    row("text", "gateway", "7 6 5 4 3 2 1 0 ");
    row("text", "req-3", "3 ");
    row("text", "nothing", "");
    row("text", "RATE", "5 2 ");
    row("text", "ra", "5 2 ");
    row("text", "r", ""); // a single letter is a word of its own
    row("text", "CR-", "7 6 5 4 3 2 1 0 ");
    row("text", "shop/gate", "7 6 5 4 3 2 1 0 ");
    row("text", "gate/shop", "");
    row("text", "gr\xC3\xB6", "6 ");
    row("text", "deny", "");
    row("text", "denied login", "1 ");
}

void TestAuditQuery::filters()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    AuditQuery query;
    auto &filter = query.filter;
    const std::map<QByteArray, std::string *> fields{{"event", &filter.event},
        {"actor", &filter.actor}, {"outcome", &filter.outcome},
        {"environment", &filter.environment}, {"nameSpace", &filter.nameSpace},
        {"target", &filter.target}, {"correlation", &filter.correlation},
        {"breakGlass", &filter.breakGlass}, {"text", &filter.text}};
    if (fields.contains(field))
        *fields.at(field) = value.toStdString();
    QCOMPARE(QByteArray::fromStdString(seqs(*cache, query)), expected);
    QCOMPARE(audit::count(*cache, filter).value(), expected.count(' '));
}

void TestAuditQuery::timesAreHalfOpen()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    AuditQuery query;
    query.filter.from = test.clock.now() + std::chrono::minutes(2);
    query.filter.before = test.clock.now() + std::chrono::minutes(5);
    QCOMPARE(seqs(*cache, query), std::string("4 3 2 "));
    query.filter.actor = "usr_ada";
    QCOMPARE(seqs(*cache, query), std::string("4 2 "));
}

void TestAuditQuery::pagesFollowEachOther()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    AuditQuery query;
    query.limit = 3;
    QCOMPARE(seqs(*cache, query), std::string("7 6 5 "));
    query.after = 5;
    QCOMPARE(seqs(*cache, query), std::string("4 3 2 "));
    query.after = 2;
    QCOMPARE(seqs(*cache, query), std::string("1 0 "));
    query.order = AuditOrder::OldestFirst;
    QCOMPARE(seqs(*cache, query), std::string("3 4 5 "));
    query.after.reset();
    QCOMPARE(seqs(*cache, query), std::string("0 1 2 "));
}

void TestAuditQuery::typedTextIsNeverSyntax_data()
{
    QTest::addColumn<QByteArray>("typed");
    for (const auto *typed : {"\"", "\"\"", "a\"b", "*", "^", "-", "NEAR(a b)", "a AND", "OR",
             "body:x", "(", "{a}", "'; DROP TABLE leaf; --", "%", "\\", "+", "   ", "\xFF", "\x01"})
        QTest::newRow(typed) << QByteArray(typed);
}

void TestAuditQuery::typedTextIsNeverSyntax()
{
    QFETCH(QByteArray, typed);
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    AuditQuery query;
    query.filter.text = typed.toStdString();
    const auto rows = audit::find(*cache, query);
    QVERIFY2(rows.ok(), rows.ok() ? "" : core::toString(rows.error()).c_str());
    query.filter.text.clear();
    query.filter.actor = typed.toStdString();
    QVERIFY(audit::find(*cache, query).ok());
    QCOMPARE(audit::count(*cache, {}).value(), 8);
}

void TestAuditQuery::aBeginningOfManyWordsIsFound()
{
    TestCache test;
    for (int i = 0; i < 150; ++i) {
        auto event = TestLog::event();
        event.reason = "ticket" + std::to_string(i);
        test.log.append(event);
    }
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    AuditFilter filter;
    for (const auto &[text, events] : std::map<std::string, int>{{"ticket", 150}, {"ticket1", 61},
             {"ticket14", 11}, {"ticket149", 1}, {"ticket2", 11}, {"ticket150", 0}}) {
        filter.text = text;
        QCOMPARE(audit::count(*cache, filter).value(), events);
        filter.actor = "usr_ada";
        QCOMPARE(audit::count(*cache, filter).value(), events);
        filter.actor.clear();
    }
}

void TestAuditQuery::anEntryIsProved()
{
    TestCache test;
    fill(test);
    auto cache = test.open();
    QVERIFY(cache->append(test.log.batchFrom(0)).ok());
    for (std::int64_t seq = 0; seq < 8; ++seq) {
        const auto detail = audit::detail(*cache, seq);
        QVERIFY(detail->isProved);
        QCOMPARE(detail->leaf, test.log.leaf(std::size_t(seq)));
        QCOMPARE(detail->row.seq, seq);
        QCOMPARE(detail->proof.size(), 3u);
    }
    test.tamper("UPDATE leaf SET raw = CAST(raw || ' ' AS BLOB) WHERE seq = 2");
    QVERIFY(!audit::detail(*cache, 2)->isProved);
    QVERIFY(audit::detail(*cache, 3)->isProved);
}

void TestAuditQuery::aMissingEntryIsSaid()
{
    TestCache test;
    auto cache = test.open();
    QCOMPARE(audit::detail(*cache, 0).error().code, std::string("audit-entry-missing"));
}

QTEST_GUILESS_MAIN(TestAuditQuery)
#include "tst_auditquery.moc"
