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

NamedSides named(const Plain &base, const Plain &theirs, const Plain &mine)
{
    const auto b = idsOf(base);
    const auto t = idsOf(theirs);
    const auto m = idsOf(mine);
    const bool hasItems = !base.members.empty() || !theirs.members.empty();
    if (b && t && m && (hasItems || !mine.members.empty()))
        return NamedSides{{base, *b}, {theirs, *t}, {mine, *m}};
    const SlowPairing ofTheirs(base, theirs);
    const SlowPairing ofMine(base, mine);
    Names names;
    bool isTorn = false;
    std::set<std::string> replaced;
    for (std::size_t i = 0; i < base.members.size(); ++i) {
        names.push_back(std::to_string(i));
        if (ofTheirs.isReplaced(i) || ofMine.isReplaced(i))
            replaced.insert(names.back());
        isTorn = isTorn || (ofTheirs.isUnsure(i) && ofMine.touches(i))
            || (ofMine.isUnsure(i) && ofTheirs.touches(i));
    }
    return NamedSides{
        {base, names}, {theirs, ofTheirs.names()}, {mine, ofMine.names()}, false, isTorn, replaced};
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
