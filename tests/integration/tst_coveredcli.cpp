// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// What the command line says of values that a schema calls sensitive, wherever it shows a
// difference: that they changed, or did not, and never what they are. On the real server.
class TestCoveredCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void anEffectiveDifferenceIsCovered();
    void aDifferenceByKeyIsCovered();
    void aPatchIsCoveredAndSaysSo();
    void twoInstantsAreCovered();
    void whatALayerOrAReferenceBringsIsCovered();
    void aSchemaThatCameLaterCoversToo();
    void aSchemaCoversWhatWasBeforeIt();
    void aSchemaIsReadWithThoseThatItRefersTo();
    void aRevertOfNothingElseSaysChanged();
    void aRebaseOfNothingElseSaysChanged();
    void aRollbackOfOneKeyIsCovered();

private:
    static bool has(const std::string &text, const std::string &words)
    {
        return text.find(words) != std::string::npos;
    }
    // "hunter" with a number is every secret here.
    static bool isSafe(const Outcome &outcome)
    {
        return !has(outcome.out, "hunter") && !has(outcome.errors, "hunter");
    }
    static std::string document(int rate, int pin)
    {
        return "{\n  \"rate\": " + std::to_string(rate) + ",\n  \"pin\": \"hunter"
            + std::to_string(pin) + "\"\n}\n";
    }
    // Against a file with that text.
    Outcome diff(const std::string &text, const char *more) const;
    std::string publish(const std::string &text) const;
    // The same, and brings the schema with it.
    std::string publishWithSchema(const std::string &text) const;
    Outcome run(const std::string &words) const { return m_shell->run(words.c_str()); }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::string m_schema;
    std::string m_path;
    std::string m_config;
    int m_number = 0;
};

void TestCoveredCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto schema = m_cms.admin().post("/v1/schemas",
        R"({"uri":"https://x/covered","name":"covered","text":)"
            + jsonText(R"({"properties": {"pin": {"x-sensitive": true}}})") + '}');
    m_schema = at(schema, "/id");
    QVERIFY2(!m_schema.empty(), schema.body.c_str());
    (void)makePerson(m_cms.admin(), "paula", R"(["author","operator"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
}

void TestCoveredCli::init()
{
    m_path = "payments/one-" + std::to_string(++m_number);
    m_config = makeConfig(m_cms.admin(), m_path, "json", m_schema);
    QVERIFY(publish(document(1, 1)).starts_with("CR-"));
}

std::string TestCoveredCli::publish(const std::string &text) const
{
    const auto done = publishInDev(m_cms.admin(), m_config, text);
    return done.status == 200 ? at(done, "/id") : done.body;
}

std::string TestCoveredCli::publishWithSchema(const std::string &text) const
{
    const auto &admin = m_cms.admin();
    const auto head = admin.get("/v1/configs/" + m_config + "/heads/dev");
    auto body = requestBody(m_config, "dev", at(head, "/version"), text);
    body.insert(body.find("}],"), R"(,"schema":)" + jsonText(m_schema));
    const auto request = admin.post("/v1/change-requests", body);
    const auto done = admin.post(verb(request, "apply"), "{}", request.etag());
    return done.status == 200 ? at(done, "/id") : request.body + done.body;
}

Outcome TestCoveredCli::diff(const std::string &text, const char *more) const
{
    const auto name = m_home.filePath(QStringLiteral("wanted.json"));
    QFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text.c_str());
    file.close();
    return m_shell->run(
        QStringList{QStringLiteral("diff"), QString::fromStdString(m_path), name,
            QStringLiteral("--effective"), QStringLiteral("-e"), QStringLiteral("dev")}
        + QString::fromLatin1(more).split(u' ', Qt::SkipEmptyParts));
}

void TestCoveredCli::anEffectiveDifferenceIsCovered()
{
    for (const char *format : {"", "--format unified"}) {
        const auto changed = diff(document(1, 2), format);
        QCOMPARE(changed.exitCode, 1);
        QVERIFY2(isSafe(changed), changed.out.c_str());
        for (const auto *sign : {"-", "+"})
            QVERIFY2(
                has(changed.out, std::string(sign) + "  \"pin\": •••••• (changed, value hidden)"),
                changed.out.c_str());
        const auto other = diff(document(2, 1), format);
        QVERIFY2(isSafe(other), other.out.c_str());
        QVERIFY2(has(other.out, "   \"pin\": •••••• (unchanged, value hidden)"), other.out.c_str());
        QVERIFY2(has(other.out, "+  \"rate\": 2"), other.out.c_str());
    }
    QCOMPARE(diff(document(1, 1), "").exitCode, 0);
}

