// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describehierarchy.h"
#include "engine/api/describerollback.h"
#include "tests/server/serviceworld.h"
#include "tests/support/testcase.h"

#include <random>

using namespace chancery;
using namespace chancery::server;
using support::inQuotes;
using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

// A rollback to an instant brings layers and declared dependencies back, where nothing else feels
// it.
class TestInstantLayers : public support::TestCase, private support::ServiceWorld {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void aDeclarationGoesBackWithItsConfig();
    void whatWasDeclaredSinceIsNotLost();
    void anotherEnvironmentKeepsItsLayers();
    void whatOnlyOthersFeelIsApprovedFirst();
    void whatHasNoTextOfItsOwnIsTold();
    void layersAloneAreADocumentToo();
    void aLayerThatWasNotLiveStaysOut();
    void dependenciesGoBackUnlessTheyCloseACircle();
    void halfADocumentGoesBackWithItsLayers();
    void anotherRequestSeesTheOtherLayers();
    void everyInstantOfARandomHistory();

private:
    Response declare(
        const std::string &config, const std::string &layers, const Strings &dependencies = {});
    std::string base(const std::string &config) const
    {
        return R"({"kind":"base","name":"","config":)" + inQuotes(config) + '}';
    }
    core::ConfigLayers layers(const std::string &config);
    core::RollbackPreview previewAt(core::Instant at, const std::string &place = "dev");
    const core::RollbackStep *step(
        const core::RollbackPreview &preview, const std::string &path) const;
    Response rollBack(const core::RollbackPreview &preview);
    std::vector<core::Instant> someLife(std::mt19937 &random);
    void toggle(const std::string &config, int number);
    int compare(const std::string &id, core::Instant then, const Strings &newer);

    Strings m_ids;
    bool m_isSame = true;
    std::string effective(const std::string &config, const std::string &region = {},
        std::optional<core::Instant> at = {}, const std::string &place = "dev");
};

Response TestInstantLayers::declare(
    const std::string &config, const std::string &layers, const Strings &dependencies)
{
    const auto path = "/v1/configs/" + config + "/layers";
    return ask("PUT", path,
        R"({"layers":[)" + layers + R"(],"dependencies":)" + api::toJson(dependencies) + '}',
        ask("GET", path).etag);
}

core::ConfigLayers TestInstantLayers::layers(const std::string &config)
{
    return *read<core::ConfigLayers>(ask("GET", "/v1/configs/" + config + "/layers"));
}

core::RollbackPreview TestInstantLayers::previewAt(core::Instant at, const std::string &place)
{
    const auto answer = ask("POST", "/v1/environments/" + place + ":preview-rollback",
        R"({"items":[],"namespace":"","service":"","at":)" + inQuotes(core::toRfc3339(at)) + '}');
    auto preview = read<core::RollbackPreview>(answer);
    if (answer.status != 200 || !preview) {
        qWarning("%d %s", answer.status, answer.body->c_str());
        return {};
    }
    return std::move(*preview);
}

const core::RollbackStep *TestInstantLayers::step(
    const core::RollbackPreview &preview, const std::string &path) const
{
    const auto found = std::ranges::find(preview.steps, path, &core::RollbackStep::path);
    return found == preview.steps.end() ? nullptr : &*found;
}

Response TestInstantLayers::rollBack(const core::RollbackPreview &preview)
{
    core::NewRollback rollback{{}, preview.at, "worse", {}};
    for (const auto &step : preview.steps) {
        if (step.outcome == core::RollbackOutcome::Ready)
            rollback.items.push_back(step.item(preview.at));
    }
    return ask("POST", "/v1/environments/" + preview.environment.text() + ":rollback",
        api::toJson(rollback));
}

