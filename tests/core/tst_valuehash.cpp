// SPDX-License-Identifier: Apache-2.0
#include "engine/core/diff/alignment.h"
#include "engine/core/document/json.h"
#include "engine/core/merge/pairing.h"
#include "engine/core/schema/equality.h"
#include "engine/core/textdiff.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>

#include <cstring>
#include <set>

using namespace chancery;

namespace {

core::Tree treeOf(const std::string &text)
{
    auto reading = core::read(text, core::Format::Json, core::Limits::wide());
    if (!reading)
        qFatal("unreadable: %s", text.c_str());
    return std::move(reading).tree();
}

constexpr qint64 longest = 15'000; // ms; they need a fraction of a second

constexpr std::uint64_t factor = 0x9E3779B97F4A7C15;

std::uint64_t stepped(std::uint64_t hash, std::uint64_t part)
{
    hash = (hash ^ part) * factor;
    return hash ^ (hash >> 32);
}

// What any product without a key does with two words: whoever knows it can go back.
std::uint64_t openHash(std::string_view text)
{
    std::uint64_t hash = text.size() * factor;
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t part = 0;
        std::memcpy(&part, text.data() + at, 8);
        hash = stepped(hash, part);
    }
    return hash;
}

std::string bytesOf(std::uint64_t word)
{
    return {reinterpret_cast<const char *>(&word), sizeof word};
}

// Texts of sixteen bytes with one open hash: to each first half there is a second one.
std::vector<std::string> collidingTexts(std::size_t count)
{
    const auto begin = 16 * factor;
    const auto wanted = stepped(begin, 0);
    std::vector<std::string> texts;
    for (std::uint64_t word = 0; word < count; ++word)
        texts.push_back(bytesOf(word) + bytesOf(wanted ^ stepped(begin, word)));
    return texts;
}

} // namespace

class TestValueHash : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nobodyKnowsWhichTextsCollide();
    void equalValuesHaveOneHash();
    void numbersOfOneBinary64AreToldApart();
    void hostileListsEnd();
    void hostileLinesEnd();
};

void TestValueHash::nobodyKnowsWhichTextsCollide()
{
    const auto texts = collidingTexts(2);
    QCOMPARE(texts[0].size(), std::size_t(16));
    QVERIFY(texts[0] != texts[1]);
    QCOMPARE(openHash(texts[0]), openHash(texts[1]));
    const core::KeyedHash hash;
    QVERIFY(hash(texts[0]) != hash(texts[1]));
    QCOMPARE(hash(texts[0]), hash(std::string(texts[0])));
    // Of every length, and not of what lies behind the text.
    std::set<std::uint64_t> hashes;
    const std::string zeros(100, '\0');
    for (std::size_t size = 0; size <= zeros.size(); ++size)
        hashes.insert(hash(std::string_view(zeros).substr(0, size)));
    QCOMPARE(hashes.size(), zeros.size() + 1);
    QVERIFY(core::KeyedHash()("text") != core::KeyedHash()("text"));
}

void TestValueHash::equalValuesHaveOneHash()
{
    const core::KeyedHash hash;
    const auto of
        = [&hash](const std::string &text) { return core::valueHash(treeOf(text).root(), hash); };
    for (const auto &[one, other] :
        std::initializer_list<std::pair<const char *, const char *>>{{"1", "1.0"}, {"1000", "1e3"},
            {"-2.50", "-25e-1"}, {"0", "-0.0"}, {"1e21", "10e20"}, {"\"a\"", "\"\\u0061\""},
            {R"({"a":1,"b":[2]})", R"({ "b": [2.0], "a": 1 })"}, {"[]", "[ ]"}}) {
        QVERIFY2(core::sameValue(treeOf(one).root(), treeOf(other).root()), one);
        QCOMPARE(of(one), of(other));
    }
    std::set<std::uint64_t> hashes;
    const auto others = {"null", "true", "false", "0", "1", "-1", "\"\"", "\"1\"", "[]", "{}",
        "[[]]", "[{}]", "[1,0]", "[0,1]", R"({"a":1})", R"({"b":1})", "1.5", "-1.5", "1e300"};
    for (const auto *text : others)
        hashes.insert(of(text));
    QCOMPARE(hashes.size(), others.size());
}

void TestValueHash::numbersOfOneBinary64AreToldApart()
{
    const core::KeyedHash hash;
    std::set<std::uint64_t> hashes;
    for (int i = 1; i < 10; ++i) {
        const auto digit = std::to_string(i);
        hashes.insert(core::valueHash(treeOf("0.10000000000000000000" + digit).root(), hash));
        hashes.insert(core::valueHash(treeOf("1e40" + digit).root(), hash));
    }
    QCOMPARE(hashes.size(), std::size_t(18));
}

// Numbers that are all infinite to a machine: a step for each pair of them would take minutes.
void TestValueHash::hostileListsEnd()
{
    constexpr int count = 60'000;
    std::string rising;
    std::string falling;
    for (int i = 0; i < count; ++i) {
        rising += (i > 0 ? ",1e" : "[1e") + std::to_string(400 + i);
        falling += (i > 0 ? ",1e" : "[1e") + std::to_string(400 + count - i);
    }
    const auto from = treeOf(rising + ']');
    const auto to = treeOf(falling + ']');
    const auto left = core::itemsOf(from.root());
    const auto right = core::itemsOf(to.root());
    QElapsedTimer clock;
    clock.start();
    QVERIFY(core::alignItems(left, right).moved.size() > count / 2);
    QCOMPARE(core::pairItems(from.root(), to.root()).partners.size(), std::size_t(count));
    QVERIFY(!core::equalItems(from.root()));
    QVERIFY(clock.elapsed() < longest);
}

void TestValueHash::hostileLinesEnd()
{
    const auto texts = collidingTexts(60'000);
    std::vector<std::string_view> left(texts.begin(), texts.end());
    std::vector<std::string_view> right(left.rbegin(), left.rend());
    QElapsedTimer clock;
    clock.start();
    QVERIFY(!core::diffLines(left, right).empty());
    QVERIFY(clock.elapsed() < longest);
}

QTEST_GUILESS_MAIN(TestValueHash)
#include "tst_valuehash.moc"
