// SPDX-License-Identifier: Apache-2.0
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"
#include "engine/core/document/canonical.h"
#include "tests/integration/hierarchysteps.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr const char *serviceSchema = R"({
    "type": "object", "required": ["pool", "host"], "additionalProperties": false,
    "properties": {
        "pool": {"$ref": "#/$defs/pool"}, "host": {"type": "string"}, "note": {"x-impact": "none"},
        "timeout": {"type": "integer"}, "password": {"x-sensitive": true},
        "backends": {"type": "array", "x-max-removal": 50}},
    "$defs": {"pool": {"properties": {"min": {"type": "integer"}, "max": {"type": "integer"}},
        "x-invariants": [{"compare": ["/min", "<=", "/max"], "message": "min is above max"}]}}})";

} // namespace

// Layers, references and rules through the real server: one tree of configs, from the first
// declaration to a change that reaches others.
class TestHierarchyLoop : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void declarationsAreChecked_data();
    void declarationsAreChecked();
    void declarationsChangeNothingThatIsLive();
    void dependenciesHaveNoCircle();
    void layersAreValidatedTogether();
    void everyValueIsExplained();
    void draftsAreSeenInTheirPlace();
    void approversAreNamed();
    void parentsReachTheirDescendants();
    void aParentBindsOnceItIsLive();
    void gov22OnlyWhatAChangeIntroducesBlocks();
    void referencesHold();
    void whoHangsOnWhomIsTold();
    void secretsStayWhereTheyAre();
    void rulesForChangesBlock();
    void versionsFollowTheRules();
    void clientReadsIt();
    void commandLineShowsIt();

private:
    std::string config(const std::string &path, const std::string &schema = {},
        const std::string &format = "json");
    ProbeAnswer layers(const std::string &config, const std::string &layersJson,
        const std::string &dependenciesJson = "[]");
    // Made live in dev at once; the answer of the step that failed, or of the last.
    ProbeAnswer publish(const std::string &config, const std::string &text);
    std::string effective(const std::string &config, const std::string &query = {});
    std::string errorsOf(const ProbeAnswer &answer);
    ProbeAnswer preview(
        const std::string &config, const std::string &region, const std::string &text);

    CmsProcess m_cms;
    std::string m_schema;
    std::map<std::string, std::string> m_ids;
};

std::string TestHierarchyLoop::config(
    const std::string &path, const std::string &schema, const std::string &format)
{
    auto &id = m_ids[path];
    if (id.empty())
        id = makeConfig(m_cms.admin(), path, format, schema);
    return id;
}

ProbeAnswer TestHierarchyLoop::layers(
    const std::string &config, const std::string &layersJson, const std::string &dependenciesJson)
{
    return declareLayers(m_cms.admin(), config, layersJson, dependenciesJson);
}

ProbeAnswer TestHierarchyLoop::publish(const std::string &config, const std::string &text)
{
    return publishInDev(m_cms.admin(), config, text);
}

std::string TestHierarchyLoop::effective(const std::string &config, const std::string &query)
{
    const auto answer
        = m_cms.admin().get("/v1/configs/" + config + "/effective?environment=dev" + query);
    if (answer.status != 200)
        return std::to_string(answer.status) + ' ' + at(answer, "/code");
    const auto reading = core::read(at(answer, "/text"), core::Format::Json);
    return reading ? core::canonicalJson(reading.tree().root()) : "unreadable";
}

// "/items/0/text/pool/min x-invariants 1:9"
std::string TestHierarchyLoop::errorsOf(const ProbeAnswer &answer)
{
    std::string text;
    for (int i = 0;; ++i) {
        const auto place = "/errors/" + std::to_string(i);
        if (at(answer, place + "/code").empty())
            return text.empty() ? std::to_string(answer.status) : text;
        text += (text.empty() ? "" : ", ") + at(answer, place + "/pointer") + ' '
            + at(answer, place + "/code") + ' ' + at(answer, place + "/line") + ':'
            + at(answer, place + "/column");
    }
}

