// SPDX-License-Identifier: Apache-2.0
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

using namespace chancery;

// What must not stand in a document is marked while it is written, to the entry.
class EntryProblems : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void incident_S12_theEntryThatMatchesEverythingIsMarked();
    void incident_S14_theRetiredKeyIsMarked();
    void whatDoesNotGoTogetherIsMarked();

private:
    std::vector<editors::EditorProblem> problemsOf(
        const std::string &schema, const std::string &text);
};

std::vector<editors::EditorProblem> EntryProblems::problemsOf(
    const std::string &schema, const std::string &text)
{
    const auto reading = core::readJson(text);
    return tests::advisorFor(schema)->check(reading.tree(), {});
}

void EntryProblems::incident_S12_theEntryThatMatchesEverythingIsMarked()
{
    const std::string text = R"({"harmful": ["evil.example", "http"]})";
    const auto problems
        = problemsOf(R"({"properties":{"harmful":{"x-patterns":{"kind":"contains","samples":)"
                     R"(["http://example.com/","http://example.org/news"]}}}})",
            text);
    QCOMPARE(problems.size(), std::size_t(1));
    const auto &problem = problems.front();
    QCOMPARE(text.substr(problem.begin, problem.end - problem.begin), std::string("\"http\""));
    QCOMPARE(problem.pointer, std::string("/harmful/1"));
    QVERIFY(problem.message.find("\"http://example.org/news\"") != std::string::npos);
}

void EntryProblems::incident_S14_theRetiredKeyIsMarked()
{
    const std::string text = R"({"powerPeg": {"on": true}})";
    const auto problems = problemsOf(R"({"x-retired":["powerPeg"]})", text);
    QCOMPARE(problems.size(), std::size_t(1));
    const auto &problem = problems.front();
    QCOMPARE(text.substr(problem.begin, problem.end - problem.begin), std::string("\"powerPeg\""));
    QCOMPARE(problem.code, std::string("x-retired"));
}

// Of a whole document; what references bring, and what other layers say, shows elsewhere.
void EntryProblems::whatDoesNotGoTogetherIsMarked()
{
    const char *const schema
        = R"({"x-invariants":[{"compare":["/min","<=","/max"],"message":"Too few."}]})";
    const std::string text = R"({"min": 5, "max": 2})";
    const auto problems = problemsOf(schema, text);
    QCOMPARE(problems.size(), std::size_t(1));
    const auto &problem = problems.front();
    QCOMPARE(text.substr(problem.begin, problem.end - problem.begin), std::string("5"));
    QCOMPARE(problem.code, std::string("x-invariants"));
    QCOMPARE(problem.message, std::string("Too few."));
    QVERIFY(problemsOf(schema, R"({"min": 5, "max": 5})").empty());
    QVERIFY(problemsOf(schema, R"({"min": 5, "max": 2, "n": "${ref:#/min}"})").empty());
    QVERIFY(problemsOf(schema, R"({"min": 5, "max": 2, "n": "${ref:"})").empty());
    QCOMPARE(
        problemsOf(schema, R"({"min": 5, "max": 2, "n": "$${ref:#/min}"})").size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(EntryProblems)
#include "tst_entryproblems.moc"
