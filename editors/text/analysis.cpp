// SPDX-License-Identifier: Apache-2.0
#include "analysis.h"

#include "engine/core/document/utf8.h"

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

void setPositions(std::vector<EditorProblem> &problems, std::string_view source)
{
    std::size_t at = 0;
    int line = 1;
    int column = 1;
    for (EditorProblem &problem : problems) {
        auto between = source.substr(at, problem.begin - std::min(problem.begin, at));
        at += between.size();
        for (auto end = between.find('\n'); end != std::string_view::npos;
            end = between.find('\n')) {
            between.remove_prefix(end + 1);
            ++line;
            column = 1;
        }
        column += static_cast<int>(core::countCodePoints(between));
        problem.line = line;
        problem.column = column;
    }
}

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
    std::ranges::move(secretProblems(tree, result.sensitive, limit), std::back_inserter(problems));
    std::ranges::sort(problems, [](const EditorProblem &a, const EditorProblem &b) {
        return std::tie(a.begin, a.severity, a.message) < std::tie(b.begin, b.severity, b.message);
    });
    if (problems.size() > limit)
        problems.resize(limit);
    setPositions(problems, tree.source());
    return result;
}

} // namespace chancery::editors
