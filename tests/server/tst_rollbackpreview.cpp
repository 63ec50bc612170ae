// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describerollback.h"
#include "engine/core/domain/changerequest.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using namespace chancery::server;
using core::RollbackOutcome;
using support::inQuotes;

// A preview is worked out beside the writer: nobody's change waits for it, and it binds nobody.
class TestRollbackPreview : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesGoThroughWhileItRuns();
    void itTellsOfWhatWasCommittedMeanwhile();
    void otherReadsGoOnToo();
    void itChangesNothing();
    void aPlanOfBeforeIsRefusedByTheWriter();
    void whatBecameWrongSinceIsRefusedByTheWriter();
    void whoMayNotIsDeniedAndLogged();
    void oneCallerHasAShareOfThem();
    void anEndDoesNotWaitForIt();

private:
    std::string scope(const std::string &base = {}) const;
    Asked asking() const
    {
        return {{}, "POST", "/v1/environments/dev:preview-rollback", scope(), {}};
    }
    // Whoever reads the text of the target outside of the test's own thread calls it.
    void whenTheTargetIsRead(std::function<void()> function);
    Response rollBack(const std::string &base);

    std::string m_config;
    std::string m_first;
    std::string m_second;
};

void TestRollbackPreview::init()
{
    begin();
    m_config = config("a/one");
    m_first = publish(m_config, "dev", R"({"rate": 1})");
    m_second = publish(m_config, "dev", R"({"rate": 2})");
}

std::string TestRollbackPreview::scope(const std::string &base) const
{
    return R"({"items":[{"config":)" + inQuotes(m_config) + R"(,"base":)" + inQuotes(base)
        + R"(,"target":)" + inQuotes(m_first)
        + R"(,"keys":[]}],"at":null,"namespace":"","service":""})";
}

void TestRollbackPreview::whenTheTargetIsRead(std::function<void()> function)
{
    store->beforeGet = [key = "text/" + m_first, own = std::this_thread::get_id(),
                           function = std::move(function)](std::string_view read) {
        if (read == key && std::this_thread::get_id() != own)
            function();
    };
}

Response TestRollbackPreview::rollBack(const std::string &base)
{
    return ask("POST", "/v1/environments/dev:rollback",
        R"({"items":[{"config":)" + inQuotes(m_config) + R"(,"base":)" + inQuotes(base)
            + R"(,"target":)" + inQuotes(m_first)
            + R"(,"keys":[]}],"at":null,"reason":"worse","ticket":""})");
}

// The preview stands still in its middle until somebody's change is committed, which would be never
// if that one waited for it.
void TestRollbackPreview::writesGoThroughWhileItRuns()
{
    const int before = store->commits;
    std::atomic<int> seen = 0;
    whenTheTargetIsRead([&] {
        store->commits.wait(before);
        ++seen;
    });
    const auto answers = together({asking(),
        {{}, "POST", "/v1/namespaces", R"({"id":"","slug":"c","title":"","owner":"","etag":""})",
            {}}});
    QCOMPARE(answers[0].status, 200);
    QCOMPARE(answers[1].status, 201);
    QVERIFY(seen > 0);
    const auto preview = read<core::RollbackPreview>(answers[0]);
    QCOMPARE(preview->steps.size(), std::size_t(1));
    QVERIFY(preview->steps.front().outcome == RollbackOutcome::Ready);
}

void TestRollbackPreview::itTellsOfWhatWasCommittedMeanwhile()
{
    const auto change = request(item(m_config, "dev", R"({"rate": 3})"));
    const int before = store->commits;
    whenTheTargetIsRead([&] { store->commits.wait(before); });
    const auto answers = together({asking(),
        {{}, "POST", "/v1/change-requests/" + at(change, "/id") + ":apply", "{}", change.etag}});
    QCOMPARE(answers[1].status, 200);
    const auto preview = read<core::RollbackPreview>(answers[0]);
    QVERIFY(preview.ok());
    QCOMPARE(preview->steps.front().base.text(), live(m_config, "dev"));
    QCOMPARE(preview->steps.front().later.size(), std::size_t(2));
}

void TestRollbackPreview::otherReadsGoOnToo()
{
    std::atomic<bool> isFree = false;
    whenTheTargetIsRead([&] { isFree.wait(false); });
    std::vector<Response> answers;
    post([&] {
        const auto head = ask("GET", "/v1/configs/" + m_config + "/heads/dev");
        QCOMPARE(head.status, 200);
        isFree = true;
        isFree.notify_all();
    });
    answers = together({asking()});
    QVERIFY(isFree);
    QCOMPARE(answers.front().status, 200);
}

