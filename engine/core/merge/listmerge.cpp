// SPDX-License-Identifier: Apache-2.0
//
// Merging orders without aligning them. A longest common subsequence is not unique, so a merge that
// is built on one depends on the algorithm's taste. Here every item has a name that stands once in
// each list, and the answer follows from names alone:
//
// 1. A survivor is a name that all three lists have. If only one side has changed the order of the
//    survivors, its order holds; if both have, differently, that is a conflict.
// 2. Every other name that stays stands in a run behind the survivor before it, or at the
//    beginning. A run that only one side has is taken. Two different runs in one place are a
//    conflict, which can be answered with both: theirs, then mine.
// 3. A name that both sides have, but in the runs of different survivors, is a conflict too.
// 4. So is a run whose two neighbours the other side took apart: beside which of them it belongs
//    nobody has said.
#include "listmerge.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace chancery::core {

namespace {

using NameSet = std::unordered_set<std::string>;
using Runs = std::unordered_map<std::string, Names>; // by the survivor before; "" at the beginning
using Followers = std::unordered_map<std::string, std::string>;

NameSet setOf(const Names &names)
{
    return {names.begin(), names.end()};
}

Names only(const Names &names, const NameSet &wanted)
{
    Names chosen;
    std::ranges::copy_if(names, std::back_inserter(chosen),
        [&](const std::string &name) { return wanted.contains(name); });
    return chosen;
}

class Merging {
public:
    Merging(const Names &base, const Names &theirs, const Names &mine,
        const std::function<bool(const std::string &)> &isContested)
        : m_base(setOf(base))
        , m_isContested(isContested)
    {
        const NameSet inTheirs = setOf(theirs);
        const NameSet inMine = setOf(mine);
        for (const auto &name : base) {
            if (inTheirs.contains(name) && inMine.contains(name))
                m_survivors.insert(name);
        }
        const auto ofTheirs = only(theirs, m_survivors);
        const auto ofMine = only(mine, m_survivors);
        m_order = mergedOrder(only(base, m_survivors), ofTheirs, ofMine);
        m_next = followersIn(m_order);
        m_nextInTheirs = followersIn(ofTheirs);
        m_nextInMine = followersIn(ofMine);
        m_theirs = runsOf(theirs);
        m_mine = runsOf(mine);
        findTorn();
    }

    ListMerge result()
    {
        ListMerge merge;
        merge.canHaveBoth = !m_isTorn;
        addRun(merge, {});
        for (const auto &name : m_order) {
            merge.names.push_back(name);
            addRun(merge, name);
        }
        merge.isConflict = m_isTorn || merge.isConflict;
        merge.canHaveBoth = merge.canHaveBoth && merge.isConflict;
        return merge;
    }

private:
    // Rule 1.
    Names mergedOrder(const Names &base, const Names &theirs, const Names &mine)
    {
        if (theirs != base && mine != base && theirs != mine)
            m_isTorn = true;
        return mine == base ? theirs : mine;
    }

    bool stays(const std::string &name) const
    {
        return !m_base.contains(name) || m_isContested(name);
    }

    Runs runsOf(const Names &names) const
    {
        Runs runs;
        std::string anchor;
        for (const auto &name : names) {
            if (m_survivors.contains(name))
                anchor = name;
            else if (stays(name))
                runs[anchor].push_back(name);
        }
        return runs;
    }

    // Rule 3.
    void findTorn()
    {
        std::unordered_map<std::string_view, std::string_view> anchors;
        for (const auto &[anchor, run] : m_theirs) {
            for (const auto &name : run)
                anchors.emplace(name, anchor);
        }
        for (const auto &[anchor, run] : m_mine) {
            for (const auto &name : run) {
                const auto other = anchors.find(name);
                if (other != anchors.end() && other->second != anchor)
                    m_isTorn = true;
            }
        }
    }

    // Of each survivor the next one; of none the first.
    static Followers followersIn(const Names &order)
    {
        Followers followers;
        std::string before;
        for (const auto &name : order) {
            followers[before] = name;
            before = name;
        }
        return followers;
    }

    static std::string_view behind(const Followers &followers, const std::string &name)
    {
        const auto found = followers.find(name);
        return found == followers.end() ? std::string_view() : std::string_view(found->second);
    }

    // Rule 4.
    bool isTornApart(const Names &theirs, const Names &mine, const std::string &anchor) const
    {
        const auto next = behind(m_next, anchor);
        const bool isLikeTheirs = behind(m_nextInTheirs, anchor) == next;
        const bool isLikeMine = behind(m_nextInMine, anchor) == next;
        if (theirs == mine)
            return !theirs.empty() && !isLikeTheirs && !isLikeMine;
        return (!theirs.empty() && !isLikeTheirs) || (!mine.empty() && !isLikeMine);
    }

    // Rule 2.
    void addRun(ListMerge &merge, const std::string &anchor)
    {
        const Names theirs = runAt(m_theirs, anchor);
        const Names mine = runAt(m_mine, anchor);
        if ((!theirs.empty() && !mine.empty() && theirs != mine)
            || isTornApart(theirs, mine, anchor))
            merge.isConflict = true;
        merge.names.insert(merge.names.end(), theirs.begin(), theirs.end());
        const NameSet already = setOf(theirs);
        std::ranges::copy_if(mine, std::back_inserter(merge.names),
            [&](const std::string &name) { return !already.contains(name); });
    }

    static Names runAt(const Runs &runs, const std::string &anchor)
    {
        const auto found = runs.find(anchor);
        return found == runs.end() ? Names() : found->second;
    }

    NameSet m_base;
    const std::function<bool(const std::string &)> &m_isContested;
    NameSet m_survivors;
    Names m_order;
    Followers m_next; // in the merged order
    Followers m_nextInTheirs;
    Followers m_nextInMine;
    Runs m_theirs;
    Runs m_mine;
    bool m_isTorn = false;
};

} // namespace

ListMerge mergeLists(const Names &base, const Names &theirs, const Names &mine,
    const std::function<bool(const std::string &)> &isContested)
{
    return Merging(base, theirs, mine, isContested).result();
}

} // namespace chancery::core
