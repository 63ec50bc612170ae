// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/schema/pattern.h"
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <set>

using namespace chancery;
using Answer = core::Matcher::Answer;

// Regular expressions as ECMA-262 means them, whichever engine takes them.
class TestPattern : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void expressionsThatAreNone_data();
    void expressionsThatAreNone();
    void backtrackingHasLimits();
    void backtrackingIsChargedToTheDocument();
    void largeProgramsAreChargedToTheDocument();
    void linearPatternsStayFast();
    void matches_data();
    void matches();
    void simpleMatcherAgrees();
};

namespace {

std::optional<core::Pattern> compiled(const std::string &source)
{
    auto pattern = core::Pattern::compile(source);
    if (!pattern)
        return std::nullopt;
    return std::move(pattern).value();
}

// Every pattern of the real schemas, and every short string beside them.
void collect(
    const core::Value &value, std::set<std::string> &patterns, std::set<std::string> &texts)
{
    if (value.isString() && value.text().size() < 60)
        texts.emplace(value.text());
    for (const auto &member : value) {
        if (value.isObject() && member.key() == "pattern" && member.value().isString())
            patterns.emplace(member.value().text());
        if (value.isObject() && member.key() == "patternProperties") {
            for (const auto &named : member.value())
                patterns.emplace(named.key());
        }
        collect(member.value(), patterns, texts);
    }
}

} // namespace

void TestPattern::expressionsThatAreNone_data()
{
    QTest::addColumn<std::string>("source");
    for (const auto *source : {"(", ")", "[", "a**", "*", "\\", "(?<=", "[b-a]", "a{2,1}", "(?<n",
             "\\u{110000}", "\\p{Unheard}", "^(abc]"})
        QTest::newRow(source) << std::string(source);
}

void TestPattern::expressionsThatAreNone()
{
    QFETCH(std::string, source);
    const auto pattern = core::Pattern::compile(source);
    QVERIFY(!pattern.ok());
    QCOMPARE(pattern.error().code, std::string("invalid-pattern"));
}

void TestPattern::backtrackingHasLimits()
{
    const auto pattern = compiled("^(?=a)(a+)+$");
    QVERIFY(pattern && pattern->isCostly());
    QCOMPARE(pattern->match("aaa"), Answer::Yes);
    QCOMPARE(pattern->match(std::string(40, 'a') + '!'), Answer::TooCostly);
    QVERIFY(pattern->match(std::string(1 << 20, 'a') + '!') != Answer::Yes);
}

