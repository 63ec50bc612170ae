// SPDX-License-Identifier: Apache-2.0
#include "engine/core/schema/schema.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace chancery;
using support::contentOf;
using support::corpus;

// Real configuration files with their schemas: every verdict of the corpus, formats asserted.
class TestSchemaStore : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyVerdict_data();
    void everyVerdict();
    void cleanupTestCase();

private:
    struct Row {
        std::string document;
        bool isValid = false;
    };
    using Rows = std::map<std::pair<std::string, std::string>, std::vector<Row>>;

    static Rows rows(const std::filesystem::path &folder);
    std::shared_ptr<const core::Tree> schemaFile(const std::string &name);
    void check(const core::CompiledSchema &schema, const Row &row);

    std::map<std::string, std::shared_ptr<const core::Tree>> m_files;
    int m_run = 0;
    int m_excepted = 0;
    int m_unreadable = 0;
};

namespace {

// What we decide differently from the corpus, and why.
const std::map<std::string, const char *> exceptions{
    {"invalid/pre-commit-config/local-missing-entry.json",
        "refused only by siblings of $ref, which draft 7 and its official test suite ignore"},
};

std::optional<core::Tree> readFile(const std::filesystem::path &file)
{
    const auto format = core::formatFromFileName(file.filename().string());
    if (!format)
        return std::nullopt;
    auto reading = core::read(contentOf(file), *format, core::Limits::wide());
    if (!reading.ok()) {
        qInfo("%s: %s", file.c_str(), reading.problem().message.c_str());
        return std::nullopt;
    }
    return std::move(reading).tree();
}

} // namespace

// By schema and its external schemas, so that each is compiled once.
TestSchemaStore::Rows TestSchemaStore::rows(const std::filesystem::path &folder)
{
    Rows rows;
    std::ifstream table(folder / "verdicts.tsv");
    std::string line;
    std::getline(table, line);
    while (std::getline(table, line)) {
        std::istringstream columns(line);
        std::string document;
        std::string schema;
        std::string verdict;
        std::string external;
        std::getline(columns, document, '\t');
        std::getline(columns, schema, '\t');
        std::getline(columns, verdict, '\t');
        std::getline(columns, external, '\t');
        rows[{schema, external}].push_back({document, verdict == "valid"});
    }
    return rows;
}

void TestSchemaStore::everyVerdict_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<QString>("external");
    const auto folder = corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    for (const auto &[key, documents] : rows(*folder))
        QTest::addRow("%s", key.first.c_str())
            << QString::fromStdString(key.first) << QString::fromStdString(key.second);
}

std::shared_ptr<const core::Tree> TestSchemaStore::schemaFile(const std::string &name)
{
    auto &known = m_files[name];
    if (!known) {
        auto tree = readFile(*corpus("schemastore") / "schemas" / name);
        if (!tree)
            qFatal("%s cannot be read", name.c_str());
        known = std::make_shared<const core::Tree>(*std::move(tree));
    }
    return known;
}

void TestSchemaStore::everyVerdict()
{
    QFETCH(QString, schema);
    QFETCH(QString, external);
    core::SchemaLibrary library;
    for (const auto &name : external.split(QLatin1Char(','), Qt::SkipEmptyParts))
        library.addFile(name.toStdString(), schemaFile(name.toStdString()));
    core::CompileOptions options;
    options.defaultDraft = core::SchemaDraft::Draft7;
    options.assertFormats = true;
    options.baseUri = "https://json.schemastore.org/" + schema.toStdString();
    const auto compiled
        = core::CompiledSchema::compile(schemaFile(schema.toStdString()), options, library);
    const auto problem = compiled.ok() ? std::string() : core::toString(compiled.error());
    QVERIFY2(compiled.ok(), problem.c_str());
    for (const auto &warning : compiled->warnings()) {
        if (warning.code != "costly-pattern")
            qInfo("%s: %s %s", warning.code.c_str(), warning.message.c_str(),
                warning.location.c_str());
    }
    auto all = rows(*corpus("schemastore"));
    for (const auto &row : all[{schema.toStdString(), external.toStdString()}])
        check(*compiled, row);
}

void TestSchemaStore::check(const core::CompiledSchema &schema, const Row &row)
{
    const auto tree = readFile(*corpus("schemastore") / row.document);
    if (!tree) {
        ++m_unreadable;
        return;
    }
    const auto verdict = schema.validate(tree->root());
    QVERIFY2(!verdict.budgetExceeded, row.document.c_str());
    QCOMPARE(verdict.violations.empty(), verdict.valid);
    const bool isExcepted = exceptions.contains(row.document);
    ++(isExcepted ? m_excepted : m_run);
    if ((verdict.valid == row.isValid) != isExcepted)
        return;
    std::string message = row.document + " should be " + (row.isValid ? "valid" : "invalid");
    for (const auto &violation : verdict.violations)
        message += "\n  " + violation.instancePointer + ' ' + violation.schemaPointer + ": "
            + violation.message;
    QTest::qFail(message.c_str(), __FILE__, __LINE__);
}

void TestSchemaStore::cleanupTestCase()
{
    qInfo("schemastore: %d run / %d skipped (named exceptions)", m_run, m_excepted);
    QCOMPARE(m_unreadable, 0);
    QVERIFY(exceptions.size() <= 5);
}

QTEST_GUILESS_MAIN(TestSchemaStore)
#include "tst_schemastore.moc"
