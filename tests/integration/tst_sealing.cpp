// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/value.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QDirIterator>

#include <filesystem>
#include <thread>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr auto canary = "c4n4ry-7Qm2-Xw9L-not-to-be-found";

std::string quoted(const std::string &text)
{
    return jsonText(text);
}

std::string sealBody(
    const std::string &pointer, const std::string &json, const std::string &replaces = {})
{
    return R"({"pointer":)" + quoted(pointer) + R"(,"value":)" + quoted(json) + R"(,"replaces":)"
        + quoted(replaces) + '}';
}

std::string revealBody(
    const std::string &pointer, const std::string &sealed, const std::string &reason = "incident")
{
    return R"({"pointer":)" + quoted(pointer) + R"(,"sealed":)" + quoted(sealed) + R"(,"reason":)"
        + quoted(reason) + '}';
}

// The status and, of a refusal, its code and that of its first place.
std::string outcome(const ProbeAnswer &answer)
{
    if (answer.status < 400)
        return std::to_string(answer.status);
    return std::to_string(answer.status) + ' ' + at(answer, "/code") + ' '
        + at(answer, "/errors/0/code") + ' ' + at(answer, "/errors/0/pointer");
}

// Files below the folder that hold the text, by name.
QStringList filesWith(const std::string &folder, const char *text)
{
    QStringList found;
    QDirIterator files(
        QString::fromStdString(folder), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto name = files.next();
        if (contentOf(name.toStdString()).find(text) != std::string::npos)
            found << files.fileName();
    }
    return found;
}

} // namespace

// Sealed values against the real program.
class TestSealing : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sealedAndRevealedAgain();
    void onlyWhoMayReveals();
    void revealsAreFew();
    void anEqualValueKeepsItsSeal();
    void aValueOpensInItsPlaceOnly();
    void aCoverIsNoValue();
    void theRealValueIsHeldAgainstTheSchema();
    void layersAndReferences();
    void anAgentOpensWhatItFollows();
    void twoSealAtOnce();
    void keysAreRotated();
    void killedWhileKeysAreRotated();
    void withoutItsKeyTheServerServesAllElse();
    void theSecretIsNowhere();
    void aDraftIsNowhereInPlain();

private:
    std::string place(const std::string &verb, const std::string &environment = "dev") const
    {
        return "/v1/configs/" + m_config + "/environments/" + environment + ':' + verb;
    }
    std::string sealed(
        const std::string &pointer, const std::string &json, const std::string &environment = "dev")
    {
        return at(m_ann->post(place("seal", environment), sealBody(pointer, json)), "/text");
    }
    ProbeAnswer propose(const std::string &text, const std::string &environment = "dev",
        const std::string &config = {})
    {
        return m_ann->post("/v1/change-requests",
            requestBody(config.empty() ? m_config : config, environment, {}, text));
    }
    std::string applied(const ProbeAnswer &request)
    {
        return at(m_ann->post(verb(request, "apply"), "{}", request.etag()), "/appliedVersions/0");
    }
    bool startOver()
    {
        if (!m_cms->startAgain())
            return false;
        return true;
    }

    std::unique_ptr<CmsProcess> m_cms;
    std::optional<ProbeClient> m_ann; // author
    std::optional<ProbeClient> m_rita; // may reveal
    std::string m_config;
};

void TestSealing::init()
{
    m_cms = std::make_unique<CmsProcess>();
    QVERIFY(m_cms->start());
    makePlaces(m_cms->admin());
    m_ann.emplace(makePerson(m_cms->admin(), "ann", R"(["author"])"));
    m_rita.emplace(makePerson(m_cms->admin(), "rita", R"(["viewer","secret.reveal"])"));
    QVERIFY(!m_ann->token().empty() && !m_rita->token().empty());
    m_config = makeConfig(m_cms->admin(), "payments/api");
}

