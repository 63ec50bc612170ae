// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "models/effectivelines.h"
#include "models/provenance.h"
#include "tests/support/testcase.h"

#include <QtTest/QtTest>

using namespace chancery;

// What is shown of a sealed value on one line: that it is one, and its key.
class SealedLines : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void effectiveHasOneLine();
    void layersNameIt();
    void aliasesOfSecretsAreMasked();

private:
    static models::Hierarchy hierarchy()
    {
        const std::string text
            = R"({"pin": {"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
              R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}}, "z": 1})";
        models::Hierarchy hierarchy;
        hierarchy.tree = core::readJson(text).tree();
        core::Layer layer;
        layer.tree = std::make_shared<const core::Tree>(core::readJson(text).tree());
        hierarchy.chain.push_back(layer);
        return hierarchy;
    }
};

void SealedLines::effectiveHasOneLine()
{
    const models::SensitiveTest all = [](const std::string &) { return true; };
    const models::SensitiveTest pin = [](const std::string &pointer) { return pointer == "/pin"; };
    for (const auto &isSensitive : {models::SensitiveTest(), pin}) {
        std::string text;
        for (const models::EffectiveLine &line : models::effectiveLines(hierarchy(), isSensitive))
            text += line.text + '\n';
        QCOMPARE(text, std::string("{\n  \"pin\": sealed, dek-7,\n  \"z\": 1\n}\n"));
    }
    // A covered object tells nothing of what is in it.
    QCOMPARE(models::effectiveLines(hierarchy(), all).size(), std::size_t(1));
}

void SealedLines::layersNameIt()
{
    for (const auto &[pointer, value] :
        {std::pair("/pin", "sealed, dek-7"), std::pair("", "{\"pin\": sealed, dek-7, \"z\": 1}")}) {
        const auto steps = models::provenanceOf(hierarchy(), pointer, {});
        QCOMPARE(steps.size(), std::size_t(1));
        QCOMPARE(steps.front().value, QString::fromLatin1(value));
    }
}

// What the schema alone calls sensitive, repeated through aliases: where it is overridden too, and
// below a replacement.
void SealedLines::aliasesOfSecretsAreMasked()
{
    models::Hierarchy hierarchy;
    for (const char *text : {"pin: &p 4711\nnote: *p\nhost: h\n",
             "db:\n  $replace:\n    pin: &q 4712\n    note: *q\n    host: h\n",
             "pin: 1\nnote: 2\n"}) {
        core::Layer layer;
        layer.tree = std::make_shared<const core::Tree>(
            core::read(std::string(text), core::Format::Yaml).tree());
        hierarchy.chain.push_back(layer);
    }
    const auto parts = [&](const char *pointer) {
        QStringList texts;
        for (const auto &step : models::provenanceOf(hierarchy, pointer,
                 [](const std::string &place) { return place == "/pin" || place == "/db/pin"; }))
            texts << step.value;
        return texts.join(u';').replace(models::maskText(), QStringLiteral("…"));
    };
    QCOMPARE(parts("/pin"), QStringLiteral("…;;…"));
    QCOMPARE(parts("/note"), QStringLiteral("2;;…"));
    QCOMPARE(parts("/host"), QStringLiteral(";;\"h\""));
    QCOMPARE(parts("/db/note"), QStringLiteral(";…;"));
    QCOMPARE(parts("/db/host"), QStringLiteral(";\"h\";"));
    QCOMPARE(parts("/db"), QStringLiteral(R"(;{"pin": …, "note": …, "host": "h"};)"));
    QCOMPARE(parts(""),
        QStringLiteral(R"({"pin": …, "note": 2};{"db": {"$replace": {"pin": …, "note": …, )")
            + QStringLiteral(R"("host": "h"}}};{"pin": …, "note": …, "host": "h"})"));
}

QTEST_MAIN(SealedLines)
#include "tst_sealedlines.moc"
