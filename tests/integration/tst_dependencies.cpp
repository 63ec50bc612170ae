// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <thread>

using namespace chancery;
using namespace chancery::support;

// Who needs whom through the real server: what is refused because of it, and how it is told.
class TestDependencies : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void mapFollowsEveryChange();
    void mapsAreBounded();
    void draftsOfOthersAreNotSeen();
    void openRequestsAreProposed();
    void circlesAreRefusedWhenADraftIsSaved();
    void circlesThroughALayerAreRefusedWhenADraftIsSaved();
    void declaredCirclesAreRefusedEverywhere();
    void oneOfTwoOppositeRequestsApplies();
    void usedConfigsStay();
    void layersOfADeletedConfigAreForgotten();
    void impactCountsWhoIsReached();
    void mapSurvivesARestart();
    void commandLineShowsIt();
    void impactOfALayerIsOfItsPlace();

private:
    std::string config(const std::string &path);
    ProbeAnswer publish(const std::string &path, const std::string &text)
    {
        return publishInDev(m_cms.admin(), config(path), text);
    }
    ProbeAnswer draft(const ProbeClient &who, const std::string &path, const std::string &text);
    ProbeAnswer remove(const std::string &path);
    // "a->b refers dev" of all that the map tells, in its order.
    std::string edges(const std::string &query, const std::optional<ProbeClient> &who = {});

    CmsProcess m_cms;
    std::map<std::string, std::string> m_ids;
    std::string m_request; // whose reach is counted
};

std::string TestDependencies::config(const std::string &path)
{
    auto &id = m_ids[path];
    if (id.empty())
        id = makeConfig(m_cms.admin(), "payments/" + path);
    return id;
}

ProbeAnswer TestDependencies::draft(
    const ProbeClient &who, const std::string &path, const std::string &text)
{
    return who.post("/v1/drafts",
        R"({"config":")" + config(path) + R"(","environment":"dev","base":null,"text":)"
            + jsonText(text) + '}');
}

ProbeAnswer TestDependencies::remove(const std::string &path)
{
    const auto target = "/v1/configs/" + config(path);
    const auto etag = m_cms.admin().get(target).etag();
    return m_cms.admin().send("DELETE", target, "", {{"If-Match", '"' + etag + '"'}});
}

std::string TestDependencies::edges(const std::string &query, const std::optional<ProbeClient> &who)
{
    const auto answer = (who ? *who : m_cms.admin()).get("/v1/dependencies?" + query);
    if (answer.status != 200)
        return std::to_string(answer.status);
    const auto nameOf = [&](const std::string &place) {
        return at(answer, "/configs/" + place + "/path").substr(std::string("payments/").size());
    };
    std::string text;
    for (int i = 0;; ++i) {
        const auto each = "/dependencies/" + std::to_string(i);
        const auto from = at(answer, each + "/from");
        if (from.empty())
            return text;
        const auto holder = at(answer, each + "/holder");
        text += (i > 0 ? ", " : "") + nameOf(from) + "->" + nameOf(at(answer, each + "/to")) + ' '
            + at(answer, each + "/kind") + (holder.empty() ? "" : " " + holder.substr(0, 3));
    }
}

void TestDependencies::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
}