void TestSealing::sealedAndRevealedAgain()
{
    const auto answer = m_ann->post(place("seal"), sealBody("/db/password", quoted(canary)));
    QCOMPARE(answer.status, 200);
    QCOMPARE(at(answer, "/kid"), std::string("dek-1"));
    QCOMPARE(at(answer, "/unchanged"), std::string("false"));
    QVERIFY(answer.body.find(canary) == std::string::npos);
    const auto text = at(answer, "/text");
    const auto shown = m_rita->post(place("reveal"), revealBody("/db/password", text));
    QCOMPARE(at(shown, "/value"), quoted(canary));
    QCOMPARE(shown.header("cache-control"), std::string("no-store"));
    QVERIFY(!shown.header("cms-audit-seq").empty());
    // Any value can be sealed, and nothing is told of one that is none.
    const auto object = sealed("/tls", R"({"key": "k", "ports": [1, 2]})");
    QCOMPARE(at(m_rita->post(place("reveal"), revealBody("/tls", object)), "/value"),
        std::string(R"({"key":"k","ports":[1,2]})"));
    const auto bad = m_ann->post(place("seal"), sealBody("/db/password", canary));
    QCOMPARE(outcome(bad), std::string("422 policy-violation format /value"));
    QVERIFY(bad.body.find(canary) == std::string::npos);
    QCOMPARE(outcome(m_ann->post(place("seal"), sealBody("db", "1"))),
        std::string("422 policy-violation format /pointer"));
    QCOMPARE(outcome(m_ann->post(place("seal"), sealBody("/db", "[" + text + "]"))),
        std::string("422 policy-violation nested-seal /value"));
    QCOMPARE(m_ann->post(place("seal", "nowhere"), sealBody("/db", "1")).status, 404);
}

void TestSealing::onlyWhoMayReveals()
{
    const auto text = sealed("/db/password", quoted(canary));
    const auto ask = [&](const ProbeClient &who) {
        return outcome(who.post(place("reveal"), revealBody("/db/password", text)));
    };
    QCOMPARE(ask(*m_ann), std::string("403 forbidden  "));
    QCOMPARE(ask(m_cms->admin()), std::string("403 forbidden  "));
    const auto robot = makeService(m_cms->admin(), "robot", R"(["viewer","secret.reveal"])");
    QCOMPARE(ask(robot), std::string("403 forbidden  "));
    QCOMPARE(ask(*m_rita), std::string("200"));
    QCOMPARE(outcome(m_rita->post(place("reveal"), revealBody("/db/password", text, ""))),
        std::string("422 policy-violation required /reason"));
    // Nor does who reveals seal.
    QCOMPARE(m_rita->post(place("seal"), sealBody("/db/password", "1")).status, 403);
    QCOMPARE(m_ann->get("/v1/seal-keys").status, 403);
}

void TestSealing::revealsAreFew()
{
    const auto text = sealed("/db/password", quoted(canary));
    const auto ask
        = [&] { return m_rita->post(place("reveal"), revealBody("/db/password", text)); };
    int count = 0;
    auto answer = ask();
    for (; answer.status == 200 && count < 100; ++count)
        answer = ask();
    QCOMPARE(answer.status, 429);
    QVERIFY(!answer.header("retry-after").empty());
    QVERIFY2(count >= 9 && count < 20, std::to_string(count).c_str());
}

void TestSealing::anEqualValueKeepsItsSeal()
{
    const auto first = sealed("/db/password", R"({"a": 1, "b": "x"})");
    const auto again
        = m_ann->post(place("seal"), sealBody("/db/password", R"({ "b":"x","a":1.0 })", first));
    QCOMPARE(at(again, "/unchanged"), std::string("true"));
    QCOMPARE(at(again, "/text"), first);
    const auto other = m_ann->post(place("seal"), sealBody("/db/password", R"({"a":2})", first));
    QCOMPARE(at(other, "/unchanged"), std::string("false"));
    QVERIFY(at(other, "/text") != first);
    // One of another place is no reason to refuse: it is replaced.
    const auto moved = m_ann->post(place("seal"), sealBody("/other", R"({"a":1,"b":"x"})", first));
    QCOMPARE(at(moved, "/unchanged"), std::string("false"));
}