std::string TestInstantLayers::effective(const std::string &config, const std::string &region,
    std::optional<core::Instant> at, const std::string &place)
{
    auto query = "environment=" + place + "&region=" + region;
    if (at)
        query += "&at=" + core::toRfc3339(*at);
    const auto answer = ask("GET", "/v1/configs/" + config + "/effective", {}, {}, query);
    if (answer.status != 200)
        return std::to_string(answer.status);
    auto text = this->at(answer, "/text");
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

void TestInstantLayers::aDeclarationGoesBackWithItsConfig()
{
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    publish(own, "dev", R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, base(layer)).status, 200);
    publish(layer, "dev", R"({"y": 2})");
    QCOMPARE(effective(own), std::string(R"({"y":2,"x":1})"));
    const auto preview = previewAt(then);
    const auto *told = step(preview, "a/own");
    QVERIFY(told && told->outcome == core::RollbackOutcome::Ready);
    QVERIFY(told->base == told->target && told->keys.empty() && !told->isOnlyText());
    QVERIFY(told->bringsDeclaration() && !preview.otherLayers);
    const auto changes = core::differences(told->declaration->change);
    QCOMPARE(changes.size(), 1U);
    QCOMPARE(core::toString(changes.front()), std::string("- base: a/layer"));
    const auto made = rollBack(preview);
    QCOMPARE(made.status, 201);
    QCOMPARE(at(made, "/state"), std::string("applied"));
    QVERIFY(layers(own).layers.empty());
    QCOMPARE(effective(own), effective(own, {}, then));
    QCOMPARE(effective(own), std::string(R"({"x":1})"));
    const auto again = previewAt(then);
    QVERIFY(step(again, "a/own")->outcome == core::RollbackOutcome::Same);
    QVERIFY(!step(again, "a/own")->declaration);
    QCOMPARE(at(ask("GET", "/v1/change-requests/" + at(made, "/id")),
                 "/items/0/declaration/before/"
                 "paths/0"),
        std::string("a/layer"));
    const auto log = store->snapshot(); // says whose request it was
    QVERIFY(std::ranges::any_of(log, [&](const auto &entry) {
        return entry.first.starts_with("audit-leaf/")
            && entry.second->find("config.update") != std::string::npos
            && entry.second->find(inQuotes(this->at(made, "/id"))) != std::string::npos;
    }));
}

void TestInstantLayers::whatWasDeclaredSinceIsNotLost()
{
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    const auto other = config("a/other");
    publish(own, "dev", R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, base(layer)).status, 200);
    const auto preview = previewAt(then);
    QVERIFY(step(preview, "a/own"));
    QCOMPARE(declare(own, base(layer) + ',' + base(other)).status, 200);
    const auto refused = rollBack(preview);
    QCOMPARE(refused.status, 412);
    QCOMPARE(layers(own).layers.size(), 2U);
}

void TestInstantLayers::anotherEnvironmentKeepsItsLayers()
{
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    publish(own, "dev", R"({"x": 1})");
    publish(own, "prod", R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, base(layer)).status, 200);
    publish(layer, "dev", R"({"y": 2})");
    publish(layer, "prod", R"({"y": 2})");
    publish(own, "dev", R"({"x": 3})");
    const auto preview = previewAt(then);
    QVERIFY(preview.otherLayers == Strings{"a/own"});
    const auto *told = step(preview, "a/own");
    QVERIFY(told && told->outcome == core::RollbackOutcome::Ready && told->declaration);
    QVERIFY(!told->bringsDeclaration());
    QVERIFY2(told->declaration->barrier->find("in prod as well") != std::string::npos,
        told->declaration->barrier->c_str());
    QCOMPARE(rollBack(preview).status, 201); // the text alone
    QCOMPARE(effective(own, {}, {}, "prod"), std::string(R"({"y":2,"x":1})"));
    // Nobody gets around it by hand.
    auto item = told->item(preview.at);
    item.declaration = core::DeclarationAt{told->declaration->change.base, then};
    item.base = core::VersionId(live(own, "dev"));
    const core::NewRollback rollback{{item}, {}, "worse", {}};
    QCOMPARE(ask("POST", "/v1/environments/dev:rollback", api::toJson(rollback)).status, 409);
    QCOMPARE(layers(own).layers.size(), 1U);
}

