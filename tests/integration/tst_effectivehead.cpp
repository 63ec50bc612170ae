// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"
#include "tests/integration/hierarchysteps.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::support;

// What the real server announces to those who deliver a config in a place.
class TestEffectiveHead : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void nothingLiveIsNotAnnounced();
    void aloneItIsItsOwnText();
    void declarationsAreNumbered();
    void everythingThatTakesPartIsNamed();
    void whatWasToldIsNotToldAgain();
    void parentsAreNamed();
    void whatCannotBeResolvedHasNoContent();
    void headsMoveWithTheirPath();
    void clientReadsIt();

private:
    ProbeAnswer head(const std::string &query = {}) const;

    CmsProcess m_cms;
    std::string m_own;
    std::string m_region;
    std::string m_target;
};

ProbeAnswer TestEffectiveHead::head(const std::string &query) const
{
    return m_cms.admin().get("/v1/configs/" + m_own + "/effective-head?environment=dev" + query);
}

void TestEffectiveHead::initTestCase()
{
    QVERIFY(m_cms.start());
    const auto admin = m_cms.admin();
    makePlaces(admin);
    m_own = makeConfig(admin, "payments/told/api");
    m_region = makeConfig(admin, "payments/told/api-eu");
    m_target = makeConfig(admin, "payments/told/db");
}

void TestEffectiveHead::nothingLiveIsNotAnnounced()
{
    QCOMPARE(head().status, 404);
    QCOMPARE(m_cms.admin().get("/v1/configs/" + m_own + "/effective-head").status, 400);
    const ProbeClient nobody(m_cms.port(), {});
    const auto target = "/v1/configs/" + m_own + "/effective-head?environment=dev";
    QCOMPARE(nobody.get(target).status, 401);
}

void TestEffectiveHead::aloneItIsItsOwnText()
{
    QCOMPARE(publishInDev(m_cms.admin(), m_own, R"({"a": 1})").status, 200);
    const auto alone = head("&region=eu");
    QCOMPARE(at(alone, "/texts/1/version"), std::string());
    QCOMPARE(at(alone, "/content"), at(alone, "/texts/0/content"));
    QCOMPARE(at(alone, "/configs/0/number"), std::string("0"));
    // Who would be above it.
    QCOMPARE(at(alone, "/absent/0"), std::string("payments/defaults"));
    QCOMPARE(at(alone, "/absent/1"), std::string("payments/told/defaults"));
}

void TestEffectiveHead::declarationsAreNumbered()
{
    const auto admin = m_cms.admin();
    const auto number = [this] { return std::stoi(at(head(), "/configs/0/number")); };
    const auto layers = regionLayer("eu", m_region);
    QCOMPARE(declareLayers(admin, m_own, layers).status, 200);
    const auto first = number();
    QVERIFY(first > 0);
    QCOMPARE(declareLayers(admin, m_own, layers, "[\"" + m_target + "\"]").status, 200);
    QVERIFY(number() > first);
    QCOMPARE(at(head(), "/configs/0/layers/0/config"), m_region);
}