void TestSealing::aValueOpensInItsPlaceOnly()
{
    const auto text = sealed("/password", quoted(canary));
    const auto good = propose(R"({"password":)" + text + '}');
    QCOMPARE(good.status, 201);
    QVERIFY(!applied(good).empty());
    // Another field, another environment, another config.
    QCOMPARE(outcome(propose(R"({"copy":)" + text + '}')),
        std::string("422 seal-refused seal-refused /items/0/text/copy"));
    QCOMPARE(outcome(propose(R"({"password":)" + text + '}', "prod")),
        std::string("422 seal-refused unknown-seal-key /items/0/text/password"));
    (void)sealed("/password", "1", "prod");
    QCOMPARE(outcome(propose(R"({"password":)" + text + '}', "prod")),
        std::string("422 seal-refused seal-refused /items/0/text/password"));
    const auto other = makeConfig(m_cms->admin(), "payments/other");
    QCOMPARE(outcome(propose(R"({"password":)" + text + '}', "dev", other)),
        std::string("422 seal-refused seal-refused /items/0/text/password"));
    // Changed, of an unknown key, out of form.
    auto changed = text;
    const auto where = changed.find("\"ct\":\"") + 6;
    changed[where] = changed[where] == 'A' ? 'B' : 'A';
    QCOMPARE(outcome(propose("{\n \"password\":" + changed + '}')),
        std::string("422 seal-refused seal-refused /items/0/text/password"));
    auto unknown = text;
    unknown.replace(unknown.find("dek-1"), 5, "dek-9");
    const auto answer = propose("{\n \"password\":" + unknown + '}');
    QCOMPARE(
        outcome(answer), std::string("422 seal-refused unknown-seal-key /items/0/text/password"));
    QCOMPARE(at(answer, "/errors/0/line"), std::string("2"));
    QCOMPARE(outcome(propose(R"({"password":{"$sealed":{"v":1}}})")),
        std::string("422 seal-refused malformed-seal /items/0/text/password"));
}

// What a console shows of a secret came back by the clipboard.
void TestSealing::aCoverIsNoValue()
{
    const auto answer = propose("{\n \"free\": 1, \"password\": \"••••••••\"}");
    QCOMPARE(
        outcome(answer), std::string("422 policy-violation covered-value /items/0/text/password"));
    QCOMPARE(at(answer, "/errors/0/line"), std::string("2"));
    QCOMPARE(outcome(propose(R"({"url":"redis://:••••••@db"})")),
        std::string("422 policy-violation covered-value /items/0/text/url"));
    QCOMPARE(propose(R"({"list":"• one •• two"})").status, 201);
}

void TestSealing::theRealValueIsHeldAgainstTheSchema()
{
    const auto schema = m_cms->admin().post("/v1/schemas",
        R"({"uri":"urn:db","name":"db.json","text":)"
            + quoted(R"({"properties":{"password":{"type":"string","minLength":8},"port":{
                "type":"integer"}},"required":["password"]})")
            + '}');
    m_config = makeConfig(m_cms->admin(), "payments/db", "json", at(schema, "/id"));
    QCOMPARE(propose(R"({"password":)" + sealed("/password", quoted(canary)) + '}').status, 201);
    const auto number = propose(R"({"password":)" + sealed("/password", "12345678901") + '}');
    QCOMPARE(outcome(number), std::string("422 schema-violation type /items/0/text/password"));
    QVERIFY(number.body.find("12345678901") == std::string::npos);
    QCOMPARE(outcome(propose(R"({"password":)" + sealed("/password", "\"short\"") + '}')),
        std::string("422 schema-violation minLength /items/0/text/password"));
    QCOMPARE(outcome(propose(R"({"port":)" + sealed("/port", "1") + '}')),
        std::string("422 schema-violation required /items/0/text"));
}

