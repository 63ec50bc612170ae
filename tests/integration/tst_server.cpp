// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/digest.h"
#include "engine/core/merkle.h"
#include "engine/core/signednote.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <filesystem>

using namespace chancery;
using namespace chancery::support;

// The contract of the HTTP interface, against the real program.
class TestServer : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void saysWhatItIsAndKeepsItsSecrets();
    void refusesWithoutOrWithWrongToken();
    void slowsDownGuessing();
    void signingOutEndsTheToken();
    void permissionsAreByRoute();
    void mutationsNeedTheirHeaders();
    void sameKeySameAnswer();
    void ifMatchTakesListsAndStars();
    void readsAreCacheable();
    void pagesDoNotOverlapAndCursorsAreSealed();
    void documentsAreReadInTheirFormat();
    void schemasAreCompiledAndAsserted();
    void refusalNamesEveryDocument();
    void streamReplaysAndFollows();
    void streamRefusesForeignCursors();
    void pollAnswersAtOnceOrAtTheDeadline();
    void agentsReport();
    void logProvesItself();
    void draftsArePrivate();
    void endsWithItsInput();

private:
    ProbeClient admin() const { return m_cms.admin(); }
    CmsProcess m_cms;
};

void TestServer::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(admin());
}

void TestServer::saysWhatItIsAndKeepsItsSecrets()
{
    const auto meta = ProbeClient(m_cms.port(), "").get("/v1/meta");
    QCOMPARE(meta.status, 200);
    QCOMPARE(at(meta, "/product"), std::string("chancery-cms"));
    QCOMPARE(meta.header("cms-api-version"), std::string("1"));
    for (const auto &entry : std::filesystem::directory_iterator(m_cms.data())) {
        const auto extension = entry.path().extension();
        if (extension == ".db-wal" || extension == ".db-shm" || extension == ".db")
            continue;
        const auto rights = entry.status().permissions() & std::filesystem::perms::mask;
        QCOMPARE(int(rights), 0600);
    }
    QVERIFY(m_cms.log().find(m_cms.token()) == std::string::npos);
}

void TestServer::refusesWithoutOrWithWrongToken()
{
    const auto none = ProbeClient(m_cms.port(), "").get("/v1/configs");
    QCOMPARE(none.status, 401);
    QVERIFY(none.header("www-authenticate").starts_with("Bearer"));
    QCOMPARE(none.header("content-type"), std::string("application/problem+json"));
    QCOMPARE(ProbeClient(m_cms.port(), "wrong").get("/v1/configs").status, 401);
    QCOMPARE(ProbeClient(m_cms.port(), "").get("/v1/nothing").status, 404);
    QCOMPARE(admin().send("PATCH", "/v1/configs", "{}", {}).status, 405);
}

void TestServer::slowsDownGuessing()
{
    (void)makePerson(admin(), "guessed", R"(["viewer"])");
    const ProbeClient nobody(m_cms.port(), "");
    ProbeAnswer answer;
    for (int i = 0; i < 5; ++i) {
        answer = nobody.post("/v1/sessions", R"({"name":"guessed","password":"no"})");
        QCOMPARE(answer.status, 401);
    }
    answer = nobody.post("/v1/sessions", R"({"name":"guessed","password":"correct horse"})");
    QCOMPARE(answer.status, 429);
    QVERIFY(std::stoi(answer.header("retry-after")) >= 1);
    QCOMPARE(answer.header("ratelimit-policy"), std::string("\"sign-in\";q=5;w=900"));
    QVERIFY(answer.header("ratelimit").starts_with("\"sign-in\";r=0;t="));
    // Nobody else is held up.
    const auto other = nobody.post("/v1/sessions", R"({"name":"other","password":"no"})");
    QCOMPARE(other.status, 401);
    QCOMPARE(other.header("ratelimit"), std::string("\"sign-in\";r=4;t=900"));
    const auto log = admin().get("/v1/audit/entries?from=0&to=100");
    QVERIFY(log.body.find("authn.lockout") != std::string::npos);
}

