// SPDX-License-Identifier: Apache-2.0
#include "keychoice.h"

#include "engine/core/diff/alignment.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/document/memberfinder.h"
#include "engine/core/merge/rewrite.h"
#include "engine/core/schema/equality.h"
#include "engine/core/sealing/sealedvalue.h"

#include <map>

namespace chancery::core {

namespace {

Value rootOf(const Tree &tree)
{
    return tree.nodeCount() > 0 ? tree.root() : Value();
}

// The items of two arrays beside each other.
struct Lists {
    Items present;
    Items other;
    ItemAlignment alignment;
};

// Two values that are compared inside; others are one key.
struct Insides {
    bool areObjects = false;
    std::optional<Lists> lists;
};

Insides insidesOf(Value present, Value other)
{
    Insides insides;
    // A sealed value opens as a whole or not at all.
    if (isMarkedSealed(present) || isMarkedSealed(other))
        return insides;
    insides.areObjects = present.isObject() && other.isObject();
    if (!present.isArray() || !other.isArray())
        return insides;
    Lists lists{itemsOf(present), itemsOf(other), {}};
    lists.alignment = alignItems(lists.present, lists.other);
    // An order is not chosen item by item.
    if (lists.alignment.moved.empty())
        insides.lists = std::move(lists);
    return insides;
}

std::string indexed(const std::string &pointer, std::size_t index)
{
    return pointer + '/' + std::to_string(index);
}

std::string indexedInOther(const std::string &pointer, std::size_t index)
{
    return pointer + "/+" + std::to_string(index);
}

// The items of both in the order of a list that would have all of them: take(present, other,
// pointer), of which one is absent for an item that only one of them has.
void forEachItem(const Lists &lists, const std::string &pointer, auto &&take)
{
    const auto &alignment = lists.alignment;
    auto left = alignment.begin;
    auto right = alignment.begin;
    const auto takeTo = [&](std::size_t leftEnd, std::size_t rightEnd) {
        for (; right < rightEnd; ++right)
            take(Value(), lists.other[right], indexedInOther(pointer, right));
        for (; left < leftEnd; ++left)
            take(lists.present[left], Value(), indexed(pointer, left));
    };
    for (std::size_t i = 0; i < alignment.begin; ++i)
        take(lists.present[i], lists.other[i], indexed(pointer, i));
    for (const auto &pair : alignment.kept) {
        takeTo(pair.left, pair.right);
        take(lists.present[left++], lists.other[right++], indexed(pointer, pair.left));
    }
    takeTo(alignment.leftEnd, alignment.rightEnd);
    for (; left < lists.present.size(); ++left, ++right)
        take(lists.present[left], lists.other[right], indexed(pointer, left));
}

class Comparison {
public:
    explicit Comparison(std::size_t most)
        : m_most(most)
    {
    }

    std::vector<KeyDifference> run(Value present, Value other)
    {
        compare(present, other, {});
        return std::move(m_found);
    }

private:
    bool isFull() const { return m_found.size() >= m_most; }

    void add(KeyDifference::Kind kind, const std::string &pointer)
    {
        if (!isFull())
            m_found.push_back({pointer, kind});
    }

    void compare(Value present, Value other, const std::string &pointer)
    {
        if (isFull() || (!present && !other))
            return;
        if (!present || !other)
            add(present ? KeyDifference::Kind::Removed : KeyDifference::Kind::Added, pointer);
        else if (const auto insides = insidesOf(present, other); insides.lists)
            forEachItem(
                *insides.lists, pointer, [this](Value here, Value there, const std::string &at) {
                    compare(here, there, at);
                });
        else if (insides.areObjects)
            compareMembers(present, other, pointer);
        else if (!sameValue(present, other))
            add(KeyDifference::Kind::Changed, pointer);
    }

    void compareMembers(Value present, Value other, const std::string &pointer)
    {
        MemberFinder here(present);
        MemberFinder there(other);
        const auto at
            = [&](std::string_view name) { return pointer + '/' + escapePointerToken(name); };
        for (const auto &member : present)
            compare(member.value(), there.find(member.key()), at(member.key()));
        for (const auto &member : other) {
            if (!here.find(member.key()))
                add(KeyDifference::Kind::Added, at(member.key()));
        }
    }