void TestSealing::layersAndReferences()
{
    const auto schema = m_cms->admin().post("/v1/schemas",
        R"({"uri":"urn:low","name":"low.json","text":)"
            + quoted(R"({"properties":{"limit":{"type":"integer","maximum":10}}})") + '}');
    const auto own = makeConfig(m_cms->admin(), "payments/app/api", "json", at(schema, "/id"));
    m_config = makeConfig(m_cms->admin(), "payments/app/defaults");
    QVERIFY(!applied(propose("{}", "dev", own)).empty());
    // What the parent seals holds below it, and is looked at there.
    const auto high = propose(R"({"limit":)" + sealed("/limit", "98765432109") + '}');
    QCOMPARE(high.status, 422);
    QCOMPARE(at(high, "/errors/0/code"), std::string("maximum"));
    QVERIFY(high.body.find("98765432109") == std::string::npos);
    QVERIFY(!applied(propose(R"({"limit":)" + sealed("/limit", "9") + '}')).empty());
    const auto effective = m_ann->get("/v1/configs/" + own + "/effective?environment=dev");
    QVERIFY(effective.body.find("$sealed") != std::string::npos);
    const auto copy = propose(R"j({"mine":"${ref:/payments/app/defaults#/limit}"})j", "dev", own);
    QCOMPARE(at(copy, "/errors/0/code"), std::string("sealed-reference"));
}

void TestSealing::anAgentOpensWhatItFollows()
{
    const auto agentRole = R"(["agent"])";
    const auto nginx = makeService(m_cms->admin(), "nginx", agentRole);
    const auto other = makeService(m_cms->admin(), "other", agentRole);
    const auto registered = [](const ProbeClient &who, const std::string &name,
                                const std::string &environment, const std::string &paths) {
        return at(who.post("/v1/agents",
                      R"({"name":")" + name + R"(","environment":")" + environment
                          + R"(","service":"","region":"","build":"","paths":[)" + paths + "]}"),
            "/id");
    };
    const auto agent = registered(nginx, "n1", "dev", R"("payments/api")");
    const auto idle = registered(nginx, "n2", "dev", R"("payments/else")");
    const auto elsewhere = registered(nginx, "n3", "prod", R"("payments/api")");
    const auto version = applied(propose(
        R"({"a":)" + sealed("/a", quoted(canary)) + R"(,"b":[)" + sealed("/b/0", "7") + "]}"));
    const auto open = [&](const ProbeClient &who, const std::string &id) {
        return who.post("/v1/agents/" + id + ":open", R"({"version":")" + version + "\"}");
    };
    const auto answer = open(nginx, agent);
    QCOMPARE(answer.status, 200);
    QCOMPARE(at(answer, "/values/0/pointer"), std::string("/a"));
    QCOMPARE(at(answer, "/values/0/value"), quoted(canary));
    QCOMPARE(at(answer, "/values/1/pointer"), std::string("/b/0"));
    QCOMPARE(at(answer, "/values/1/value"), std::string("7"));
    // Told to the log once.
    QVERIFY(!answer.header("cms-audit-seq").empty());
    QVERIFY(open(nginx, agent).header("cms-audit-seq").empty());
    QCOMPARE(outcome(open(other, agent)), std::string("403 forbidden  "));
    QCOMPARE(outcome(open(nginx, idle)), std::string("403 forbidden  "));
    QCOMPARE(outcome(open(nginx, elsewhere)), std::string("403 forbidden  "));
    const auto person = makePerson(m_cms->admin(), "op", R"(["operator"])");
    const auto own = registered(person, "mine", "dev", R"("payments/api")");
    QCOMPARE(outcome(open(person, own)), std::string("403 forbidden  "));
}

