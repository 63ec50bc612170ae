// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// What is said about a key stays with the key. Ann and Ada write, Bob approves, Rea only reads.
class TestThreads : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aThreadStaysWithItsKeyThroughEditsAndRebases();
    void anItemOfAListIsFollowedByItsName();
    void aKeyThatIsGoneLeavesItsThreadOutdated();
    void aRemovedKeyCanBeSpokenOf();
    void whatWasSaidStaysAndIsTold();
    void onlyWhoTakesPartResolves();
    void twoAtOnceAreNotTakenForOne();
    void nothingIsSaidNowhere_data();
    void nothingIsSaidNowhere();
    void aThreadOfAnotherRequestIsNotFound();
    void speakingVoidsNoVote();
    void nobodyFillsARequestWithTalk();
    void aReplyThatSaysNothingIsNone();
    void whoTakesPartIsToldOnceUntilTheyHaveReadIt();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }
    std::string place() { return "/v1/change-requests/" + m_request; }
    Response edit(const std::string &text)
    {
        return ask("PUT", place(),
            R"({"title":"t","description":"","reason":"r","ticket":"","items":[)"
                + m_world.item(m_app, "prod", text) + R"(],"submit":false})",
            ask("GET", place(), {}).etag);
    }
    Response open(const std::string &key, const std::string &text = "Why?")
    {
        return ask("POST", place() + "/threads",
            R"({"config":)" + inQuotes(m_app) + R"(,"environment":"prod","key":)" + inQuotes(key)
                + R"(,"text":)" + inQuotes(text) + '}');
    }
    Response reply(const Response &thread, const std::string &body)
    {
        return ask("POST", place() + "/threads/" + ServiceWorld::at(thread, "/id") + ":reply", body,
            thread.etag);
    }
    // How often the one who asks has been told that the request is talked about.
    std::size_t timesTold()
    {
        const auto inbox = std::string(*ask("GET", "/v1/notifications", {}).body);
        std::size_t count = 0;
        for (auto at = inbox.find("request-discussed"); at != std::string::npos;
            at = inbox.find("request-discussed", at + 1))
            ++count;
        return count;
    }
    std::string told(std::string_view pointer)
    {
        return ServiceWorld::at(ask("GET", place() + "/threads", {}), pointer);
    }

    ServiceWorld m_world;
    std::string m_app;
    std::string m_request;
};

void TestThreads::init()
{
    m_world.begin();
    for (const char *name : {"ann", "ada"})
        m_world.signUp(name, {"author", "operator"});
    m_world.signUp("bob", {"approver"});
    m_world.signUp("rea", {"viewer"});
    m_world.as("ann");
    m_app = m_world.config("a/app");
    QVERIFY(!m_world.publish(m_app, "prod", R"({"a":{"b":1},"old":0})").empty());
    m_request = ServiceWorld::at(
        m_world.request(m_world.item(m_app, "prod",
            R"({"a":{"b":2},"routes":[{"name":"pay","port":1},{"name":"cart","port":2}]})")),
        "/id");
    QVERIFY(!m_request.empty());
}

void TestThreads::whoTakesPartIsToldOnceUntilTheyHaveReadIt()
{
    m_world.as("bob");
    const auto thread = open("/a/b");
    QCOMPARE(open("/old").status, 201);
    QCOMPARE(timesTold(), std::size_t(0)); // who speaks knows
    m_world.as("ann");
    QCOMPARE(timesTold(), std::size_t(1)); // her request
    QCOMPARE(reply(thread, R"({"text":"Because"})").status, 200);
    m_world.as("rea");
    QCOMPARE(timesTold(), std::size_t(0)); // takes no part
    m_world.as("bob");
    QCOMPARE(timesTold(), std::size_t(1)); // his question
    QCOMPARE(open("/routes/0", "And this?").status, 201);
    m_world.as("ann");
    QCOMPARE(timesTold(), std::size_t(1));
    const auto number = ServiceWorld::at(ask("GET", "/v1/notifications", {}), "/items/0/number");
    QCOMPARE(
        ask("POST", "/v1/notifications:read", R"({"numbers":[],"upTo":)" + number + '}').status,
        200);
    m_world.as("bob");
    QCOMPARE(open("/routes/1", "This too").status, 201);
    m_world.as("ann");
    QCOMPARE(timesTold(), std::size_t(2));
}