// Rollbacks go freely there, and this one does not; its vote is for what it declares.
void TestInstantLayers::whatOnlyOthersFeelIsApprovedFirst()
{
    environment("gate", true, false);
    const auto alice = person("alice", R"(["author","operator"])");
    const auto bob = person("bob", R"(["approver"])");
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    const auto byTwo = [&](const std::string &id, const std::string &text) {
        actAs(alice);
        const auto made = request(item(id, "gate", text));
        const auto number = at(made, "/id");
        actAs(bob);
        const auto vote = R"({"kind":"approve","cycle":)" + at(made, "/cycle")
            + R"(,"contentDigest":)" + inQuotes(at(made, "/contentDigest")) + R"(,"comment":""})";
        const auto voted = ask("POST", "/v1/change-requests/" + number + ":vote", vote, made.etag);
        QVERIFY2(voted.status < 300, voted.body->c_str());
        actAs(alice);
        QVERIFY(!apply(ask("GET", "/v1/change-requests/" + number)).empty());
    };
    byTwo(own, R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    actAs({});
    QCOMPARE(declare(own, base(layer)).status, 200);
    byTwo(layer, R"({"y": 2})");
    const auto preview = previewAt(then, "gate");
    QVERIFY(preview.needsApproval);
    const auto made = rollBack(preview);
    QCOMPARE(at(made, "/state"), std::string("open"));
    QCOMPARE(at(made, "/items/0/facts/keys/0"), std::string("/y")); // what it takes away
    QCOMPARE(at(ask("POST", "/v1/change-requests/" + at(made, "/id") + ":apply", {}, made.etag),
                 "/code"),
        std::string("approval-required"));
    QCOMPARE(layers(own).layers.size(), 1U);
    actAs(bob);
    const auto vote = R"({"kind":"approve","cycle":1,"contentDigest":)"
        + inQuotes(at(made, "/contentDigest")) + R"(,"comment":""})";
    const auto voted
        = ask("POST", "/v1/change-requests/" + at(made, "/id") + ":vote", vote, made.etag);
    QVERIFY2(voted.status == 200, voted.body->c_str());
    actAs({});
    QVERIFY(!apply(ask("GET", "/v1/change-requests/" + at(made, "/id"))).empty());
    QVERIFY(layers(own).layers.empty());
    QCOMPARE(effective(own, {}, {}, "gate"), std::string(R"({"x":1})"));
}

void TestInstantLayers::whatHasNoTextOfItsOwnIsTold()
{
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    const auto region = R"(,{"kind":"region","name":"eu","config":)" + inQuotes(config("a/eu"));
    QCOMPARE(declare(own, base(layer)).status, 200);
    publish(layer, "dev", R"({"y": 2})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, base(layer) + region + '}').status, 200);
    QVERIFY(previewAt(then).otherLayers == Strings{"a/own"});
}

// Where a config has no text of its own, another layer in the place of its only one changes all
// that there is, and nobody would have approved it.
void TestInstantLayers::layersAloneAreADocumentToo()
{
    const auto one = config("a/one");
    const auto two = config("a/two");
    const auto own = config("a/own");
    publish(one, "prod", R"({"v": 1})");
    publish(two, "prod", R"({"v": 2})");
    QCOMPARE(declare(own, base(one)).status, 200);
    publish(own, "dev", R"({"x": 1})");
    const auto before = effective(own, {}, {}, "prod");
    QCOMPARE(declare(own, base(two)).status, 409);
    QCOMPARE(declare(own, "").status, 409);
    QCOMPARE(effective(own, {}, {}, "prod"), before);
    QCOMPARE(declare(own, base(one)).status, 200);
}

// It was declared and not live: now it would say what it never said.
void TestInstantLayers::aLayerThatWasNotLiveStaysOut()
{
    const auto own = config("a/own");
    const auto early = config("a/early");
    const auto late = config("a/late");
    publish(own, "dev", R"({"x": 1})");
    QCOMPARE(declare(own, base(early) + ',' + base(late)).status, 200);
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, {}).status, 200);
    publish(late, "dev", R"({"y": 2})");
    const auto preview = previewAt(then);
    const auto *told = step(preview, "a/own");
    QVERIFY(told && told->bringsDeclaration());
    QVERIFY(told->declaration->left == Strings{"a/late"});
    QCOMPARE(rollBack(preview).status, 201);
    QCOMPARE(layers(own).layers.size(), 1U);
    QCOMPARE(effective(own), std::string(R"({"x":1})"));
}