void TestHierarchyLoop::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    const auto schema = m_cms.admin().post("/v1/schemas",
        R"({"uri":"urn:service","name":"service.json","text":)" + jsonText(serviceSchema) + '}');
    QCOMPARE(schema.status, 201);
    m_schema = at(schema, "/id");
    const auto wrong = m_cms.admin().post("/v1/schemas",
        R"({"uri":"urn:wrong","name":"","text":"{\"x-invariants\": [{\"compare\": [1]}]}"})");
    QCOMPARE(errorsOf(wrong), std::string("/text invalid-annotation 0:0"));
}

void TestHierarchyLoop::declarationsAreChecked_data()
{
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("problem");
    QTest::newRow("itself") << R"([{"kind":"base","name":"","config":"OWN"}])" << "itself";
    QTest::newRow("unknown") << R"([{"kind":"base","name":"","config":"cfg_none"}])" << "unknown";
    QTest::newRow("no name") << R"([{"kind":"region","name":"","config":"BASE"}])" << "name";
    QTest::newRow("a name") << R"([{"kind":"base","name":"x","config":"BASE"}])" << "name";
    QTest::newRow("environment") << R"([{"kind":"environment","name":"","config":"BASE"}])"
                                 << "environment";
    QTest::newRow("twice")
        << R"([{"kind":"base","name":"","config":"BASE"},{"kind":"base","name":"","config":"BASE"}])"
        << "duplicate";
}

void TestHierarchyLoop::declarationsAreChecked()
{
    QFETCH(QString, layers);
    QFETCH(QString, problem);
    layers.replace(QStringLiteral("OWN"), QString::fromStdString(config("payments/checked")));
    layers.replace(QStringLiteral("BASE"), QString::fromStdString(config("payments/checked-base")));
    const auto answer = this->layers(config("payments/checked"), layers.toStdString());
    QCOMPARE(answer.status, 422);
    QCOMPARE(at(answer, "/errors/0/code"), problem.toStdString());
}

void TestHierarchyLoop::declarationsChangeNothingThatIsLive()
{
    const auto own = config("payments/early");
    const auto base = config("payments/early-base");
    const auto declared = R"([{"kind":"base","name":"","config":")" + base + R"("}])";
    QCOMPARE(layers(own, declared).status, 200);
    QCOMPARE(publish(base, R"({"a": 1})").status, 200);
    QCOMPARE(publish(own, R"({"b": 2})").status, 200);
    QCOMPARE(effective(own), std::string(R"({"a":1,"b":2})"));
    // To take it away now would change dev without a change request.
    QCOMPARE(layers(own, "[]").status, 409);
    QCOMPARE(effective(own), std::string(R"({"a":1,"b":2})"));
    QCOMPARE(layers(own, declared).status, 200);
}

void TestHierarchyLoop::dependenciesHaveNoCircle()
{
    const auto a = config("payments/dep-a");
    const auto b = config("payments/dep-b");
    QCOMPARE(layers(a, "[]", "[\"" + b + "\"]").status, 200);
    const auto answer = layers(b, "[]", "[\"" + a + "\"]");
    QCOMPARE(answer.status, 422);
    QCOMPARE(at(answer, "/errors/0/code"), std::string("dependency-cycle"));
    QCOMPARE(at(answer, "/errors/0/message"),
        std::string("payments/dep-b → payments/dep-a → payments/dep-b"));
}

