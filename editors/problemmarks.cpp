// SPDX-License-Identifier: Apache-2.0
#include "problemmarks.h"

#include "editors/codeview.h"

#include <array>
#include <map>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
// A whole object that lacks a key is underlined at its beginning only.
constexpr std::size_t longestSquiggle = 4096;

// What is deprecated is struck through instead: it is no fault.
CodeView::Indicator indicatorOf(const EditorProblem &problem)
{
    static constexpr std::array indicators{
        CodeView::ErrorIndicator, CodeView::WarningIndicator, CodeView::InformationIndicator};
    return problem.code == deprecatedCode ? CodeView::DeprecatedIndicator
                                          : indicators[static_cast<std::size_t>(problem.severity)];
}

// A range of bytes that can be seen: at least one character, at the end of a line the one before,
// and of several lines the first.
std::pair<std::size_t, std::size_t> visibleRange(const CodeView &view, const EditorProblem &problem)
{
    const auto size = view.byteCount();
    auto begin = std::min(problem.begin, size);
    auto end = std::clamp(problem.end, begin, std::min(size, begin + longestSquiggle));
    const auto lineEnd = static_cast<std::size_t>(
        view.send(Sci::SCI_GETLINEENDPOSITION, static_cast<std::size_t>(view.lineOf(begin))));
    end = std::min(end, std::max(begin, lineEnd));
    if (begin == end && begin < lineEnd)
        end = static_cast<std::size_t>(view.send(Sci::SCI_POSITIONAFTER, begin));
    else if (begin == end && begin > 0)
        begin = static_cast<std::size_t>(view.send(Sci::SCI_POSITIONBEFORE, begin));
    return {begin, end};
}

} // namespace

void markProblems(CodeView &view, const std::vector<EditorProblem> &problems)
{
    for (const auto indicator : {CodeView::ErrorIndicator, CodeView::WarningIndicator,
             CodeView::InformationIndicator, CodeView::DeprecatedIndicator}) {
        view.send(Sci::SCI_SETINDICATORCURRENT, indicator);
        view.send(Sci::SCI_INDICATORCLEARRANGE, 0, static_cast<std::intptr_t>(view.byteCount()));
    }
    for (const auto mark : {CodeView::ErrorMark, CodeView::WarningMark, CodeView::InformationMark})
        view.markerDeleteAll(mark);
    std::map<int, Severity> worst;
    for (const EditorProblem &problem : problems) {
        const auto [begin, end] = visibleRange(view, problem);
        view.send(Sci::SCI_SETINDICATORCURRENT, indicatorOf(problem));
        view.send(Sci::SCI_INDICATORFILLRANGE, begin, static_cast<std::intptr_t>(end - begin));
        const auto [line, isNew] = worst.try_emplace(view.lineOf(begin), problem.severity);
        line->second = std::min(line->second, problem.severity);
    }
    for (const auto &[line, severity] : worst)
        view.markerAdd(line, CodeView::ErrorMark + static_cast<int>(severity));
}

} // namespace chancery::editors