void TestServer::signingOutEndsTheToken()
{
    const auto who = makePerson(admin(), "leaver", R"(["viewer"])");
    QCOMPARE(who.get("/v1/configs").status, 200);
    QCOMPARE(who.send("DELETE", "/v1/sessions/current", {}, {}).status, 204);
    QCOMPARE(who.get("/v1/configs").status, 401);
}

void TestServer::permissionsAreByRoute()
{
    const auto viewer = makePerson(admin(), "viewer", R"(["viewer"])");
    QCOMPARE(viewer.get("/v1/configs").status, 200);
    const auto denied = viewer.post("/v1/configs",
        R"({"path":"payments/no","format":"json","schema":null,"description":"","owner":""})");
    QCOMPARE(denied.status, 403);
    QVERIFY(!denied.header("cms-audit-seq").empty());
    QCOMPARE(viewer.get("/v1/audit/checkpoint").status, 403);
    QCOMPARE(
        viewer.get("/v1/configs?path=payments/no").body, std::string(R"({"items":[],"next":""})"));
}

void TestServer::mutationsNeedTheirHeaders()
{
    const auto path = "/v1/namespaces";
    const std::string body = R"({"id":"","slug":"other","title":"","owner":"","etag":""})";
    auto answer = admin().send("POST", path, body, {});
    QCOMPARE(at(answer, "/code"), std::string("missing-idempotency-key"));
    answer = admin().post(path, body, {}, {{"Idempotency-Key", "short"}});
    QCOMPARE(answer.status, 400);
    answer = admin().post(path, "{");
    QCOMPARE(answer.status, 400);
    answer = admin().post(path, R"({"slug":7})");
    QCOMPARE(at(answer, "/code"), std::string("unexpected-body"));
    QVERIFY(answer.body.find("\"/slug\"") != std::string::npos);
    const auto config = makeConfig(admin(), "payments/headers");
    const auto request = admin().post("/v1/change-requests", requestBody(config, "dev", "", "{}"));
    QCOMPARE(admin().post(verb(request, "apply"), "{}").status, 428);
    const auto stale = admin().post(verb(request, "apply"), "{}", "1-00000000");
    QCOMPARE(stale.status, 412);
    QCOMPARE(stale.etag(), request.etag());
    QCOMPARE(admin().get("/v1/meta", {{"X-Request-Id", "abc.1"}}).header("x-request-id"),
        std::string("abc.1"));
}

void TestServer::sameKeySameAnswer()
{
    const ProbeClient::Headers key{{"Idempotency-Key", "\"0123456789abcdef\""}};
    const std::string body
        = R"({"path":"payments/once","format":"json","schema":null,"description":"","owner":""})";
    const auto first = admin().post("/v1/configs", body, {}, key);
    QCOMPARE(first.status, 201);
    const auto second = admin().post("/v1/configs", body, {}, key);
    QCOMPARE(second.status, 201);
    QCOMPARE(second.body, first.body);
    QCOMPARE(second.header("idempotency-replayed"), std::string("true"));
    QCOMPARE(second.header("cms-audit-seq"), first.header("cms-audit-seq"));
    auto other = body;
    other.replace(other.find("once"), 4, "else");
    QCOMPARE(at(admin().post("/v1/configs", other, {}, key), "/code"),
        std::string("idempotency-key-reused"));
    QCOMPARE(admin().post("/v1/configs", body).status, 409);
}

void TestServer::ifMatchTakesListsAndStars()
{
    const auto config = makeConfig(admin(), "payments/match");
    const auto make = [&] {
        return admin().post("/v1/change-requests", requestBody(config, "dev", "", "{}", false));
    };
    auto request = make();
    const ProbeClient::Headers list{{"If-Match", "\"x\", \"" + request.etag() + "\""}};
    QCOMPARE(admin().post(verb(request, "submit"), "{}", {}, list).status, 200);
    request = make();
    const ProbeClient::Headers weak{{"If-Match", "W/\"" + request.etag() + "\""}};
    QCOMPARE(admin().post(verb(request, "submit"), "{}", {}, weak).status, 412);
    QCOMPARE(admin().post(verb(request, "submit"), "{}", {}, {{"If-Match", "*"}}).status, 200);
}