void TestHierarchyLoop::layersAreValidatedTogether()
{
    const auto own = config("payments/api", m_schema);
    const auto base = config("payments/api-base", {}, "yaml");
    const auto region = config("payments/api-eu", {}, "toml");
    const auto list = R"([{"kind":"base","name":"","config":")" + base
        + R"("},{"kind":"region","name":"eu-west","config":")" + region + R"("}])";
    QCOMPARE(layers(own, list).status, 200);
    QCOMPARE(publish(base, "pool:\n  min: 1\n  max: 8\n").status, 422); // there is no host yet
    QCOMPARE(publish(base, "pool:\n  min: 1\n  max: 8\nhost: base.example\n").status, 200);
    QCOMPARE(publish(own, R"({"pool": {"max": 4}})").status, 200);
    const auto broken = publish(region, "[pool]\nmin = 5\n");
    QCOMPARE(errorsOf(broken), std::string("/items/0/text/pool/min x-invariants 2:7"));
    QCOMPARE(at(broken, "/errors/0/message"),
        std::string("In payments/api (dev, region eu-west): min is above max"));
    QCOMPARE(publish(region, "timeout = 30\n[pool]\nmin = 2\n").status, 200);
    QCOMPARE(effective(own), std::string(R"({"host":"base.example","pool":{"max":4,"min":1}})"));
    QCOMPARE(effective(own, "&region=eu-west"),
        std::string(R"({"host":"base.example","pool":{"max":4,"min":2},"timeout":30})"));
    QCOMPARE(effective(own, "&region=other"), effective(own));
    // A misspelt form of removal is told where it stands.
    QCOMPARE(errorsOf(publish(own, R"({"pool": {"max": {"$remove": 1}}})")),
        std::string("/items/0/text/pool/max/$remove invalid-patch 1:30"));
}

void TestHierarchyLoop::everyValueIsExplained()
{
    const auto answer = m_cms.admin().get(
        "/v1/configs/" + m_ids["payments/api"] + "/effective?environment=dev&region=eu-west");
    QCOMPARE(answer.status, 200);
    QCOMPARE(at(answer, "/values/0/pointer"), std::string("/pool/min"));
    const auto layer = "/layers/" + at(answer, "/values/0/layer");
    QCOMPARE(at(answer, layer + "/kind"), std::string("region"));
    QCOMPARE(at(answer, layer + "/name"), std::string("eu-west"));
    QCOMPARE(at(answer, layer + "/path"), std::string("payments/api-eu"));
    QCOMPARE(at(answer, layer + "/semver"), std::string("1.0.0"));
    QVERIFY(at(answer, layer + "/changeRequest").starts_with("CR-"));
    QVERIFY(at(answer, layer + "/version").starts_with("sha256:"));
    QCOMPARE(at(answer, "/values/0/line"), std::string("3"));
    QCOMPARE(at(answer, "/values/0/column"), std::string("7"));
}

ProbeAnswer TestHierarchyLoop::preview(
    const std::string &config, const std::string &region, const std::string &text)
{
    return m_cms.admin().post("/v1/configs/" + config + ":preview",
        R"({"environment":"dev","region":")" + region + R"(","group":"","instance":"","text":)"
            + jsonText(text) + '}');
}

