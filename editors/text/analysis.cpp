// SPDX-License-Identifier: Apache-2.0
#include "analysis.h"

#include <algorithm>
#include <tuple>

namespace chancery::editors {

namespace {

// An editor opens more than a server accepts; aliases may not grow a text without bound.
core::Limits limitsFor(std::size_t bytes)
{
    core::Limits limits = core::Limits::wide();
    limits.nodes = bytes + 100'000;
    return limits;
}

EditorProblem problemOf(const core::Problem &problem)
{
    EditorProblem shown;
    shown.begin = problem.begin;
    shown.end = problem.end;
    shown.line = problem.position.line;
    shown.column = problem.position.column;
    shown.code = problem.code;
    shown.message = problem.message;
    return shown;
}

} // namespace

AnalysisResult analyse(std::shared_ptr<const std::string> source, core::Format format)
{
    const auto limits = limitsFor(source->size());
    auto reading = core::read(std::move(source), format, limits);
    if (!reading)
        return {nullptr, problemOf(reading.problem())};
    auto analysis = std::make_shared<Analysis>();
    analysis->tree = std::move(reading).tree();
    analysis->tokens = tokensOf(analysis->tree);
    analysis->folds = foldsOf(analysis->tree);
    return {std::move(analysis), {}};
}

CheckResult check(const SchemaAdvisor *advisor, const core::Tree &tree, std::size_t limit,
    const core::CancelToken &token)
{
    CheckResult result;
    auto &problems = result.problems;
    if (advisor)
        problems = advisor->check(tree, token);
    result.sensitive = sensitiveSpans(tree, advisor);
    result.guess = std::make_shared<const GuessBasis>(guessBasis(tree, result.sensitive));
    std::ranges::move(secretProblems(tree, result.sensitive), std::back_inserter(problems));
    std::ranges::sort(problems, [](const EditorProblem &a, const EditorProblem &b) {
        return std::tie(a.begin, a.severity, a.message) < std::tie(b.begin, b.severity, b.message);
    });
    if (problems.size() > limit)
        problems.resize(limit);
    const core::LineIndex lines(tree.source());
    for (EditorProblem &problem : problems) {
        const auto position = lines.position(problem.begin);
        problem.line = position.line;
        problem.column = position.column;
    }
    return result;
}

} // namespace chancery::editors