void TestServer::readsAreCacheable()
{
    const auto config = makeConfig(admin(), "payments/cache", "yaml");
    const std::string text = "# why\na: 1\n";
    const auto request = admin().post("/v1/change-requests", requestBody(config, "dev", "", text));
    const auto applied = admin().post(verb(request, "apply"), "{}", request.etag());
    const auto version = at(applied, "/appliedVersions/0");
    const auto source = admin().get("/v1/versions/" + version + "/text");
    QCOMPARE(source.body, text); // comments and all
    QVERIFY(source.header("cache-control").find("immutable") != std::string::npos);
    QCOMPARE(source.header("cms-source-digest"), core::sha256Id("", text));
    const auto path = "/v1/configs/" + config + "/heads/dev";
    const auto head = admin().get(path);
    const auto fresh = admin().get(path, {{"If-None-Match", '"' + head.etag() + '"'}});
    QCOMPARE(fresh.status, 304);
    QVERIFY(fresh.body.empty());
    QCOMPARE(admin().send("HEAD", path, {}, {}).status, 200);
    // The next version shows at once.
    const auto next
        = admin().post("/v1/change-requests", requestBody(config, "dev", version, "a: 2\n"));
    QCOMPARE(admin().post(verb(next, "apply"), "{}", next.etag()).status, 200);
    QCOMPARE(admin().get(path, {{"If-None-Match", '"' + head.etag() + '"'}}).status, 200);
    QCOMPARE(at(admin().get(path), "/epoch"), std::string("2"));
}

void TestServer::pagesDoNotOverlapAndCursorsAreSealed()
{
    for (int i = 0; i < 7; ++i)
        QVERIFY(!makeConfig(admin(), "payments/pages/p" + std::to_string(i)).empty());
    std::vector<std::string> seen;
    std::string cursor;
    do {
        const auto page = admin().get("/v1/configs?prefix=payments/pages/&limit=3"
            + (cursor.empty() ? "" : "&cursor=" + cursor));
        QCOMPARE(page.status, 200);
        for (int i = 0; i < 3; ++i) {
            const auto path = at(page, "/items/" + std::to_string(i) + "/path");
            if (!path.empty())
                seen.push_back(path);
        }
        cursor = at(page, "/next");
        const auto foreign = admin().get("/v1/configs?prefix=other/&cursor=" + cursor);
        QCOMPARE(foreign.status, cursor.empty() ? 200 : 422);
    } while (!cursor.empty());
    QCOMPARE(seen.size(), std::size_t(7));
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
    QCOMPARE(admin().get("/v1/configs?limit=501").status, 400);
    QCOMPARE(admin().get("/v1/configs?cursor=AAAA").status, 422);
    const auto versionsOfNone = admin().get("/v1/configs/cfg_none/versions");
    QCOMPARE(versionsOfNone.status, 404);
}

void TestServer::documentsAreReadInTheirFormat()
{
    const auto config = makeConfig(admin(), "payments/toml", "toml");
    const auto bad
        = admin().post("/v1/change-requests", requestBody(config, "dev", "", "a = 1\nb = = 2\n"));
    QCOMPARE(bad.status, 422);
    QCOMPARE(at(bad, "/code"), std::string("unreadable-document"));
    QCOMPARE(at(bad, "/errors/0/line"), std::string("2"));
    QCOMPARE(
        admin().post("/v1/change-requests", requestBody(config, "dev", "", "a = 1\n")).status, 201);
    const auto unknown
        = admin().post("/v1/change-requests", requestBody("cfg_none", "dev", "", "a = 1\n"));
    QCOMPARE(unknown.status, 404);
    const auto nowhere = admin().post("/v1/configs",
        R"({"path":"nowhere/x","format":"json","schema":null,"description":"","owner":""})");
    QCOMPARE(nowhere.status, 404);
    QVERIFY(at(nowhere, "/detail").find("nowhere") != std::string::npos);
}