void TestSealing::twoSealAtOnce()
{
    const auto sealMany = [this](const ProbeClient &who, std::vector<std::string> &texts) {
        for (int i = 0; i < 20; ++i)
            texts.push_back(
                at(who.post(place("seal"), sealBody("/p", std::to_string(i))), "/text"));
    };
    std::vector<std::string> mine;
    std::vector<std::string> others;
    const auto admin = m_cms->admin();
    std::thread second([&] { sealMany(admin, others); });
    sealMany(*m_ann, mine);
    second.join();
    mine.insert(mine.end(), others.begin(), others.end());
    for (const auto &text : mine)
        QVERIFY(text.find("\"kid\":\"dek-1\"") != std::string::npos);
    const auto keys = m_cms->admin().get("/v1/seal-keys");
    QCOMPARE(at(keys, "/items/0/count"), std::string("40"));
    QCOMPARE(at(keys, "/items/1/count"), std::string());
    QCOMPARE(at(m_rita->post(place("reveal"), revealBody("/p", mine.back())), "/value"),
        std::string("19"));
}

void TestSealing::keysAreRotated()
{
    const auto old = sealed("/p", quoted(canary));
    const auto rotate = [this](const std::string &space, const std::string &environment) {
        return m_cms->admin().post("/v1/seal-keys:rotate",
            R"({"namespace":")" + space + R"(","environment":")" + environment
                + R"(","reason":"yearly"})");
    };
    const auto version = applied(propose(R"({"p":)" + old + '}'));
    const auto fresh = rotate("payments", "dev");
    QCOMPARE(fresh.status, 200);
    QCOMPARE(at(fresh, "/items/0/seals"), std::string("false"));
    QCOMPARE(at(fresh, "/items/1/kid"), std::string("dek-2"));
    const auto now = sealed("/p", quoted(canary));
    QVERIFY(now.find("\"kid\":\"dek-2\"") != std::string::npos);
    const auto before = at(fresh, "/items/1/wrappedBy");
    const auto wrapped = rotate("", "");
    QCOMPARE(wrapped.status, 200);
    const auto after = at(wrapped, "/items/0/wrappedBy");
    QVERIFY(after != before);
    QCOMPARE(at(wrapped, "/items/1/wrappedBy"), after);
    QVERIFY(!std::filesystem::exists(m_cms->data() + "/sealing.key.next"));
    for (int round = 0; round < 2; ++round) {
        for (const auto &text : {old, now})
            QCOMPARE(at(m_rita->post(place("reveal"), revealBody("/p", text)), "/value"),
                quoted(canary));
        const auto head = m_ann->get("/v1/configs/" + m_config + "/heads/dev");
        QCOMPARE(at(head, "/version"), version);
        m_cms->kill();
        QVERIFY(startOver());
    }
    QCOMPARE(rotate("payments", "nowhere").status, 404);
    QCOMPARE(rotate("nobody", "dev").status, 404);
}

// Wherever the machine stops, every value that was sealed still opens.
void TestSealing::killedWhileKeysAreRotated()
{
    const auto text = sealed("/p", quoted(canary));
    const auto body = R"({"namespace":"","environment":"","reason":"drill"})";
    for (int round = 0; round < 6; ++round) {
        const auto admin = m_cms->admin();
        std::thread asking([&] { (void)admin.post("/v1/seal-keys:rotate", body); });
        if (round % 2 == 0)
            asking.join();
        m_cms->kill();
        if (asking.joinable())
            asking.join();
        QVERIFY(startOver());
        QCOMPARE(
            at(m_rita->post(place("reveal"), revealBody("/p", text)), "/value"), quoted(canary));
        QVERIFY(!std::filesystem::exists(m_cms->data() + "/sealing.key.next"));
    }
}

