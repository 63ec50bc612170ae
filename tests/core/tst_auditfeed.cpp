// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/auditfeed/cloudevent.h"
#include "engine/core/auditfeed/mappingtexts.h"
#include "engine/core/auditfeed/ocsf.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <fstream>

using namespace chancery;
using core::AuditEvent;
using core::AuditKind;
using core::AuditOutcome;

namespace {

constexpr std::string_view origin = "cms.example/audit/prod";

core::CompiledSchema schemaOf(const std::string &name)
{
    auto reading = core::readJson(support::contentOf(support::dataFile("ocsf/" + name)));
    core::CompileOptions options;
    options.assertFormats = true;
    options.warningsAreErrors = true;
    auto schema
        = core::CompiledSchema::compile(std::move(reading).tree(), options, core::SchemaLibrary());
    if (!schema)
        qFatal("%s", core::toString(schema.error()).c_str());
    return *schema;
}

// Everything that an event can say, so that every attribute is written.
AuditEvent fullEvent(AuditKind kind, AuditOutcome outcome = AuditOutcome::Success)
{
    auto event = core::auditEvent(kind, outcome);
    event.seq = 48213;
    event.eventId = "018f3c1e-5a6b-7000-8000-000000000001";
    event.time = core::fromRfc3339("2026-11-20T21:04:05.123456Z").value();
    event.recordedTime = core::fromRfc3339("2026-11-20T21:04:05.13Z").value();
    event.actor
        = {"usr_1", core::PrincipalKind::User, "https://idp", "sub", "p1", {"approver"}, {"red"},
            "ses_1", core::AuditAuthn{"oidc", {"hwk"}, "high", event.time, true}, "", "", "bg_1"};
    event.source = {"p2", true, {}, "", "console/0.1.0", "dev_1"};
    event.action = "approve";
    event.target = {"change_request", "CR-812", "3-aabbccdd"};
    event.related
        = {{"config", "cfg_1", "payments/api", "prod", {"phi"}}, {"role", "operator", "", "", {}}};
    event.status = 200;
    event.problem = outcome == AuditOutcome::Success ? "" : "forbidden";
    event.change = {"sha256:cc", "sha256:dd", "", {}, {}, "minor"};
    event.reason = "Grüße, 漢字 and \"quotes\"";
    event.ticket = "INC-1234";
    event.requestId = "req";
    event.correlationId = "CR-812";
    event.environment = "prod";
    event.nameSpace = "payments";
    event.region = "eu-west-1";
    event.pii = {{"p1", core::piiCommitment(std::string(32, 's'), "Ada Lovelace")},
        {"p2", core::piiCommitment(std::string(32, 't'), "192.0.2.7")}};
    return event;
}

// Nothing but what every event has.
AuditEvent bareEvent(AuditKind kind, AuditOutcome outcome)
{
    auto event = core::auditEvent(kind, outcome);
    event.actor.kind = core::PrincipalKind::System;
    return event;
}

core::OcsfMapping mapping()
{
    return core::OcsfMapping::standard().value();
}

std::string ocsfOf(const std::string &leaf, std::span<const core::PersonalField> personal = {})
{
    return core::toOcsf(mapping(), {leaf, 48213, origin, personal});
}

std::string cloudEventOf(const std::string &leaf)
{
    return core::toCloudEvent({leaf, 48213, origin});
}

core::Reading read(const std::string &text)
{
    return core::readJson(text);
}

std::string complaints(const core::CompiledSchema &schema, const std::string &text)
{
    const auto reading = core::readJson(text);
    if (!reading)
        return reading.problem().message;
    std::string all;
    for (const auto &violation : schema.validate(reading.tree().root()).violations)
        all += violation.instancePointer + ": " + violation.message + '\n';
    return all.empty() ? all : all + text;
}

} // namespace

