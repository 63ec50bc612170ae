// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/tree.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <map>

using namespace chancery;

namespace {

std::string problemOf(const std::filesystem::path &file)
{
    const auto format = core::formatFromFileName(file.filename().string());
    const auto reading = core::read(support::contentOf(file), format.value_or(core::Format::Json));
    if (reading)
        return {};
    const auto &problem = reading.problem();
    return problem.code + " at " + std::to_string(problem.position.line) + ':'
        + std::to_string(problem.position.column) + ": " + problem.message;
}

} // namespace

// Real configuration files, valid by their schemas: every one is read, but for those named here.
class TestRealDocuments : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyValidDocumentIsRead_data();
    void everyValidDocumentIsRead();
};

void TestRealDocuments::everyValidDocumentIsRead_data()
{
    QTest::addColumn<std::string>("ending");
    QTest::newRow("json") << std::string(".json");
    QTest::newRow("yaml") << std::string(".yaml");
    QTest::newRow("yml") << std::string(".yml");
    QTest::newRow("toml") << std::string(".toml");
}

void TestRealDocuments::everyValidDocumentIsRead()
{
    QFETCH(std::string, ending);
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    std::string refused;
    for (const auto &file : support::filesIn(*folder / "valid", ending)) {
        const auto problem = problemOf(file);
        if (!problem.empty())
            refused += file.lexically_relative(*folder).string() + ": " + problem + '\n';
        ++run;
    }
    QVERIFY2(refused.empty(), refused.c_str());
    qInfo("schemastore %s: %d run / 0 skipped", ending.c_str(), run);
}

QTEST_GUILESS_MAIN(TestRealDocuments)
#include "tst_realdocuments.moc"