void TestServer::schemasAreCompiledAndAsserted()
{
    const auto post = [&](const std::string &text) {
        return admin().post(
            "/v1/schemas", R"({"uri":"","name":"limits.json","text":)" + jsonText(text) + '}');
    };
    QCOMPARE(post("{").status, 422);
    QCOMPARE(post(R"({"$ref":"urn:nowhere"})").status, 422);
    QCOMPARE(post(R"({"type":"intejer"})").status, 422);
    const std::string text
        = R"({"$id":"urn:limits","properties":{"mail":{"format":"email"}},"required":["mail"]})";
    const auto schema = post(text);
    QCOMPARE(schema.status, 201);
    QCOMPARE(at(schema, "/uri"), std::string("urn:limits"));
    QCOMPARE(at(post(text), "/id"), at(schema, "/id"));
    QCOMPARE(admin().get("/v1/schemas/" + at(schema, "/id") + "/text").body, text);
    // Another schema finds it by its file name.
    const auto outer = admin().post("/v1/schemas",
        R"({"uri":"https://x.example/outer","name":"outer.json","text":)"
            + jsonText(R"({"$ref":"limits.json"})") + '}');
    QCOMPARE(outer.status, 201);
    for (const auto &id : {at(schema, "/id"), at(outer, "/id")}) {
        const auto config
            = makeConfig(admin(), "payments/schema" + id.substr(id.size() - 4), "json", id);
        const auto missing
            = admin().post("/v1/change-requests", requestBody(config, "dev", "", "{}"));
        QCOMPARE(missing.status, 422);
        QCOMPARE(at(missing, "/errors/0/code"), std::string("required"));
        const auto format = admin().post(
            "/v1/change-requests", requestBody(config, "dev", "", R"({"mail":"no mail"})"));
        QCOMPARE(at(format, "/errors/0/pointer"), std::string("/items/0/text/mail"));
        const auto good = admin().post(
            "/v1/change-requests", requestBody(config, "dev", "", R"({"mail":"a@b.example"})"));
        QCOMPARE(good.status, 201);
    }
}

// A request of many is not mended one answer at a time, and a document with "items" of its own is
// not taken for the request.
void TestServer::refusalNamesEveryDocument()
{
    const auto schema = admin().post("/v1/schemas",
        R"({"uri":"urn:shelf","name":"","text":)"
            + jsonText(R"({"properties":{"items":{"items":{"type":"string"}}}})") + '}');
    QCOMPARE(schema.status, 201);
    std::string items;
    for (const auto *text : {R"({"items": })", R"({"items":["a"]})", R"({"items":["a",2]})"}) {
        const auto config = makeConfig(
            admin(), "payments/shelf" + std::to_string(items.size()), "json", at(schema, "/id"));
        items += (items.empty() ? "" : ",") + (R"({"config":)" + jsonText(config))
            + R"(,"environment":"dev","base":null,"text":)" + jsonText(text) + '}';
    }
    const auto refused = admin().post("/v1/change-requests",
        R"({"title":"Three","description":"","reason":"","ticket":"","items":[)" + items
            + R"(],"submit":false})");
    QCOMPARE(refused.status, 422);
    QCOMPARE(at(refused, "/errors"), std::string("[2]"));
    QCOMPARE(at(refused, "/errors/0/pointer"), std::string("/items/0/text"));
    QCOMPARE(at(refused, "/errors/0/column"), std::string("11"));
    QCOMPARE(at(refused, "/errors/1/pointer"), std::string("/items/2/text/items/1"));
}

void TestServer::streamReplaysAndFollows()
{
    const auto before = admin().get("/v1/changes?since=1");
    QVERIFY(at(before, "/items/0/rev") == "2");
    HttpProbe probe(m_cms.port());
    probe.send("GET /v1/changes/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 1\r\n"
               "Authorization: Bearer "
        + m_cms.token() + "\r\n\r\n");
    const auto replayed = probe.readUntil("id: 3\n", std::chrono::seconds(10));
    QVERIFY(replayed.find("retry: 2000") != std::string::npos);
    QVERIFY(replayed.find("id: 2\n") != std::string::npos);
    QVERIFY(replayed.find("text/event-stream") != std::string::npos);
    const auto config = makeConfig(admin(), "payments/streamed");
    const auto event = probe.readUntil(config, std::chrono::seconds(10));
    QVERIFY(event.find("event: config.create") != std::string::npos);
    QVERIFY(event.find(config) != std::string::npos);
}