// Entries of the log as OCSF and CloudEvents: what other tools are given.
class TestAuditFeed : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyEventHasARow();
    void everyKindIsValid_data();
    void everyKindIsValid();
    void theSchemaFindsWhatIsWrong();
    void rowsAreChecked_data();
    void rowsAreChecked();
    void goldenLines();
    void theSameEntryGivesTheSameBytes();
    void whatIsPersonalStaysADigest();
    void whoIsKnownIsNamed();
    void theLeafStaysWhole();
    void naughtyStringsSurvive();
    void hostileLeavesStayRecords_data();
    void hostileLeavesStayRecords();
};

// One that is added to the catalogue needs a row in resources/ocsf/mapping.json.
void TestAuditFeed::everyEventHasARow()
{
    const auto rows = mapping();
    for (const auto &entry : core::auditCatalogue())
        QVERIFY2(rows.knows(entry.event), std::string(entry.event).c_str());
    QCOMPARE(rows.size(), core::auditCatalogue().size());
    QCOMPARE(rows.version(), std::string("1.8.0"));
}

void TestAuditFeed::everyKindIsValid_data()
{
    QTest::addColumn<int>("kind");
    for (const auto &entry : core::auditCatalogue())
        QTest::newRow(std::string(entry.event).c_str()) << int(entry.kind);
}

void TestAuditFeed::everyKindIsValid()
{
    QFETCH(int, kind);
    static const auto ocsf = schemaOf("ocsf-1.8.schema.json");
    static const auto cloud = schemaOf("cloudevents-1.0.schema.json");
    using enum AuditOutcome;
    for (const auto outcome : {Success, Failure, Denied, Error}) {
        for (const auto &event :
            {fullEvent(AuditKind(kind), outcome), bareEvent(AuditKind(kind), outcome)}) {
            const auto leaf = core::toLeaf(event).value();
            const auto wrong
                = complaints(ocsf, ocsfOf(leaf)) + complaints(cloud, cloudEventOf(leaf));
            QVERIFY2(wrong.empty(), wrong.c_str());
            const auto reading = read(ocsfOf(leaf));
            QVERIFY(reading.tree().root()["class_uid"].integer() != 0);
        }
    }
}

// Else "valid" would say nothing.
void TestAuditFeed::theSchemaFindsWhatIsWrong()
{
    const auto schema = schemaOf("ocsf-1.8.schema.json");
    const auto right = ocsfOf(core::toLeaf(fullEvent(AuditKind::ConfigCreate)).value());
    QCOMPARE(complaints(schema, right), std::string());
    for (const auto &[from, into] :
        std::initializer_list<std::pair<const char *, const char *>>{
            {"\"activity_id\":1,", "\"activity_id\":77,"},
            {"\"type_uid\":300401", "\"type_uid\":1"}, {"\"entity\":", "\"entities\":"},
            {"\"version\":\"1.8.0\"", "\"version\":\"9\""},
            {"\"severity_id\":1", "\"severity_id\":\"1\""}, {"\"type_id\":99", "\"type_id\":50"}}) {
        auto bent = right;
        support::replaceAll(bent, from, into);
        QVERIFY2(bent != right, from);
        QVERIFY2(!complaints(schema, bent).empty(), from);
    }
}

void TestAuditFeed::rowsAreChecked_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("into");
    QTest::newRow("no version") << QByteArray("\"version\": \"1.8.0\",") << QByteArray();
    QTest::newRow("class not listed") << QByteArray("\"authn.login\": {\"class\": 3002")
                                      << QByteArray("\"authn.login\": {\"class\": 1");
    QTest::newRow("activity not listed")
        << QByteArray("\"authn.logout\": {\"class\": 3002, \"activity\": 2")
        << QByteArray("\"authn.logout\": {\"class\": 3002, \"activity\": 66");
    QTest::newRow("other without a name")
        << QByteArray(", \"activityName\": \"Step-up\"") << QByteArray();
    QTest::newRow("severity not listed") << QByteArray("\"W\": 3") << QByteArray("\"W\": 8");
    QTest::newRow("no JSON") << QByteArray("{") << QByteArray("[");
}

