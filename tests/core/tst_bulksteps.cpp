// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "tests/core/bulkcases.h"

#include <random>

using namespace chancery;
using namespace chancery::bulkcases;

// How the hits of one text are taken: at once where that can be, with the result of one by one.
class TestBulkSteps : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void manyHitsAreProvedAtOnce_data();
    void manyHitsAreProvedAtOnce();
    void togetherIsAsOneByOne();
};

// A proof reads the whole text: two thousand hits must not take two thousand of them.
void TestBulkSteps::manyHitsAreProvedAtOnce_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("item"); // one of two thousand
    QTest::addColumn<QByteArray>("text"); // around them
    QTest::addColumn<BulkOperation>("operation");
    QTest::addColumn<int>("proofs");
    const auto row = [](const char *name, Format format, const char *item, const char *text,
                         const BulkOperation &operation, int proofs) {
        QTest::newRow(name) << format << QByteArray(item) << QByteArray(text) << operation
                            << proofs;
    };
    const auto yaml = Format::Yaml;
    row("set", yaml, "- {t: 1}\n- t: 2\n", "%1", at(BulkKind::Set, "/*/t", "\"x: y\""), 60);
    row("set in json", Format::Json, "{\"t\": 1, \"u\": {\"t\": \"2\"}},\n", "[%1 0]",
        at(BulkKind::Set, "/**/t", "{\"a\": [1]}"), 1);
    row("add", yaml, "- t: 1 # one\n- t: 'x'\n", "%1", at(BulkKind::Add, "/*/t", "0.1"), 1);
    row("rename", yaml, "- t: 1\n- {t: 1}\n", "%1", renaming("/*/t", "time"), 1);
    row("follow a key", yaml, "- a ${ref:#/t/x} b\n- \"${ref:#/t}\"\n", "t: {x: 1}\nl:\n%1",
        renaming("/t", "time"), 1);
    row("remove", yaml, "- t: 1\n  u: 1\n- t: 2\n", "%1", at(BulkKind::Remove, "/*/t"), 1);
    row("remove all items", Format::Json, "1,\n2,", "{\"l\": [%1 0]}", at(BulkKind::Remove, "/l/*"),
        1);
    row("remove all lines", yaml, "- 1\n- 2\n", "l:\n%1", at(BulkKind::Remove, "/l/*"), 30);
    row("some that cannot be", Format::Json, "{\"t\": 1}, {\"t\": 1},\n",
        "[{\"t\": 1, \"x\": 2}, %1 0]", at(BulkKind::Rename, "/*/t", "x"), 40);
}

void TestBulkSteps::manyHitsAreProvedAtOnce()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, item);
    QFETCH(QByteArray, text);
    QFETCH(BulkOperation, operation);
    QFETCH(int, proofs);
    operation.owners = {{"/shop/api", {}}};
    const Text whole(text.replace("%1", item.repeated(1000)).toStdString(), format);
    QVERIFY2(whole.reading.ok(), whole.reading.ok() ? "" : whole.reading.problem().message.c_str());
    const auto plan = planned(whole, operation);
    QVERIFY(plan.ok());
    QVERIFY(plan->hits.size() >= 1999);
    QVERIFY2(plan->proofs <= proofs, std::to_string(plan->proofs).c_str());
    QVERIFY(plan->after != whole.reading.tree().source());
}

// The same as each hit by itself, from the last to the first.
void TestBulkSteps::togetherIsAsOneByOne()
{
    std::mt19937 random(3); // NOLINT(cert-msc51-cpp): the same every time
    static constexpr std::array items{"- t: 1\n", "- {t: 'a', u: 1}\n", "- t: \"b\" # c\n  t2: 1\n",
        "- u: {t: 1}\n", "- [t, {t: 1}]\n", "- t: |\n    x\n"};
    static constexpr std::array values{"\"x, y\"", "\"x: y\"", "{\"t\": [1]}", "7", "null"};
    for (int round = 0; round < 300; ++round) {
        std::string source;
        for (std::size_t i = 0, count = 1 + random() % 6; i < count; ++i)
            source += items[random() % items.size()];
        const auto kind = std::array{BulkKind::Set, BulkKind::Remove, BulkKind::Add}[random() % 3];
        const auto *places = std::array{"/**/t", "/*/t", "/*", "/**"}[random() % 4];
        const Text text(source, Format::Yaml);
        const auto *value = kind == BulkKind::Add ? "2" : values[random() % values.size()];
        const auto together = planned(text, at(kind, places, value));
        QVERIFY(together.ok());
        std::string one = source;
        for (auto hit = together->hits.size(); hit > 0; --hit) {
            const Text present(one, Format::Yaml);
            auto pointer = together->hits[hit - 1].pointer;
            const auto alone
                = planned(present, at(kind, core::Glob::escaped(pointer).c_str(), value));
            QVERIFY(alone.ok());
            if (alone->hits.size() == 1)
                one = alone->after;
        }
        const auto wanted = core::read(one, Format::Yaml);
        const auto found = core::read(together->after, Format::Yaml);
        QCOMPARE(
            core::canonicalJson(found.tree().root()), core::canonicalJson(wanted.tree().root()));
        QCOMPARE(together->after, one);
    }
}

QTEST_GUILESS_MAIN(TestBulkSteps)
#include "tst_bulksteps.moc"