void TestThreads::aThreadStaysWithItsKeyThroughEditsAndRebases()
{
    m_world.as("bob");
    const auto thread = open("/a/b");
    QCOMPARE(thread.status, 201);
    QCOMPARE(ServiceWorld::at(thread, "/key"), std::string("/a/b"));
    m_world.as("ann");
    QCOMPARE(edit(R"({"x":0,"a":{"above":1,"b":3},"old":0})").status, 200);
    QCOMPARE(told("/items/0/key"), std::string("/a/b"));
    QCOMPARE(told("/items/0/outdated"), std::string("false"));
    m_world.as("ada");
    QVERIFY(!m_world.publish(m_app, "prod", R"({"a":{"b":1,"c":5},"old":0})").empty());
    m_world.as("ann");
    QCOMPARE(ask("POST", place() + ":rebase",
                 R"({"items":[{"config":)" + inQuotes(m_app)
                     + R"(,"environment":"prod","way":"merge"}]})",
                 ask("GET", place(), {}).etag)
                 .status,
        200);
    QCOMPARE(told("/items/0/key"), std::string("/a/b"));
    QCOMPARE(told("/items/0/notes/0/text"), std::string("Why?"));
}

void TestThreads::anItemOfAListIsFollowedByItsName()
{
    QCOMPARE(open("/routes/1/port").status, 201);
    QCOMPARE(
        edit(R"({"routes":[{"name":"new"},{"name":"pay"},{"name":"cart","port":3}]})").status, 200);
    QCOMPARE(told("/items/0/key"), std::string("/routes/2/port"));
}

void TestThreads::aKeyThatIsGoneLeavesItsThreadOutdated()
{
    QCOMPARE(open("/routes/0").status, 201);
    QCOMPARE(edit(R"({"a":{"b":2}})").status, 200);
    QCOMPARE(told("/items/0/outdated"), std::string("true"));
    QCOMPARE(told("/items/0/key"), std::string("/routes/0"));
    QCOMPARE(edit(R"({"routes":[{"name":"pay"}]})").status, 200);
    QCOMPARE(told("/items/0/outdated"), std::string("false"));
}

void TestThreads::aRemovedKeyCanBeSpokenOf()
{
    QCOMPARE(open("/old", "Is it not read any more?").status, 201);
    QCOMPARE(told("/items/0/outdated"), std::string("false"));
    QCOMPARE(open("").status, 201); // the whole document
    QCOMPARE(told("/items/1/key"), std::string());
    QCOMPARE(told("/items/1/outdated"), std::string("false"));
}

void TestThreads::whatWasSaidStaysAndIsTold()
{
    m_world.as("bob");
    auto thread = open("/a/b", "Why so\nmuch?");
    m_world.as("ann");
    thread = reply(thread, R"({"text":"It was measured"})");
    QCOMPARE(thread.status, 200);
    m_world.as("bob");
    thread = reply(thread, R"({"text":"Good","resolved":true})");
    QCOMPARE(ServiceWorld::at(thread, "/resolvedByName"), std::string("bob"));
    thread = reply(thread, R"({"text":"","resolved":false})");
    QCOMPARE(ServiceWorld::at(thread, "/resolvedByName"), std::string());
    QCOMPARE(told("/items/0/notes/0/text"), std::string("Why so\nmuch?"));
    QCOMPARE(told("/items/0/notes/1/authorName"), std::string("ann"));
    QCOMPARE(told("/items/0/notes/2/text"), std::string("Good"));
    QCOMPARE(told("/items/0/notes/3/text"), std::string());
    // It outlives its request.
    m_world.as("ann");
    QCOMPARE(ask("POST", place() + ":withdraw", "{}", ask("GET", place(), {}).etag).status, 200);
    QCOMPARE(told("/items/0/notes/2/text"), std::string("Good"));
}