void TestInstantLayers::dependenciesGoBackUnlessTheyCloseACircle()
{
    const auto one = config("a/one");
    const auto two = config("a/two");
    publish(one, "dev", R"({"x": 1})");
    publish(two, "dev", R"({"x": 1})");
    publish(one, "prod", R"({"x": 1})");
    QCOMPARE(declare(one, {}, {two}).status, 200);
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(one, {}).status, 200);
    const auto preview = previewAt(then);
    QCOMPARE(core::toString(core::differences(step(preview, "a/one")->declaration->change).front()),
        std::string("+ needs: a/two"));
    QCOMPARE(rollBack(preview).status, 201);
    QCOMPARE(layers(one).dependencies.size(), 1U);
    QCOMPARE(declare(one, {}).status, 200);
    // The other way round meanwhile, and elsewhere a text does the same.
    QCOMPARE(declare(two, {}, {one}).status, 200);
    const auto circle = previewAt(then);
    const auto *told = step(circle, "a/one");
    QVERIFY(told);
    QVERIFY(told->outcome == core::RollbackOutcome::Ready || !told->problems.empty());
    // Both go back: there is none.
    QCOMPARE(rollBack(circle).status, 201);
    QCOMPARE(layers(one).dependencies.size(), 1U);
    QVERIFY(layers(two).dependencies.empty());
}

// Its schema asks for more than its own text says.
void TestInstantLayers::halfADocumentGoesBackWithItsLayers()
{
    const auto schema
        = support::publishSchema(*this, R"({"type":"object","required":["x","y"],"$id":"urn:s"})");
    const auto layer = config("a/layer");
    const auto own = config("a/own", schema);
    QCOMPARE(declare(own, base(layer)).status, 200);
    const auto first
        = request(item(layer, "dev", R"({"y": 1})") + ',' + item(own, "dev", R"({"x": 1})"));
    QVERIFY2(first.status == 201, first.body->c_str());
    QVERIFY(!apply(first).empty());
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    const auto text = effective(own);
    QCOMPARE(declare(own, base(layer) + ',' + base(config("a/more"))).status, 200);
    publish(own, "dev", R"({"x": 1, "y": 5})");
    QCOMPARE(rollBack(previewAt(then)).status, 201);
    QCOMPARE(effective(own), text);
    QCOMPARE(layers(own).layers.size(), 1U);
}

void TestInstantLayers::anotherRequestSeesTheOtherLayers()
{
    environment("gate", true, false);
    const auto own = config("a/own");
    const auto layer = config("a/layer");
    publish(own, "dev", R"({"x": 1})");
    clock.time += 1h;
    const auto then = clock.time;
    clock.time += 1h;
    QCOMPARE(declare(own, base(layer)).status, 200);
    publish(layer, "dev", R"({"y": 2})");
    const auto waiting = request(item(layer, "dev", R"({"y": 3})"));
    QCOMPARE(waiting.status, 201);
    QCOMPARE(rollBack(previewAt(then)).status, 201);
    const auto after = ask("GET", "/v1/change-requests/" + at(waiting, "/id"));
    QCOMPARE(at(after, "/cycle"), std::string("2")); // it reaches a/own no longer
}

// After the rollback everything is as it was at the instant, but what has a part in it of which
// nothing was live then: nothing is taken out of live.
namespace {

constexpr int layerCount = 12;
// Two that are read in a region, and the others everywhere.
bool isOfRegion(int layer)
{
    return layer < 2;
}

} // namespace