// Each of the texts is below the limit of a single match; together they would be at work for
// minutes.
void TestPattern::backtrackingIsChargedToTheDocument()
{
    auto schema = core::readJson(R"j({"items": {"pattern": "^(?!x)(a+)+$"}})j");
    const auto compiled = core::CompiledSchema::compile(std::move(schema).tree(), {}, {});
    QVERIFY(compiled);
    const auto listOf = [](std::size_t count, const std::string &text) {
        std::string json = "[";
        for (std::size_t i = 0; i < count; ++i)
            json += (i > 0 ? ",\"" : "\"") + text + '"';
        return core::readJson(json + ']', core::Limits::wide());
    };
    const std::string costly = std::string(13, 'a') + '!';
    std::uint64_t work = 0;
    QCOMPARE(core::Pattern::compile("^(?!x)(a+)+$")->match(costly, work), Answer::No);
    QVERIFY(work > 100);
    core::ValidateOptions options;
    options.maxErrors = 100'000;
    const auto many = listOf(10'000, costly);
    const auto verdict = compiled->validate(many.tree().root(), options);
    QVERIFY(!verdict.valid);
    QVERIFY(verdict.violations.size() < 10'000);
    // Ordinary texts are as many as there are.
    QVERIFY(compiled->accepts(listOf(100'000, "aaa").tree().root()));
    QCOMPARE(compiled->validate(listOf(10, costly).tree().root()).violations.size(), 10);
}

// RE2 is linear, and yet a program of a hundred thousand instructions may need them all each time.
void TestPattern::largeProgramsAreChargedToTheDocument()
{
    const auto pattern = compiled("(\\w{1,500}x|y)z$");
    QVERIFY(pattern);
    std::uint64_t work = 0;
    pattern->match(std::string(1 << 20, 'a'), work);
    QVERIFY2(work > 100'000, std::to_string(work).c_str());
    work = 0;
    const auto usual = compiled("^[a-z]+(-[a-z]+)*\\.example$");
    usual->match(std::string(1 << 20, 'a'), work);
    QVERIFY2(work < 100'000, std::to_string(work).c_str());
}

void TestPattern::linearPatternsStayFast()
{
    for (const auto *source : {"^(a+)+$", "(?:.*.*=.*)", "(a|a)*b", "(x+x+)+y"}) {
        const auto pattern = compiled(source);
        QVERIFY(pattern && !pattern->isCostly());
        QCOMPARE(pattern->match(std::string(100'000, 'a') + '!'), Answer::No);
    }
}

void TestPattern::matches_data()
{
    QTest::addColumn<std::string>("source");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *source, const std::string &text, bool expected) {
        QTest::addRow("%s on %s", source, text.c_str()) << std::string(source) << text << expected;
    };
    row("b", "abc", true); // nowhere anchored
    row("^b", "abc", false);
    row("^a$", "a\n", false); // "$" is the end and nothing else
    row("^(?!x)a$", "a\n", false);
    row("^.$", "\n", false);
    row("^.$", "\xE2\x80\xA8", false);
    row("^(.)$", "\xE2\x80\xA8", false);
    row("^.$", "😀", true); // code points
    row("^[😀-😃]$", "😁", true);
    row("^\\d$", "٣", false);
    row("^\\w+$", "aé", false);
    row("^\\W$", "é", true);
    row("^\\s$", "\xC2\xA0", true);
    row("^\\s$", "\xEF\xBB\xBF", true);
    row("^[\\s]$", "\xE2\x80\x83", true);
    row("^\\S$", "\xE2\x80\x83", false);
    row("^[^\\S]$", " ", true);
    row("^[\\S]$", "é", true);
    row("^\\cA$", "\x01", true);
    row("^\\u00e9\\xE9$", "éé", true);
    row("^\\u{1F600}$", "😀", true);
    row("^\\ud83d\\ude00$", "😀", true);
    row("^\\p{Letter}\\p{L}\\p{Lu}$", "éaÉ", true);
    row("^\\p{Script=Greek}$", "α", true);
    row("^\\P{L}$", "é", false);
    row("^[^]$", "\n", true);
    row("[]", "a", false);
    row("^a\\/b\\-c$", "a/b-c", true);
    row("^[\\w.-]+$", "a-b.c", true);
    row("^[\\w-.]+$", "a-b.c", true);
    row("^[a[]$", "[", true);
    row("^{a}$", "{a}", true);
    row("^a{,2}$", "a{,2}", true);
    row("^a{2}$", "aa", true);
    row("^a{1,2}b?$", "aab", true);
    row("^]$", "]", true);
    row("^(?<year>\\d{4})-\\k<year>$", "2024-2024", true);
    row("^(a)\\1$", "aa", true);
    row("^(?:(a)|b)\\1$", "b", true); // an unset group matches nothing
    row("^(?<n>a)$", "a", true);
    row("(?<!a)b", "ab", false);
    row("^\\0$", std::string(1, '\0'), true);
    row("^[\\b]$", "\b", true);
    row("\\bfoo\\b", "a foo b", true);
    row("^[a-z]{0,2000}$", "abc", true); // beyond RE2's counts
}

void TestPattern::matches()
{
    QFETCH(std::string, source);
    QFETCH(std::string, text);
    QFETCH(bool, expected);
    const auto pattern = compiled(source);
    QVERIFY(pattern);
    QCOMPARE(pattern->match(text), expected ? Answer::Yes : Answer::No);
}

// An empty group in front keeps our own loop from taking an expression: both must agree.
void TestPattern::simpleMatcherAgrees()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    std::set<std::string> patterns{
        "^[a-z]+[0-9]*$", "^[^/]*$", "^a?b?c$", "^\\w{2,3}-", "^.+\\.x$"};
    std::set<std::string> texts{"", "\n", "a", "ab1", "é", "a/é", "\xE2\x80\xA8", "abc-", "1.2.3"};
    for (const auto &file : support::filesIn(*folder / "schemas", ".json")) {
        const auto reading = core::readJson(support::contentOf(file), core::Limits::wide());
        if (reading.ok() && reading.tree().source().size() < 50'000)
            collect(reading.tree().root(), patterns, texts);
    }
    int compared = 0;
    for (const auto &source : patterns) {
        const auto simple = core::simpleMatcher(source);
        const auto other = compiled("(?:)" + source);
        if (!simple || !other)
            continue;
        ++compared;
        std::uint64_t work = 0;
        std::size_t turn = 0; // a sample of the texts is enough
        for (const auto &text : texts) {
            if (turn++ % 16 == 0 && simple->match(text, work) != other->match(text))
                QFAIL((source + " on " + text).c_str());
        }
    }
    QVERIFY(compared > 100);
    qInfo("patterns: %d compared with RE2 / %d left to the engines", compared,
        int(patterns.size()) - compared);
}

QTEST_GUILESS_MAIN(TestPattern)
#include "tst_pattern.moc"
