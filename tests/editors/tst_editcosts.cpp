// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/completion/completion.h"
#include "editors/configeditor.h"
#include "editors/liveanalysis.h"
#include "editors/text/analysis.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

#include <atomic>

using namespace chancery;
using core::Format;

namespace {

constexpr auto schema = R"({"additionalProperties": {"properties": {
    "port": {"type": "integer"}, "mode": {"enum": ["fast", "safe"]}}}})";

// Asks another one, and counts what it was asked.
class CountingAdvisor : public editors::SchemaAdvisor {
public:
    std::optional<editors::Advice> adviceFor(
        const core::Tree *tree, std::string_view pointer) const override
    {
        ++questions;
        return m_real->adviceFor(tree, pointer);
    }
    std::vector<editors::KeyAdvice> keysFor(
        const core::Tree *tree, std::string_view pointer) const override
    {
        ++questions;
        return m_real->keysFor(tree, pointer);
    }
    std::vector<editors::EditorProblem> check(
        const core::Tree &tree, const core::CancelToken &token) const override
    {
        ++checks;
        return m_real->check(tree, token);
    }

    mutable std::atomic<int> questions = 0;
    mutable std::atomic<int> checks = 0;

private:
    std::shared_ptr<const editors::SchemaAdvisor> m_real = tests::advisorFor(schema);
};

std::string servers(int count)
{
    std::string text = "{";
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? ",\n  \"server-" : "\n  \"server-") + std::to_string(i)
            + "\": {\"port\": 8080, \"mode\": \"fast\"}";
    return text + "\n}\n";
}

constexpr int aMegabyte = 22000;

// An editor in which a document stands and has been checked.
struct Bench {
    explicit Bench(int count)
        : text(servers(count))
        , editor(desk.executor())
    {
        editor.setAdvisor(advisor);
        editor.setSource(text, Format::Json);
    }
    bool rest()
    {
        return QTest::qWaitFor([this] { return !editor.isBusy(); }, 20000);
    }
    void forget()
    {
        advisor->checks = 0;
        advisor->questions = 0;
    }

    std::string text;
    std::shared_ptr<CountingAdvisor> advisor = std::make_shared<CountingAdvisor>();
    tests::Desk desk;
    editors::ConfigEditor editor;
};

} // namespace

// What a keystroke and a list of completions cost in a large document, counted and not timed: the
// times of docs/performance.md cannot be had when these grow.
class TestEditCosts : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void aBurstOfKeystrokesIsCheckedOnce();
    void problemsComeOfTheOneCheck();
    void completingAsksWhatTheDepthNeeds_data();
    void completingAsksWhatTheDepthNeeds();
};

void TestEditCosts::aBurstOfKeystrokesIsCheckedOnce()
{
    Bench bench(aMegabyte);
    QVERIFY(bench.text.size() > std::size_t(1) << 20);
    QVERIFY(bench.rest());
    bench.forget();
    bench.editor.goToOffset(bench.text.find("8080", bench.text.size() / 2) + 4);
    QVERIFY(bench.rest());
    QCOMPARE(bench.advisor->checks.load(), 0); // to go somewhere is no edit
    for (int key = 0; key < 30; ++key)
        QTest::keyClick(&bench.editor.view(), Qt::Key_1);
    QCOMPARE(bench.advisor->checks.load(), 0); // none of them waits for a check
    QVERIFY(bench.rest());
    QCOMPARE(bench.advisor->checks.load(), 1);
    // What is typed while the text is read is read with the next one.
    QTest::keyClick(&bench.editor.view(), Qt::Key_1);
    QTRY_VERIFY(!bench.editor.isAnalysed());
    for (int key = 0; key < 30; ++key)
        QTest::keyClick(&bench.editor.view(), Qt::Key_1);
    QVERIFY(bench.rest());
    QVERIFY2(bench.advisor->checks.load() <= 3, qPrintable(QString::number(bench.advisor->checks)));
}

void TestEditCosts::problemsComeOfTheOneCheck()
{
    Bench bench(aMegabyte);
    QVERIFY(bench.rest());
    bench.forget();
    const auto at = bench.text.find("8080", bench.text.size() / 2);
    bench.editor.goToOffset(at + 2);
    QTest::keyClick(&bench.editor.view(), Qt::Key_Period);
    QVERIFY(bench.rest());
    QCOMPARE(bench.advisor->checks.load(), 1);
    const auto &problems = bench.editor.problems();
    const auto problem = std::ranges::find(problems, at, &editors::EditorProblem::begin);
    QVERIFY(problem != problems.end());
    QCOMPARE(problem->end, at + 5);
}

void TestEditCosts::completingAsksWhatTheDepthNeeds_data()
{
    QTest::addColumn<QByteArray>("typed"); // in the place of the last value
    QTest::newRow("a key") << QByteArray("8080, ");
    QTest::newRow("a value") << QByteArray("8080, \"mode\": ");
}

void TestEditCosts::completingAsksWhatTheDepthNeeds()
{
    QFETCH(QByteArray, typed);
    std::vector<int> questions;
    std::vector<std::size_t> offered;
    for (const int count : {3, aMegabyte}) {
        // What was read last, and what is typed.
        auto text = servers(count);
        const auto begin = text.rfind("8080");
        text.erase(begin, text.rfind('}', text.size() - 3) - begin);
        text.insert(begin, "8080");
        const auto reading = core::readJson(text, core::Limits::wide());
        QVERIFY(reading);
        text.replace(begin, 4, typed.toStdString());
        const CountingAdvisor advisor;
        const auto list = editors::completionsAt(
            Format::Json, text, begin + std::size_t(typed.size()), &reading.tree(), advisor);
        QCOMPARE(advisor.checks.load(), 0);
        questions.push_back(advisor.questions);
        offered.push_back(list.items.size());
    }
    QVERIFY(offered[0] > 0);
    QCOMPARE(offered[1], offered[0]);
    QCOMPARE(questions[1], questions[0]);
    QVERIFY2(questions[0] <= 8, qPrintable(QString::number(questions[0])));
}

QTEST_MAIN(TestEditCosts)
#include "tst_editcosts.moc"
