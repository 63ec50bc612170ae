// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::contentOf;
using support::corpus;
using support::replaceAll;

// The official JSON Schema test suite: every required test of draft 7 and 2020-12 from the corpus,
// of drafts 4 and 6 from Debian's package json-schema-test-suite, and for 2019-09, which neither
// has, the groups of 2020-12 whose meaning is the same, spelled in the older vocabulary. The
// folders "optional" are not required (formats, which are not asserted here, and numbers beyond
// binary64).
class TestSchemaSuite : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRequiredTest_data();
    void everyRequiredTest();
    void theNewestSuiteInTheVocabularyBefore_data();
    void theNewestSuiteInTheVocabularyBefore();
    void cleanupTestCase();

private:
    void addRemotes(const std::filesystem::path &folder);
    void addRows(const std::filesystem::path &tests, const QString &draft);
    void runGroup(const core::Value &group, core::Tree schema, const QString &draft);

    core::SchemaLibrary m_library;
    int m_run = 0;
    int m_respelled = 0;
    int m_otherMeaning = 0;
};

namespace {

core::Tree readFile(const std::filesystem::path &file)
{
    auto reading = core::readJson(contentOf(file), core::Limits::wide());
    if (!reading.ok())
        qFatal("%s: %s", file.c_str(), reading.problem().message.c_str());
    return std::move(reading).tree();
}

// A value of a larger document as a document of its own.
std::string sourceOf(const core::Value &value)
{
    const auto &source = value.tree().source();
    return std::string(source.substr(value.node().begin, value.node().end - value.node().begin));
}

core::Tree part(const core::Value &value)
{
    return core::readJson(sourceOf(value), core::Limits::wide()).tree();
}

const std::filesystem::path packagedSuite = "/usr/share/json-schema-test-suite";

bool has(std::string_view text, std::string_view word)
{
    return text.find(word) != text.npos;
}

// What 2019-09 says otherwise, and not only in other words: dynamic references, "contains" as an
// evaluation of items, and tuples beside schemas for all items of other arrays.
bool meansTheSameBefore(std::string_view schema)
{
    const bool tuplesAndLists = has(schema, "prefixItems")
        && (has(schema, "unevaluatedItems") || has(schema, "$defs") || has(schema, "allOf"));
    return !has(schema, "$dynamic") && !has(schema, "dynamicref") && !tuplesAndLists
        && !(has(schema, "contains") && has(schema, "unevaluatedItems"))
        && !has(schema, "draft/2019-09") && !has(schema, "draft/next");
}

std::string respelledFor201909(std::string schema)
{
    if (has(schema, "\"prefixItems\"")) {
        replaceAll(schema, "\"items\"", "\"additionalItems\"");
        replaceAll(schema, "\"prefixItems\"", "\"items\"");
    }
    replaceAll(schema, "/prefixItems/", "/items/");
    replaceAll(schema, "draft/2020-12/", "draft/2019-09/");
    replaceAll(schema, "1234/draft2020-12/", "1234/draft2019-09/");
    return schema;
}

} // namespace

void TestSchemaSuite::initTestCase()
{
    QVERIFY2(std::filesystem::exists(packagedSuite),
        "Debian's package json-schema-test-suite is missing; tests/run.sh installs it");
    addRemotes(packagedSuite / "remotes");
    if (const auto folder = corpus("json-schema-test-suite"))
        addRemotes(*folder / "remotes");
}

void TestSchemaSuite::addRemotes(const std::filesystem::path &folder)
{
    for (const auto &file : support::filesIn(folder, ".json")) {
        const auto path = std::filesystem::relative(file, folder).generic_string();
        m_library.add("http://localhost:1234/" + path, readFile(file));
    }
}

void TestSchemaSuite::addRows(const std::filesystem::path &tests, const QString &draft)
{
    for (const auto &file : support::filesIn(tests, ".json")) {
        if (file.parent_path() == tests)
            QTest::addRow("%s/%s", qPrintable(draft), file.stem().c_str())
                << draft << QString::fromStdString(file.string());
    }
}

void TestSchemaSuite::everyRequiredTest_data()
{
    QTest::addColumn<QString>("draft");
    QTest::addColumn<QString>("file");
    for (const auto *draft : {"draft4", "draft6"})
        addRows(packagedSuite / "tests" / draft, QLatin1String(draft));
    if (const auto folder = corpus("json-schema-test-suite")) {
        for (const auto *draft : {"draft7", "draft2020-12"})
            addRows(*folder / "tests" / draft, QLatin1String(draft));
    }
}

void TestSchemaSuite::everyRequiredTest()
{
    QFETCH(QString, draft);
    QFETCH(QString, file);
    const auto tree = readFile(file.toStdString());
    for (const auto &group : tree.root())
        runGroup(group.value(), part(group.value()["schema"]), draft);
}

void TestSchemaSuite::theNewestSuiteInTheVocabularyBefore_data()
{
    QTest::addColumn<QString>("draft");
    QTest::addColumn<QString>("file");
    const auto folder = corpus("json-schema-test-suite");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    addRows(*folder / "tests" / "draft2020-12", QStringLiteral("draft2020-12"));
}

void TestSchemaSuite::theNewestSuiteInTheVocabularyBefore()
{
    QFETCH(QString, file);
    const auto tree = readFile(file.toStdString());
    for (const auto &group : tree.root()) {
        auto schema = sourceOf(group.value()["schema"]);
        if (!meansTheSameBefore(schema)) {
            ++m_otherMeaning;
            continue;
        }
        const int before = m_run;
        auto respelled = core::readJson(respelledFor201909(schema), core::Limits::wide());
        QVERIFY(respelled.ok());
        runGroup(group.value(), std::move(respelled).tree(), QStringLiteral("draft2019-09"));
        m_respelled += std::exchange(m_run, before) - before;
    }
}

void TestSchemaSuite::runGroup(
    const core::Value &group, core::Tree schemaTree, const QString &draft)
{
    core::CompileOptions options;
    options.defaultDraft = *core::draftFromName(draft.mid(5).toStdString());
    const std::string description(group["description"].text());
    const auto schema = core::CompiledSchema::compile(std::move(schemaTree), options, m_library);
    QVERIFY2(schema.ok(),
        (description + ": " + (schema.ok() ? "" : core::toString(schema.error()))).c_str());
    for (const auto &test : group["tests"]) {
        const auto instance = part(test.value()["data"]);
        const auto name = description + ": " + std::string(test.value()["description"].text());
        const bool expected = test.value()["valid"].isTrue();
        const auto verdict = schema->validate(instance.root());
        if (verdict.valid != expected)
            QTest::qFail(name.c_str(), __FILE__, __LINE__);
        // Both ways of asking agree, and a refusal has a reason.
        QCOMPARE(schema->accepts(instance.root()), verdict.valid);
        QVERIFY2(verdict.valid == verdict.violations.empty(), name.c_str());
        ++m_run;
    }
}

void TestSchemaSuite::cleanupTestCase()
{
    qInfo("json-schema-test-suite: %d run / 0 skipped", m_run);
    qInfo("json-schema-test-suite 2020-12 spelled as 2019-09: %d run / %d groups left out "
          "(another meaning before 2020-12)",
        m_respelled, m_otherMeaning);
}

QTEST_GUILESS_MAIN(TestSchemaSuite)
#include "tst_schemasuite.moc"