void TestServer::streamRefusesForeignCursors()
{
    const ProbeClient::Headers ahead{{"Last-Event-ID", "999999"}};
    const auto future = admin().get("/v1/changes/stream", ahead);
    QCOMPARE(future.status, 409);
    QCOMPARE(at(future, "/code"), std::string("future-cursor"));
    QCOMPARE(admin().get("/v1/changes/stream", {{"Last-Event-ID", "x"}}).status, 400);
    CmsProcess forgetful;
    QVERIFY(forgetful.start({QStringLiteral("--keep-changes"), QStringLiteral("10")}));
    makePlaces(forgetful.admin());
    for (int i = 0; i < 1100; ++i)
        QCOMPARE(makeConfig(forgetful.admin(), "payments/f" + std::to_string(i)).empty(), false);
    const auto gone = forgetful.admin().get("/v1/changes/stream", {{"Last-Event-ID", "2"}});
    QCOMPARE(gone.status, 410);
    QCOMPARE(at(gone, "/code"), std::string("gone-compacted"));
}

void TestServer::pollAnswersAtOnceOrAtTheDeadline()
{
    const auto all = admin().get("/v1/changes?since=0&wait=20");
    QVERIFY(at(all, "/items").size() > 2);
    HttpProbe probe(m_cms.port());
    auto latest = all;
    while (at(latest, "/items") == "[500]")
        latest = admin().get("/v1/changes?since=" + at(latest, "/next"));
    probe.send("GET /v1/changes?wait=20&since=" + at(latest, "/next")
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + m_cms.token() + "\r\n\r\n");
    const auto config = makeConfig(admin(), "payments/polled");
    const auto answer = probe.read();
    QVERIFY(answer.body.find(config) != std::string::npos);
    const auto none = admin().get("/v1/changes?wait=1&since=" + at(answer, "/next"));
    QCOMPARE(at(none, "/items"), std::string("[0]"));
    QCOMPARE(at(none, "/next"), at(answer, "/next"));
}

void TestServer::agentsReport()
{
    const auto agent = makeService(admin(), "agent", R"(["agent"])");
    const std::string body = R"({"name":"host1","environment":"dev","service":"api","region":"eu",)"
                             R"("build":"0.1.0","paths":[]})";
    const auto registered = agent.post("/v1/agents", body);
    QCOMPARE(registered.status, 201);
    QCOMPARE(at(agent.post("/v1/agents", body), "/id"), at(registered, "/id"));
    const auto config = makeConfig(admin(), "payments/agents");
    const auto report = R"({"config":)" + jsonText(config)
        + R"(,"path":"","version":"sha256:1","epoch":1,"status":"refused","reason":"schema",)"
          R"("at":"2026-11-20T10:00:00Z"})";
    const auto target = "/v1/agents/" + at(registered, "/id") + ":report";
    QCOMPARE(agent.post(target, report).status, 200);
    const auto after = agent.post(target, report);
    QCOMPARE(at(after, "/reports"), std::string("[1]")); // the latest of each config
    QCOMPARE(at(after, "/reports/0/path"), std::string("payments/agents"));
    QCOMPARE(at(admin().get("/v1/agents?environment=dev"), "/items"), std::string("[1]"));
    QCOMPARE(at(admin().get("/v1/agents?environment=prod"), "/items"), std::string("[0]"));
    QCOMPARE(agent.post("/v1/configs", "{}").status, 403);
}