void TestAuditFeed::rowsAreChecked()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, into);
    std::string text(core::ocsfMappingTexts().front());
    support::replaceAll(text, from.toStdString(), into.toStdString());
    QVERIFY(text != core::ocsfMappingTexts().front());
    const auto bent = core::OcsfMapping::read(text);
    QVERIFY(!bent.ok());
    QCOMPARE(bent.error().code, std::string("ocsf-mapping"));
}

// One entry of every class, looked at once by a person: what changes here changes for whoever reads
// the export. CHANCERY_WRITE_GOLDEN=1 writes them anew.
void TestAuditFeed::goldenLines()
{
    std::string lines;
    using enum AuditKind;
    for (const auto kind :
        {AuthnLogin, AuthnLockout, ConfigCreate, ChangeRequestApprove, BreakglassActivate,
            RoleGrant, DriftDetected, SecretReveal, AuditVerifyFail, AuditStart, AuthzDenied}) {
        const auto outcome = kind == AuthzDenied ? AuditOutcome::Denied : AuditOutcome::Success;
        const auto leaf = core::toLeaf(fullEvent(kind, outcome)).value();
        lines += ocsfOf(leaf) + '\n' + cloudEventOf(leaf) + '\n';
    }
    const auto file = support::dataFile("ocsf/golden.ndjson");
    if (qEnvironmentVariableIsSet("CHANCERY_WRITE_GOLDEN"))
        std::ofstream(file, std::ios::binary) << lines;
    QCOMPARE(QByteArray::fromStdString(lines), QByteArray::fromStdString(support::contentOf(file)));
}

void TestAuditFeed::theSameEntryGivesTheSameBytes()
{
    const auto leaf = core::toLeaf(fullEvent(AuditKind::HeadUpdate)).value();
    QCOMPARE(ocsfOf(leaf), ocsfOf(leaf));
    QCOMPARE(cloudEventOf(leaf), cloudEventOf(leaf));
    const auto reading = read(ocsfOf(leaf));
    QCOMPARE(core::canonicalJson(reading.tree().root()), ocsfOf(leaf));
}

void TestAuditFeed::whatIsPersonalStaysADigest()
{
    const auto leaf = core::toLeaf(fullEvent(AuditKind::SecretReveal)).value();
    const auto text = ocsfOf(leaf);
    QVERIFY(text.find("Ada") == std::string::npos);
    QVERIFY(text.find("192.0.2.7") == std::string::npos);
    const auto reading = read(text);
    const auto root = reading.tree().root();
    QVERIFY(!root["actor"]["user"]["name"]);
    QVERIFY(!root["src_endpoint"]["ip"]);
    QCOMPARE(root["unmapped"]["personal_digests"]["p1"].text(),
        std::string_view(fullEvent(AuditKind::SecretReveal).pii["p1"]));
}

// A value that is not the one that was logged is none.
void TestAuditFeed::whoIsKnownIsNamed()
{
    const auto leaf = core::toLeaf(fullEvent(AuditKind::SecretReveal)).value();
    const std::vector<core::PersonalValue> values{
        {48213, "p1", core::toBase64(std::string(32, 's')), "Ada Lovelace"},
        {48213, "p2", core::toBase64(std::string(32, 't')), "198.51.100.1"}};
    const auto fields = core::personalFieldsOf(leaf, values);
    const auto text = ocsfOf(leaf, fields);
    QCOMPARE(complaints(schemaOf("ocsf-1.8.schema.json"), text), std::string());
    const auto reading = read(text);
    const auto root = reading.tree().root();
    QCOMPARE(root["actor"]["user"]["name"].text(), std::string_view("Ada Lovelace"));
    QVERIFY(!root["src_endpoint"]["ip"]);
    QVERIFY(text.find("198.51.100.1") == std::string::npos);
}

