// SPDX-License-Identifier: Apache-2.0
#include "slowpairing.h"

#include <algorithm>
#include <set>

namespace chancery::support {

namespace {

// Members in the order of their names.
std::string sorted(const Plain &value)
{
    Plain copy = value;
    if (copy.type == Plain::Type::Object)
        std::ranges::sort(copy.members, {}, &Plain::Member::name);
    if (copy.type == Plain::Type::Scalar)
        return copy.json();
    std::string text = copy.type == Plain::Type::Object ? "{" : "[";
    for (const auto &[name, member] : copy.members)
        text += name + ':' + sorted(member) + ',';
    return text;
}

std::ptrdiff_t equalsIn(const Plain &list, const Plain &item)
{
    return std::ranges::count_if(
        list.members, [&](const Plain::Member &member) { return member.value == item; });
}

} // namespace

SlowLikeness likenessOf(const Plain &a, const Plain *b)
{
    SlowLikeness sum;
    const auto add = [&sum](SlowLikeness more) {
        sum.same += more.same;
        sum.all += more.all;
    };
    const bool areKin = b && a.type == b->type;
    if (areKin && a.type == Plain::Type::Object) {
        for (const auto &[name, value] : a.members)
            add(likenessOf(value, b->find(name)));
        for (const auto &[name, value] : b->members)
            sum.all += a.find(name) ? 0 : 1;
    } else if (areKin && a.type == Plain::Type::List && a.members.size() == b->members.size()) {
        for (std::size_t i = 0; i < a.members.size(); ++i)
            add(likenessOf(a.members[i].value, &b->members[i].value));
    } else {
        sum = {b && a == *b ? std::size_t(1) : 0, 1};
    }
    return sum;
}

SlowPairing::SlowPairing(const Plain &before, const Plain &now)
    : m_before(before)
    , m_now(now)
    , m_replaced(before.members.size())
    , m_unsure(before.members.size())
    , m_lost(before.members.size())
{
    std::vector<Pairs> all;
    Pairs none;
    listLongest(0, 0, none, all);
    const auto most = all.front().size();
    Pairs inPlace;
    for (std::size_t i = 0; i < before.members.size() && i < now.members.size(); ++i) {
        if (before.members[i].value == now.members[i].value)
            inPlace.emplace_back(i, i);
    }
    bool isMoved = false;
    for (std::size_t i = 0; i < before.members.size(); ++i) {
        for (std::size_t j = 0; j < now.members.size(); ++j) {
            const bool areLeft = std::ranges::find(inPlace, i, &Pair::first) == inPlace.end()
                && std::ranges::find(inPlace, j, &Pair::first) == inPlace.end();
            isMoved = isMoved || (areLeft && before.members[i].value == now.members[j].value);
        }
    }
    if (before.members.size() == now.members.size() && inPlace.size() == most && !isMoved) {
        m_pairs = inPlace;
    } else {
        m_pairs = *std::ranges::min_element(all);
        findUnsure(all);
    }
    auto anchors = m_pairs;
    anchors.emplace_back(before.members.size(), now.members.size());
    pairMoved();
    std::size_t left = 0;
    std::size_t right = 0;
    for (const auto &[nextLeft, nextRight] : anchors) {
        pairGap(left, nextLeft, right, nextRight);
        left = nextLeft + 1;
        right = nextRight + 1;
    }
    findLost();
}

std::size_t SlowPairing::longest(std::size_t left, std::size_t right)
{
    if (left == m_before.members.size() || right == m_now.members.size())
        return 0;
    if (const auto known = m_longest.find({left, right}); known != m_longest.end())
        return known->second;
    const bool isPair = m_before.members[left].value == m_now.members[right].value;
    const auto length = std::max({longest(left + 1, right), longest(left, right + 1),
        isPair ? longest(left + 1, right + 1) + 1 : 0});
    m_longest[{left, right}] = length;
    return length;
}

void SlowPairing::listLongest(
    std::size_t left, std::size_t right, Pairs &pairs, std::vector<Pairs> &all)
{
    const auto wanted = longest(left, right);
    if (wanted == 0) {
        all.push_back(pairs);
        return;
    }
    for (auto i = left; i < m_before.members.size(); ++i) {
        for (auto j = right; j < m_now.members.size(); ++j) {
            if (longest(i + 1, j + 1) + 1 != wanted
                || !(m_before.members[i].value == m_now.members[j].value))
                continue;
            pairs.emplace_back(i, j);
            listLongest(i + 1, j + 1, pairs, all);
            pairs.pop_back();
        }
    }
}

void SlowPairing::findUnsure(const std::vector<Pairs> &all)
{
    for (std::size_t i = 0; i < m_before.members.size(); ++i) {
        const auto &item = m_before.members[i].value;
        std::set<std::size_t> partners;
        for (const auto &pairs : all) {
            const auto found = std::ranges::find(pairs, i, &Pair::first);
            partners.insert(found == pairs.end() ? std::size_t(-1) : found->second);
        }
        const bool hasEquals = equalsIn(m_before, item) > 1 || equalsIn(m_now, item) > 1;
        m_unsure[i] = hasEquals && partners.size() > 1;
    }
}

void SlowPairing::pairMoved()
{
    for (std::size_t j = 0; j < m_now.members.size(); ++j) {
        for (std::size_t i = 0; i < m_before.members.size() && !origin(j); ++i) {
            if (!partner(i) && m_before.members[i].value == m_now.members[j].value)
                m_pairs.emplace_back(i, j);
        }
    }
}

void SlowPairing::pairGap(
    std::size_t leftBegin, std::size_t leftEnd, std::size_t rightBegin, std::size_t rightEnd)
{
    std::vector<std::size_t> left;
    for (auto i = leftBegin; i < leftEnd; ++i) {
        if (!partner(i))
            left.push_back(i);
    }
    std::vector<std::size_t> right;
    for (auto j = rightBegin; j < rightEnd; ++j) {
        if (!origin(j))
            right.push_back(j);
    }
    const auto likeness = [&](std::size_t i, std::size_t j) {
        return likenessOf(m_before.members[left[i]].value, &m_now.members[right[j]].value);
    };
    const auto isEdited = [&](std::size_t one, std::size_t other, bool areOthersUnlike) {
        const auto &item = m_before.members[left[one]].value;
        const auto own = likeness(one, other);
        bool isBest = item.type != Plain::Type::Scalar
            && item.type == m_now.members[right[other]].value.type && own.isEnough();
        const auto isLess = [&](SlowLikeness another) {
            return another.isLessThan(own) && !(areOthersUnlike && another.isEnough());
        };
        for (std::size_t i = 0; i < left.size(); ++i)
            isBest = isBest && (i == one || isLess(likeness(i, other)));
        for (std::size_t j = 0; j < right.size(); ++j)
            isBest = isBest && (j == other || isLess(likeness(one, j)));
        return isBest;
    };
    bool areAllEdited = left.size() == right.size();
    for (std::size_t i = 0; i < left.size(); ++i)
        areAllEdited = areAllEdited && isEdited(i, i, false);
    std::size_t next = 0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (left.size() == right.size()) {
            m_replaced[left[i]] = !areAllEdited && !isEdited(i, i, true);
            m_pairs.emplace_back(left[i], right[i]);
            continue;
        }
        auto j = next;
        while (j < right.size() && !isEdited(i, j, true))
            ++j;
        if (j == right.size())
            continue;
        m_pairs.emplace_back(left[i], right[j]);
        next = j + 1;
    }
    const bool hasCome
        = std::ranges::any_of(right, [this](std::size_t j) { return !origin(j).has_value(); });
    for (const auto i : left)
        m_lost[i] = hasCome && !partner(i);
}

