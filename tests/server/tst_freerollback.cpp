// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerollback.h"
#include "engine/core/domain/changerequest.h"
#include "tests/server/freezeworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::inQuotes;
using namespace std::chrono_literals;

// A rollback that needs nobody's approval is done at once, or it leaves nothing behind.
class TestFreeRollback : public support::TestCase, private support::FreezeWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { beginWithFreezes(); }
    void oneThatCannotBeDoneLeavesNothing();
    void oneOfSeveralLeavesNothingOfAny();
    void aFreezeHoldsItUpInstead();

private:
    server::Response rollBack(const std::string &config, const std::string &target);
    std::string heldBy(const std::string &config, const std::string &target);
    std::size_t requestCount();
};

server::Response TestFreeRollback::rollBack(const std::string &config, const std::string &target)
{
    return ask("POST", "/v1/configs/" + config + "/heads/dev:rollback",
        R"({"target":)" + inQuotes(target) + R"(,"reason":"worse","ticket":""})",
        ask("GET", "/v1/configs/" + config + "/heads/dev").etag);
}

// What the preview says that holds it up; nothing where nothing does.
std::string TestFreeRollback::heldBy(const std::string &config, const std::string &target)
{
    const auto preview
        = read<core::RollbackPreview>(ask("POST", "/v1/environments/dev:preview-rollback",
            R"({"items":[{"config":)" + inQuotes(config) + R"(,"base":"","target":)"
                + inQuotes(target) + R"(,"keys":[]}],"at":null,"namespace":"","service":""})"));
    if (!preview)
        return "no preview";
    return preview->heldBy.value_or("");
}

std::size_t TestFreeRollback::requestCount()
{
    const auto page
        = read<api::Page<core::ChangeRequest>>(ask("GET", "/v1/change-requests", {}, {}));
    return page ? page->items.size() : 0;
}

void TestFreeRollback::oneThatCannotBeDoneLeavesNothing()
{
    const auto shared = config("a/shared");
    const auto user = config("a/user");
    const auto first = publish(shared, "dev", R"({"x": 1})");
    const auto second = publish(shared, "dev", R"({"x": 1, "host": "h"})");
    const auto inUse = publish(user, "dev", R"({"host": "${ref:/a/shared#/host}"})");
    QVERIFY(!inUse.empty());
    const auto before = requestCount();
    const auto answer = rollBack(shared, first);
    QCOMPARE(answer.status, 422);
    QVERIFY2(answer.body->find("a/user") != std::string::npos, answer.body->c_str());
    QCOMPARE(requestCount(), before);
    QCOMPARE(live(shared, "dev"), second);
}

void TestFreeRollback::oneOfSeveralLeavesNothingOfAny()
{
    const auto shared = config("a/shared");
    const auto other = config("a/other");
    const auto firstShared = publish(shared, "dev", R"({"x": 1})");
    const auto firstOther = publish(other, "dev", R"({"x": 1})");
    const auto liveShared = publish(shared, "dev", R"({"x": 1, "host": "h"})");
    const auto liveOther = publish(other, "dev", R"({"x": 2})");
    QVERIFY(!publish(config("a/user"), "dev", R"({"host": "${ref:/a/shared#/host}"})").empty());
    const auto before = requestCount();
    const auto step = [](const std::string &id, const std::string &base, const std::string &to) {
        return R"({"config":)" + inQuotes(id) + R"(,"base":)" + inQuotes(base) + R"(,"target":)"
            + inQuotes(to) + R"(,"keys":[]})";
    };
    const auto answer = ask("POST", "/v1/environments/dev:rollback",
        R"({"items":[)" + step(other, liveOther, firstOther) + ','
            + step(shared, liveShared, firstShared)
            + R"(],"at":null,"reason":"worse","ticket":""})");
    QCOMPARE(answer.status, 422);
    QCOMPARE(requestCount(), before);
    QCOMPARE(live(other, "dev"), liveOther);
}

void TestFreeRollback::aFreezeHoldsItUpInstead()
{
    const auto own = config("a/own");
    const auto first = publish(own, "dev", R"({"x": 1})");
    publish(own, "dev", R"({"x": 2})");
    QCOMPARE(heldBy(own, first), std::string());
    freeze("dev", closing(-10min, 60min, "hard"));
    const auto before = requestCount();
    // The preview says so before anything is done.
    const auto told = heldBy(own, first);
    QVERIFY2(told.find("Year end") != std::string::npos, told.c_str());
    QCOMPARE(requestCount(), before);
    const auto answer = rollBack(own, first);
    QCOMPARE(answer.status, 423);
    QVERIFY2(at(answer, "/detail").find(told) != std::string::npos, answer.body->c_str());
    QCOMPARE(requestCount(), before + 1);
}

QTEST_GUILESS_MAIN(TestFreeRollback)
#include "tst_freerollback.moc"