// The evidence is in both, byte by byte, with the hash by which it is proved.
void TestAuditFeed::theLeafStaysWhole()
{
    const auto leaf = core::toLeaf(fullEvent(AuditKind::RoleGrant)).value();
    const auto ocsf = read(ocsfOf(leaf));
    const auto root = ocsf.tree().root();
    QCOMPARE(root["raw_data"].text(), std::string_view(leaf));
    QCOMPARE(std::string(root["raw_data_hash"]["value"].text()),
        core::toHex(core::bytesOf(core::sha256(leaf))));
    QCOMPARE(std::string(root["unmapped"]["leaf_hash"].text()), core::leafHashText(leaf));
    QCOMPARE(*root["metadata"]["sequence"].integer(), 48213);
    const auto cloud = cloudEventOf(leaf);
    QVERIFY(cloud.starts_with("{\"data\":" + leaf + ",\"datacontenttype\""));
}

void TestAuditFeed::naughtyStringsSurvive()
{
    const auto folder = support::corpus("strings");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const auto ocsf = schemaOf("ocsf-1.8.schema.json");
    const auto list = core::readJson(support::contentOf(*folder / "blns.json"));
    QVERIFY(list.tree().root().size() > 400);
    for (const auto &item : list.tree().root()) {
        const std::string naughty(item.value().text());
        auto event = fullEvent(AuditKind::ConfigUpdate);
        event.target.id = naughty;
        event.reason = naughty;
        event.nameSpace = naughty;
        event.related.front().path = naughty;
        const auto leaf = core::toLeaf(event).value();
        const auto text = ocsfOf(leaf);
        QVERIFY2(complaints(ocsf, text).empty(), complaints(ocsf, text).c_str());
        QVERIFY(text.find('\n') == std::string::npos);
        const auto reading = read(text);
        const auto logged = core::auditText(naughty);
        QCOMPARE(std::string(reading.tree().root()["comment"].text()), logged);
        QCOMPARE(std::string(reading.tree().root()["entity"]["name"].text()), logged);
        const auto cloud = read(cloudEventOf(leaf));
        QCOMPARE(std::string(cloud.tree().root()["data"]["reason"].text()), logged);
    }
}

void TestAuditFeed::hostileLeavesStayRecords_data()
{
    QTest::addColumn<QByteArray>("leaf");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("not json");
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("broken UTF-8") << QByteArray("{\"a\":\"\xff\xfe\"}");
    QTest::newRow("NUL") << QByteArray("{\"a\":\"\0\"}", 9);
    QTest::newRow("lines") << QByteArray("{\"event\":\"x\",\n\"time\":\"now\"}\n");
    QTest::newRow("another event") << QByteArray("{\"event\":\"war.declare\",\"eventId\":7}");
    QTest::newRow("a member twice") << QByteArray("{\"event\":\"a\",\"event\":\"b\"}");
    QTest::newRow("deep") << QByteArray(600, '[') + QByteArray(600, ']');
}

void TestAuditFeed::hostileLeavesStayRecords()
{
    QFETCH(QByteArray, leaf);
    const auto text = ocsfOf(leaf.toStdString());
    const auto wrong = complaints(schemaOf("ocsf-1.8.schema.json"), text);
    QVERIFY2(wrong.empty(), wrong.c_str());
    const auto cloud = cloudEventOf(leaf.toStdString());
    const auto wrongToo = complaints(schemaOf("cloudevents-1.0.schema.json"), cloud);
    QVERIFY2(wrongToo.empty(), wrongToo.c_str());
    QVERIFY(text.find('\n') == std::string::npos && cloud.find('\n') == std::string::npos);
    const auto reading = read(text);
    const auto root = reading.tree().root();
    QCOMPARE(*root["class_uid"].integer(), 0);
    const bool isText = !root["unmapped"]["raw_data_encoding"];
    const std::string raw(root["raw_data"].text());
    QCOMPARE(QByteArray::fromStdString(isText ? raw : core::fromBase64(raw).value_or("")), leaf);
}

QTEST_GUILESS_MAIN(TestAuditFeed)
#include "tst_auditfeed.moc"