void TestCoveredCli::aDifferenceByKeyIsCovered()
{
    const auto changed = diff(document(2, 2), "--format tree");
    QCOMPARE(changed.out, std::string("~ /rate: 1 -> 2\n~ /pin: •••••• -> ••••••\n"));
    const auto removed = diff(R"({"rate": 1})", "--format tree");
    QCOMPARE(removed.out, std::string("- /pin: ••••••\n"));
}

void TestCoveredCli::aPatchIsCoveredAndSaysSo()
{
    const auto changed = diff(document(2, 2), "--format json-patch");
    QVERIFY2(isSafe(changed), changed.out.c_str());
    QVERIFY2(has(changed.out, R"("path": "/pin", "value": "••••••")"), changed.out.c_str());
    QVERIFY2(has(changed.errors, "hidden"), changed.errors.c_str());
    const auto open = diff(document(2, 1), "--format json-patch");
    QVERIFY2(open.errors.empty(), open.errors.c_str());
}

void TestCoveredCli::twoInstantsAreCovered()
{
    const auto instant = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString();
    QTRY_VERIFY(
        QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString() != instant);
    QVERIFY(publish(document(1, 2)).starts_with("CR-"));
    const auto compared = run("compare " + m_path + " -e dev --from " + instant);
    QCOMPARE(compared.exitCode, 1);
    QVERIFY2(isSafe(compared), compared.out.c_str());
    QVERIFY2(has(compared.out, "+  \"pin\": •••••• (changed, value hidden)"), compared.out.c_str());
}

// A layer has a schema of its own, and so has what is referred to.
void TestCoveredCli::whatALayerOrAReferenceBringsIsCovered()
{
    const auto secret = std::exchange(m_config, makeConfig(m_cms.admin(), m_path + "-open"));
    const auto secretPath = std::exchange(m_path, m_path + "-open");
    QCOMPARE(declareLayers(m_cms.admin(), m_config, regionLayer("eu", secret)).status, 200);
    QVERIFY(publish(R"({"rate": 1, "burst": 1})").starts_with("CR-"));
    const auto layered = diff(R"({"rate": 1, "burst": 2})", "--region eu");
    QVERIFY2(isSafe(layered), layered.out.c_str());
    QVERIFY2(has(layered.out, "\"pin\": •••••• (unchanged"), layered.out.c_str());
    const auto referred = diff("{\"rate\": 1, \"copy\": \"${ref:/" + secretPath + "#/rate}\"}", "");
    QVERIFY2(has(referred.out, "+  \"copy\": ••••••"), (referred.out + referred.errors).c_str());
}

// The config was made without one: what is tried, and has no version yet, is under what is bound.
void TestCoveredCli::aSchemaThatCameLaterCoversToo()
{
    m_path += "-later";
    m_config = makeConfig(m_cms.admin(), m_path);
    QVERIFY(publish(document(1, 1)).starts_with("CR-"));
    const auto brought = publishWithSchema(document(2, 1));
    QVERIFY2(brought.starts_with("CR-"), brought.c_str());
    for (const char *format : {"", "--format unified", "--format tree", "--format json-patch"}) {
        const auto shown = diff(document(3, 2), format);
        QCOMPARE(shown.exitCode, 1);
        QVERIFY2(isSafe(shown), (shown.out + shown.errors).c_str());
        QVERIFY2(has(shown.out, "pin"), shown.out.c_str());
    }
}

// Lines that stay are those of the earlier side, on which nothing was sensitive yet.
void TestCoveredCli::aSchemaCoversWhatWasBeforeIt()
{
    m_path += "-later";
    m_config = makeConfig(m_cms.admin(), m_path);
    QVERIFY(publish(document(1, 1)).starts_with("CR-"));
    const auto instant = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString();
    QTRY_VERIFY(
        QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString() != instant);
    const auto brought = publishWithSchema(document(2, 1));
    QVERIFY2(brought.starts_with("CR-"), brought.c_str());
    const auto compared = run("compare " + m_path + " -e dev --from " + instant);
    QCOMPARE(compared.exitCode, 1);
    QVERIFY2(isSafe(compared), compared.out.c_str());
    QVERIFY2(has(compared.out, "\"pin\": •••••• (unchanged, value hidden)"), compared.out.c_str());
}

