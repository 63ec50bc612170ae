// SPDX-License-Identifier: Apache-2.0
#include "engine/server/changedkeys.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <thread>

using namespace chancery;
using support::ServiceWorld;

// What is personal is looked for beside the writer, which looks again at what was found.
class TestErasureScan : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theWriterLooksAtWhatIsNewAlone();
    void whatComesBetweenIsErasedToo();
    void nobodyUnknownIsErased();
    void whoMayNotIsToldBeforeAnythingIsRead();
    void whatChangesMeanwhileIsKnown();
    void twoErasuresAtOnceAreWhole();

private:
    bool isStored(const std::string &text) const
    {
        const auto stored = m_world.store->present();
        return std::ranges::any_of(*stored,
            [&text](const auto &entry) { return entry.second->find(text) != std::string::npos; });
    }
    ServiceWorld::Asked erasing() const
    {
        return {"", "POST", "/v1/principals/" + m_ada + ":erase",
            R"({"reason":"Art. 17","ticket":"DSR-1"})", m_etag};
    }

    ServiceWorld m_world;
    std::string m_ada;
    std::string m_etag;
};

// Ada has done this and that, and left; somebody else than the first administrator disabled her.
void TestErasureScan::init()
{
    m_world.begin();
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"user","name":"ada.lovelace","displayName":"Ada King Lovelace",)"
        R"("roles":["author"],"password":"12345678"})");
    m_ada = ServiceWorld::at(made, "/id");
    m_world.adopt("ada", m_world.signIn("ada.lovelace"));
    m_world.as("ada");
    for (int i = 0; i < 50; ++i)
        QCOMPARE(m_world.ask("POST", "/v1/namespaces", "{}").status, 403);
    m_world.signUp("boss", {"admin"});
    m_world.as("boss");
    const auto disabled = m_world.ask(
        "POST", "/v1/principals/" + m_ada + ":disable", R"({"reason":"left"})", made.etag);
    QCOMPARE(disabled.status, 200);
    m_etag = disabled.etag;
    m_world.as();
}

void TestErasureScan::theWriterLooksAtWhatIsNewAlone()
{
    m_world.store->personalScanned = 0;
    const auto asked = erasing();
    const auto erased = m_world.ask(asked.method, asked.path, asked.body, asked.etag);
    QCOMPARE(erased.status, 200);
    QVERIFY(m_world.store->personalScanned < 5);
    QVERIFY(!isStored("lovelace"));
    QVERIFY(!isStored("Lovelace"));
}

// Somebody knocks under the name while it is looked for.
void TestErasureScan::whatComesBetweenIsErasedToo()
{
    const ServiceWorld::Asked knock{
        "boss", "POST", "/v1/sessions", R"({"name":"ada.lovelace","password":"wrong one"})", {}};
    const auto answers = m_world.together({knock, erasing(), knock, knock, knock});
    QCOMPARE(answers[1].status, 200);
    QVERIFY(!isStored("lovelace"));
    QVERIFY(!isStored("Lovelace"));
}

void TestErasureScan::nobodyUnknownIsErased()
{
    auto asked = erasing();
    asked.path = "/v1/principals/usr_nobody:erase";
    QCOMPARE(m_world.ask(asked.method, asked.path, asked.body, asked.etag).status, 404);
    QVERIFY(isStored("Lovelace"));
}

void TestErasureScan::whoMayNotIsToldBeforeAnythingIsRead()
{
    m_world.signUp("vera", {"viewer"});
    std::atomic<int> reads = 0;
    m_world.store->beforeGet = [&, own = std::this_thread::get_id()](std::string_view key) {
        if (key == "principal/" + m_ada && std::this_thread::get_id() != own)
            ++reads;
    };
    const auto ask = [this](const std::string &etag) {
        const auto asked = erasing();
        return m_world.ask(asked.method, asked.path, asked.body, etag).status;
    };
    QCOMPARE(ask(m_etag), 403);
    QCOMPARE(int(reads), 0);
    m_world.as();
    QCOMPARE(ask("1-00000000"), 412);
    QCOMPARE(int(reads), 0);
    QCOMPARE(ask(m_etag), 200);
    QVERIFY(reads > 0);
}

void TestErasureScan::whatChangesMeanwhileIsKnown()
{
    server::ChangedKeys changed;
    changed.note({"before"});
    const auto mark = changed.begin();
    QVERIFY(changed.since(mark) && changed.since(mark)->empty());
    changed.note({"a", "b"});
    QCOMPARE(changed.begin(), mark); // two look at a time
    changed.note({"b", "c"});
    QCOMPARE(*changed.since(mark), (std::set<std::string>{"a", "b", "c"}));
    changed.end();
    // The other one has to look at everything, also when somebody else has begun anew.
    QVERIFY(!changed.since(mark));
    const auto next = changed.begin();
    QVERIFY(next != mark && !changed.since(mark) && changed.since(next)->empty());
    // Nobody comes back for them.
    std::vector<std::string> many;
    for (int i = 0; i < 100'001; ++i)
        many.push_back(std::to_string(i));
    changed.note(many);
    QVERIFY(!changed.since(next));
}

// The one that comes second finds that what was noted for it is gone.
void TestErasureScan::twoErasuresAtOnceAreWhole()
{
    const auto made = m_world.ask("POST", "/v1/principals",
        R"({"kind":"user","name":"bea.planted","displayName":"Bea Planted",)"
        R"("roles":["author"],"password":"12345678"})");
    const auto bea = ServiceWorld::at(made, "/id");
    m_world.as("boss");
    const auto disabled = m_world.ask(
        "POST", "/v1/principals/" + bea + ":disable", R"({"reason":"left"})", made.etag);
    QCOMPARE(disabled.status, 200);
    m_world.as();
    const ServiceWorld::Asked second{"", "POST", "/v1/principals/" + bea + ":erase",
        R"({"reason":"Art. 17","ticket":"DSR-2"})", disabled.etag};
    for (const auto &answer : m_world.together({erasing(), second}))
        QCOMPARE(answer.status, 200);
    for (const char *name : {"lovelace", "Lovelace", "bea.planted", "Bea Planted"})
        QVERIFY2(!isStored(name), name);
}

QTEST_GUILESS_MAIN(TestErasureScan)
#include "tst_erasurescan.moc"
