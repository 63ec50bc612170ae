// SPDX-License-Identifier: Apache-2.0
#include "slowmerge.h"

#include "tests/support/slowpairing.h"

#include <algorithm>

namespace chancery::support {

namespace {

using Some = SlowMerge::Some;
using Names = std::vector<std::string>;

Some copy(const Plain *value)
{
    return value ? Some(*value) : Some();
}

bool same(const Plain *a, const Plain *b)
{
    return a && b ? *a == *b : a == b;
}

bool areAll(Plain::Type type, const Plain *base, const Plain *theirs, const Plain *mine)
{
    return theirs && mine && theirs->type == type && mine->type == type
        && (!base || base->type == type);
}

bool has(const Names &names, const std::string &name)
{
    return std::ranges::find(names, name) != names.end();
}

// The names of the items, if all have an "id" of their own, a text or a number.
std::optional<Names> idsOf(const Plain &list)
{
    Names names;
    for (const auto &[none, item] : list.members) {
        const Plain *id = item.find("id");
        if (item.type != Plain::Type::Object || !id || id->type != Plain::Type::Scalar
            || std::string_view("tfn").find(id->json().front()) != std::string_view::npos)
            return std::nullopt;
        names.push_back(id->json());
        if (std::ranges::count(names, names.back()) > 1)
            return std::nullopt;
    }
    return names;
}

// A list whose items have names.
struct Named {
    const Plain &list;
    Names names;

    const Plain *find(const std::string &name) const
    {
        const auto found = std::ranges::find(names, name);
        return found == names.end() ? nullptr
                                    : &list.members[std::size_t(found - names.begin())].value;
    }
};

struct NamedSides {
    Named base;
    Named theirs;
    Named mine;
    bool areIds = true;
    bool isTorn = false;
    std::set<std::string> replaced = {};

    bool areByPlace() const
    {
        return !areIds && base.names == theirs.names && base.names == mine.names;
    }

