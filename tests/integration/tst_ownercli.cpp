// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Who owns a key ("x-owner") is told wherever the command line lists keys of a change, on the real
// server.
class TestOwnerCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theMatrixHasAColumn();
    void promotionNamesThem();
    void differencesByKeyNameThem();
    void differencesOfFilesNameThemByASchema();
    void impactListsTheKeysOfADraft();
    void impactListsTheKeysThatARequestTouches();

private:
    QString write(const QString &name, const char *text) const
    {
        QFile file(m_home.filePath(name));
        (void)file.open(QIODevice::WriteOnly);
        file.write(text);
        return file.fileName();
    }
    void has(const Outcome &outcome, const char *text) const
    {
        QVERIFY2(
            outcome.out.find(text) != std::string::npos, (outcome.out + outcome.errors).c_str());
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::optional<ProbeClient> m_paula;
    QString m_wanted;
    static constexpr auto schema = R"({"properties": {
        "rate": {"type": "integer", "x-owner": "team limits"}, "note": {"type": "string"},
        "db": {"x-owner": "team data", "properties": {"host": {}, "pool": {"x-owner": "Ann"}}}}})";
};

void TestOwnerCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto id = at(m_cms.admin().post("/v1/schemas",
                           R"({"uri":"urn:owned","name":"owned","text":)" + jsonText(schema) + '}'),
        "/id");
    const auto config = makeConfig(m_cms.admin(), "payments/owned", "json", id);
    QCOMPARE(publishInDev(m_cms.admin(), config,
                 R"({"rate": 1, "note": "a", "db": {"host": "a", "pool": 1}})")
                 .status,
        200);
    m_paula.emplace(makePerson(m_cms.admin(), "paula", R"(["author"])"));
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
    m_wanted = write(QStringLiteral("wanted.json"),
        R"({"rate": 2, "note": "b", "db": {"host": "b", "pool": 2}})");
    const auto put = m_shell->run({QStringLiteral("put"), QStringLiteral("payments/owned"),
        m_wanted, QStringLiteral("-e"), QStringLiteral("dev")});
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
}

void TestOwnerCli::theMatrixHasAColumn()
{
    const auto shown = m_shell->run("matrix payments/owned");
    has(shown, "OWNER");
    has(shown, "team limits");
    has(m_shell->run("matrix payments/owned --json"), R"("owner":"team limits")");
}

void TestOwnerCli::promotionNamesThem()
{
    const auto told = m_shell->run("promote payments/owned --from dev --to prod --key / --dry-run");
    has(told, "(owner team");
}

// Of what is inside, the nearest around it.
void TestOwnerCli::differencesByKeyNameThem()
{
    const auto told = m_shell->run("diff payments/owned --effective -e dev --format tree");
    QCOMPARE(told.out,
        std::string("~ /rate: 1 -> 2 (owner team limits)\n~ /note: \"a\" -> \"b\"\n"
                    "~ /db/host: \"a\" -> \"b\" (owner team data)\n"
                    "~ /db/pool: 1 -> 2 (owner Ann)\n"));
}

void TestOwnerCli::differencesOfFilesNameThemByASchema()
{
    const auto left = write(QStringLiteral("left.json"), R"({"rate": 1})");
    const auto right = write(QStringLiteral("right.json"), R"({"rate": 1, "db": {"host": "x"}})");
    const auto rules = write(QStringLiteral("schema.json"), schema);
    const auto told = m_shell->run({QStringLiteral("diff"), left, right, QStringLiteral("--format"),
        QStringLiteral("tree"), QStringLiteral("--schema"), rules});
    QCOMPARE(told.out, std::string("+ /db: {1 members} (owner team data)\n"));
    const auto plain = m_shell->run(
        {QStringLiteral("diff"), left, right, QStringLiteral("--format"), QStringLiteral("tree")});
    QCOMPARE(plain.out, std::string("+ /db: {1 members}\n"));
    const auto referring = write(QStringLiteral("referring.json"), R"({"$ref": "schema.json"})");
    const QStringList words{QStringLiteral("diff"), left, right, QStringLiteral("--format"),
        QStringLiteral("tree"), QStringLiteral("--schema"), referring};
    QCOMPARE(m_shell->run(words).exitCode, 2);
    const auto read = m_shell->run(words + QStringList{QStringLiteral("--ref"), m_home.path()});
    QCOMPARE(read.out, told.out);
    const auto missing = m_shell->run({QStringLiteral("diff"), left, right,
        QStringLiteral("--schema"), m_home.filePath(QStringLiteral("none.json"))});
    QVERIFY2(missing.exitCode == 2, missing.errors.c_str());
}

void TestOwnerCli::impactListsTheKeysOfADraft()
{
    const auto id = at(m_paula->get("/v1/drafts"), "/items/0/id");
    const auto told = m_shell->run({QStringLiteral("impact"), QString::fromStdString(id)});
    has(told, "Keys of payments/owned in dev:");
    has(told, "/db/pool  Ann");
    has(told, "/rate     team limits");
}

void TestOwnerCli::impactListsTheKeysThatARequestTouches()
{
    const auto made = m_shell->run("submit payments/owned -e dev --title T --reason R");
    QVERIFY2(made.exitCode == 0, made.errors.c_str());
    const auto id = QString::fromStdString(made.out.substr(0, made.out.find(' ')));
    const auto told = m_shell->run({QStringLiteral("impact"), id});
    has(told, "Keys of payments/owned in dev:");
    has(told, "/db/pool  Ann");
    has(told, "/rate     team limits");
}

QTEST_GUILESS_MAIN(TestOwnerCli)
#include "tst_ownercli.moc"
