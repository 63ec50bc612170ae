// SPDX-License-Identifier: Apache-2.0
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;

// A config that something refers to stays, also where only a draft or an open request does.
class TestDeletion : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void whatADraftRefersToStays();
    void whatADraftReferredToBeforeItBrokeStays();
    void whatAnOpenRequestBringsWithItsReferenceStays();
    void whatOnlyAnOpenRequestRefersToStays();
    void whatIsInADraftOrARequestStays();

private:
    const std::string m_referring = "{\"host\": \"${ref:/a/needed#/host}\"}";

    Response remove(const std::string &config)
    {
        const auto path = "/v1/configs/" + config;
        return ask("DELETE", path, {}, ask("GET", path).etag);
    }
    std::string draft(const std::string &config, const std::string &text)
    {
        return at(
            ask("POST", "/v1/drafts",
                "{\"config\":" + inQuotes(config)
                    + ",\"environment\":\"dev\",\"base\":null,\"text\":" + inQuotes(text) + '}'),
            "/id");
    }
};

void TestDeletion::whatADraftRefersToStays()
{
    const auto needed = config("a/needed");
    const auto user = config("a/user");
    actAs(person("ann", R"(["author"])"));
    const auto mine = draft(user, m_referring);
    QVERIFY(!mine.empty());
    actAs({});
    const auto refused = remove(needed);
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("in-use"));
    // Whose it is nobody else is told.
    QCOMPARE(at(refused, "/errors/0/message"),
        std::string("Somebody's draft of a/user in dev refers to it"));
    actAs(signIn("ann"));
    const auto path = "/v1/drafts/" + mine;
    QCOMPARE(ask("DELETE", path, {}, ask("GET", path).etag).status, 204);
    actAs({});
    QCOMPARE(remove(needed).status, 204);
}

// A comma too few is no reason to lose what somebody is building on.
void TestDeletion::whatADraftReferredToBeforeItBrokeStays()
{
    const auto needed = config("a/needed");
    const auto user = config("a/user");
    const auto path = "/v1/drafts/" + draft(user, m_referring);
    const auto save = [&](const std::string &text) {
        return ask("PUT", path,
            "{\"config\":" + inQuotes(user)
                + ",\"environment\":\"dev\",\"base\":null,\"text\":" + inQuotes(text) + '}',
            ask("GET", path).etag)
            .status;
    };
    QCOMPARE(save("{\"host\": \"${ref:/a/needed#/host}\" \"port\": 1}"), 200);
    QCOMPARE(remove(needed).status, 422);
    QCOMPARE(save("{\"port\": 1 \"name\": \"\\t\"}"), 200); // nobody knows yet
    QCOMPARE(remove(needed).status, 422);
    QCOMPARE(save("{\"port\": 1}"), 200);
    QCOMPARE(remove(needed).status, 204);
}

// Nothing refers to what is nowhere live, unless the request brings both.
void TestDeletion::whatAnOpenRequestBringsWithItsReferenceStays()
{
    const auto needed = config("a/needed");
    const auto user = config("a/user");
    QCOMPARE(request(item(user, "dev", m_referring)).status, 422);
    const auto open
        = request(item(user, "dev", m_referring) + ',' + item(needed, "dev", "{\"host\": \"h\"}"));
    QCOMPARE(open.status, 201);
    const auto refused = remove(needed);
    QCOMPARE(refused.status, 409);
    QVERIFY2(at(refused, "/detail").find("part of an open change request") != std::string::npos,
        refused.body->c_str());
    const auto path = "/v1/change-requests/" + at(open, "/id");
    QCOMPARE(ask("POST", path + ":withdraw", "{}", ask("GET", path).etag).status, 200);
    QCOMPARE(remove(needed).status, 204);
}

// Today a request refers to what is live or comes with it. A store may have one all the same to
// what nothing was ever live of: here, because its versions are lost.
void TestDeletion::whatOnlyAnOpenRequestRefersToStays()
{
    const auto needed = config("a/needed");
    const auto user = config("a/user");
    QVERIFY(!publish(needed, "dev", R"({"host": "h"})").empty());
    const auto asked = request(item(user, "dev", m_referring));
    QCOMPARE(asked.status, 201);
    auto map = store->snapshot();
    const auto gone = std::erase_if(map, [&needed](const auto &entry) {
        return entry.first.starts_with(keys::join(keys::history, needed, ""));
    });
    QVERIFY(gone > 0);
    open(map);
    const auto id = at(asked, "/id");
    const auto edges = [&] {
        return *ask("GET", "/v1/dependencies", {}, {}, "config=" + user + "&proposed=true").body;
    };
    const auto holder = R"("holder":)" + inQuotes(id);
    QVERIFY2(edges().find(holder) != std::string::npos, edges().c_str());
    const auto refused = remove(needed);
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/message"), id + " of a/user in dev refers to it");
    const auto path = "/v1/change-requests/" + id;
    QCOMPARE(ask("POST", path + ":withdraw", "{}", ask("GET", path).etag).status, 200);
    QVERIFY2(edges().find(holder) == std::string::npos, edges().c_str());
    QCOMPARE(remove(needed).status, 204);
}

void TestDeletion::whatIsInADraftOrARequestStays()
{
    const auto own = config("a/own");
    const auto mine = draft(own, "{}");
    QCOMPARE(remove(own).status, 409);
    const auto path = "/v1/drafts/" + mine;
    QCOMPARE(ask("DELETE", path, {}, ask("GET", path).etag).status, 204);
    const auto open = request(item(own, "dev", "{}"));
    QCOMPARE(open.status, 201);
    const auto refused = remove(own);
    QCOMPARE(refused.status, 409);
    QVERIFY2(at(refused, "/detail").find("open change request") != std::string::npos,
        refused.body->c_str());
}

QTEST_GUILESS_MAIN(TestDeletion)
#include "tst_deletion.moc"
