// SPDX-License-Identifier: Apache-2.0
#include "listhistories.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace chancery::support {

namespace {

using Kind = Known::Kind;
// What is left of the items as they were stands as it stood.
bool areInOrder(const Known &before, const Known &now)
{
    std::vector<int> places;
    for (const auto *item : living(now)) {
        const auto found = std::ranges::find(before.children, item->identity, &Known::identity);
        if (found != before.children.end())
            places.push_back(int(found - before.children.begin()));
    }
    return std::ranges::is_sorted(places);
}

bool hasLostAnEqual(const Known &before, const Known &now)
{
    return std::ranges::any_of(now.children, [&](const Known &item) {
        const auto text = jsonOf(item);
        return item.isGone && std::ranges::count_if(before.children, [&](const Known &other) {
            return jsonOf(other) == text;
        }) > 1;
    });
}

std::size_t commonMembers(const Known &one, const Known &other)
{
    return std::size_t(std::ranges::count_if(one.children, [&](const Known &member) {
        return std::ranges::any_of(other.children, [&](const Known &another) {
            return member.name == another.name && jsonOf(member) == jsonOf(another);
        });
    }));
}

bool haveAny(const Known &one, const Known &other)
{
    return commonMembers(one, other) > 0;
}

// Whether one might be what the other became.
bool areAlike(const Known &one, const Known &other)
{
    return haveAny(one, other) && commonMembers(one, other) * 2 >= living(other).size();
}

void addPairs(std::map<int, int> &pairs, const Known &one, const Known &other)
{
    pairs[one.identity] = other.identity;
    pairs[other.identity] = one.identity;
    for (std::size_t i = 0; i < one.children.size(); ++i)
        addPairs(pairs, one.children[i], other.children[i]);
}

std::vector<KnownEdit> exchanged(std::vector<KnownEdit> edits, const Known &one, const Known &other)
{
    std::map<int, int> pairs;
    addPairs(pairs, one, other);
    const auto exchange = [&](int &identity) {
        if (const auto found = pairs.find(identity); found != pairs.end())
            identity = found->second;
    };
    for (auto &edit : edits) {
        exchange(edit.target);
        exchange(edit.behind);
    }
    return edits;
}

bool meet(const auto &one, const auto &other)
{
    return std::ranges::any_of(one, [&](const auto &what) { return other.contains(what); });
}

} // namespace

Known ListHistories::made(Kind kind, std::string name, std::string scalar)
{
    return {kind, ++m_identity, false, std::move(name), std::move(scalar), {}};
}

std::string ListHistories::common()
{
    static constexpr std::array values{"\"a\"", "\"b\"", "80", "81"};
    return below(3) == 0 ? fresh() : std::string(values[below(values.size())]);
}

Known ListHistories::item(int style)
{
    if (style == 2)
        return made(Kind::Scalar, {}, common());
    auto item = made(Kind::Object, {});
    const auto add = [&](const char *name, std::string scalar) {
        item.children.push_back(made(Kind::Scalar, name, std::move(scalar)));
    };
    if (style == 0)
        add("name", fresh());
    if (style == 4) {
        add(below(2) == 0 ? "file" : "folder", common());
        return item;
    }
    add("host", below(2) == 0 ? fresh() : common());
    add("port", common());
    for (const auto *name : {"zone", "weight", "mode"}) {
        if (below(2) == 0)
            add(name, common());
    }
    if (below(2) == 0) {
        auto list = made(Kind::List, "tags");
        for (auto i = below(4); i > 0; --i)
            list.children.push_back(this->item(style == 3 && below(2) == 0 ? 4 : 2));
        item.children.push_back(std::move(list));
    }
    return item;
}

Known ListHistories::document()
{
    auto document = made(Kind::Object, {});
    document.children.push_back(made(Kind::Scalar, "title", fresh()));
    const int style = int(below(5));
    auto list = made(Kind::List, "list");
    for (auto i = 1 + below(6); i > 0; --i)
        list.children.push_back(!list.children.empty() && style != 0 && below(6) == 0
                ? copied(list.children.back())
                : item(style));
    document.children.push_back(std::move(list));
    m_last = m_identity;
    return document;
}

// The same with identities of its own, and a name of its own.
Known ListHistories::copied(const Known &value)
{
    Known copy = value;
    copy.identity = ++m_identity;
    std::erase_if(copy.children, &Known::isGone);
    for (auto &child : copy.children) {
        child = copied(child);
        if (child.name == "name")
            child.scalar = fresh();
    }
    return copy;
}