void TestHierarchyLoop::draftsAreSeenInTheirPlace()
{
    const auto own = m_ids["payments/api"];
    const auto before = effective(own, "&region=eu-west");
    const auto answer
        = preview(own, "eu-west", R"({"pool": {"max": 6, "min": 1}, "host": "draft.example"})");
    QCOMPARE(answer.status, 200);
    const auto reading = core::read(at(answer, "/text"), core::Format::Json);
    QCOMPARE(core::canonicalJson(reading.tree().root()),
        std::string(R"({"host":"draft.example","pool":{"max":6,"min":2},"timeout":30})"));
    QCOMPARE(at(answer, "/chain"), std::string("3"));
    QCOMPARE(at(answer, "/layers/1/path"), std::string("payments/api"));
    QCOMPARE(at(answer, "/layers/1/version"), std::string());
    QCOMPARE(effective(own, "&region=eu-west"), before);
    // Also where nothing of it is live yet, and between what lies below and above it.
    QCOMPARE(preview(config("payments/unborn"), "", R"({"a": 1})").status, 200);
    const auto broken = preview(own, "", "{\n  \"a\": \n}");
    QCOMPARE(broken.status, 422);
    QCOMPARE(at(broken, "/code"), std::string("unreadable-document"));
    QCOMPARE(at(broken, "/errors/0/line"), std::string("3"));
    const auto dangling = preview(own, "", R"({"host": "${ref:/payments/none#/x}"})");
    QCOMPARE(errorsOf(dangling), std::string("/host dangling-reference 1:11"));
}

void TestHierarchyLoop::approversAreNamed()
{
    const auto own = config("payments/gated");
    const auto admin = m_cms.admin();
    const auto ann = makePerson(admin, "ann", R"(["author"])");
    const auto bo = makePerson(admin, "bo", R"(["approver"])");
    auto request = ann.post("/v1/change-requests", requestBody(own, "prod", "", R"({"a": 1})"));
    request = bo.post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QCOMPARE(request.status, 200);
    QCOMPARE(admin.post(verb(request, "apply"), "{}", request.etag()).status, 200);
    const auto answer = admin.get("/v1/configs/" + own + "/effective?environment=prod");
    QCOMPARE(at(answer, "/layers/0/approvals/0/name"), at(request, "/reviews/0/authorName"));
    QVERIFY(!at(answer, "/layers/0/approvals/0/name").empty());
    QCOMPARE(at(answer, "/layers/0/changeRequest"), at(request, "/id"));
}

void TestHierarchyLoop::parentsReachTheirDescendants()
{
    const auto parent = config("payments/team/defaults");
    const auto child = config("payments/team/worker", m_schema);
    const auto grandchild = config("payments/team/jobs/nightly", m_schema);
    QCOMPARE(publish(parent, R"({"pool": {"min": 1, "max": 9}, "host": "h"})").status, 200);
    QCOMPARE(publish(child, R"({"timeout": 5})").status, 200);
    QCOMPARE(publish(grandchild, R"({"pool": {"min": 3}})").status, 200);
    QCOMPARE(effective(grandchild), std::string(R"({"host":"h","pool":{"max":9,"min":3}})"));
    // Fine by itself and for one of the two; the other has its own minimum.
    const auto broken = publish(parent, R"({"pool": {"min": 1, "max": 2}, "host": "h"})");
    QCOMPARE(errorsOf(broken), std::string("/items/0/text x-invariants 0:0"));
    QVERIFY(at(broken, "/errors/0/message").starts_with("In payments/team/jobs/nightly (dev): "));
    // What the schema of a child does not know, its parent cannot hand down.
    QCOMPARE(at(publish(parent, R"({"pool": {"min": 1, "max": 9}, "host": "h", "x": 1})"),
                 "/errors/0/code"),
        std::string("additionalProperties"));
    QCOMPARE(publish(parent, R"({"pool": {"min": 1, "max": 3}, "host": "h"})").status, 200);
    QCOMPARE(effective(grandchild), std::string(R"({"host":"h","pool":{"max":3,"min":3}})"));
}

void TestHierarchyLoop::aParentBindsOnceItIsLive()
{
    const auto own = config("payments/quiet/worker");
    const auto parent = config("payments/quiet/defaults", m_schema);
    QCOMPARE(publish(own, R"({"pool": {"min": 5, "max": 2}})").status, 200);
    QCOMPARE(publish(own, R"({"pool": {"min": 1}})").status, 200);
    QCOMPARE(publish(parent, R"({"pool": {"min": 1, "max": 9}, "host": "h"})").status, 200);
    const auto bound = publish(own, R"({"pool": {"min": 5, "max": 2}})");
    QCOMPARE(errorsOf(bound), std::string("/items/0/text/pool/min x-invariants 1:18"));
    QVERIFY(
        at(bound, "/errors/0/message").ends_with(" (of the schema of payments/quiet/defaults)"));
}

void TestHierarchyLoop::gov22OnlyWhatAChangeIntroducesBlocks()
{
    // Two texts that were live before anyone declared that they belong together.
    const auto own = config("payments/old");
    QCOMPARE(publish(own, R"({"pool": {"min": 5, "max": 2}, "host": "h"})").status, 200);
    const auto target = "/v1/configs/" + own;
    const auto etag = m_cms.admin().get(target).etag();
    QCOMPARE(m_cms.admin()
                 .send("PUT", target + "/schema", R"({"schema":")" + m_schema + R"("})",
                     {{"If-Match", '"' + etag + '"'}})
                 .status,
        200);
    // Its violation is old; a new one blocks.
    QCOMPARE(publish(own, R"({"pool": {"min": 5, "max": 2}, "host": "other"})").status, 200);
    QCOMPARE(errorsOf(publish(own, R"({"pool": {"min": 5, "max": 2}, "host": 1})")),
        std::string("/items/0/text/host type 1:40"));
}

void TestHierarchyLoop::referencesHold()
{
    const auto db = config("payments/db");
    const auto user = config("payments/user", m_schema);
    const auto text
        = R"({"pool": "${ref:/payments/db#/pool}", "host": "h-${ref:/payments/db#/zone}"})";
    const auto dangling = publish(user, text);
    QCOMPARE(dangling.status, 422);
    QCOMPARE(at(dangling, "/code"), std::string("dependency-violation"));
    QCOMPARE(errorsOf(dangling),
        std::string("/items/0/text/pool dangling-reference 1:11, /items/0/text/host "
                    "dangling-reference 1:50"));
    QCOMPARE(publish(db, R"({"pool": {"min": 1, "max": 2}, "zone": "a"})").status, 200);
    QCOMPARE(publish(user, text).status, 200);
    QCOMPARE(effective(user), std::string(R"({"host":"h-a","pool":{"max":2,"min":1}})"));
    const auto gone = publish(db, R"({"pool": {"min": 1, "max": 2}})");
    QCOMPARE(errorsOf(gone), std::string("/items/0/text dangling-reference 0:0"));
    QVERIFY(at(gone, "/errors/0/message").starts_with("In payments/user (dev): "));
    QCOMPARE(at(publish(db, R"({"pool": {"min": 3, "max": 2}, "zone": "a"})"), "/errors/0/code"),
        std::string("x-invariants"));
    QCOMPARE(publish(db, R"({"pool": {"min": 1, "max": 2}, "zone": "${ref:/payments/user#/host}"})")
                 .status,
        422);
    QCOMPARE(publish(db, R"({"pool": {"min": 1, "max": 7}, "zone": "b"})").status, 200);
    QCOMPARE(effective(user), std::string(R"({"host":"h-b","pool":{"max":7,"min":1}})"));
    // Who refers no more is not in the way any more.
    QCOMPARE(
        publish(user, R"({"pool": {"min": 1, "max": 2}, "host": "h", "timeout": 1})").status, 200);
    QCOMPARE(publish(db, "{}").status, 200);
}

void TestHierarchyLoop::whoHangsOnWhomIsTold()
{
    const auto target = config("payments/target");
    const auto user = config("payments/using");
    const auto declaring = config("payments/declaring");
    const auto over = config("payments/over");
    QCOMPARE(layers(declaring, "[]", "[\"" + target + "\"]").status, 200);
    QCOMPARE(
        layers(over, R"([{"kind":"base","name":"","config":")" + target + R"("}])").status, 200);
    QCOMPARE(publish(target, R"({"a": {"b": 1}})").status, 200);
    QCOMPARE(publish(user, R"({"x": ["v${ref:/payments/target#/a/b}"]})").status, 200);
    const auto ask = [&](const std::string &id, const std::string &environment) {
        return m_cms.admin().get("/v1/configs/" + id + "/dependents?environment=" + environment);
    };
    const auto answer = ask(target, "dev");
    QCOMPARE(at(answer, "/items/0/kind"), std::string("refers"));
    QCOMPARE(at(answer, "/items/0/path"), std::string("payments/using"));
    QCOMPARE(at(answer, "/items/0/at"), std::string("/x/0"));
    QCOMPARE(at(answer, "/items/0/pointer"), std::string("/a/b"));
    QCOMPARE(at(answer, "/items/1/kind"), std::string("layer"));
    QCOMPARE(at(answer, "/items/1/path"), std::string("payments/over"));
    QCOMPARE(at(answer, "/items/2/kind"), std::string("declares"));
    QCOMPARE(at(answer, "/items/2/path"), std::string("payments/declaring"));
    QCOMPARE(at(answer, "/items/3/kind"), std::string());
    // Elsewhere it is not referred to; whoever stops referring is not named any more.
    QCOMPARE(at(ask(target, "prod"), "/items/0/kind"), std::string("layer"));
    QCOMPARE(publish(user, R"({"x": []})").status, 200);
    QCOMPARE(at(ask(target, "dev"), "/items/0/kind"), std::string("layer"));
    const auto parent = ask(config("payments/team/defaults"), "dev");
    QCOMPARE(at(parent, "/items/0/kind"), std::string("inherits"));
    QCOMPARE(at(parent, "/items/0/path"), std::string("payments/team/jobs/nightly"));
    QCOMPARE(at(parent, "/items/1/path"), std::string("payments/team/worker"));
    QCOMPARE(at(parent, "/items/2/kind"), std::string());
}

void TestHierarchyLoop::secretsStayWhereTheyAre()
{
    const auto vault = config("payments/vault", m_schema);
    const auto open = config("payments/open", m_schema);
    QCOMPARE(publish(vault, R"({"pool": {}, "host": "h", "password": "hunter2"})").status, 200);
    const auto leak = publish(open, R"({"pool": {}, "host": "${ref:/payments/vault#/password}"})");
    QCOMPARE(errorsOf(leak), std::string("/items/0/text/host sensitive-reference 1:23"));
    QVERIFY(leak.body.find("hunter2") == std::string::npos);
    QCOMPARE(publish(open,
                 R"({"pool": {}, "host": "h", "password": "${ref:/payments/vault#/password}"})")
                 .status,
        200);
}

void TestHierarchyLoop::rulesForChangesBlock()
{
    const auto own = config("payments/rules", m_schema);
    QCOMPARE(publish(own, R"({"pool": {}, "host": "h", "backends": [1, 2, 3, 4]})").status, 200);
    QCOMPARE(errorsOf(publish(own, R"({"pool": {}, "host": "h", "backends": [1]})")),
        std::string("/items/0/text/backends x-max-removal 1:39"));
    QCOMPARE(publish(own, R"({"pool": {}, "host": "h", "backends": [1, 2]})").status, 200);
    // Back to what was live it goes in one step.
    const auto few = config("payments/few", m_schema);
    const auto first = publish(few, R"({"pool": {}, "host": "h", "backends": [1]})");
    QCOMPARE(publish(few, R"({"pool": {}, "host": "h", "backends": [1, 2, 3, 4]})").status, 200);
    const auto head = "/v1/configs/" + few + "/heads/dev";
    const auto rolled = m_cms.admin().post(head + ":rollback",
        R"({"target":")" + at(first, "/appliedVersions/0") + R"(","reason":"r","ticket":""})",
        m_cms.admin().get(head).etag());
    QCOMPARE(rolled.status, 201);
    QCOMPARE(effective(few), std::string(R"({"backends":[1],"host":"h","pool":{}})"));
}

void TestHierarchyLoop::versionsFollowTheRules()
{
    const auto own = config("payments/rules", m_schema);
    const auto semverAfter = [&](const std::string &text) {
        const auto applied = publish(own, text);
        return at(
            m_cms.admin().get("/v1/versions/" + at(applied, "/appliedVersions/0")), "/semver");
    };
    QCOMPARE(semverAfter(R"({"pool": {}, "host": "i", "backends": [1, 2]})"), std::string("1.2.0"));
    QCOMPARE(semverAfter(R"({"pool": {}, "host": "i", "backends": [1, 2], "note": "x"})"),
        std::string("1.2.1"));
    QCOMPARE(semverAfter(R"({"pool": {}, "host": "i", "backends": [1, 2], "note": "y"})"),
        std::string("1.2.2"));
    QCOMPARE(semverAfter(R"({"pool": {},  "host": "i", "backends": [1, 2], "note": "y"})"),
        std::string("1.2.3"));
    QCOMPARE(semverAfter(R"({"pool": {}, "host": "i", "backends": [1, 2]})"), std::string("2.0.0"));
}

void TestHierarchyLoop::clientReadsIt()
{
    (void)makePerson(m_cms.admin(), "ida", R"(["viewer"])");
    client::MailLoop loop;
    client::TransportOptions options;
    options.baseUrl = "http://127.0.0.1:" + std::to_string(m_cms.port());
    client::HttpCms cms(options, loop.mailbox());
    QVERIFY(loop.await<core::Session>([&](auto done) {
        return cms.signIn({"ida", core::Secret("correct horse")}, std::move(done));
    }));
    const core::ConfigId own(m_ids["payments/api"]);
    const core::HierarchyPlace place{core::EnvironmentId("dev"), "eu-west", {}, {}};
    const auto view = loop.await<core::EffectiveView>(
        [&](auto done) { return cms.effective(own, place, std::move(done)); });
    const auto preview = loop.await<core::EffectiveView>([&](auto done) {
        return cms.previewEffective(own, place, R"({"host": "draft"})", std::move(done));
    });
    QVERIFY(view && preview);
    QCOMPARE(preview->chain, 3);
    QVERIFY(preview->text != view->text && preview->text.find("draft") != std::string::npos);
    const auto broken = loop.await<core::EffectiveView>(
        [&](auto done) { return cms.previewEffective(own, place, "{", std::move(done)); });
    QCOMPARE(broken.error().code, std::string("unreadable-document"));
    const auto dependents = loop.await<api::Page<core::Dependent>>([&](auto done) {
        return cms.listDependents(
            core::ConfigId(m_ids["payments/target"]), place.environment, std::move(done));
    });
    QVERIFY(dependents);
    QCOMPARE(int(dependents->items.front().kind), int(core::DependentKind::Layer));
}

void TestHierarchyLoop::commandLineShowsIt()
{
    (void)makePerson(m_cms.admin(), "vera", R"(["viewer"])");
    const QTemporaryDir home;
    const Shell shell(home.path());
    QVERIFY(shell.login(m_cms.port(), QStringLiteral("vera")));
    const auto plain = shell.run("effective payments/api -e dev --region eu-west");
    QVERIFY2(plain.exitCode == 0, plain.errors.c_str());
    QVERIFY(core::read(plain.out, core::Format::Json).ok());
    const auto explained = shell.run("effective payments/api -e dev --region eu-west --explain");
    QVERIFY2(explained.out.find("/pool/min") != std::string::npos, explained.out.c_str());
    QVERIFY2(explained.out.find("region eu-west") != std::string::npos, explained.out.c_str());
    QVERIFY2(explained.out.find("payments/api-eu") != std::string::npos, explained.out.c_str());
    QVERIFY2(explained.out.find("CR-") != std::string::npos, explained.out.c_str());
    QVERIFY(shell.run("effective payments/api -e prod").exitCode != 0);
    const auto layers = shell.run("layers payments/api");
    QVERIFY2(layers.out.find("payments/api-base") != std::string::npos, layers.errors.c_str());
    // A viewer may look and not declare.
    QVERIFY(shell.run("layers payments/api --set").exitCode != 0);
}

QTEST_GUILESS_MAIN(TestHierarchyLoop)
#include "tst_hierarchy.moc"