void TestThreads::onlyWhoTakesPartResolves()
{
    m_world.as("ada");
    auto thread = open("/a/b");
    m_world.as("rea");
    QCOMPARE(reply(thread, R"({"text":"","resolved":true})").status, 403);
    thread = reply(thread, R"({"text":"I wonder too"})");
    QCOMPARE(thread.status, 200);
    m_world.as("ann"); // whose request it is
    thread = reply(thread, R"({"text":"","resolved":true})");
    QCOMPARE(thread.status, 200);
    m_world.as("ada"); // who began it
    QCOMPARE(reply(thread, R"({"text":"","resolved":false})").status, 200);
}

void TestThreads::twoAtOnceAreNotTakenForOne()
{
    const auto thread = open("/a/b");
    QCOMPARE(reply(thread, R"({"text":"first"})").status, 200);
    QCOMPARE(reply(thread, R"({"text":"second"})").status, 412);
    QCOMPARE(told("/items/0/notes/1/text"), std::string("first"));
    QCOMPARE(told("/items/0/notes/2/text"), std::string());
}

void TestThreads::nothingIsSaidNowhere_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::newRow("no such key") << "/a/c" << "Why?";
    QTest::newRow("no pointer") << "a" << "Why?";
    QTest::newRow("nothing") << "/a/b" << "";
    QTest::newRow("blanks") << "/a/b" << "  ";
    QTest::newRow("too much") << "/a/b" << QString(5 * 1024, u'x');
}

void TestThreads::nothingIsSaidNowhere()
{
    QFETCH(const QString, key);
    QFETCH(const QString, text);
    QCOMPARE(open(key.toStdString(), text.toStdString()).status, 422);
    QCOMPARE(told("/items/0/id"), std::string());
}

void TestThreads::aThreadOfAnotherRequestIsNotFound()
{
    const auto thread = open("/a/b");
    m_request
        = ServiceWorld::at(m_world.request(m_world.item(m_app, "prod", R"({"a":{"b":9}})")), "/id");
    QCOMPARE(reply(thread, R"({"text":"Here"})").status, 404);
    QCOMPARE(told("/items/0/id"), std::string());
}

void TestThreads::speakingVoidsNoVote()
{
    const auto before = ServiceWorld::at(ask("GET", place(), {}), "/contentDigest");
    const auto etag = ask("GET", place(), {}).etag;
    QCOMPARE(open("/a/b").status, 201);
    QCOMPARE(ServiceWorld::at(ask("GET", place(), {}), "/contentDigest"), before);
    QCOMPARE(ask("GET", place(), {}).etag, etag);
}

void TestThreads::nobodyFillsARequestWithTalk()
{
    m_world.as("rea");
    for (int i = 0; i < 50; ++i)
        QCOMPARE(open("/a/b").status, 201);
    QCOMPARE(open("/a/b").status, 422);
    m_world.as("ann");
    auto thread = open("/a/b");
    QCOMPARE(thread.status, 201);
    int taken = 0;
    const auto note = R"({"text":)" + inQuotes(std::string(4000, 'x')) + '}';
    for (int i = 0; i < 120; ++i) {
        const auto next = reply(thread, note);
        if (next.status != 200)
            break;
        thread = next;
        ++taken;
    }
    QCOMPARE(taken, 99);
}

void TestThreads::aReplyThatSaysNothingIsNone()
{
    auto thread = open("/a/b");
    QCOMPARE(reply(thread, R"({"text":"","resolved":false})").status, 422);
    thread = reply(thread, R"({"text":"","resolved":true})");
    QCOMPARE(thread.status, 200);
    QCOMPARE(reply(thread, R"({"text":"","resolved":true})").status, 422);
}

QTEST_GUILESS_MAIN(TestThreads)
#include "tst_threads.moc"
