// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// Somebody who approves from a shell sees what, and can say no; who wrote it can take it back.
class TestReviewerCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void aRequestIsShownWithItsDifference();
    void aFirstVersionIsCoveredByTheConfigsSchema();
    void changesAreAskedForAndARequestIsRefused();
    void onesOwnIsWithdrawn();
    void aDraftStandsInTheWayUntilItIsDiscarded();

private:
    static bool has(const std::string &text, const std::string &words)
    {
        return text.find(words) != std::string::npos;
    }
    std::unique_ptr<Shell> shellOf(const char *name, const char *roles);
    std::string state() const
    {
        return at(m_cms.admin().get("/v1/change-requests/" + m_request), "/state");
    }
    Outcome run(const Shell &shell, const std::string &words) const
    {
        return shell.run(words.c_str());
    }
    QString fileWith(const char *text) const;

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_paula; // the author
    std::unique_ptr<Shell> m_bob; // who approves
    std::string m_path;
    std::string m_schema;
    std::string m_request;
    int m_number = 0;
};

std::unique_ptr<Shell> TestReviewerCli::shellOf(const char *name, const char *roles)
{
    (void)makePerson(m_cms.admin(), name, roles);
    const auto text = QString::fromLatin1(name);
    auto shell = std::make_unique<Shell>(m_home.filePath(text));
    return shell->login(m_cms.port(), text) ? std::move(shell) : nullptr;
}

QString TestReviewerCli::fileWith(const char *text) const
{
    QFile file(m_home.filePath(QStringLiteral("text.json")));
    return file.open(QFile::WriteOnly) && file.write(text) > 0 ? file.fileName() : QString();
}

void TestReviewerCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_schema = at(m_cms.admin().post("/v1/schemas",
                      R"({"uri":"https://x/pin","name":"pin","text":)"
                          + jsonText(R"({"properties": {"pin": {"x-sensitive": true}}})") + '}'),
        "/id");
    m_paula = shellOf("paula", R"(["author"])");
    m_bob = shellOf("bob", R"(["approver","viewer"])");
    QVERIFY(m_paula && m_bob && !m_schema.empty());
}

// A request of paula's for a first text in prod.
void TestReviewerCli::init()
{
    m_path = "payments/one-" + std::to_string(++m_number);
    (void)makeConfig(m_cms.admin(), m_path, "json", m_schema);
    const auto path = QString::fromStdString(m_path);
    const auto prod = QStringLiteral("prod");
    const auto put = m_paula->run({QStringLiteral("put"), path,
        fileWith("{\n  \"rate\": 2,\n  \"pin\": \"hunter1\"\n}\n"), QStringLiteral("-e"), prod});
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
    const auto made = m_paula->run({QStringLiteral("submit"), path, QStringLiteral("-e"), prod,
        QStringLiteral("--reason"), QStringLiteral("Cards are slow")});
    QVERIFY2(made.exitCode == 0, made.errors.c_str());
    m_request = made.out.substr(0, made.out.find(' '));
}

void TestReviewerCli::aRequestIsShownWithItsDifference()
{
    QCOMPARE(run(*m_bob, "approve " + m_request).exitCode, 0);
    QCOMPARE(run(*m_paula, "apply " + m_request).exitCode, 0);
    const auto path = QString::fromStdString(m_path);
    QCOMPARE(m_paula
                 ->run({QStringLiteral("put"), path,
                     fileWith("{\n  \"rate\": 3,\n  \"pin\": \"hunter1\"\n}\n"),
                     QStringLiteral("-e"), QStringLiteral("prod")})
                 .exitCode,
        0);
    const auto made = run(*m_paula, "submit " + m_path + " -e prod --ticket OPS-7");
    m_request = made.out.substr(0, made.out.find(' '));
    const auto shown = run(*m_bob, "requests " + m_request);
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QVERIFY2(has(shown.out, "by paula, last changed "), shown.out.c_str());
    QVERIFY2(has(shown.out, "  ticket: OPS-7\n"), shown.out.c_str());
    QVERIFY2(has(shown.out, "\n-  \"rate\": 2,\n+  \"rate\": 3,\n"), shown.out.c_str());
    QVERIFY2(!has(shown.out, "hunter"), shown.out.c_str());
    QCOMPARE(run(*m_bob, "requests CR-9999").exitCode, 1);
}

