// SPDX-License-Identifier: Apache-2.0
#include "tests/server/wayaroundworld.h"
#include "tests/support/testcase.h"

using namespace chancery;
using server::Response;
using support::inQuotes;
using support::ServiceWorld;

// Whatever an author, an operator and a machine with every role ask for: nothing becomes live in a
// gated environment that nobody approved, and nothing that a request refers to goes.
class TestWayAround : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        const auto row = QByteArray(QTest::currentDataTag());
        m_world.beginWayAround(!row.endsWith("thrown"));
    }
    void gov53_noOperationIsAWayAround_data();
    void gov53_noOperationIsAWayAround();
    void gov53_manyStepsAreNoWayAround();
    void gov26_nothingThatARequestRefersToIsDeleted();
    void gov26_anAccountThatGoesLeavesWhatItDid();

private:
    Response ask(const std::string &method, const std::string &path, const std::string &body = "{}",
        const std::string &etag = {})
    {
        return m_world.ask(method, path, body, etag);
    }

    support::WayAroundWorld m_world;
};

void TestWayAround::gov53_noOperationIsAWayAround_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<bool>("isLoose");
    for (const auto &route : api::routes()) {
        if (route.method == "GET")
            continue;
        const std::string name(route.operationId);
        QTest::newRow(name.c_str()) << int(route.operation) << false;
        QTest::newRow((name + ", every switch thrown").c_str()) << int(route.operation) << true;
    }
}

void TestWayAround::gov53_noOperationIsAWayAround()
{
    QFETCH(const int, row);
    QFETCH(const bool, isLoose);
    const auto &route = api::route(api::Operation(row));
    m_world.makeMore(isLoose);
    if (route.operation == api::Operation::liftFreeze) { // which needs one
        m_world.as("max");
        QCOMPARE(ask("POST", "/v1/environments/live:freeze",
                     R"({"minutes":30,"reason":"because it must be so"})")
                     .status,
            201);
    }
    const auto beginning = m_world.store->snapshot();
    const auto begin = m_world.clock.time;
    QStringList wrong;
    for (const char *who : {"ann", "max", "robot"}) {
        m_world.open(beginning);
        m_world.clock.time = begin;
        wrong += m_world.wrongOf(route, who);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("; "))));
}

void TestWayAround::gov53_manyStepsAreNoWayAround()
{
    // By an environment without a gate, by another config, and by two halves.
    m_world.as("ann");
    const auto version = m_world.publish(m_world.app(), "dev", m_world.otherText());
    QVERIFY(!version.empty());
    const auto promoted
        = m_world.request(m_world.item(m_world.app(), "live", m_world.otherText(), version));
    const auto id = ServiceWorld::at(promoted, "/id");
    QCOMPARE(ServiceWorld::at(promoted, "/state"), std::string("open"));
    QCOMPARE(ask("POST", "/v1/change-requests/" + id + ":apply", "{}", promoted.etag).status, 409);
    const auto both = m_world.request(m_world.item(m_world.app(), "dev", R"({"limit":5})") + ','
        + m_world.item(m_world.app(), "live", R"({"limit":5})"));
    QCOMPARE(ServiceWorld::at(both, "/state"), std::string("open"));
    const auto path = "/v1/change-requests/" + ServiceWorld::at(both, "/id");
    QCOMPARE(ask("POST", path + ":apply", "{}", both.etag).status, 409);
    QCOMPARE(m_world.live(m_world.app(), "live"), m_world.liveVersion());
    QCOMPARE(m_world.live(m_world.app(), "dev"), version); // all or nothing
}

void TestWayAround::gov26_nothingThatARequestRefersToIsDeleted()
{
    // What has been live stays for good; so do environments, namespaces and accounts, for which
    // there is no such operation.
    for (const auto &route : api::routes()) {
        // Tokens end, and no account with them.
        const bool isKept = !route.path.ends_with("/tokens/{token}")
            && !route.path.ends_with("/tokens")
            && (route.path.starts_with("/v1/environments")
                || route.path.starts_with("/v1/namespaces")
                || route.path.starts_with("/v1/principals")
                || route.path.starts_with("/v1/change-requests"));
        QVERIFY2(route.method != "DELETE" || !isKept, std::string(route.operationId).c_str());
    }
    m_world.as("ann");
    const auto fresh = m_world.config("a/fresh");
    const auto id
        = ServiceWorld::at(m_world.request(m_world.item(fresh, "live", R"({"x":1})")), "/id");
    const auto path = "/v1/configs/" + fresh;
    QCOMPARE(ask("DELETE", path, {}, m_world.etagOf(path)).status, 409);
    const auto request = "/v1/change-requests/" + id;
    QCOMPARE(ask("POST", request + ":withdraw", "{}", m_world.etagOf(request)).status, 200);
    QCOMPARE(ask("DELETE", path, {}, m_world.etagOf(path)).status, 204);
    QCOMPARE(ServiceWorld::at(ask("GET", request, {}), "/state"), std::string("withdrawn"));
}

void TestWayAround::gov26_anAccountThatGoesLeavesWhatItDid()
{
    m_world.as("bob");
    const auto seen = ask("GET", m_world.place(), {});
    QCOMPARE(ask("POST", m_world.place() + ":vote",
                 R"({"kind":"approve","comment":"Fine","cycle":1,"contentDigest":)"
                     + inQuotes(ServiceWorld::at(seen, "/contentDigest")) + '}',
                 seen.etag)
                 .status,
        200);
    m_world.as();
    for (const char *name : {"bob", "ann"}) {
        const auto path = "/v1/principals/" + m_world.idOf(name);
        const auto people = m_world.ask("GET", "/v1/principals", {}, {}, "limit=100");
        std::string etag;
        for (int i = 0; i < 10; ++i) {
            const auto item = "/items/" + std::to_string(i);
            if (ServiceWorld::at(people, item + "/name") == name)
                etag = ServiceWorld::at(people, item + "/etag");
        }
        QCOMPARE(ask("POST", path + ":disable", R"({"reason":"left"})", etag).status, 200);
    }
    const auto after = ask("GET", m_world.place(), {});
    QCOMPARE(ServiceWorld::at(after, "/reviews/0/comment"), std::string("Fine"));
    QCOMPARE(ServiceWorld::at(after, "/requesterName"), std::string("ann"));
    QCOMPARE(ServiceWorld::at(after, "/requirements/0/have"), std::string("0"));
    QCOMPARE(ServiceWorld::at(after, "/orphanedBecause"), std::string("disabled"));
}

QTEST_GUILESS_MAIN(TestWayAround)
#include "tst_wayaround.moc"
