// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;

class TestCanonical : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void corpusFilesMatch();
    void knownAnswer();
    void canonicalFormIsStable();
};

void TestCanonical::corpusFilesMatch()
{
    const auto folder = support::corpus("jcs");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    for (const auto &file : support::filesIn(*folder / "input", ".json")) {
        const auto reading = core::readJson(support::contentOf(file));
        QVERIFY2(reading.ok(), file.c_str());
        QCOMPARE(core::canonicalJson(reading.tree().root()),
            support::contentOf(*folder / "output" / file.filename()));
        ++run;
    }
    QCOMPARE(run, 6);
    qInfo("jcs: %d run / 0 skipped", run);
}

void TestCanonical::knownAnswer()
{
    const auto reading
        = core::readJson(R"({"z":9007199254740991,"n":1e-7,"b":[true,null,"€"],"a":1})");
    QVERIFY(reading.ok());
    const auto text = core::canonicalJson(reading.tree().root());
    QCOMPARE(text, std::string(R"({"a":1,"b":[true,null,"€"],"n":1e-7,"z":9007199254740991})"));
    QCOMPARE(core::toHex(core::bytesOf(core::sha256(text))),
        std::string("44b446a19fd5b79f4bce166f9a871d034677715b391ae97e9ea39e057b294874"));
}

void TestCanonical::canonicalFormIsStable()
{
    const auto first = core::readJson(R"({"b":1.50,"a":{"y":-0.0,"x":"\u0041"},"c":1e21})");
    QVERIFY(first.ok());
    const auto once = core::canonicalJson(first.tree().root());
    QCOMPARE(once, std::string(R"({"a":{"x":"A","y":0},"b":1.5,"c":1e+21})"));
    const auto second = core::readJson(once);
    QVERIFY(second.ok());
    QCOMPARE(core::canonicalJson(second.tree().root()), once);
    QCOMPARE(core::contentId(second.tree().root()), core::contentId(first.tree().root()));
}

QTEST_GUILESS_MAIN(TestCanonical)
#include "tst_canonical.moc"