void TestReviewerCli::aFirstVersionIsCoveredByTheConfigsSchema()
{
    const auto shown = run(*m_bob, "requests " + m_request);
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QVERIFY2(has(shown.out, "  reason: Cards are slow\n"), shown.out.c_str());
    QVERIFY2(has(shown.out, "@prod (nothing)"), shown.out.c_str());
    QVERIFY2(has(shown.out, "+  \"rate\": 2,\n"), shown.out.c_str());
    QVERIFY2(!has(shown.out, "hunter"), shown.out.c_str());
}

void TestReviewerCli::changesAreAskedForAndARequestIsRefused()
{
    const auto words = [this](const char *verb, const char *option) {
        return QStringList{QString::fromLatin1(verb), QString::fromStdString(m_request),
            QString::fromLatin1(option), QStringLiteral("Half of it")};
    };
    const auto asked = m_bob->run(words("request-changes", "--comment"));
    QVERIFY2(asked.exitCode == 0, asked.errors.c_str());
    QVERIFY2(has(asked.out, "blocked: request-changes by bob"), asked.out.c_str());
    QVERIFY(
        has(run(*m_paula, "requests " + m_request).out, "  request-changes by bob: Half of it\n"));
    QCOMPARE(run(*m_bob, "reject " + m_request).exitCode, 2); // not without a reason
    const auto refused = m_bob->run(words("reject", "--reason"));
    QVERIFY2(refused.exitCode == 0, refused.errors.c_str());
    QVERIFY2(has(refused.out, "  rejected: Half of it\n"), refused.out.c_str());
    QCOMPARE(state(), std::string("rejected"));
}

void TestReviewerCli::onesOwnIsWithdrawn()
{
    QCOMPARE(run(*m_bob, "withdraw " + m_request).exitCode, 1); // another one's
    QCOMPARE(state(), std::string("open"));
    QCOMPARE(run(*m_paula, "withdraw " + m_request).exitCode, 0);
    QCOMPARE(state(), std::string("withdrawn"));
    QCOMPARE(run(*m_paula, "withdraw " + m_request).exitCode, 1);
}

void TestReviewerCli::aDraftStandsInTheWayUntilItIsDiscarded()
{
    const auto file = fileWith("{}\n");
    const auto put = m_paula->run({QStringLiteral("put"), QStringLiteral("payments/oops"), file,
        QStringLiteral("-e"), QStringLiteral("dev")});
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
    const auto refused = m_paula->run("delete payments/oops");
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(has(refused.errors, "You have a draft of payments/oops in dev; discard it first"),
        refused.errors.c_str());
    const auto drafts = m_paula->run("drafts");
    QVERIFY2(has(drafts.out, "payments/oops") && has(drafts.out, "drf_"), drafts.out.c_str());
    QCOMPARE(m_paula->run("discard payments/oops -e prod").exitCode, 1);
    QCOMPARE(m_bob->run("discard payments/oops -e dev").exitCode, 1); // another one's
    const auto gone = m_paula->run("discard payments/oops -e dev");
    QVERIFY2(gone.exitCode == 0, gone.errors.c_str());
    QVERIFY(!has(m_paula->run("drafts").out, "payments/oops"));
    const auto deleted = m_paula->run("delete payments/oops");
    QVERIFY2(deleted.exitCode == 0, deleted.errors.c_str());
}

QTEST_GUILESS_MAIN(TestReviewerCli)
#include "tst_reviewercli.moc"
