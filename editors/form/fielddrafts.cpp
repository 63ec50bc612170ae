// SPDX-License-Identifier: Apache-2.0
#include "fielddrafts.h"

#include "editors/text/analysis.h"
#include "engine/core/schema/equality.h"
#include "models/problemwords.h"

#include <QStringList>

#include <algorithm>
#include <charconv>
#include <optional>

namespace chancery::editors {

namespace {

const std::vector<EditorProblem> noProblems;

std::vector<core::Value> itemsOf(core::Value array)
{
    std::vector<core::Value> items;
    for (const auto &item : array)
        items.push_back(item.value());
    return items;
}

// Where the item of a list is by now. Those that are the same in front and at the end are known
// again, and a single one between them was changed where it is.
std::optional<std::size_t> placeOf(
    std::size_t item, const std::vector<core::Value> &before, const std::vector<core::Value> &after)
{
    const auto most = std::min(before.size(), after.size());
    std::size_t front = 0;
    while (front < most && core::sameValue(before[front], after[front]))
        ++front;
    std::size_t back = 0;
    while (back < most - front
        && core::sameValue(before[before.size() - 1 - back], after[after.size() - 1 - back]))
        ++back;
    const bool isOneChanged = before.size() == after.size() && front + back + 1 >= before.size();
    if (item < front || (isOneChanged && item < before.size()))
        return item;
    if (item < before.size() && item >= before.size() - back)
        return item + after.size() - before.size();
    return std::nullopt;
}

std::optional<std::size_t> numberOf(const std::string &token)
{
    std::size_t number = 0;
    const char *end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

// Nothing where it is gone.
std::optional<std::string> placeOf(
    const std::string &pointer, core::Value before, core::Value after)
{
    std::string moved;
    for (const std::string &token : tokensOfPointer(pointer)) {
        if (before && after && before.isArray() != after.isArray())
            return std::nullopt;
        auto name = token;
        if (before.isArray()) {
            const auto was = itemsOf(before);
            const auto is = itemsOf(after);
            const auto item = numberOf(token);
            const auto place = item ? placeOf(*item, was, is) : std::nullopt;
            if (!place)
                return std::nullopt;
            before = was[*item];
            after = is[*place];
            name = std::to_string(*place);
        } else {
            before = before.find(token);
            after = after.find(token);
        }
        if (before && !after)
            return std::nullopt;
        moved = childPointer(moved, name);
    }
    return moved;
}

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

void FieldDrafts::follow(const Analysis *before, const Analysis *after)
{
    std::erase_if(m_drafts, [](const auto &entry) { return entry.second.isMade; });
    const auto isThere = [](const Analysis *read) { return read && read->tree.nodeCount() > 0; };
    if (before == after || !isThere(before) || !isThere(after))
        return;
    std::map<std::pair<std::string, int>, Draft> kept;
    for (auto &[place, draft] : m_drafts) {
        auto pointer = placeOf(place.first, before->tree.root(), after->tree.root());
        // One that is on its way is answered by the place that it was sent to.
        if (pointer && (*pointer == place.first || !draft.fault.isEmpty()))
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