void TestEffectiveHead::everythingThatTakesPartIsNamed()
{
    const auto admin = m_cms.admin();
    QCOMPARE(publishInDev(admin, m_target, R"({"host": "h"})").status, 200);
    const auto text = R"({"host": "${ref:/payments/told/db#/host}"})";
    QCOMPARE(publishInDev(admin, m_region, text).status, 200);
    const auto there = head("&region=eu");
    QCOMPARE(at(there, "/region"), std::string("eu"));
    QCOMPARE(at(there, "/texts/1/path"), std::string("payments/told/api-eu"));
    QCOMPARE(at(there, "/texts/2/path"), std::string("payments/told/db"));
    QCOMPARE(at(there, "/texts/2/epoch"), std::string("1"));
    const auto effective
        = admin.get("/v1/configs/" + m_own + "/effective?environment=dev&region=eu");
    QCOMPARE(at(there, "/content"), at(effective, "/content"));
    // Elsewhere the layer takes no part, and so what it refers to does not.
    QCOMPARE(at(head(), "/texts/1/path"), std::string());
}

void TestEffectiveHead::whatWasToldIsNotToldAgain()
{
    const auto before = head("&region=eu");
    QCOMPARE(head("&region=eu").body, before.body);
    QCOMPARE(publishInDev(m_cms.admin(), m_target, R"({"host": "i"})").status, 200);
    const auto later = head("&region=eu");
    QCOMPARE(at(later, "/texts/2/epoch"), std::string("2"));
    QVERIFY(at(later, "/content") != at(before, "/content"));
}

void TestEffectiveHead::parentsAreNamed()
{
    const auto admin = m_cms.admin();
    const auto parent = makeConfig(admin, "payments/told/defaults");
    // There is one now, of which nothing is live.
    QCOMPARE(at(head(), "/configs/1/path"), std::string("payments/told/defaults"));
    QCOMPARE(at(head(), "/texts/1/path"), std::string());
    QCOMPARE(at(head(), "/absent/1"), std::string());
    QCOMPARE(publishInDev(admin, parent, R"({"a": 0, "b": 0})").status, 200);
    QCOMPARE(at(head(), "/texts/0/path"), std::string("payments/told/defaults"));
    QCOMPARE(at(head(), "/texts/1/path"), std::string("payments/told/api"));
}

// A layer that was live before it was declared is not looked at again, and what it comes to may be
// broken.
void TestEffectiveHead::whatCannotBeResolvedHasNoContent()
{
    const auto admin = m_cms.admin();
    const auto low = makeConfig(admin, "payments/old-base");
    const auto own = makeConfig(admin, "payments/old");
    QCOMPARE(publishInDev(admin, low, R"({"a": {"$remove": 1}})").status, 200);
    const auto layers = R"([{"kind":"base","name":"","config":")" + low + R"("}])";
    QCOMPARE(declareLayers(admin, own, layers).status, 200);
    const auto told = admin.get("/v1/configs/" + own + "/effective-head?environment=dev");
    QCOMPARE(told.status, 200);
    QCOMPARE(at(told, "/content"), std::string());
    QCOMPARE(at(told, "/texts/0/path"), std::string("payments/old-base"));
}

// Who does not know the id of a config yet recognizes it by its path.
void TestEffectiveHead::headsMoveWithTheirPath()
{
    QCOMPARE(publishInDev(m_cms.admin(), m_target, R"({"host": "j"})").status, 200);
    const auto changes = m_cms.admin().get("/v1/changes?since=0");
    const auto resource = "/v1/configs/" + m_target + "/heads/dev";
    std::string path;
    for (int i = 0; !at(changes, "/items/" + std::to_string(i) + "/kind").empty(); ++i) {
        const auto item = "/items/" + std::to_string(i);
        if (at(changes, item + "/resource") == resource)
            path = at(changes, item + "/path");
    }
    QCOMPARE(path, std::string("payments/told/db"));
}

void TestEffectiveHead::clientReadsIt()
{
    client::MailLoop loop;
    client::TransportOptions options;
    options.baseUrl = "http://127.0.0.1:" + std::to_string(m_cms.port());
    client::HttpCms cms(options, loop.mailbox());
    cms.setToken(core::Secret(m_cms.token()));
    const auto told = loop.await<core::EffectiveHead>([&](auto done) {
        return cms.effectiveHead(core::ConfigId(m_own),
            {core::EnvironmentId("dev"), "eu", "canary", {}}, std::move(done));
    });
    QVERIFY(told);
    QCOMPARE(told->group, std::string("canary"));
    QCOMPARE(told->texts.size(), std::size_t(4));
    QVERIFY(told->own() && !told->isAlone());
    QCOMPARE(told->content.text(), at(head("&region=eu"), "/content"));
}

QTEST_GUILESS_MAIN(TestEffectiveHead)
#include "tst_effectivehead.moc"
