// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace chancery::support {

// A JSON value in the simplest form, made at random and merged by the letter of the rules: no
// hashing, no text, quadratic everywhere.
struct Plain {
    enum class Type { Scalar, List, Object };
    struct Member;

    Plain();
    Plain(Type type, std::string json, std::vector<Member> content);
    const Plain *find(const std::string &name) const;
    std::string json() const;
    friend bool operator==(const Plain &a, const Plain &b);

    Type type = Type::Scalar;
    std::string scalar = "null"; // as JSON
    std::vector<Member> members; // of a list without names
};

struct Plain::Member {
    std::string name;
    Plain value;
};

inline Plain::Plain() = default;

inline Plain::Plain(Type kind, std::string json, std::vector<Member> content)
    : type(kind)
    , scalar(std::move(json))
    , members(std::move(content))
{
}

inline const Plain *Plain::find(const std::string &name) const
{
    for (const auto &[key, value] : members) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

inline std::string Plain::json() const
{
    if (type == Type::Scalar)
        return scalar;
    std::string out;
    for (const auto &[key, value] : members) {
        out += out.empty() ? "" : ", ";
        if (type == Type::Object)
            core::appendJsonString(out, key);
        out += (type == Type::Object ? ": " : "") + value.json();
    }
    return type == Type::Object ? '{' + out + '}' : '[' + out + ']';
}

inline bool operator==(const Plain &a, const Plain &b)
{
    if (a.type != b.type || a.scalar != b.scalar || a.members.size() != b.members.size())
        return false;
    for (std::size_t i = 0; i < a.members.size(); ++i) {
        const Plain *other
            = a.type == Plain::Type::Object ? b.find(a.members[i].name) : &b.members[i].value;
        if (!other || !(*other == a.members[i].value))
            return false;
    }
    return true;
}

class SlowMerge {
public:
    using Some = std::optional<Plain>;

    Some merge(const Plain *base, const Plain *theirs, const Plain *mine, const std::string &place)
    {
        if (same(theirs, mine) || same(base, theirs))
            return copy(mine);
        if (same(base, mine))
            return copy(theirs);
        if (areAll(Plain::Type::Object, base, theirs, mine))
            return mergeObjects(base, *theirs, *mine, place);
        if (areAll(Plain::Type::List, base, theirs, mine))
            return mergeLists(
                base ? *base : Plain{Plain::Type::List, "null", {}}, *theirs, *mine, place);
        conflicts.insert(place);
        return copy(mine);
    }

    std::set<std::string> conflicts;

private:
    static Some copy(const Plain *value) { return value ? Some(*value) : Some(); }
    static bool same(const Plain *a, const Plain *b) { return a && b ? *a == *b : a == b; }
    static bool areAll(Plain::Type type, const Plain *base, const Plain *theirs, const Plain *mine)
    {
        return theirs && mine && theirs->type == type && mine->type == type
            && (!base || base->type == type);
    }

    Some mergeObjects(
        const Plain *base, const Plain &theirs, const Plain &mine, const std::string &place)
    {
        Plain result{Plain::Type::Object, "null", {}};
        std::vector<std::string> keys;
        for (const Plain *side : {&mine, &theirs}) {
            for (const auto &[key, value] : side->members) {
                if (std::ranges::find(keys, key) == keys.end())
                    keys.push_back(key);
            }
        }
        for (const auto &key : keys) {
            if (auto value = merge(base ? base->find(key) : nullptr, theirs.find(key),
                    mine.find(key), place + '/' + key))
                result.members.push_back({key, *value});
        }
        return result;
    }

    // The names of the items: their "id" if all have one, else themselves.
    static std::optional<std::vector<std::string>> namesOf(const Plain &list, bool byId)
    {
        std::vector<std::string> names;
        for (const auto &[none, item] : list.members) {
            const Plain *id = item.find("id");
            if (byId && (item.type != Plain::Type::Object || !id))
                return std::nullopt;
            names.push_back(byId ? id->json() : item.json());
            if (std::ranges::count(names, names.back()) > 1)
                return std::nullopt;
        }
        return names;
    }

    static const Plain *itemOf(
        const Plain &list, const std::vector<std::string> &names, const std::string &name)
    {
        const auto found = std::ranges::find(names, name);
        return found == names.end() ? nullptr
                                    : &list.members[std::size_t(found - names.begin())].value;
    }

    Some mergeLists(
        const Plain &base, const Plain &theirs, const Plain &mine, const std::string &place);
};

inline SlowMerge::Some SlowMerge::mergeLists(
    const Plain &base, const Plain &theirs, const Plain &mine, const std::string &place)
{
    for (const bool byId : {true, false}) {
        const auto b = namesOf(base, byId);
        const auto t = namesOf(theirs, byId);
        const auto m = namesOf(mine, byId);
        if (!b || !t || !m)
            continue;
        const auto has = [](const auto &names, const std::string &name) {
            return std::ranges::find(names, name) != names.end();
        };
        const auto isSurvivor = [&](const std::string &name) {
            return has(*b, name) && has(*t, name) && has(*m, name);
        };
        const auto survivors = [&](std::vector<std::string> names) {
            std::erase_if(names, [&](const std::string &name) { return !isSurvivor(name); });
            return names;
        };
        // What one side has and nobody's base, or what it changed while the other removed it.
        const auto isAddition = [&](const std::string &name) {
            if (!has(*b, name))
                return true;
            const Plain *left = has(*t, name) ? itemOf(theirs, *t, name) : itemOf(mine, *m, name);
            return !isSurvivor(name) && !(*left == *itemOf(base, *b, name));
        };
        // The additions between a survivor and the next one.
        const auto runBehind
            = [&](const std::vector<std::string> &names, const std::string &anchor) {
                  std::vector<std::string> run;
                  bool isInside = anchor.empty();
                  for (const auto &name : names) {
                      if (isSurvivor(name))
                          isInside = name == anchor;
                      else if (isInside && isAddition(name))
                          run.push_back(name);
                  }
                  return run;
              };
        const auto orderB = survivors(*b);
        const auto orderT = survivors(*t);
        const auto orderM = survivors(*m);
        bool isTorn = orderT != orderB && orderM != orderB && orderT != orderM;
        auto anchors = orderM == orderB ? orderT : orderM;
        anchors.insert(anchors.begin(), "");
        std::vector<std::string> all;
        for (const auto &anchor : anchors) {
            const auto ofT = runBehind(*t, anchor);
            const auto ofM = runBehind(*m, anchor);
            isTorn = isTorn || (!ofT.empty() && !ofM.empty() && ofT != ofM);
            if (!anchor.empty())
                all.push_back(anchor);
            all.insert(all.end(), ofT.begin(), ofT.end());
            for (const auto &name : ofM) {
                if (!has(ofT, name))
                    all.push_back(name);
            }
        }
        for (const auto &name : all)
            isTorn = isTorn || std::ranges::count(all, name) > 1;
        if (isTorn) {
            conflicts.insert(place);
            return mine;
        }
        Plain result{Plain::Type::List, "null", {}};
        for (const auto &name : all) {
            auto id = name;
            if (id.size() >= 2 && id.front() == '"')
                id = id.substr(1, id.size() - 2);
            if (auto item = merge(itemOf(base, *b, name), itemOf(theirs, *t, name),
                    itemOf(mine, *m, name), place + "[id=" + id + ']'))
                result.members.push_back({"", *item});
        }
        return result;
    }
    conflicts.insert(place);
    return mine;
}

// Trees and edits of them, the same every time.
class RandomTrees {
public:
    explicit RandomTrees(unsigned seed)
        : m_random(seed)
    {
    }

    Plain tree(int depth = 3)
    {
        switch (depth > 0 ? m_random() % 8 : 7) {
        case 0:
        case 1:
        case 2:
        case 3:
            return object(depth);
        case 4:
            return scalars();
        case 5:
            return items(depth);
        case 6:
            return anyList(depth);
        default:
            return scalar();
        }
    }

    Plain edited(Plain value)
    {
        const auto times = 1 + m_random() % 3;
        for (unsigned i = 0; i < times; ++i)
            edit(value, 4);
        return value;
    }

    unsigned pick(std::size_t count) { return unsigned(m_random() % count); }

private:
    static constexpr std::array names{"a", "b", "c", "d", "e", "f"};

    Plain scalar()
    {
        static constexpr std::array values{
            "0", "1", "2", "true", "null", "\"x\"", "\"y: z\"", "{}"};
        const std::string_view text = values[pick(values.size())];
        if (text == "{}")
            return {Plain::Type::Object, "null", {}};
        return {Plain::Type::Scalar, std::string(text), {}};
    }
    Plain object(int depth)
    {
        Plain value{Plain::Type::Object, "null", {}};
        for (const auto *name : names) {
            if (m_random() % 2)
                value.members.push_back({name, tree(depth - 1)});
        }
        return value;
    }
    Plain scalars()
    {
        Plain value{Plain::Type::List, "null", {}};
        std::vector<int> numbers{1, 2, 3, 4, 5, 6, 7};
        std::ranges::shuffle(numbers, m_random);
        numbers.resize(m_random() % 6);
        for (const int number : numbers)
            value.members.emplace_back("", Plain{Plain::Type::Scalar, std::to_string(number), {}});
        return value;
    }
    Plain items(int depth)
    {
        Plain value = scalars();
        for (auto &[none, item] : value.members) {
            Plain made = object(depth - 1);
            made.members.push_back({"id", item});
            item = std::move(made);
        }
        return value;
    }
    Plain anyList(int depth)
    {
        Plain value{Plain::Type::List, "null", {}};
        for (unsigned i = m_random() % 4; i > 0; --i)
            value.members.push_back({"", tree(depth - 1)});
        return value;
    }

    void edit(Plain &value, int depth)
    {
        if (value.type == Plain::Type::Scalar || depth == 0 || m_random() % 8 == 0) {
            value = m_random() % 3 ? scalar() : tree(1);
            return;
        }
        const auto action = m_random() % 6;
        if (action < 3 && !value.members.empty()) {
            auto &[name, child] = value.members[pick(value.members.size())];
            if (name != "id")
                edit(child, depth - 1);
        } else if (action == 3 && !value.members.empty()) {
            value.members.erase(value.members.begin() + std::ptrdiff_t(pick(value.members.size())));
        } else if (action == 4 && value.type == Plain::Type::List && value.members.size() > 1) {
            std::swap(value.members[pick(value.members.size())], value.members.front());
        } else {
            add(value);
        }
    }

    void add(Plain &value)
    {
        if (value.type == Plain::Type::Object) {
            const std::string name = names[pick(names.size())];
            if (!value.find(name))
                value.members.push_back({name, tree(1)});
            return;
        }
        Plain item = {Plain::Type::Scalar, std::to_string(m_random() % 12), {}};
        if (!value.members.empty() && value.members.front().value.find("id"))
            item = {Plain::Type::Object, "null", {{"id", item}}};
        const auto at = std::ptrdiff_t(m_random() % (value.members.size() + 1));
        value.members.insert(value.members.begin() + at, Plain::Member{"", std::move(item)});
    }

    std::mt19937 m_random;
};

} // namespace chancery::support
