// SPDX-License-Identifier: Apache-2.0
#include "engine/core/bulk/renamereach.h"
#include "tests/support/testcase.h"

#include <algorithm>

using namespace chancery;
using core::DependentKind;
using core::LayerKind;
using core::RenameReach;

namespace {

// Configs by their paths, whose ids are the same words with an "i" in front.
struct Configs {
    std::vector<std::string> withKey;
    std::map<std::string, std::vector<std::string>> layers;
    std::map<std::string, std::vector<core::Dependent>> dependents; // some by "path@environment"
    int asked = 0;

    static core::ConfigId idOf(const std::string &path) { return core::ConfigId("i" + path); }
    static std::string pathOf(const core::ConfigId &id) { return id.text().substr(1); }
    static core::FoundConfig found(const std::string &path, const std::string &in = "prod")
    {
        core::FoundConfig one;
        one.config = idOf(path);
        one.path = path;
        one.environment = core::EnvironmentId(in);
        return one;
    }
    void hangs(const std::string &on, DependentKind kind, const std::string &path,
        const std::string &at = {}, const std::string &pointer = {})
    {
        dependents[on].push_back({kind, idOf(path), path, at, pointer});
    }

    void answer(RenameReach &reach, const RenameReach::Question &question)
    {
        ++asked;
        switch (question.ask) {
        case RenameReach::Ask::Config: {
            core::Config config;
            config.id = question.config;
            config.path = pathOf(question.config);
            reach.answer(config);
            return;
        }
        case RenameReach::Ask::Keys: {
            std::vector<core::FoundConfig> hits;
            if (std::ranges::find(withKey, question.path) != withKey.end())
                hits.push_back(found(question.path, question.environment.text()));
            reach.answer(hits);
            return;
        }
        case RenameReach::Ask::Layers: {
            core::ConfigLayers declared;
            for (const auto &layer : layers[pathOf(question.config)])
                declared.layers.push_back({LayerKind::Region, layer, idOf(layer)});
            reach.answer(declared);
            return;
        }
        case RenameReach::Ask::Dependents: {
            const auto path = pathOf(question.config);
            const auto there = dependents.find(path + '@' + question.environment.text());
            reach.answer(there == dependents.end() ? dependents[path] : there->second);
            return;
        }
        }
    }
};

core::BulkOperation renaming(const std::string &keys)
{
    core::BulkOperation operation;
    operation.kind = core::BulkKind::Rename;
    operation.what.places = keys;
    operation.with = "new";
    return operation;
}

} // namespace

// Whose keys are the same keys, and who refers to them.
class TestRenameReach : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void layersBothWays_data();
    void layersBothWays();
    void defaultsBothWays_data();
    void defaultsBothWays();
    void aBrothersKeyIsAnotherOne();
    void aLayerOfTwoTakesBothAlong();
    void referencesThroughReferences();
    void aroundWhatWasTakenOver();
    void eachEnvironmentHasItsOwn();
    void circlesEnd();
    void everyNameCanBeNamed();
    void tooMuchIsSaid();

private:
    // "owners | texts", both sorted.
    static std::string printed(
        Configs configs, const std::string &from, const std::string &keys = "/rate")
    {
        RenameReach reach(renaming(keys));
        reach.add(Configs::found(from));
        while (const auto question = reach.next())
            configs.answer(reach, *question);
        auto owners = reach.owners();
        std::ranges::sort(owners, {}, &core::KeyOwner::path);
        std::vector<std::string> texts;
        for (const auto &place : reach.places())
            texts.push_back(Configs::pathOf(place.config));
        std::ranges::sort(texts);
        std::string out;
        for (const auto &owner : owners)
            out += owner.path + ' ';
        out += '|';
        for (const auto &text : texts)
            out += ' ' + text;
        for (const auto &part : reach.parts())
            out += "; " + part.path + part.at + " = " + part.pointer;
        return out;
    }
};

void TestRenameReach::layersBothWays_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::newRow("the config") << QByteArray("api");
    QTest::newRow("its layer") << QByteArray("eu");
    QTest::newRow("its other layer") << QByteArray("us");
}

