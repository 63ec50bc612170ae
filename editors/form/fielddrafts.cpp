// SPDX-License-Identifier: Apache-2.0
#include "fielddrafts.h"

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

void FieldDrafts::put(const std::string &pointer, int column, Draft draft)
{
    m_drafts[{pointer, column}] = std::move(draft);
}

FieldDrafts::Draft *FieldDrafts::change(const std::string &pointer, int column)
{
    const auto found = m_drafts.find({pointer, column});
    return found == m_drafts.end() ? nullptr : &found->second;
}

void FieldDrafts::forget(const std::string &pointer, int column)
{
    m_drafts.erase({pointer, column});
}

void FieldDrafts::forgetMade()
{
    std::erase_if(m_drafts, [](const auto &entry) { return entry.second.isMade; });
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