// Remembers what the edit has to do with before it is made.
void ListHistories::make(KnownHistory &history, KnownEdit edit)
{
    Known &value = history.result;
    const auto addGap = [&](const Known &list, int behind) {
        const auto &items = list.children;
        std::size_t next = 0;
        while (behind != 0 && items[next++].identity != behind) { }
        auto before = next;
        while (before > 0 && items[before - 1].identity > m_last)
            --before;
        while (next < items.size() && items[next].identity > m_last)
            ++next;
        history.gaps.emplace(true, before > 0 ? items[before - 1].identity : -list.identity);
        history.gaps.emplace(false, next < items.size() ? items[next].identity : -list.identity);
    };
    history.needed.insert(edit.target);
    if (edit.kind == KnownEdit::Kind::Set)
        history.set.insert(edit.target);
    if (edit.kind == KnownEdit::Kind::Insert)
        addGap(*find(value, edit.target), edit.behind);
    if (edit.kind == KnownEdit::Kind::Drop) {
        history.needed.erase(edit.target);
        forEach(*find(value, edit.target), nullptr,
            [&](const Known &part, const Known *) { history.dropped.insert(part.identity); });
    }
    if (edit.kind == KnownEdit::Kind::Move) {
        const Known &list = *parentOf(value, edit.target);
        history.ordered.insert(list.identity);
        const auto at = std::ranges::find(list.children, edit.target, &Known::identity);
        addGap(list, edit.target);
        addGap(list, at == list.children.begin() ? 0 : (at - 1)->identity);
        addGap(list, edit.behind);
    }
    apply(value, edit);
    history.edits.push_back(std::move(edit));
}

bool ListHistories::addItem(KnownHistory &history, const Known &list)
{
    const auto items = living(list);
    Known item = items.empty() || below(3) > 0
        ? this->item(items.empty()                                 ? 2
                  : items.front()->kind == Kind::Scalar            ? 2
                  : items.front()->children.front().name == "name" ? 0
                  : items.front()->children.size() == 1            ? 4
                                                                   : 1)
        : copied(*items[below(items.size())]);
    const auto place = below(list.children.size() + 1);
    make(history,
        {KnownEdit::Kind::Insert, list.identity, place == 0 ? 0 : list.children[place - 1].identity,
            std::move(item)});
    return true;
}

bool ListHistories::moveItem(KnownHistory &history, const Known &list)
{
    const auto items = living(list);
    if (items.size() < 2)
        return false;
    const auto from = below(items.size());
    const auto to = below(items.size() + 1); // behind the item before
    const int behind = to == 0 ? 0 : items[to - 1]->identity;
    if (to == from || to == from + 1)
        return false;
    make(history, {KnownEdit::Kind::Move, items[from]->identity, behind, {}});
    return true;
}

void ListHistories::edit(KnownHistory &history)
{
    std::vector<Known> scalars;
    std::vector<Known> objects;
    std::vector<Known> lists;
    std::vector<int> parts; // that may be taken away
    forEach(history.result, nullptr, [&](const Known &value, const Known *parent) {
        auto &all = value.kind == Kind::Scalar ? scalars
            : value.kind == Kind::Object       ? objects
                                               : lists;
        all.push_back(value);
        const bool isPart
            = parent && value.name != "list" && value.name != "name" && value.name != "title";
        if (isPart && (parent->kind == Kind::List || below(4) == 0))
            parts.push_back(value.identity);
    });
    const auto one = [&](const auto &all) { return all[below(all.size())]; };
    const auto choice = below(10);
    if (choice < 4) {
        auto value = one(scalars);
        value.scalar = value.name == "name" || below(4) > 0 ? fresh() : common();
        make(history, {KnownEdit::Kind::Set, value.identity, 0, value});
    } else if (choice == 4) {
        auto added = made(Kind::Scalar, "added" + std::to_string(++m_number), common());
        make(history, {KnownEdit::Kind::Add, one(objects).identity, 0, std::move(added)});
    } else if (choice < 7 && !parts.empty()) {
        make(history, {KnownEdit::Kind::Drop, one(parts), 0, {}});
    } else if (choice < 9) {
        addItem(history, one(lists));
    } else {
        moveItem(history, one(lists));
    }
}

KnownHistory ListHistories::history(const Known &base, std::size_t count)
{
    KnownHistory history;
    history.result = base;
    for (std::size_t i = 0; i < count; ++i)
        edit(history);
    return history;
}

