// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/brought.h"
#include "engine/core/hierarchy/stack.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

// Configs of YAML by path; "/pin" of "app" is sensitive by its schema, and nothing else.
class Texts final : public core::LayerSource {
public:
    std::map<std::string, std::string, std::less<>> texts;
    std::vector<core::ConfigLayer> layers; // of "app"

    std::optional<core::Config> configAt(std::string_view path) override
    {
        if (!texts.contains(path))
            return std::nullopt;
        core::Config config;
        config.id = core::ConfigId(std::string(path));
        config.path = path;
        return config;
    }
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override
    {
        return config.text() == "app" ? layers : std::vector<core::ConfigLayer>();
    }
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &) override
    {
        auto reading = core::read(texts[config.text()], core::Format::Yaml);
        if (!reading)
            return std::nullopt;
        core::Layer layer;
        layer.origin.path = config.text();
        layer.origin.config = config;
        layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
        return layer;
    }
    std::vector<bool> sensitiveNodes(std::string_view path, core::Value document) override
    {
        std::vector<bool> found(document.tree().nodeCount());
        const auto pin = path == "/app" ? document.find("pin") : core::Value();
        if (pin)
            found[pin.index()] = true;
        return found;
    }
};

core::Result<core::EffectiveView> viewOf(Texts &texts, const char *path)
{
    core::PlaceResolver resolver(texts, {core::EnvironmentId("dev"), {}, {}, {}});
    return resolver.view(*texts.configAt(path));
}

std::string repeatedIn(const core::EffectiveView &view)
{
    std::string pointers;
    for (const auto &value : view.values)
        pointers += value.isRepeated.value_or(false) ? value.pointer + ' ' : std::string();
    return pointers;
}

std::string broughtTo(const core::EffectiveView &view)
{
    std::string pointers;
    for (const auto &pointer : core::pointersBrought(view))
        pointers += pointer + ' ';
    return pointers;
}

} // namespace

class TestRepeatedSecrets : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aliasesOfSecretsAreTold_data();
    void aliasesOfSecretsAreTold();
    void aSecretThatAnotherLayerCoversIsOne();
    void nothingRefersToAnAliasOfASecret();
};

void TestRepeatedSecrets::aliasesOfSecretsAreTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("told");
    QTest::newRow("by its schema") << "pin: &p 4711\nnote: *p\nport: 80\n" << "/note ";
    QTest::newRow("at its anchor") << "note: &p 4711\npin: *p\nport: 80\n" << "/note ";
    QTest::newRow("by its name") << "db: {password: &p blue9horse}\nlist: [a, *p]\n" << "/list/1 ";
    QTest::newRow("in what is repeated whole")
        << "one: &o {password: blue9horse, port: 1}\ntwo: {again: *o}\n"
        << "";
    QTest::newRow("no secret") << "host: &h example\nother: *h\n" << "";
    QTest::newRow("no alias") << "pin: 4711\nnote: 4711\n" << "";
}

void TestRepeatedSecrets::aliasesOfSecretsAreTold()
{
    QFETCH(QString, text);
    QFETCH(QString, told);
    Texts texts;
    texts.texts["app"] = text.toStdString();
    const auto view = viewOf(texts, "app");
    QVERIFY(view.ok());
    QCOMPARE(QString::fromStdString(repeatedIn(*view)), told);
    QCOMPARE(broughtTo(*view), told.toStdString());
}

// What is below is not shown any more, but it is still the secret of somebody.
void TestRepeatedSecrets::aSecretThatAnotherLayerCoversIsOne()
{
    Texts texts;
    texts.texts["app"] = "pin: 1\npassword: later\n";
    texts.texts["base"] = "pin: &p 4711\nnote: *p\npassword: &w blue9horse\nmotto: *w\nplain: a\n";
    texts.layers.push_back({core::LayerKind::Base, {}, core::ConfigId("base")});
    const auto view = viewOf(texts, "app");
    QVERIFY(view.ok());
    QCOMPARE(QString::fromStdString(repeatedIn(*view)), QStringLiteral("/note /motto "));
}

void TestRepeatedSecrets::nothingRefersToAnAliasOfASecret()
{
    Texts texts;
    texts.texts["app"] = "pin: &p 4711\nnote: *p\nport: 80\n";
    texts.texts["user"] = "a: ${ref:/app#/port}\n";
    QVERIFY(viewOf(texts, "user").ok());
    texts.texts["user"] = "a: ${ref:/app#/note}\n";
    const auto refused = viewOf(texts, "user");
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().fields.front().code, std::string("sensitive-reference"));
    // Nor within the document, where the place itself is none that its schema calls sensitive.
    texts.texts["app"] = "pin: &p 4711\nnote: *p\ncopy: ${ref:#/note}\n";
    QVERIFY(!viewOf(texts, "app").ok());
}

QTEST_GUILESS_MAIN(TestRepeatedSecrets)
#include "tst_repeatedsecrets.moc"
