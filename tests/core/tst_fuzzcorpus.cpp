// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/properties.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

using namespace chancery;

namespace {

// The files of one fuzz target, and the number of them.
template <typename Check>
int replay(const std::string &target, Check check)
{
    int run = 0;
    const auto folder = support::dataFile("").parent_path().parent_path() / "fuzz/corpus" / target;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        const auto content = support::contentOf(entry.path());
        if (entry.path().extension() != ".base64") {
            check(content);
            ++run;
            continue;
        }
        for (const auto &line : QByteArray::fromStdString(content).split('\n')) {
            check(QByteArray::fromBase64(line).toStdString());
            ++run;
        }
    }
    return run;
}

} // namespace

// Replays what the fuzzers begin with and what they found. A property that does not hold aborts.
class TestFuzzCorpus : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void json();
    void yaml();
    void toml();
    void schema();
    void everyPrefixOfYamlIsSafe();
};

void TestFuzzCorpus::json()
{
    QVERIFY(replay("json", [](const std::string &text) {
        fuzz::readAndCheck(text, core::Format::Json);
        fuzz::requireSameInYaml(text);
    }) >= 10);
}

void TestFuzzCorpus::yaml()
{
    QVERIFY(replay("yaml", [](const std::string &text) {
        fuzz::readAndCheck(text, core::Format::Yaml);
        fuzz::requireSameInStream(text);
    }) >= 10);
}

void TestFuzzCorpus::toml()
{
    QVERIFY(replay("toml", [](const std::string &text) {
        fuzz::readAndCheck(text, core::Format::Toml);
    }) >= 10);
}

void TestFuzzCorpus::schema()
{
    QVERIFY(replay("schema", [](const std::string &text) { fuzz::requireOneVerdict(text); }) >= 10);
}

void TestFuzzCorpus::everyPrefixOfYamlIsSafe()
{
    replay("yaml", [](const std::string &text) {
        for (std::size_t size = 0; size < text.size(); ++size)
            fuzz::readAndCheck(text.substr(0, size), core::Format::Yaml);
    });
}

QTEST_GUILESS_MAIN(TestFuzzCorpus)
#include "tst_fuzzcorpus.moc"