    std::size_t m_most;
    std::vector<KeyDifference> m_found;
};

// The value that is wanted, as JSON.
class Composition {
public:
    explicit Composition(std::span<const std::string> keys)
    {
        for (const auto &key : keys)
            m_keys.emplace(key, false);
    }

    // Empty where nothing stands there any more.
    std::string run(Value present, Value other)
    {
        return composed(present, other, {}).value_or("");
    }

    const std::string *unused() const
    {
        for (const auto &[key, isUsed] : m_keys) {
            if (!isUsed)
                return &key;
        }
        return nullptr;
    }

private:
    using Json = std::optional<std::string>;

    static Json written(Value value) { return value ? Json(canonicalJson(value)) : Json(); }

    // Whether it is chosen, itself or with what is around it.
    bool choose(std::string_view pointer)
    {
        bool isChosen = false;
        for (auto end = pointer.size();; end = pointer.rfind('/', end - 1)) {
            const auto key = m_keys.find(pointer.substr(0, end));
            if (key != m_keys.end())
                isChosen = key->second = true;
            if (end == 0)
                return isChosen;
        }
    }

    bool isSomethingChosenIn(const std::string &pointer) const
    {
        const auto inside = pointer + '/';
        const auto key = m_keys.lower_bound(inside);
        return key != m_keys.end() && key->first.starts_with(inside);
    }

    Json composed(Value present, Value other, const std::string &pointer)
    {
        if (present && other && sameValue(present, other))
            return written(present);
        const bool isTaken = choose(pointer);
        if (present && other && (isTaken || isSomethingChosenIn(pointer))) {
            if (const auto insides = insidesOf(present, other); insides.lists)
                return items(*insides.lists, pointer);
            else if (insides.areObjects)
                return members(present, other, pointer);
        }
        return written(isTaken ? other : present);
    }

    Json members(Value present, Value other, const std::string &pointer)
    {
        MemberFinder here(present);
        MemberFinder there(other);
        std::string json = "{";
        const auto add = [&](std::string_view name, Value now, Value then) {
            const auto value = composed(now, then, pointer + '/' + escapePointerToken(name));
            if (!value)
                return;
            if (json.size() > 1)
                json += ',';
            appendJsonString(json, name);
            json += ':' + *value;
        };
        for (const auto &member : present)
            add(member.key(), member.value(), there.find(member.key()));
        for (const auto &member : other) {
            if (!here.find(member.key()))
                add(member.key(), {}, member.value());
        }
        return json + '}';
    }

    Json items(const Lists &lists, const std::string &pointer)
    {
        std::string json = "[";
        forEachItem(lists, pointer, [&](Value here, Value there, const std::string &at) {
            const auto value = composed(here, there, at);
            if (!value)
                return;
            if (json.size() > 1)
                json += ',';
            json += *value;
        });
        return json + ']';
    }

    std::map<std::string, bool, std::less<>> m_keys; // and whether something differs there
};

Error invalid(std::string code, std::string detail)
{
    return {ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

} // namespace

std::vector<KeyDifference> keyDifferences(Value present, Value other, std::size_t most)
{
    return Comparison(most).run(present, other);
}

Result<std::string> withKeysOf(
    const Tree &present, const Tree &other, std::span<const std::string> keys)
{
    Composition composition(keys);
    auto json = composition.run(rootOf(present), rootOf(other));
    if (const auto *unused = composition.unused())
        return invalid("no-difference",
            "Nothing differs at "
                + (unused->empty() ? std::string("the whole document") : *unused));
    if (json.empty())
        return std::string();
    Limits limits = Limits::wide();
    limits.anyNumber = true;
    const auto wanted = readJson(std::make_shared<const std::string>(std::move(json)), limits);
    if (!wanted)
        return invalid("cannot-patch", wanted.problem().message);
    return rewritten(present, wanted.tree().root(), rootOf(other));
}

} // namespace chancery::core
