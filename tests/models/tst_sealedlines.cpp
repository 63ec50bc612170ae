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

QTEST_MAIN(SealedLines)
#include "tst_sealedlines.moc"