void TestRollbackPreview::itChangesNothing()
{
    const auto before = store->snapshot();
    QCOMPARE(together({asking()}).front().status, 200);
    QVERIFY(store->snapshot() == before);
}

void TestRollbackPreview::aPlanOfBeforeIsRefusedByTheWriter()
{
    const auto answers = together({asking()});
    const auto preview = read<core::RollbackPreview>(answers.front());
    const auto third = publish(m_config, "dev", R"({"rate": 3})");
    const auto answer = rollBack(preview->steps.front().base.text());
    QCOMPARE(answer.status, 412);
    QCOMPARE(live(m_config, "dev"), third);
    QCOMPARE(rollBack(third).status, 201);
}

// Ready when it was looked at; today's schema of the moment of the deed is another one.
void TestRollbackPreview::whatBecameWrongSinceIsRefusedByTheWriter()
{
    const auto answers = together({asking()});
    const auto preview = read<core::RollbackPreview>(answers.front());
    QVERIFY(preview->steps.front().outcome == RollbackOutcome::Ready);
    const auto user = config("a/user");
    QVERIFY(!publish(m_config, "dev", R"({"rate": 2, "host": "h"})").empty());
    QVERIFY(!publish(user, "dev", R"({"host": "${ref:/a/one#/host}"})").empty());
    const auto now = live(m_config, "dev");
    const auto answer = rollBack(now);
    QCOMPARE(answer.status, 422);
    QVERIFY2(answer.body->find("a/user") != std::string::npos, answer.body->c_str());
    QCOMPARE(live(m_config, "dev"), now);
}

void TestRollbackPreview::whoMayNotIsDeniedAndLogged()
{
    signUp("victor", {"viewer"});
    const auto leaves = [this] {
        return std::ranges::count_if(store->snapshot(), [](const auto &entry) {
            return entry.first.starts_with("audit-leaf/")
                && entry.second->find("previewRollback") != std::string::npos;
        });
    };
    const auto before = leaves();
    auto asked = asking();
    asked.who = "victor";
    QCOMPARE(together({asked}).front().status, 403);
    QCOMPARE(leaves(), before + 1);
}

// Whoever asks for many leaves room for the others.
void TestRollbackPreview::oneCallerHasAShareOfThem()
{
    signUp("olga", {"operator"});
    as();
    std::atomic<bool> isFree = false;
    whenTheTargetIsRead([&] { isFree.wait(false); });
    post([&] {
        isFree = true;
        isFree.notify_all();
    });
    auto others = asking();
    others.who = "olga";
    const auto answers
        = together({asking(), asking(), asking(), asking(), asking(), asking(), others});
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(answers[i].status, 200);
    for (std::size_t i = 4; i < 6; ++i)
        QCOMPARE(answers[i].status, 429);
    QCOMPARE(answers[6].status, 200);
    QCOMPARE(together({asking()}).front().status, 200); // and again, once they are answered
}

// A preview that never ends by itself; whoever waits for it hears that it was not to be.
void TestRollbackPreview::anEndDoesNotWaitForIt()
{
    const core::SystemClock time;
    core::SystemIdSource ids(time);
    SilentJournal journal;
    AuditLog log("an/origin", core::SigningKey::generate());
    Validator validator;
    SealKeys keys("none");
    const Facts facts{
        time, ids, journal, core::Secret("key"), "an/origin", {}, {256, 1, 1}, {}, 100, false, {}};
    MemoryStore empty;
    std::optional<Response> answer;
    std::atomic<bool> hasBegun = false;
    {
        Previewer previewer(empty, {log, validator, keys}, facts);
        WriteJob job;
        job.work = [&](Unit &unit) -> Response {
            for (;;) {
                (void)unit.view().get("x");
                hasBegun = true;
                hasBegun.notify_all();
            }
        };
        job.done = [&](Response response) { answer = std::move(response); };
        QVERIFY(previewer.submit(std::move(job), {}));
        hasBegun.wait(false);
    }
    QVERIFY(answer);
    QCOMPARE(answer->status, 500);
}

QTEST_GUILESS_MAIN(TestRollbackPreview)
#include "tst_rollbackpreview.moc"