    bool isSurvivor(const std::string &name) const
    {
        return has(base.names, name) && has(theirs.names, name) && has(mine.names, name);
    }
    // What one side has and base has not, or what it changed while the other removed it.
    bool isAddition(const std::string &name) const
    {
        if (!has(base.names, name))
            return true;
        const Plain *left = theirs.find(name) ? theirs.find(name) : mine.find(name);
        return !isSurvivor(name) && !(*left == *base.find(name));
    }
    Names survivors(Names names) const
    {
        std::erase_if(names, [this](const std::string &name) { return !isSurvivor(name); });
        return names;
    }
    // The additions between a survivor and the next one.
    Names runBehind(const Names &names, const std::string &anchor) const
    {
        Names run;
        bool isInside = anchor.empty();
        for (const auto &name : names) {
            if (isSurvivor(name))
                isInside = name == anchor;
            else if (isInside && isAddition(name))
                run.push_back(name);
        }
        return run;
    }
};

Names additions(Names names)
{
    std::erase_if(names, [](const std::string &name) { return name.front() != '+'; });
    return names;
}

// Whether what one side did to an item is not known, and the other did not let it be.
bool areTorn(const SlowPairing &side, const SlowPairing &other, std::size_t item)
{
    const bool isLost = side.isLost(item) && other.isElsewhere(item)
        && additions(side.names()) != additions(other.names());
    return isLost || (side.isUnsure(item) && other.touches(item))
        || (side.isPlaceLost(item) && other.isTakenApart(item));
}

Names without(Names names, const Names &others)
{
    std::erase_if(names, [&](const std::string &name) { return has(others, name); });
    return names;
}

// Whether the order of a name and any other was turned around.
bool isMoved(const Named &base, const Named &side, const std::string &name)
{
    const auto place = [](const Names &names, const std::string &wanted) {
        return std::ranges::find(names, wanted) - names.begin();
    };
    return std::ranges::any_of(base.names, [&](const std::string &other) {
        return has(side.names, other)
            && (place(base.names, other) < place(base.names, name))
            != (place(side.names, other) < place(side.names, name));
    });
}

// The side may have given an item another name, and the other side took it away or moved it.
bool mayLose(const NamedSides &sides, const Named &side, const Named &other, const Names &base)
{
    const auto came = without(side.names, sides.base.names);
    const bool addTheSame = came == without(other.names, sides.base.names)
        && std::ranges::all_of(
            came, [&](const std::string &name) { return *side.find(name) == *other.find(name); });
    return std::ranges::any_of(without(base, side.names), [&](const std::string &name) {
        const bool isThere = has(other.names, name);
        return (isThere ? isMoved(sides.base, other, name) : !addTheSame)
            && std::ranges::any_of(came, [&](const std::string &added) {
                   return likenessOf(*sides.base.find(name), side.find(added)).same > 0;
               });
    });
}

// Another item's content stands under a name.
bool mayMistake(const NamedSides &sides, const Named &side, const Named &other)
{
    const auto isChanged = [&](const Named &list, const std::string &name) {
        return !same(sides.base.find(name), list.find(name));
    };
    const auto rest = [&](const std::string &name, const Plain *now, bool haveOneName) {
        auto likeness = likenessOf(*sides.base.find(name), now);
        likeness.same -= haveOneName ? 1 : 0;
        --likeness.all;
        return likeness;
    };
    for (const auto &name : sides.base.names) {
        for (const auto &another : sides.base.names) {
            const auto *now = side.find(name);
            if (!now || name == another || !isChanged(side, name)
                || (!isChanged(other, name) && !isChanged(other, another)))
                continue;
            const auto own = rest(name, now, true);
            const auto others = rest(another, now, false);
            if (!own.isEnough() && others.isEnough() && own.isLessThan(others))
                return true;
        }
    }
    return false;
}

// What both have under a new name, each otherwise, is an item that both gave that name.
void joinRenamed(NamedSides &sides, Names &base)
{
    const auto &[list, baseNames] = sides.base;
    for (const auto &name : without(sides.theirs.names, baseNames)) {
        const auto *theirs = sides.theirs.find(name);
        const auto *mine = sides.mine.find(name);
        if (!mine || *theirs == *mine)
            continue;
        Names origins;
        bool isAlike = false;
        for (const auto &gone : without(base, {name})) {
            if (!has(baseNames, gone))
                continue;
            const auto *was = sides.base.find(gone);
            const bool isInTheirs = has(sides.theirs.names, gone);
            const bool isInMine = has(sides.mine.names, gone);
            const auto ofTheirs = likenessOf(*was, theirs);
            const auto ofMine = likenessOf(*was, mine);
            isAlike
                = isAlike || (!isInTheirs && ofTheirs.same > 0) || (!isInMine && ofMine.same > 0);
            if (!isInTheirs && !isInMine && ofTheirs.isEnough() && ofMine.isEnough())
                origins.push_back(gone);
        }
        if (origins.size() == 1)
            std::ranges::replace(base, origins.front(), name);
        else if (isAlike)
            sides.isTorn = true;
    }
}

NamedSides joined(NamedSides sides)
{
    auto base = sides.base.names;
    joinRenamed(sides, base);
    sides.isTorn = sides.isTorn || mayLose(sides, sides.theirs, sides.mine, base)
        || mayLose(sides, sides.mine, sides.theirs, base)
        || mayMistake(sides, sides.theirs, sides.mine)
        || mayMistake(sides, sides.mine, sides.theirs);
    sides.base.names = base;
    return sides;
}

NamedSides named(const Plain &base, const Plain &theirs, const Plain &mine)
{
    const auto b = idsOf(base);
    const auto t = idsOf(theirs);
    const auto m = idsOf(mine);
    const bool hasItems = !base.members.empty() || !theirs.members.empty();
    if (b && t && m && (hasItems || !mine.members.empty()))
        return joined(NamedSides{{base, *b}, {theirs, *t}, {mine, *m}});
    const SlowPairing ofTheirs(base, theirs);
    const SlowPairing ofMine(base, mine);
    Names names;
    bool isTorn = false;
    std::set<std::string> replaced;
    for (std::size_t i = 0; i < base.members.size(); ++i) {
        names.push_back(std::to_string(i));
        if (ofTheirs.isReplaced(i) || ofMine.isReplaced(i))
            replaced.insert(names.back());
        isTorn = isTorn || areTorn(ofTheirs, ofMine, i) || areTorn(ofMine, ofTheirs, i);
    }
    return NamedSides{
        {base, names}, {theirs, ofTheirs.names()}, {mine, ofMine.names()}, false, isTorn, replaced};
}

// The name behind another, or behind the beginning.
std::string follower(const Names &names, const std::string &name)
{
    auto next = std::ranges::find(names, name);
    next = next == names.end() ? names.begin() : next + 1;
    return next == names.end() ? std::string() : *next;
}

// Nothing for a conflict about the order.
std::optional<Names> mergedNames(const NamedSides &sides)
{
    const auto orderB = sides.survivors(sides.base.names);
    const auto orderT = sides.survivors(sides.theirs.names);
    const auto orderM = sides.survivors(sides.mine.names);
    bool isTorn = orderT != orderB && orderM != orderB && orderT != orderM;
    auto anchors = orderM == orderB ? orderT : orderM;
    anchors.insert(anchors.begin(), "");
    Names all;
    for (const auto &anchor : anchors) {
        const auto ofT = sides.runBehind(sides.theirs.names, anchor);
        const auto ofM = sides.runBehind(sides.mine.names, anchor);
        isTorn = isTorn || (!ofT.empty() && !ofM.empty() && ofT != ofM);
        // Beside which of two that were taken apart?
        const bool isLikeT = follower(orderT, anchor) == follower(anchors, anchor);
        const bool isLikeM = follower(orderM, anchor) == follower(anchors, anchor);
        isTorn = isTorn
            || (ofT == ofM ? !ofT.empty() && !isLikeT && !isLikeM
                           : (!ofT.empty() && !isLikeT) || (!ofM.empty() && !isLikeM));
        if (!anchor.empty())
            all.push_back(anchor);
        all.insert(all.end(), ofT.begin(), ofT.end());
        std::ranges::copy_if(
            ofM, std::back_inserter(all), [&](const std::string &name) { return !has(ofT, name); });
    }
    for (const auto &name : all)
        isTorn = isTorn || std::ranges::count(all, name) > 1;
    return isTorn ? std::nullopt : std::optional(all);
}

std::string withoutQuotes(const std::string &json)
{
    return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

} // namespace

Some SlowMerge::merge(
    const Plain *base, const Plain *theirs, const Plain *mine, const std::string &place)
{
    if (same(theirs, mine) || same(base, theirs))
        return copy(mine);
    if (same(base, mine))
        return copy(theirs);
    if (areAll(Plain::Type::Object, base, theirs, mine))
        return mergeObjects(base, *theirs, *mine, place);
    if (areAll(Plain::Type::List, base, theirs, mine))
        return mergeLists(
            base ? *base : Plain(Plain::Type::List, "null", {}), *theirs, *mine, place);
    conflicts.insert(place);
    return copy(mine);
}

Some SlowMerge::mergeObjects(
    const Plain *base, const Plain &theirs, const Plain &mine, const std::string &place)
{
    Names keys;
    for (const Plain *side : {&mine, &theirs}) {
        for (const auto &[key, value] : side->members) {
            if (!has(keys, key))
                keys.push_back(key);
        }
    }
    Plain result(Plain::Type::Object, "null", {});
    for (const auto &key : keys) {
        if (auto value = merge(base ? base->find(key) : nullptr, theirs.find(key), mine.find(key),
                place + '/' + key))
            result.members.push_back({key, *value});
    }
    return result;
}

Some SlowMerge::mergeWhole(
    const Plain *base, const Plain *theirs, const Plain *mine, const std::string &place)
{
    if (same(theirs, mine) || same(base, theirs) || same(base, mine))
        return merge(base, theirs, mine, place);
    conflicts.insert(place);
    return copy(mine);
}

Some SlowMerge::mergeLists(
    const Plain &base, const Plain &theirs, const Plain &mine, const std::string &place)
{
    const auto sides = named(base, theirs, mine);
    const auto all = sides.isTorn ? std::nullopt : mergedNames(sides);
    const auto before = conflicts;
    const auto giveUp = [&] {
        conflicts = before;
        conflicts.insert(place);
        return mine;
    };
    if (!all)
        return giveUp();
    Plain result(Plain::Type::List, "null", {});
    for (const auto &name : *all) {
        const auto here
            = sides.areIds ? place + "[id=" + withoutQuotes(name) + ']' : place + '/' + name;
        const auto *ofBase = sides.base.find(name);
        const auto *ofTheirs = sides.theirs.find(name);
        const auto *ofMine = sides.mine.find(name);
        if (auto item = sides.replaced.contains(name) ? mergeWhole(ofBase, ofTheirs, ofMine, here)
                                                      : merge(ofBase, ofTheirs, ofMine, here))
            result.members.push_back({"", *item});
    }
    if (!sides.areIds && !sides.areByPlace() && conflicts != before)
        return giveUp();
    return result;
}

} // namespace chancery::support