void TestRenameReach::layersBothWays()
{
    QFETCH(QByteArray, from);
    Configs configs;
    configs.withKey = {"api", "eu", "us"};
    configs.layers["api"] = {"eu", "us", "empty"};
    for (const char *layer : {"eu", "us", "empty"})
        configs.hangs(layer, DependentKind::Layer, "api");
    configs.hangs("api", DependentKind::Refers, "web", "/limit", "/rate");
    QCOMPARE(printed(configs, from.toStdString()), std::string("/api /eu /us | api eu us web"));
}

void TestRenameReach::defaultsBothWays_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::newRow("the defaults") << QByteArray("pay/defaults");
    QTest::newRow("an heir") << QByteArray("pay/api");
}

// References to a key that is inherited name the heir.
void TestRenameReach::defaultsBothWays()
{
    QFETCH(QByteArray, from);
    Configs configs;
    configs.withKey = {"pay/defaults", "pay/api"};
    configs.hangs("pay/defaults", DependentKind::Inherits, "pay/api");
    configs.hangs("pay/defaults", DependentKind::Inherits, "pay/cards");
    configs.hangs("pay/cards", DependentKind::Refers, "web", "/limit", "/rate");
    QCOMPARE(printed(configs, from.toStdString()),
        std::string("/pay/api /pay/cards /pay/defaults | pay/api pay/cards pay/defaults web"));
}

void TestRenameReach::aBrothersKeyIsAnotherOne()
{
    Configs configs;
    configs.withKey = {"pay/api", "pay/cards"};
    configs.hangs("pay/defaults", DependentKind::Inherits, "pay/api");
    configs.hangs("pay/defaults", DependentKind::Inherits, "pay/cards");
    QCOMPARE(printed(configs, "pay/api"), std::string("/pay/api | pay/api"));
}

void TestRenameReach::aLayerOfTwoTakesBothAlong()
{
    Configs configs;
    configs.withKey = {"api", "web", "base"};
    configs.layers["api"] = configs.layers["web"] = {"base"};
    configs.hangs("base", DependentKind::Layer, "api");
    configs.hangs("base", DependentKind::Layer, "web");
    QCOMPARE(printed(configs, "api"), std::string("/api /base /web | api base web"));
    configs.withKey = {"api", "web"};
    QCOMPARE(printed(configs, "api"), std::string("/api | api"));
}

// "web" takes the object over, "app" goes on from there, its layer is one more, "ops" from that.
void TestRenameReach::referencesThroughReferences()
{
    Configs configs;
    configs.withKey = {"api"};
    configs.hangs("api", DependentKind::Refers, "web", "/db", "/store");
    configs.hangs("api", DependentKind::Refers, "cfg", "/x", "/other");
    configs.hangs("web", DependentKind::Refers, "app", "/url", "/db/host/name");
    configs.hangs("web", DependentKind::Refers, "log", "/to", "/dbx");
    configs.hangs("web", DependentKind::Layer, "over");
    configs.hangs("over", DependentKind::Refers, "ops", "/h", "/db/host");
    configs.hangs("ops", DependentKind::Refers, "end", "/e", "/h/name");
    QCOMPARE(printed(configs, "api", "/store/host/name"),
        std::string("/api | api app cfg end ops web; /web/db = /store; /over/db = /store; "
                    "/ops/h = /store/host"));
    QCOMPARE(printed(configs, "api", "/store"), std::string("/api | api cfg web"));
    // One that refers to just that reference hands the object on.
    configs.hangs("web", DependentKind::Refers, "next", "/n", "/db");
    configs.hangs("next", DependentKind::Refers, "last", "/l", "/n/host");
    QVERIFY(
        printed(configs, "api", "/store/host/name").find("/next/n = /store") != std::string::npos);
    QVERIFY(printed(configs, "api", "/store/host/name").find(" last ") != std::string::npos);
}

