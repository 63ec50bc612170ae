// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

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

QTEST_GUILESS_MAIN(TestErasureScan)
#include "tst_erasurescan.moc"
