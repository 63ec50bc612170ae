// SPDX-License-Identifier: Apache-2.0
#include "namedsides.h"

#include "engine/core/merge/likeness.h"
#include "engine/core/schema/equality.h"

#include <iterator>
#include <set>
#include <unordered_set>

namespace chancery::core {

namespace {

constexpr std::size_t mostComparisons = 4096;

// Of one list's names those that the other has not.
Names without(const Names &names, const NamedItems &other)
{
    Names left;
    std::ranges::copy_if(names, std::back_inserter(left),
        [&](const std::string &name) { return !other.find(name); });
    return left;
}

bool areSame(Value a, Value b)
{
    return a.isPresent() == b.isPresent() && (!a || sameValue(a, b));
}

// Of items under one name, or under two: but for the name.
Likeness restOf(Value a, Value b, bool haveOneName)
{
    auto likeness = likenessOf(a, b);
    likeness.same -= haveOneName ? 1 : 0;
    --likeness.all;
    return likeness;
}

// Names that stand before one that they stood behind, or the other way round.
std::unordered_set<std::string> movedNames(const Names &before, const Names &now)
{
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < now.size(); ++i)
        places.emplace(now[i], i + 1);
    std::unordered_set<std::string> moved;
    std::size_t last = 0;
    for (const auto &name : before) {
        const auto found = places.find(name);
        if (found == places.end())
            continue;
        if (found->second < last)
            moved.insert(name);
        last = std::max(last, found->second);
    }
    auto first = now.size() + 1;
    for (auto name = before.rbegin(); name != before.rend(); ++name) {
        const auto found = places.find(*name);
        if (found == places.end())
            continue;
        if (found->second > first)
            moved.insert(*name);
        first = std::min(first, found->second);
    }
    return moved;
}

} // namespace

NamedItems::NamedItems(Value list, const Names &names)
    : m_names(names)
{
    std::size_t index = 0;
    for (const auto &item : list)
        m_items.emplace(names[index++], item.value());
}

Value NamedItems::find(const std::string &name) const
{
    const auto found = m_items.find(name);
    return found == m_items.end() ? Value() : found->second;
}

bool NamedSides::join(Names &base) const
{
    return joinRenamed(base) && !mayLose(m_theirs, m_mine, base) && !mayLose(m_mine, m_theirs, base)
        && !mayMistake(m_theirs, m_mine) && !mayMistake(m_mine, m_theirs);
}

bool NamedSides::isChanged(const NamedItems &side, const std::string &name) const
{
    return !areSame(m_base.find(name), side.find(name));
}

// What both have under a name that base has not, each otherwise.
bool NamedSides::joinRenamed(Names &base) const
{
    const Names goneInTheirs = without(base, m_theirs);
    const Names goneInMine = without(base, m_mine);
    for (const auto &name : without(m_theirs.names(), m_base)) {
        const Value theirs = m_theirs.find(name);
        const Value mine = m_mine.find(name);
        if (!mine || sameValue(theirs, mine))
            continue;
        if ((goneInTheirs.size() + goneInMine.size()) > mostComparisons)
            return false;
        Names origins;
        bool isAlike = false;
        for (const auto &gone : goneInTheirs) {
            const auto ofTheirs = likenessOf(m_base.find(gone), theirs);
            const auto ofMine = likenessOf(m_base.find(gone), mine);
            isAlike = isAlike || ofTheirs.same > 0;
            if (!m_mine.find(gone) && ofTheirs.isEnough() && ofMine.isEnough())
                origins.push_back(gone);
        }
        for (const auto &gone : goneInMine)
            isAlike = isAlike || likenessOf(m_base.find(gone), mine).same > 0;
        if (origins.size() == 1)
            std::ranges::replace(base, origins.front(), name);
        else if (isAlike)
            return false;
    }
    return true;
}

// Something of the side came in place of an item, which the other did not leave as it was. An item
// that the other only edited is a conflict anyway.
bool NamedSides::mayLose(const NamedItems &side, const NamedItems &other, const Names &base) const
{
    const Names came = without(side.names(), m_base);
    if (came.empty())
        return false;
    const bool addTheSame = came == without(other.names(), m_base)
        && std::ranges::all_of(came,
            [&](const std::string &name) { return areSame(side.find(name), other.find(name)); });
    const auto moved = movedNames(m_base.names(), other.names());
    const Names gone = without(base, side);
    const bool areMany = gone.size() * came.size() > mostComparisons;
    return std::ranges::any_of(gone, [&](const std::string &name) {
        if (other.find(name) ? !moved.contains(name) : addTheSame)
            return false;
        return areMany || std::ranges::any_of(came, [&](const std::string &added) {
            return likenessOf(m_base.find(name), side.find(added)).same > 0;
        });
    });
}

// An item of the side has nothing of the item that had its name, and all that another had.
bool NamedSides::mayMistake(const NamedItems &side, const NamedItems &other) const
{
    Names changed; // by the other
    std::ranges::copy_if(m_base.names(), std::back_inserter(changed),
        [&](const std::string &name) { return isChanged(other, name); });
    const std::set<std::string_view> known(changed.begin(), changed.end());
    std::size_t comparisons = 0;
    for (const auto &name : m_base.names()) {
        const Value now = side.find(name);
        if (!now || !isChanged(side, name))
            continue;
        const auto own = restOf(m_base.find(name), now, true);
        if (own.isEnough())
            continue;
        for (const auto &another : known.contains(name) ? m_base.names() : changed) {
            if (another == name)
                continue;
            const auto likeness = restOf(m_base.find(another), now, false);
            if (++comparisons > mostComparisons
                || (own.isLessThan(likeness) && likeness.isEnough()))
                return true;
        }
    }
    return false;
}

} // namespace chancery::core
