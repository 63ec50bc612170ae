// SPDX-License-Identifier: Apache-2.0
#include "engine/core/textsearch.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>

using namespace chancery;
using core::SearchQuery;
using core::TextSearch;

namespace {

constexpr std::size_t many = 1'000'000;

SearchQuery expression(std::string pattern)
{
    return {std::move(pattern), true, true, false};
}

// The hits in brackets.
std::string marked(const SearchQuery &query, const std::string &text)
{
    const auto search = TextSearch::compile(query);
    if (!search)
        return '!' + search.error().code;
    const core::CancelToken token;
    std::string out;
    std::size_t done = 0;
    for (const auto &hit : search->findAll(text, many, token)) {
        out += text.substr(done, hit.begin - done) + '['
            + text.substr(hit.begin, hit.end - hit.begin) + ']';
        done = hit.end;
    }
    return out + text.substr(done);
}

std::string replaced(const SearchQuery &query, const std::string &text, const std::string &with)
{
    const auto search = TextSearch::compile(query);
    const core::CancelToken token;
    const auto patch = search->replaceAll(text, search->findAll(text, many, token), with, token);
    return patch ? patch->appliedTo(text) : '!' + patch.error().code + ' ' + patch.error().detail;
}

} // namespace

class TestTextSearch : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aWrongPatternIsSaid();
    void findsTextAsItStands();
    void findsExpressions();
    void replacesWithGroups();
    void oneHitIsReplacedLikeAll();
    void cancellingEndsTheSearch();
    void tenMegabytesAreQuick();
    void greedyWholeWordsAreLinear();
};