void TestSealing::withoutItsKeyTheServerServesAllElse()
{
    const auto text = sealed("/p", quoted(canary));
    const auto first = applied(propose(R"({"p":)" + text + R"(,"q":1})"));
    const auto file = std::filesystem::path(m_cms->data()) / "sealing.key";
    QCOMPARE(int(std::filesystem::status(file).permissions() & std::filesystem::perms::mask), 0600);
    m_cms->kill();
    std::filesystem::rename(file, file.string() + ".lost");
    QVERIFY(startOver());
    const std::string lost = "503 sealing-unavailable  ";
    QCOMPARE(outcome(m_ann->post(place("seal"), sealBody("/p", "1"))), lost);
    QCOMPARE(outcome(m_rita->post(place("reveal"), revealBody("/p", text))), lost);
    QCOMPARE(outcome(m_cms->admin().post(
                 "/v1/seal-keys:rotate", R"({"namespace":"","environment":"","reason":"x"})")),
        lost);
    QVERIFY(!std::filesystem::exists(file));
    // What holds sealed values can still be read and changed.
    QCOMPARE(m_ann->get("/v1/versions/" + first + "/text").status, 200);
    const auto change = m_ann->post("/v1/change-requests",
        requestBody(m_config, "dev", first, R"({"p":)" + text + R"(,"q":2})"));
    QCOMPARE(change.status, 201);
    QVERIFY(!applied(change).empty());
    m_cms->kill();
    std::filesystem::rename(file.string() + ".lost", file);
    QVERIFY(startOver());
    QCOMPARE(at(m_rita->post(place("reveal"), revealBody("/p", text)), "/value"), quoted(canary));
}

void TestSealing::theSecretIsNowhere()
{
    const auto text = sealed("/p", quoted(canary));
    (void)m_ann->post(place("seal"), sealBody("/p", quoted(canary), text));
    (void)m_ann->post(place("seal"), sealBody("/p", std::string("broken ") + canary));
    (void)m_rita->post(place("reveal"), revealBody("/p", text));
    (void)m_ann->post("/v1/drafts",
        R"({"config":")" + m_config + R"(","environment":"dev","base":null,"text":)"
            + quoted(R"({"p":)" + text + '}') + '}');
    const auto version = applied(propose(R"({"p":)" + text + '}'));
    const auto agent = makeService(m_cms->admin(), "nginx", R"(["agent"])");
    const auto id = at(agent.post("/v1/agents",
                           R"({"name":"n","environment":"dev","service":"","region":"",)"
                           R"("build":"","paths":["payments/api"]})"),
        "/id");
    const auto opened
        = agent.post("/v1/agents/" + id + ":open", R"({"version":")" + version + "\"}");
    QVERIFY(opened.body.find(canary) != std::string::npos);
    // While it runs, with all in the redo log, and when all has been carried over.
    QCOMPARE(filesWith(m_cms->data(), canary), QStringList());
    QCOMPARE(m_cms->stop(), 0);
    QCOMPARE(filesWith(m_cms->data(), canary), QStringList());
    m_cms->readLog();
    QVERIFY(m_cms->log().find(canary) == std::string::npos);
    QVERIFY(!filesWith(m_cms->data(), "$sealed").isEmpty());
}

// Saved by itself while somebody types, before it is sealed.
void TestSealing::aDraftIsNowhereInPlain()
{
    const auto body = [this](const std::string &text) {
        return R"({"config":")" + m_config + R"(","environment":"dev","base":null,"text":)"
            + quoted(text) + '}';
    };
    const auto made = m_ann->post("/v1/drafts", body(std::string(R"({"p": ")") + canary + "\"}"));
    QCOMPARE(made.status, 201);
    const auto path = "/v1/drafts/" + at(made, "/id");
    const auto saved = m_ann->send("PUT", path, body(std::string(R"({"q": ")") + canary + "\"}"),
        {{"Content-Type", "application/json"}, {"If-Match", '"' + made.etag() + '"'}});
    QCOMPARE(saved.status, 200);
    // In the redo log, after a death, and when all has been carried over into the database.
    QCOMPARE(filesWith(m_cms->data(), canary), QStringList());
    m_cms->kill();
    QCOMPARE(filesWith(m_cms->data(), canary), QStringList());
    QVERIFY(startOver());
    QVERIFY(m_ann->get(path).body.find(canary) != std::string::npos);
    QCOMPARE(m_cms->stop(), 0);
    QCOMPARE(filesWith(m_cms->data(), canary), QStringList());
    QVERIFY(!filesWith(m_cms->data(), "\"sealed\":").isEmpty()); // it would have been found
}

QTEST_GUILESS_MAIN(TestSealing)
#include "tst_sealing.moc"