// Also by way of another one, and by a reference that is relative.
void TestCoveredCli::aSchemaIsReadWithThoseThatItRefersTo()
{
    const auto &admin = m_cms.admin();
    const auto publishSchema = [&](const char *name, const char *text) {
        return at(admin.post("/v1/schemas",
                      std::string(R"({"uri":"https://x/parts/)") + name + R"(","name":")" + name
                          + R"(","text":)" + jsonText(text) + '}'),
            "/id");
    };
    QVERIFY(!publishSchema("pins", R"({"$defs": {"pin": {"x-sensitive": true}}})").empty());
    QVERIFY(!publishSchema("fields",
        R"({"properties": {"pin": {"$ref": "pins#/$defs/pin"}, "rate": {"type": "integer"}}})")
            .empty());
    const auto schema
        = publishSchema("whole", R"({"$ref": "https://x/parts/fields", "type": "object"})");
    QVERIFY(!schema.empty());
    // A later one under the same URI, that the schema does not mean.
    QVERIFY(!publishSchema("pins", R"({"$defs": {"pin": {}}})").empty());
    m_path += "-parts";
    m_config = makeConfig(admin, m_path, "json", schema);
    QVERIFY(publish(document(1, 1)).starts_with("CR-"));
    const auto compared = diff(document(2, 2), "");
    QVERIFY2(isSafe(compared), compared.out.c_str());
    QVERIFY2(has(compared.out, "+  \"rate\": 2,"), (compared.out + compared.errors).c_str());
    QVERIFY2(has(compared.out, "+  \"pin\": ••••••"), compared.out.c_str());
    const auto changed = run("bulk multiply /rate 3 -e dev --path =" + m_path + " --dry-run");
    QVERIFY2(changed.exitCode == 0 && isSafe(changed), (changed.out + changed.errors).c_str());
    QVERIFY2(has(changed.out, "+  \"rate\": 3,"), changed.out.c_str());
    const auto matrix = run("matrix " + m_path);
    QVERIFY2(isSafe(matrix) && matrix.errors.empty(), (matrix.out + matrix.errors).c_str());
    QVERIFY2(has(matrix.out, "(sensitive)"), matrix.out.c_str());
}

void TestCoveredCli::aRevertOfNothingElseSaysChanged()
{
    const auto change = publish(document(1, 2));
    const auto shown = run("revert " + change + " --preview");
    QVERIFY2(shown.exitCode == 0 && isSafe(shown), (shown.out + shown.errors).c_str());
    for (const auto *sign : {"-", "+"})
        QVERIFY2(has(shown.out, std::string(sign) + "  \"pin\": •••••• (changed, value hidden)"),
            shown.out.c_str());
}

void TestCoveredCli::aRebaseOfNothingElseSaysChanged()
{
    const auto base = at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    const auto request = m_cms.admin().post(
        "/v1/change-requests", requestBody(m_config, "dev", base, document(1, 2)));
    QVERIFY(publish(document(5, 1)).starts_with("CR-"));
    const auto shown = run("rebase " + at(request, "/id") + " --preview");
    QVERIFY2(shown.exitCode == 0 && isSafe(shown), (shown.out + shown.errors).c_str());
    QVERIFY2(has(shown.out, "+  \"pin\": •••••• (changed, value hidden)"), shown.out.c_str());
}

// The text that would be live has the secret that stays.
void TestCoveredCli::aRollbackOfOneKeyIsCovered()
{
    const auto first = at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/dev"), "/version");
    QVERIFY(publish(document(2, 2)).starts_with("CR-"));
    for (const char *format : {"", " --json"}) {
        const auto shown = run(
            "rollback " + m_path + " -e dev --to " + first + " --key /rate --preview" + format);
        QVERIFY2(shown.exitCode == 0 && isSafe(shown), (shown.out + shown.errors).c_str());
        QVERIFY2(has(shown.out, "/rate"), shown.out.c_str());
    }
    const auto json
        = run("rollback " + m_path + " -e dev --to " + first + " --key /rate --preview --json");
    QVERIFY2(has(json.out, R"(\"rate\": 1)") && has(json.out, "••••••"), json.out.c_str());
}

QTEST_GUILESS_MAIN(TestCoveredCli)
#include "tst_coveredcli.moc"
