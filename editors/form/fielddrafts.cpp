// SPDX-License-Identifier: Apache-2.0
#include "fielddrafts.h"

#include "editors/form/itemplaces.h"
#include "editors/text/analysis.h"
#include "models/problemwords.h"

#include <QStringList>

#include <algorithm>

namespace chancery::editors {

namespace {

const std::vector<EditorProblem> noProblems;

} // namespace

const FieldDrafts::Draft *FieldDrafts::find(const std::string &pointer, int column) const
{
    const auto found = m_drafts.find({pointer, column});
    return found == m_drafts.end() ? nullptr : &found->second;
}

int FieldDrafts::put(const std::string &pointer, int column, Draft draft)
{
    draft.number = ++m_last;
    m_drafts[{pointer, column}] = std::move(draft);
    return m_last;
}

std::optional<FieldDrafts::Place> FieldDrafts::answer(int number, const TreeEditor::Answer &answer)
{
    const auto found = std::ranges::find_if(
        m_drafts, [number](const auto &entry) { return entry.second.number == number; });
    if (found == m_drafts.end())
        return std::nullopt;
    if (answer.isLost) {
        m_drafts.erase(found);
        return std::nullopt;
    }
    found->second.fault = answer.fault;
    found->second.isMade = answer.fault.isEmpty();
    return answer.fault.isEmpty() ? std::nullopt : std::optional(found->first);
}

void FieldDrafts::forget(const std::string &pointer, int column)
{
    m_drafts.erase({pointer, column});
}

void FieldDrafts::follow(const Analysis *before, const Analysis *after)
{
    std::erase_if(m_drafts, [](const auto &entry) { return entry.second.isMade; });
    const auto isThere = [](const Analysis *read) { return read && read->tree.nodeCount() > 0; };
    if (before == after || !isThere(before) || !isThere(after))
        return;
    std::map<Place, Draft> kept;
    for (auto &[place, draft] : m_drafts) {
        auto pointer = placeIn(place.first, before->tree, after->tree);
        if (pointer)
            kept.insert_or_assign({std::move(*pointer), place.second}, std::move(draft));
    }
    m_drafts = std::move(kept);
}

void ProblemIndex::set(const std::vector<EditorProblem> &problems)
{
    m_problems.clear();
    m_below.clear();
    for (const EditorProblem &problem : problems) {
        m_problems[problem.pointer].push_back(problem);
        auto around = problem.pointer;
        while (!around.empty()) {
            around = parentPointer(around);
            ++m_below[around];
        }
    }
}

const std::vector<EditorProblem> &ProblemIndex::at(const std::string &pointer) const
{
    const auto found = m_problems.find(pointer);
    return found == m_problems.end() ? noProblems : found->second;
}

int ProblemIndex::countBelow(const std::string &pointer) const
{
    const auto found = m_below.find(pointer);
    return found == m_below.end() ? 0 : found->second;
}

int ProblemIndex::severityAt(const std::string &pointer) const
{
    int worst = -1;
    for (const EditorProblem &problem : at(pointer)) {
        if (worst < 0 || int(problem.severity) < worst)
            worst = int(problem.severity);
    }
    return worst;
}

QString ProblemIndex::textAt(const std::string &pointer) const
{
    QStringList lines;
    for (const EditorProblem &problem : at(pointer))
        lines << models::problemText(problem.message);
    return lines.join(u'\n');
}

} // namespace chancery::editors