// "web" has the object at "/a/b", "app" takes all of "/a", "top" the whole document.
void TestRenameReach::aroundWhatWasTakenOver()
{
    Configs configs;
    configs.withKey = {"api"};
    configs.hangs("api", DependentKind::Refers, "web", "/a/b", "/store");
    configs.hangs("web", DependentKind::Refers, "app", "/q", "/a");
    configs.hangs("web", DependentKind::Refers, "top", "/all", "");
    configs.hangs("web", DependentKind::Refers, "log", "/to", "/a/bc");
    configs.hangs("app", DependentKind::Refers, "end", "/e", "/q/b/host");
    configs.hangs("top", DependentKind::Refers, "ops", "/o", "/all/a/b/host");
    QCOMPARE(printed(configs, "api", "/store/host"),
        std::string("/api | api end ops web; /web/a/b = /store; /app/q/b = /store; "
                    "/top/all/a/b = /store"));
}

// "web" refers to "api" in one environment and to "old" in the other.
void TestRenameReach::eachEnvironmentHasItsOwn()
{
    Configs configs;
    configs.withKey = {"api"};
    for (const std::string in : {"prod", "dev"})
        configs.hangs(
            "api@" + in, DependentKind::Refers, "web", in == "prod" ? "/db" : "/dev", "/store");
    configs.hangs("web@prod", DependentKind::Refers, "app", "/url", "/db/host");
    configs.hangs("web@dev", DependentKind::Refers, "cfg", "/url", "/dev/host");
    RenameReach reach(renaming("/store/host"));
    reach.add(Configs::found("api"));
    reach.add(Configs::found("api", "dev"));
    while (const auto question = reach.next())
        configs.answer(reach, *question);
    const core::EnvironmentId prod("prod");
    const core::EnvironmentId dev("dev");
    QVERIFY((reach.owners() == std::vector<core::KeyOwner>{{"/api", prod}, {"/api", dev}}));
    QVERIFY((reach.parts()
        == std::vector<core::ReferredPart>{
            {"/web", prod, "/db", "/store"}, {"/web", dev, "/dev", "/store"}}));
    std::string places;
    for (const auto &place : reach.places())
        places += Configs::pathOf(place.config) + '@' + place.environment.text() + ' ';
    QCOMPARE(places, std::string("api@prod api@dev web@prod web@dev app@prod cfg@dev "));
}

void TestRenameReach::circlesEnd()
{
    Configs configs;
    configs.withKey = {"a", "b"};
    configs.layers["a"] = {"b"};
    configs.layers["b"] = {"a"};
    configs.hangs("a", DependentKind::Layer, "b");
    configs.hangs("b", DependentKind::Layer, "a");
    configs.hangs("a", DependentKind::Refers, "b", "/x", "/y");
    configs.hangs("b", DependentKind::Refers, "a", "/y", "/x");
    QVERIFY(printed(configs, "a", "/y/k").starts_with("/a /b | a b; /b/x = /y"));
}

void TestRenameReach::everyNameCanBeNamed()
{
    for (const std::string name :
        {"*", "**", "a*b", "\\", "\\*", "\\\\", "a\\b", "plain", "{,}[a]?"}) {
        const auto glob = core::Glob::ofPointers("/" + core::Glob::escaped(name));
        QVERIFY2(glob && glob->isExact(), name.c_str());
        QCOMPARE(glob->prefix(), '/' + name);
        QVERIFY2(glob->matches('/' + name), name.c_str());
        QVERIFY2(!glob->matches("/x"), name.c_str());
    }
}

void TestRenameReach::tooMuchIsSaid()
{
    Configs configs;
    for (std::size_t i = 0; i <= RenameReach::mostPlaces; ++i)
        configs.hangs("a", DependentKind::Refers, "r" + std::to_string(i), "/x", "/rate");
    RenameReach reach(renaming("/rate"));
    reach.add(Configs::found("a"));
    while (const auto question = reach.next())
        configs.answer(reach, *question);
    QVERIFY(!reach.isComplete());
    QCOMPARE(reach.places().size(), RenameReach::mostPlaces);
}

QTEST_GUILESS_MAIN(TestRenameReach)
#include "tst_renamereach.moc"
