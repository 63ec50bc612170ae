// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerollback.h"
#include "engine/core/domain/changerequest.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using core::RollbackOutcome;
using support::inQuotes;

// Going back to a text of the same values: comments and order come back, and nobody's version is
// put into quarantine for them.
class TestTextRollback : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theCommentsComeBack();
    void byItsOwnRouteToo();
    void theSameTextIsRefused();

private:
    std::string step(const std::string &target)
    {
        return R"({"config":)" + inQuotes(m_config) + R"(,"base":)"
            + inQuotes(live(m_config, "dev")) + R"(,"target":)" + inQuotes(target)
            + R"(,"keys":[]})";
    }
    core::RollbackStep previewOf(const std::string &target);
    Response rollBack(const std::string &target);
    std::string textOf(const std::string &version)
    {
        return *ask("GET", "/v1/versions/" + version + "/text").body;
    }
    bool isQuarantined(const std::string &version)
    {
        return read<core::Version>(ask("GET", "/v1/versions/" + version))->quarantined;
    }

    std::string m_config;
    std::string m_first;
    std::string m_second;
};

void TestTextRollback::init()
{
    begin();
    m_config = at(ask("POST", "/v1/configs",
                      R"({"path":"a/one","format":"yaml","schema":null,"description":"",)"
                      R"("owner":""})"),
        "/id");
    m_first = publish(m_config, "dev", "# as measured in May\nrate: 1\nburst: 2\n");
    m_second = publish(m_config, "dev", "burst: 2\nrate: 1\n");
    QVERIFY(!m_first.empty() && !m_second.empty());
}

core::RollbackStep TestTextRollback::previewOf(const std::string &target)
{
    const auto answer = ask("POST", "/v1/environments/dev:preview-rollback",
        R"({"items":[)" + step(target) + R"(],"at":null,"namespace":"","service":""})");
    const auto preview = read<core::RollbackPreview>(answer);
    return preview ? preview->steps.front() : core::RollbackStep();
}

Response TestTextRollback::rollBack(const std::string &target)
{
    return ask("POST", "/v1/environments/dev:rollback",
        R"({"items":[)" + step(target) + R"(],"at":null,"reason":"who took it out?","ticket":""})");
}

void TestTextRollback::theCommentsComeBack()
{
    const auto preview = previewOf(m_first);
    QVERIFY(preview.outcome == RollbackOutcome::Ready);
    QVERIFY(preview.keys.empty());
    QVERIFY(preview.problems.empty());
    const auto answer = rollBack(m_first);
    QCOMPARE(answer.status, 201);
    QCOMPARE(at(answer, "/state"), std::string("applied"));
    QCOMPARE(textOf(live(m_config, "dev")), textOf(m_first));
    for (const auto &version : {m_first, m_second, live(m_config, "dev")})
        QVERIFY(!isQuarantined(version));
}

void TestTextRollback::byItsOwnRouteToo()
{
    const auto path = "/v1/configs/" + m_config + "/heads/dev";
    const auto answer = ask("POST", path + ":rollback",
        R"({"target":)" + inQuotes(m_first) + R"(,"reason":"r","ticket":""})",
        ask("GET", path).etag);
    QCOMPARE(answer.status, 201);
    QCOMPARE(textOf(live(m_config, "dev")), textOf(m_first));
}

void TestTextRollback::theSameTextIsRefused()
{
    QCOMPARE(rollBack(m_first).status, 201);
    QVERIFY(previewOf(m_first).outcome == RollbackOutcome::Same);
    QCOMPARE(rollBack(m_first).status, 409);
    QVERIFY(previewOf(m_second).outcome == RollbackOutcome::Ready);
}

QTEST_GUILESS_MAIN(TestTextRollback)
#include "tst_textrollback.moc"