void TestDependencies::mapFollowsEveryChange()
{
    QCOMPARE(publish("db", R"({"host": "x", "port": 1})").status, 200);
    QCOMPARE(publish("api", R"({"host": "${ref:/payments/db#/host}"})").status, 200);
    QCOMPARE(edges("config=" + config("api")), std::string("api->db refers"));
    QCOMPARE(edges("config=" + config("db") + "&environment=dev&direction=dependents"),
        std::string("api->db refers"));
    QCOMPARE(edges("config=" + config("db") + "&environment=prod"), std::string());
    QCOMPARE(publish("api", R"({"host": "own"})").status, 200);
    QCOMPARE(edges("config=" + config("api")), std::string());
    QCOMPARE(declareLayers(m_cms.admin(), config("api"), "[]", "[\"" + config("db") + "\"]").status,
        200);
    QCOMPARE(edges("config=" + config("api")), std::string("api->db declares"));
    QCOMPARE(declareLayers(m_cms.admin(), config("api"), "[]").status, 200);
    (void)config("shop/defaults");
    QCOMPARE(publish("shop/cart", R"({"a": 1})").status, 200);
    QCOMPARE(
        edges("config=" + config("shop/cart")), std::string("shop/cart->shop/defaults inherits"));
    QCOMPARE(remove("shop/defaults").status, 204);
    m_ids.erase("shop/defaults");
    QCOMPARE(edges("config=" + config("shop/cart")), std::string());
}

void TestDependencies::mapsAreBounded()
{
    const auto answer = m_cms.admin().get("/v1/dependencies?limit=1");
    QCOMPARE(answer.status, 200);
    QCOMPARE(at(answer, "/truncated"), std::string("true"));
    QVERIFY(at(answer, "/configs/1/path").empty());
    QCOMPARE(edges("limit=-1"), std::string("400"));
    QCOMPARE(edges("hops=many&config=" + config("db")), std::string("400"));
    QCOMPARE(edges("direction=sideways&config=" + config("db")), std::string("400"));
    QCOMPARE(edges("environment=mars"), std::string("404"));
    QCOMPARE(edges("config=cfg_none"), std::string("404"));
    const ProbeClient nobody(m_cms.port(), "");
    QCOMPARE(nobody.get("/v1/dependencies").status, 401);
    QCOMPARE(m_cms.admin().get("/v1/drafts/drf_none/impact").status, 404);
    QCOMPARE(m_cms.admin().get("/v1/change-requests/CR-999/impact").status, 404);
}

void TestDependencies::draftsOfOthersAreNotSeen()
{
    const auto ann = makePerson(m_cms.admin(), "ann", R"(["author"])");
    const auto made = draft(ann, "held",
        R"({"a": "${ref:/payments/db#/port}",)"
        R"( "b": "${ref:/payments/nowhere#/x}"})");
    QCOMPARE(made.status, 201);
    const auto around = "config=" + config("held") + "&proposed=true";
    QCOMPARE(edges(around, ann), std::string("held->db refers drf, held->nowhere refers drf"));
    QCOMPARE(edges(around), std::string());
    QCOMPARE(at(m_cms.admin().get("/v1/dependencies?" + around), "/total"), std::string("1"));
    QCOMPARE(edges("config=" + config("held"), ann), std::string());
    const auto impact = "/v1/drafts/" + at(made, "/id") + "/impact";
    QCOMPARE(ann.get(impact).status, 200);
    QCOMPARE(m_cms.admin().get(impact).status, 404);
    // It stands against the removal of what it refers to, without saying whose it is.
    (void)config("free");
    QCOMPARE(draft(ann, "other", R"({"a": "${ref:/payments/free#/x}"})").status, 201);
    const auto refused = remove("free");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/message"),
        std::string("Somebody's draft of payments/other in dev refers to it"));
}

// Until somebody withdraws it.
void TestDependencies::openRequestsAreProposed()
{
    QCOMPARE(publish("source", R"({"v": 1})").status, 200);
    const auto asked = m_cms.admin().post("/v1/change-requests",
        requestBody(config("wish"), "dev", "", R"({"v": "${ref:/payments/source#/v}"})"));
    QCOMPARE(asked.status, 201);
    const auto around = "config=" + config("wish") + "&proposed=true";
    QCOMPARE(edges(around), std::string("wish->source refers CR-"));
    QCOMPARE(edges("config=" + config("wish")), std::string());
    QCOMPARE(m_cms.admin().post(verb(asked, "withdraw"), "{}", asked.etag()).status, 200);
    QCOMPARE(edges(around), std::string());
}

void TestDependencies::circlesAreRefusedWhenADraftIsSaved()
{
    QCOMPARE(publish("y", R"({"a": 1, "b": 2})").status, 200);
    QCOMPARE(publish("x", R"({"a": "${ref:/payments/y#/a}", "c": 3})").status, 200);
    // Between configs, but no value needs itself.
    auto saved = draft(m_cms.admin(), "y", R"({"a": 1, "b": "${ref:/payments/x#/c}"})");
    QCOMPARE(saved.status, 201);
    const auto put = [&](const std::string &text) {
        return m_cms.admin().send("PUT", "/v1/drafts/" + at(saved, "/id"),
            R"({"config":")" + config("y") + R"(","environment":"dev","base":null,"text":)"
                + jsonText(text) + '}',
            {{"If-Match", '"' + saved.etag() + '"'}});
    };
    const auto refused = put(R"({"a": "${ref:/payments/x#/a}", "b": 2})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/code"), std::string("dependency-violation"));
    QCOMPARE(at(refused, "/errors/0/code"), std::string("reference-cycle"));
    QCOMPARE(at(refused, "/errors/0/pointer"), std::string("/text/a"));
    QVERIFY(at(refused, "/detail").find("payments/x#/a") != std::string::npos);
    // A text that cannot be read yet is nobody's business.
    QCOMPARE(put(R"({"a": "${ref:/payments/x#/a}", )").status, 200);
}

// Nothing is a circle where nobody asks for a region; in the region the layer needs what it is laid
// over.
void TestDependencies::circlesThroughALayerAreRefusedWhenADraftIsSaved()
{
    QCOMPARE(publish("z", R"({"v": 1, "w": 2})").status, 200);
    QCOMPARE(
        declareLayers(m_cms.admin(), config("z"), regionLayer("eu", config("z-eu"))).status, 200);
    QCOMPARE(publish("z-eu", R"({"u": 1})").status, 200);
    const std::string text = R"({"v": "${ref:/payments/z#/v}"})";
    const auto refused = draft(m_cms.admin(), "z-eu", text);
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("reference-cycle"));
    QVERIFY(at(refused, "/errors/0/pointer").starts_with("/text"));
    for (const auto *words : {"payments/z (dev, region eu)", "payments/z#/v"})
        QVERIFY2(at(refused, "/detail").find(words) != std::string::npos, refused.body.c_str());
    // As the request is.
    QCOMPARE(publish("z-eu", text).status, 422);
    // From one key to another of both no value needs itself.
    QCOMPARE(draft(m_cms.admin(), "z-eu", R"({"v": "${ref:/payments/z#/w}"})").status, 201);
}

void TestDependencies::declaredCirclesAreRefusedEverywhere()
{
    QCOMPARE(publish("q", R"({"v": 1})").status, 200);
    QCOMPARE(publish("p", R"({"v": 1})").status, 200);
    QCOMPARE(
        declareLayers(m_cms.admin(), config("p"), "[]", "[\"" + config("q") + "\"]").status, 200);
    const auto text = R"({"v": "${ref:/payments/p#/v}"})";
    const std::string way = "payments/q → payments/p → payments/q";
    const auto saved = draft(m_cms.admin(), "q", text);
    QCOMPARE(saved.status, 422);
    QCOMPARE(at(saved, "/errors/0/code"), std::string("dependency-cycle"));
    QCOMPARE(at(saved, "/errors/0/message"), way);
    const auto asked = publish("q", text);
    QCOMPARE(asked.status, 422);
    QCOMPARE(at(asked, "/errors/0/message"), way);
    QCOMPARE(
        declareLayers(m_cms.admin(), config("p"), "[]", "[\"" + config("p") + "\"]").status, 422);
}

// Both were fine when they were made; whoever comes second closes the circle.
void TestDependencies::oneOfTwoOppositeRequestsApplies()
{
    const auto a = makePerson(m_cms.admin(), "amy", R"(["author", "operator"])");
    const auto b = makePerson(m_cms.admin(), "bob", R"(["author", "operator"])");
    for (const auto *path : {"left", "right"})
        QCOMPARE(publish(path, R"({"v": 1})").status, 200);
    const auto ask = [&](const ProbeClient &who, const char *path, const char *other) {
        const auto base = at(who.get("/v1/configs/" + config(path) + "/heads/dev"), "/version");
        return who.post("/v1/change-requests",
            requestBody(config(path), "dev", base,
                R"({"v": "${ref:/payments/)" + std::string(other) + R"(#/v}"})"));
    };
    const auto first = ask(a, "left", "right");
    const auto second = ask(b, "right", "left");
    QCOMPARE(first.status, 201);
    QCOMPARE(second.status, 201);
    ProbeAnswer answers[2];
    {
        std::jthread one([&] { answers[0] = a.post(verb(first, "apply"), "{}", first.etag()); });
        std::jthread two([&] { answers[1] = b.post(verb(second, "apply"), "{}", second.etag()); });
    }
    const auto &winner = answers[0].status == 200 ? answers[0] : answers[1];
    const bool isFirst = answers[0].status == 200;
    auto loser = isFirst ? answers[1] : answers[0];
    QCOMPARE(winner.status, 200);
    // The first changed what the second one's text comes to: it has to be looked at again (GOV-11).
    if (loser.status == 412) {
        const auto &late = isFirst ? second : first;
        const auto tag = a.get("/v1/change-requests/" + at(late, "/id")).etag();
        loser = (isFirst ? b : a).post(verb(late, "apply"), "{}", tag);
    }
    QCOMPARE(loser.status, 422);
    QCOMPARE(at(loser, "/code"), std::string("dependency-violation"));
    QVERIFY(at(loser, "/errors/0/message").find("#/v") != std::string::npos);
}

void TestDependencies::usedConfigsStay()
{
    (void)config("needed");
    QCOMPARE(publish("user", R"({"v": 1})").status, 200);
    QCOMPARE(
        declareLayers(m_cms.admin(), config("user"), "[]", "[\"" + config("needed") + "\"]").status,
        200);
    const auto refused = remove("needed");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors/0/code"), std::string("in-use"));
    QCOMPARE(
        at(refused, "/errors/0/message"), std::string("payments/user declares that it needs it"));
    QCOMPARE(declareLayers(m_cms.admin(), config("user"), "[]").status, 200);
    QCOMPARE(remove("needed").status, 204);
    m_ids.erase("needed");
}

void TestDependencies::layersOfADeletedConfigAreForgotten()
{
    (void)config("store/defaults");
    QCOMPARE(publish("store/one", R"({"v": 1})").status, 200);
    const auto base = R"([{"kind":"base","name":"","config":")" + config("ground") + R"("}])";
    QCOMPARE(declareLayers(m_cms.admin(), config("store/defaults"), base).status, 200);
    QCOMPARE(remove("ground").status, 422);
    QCOMPARE(publish("ground", R"({"w": 2})").status, 200);
    // Without it, what is effective below it would change, and no request says so.
    const auto refused = remove("store/defaults");
    QCOMPARE(refused.status, 409);
    QVERIFY(at(refused, "/detail").find("live in dev") != std::string::npos);
    (void)config("loose");
    (void)config("loose-layer");
    const auto layer = R"([{"kind":"base","name":"","config":")" + config("loose-layer") + R"("}])";
    QCOMPARE(declareLayers(m_cms.admin(), config("loose"), layer).status, 200);
    QCOMPARE(remove("loose").status, 204);
    QCOMPARE(remove("loose-layer").status, 204);
    m_ids.erase("loose");
    m_ids.erase("loose-layer");
}

void TestDependencies::impactCountsWhoIsReached()
{
    QCOMPARE(publish("net", R"({"host": "h"})").status, 200);
    QCOMPARE(publish("far/defaults", R"({"h": "${ref:/payments/net#/host}"})").status, 200);
    QCOMPARE(publish("far/one", R"({"v": 1})").status, 200);
    QCOMPARE(publish("near", R"({"h": "${ref:/payments/net#/host}"})").status, 200);
    const auto agent = [&](const char *name, const char *service, const char *path) {
        return m_cms.admin()
            .post("/v1/agents",
                R"({"name":")" + std::string(name) + R"(","environment":"dev","service":")"
                    + service + R"(","region":"eu","build":"1","paths":["payments/)" + path
                    + R"("]})")
            .status;
    };
    QCOMPARE(agent("host-1", "near", "near"), 201);
    QCOMPARE(agent("host-2", "far", "far/one"), 201);
    QCOMPARE(agent("host-3", "far", "far/one"), 201);
    const auto base
        = at(m_cms.admin().get("/v1/configs/" + config("net") + "/heads/dev"), "/version");
    const auto request = m_cms.admin().post(
        "/v1/change-requests", requestBody(config("net"), "dev", base, R"({"host": "other"})"));
    m_request = at(request, "/id");
    const auto report = m_cms.admin().get("/v1/change-requests/" + m_request + "/impact");
    QCOMPARE(report.status, 200);
    QCOMPARE(at(report, "/places/0/environment"), std::string("dev"));
    QCOMPARE(at(report, "/places/0/configs/direct"), std::string("2"));
    QCOMPARE(at(report, "/places/0/configs/inherited"), std::string("1"));
    QCOMPARE(at(report, "/places/0/agents/direct"), std::string("1"));
    QCOMPARE(at(report, "/places/0/agents/inherited"), std::string("2"));
    QCOMPARE(at(report, "/places/0/services/inherited"), std::string("1"));
    QCOMPARE(at(report, "/places/0/reached/0/path"), std::string("payments/net"));
    QCOMPARE(at(report, "/places/0/serviceNames/0"), std::string("far"));
}

// Of five agents one reads it in the region, whatever it is registered for; an older one does not
// say where; and after the layer has gone none is reached.
void TestDependencies::impactOfALayerIsOfItsPlace()
{
    QCOMPARE(publish("laid", R"({"h": 1})").status, 200);
    const auto declare = [&](const std::string &layers) {
        return declareLayers(m_cms.admin(), config("laid"), '[' + layers + ']', "[]").status;
    };
    const auto fresh = config("laid-fresh");
    const auto layer = [&](const std::string &kind, const std::string &name) {
        return R"({"kind":")" + kind + R"(","name":")" + name + R"(","config":")" + fresh + "\"}";
    };
    const auto enroll = [&](const std::string &name, const std::string &rest) {
        QCOMPARE(
            m_cms.admin()
                .post("/v1/agents",
                    R"({"name":")" + name
                        + R"(","environment":"dev","service":"laid","region":"us","build":"1",)"
                        + R"("paths":["payments/laid"])" + rest + '}')
                .status,
            201);
    };
    for (int i = 0; i < 5; ++i)
        enroll("laid-" + std::to_string(i),
            R"(,"places":[{"path":"payments/laid","region":")" + std::string(i == 0 ? "ap" : "us")
                + R"(","group":")" + (i < 3 ? "canary" : "") + R"(","instance":"i-)"
                + std::to_string(i) + "\"}]");
    const auto agents = [&] {
        const auto answer = m_cms.admin().post(
            "/v1/environments/dev:impact", R"({"configs":[")" + fresh + "\"]}");
        return at(answer, "/agents/inherited");
    };
    QCOMPARE(declare(layer("region", "ap")), 200);
    QCOMPARE(agents(), std::string("1"));
    QCOMPARE(declare(layer("group", "canary")), 200);
    QCOMPARE(agents(), std::string("3"));
    QCOMPARE(declare(layer("instance", "i-4")), 200);
    QCOMPARE(agents(), std::string("1"));
    enroll("laid-older", "");
    QCOMPARE(agents(), std::string("2"));
    QCOMPARE(declare(""), 200);
    QCOMPARE(agents(), std::string("0"));
}

void TestDependencies::mapSurvivesARestart()
{
    const auto before = edges("proposed=true");
    QVERIFY(before.find("near->net refers") != std::string::npos);
    m_cms.kill();
    QVERIFY(m_cms.startAgain());
    QCOMPARE(edges("proposed=true"), before);
}

void TestDependencies::commandLineShowsIt()
{
    (void)makePerson(m_cms.admin(), "vera", R"(["viewer"])");
    const QTemporaryDir home;
    const Shell shell(home.path());
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("vera")));
    const auto graph = shell.run("graph payments/net --direction dependents");
    QVERIFY2(graph.exitCode == 0, graph.errors.c_str());
    QVERIFY2(graph.out.find("payments/near") != std::string::npos, graph.out.c_str());
    const auto dot = shell.run("graph payments/net --dot");
    QVERIFY(dot.out.find(R"("payments/near" -> "payments/net")") != std::string::npos);
    const auto impact = shell.run(("impact " + m_request).c_str());
    QVERIFY2(impact.exitCode == 0, impact.errors.c_str());
    QVERIFY2(impact.out.find("through inheritance") != std::string::npos, impact.out.c_str());
    QVERIFY(shell.run("impact CR-999").exitCode != 0);
}

QTEST_GUILESS_MAIN(TestDependencies)
#include "tst_dependencies.moc"
