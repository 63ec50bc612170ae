// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/document/patch.h"
#include "engine/core/matrix/promotion.h"
#include "engine/core/merge/threeway.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/core/bulkcases.h"
#include "tests/support/corpus.h"

using namespace chancery;
using namespace chancery::bulkcases;

namespace {

// Of those that nobody has to fetch: right to left, both directions, without spaces, signs made of
// several, one that is no letter, and what looks like another value.
std::vector<std::string> ownStrings()
{
    return {"\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD",
        "abc \u0627\u0644\u0639\u0631\u0628\u064A\u0629 123", "\u202Eabc\u202C",
        "\u6F22\u5B57\u304B\u306A\u4EA4\u3058\u308A\u6587", "\U00020BB7\u91CE\u5BB6",
        "\U0001F469\u200D\U0001F469\u200D\U0001F467", "\U0001F1E9\U0001F1EA", "e\u0301",
        "\u2028\u2029\u0085", "\uFEFFbom", "yes", "12", "1e3", "null", " x ", "- a: # b",
        "'\"\"\"'", "a\tb\nc\r\nd", ""};
}

std::vector<std::string> strings()
{
    auto all = ownStrings();
    const auto folder = support::corpus("strings");
    if (!folder)
        return all;
    const auto list = core::readJson(support::contentOf(*folder / "blns.json"));
    for (const auto &item : list.tree().root())
        all.emplace_back(item.value().text());
    return all;
}

std::string quoted(const std::string &text)
{
    std::string json;
    core::appendJsonString(json, text);
    return json;
}

// A document with one value in each of the formats, as an edit writes it.
std::string documentOf(Format format, const std::string &json, const std::string &other = "1")
{
    const auto plain = format == Format::Toml ? "value = 0\nother = " + other + '\n'
        : format == Format::Yaml              ? "value: 0\nother: " + other + '\n'
                                              : "{\"value\": 0, \"other\": " + other + "}\n";
    const auto reading = core::read(plain, format);
    const auto patch = core::setValue(reading.tree(), "/value", json);
    return patch ? patch->appliedTo(plain) : std::string();
}

std::string valueIn(const std::string &text, Format format)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        return "!" + reading.problem().message;
    const auto value = reading.tree().root().find("value");
    return value.isString() ? std::string(value.text()) : "!no text";
}

} // namespace

// The strings that break programs go through what changes many documents at once or puts several
// together, and come out as they went in.
class TestNaughtyStrings : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bulkEditsWriteThem_data() { formats(); }
    void bulkEditsWriteThem();
    void bulkReplacingWritesThem();
    void mergesKeepThem_data() { formats(); }
    void mergesKeepThem();
    void promotionsCopyThem_data() { formats(); }
    void promotionsCopyThem();
    void sealsOpenAsThem();

private:
    static void formats()
    {
        QTest::addColumn<Format>("format");
        QTest::newRow("json") << Format::Json;
        QTest::newRow("yaml") << Format::Yaml;
        QTest::newRow("toml") << Format::Toml;
    }
    std::vector<std::string> m_strings = strings();
};

void TestNaughtyStrings::initTestCase()
{
    qInfo("%d strings run / %s", int(m_strings.size()),
        support::corpus("strings") ? "0 skipped" : "those of the corpus skipped: it is absent");
}

void TestNaughtyStrings::bulkEditsWriteThem()
{
    QFETCH(Format, format);
    const Text text(documentOf(format, "\"x\""), format);
    for (const auto &naughty : m_strings) {
        auto operation = at(BulkKind::Set, "/value");
        operation.with = quoted(naughty);
        const auto plan = planned(text, operation);
        QVERIFY2(plan && !plan->hits.empty() && !plan->hits.front().refusal, naughty.c_str());
        QCOMPARE(valueIn(plan->after, format), naughty);
    }
}

// Text for text, which is not quoted: it is written as it is, or refused.
void TestNaughtyStrings::bulkReplacingWritesThem()
{
    const Text text(documentOf(Format::Json, "\"needle\""), Format::Json);
    for (const auto &naughty : m_strings) {
        auto operation = replacing("needle", "", false);
        const auto json = quoted(naughty);
        operation.with = json.substr(1, json.size() - 2);
        const auto plan = planned(text, operation);
        QVERIFY2(plan && !plan->hits.empty(), naughty.c_str());
        QVERIFY2(!plan->hits.front().refusal, naughty.c_str());
        QCOMPARE(valueIn(plan->after, Format::Json), naughty);
    }
}

void TestNaughtyStrings::mergesKeepThem()
{
    QFETCH(Format, format);
    const auto base = documentOf(format, "\"x\"");
    for (const auto &naughty : m_strings) {
        const auto mine = documentOf(format, quoted(naughty));
        const auto theirs = documentOf(format, "\"x\"", "2");
        for (const bool isMine : {true, false}) {
            const core::ThreeWayMerge merge(
                {base, isMine ? theirs : mine, isMine ? mine : theirs, format});
            QVERIFY2(merge.isClean() && merge.isByKey(), naughty.c_str());
            QCOMPARE(valueIn(merge.text(), format), naughty);
            QVERIFY(merge.text().find('2') != std::string::npos);
        }
        const core::ThreeWayMerge both({base, documentOf(format, "\"theirs\""), mine, format});
        QCOMPARE(both.conflicts().size(), std::size_t(1));
        QCOMPARE(valueIn(both.text(), format), naughty);
        const auto answered = both.answered(both.text(), 0, core::MergeChoice::Theirs);
        QVERIFY2(answered, naughty.c_str());
        QCOMPARE(valueIn(*answered, format), std::string("theirs"));
        const auto back = both.answered(*answered, 0, core::MergeChoice::Mine);
        QVERIFY2(back, naughty.c_str());
        QCOMPARE(valueIn(*back, format), naughty);
    }
}

void TestNaughtyStrings::promotionsCopyThem()
{
    QFETCH(Format, format);
    const auto column = [format](const std::string &text) {
        auto reading = core::read(text, format, core::Limits::wide());
        return core::MatrixColumn::of(
            std::make_shared<const core::Tree>(std::move(reading).tree()), nullptr, nullptr);
    };
    for (const auto &naughty : m_strings) {
        std::vector<core::MatrixColumn> columns;
        columns.push_back(column(documentOf(format, quoted(naughty))));
        columns.push_back(column(documentOf(format, "\"x\"", "3")));
        const core::Matrix matrix(std::move(columns));
        const auto promotion = core::promote(matrix, 0, 1, {{"/value"}});
        QVERIFY2(promotion && promotion->changesAnything(), naughty.c_str());
        QCOMPARE(valueIn(promotion->text, format), naughty);
        QVERIFY(promotion->text.find('3') != std::string::npos);
    }
}

void TestNaughtyStrings::sealsOpenAsThem()
{
    const core::Secret key(std::string(32, 'k'));
    const auto place = core::sealPlace("shop/vault", "prod", "/value");
    for (const auto &naughty : m_strings) {
        const auto json = core::readJson(quoted(naughty));
        const auto sealed = core::sealValue(key, "dek-1", place, json.tree().root());
        QVERIFY2(sealed, naughty.c_str());
        const auto opened = core::openValue(key, *sealed, place);
        QVERIFY2(opened, naughty.c_str());
        const auto read = core::readSecretJson(*opened);
        QVERIFY2(read, naughty.c_str());
        QCOMPARE(std::string(read->root().text()), naughty);
    }
}

QTEST_GUILESS_MAIN(TestNaughtyStrings)
#include "tst_naughtystrings.moc"