void TestServer::logProvesItself()
{
    const auto keys = admin().get("/v1/audit/keys");
    const auto verifier = core::readVerifier(at(keys, "/items/0"));
    QVERIFY(verifier.ok());
    const auto note = admin().get("/v1/audit/checkpoint");
    QCOMPARE(note.header("content-type"), std::string("text/plain; charset=utf-8"));
    const auto checkpoint
        = core::openCheckpoint(note.body, "chancery.local/audit", {&*verifier, 1});
    QVERIFY(checkpoint.ok());
    core::MerkleTree tree;
    core::Sha256 half{};
    std::vector<std::string> leaves;
    for (std::uint64_t from = 0; from < checkpoint->size;) {
        const auto part = admin().get("/v1/audit/entries?from=" + std::to_string(from)
            + "&to=" + std::to_string(checkpoint->size));
        QCOMPARE(part.header("content-type"), std::string("application/x-ndjson"));
        std::size_t begin = 0;
        for (auto end = part.body.find('\n'); end != std::string::npos;
            begin = end + 1, end = part.body.find('\n', begin), ++from)
            leaves.push_back(part.body.substr(begin, end - begin));
        QVERIFY(begin > 0);
    }
    for (const auto &leaf : leaves) {
        QVERIFY2(core::fromLeaf(leaf).ok(), leaf.c_str());
        tree.append(core::leafHash(leaf));
        if (tree.size() == checkpoint->size / 2)
            half = tree.root();
    }
    QCOMPARE(tree.size(), checkpoint->size);
    QVERIFY(tree.root() == checkpoint->root);
    const auto hashesOf = [](const ProbeAnswer &answer) {
        std::vector<core::Sha256> hashes;
        for (int i = 0;; ++i) {
            const auto text = at(answer, "/hashes/" + std::to_string(i));
            const auto bytes = core::fromBase64(text);
            if (text.empty() || !bytes)
                return hashes;
            hashes.push_back(*core::sha256FromBytes(*bytes));
        }
    };
    const auto size = std::to_string(checkpoint->size);
    const auto inclusion = admin().get("/v1/audit/proof/inclusion?seq=3&size=" + size);
    QVERIFY(core::verifyInclusion(
        3, checkpoint->size, core::leafHash(leaves[3]), hashesOf(inclusion), checkpoint->root));
    const auto consistency = admin().get(
        "/v1/audit/proof/consistency?from=" + std::to_string(checkpoint->size / 2) + "&to=" + size);
    QVERIFY(core::verifyConsistency(
        checkpoint->size / 2, checkpoint->size, hashesOf(consistency), half, checkpoint->root));
    QCOMPARE(admin().get("/v1/audit/proof/inclusion?seq=3&size=99999999").status, 400);
}

void TestServer::draftsArePrivate()
{
    const auto ann = makePerson(admin(), "drafter", R"(["author"])");
    const auto config = makeConfig(admin(), "payments/drafts");
    const auto body
        = R"({"config":)" + jsonText(config) + R"(,"environment":"dev","base":null,"text":"{"})";
    const auto draft = ann.post("/v1/drafts", body);
    QCOMPARE(draft.status, 201); // a draft need not be a document yet
    QCOMPARE(ann.post("/v1/drafts", body).status, 409);
    const auto path = "/v1/drafts/" + at(draft, "/id");
    QCOMPARE(admin().get(path).status, 404);
    QCOMPARE(at(admin().get("/v1/drafts"), "/items"), std::string("[0]"));
    QCOMPARE(ann.send("PUT", path, body, {{"If-Match", "\"old\""}}).status, 412);
    QCOMPARE(ann.send("DELETE", path, {}, {{"If-Match", '"' + draft.etag() + '"'}}).status, 204);
    QCOMPARE(ann.get(path).status, 404);
    QCOMPARE(ann.post("/v1/drafts", body).status, 201);
}

void TestServer::endsWithItsInput()
{
    CmsProcess embedded;
    QVERIFY(embedded.start({QStringLiteral("--stop-on-stdin-close")}));
    const auto first = embedded.token();
    embedded.process().closeWriteChannel();
    QVERIFY(embedded.process().waitForFinished(10'000));
    QCOMPARE(embedded.process().exitCode(), 0);
    QVERIFY(embedded.start({QStringLiteral("--stop-on-stdin-close")}));
    QVERIFY(embedded.token() != first); // a session of its own at every start
    QCOMPARE(embedded.admin().get("/v1/configs").status, 200);
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