std::optional<std::pair<KnownHistory, KnownHistory>> ListHistories::contested(const Known &base)
{
    std::vector<std::pair<Known, int>> values; // with the item that each is in
    for (const auto &item : base.children.back().children) {
        forEach(item, nullptr, [&](const Known &value, const Known *) {
            if (value.kind == Kind::Scalar && value.name != "name")
                values.emplace_back(value, item.identity);
        });
    }
    auto theirs = history(base, below(3));
    auto mine = history(base, below(3));
    if (values.empty() || !areDisjoint(theirs, mine))
        return {};
    auto [value, item] = values[below(values.size())];
    const std::set<int> own{value.identity, item};
    const auto &items = base.children.back().children;
    const auto text = jsonOf(*find(base, item));
    if (std::ranges::count_if(items, [&](const Known &other) { return jsonOf(other) == text; }) > 1)
        return {};
    for (const auto *side : {&theirs, &mine}) {
        if (meet(own, side->dropped) || meet(own, side->set) || !side->ordered.empty())
            return {};
    }
    value.scalar = fresh();
    make(theirs, {KnownEdit::Kind::Set, value.identity, 0, value});
    if (below(3) > 0 || value.identity == item) {
        make(mine, {KnownEdit::Kind::Drop, item, 0, {}});
    } else {
        value.scalar = fresh();
        make(mine, {KnownEdit::Kind::Set, value.identity, 0, value});
    }
    if (!isTold(base, theirs) || !isTold(base, mine))
        return {};
    return std::pair(std::move(theirs), std::move(mine));
}

bool ListHistories::areDisjoint(const KnownHistory &one, const KnownHistory &other)
{
    return !meet(one.needed, other.dropped) && !meet(other.needed, one.dropped)
        && !meet(one.set, other.set) && !meet(one.gaps, other.gaps)
        && !meet(one.ordered, other.ordered);
}

bool ListHistories::isTold(const Known &base, const KnownHistory &history)
{
    // Nor is anything moved that has equals or is made into something else.
    bool isTold = std::ranges::none_of(history.edits, [&](const KnownEdit &edit) {
        const auto *was = find(base, edit.target);
        if (edit.kind != KnownEdit::Kind::Move || !was)
            return false;
        const auto text = jsonOf(*was);
        Known copy = base;
        const auto *list = parentOf(copy, edit.target);
        return text != jsonOf(*find(history.result, edit.target))
            || std::ranges::count_if(
                   list->children, [&](const Known &other) { return jsonOf(other) == text; })
            > 1;
    });
    forEach(history.result, nullptr, [&](const Known &list, const Known *) {
        const auto *before = list.kind == Kind::List ? find(base, list.identity) : nullptr;
        if (!before)
            return;
        const bool isOrdered = history.ordered.contains(list.identity);
        isTold = isTold && (!isOrdered || !areInOrder(*before, list));
        for (const auto &item : list.children) {
            const auto *was = find(*before, item.identity);
            if (item.isGone || (was && jsonOf(*was) == jsonOf(item)))
                continue;
            isTold = isTold && std::ranges::none_of(list.children, [&](const Known &other) {
                const auto *known = find(*before, other.identity);
                return known && jsonOf(*known) == jsonOf(item);
            });
            const bool isNamed = !item.children.empty() && item.children.front().name == "name";
            isTold = isTold && (!was || !isNamed || haveAny(*was, item));
            // One of equal items that went, and one that came: or one was changed.
            isTold = isTold && (was || !hasLostAnEqual(*before, list));
            isTold = isTold && (was || std::ranges::none_of(list.children, [&](const Known &other) {
                const auto *known = find(*before, other.identity);
                const bool isAsItWas = known && jsonOf(*known) == jsonOf(other);
                return known && (other.isGone || !isAsItWas) && areAlike(*known, item);
            }));
        }
    });
    return isTold;
}

std::vector<std::vector<KnownEdit>> ListHistories::readings(
    const Known &base, const KnownHistory &history)
{
    std::vector<std::vector<KnownEdit>> readings{history.edits};
    const auto wanted = jsonOf(history.result);
    forEach(base, nullptr, [&](const Known &list, const Known *) {
        if (list.kind != Kind::List)
            return;
        for (const auto &one : list.children) {
            for (const auto &other : list.children) {
                if (one.identity >= other.identity || jsonOf(one) != jsonOf(other))
                    continue;
                auto edits = exchanged(history.edits, one, other);
                if (jsonOf(withEdits(base, edits)) == wanted)
                    readings.push_back(std::move(edits));
            }
        }
    });
    return readings;
}

} // namespace chancery::support
