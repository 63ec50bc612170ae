// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/json.h"
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;
using support::contentOf;
using support::corpus;

// The official JSON Schema test suite: every required test of draft 7 and 2020-12. The folders
// "optional" are not required (formats, which are not asserted here, and numbers beyond binary64).
class TestSchemaSuite : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRequiredTest_data();
    void everyRequiredTest();
    void cleanupTestCase();

private:
    void runGroup(const core::Value &group, const QString &draft);

    core::SchemaLibrary m_library;
    int m_run = 0;
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
core::Tree part(const core::Value &value)
{
    const auto &source = value.tree().source();
    auto text = source.substr(value.node().begin, value.node().end - value.node().begin);
    return core::readJson(std::move(text), core::Limits::wide()).tree();
}

} // namespace

void TestSchemaSuite::initTestCase()
{
    const auto folder = corpus("json-schema-test-suite");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    const auto remotes = *folder / "remotes";
    for (const auto &file : support::filesIn(remotes, ".json")) {
        const auto path = std::filesystem::relative(file, remotes).generic_string();
        m_library.add("http://localhost:1234/" + path, readFile(file));
    }
}

void TestSchemaSuite::everyRequiredTest_data()
{
    QTest::addColumn<QString>("draft");
    QTest::addColumn<QString>("file");
    const auto folder = corpus("json-schema-test-suite");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    for (const auto *draft : {"draft7", "draft2020-12"}) {
        for (const auto &file : support::filesIn(*folder / "tests" / draft, ".json")) {
            if (file.parent_path().filename() == draft)
                QTest::addRow("%s/%s", draft, file.stem().c_str())
                    << QString(QLatin1String(draft)) << QString::fromStdString(file.string());
        }
    }
}

void TestSchemaSuite::everyRequiredTest()
{
    QFETCH(QString, draft);
    QFETCH(QString, file);
    const auto tree = readFile(file.toStdString());
    for (const auto &group : tree.root())
        runGroup(group.value(), draft);
}

void TestSchemaSuite::runGroup(const core::Value &group, const QString &draft)
{
    core::CompileOptions options;
    options.defaultDraft = *core::draftFromName(draft.mid(5).toStdString());
    const std::string description(group["description"].text());
    const auto schema = core::CompiledSchema::compile(part(group["schema"]), options, m_library);
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
}

QTEST_GUILESS_MAIN(TestSchemaSuite)
#include "tst_schemasuite.moc"