void TestTextSearch::aWrongPatternIsSaid()
{
    QCOMPARE(marked({}, "x"), std::string("!empty-pattern"));
    const auto open = TextSearch::compile(expression("a(b"));
    QVERIFY(!open);
    QCOMPARE(open.error().code, std::string("bad-pattern"));
    QCOMPARE(open.error().detail, std::string("missing ): a(b"));
    QCOMPARE(marked(expression("(a)\\1"), "aa"), std::string("!bad-pattern"));
    QCOMPARE(
        marked({std::string(70'000, 'x'), false, true, false}, "x"), std::string("!bad-pattern"));
}

void TestTextSearch::findsTextAsItStands()
{
    QCOMPARE(marked({"a.", false, true, false}, "a. ab A."), std::string("[a.] ab A."));
    QCOMPARE(marked({"a.", false, false, false}, "a. ab A."), std::string("[a.] ab [A.]"));
    QCOMPARE(marked({"STRASSE", false, false, false}, "Strasse"), std::string("[Strasse]"));
    QCOMPARE(marked({"\xC3\x84", false, false, false}, "\xC3\xA4"), std::string("[\xC3\xA4]"));
    QCOMPARE(marked({"aa", false, true, false}, "aaaaa"), std::string("[aa][aa]a"));
    QCOMPARE(marked({"port", false, true, true}, "port ports port_ \"port\" \xC3\xA4port"),
        std::string("[port] ports port_ \"[port]\" \xC3\xA4port"));
    QCOMPARE(marked({"a", false, true, true}, "aaa a"), std::string("aaa [a]"));
}

void TestTextSearch::findsExpressions()
{
    QCOMPARE(marked(expression("[0-9]+"), "a 12 b3"), std::string("a [12] b[3]"));
    QCOMPARE(marked(expression("^a.*$"), "ab\nba\nac"), std::string("[ab]\nba\n[ac]"));
    QCOMPARE(marked(expression("."), "\xE2\x82\xAC\nx"), std::string("[\xE2\x82\xAC]\n[x]"));
    QCOMPARE(marked(expression("^"), "a\nb"), std::string("[]a\n[]b"));
    QCOMPARE(marked(expression("x*"), "\xE2\x82\xACxx"), std::string("[]\xE2\x82\xAC[xx][]"));
    QCOMPARE(marked(expression("a\\s+b"), "a\n  b"), std::string("[a\n  b]"));
}

void TestTextSearch::replacesWithGroups()
{
    QCOMPARE(replaced(expression("(\\w+): (?P<value>\\d+)"), "a: 1, b: 22", "${value}=$1 ($0) $$"),
        std::string("1=a (a: 1) $, 22=b (b: 22) $"));
    QCOMPARE(replaced(expression("(a)|(b)"), "ab", "<$1|$2>"), std::string("<a|><|b>"));
    QCOMPARE(replaced(expression(","), "a,b", ",\\n\\t\\\\"), std::string("a,\n\t\\b"));
    QCOMPARE(replaced(expression("(a)"), "a", "$2"), std::string("!bad-replacement 2"));
    QCOMPARE(replaced(expression("a"), "a", "${no}"), std::string("!bad-replacement no"));
    QCOMPARE(replaced(expression("a"), "a", "$x ${ $"), std::string("$x ${ $"));
    QCOMPARE(replaced({"a", false, true, false}, "aba", "$1\\n"), std::string("$1\\nb$1\\n"));
    QCOMPARE(replaced({"z", false, true, false}, "aba", "y"), std::string("aba"));
    QCOMPARE(replaced(expression("\\bb"), "ab b", "x"), std::string("ab x"));
}

void TestTextSearch::oneHitIsReplacedLikeAll()
{
    const auto search = TextSearch::compile(expression("(\\d)\\b"));
    const std::string text = "12 3";
    QCOMPARE(*search->replacement(text, {1, 2}, "<$1>"), std::string("<2>"));
    QVERIFY(!search->replacement(text, {1, 2}, "$3"));
}

void TestTextSearch::cancellingEndsTheSearch()
{
    const auto search = TextSearch::compile({"a", false, true, false});
    core::CancelToken token;
    token.cancel();
    const std::string text(100'000, 'a');
    QVERIFY(search->findAll(text, many, token).size() < 2048);
    QVERIFY(!search->replaceAll(text, {{0, 1}}, "b", token));
    QCOMPARE(search->findAll(text, 7, core::CancelToken()).size(), 7U);
}

void TestTextSearch::tenMegabytesAreQuick()
{
    std::string text = "[\n";
    while (text.size() < (std::size_t(10) << 20))
        text += "  {\"number\": " + std::to_string(text.size()) + ", \"name\": \"row\"},\n";
    const core::CancelToken token;
    for (const SearchQuery &query : {SearchQuery{"\"name\"", false, true, false},
             SearchQuery{"NAME", false, false, true}, expression("\"number\": (\\d+)")}) {
        QElapsedTimer timer;
        timer.start();
        const auto search = TextSearch::compile(query);
        const auto hits = search->findAll(text, many, token);
        const auto found = timer.restart();
        const auto patch = search->replaceAll(text, hits, "changed", token);
        qInfo("10 MB, %s: %zu hits in %lld ms, replaced in %lld ms", query.pattern.c_str(),
            hits.size(), static_cast<long long>(found), static_cast<long long>(timer.elapsed()));
        QVERIFY(patch && hits.size() > 200'000);
        QVERIFY(found < 5000);
    }
}

// Each word of a long line begins a match that reaches to its end, and none ends with a word.
void TestTextSearch::greedyWholeWordsAreLinear()
{
    SearchQuery query = expression("[a-z ]*[a-z]");
    query.wholeWords = true;
    QCOMPARE(marked(query, "ab cd"), std::string("[ab cd]"));
    QCOMPARE(marked(query, "ab cd1 ef"), std::string("ab cd1[ ef]"));
    std::string text;
    while (text.size() < (std::size_t(1) << 20))
        text += "word ";
    text += "end1";
    const auto search = TextSearch::compile(query);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(search->findAll(text, many, core::CancelToken()).size(), 0U);
    qInfo("whole words of 1 MB: %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 2000); // of an unoptimised build on a busy machine
}

QTEST_GUILESS_MAIN(TestTextSearch)
#include "tst_textsearch.moc"