void SlowPairing::findLost()
{
    const bool isAnyUnsure = std::ranges::find(m_unsure, true) != m_unsure.end();
    for (std::size_t i = 0; i < m_before.members.size(); ++i) {
        for (std::size_t j = 0; j < m_now.members.size(); ++j) {
            const auto &was = m_before.members[i].value;
            if (!partner(i) && !origin(j)
                && (isAnyUnsure || likenessOf(was, &m_now.members[j].value).same > 0))
                m_lost[i] = true;
        }
    }
}

std::optional<std::size_t> SlowPairing::partner(std::size_t left) const
{
    const auto found = std::ranges::find(m_pairs, left, &Pair::first);
    return found == m_pairs.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> SlowPairing::origin(std::size_t right) const
{
    const auto found = std::ranges::find(m_pairs, right, &Pair::second);
    return found == m_pairs.end() ? std::nullopt : std::optional(found->first);
}

std::vector<std::string> SlowPairing::names() const
{
    std::vector<std::string> names;
    for (std::size_t j = 0; j < m_now.members.size(); ++j) {
        if (const auto before = origin(j)) {
            names.push_back(std::to_string(*before));
            continue;
        }
        std::string name = '+' + sorted(m_now.members[j].value) + '#';
        std::size_t number = 0;
        while (std::ranges::count(names, name + std::to_string(number)) > 0)
            ++number;
        names.push_back(name + std::to_string(number));
    }
    return names;
}

bool SlowPairing::touches(std::size_t item) const
{
    const auto place = partner(item);
    if (!place || m_unsure[item] || !(m_now.members[*place].value == m_before.members[item].value))
        return true;
    const auto size = m_now.members.size();
    const bool hasNewNext
        = *place + 1 < size && (!origin(*place + 1) || *origin(*place + 1) < item);
    return hasNewNext || (*place > 0 && (!origin(*place - 1) || *origin(*place - 1) > item));
}

bool SlowPairing::isElsewhere(std::size_t item) const
{
    for (std::size_t other = 0; other < m_before.members.size() && partner(item); ++other) {
        if (partner(other) && (other < item) != (partner(other) < partner(item)) && other != item)
            return true;
    }
    return !partner(item);
}

bool SlowPairing::isPlaceLost(std::size_t item) const
{
    return item + 1 < m_replaced.size() && m_replaced[item] && m_replaced[item + 1];
}

bool SlowPairing::isTakenApart(std::size_t item) const
{
    return item + 1 < m_replaced.size() && partner(item) && partner(item + 1)
        && *partner(item + 1) != *partner(item) + 1;
}

} // namespace chancery::support