// Texts and declarations, in any order.
std::vector<core::Instant> TestInstantLayers::someLife(std::mt19937 &random)
{
    m_ids.clear();
    for (const auto *path : {"a/defaults", "a/one", "a/two", "b/three"})
        m_ids.push_back(config(path));
    for (int i = 0; i < layerCount; ++i)
        m_ids.push_back(config("b/l" + std::to_string(i)));
    std::vector<core::Instant> instants;
    for (int i = 0; i < 45; ++i) {
        clock.time += std::chrono::seconds(1 + random() % 100);
        const auto heir = random() % 4;
        const auto layer = random() % layerCount;
        const auto n = std::to_string(random() % 90);
        std::string text
            = R"({"n": )" + n + R"(, "k)" + std::to_string(random() % 4) + R"(": )" + n;
        if (random() % 2 == 0) {
            if (heir == 1 || heir == 3)
                text += R"(, "r": "${ref:/a/two#/n}")";
            publish(m_ids[heir], "dev", text + '}');
        } else if (random() % 4 == 0) {
            publish(m_ids[4 + layer], "dev", text + '}');
        } else {
            toggle(m_ids[heir], int(layer));
        }
        instants.push_back(clock.time);
    }
    return instants;
}

// Refused where somebody would feel it.
void TestInstantLayers::toggle(const std::string &config, int number)
{
    auto list = layers(config).layers;
    core::ConfigLayer layer{
        core::LayerKind::Base, {}, core::ConfigId(m_ids[4 + std::size_t(number)])};
    if (isOfRegion(number))
        layer = {core::LayerKind::Region, "eu", layer.config};
    if (std::erase(list, layer) == 0)
        list.insert(list.begin(), layer);
    std::string text;
    for (const auto &each : list)
        text += (text.empty() ? "" : ",") + api::toJson(each);
    (void)declare(config, text);
}

// After the rollback everything is as it was at the instant, but what has a part in it of which
// nothing was live then: nothing is taken out of live.
void TestInstantLayers::everyInstantOfARandomHistory()
{
    std::mt19937 random(20261201);
    int compared = 0;
    int declared = 0;
    for (int life = 0; life < 20; ++life) {
        begin();
        const auto instants = someLife(random);
        clock.time += 1h;
        const auto then = instants[random() % instants.size()];
        const auto preview = previewAt(then);
        auto newer = preview.otherLayers.value_or(Strings());
        for (const auto &step : preview.steps) {
            if (step.outcome == core::RollbackOutcome::NotLiveThen)
                newer.push_back(step.path);
            else
                QVERIFY2(step.outcome == core::RollbackOutcome::Ready, step.path.c_str());
            declared += step.bringsDeclaration() ? 1 : 0;
        }
        if (preview.steps.size() > std::size_t(preview.notLiveCount.value_or(0))) {
            const auto made = rollBack(preview);
            QVERIFY2(made.status == 201, made.body->c_str());
        }
        for (const auto &id : m_ids)
            compared += compare(id, then, newer);
        QVERIFY(m_isSame);
    }
    QVERIFY2(compared > 150 && declared > 15,
        (std::to_string(compared) + ' ' + std::to_string(declared)).c_str());
}

int TestInstantLayers::compare(const std::string &id, core::Instant then, const Strings &newer)
{
    int compared = 0;
    for (const auto *region : {"", "eu"}) {
        const auto answer = ask("GET", "/v1/configs/" + id + "/effective", {}, {},
            std::string("environment=dev&region=") + region);
        const bool isNewer = std::ranges::any_of(newer, [&](const std::string &path) {
            return answer.body->find(inQuotes(path)) != std::string::npos;
        });
        const auto now = effective(id, region);
        const auto before = effective(id, region, then);
        if (!isNewer && now != before)
            qWarning("%s (%s): %s, and was %s", id.c_str(), region, now.c_str(), before.c_str());
        m_isSame = m_isSame && (isNewer || now == before);
        compared += answer.status == 200 && !isNewer ? 1 : 0;
    }
    return compared;
}

QTEST_GUILESS_MAIN(TestInstantLayers)
#include "tst_instantlayers.moc"
