// SPDX-License-Identifier: Apache-2.0
//
// Which item of one array is which of the other.
//
// 1. Equal items at both ends are cut off.
// 2. As long as both sides go on item by item, equal or edited at its place, nothing else is looked
//    at: an edited item is followed by an equal one, and has the name of its counterpart. That is
//    what nearly all edits are, and costs one comparison an item.
//    In long arrays a few items that one side has more are walked around, where the sides are in
//    step again behind them for long enough.
// 3. The rest is numbered by value and compared as two sequences (itemnumbers.h, textdiff.h).
// 4. Of the items between two matches those with the same name are the same item, edited; where
//    items have no names, they are paired in their order if they are of the same kind.
// 5. What is left on both sides with an equal value or the same name has moved.
#include "alignment.h"

#include "engine/core/diff/itemnumbers.h"
#include "engine/core/diff/written.h"
#include "engine/core/merge/place.h"
#include "engine/core/textdiff.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace chancery::core {

namespace {

// What an item is called; an item without a name has no key.
struct Name {
    std::string_view key;
    std::string_view text;

    bool isEmpty() const { return key.empty(); }
    friend bool operator==(const Name &, const Name &) = default;
};

struct NameHash {
    std::size_t operator()(const Name &name) const { return hash(name.text, name.key.size()); }

    KeyedHash hash;
};

// By the first of the naming keys that it has, in one walk over its members.
Name nameOf(Value item)
{
    Name name;
    if (!item.isObject())
        return name;
    auto best = namingKeys.size();
    constexpr std::size_t longest = 4; // of the naming keys
    for (const auto &member : item) {
        if (member.keyNode().size > longest)
            continue;
        const auto found = std::find(namingKeys.begin(), namingKeys.begin() + best, member.key());
        const auto rank = std::size_t(found - namingKeys.begin());
        if (rank == best || !(member.value().isString() || member.value().isNumber()))
            continue;
        best = rank;
        name = {namingKeys[rank], member.value().text()};
        if (best == 0)
            break;
    }
    return name;
}

// The names of an array's items, each found when it is asked for and kept: where items have none,
// that takes a walk over all of their members.
class Names {
public:
    explicit Names(const Items &items)
        : m_items(items)
    {
    }

    const Name &of(std::size_t index)
    {
        if (!m_items[index].isObject())
            return m_none;
        m_known.resize(m_items.size());
        auto &known = m_known[index];
        if (!known)
            known = nameOf(m_items[index]);
        return *known;
    }

private:
    const Items &m_items;
    const Name m_none;
    std::vector<std::optional<Name>> m_known;
};

bool isSameKind(Value left, Value right)
{
    const bool isContainer = left.isObject() || left.isArray();
    return isContainer ? left.type() == right.type() : !right.isObject() && !right.isArray();
}

constexpr std::size_t none = SIZE_MAX;

// Items of the left that are in no pair yet, to be found by their value or by their name; of equal
// ones the first goes to who asks first. Each is looked at once, however many are equal.
class Waiting {
public:
    Waiting(const Items &items, std::size_t most)
        : m_items(items)
        , m_hashes(most)
        , m_isTaken(items.size())
    {
    }

    bool isEmpty() const { return m_groups.empty(); }
    void add(std::size_t index, const Name &name)
    {
        const auto hash = m_hashes.of(m_items[index]);
        auto *group = find(m_items[index], hash);
        if (!group) {
            m_byValue.emplace(hash, m_groups.size());
            group = &m_groups.emplace_back();
        }
        group->indexes.push_back(index);
        if (name.isEmpty())
            return;
        if (!m_byName)
            m_byName.emplace();
        m_byName->emplace(name, index);
    }
    // The index, which is in a pair from then on; none for none.
    std::size_t take(Value item, const Name &name)
    {
        if (auto *group = find(item, m_hashes.of(item))) {
            while (group->next < group->indexes.size()) {
                const auto index = group->indexes[group->next++];
                if (!std::exchange(m_isTaken[index], true))
                    return index;
            }
        }
        if (!m_byName)
            return none;
        const auto named = m_byName->find(name);
        if (named == m_byName->end() || std::exchange(m_isTaken[named->second], true))
            return none;
        return named->second;
    }

private:
    struct Group {
        std::vector<std::size_t> indexes; // of equal items
        std::size_t next = 0;
    };

    Group *find(Value item, std::uint64_t hash)
    {
        const auto [first, last] = m_byValue.equal_range(hash);
        for (auto known = first; known != last; ++known) {
            Group &group = m_groups[known->second];
            if (isSame(m_items[group.indexes.front()], item))
                return &group;
        }
        return nullptr;
    }

    const Items &m_items;
    ValueHashes m_hashes;
    std::vector<char> m_isTaken;
    std::vector<Group> m_groups;
    std::unordered_multimap<std::uint64_t, std::size_t> m_byValue; // of m_groups
    std::optional<std::unordered_map<Name, std::size_t, NameHash>> m_byName;
};

class Aligning {
public:
    Aligning(const Items &left, const Items &right, const CancelToken *token)
        : m_left(left)
        , m_right(right)
        , m_leftNames(left)
        , m_rightNames(right)
        , m_token(token)
    {
    }

    ItemAlignment run()
    {
        cutEnds();
        std::size_t left = m_result.begin;
        std::size_t right = m_result.begin;
        walkInPlace(left, right);
        while (walkAround(left, right))
            walkInPlace(left, right);
        if (left < m_result.leftEnd && right < m_result.rightEnd)
            alignBetween(left, m_result.leftEnd, right, m_result.rightEnd);
        findMoved();
        std::ranges::sort(m_result.moved, {}, &ItemAlignment::Pair::left);
        return std::move(m_result);
    }

private:
    void cutEnds()
    {
        m_result.leftEnd = m_left.size();
        m_result.rightEnd = m_right.size();
        while (m_result.begin < std::min(m_left.size(), m_right.size())
            && isSame(m_left[m_result.begin], m_right[m_result.begin]))
            ++m_result.begin;
        while (m_result.leftEnd > m_result.begin && m_result.rightEnd > m_result.begin
            && isSame(m_left[m_result.leftEnd - 1], m_right[m_result.rightEnd - 1])) {
            --m_result.leftEnd;
            --m_result.rightEnd;
        }
    }

    // Step 2. Stops where the sides get out of step.
    void walkInPlace(std::size_t &left, std::size_t &right)
    {
        bool wasEqual = true;
        while (left < m_result.leftEnd && right < m_result.rightEnd) {
            const bool isEqual = isSame(m_left[left], m_right[right]);
            if (!isEqual && !isEditedInPlace(left, right, wasEqual))
                return;
            m_result.kept.push_back({left++, right++, isEqual});
            wasEqual = isEqual;
        }
    }

    // Short arrays are always compared as a whole, which finds the shortest way.
    bool isLong() const
    {
        constexpr std::size_t shortArray = 200;
        return m_result.leftEnd + m_result.rightEnd - 2 * m_result.begin > shortArray;
    }

    // To the nearest pair from which both sides go on in step; false when there is none near.
    bool walkAround(std::size_t &left, std::size_t &right)
    {
        constexpr std::size_t nearby = 16;
        if (!isLong())
            return false;
        for (std::size_t distance = 1; distance <= nearby; ++distance) {
            for (std::size_t onLeft = 0; onLeft <= distance; ++onLeft) {
                const auto nextLeft = left + onLeft;
                const auto nextRight = right + distance - onLeft;
                if (!goesOnInStep(nextLeft, nextRight))
                    continue;
                alignBetween(left, nextLeft, right, nextRight);
                left = nextLeft;
                right = nextRight;
                return true;
            }
        }
        return false;
    }

    bool goesOnInStep(std::size_t left, std::size_t right)
    {
        constexpr std::size_t enough = 12;
        constexpr std::size_t mostEdited = 3;
        if (left + enough > m_result.leftEnd || right + enough > m_result.rightEnd
            || !isSameItem(left, right))
            return false;
        std::size_t edited = 0;
        bool isVaried = false; // a run of one value says nothing
        for (std::size_t i = 1; i < enough; ++i) {
            isVaried = isVaried || !isSame(m_left[left + i], m_left[left]);
            if (!isSameItem(left + i, right + i) && ++edited > mostEdited)
                return false;
        }
        return isVaried;
    }

    // Equal, or edited under the same name.
    bool isSameItem(std::size_t left, std::size_t right)
    {
        if (isSame(m_left[left], m_right[right]))
            return true;
        const auto &name = m_leftNames.of(left);
        return !name.isEmpty() && name == m_rightNames.of(right);
    }

    bool isEditedInPlace(std::size_t left, std::size_t right, bool wasEqual)
    {
        if (!isSameKind(m_left[left], m_right[right]))
            return false;
        const auto &name = m_leftNames.of(left);
        if (name != m_rightNames.of(right))
            return false;
        if (!name.isEmpty())
            return true;
        const bool isLastOfBoth = left + 1 == m_result.leftEnd && right + 1 == m_result.rightEnd;
        if (isLastOfBoth)
            return true;
        return wasEqual && left + 1 < m_result.leftEnd && right + 1 < m_result.rightEnd
            && isSame(m_left[left + 1], m_right[right + 1]);
    }

    // Step 3, from one place on both sides to another.
    void alignBetween(
        std::size_t left, std::size_t leftEnd, std::size_t right, std::size_t rightEnd)
    {
        const auto numbers = numbersOf(std::span(m_left).subspan(left, leftEnd - left),
            std::span(m_right).subspan(right, rightEnd - right));
        std::size_t leftAt = left;
        std::size_t rightAt = right;
        const auto keepUpTo = [&](std::size_t end) {
            for (; leftAt < end; ++leftAt, ++rightAt) {
                const bool isEqual = numbers.left[leftAt - left] < numbers.firstEdited
                    || isSame(m_left[leftAt], m_right[rightAt]);
                m_result.kept.push_back({leftAt, rightAt, isEqual});
            }
        };
        for (const Hunk &hunk : diffNumbers(numbers.left, numbers.right, m_token)) {
            keepUpTo(left + hunk.leftBegin);
            pairEdited(left + hunk.leftBegin, left + hunk.leftEnd, right + hunk.rightBegin,
                right + hunk.rightEnd);
            leftAt = left + hunk.leftEnd;
            rightAt = right + hunk.rightEnd;
        }
        keepUpTo(leftEnd);
    }

    // Step 4.
    void pairEdited(std::size_t left, std::size_t leftEnd, std::size_t right, std::size_t rightEnd)
    {
        while (left < leftEnd && right < rightEnd) {
            const auto &name = m_leftNames.of(left);
            if (isSameKind(m_left[left], m_right[right]) && name == m_rightNames.of(right)) {
                m_result.kept.push_back({left++, right++, false});
                continue;
            }
            // The nearer of the two ways to get into step again; else both are others.
            const auto inRight = distanceTo(name, m_rightNames, right, rightEnd);
            const auto inLeft = distanceTo(m_rightNames.of(right), m_leftNames, left, leftEnd);
            if (inRight != none && (inLeft == none || inRight <= inLeft))
                right += inRight;
            else if (inLeft != none)
                left += inLeft;
            else {
                ++left;
                ++right;
            }
        }
    }

    // Far enough for what people do; a bound, so that strangers do not cost quadratic time.
    static constexpr std::size_t reach = 64;

    static std::size_t distanceTo(
        const Name &name, Names &names, std::size_t begin, std::size_t end)
    {
        if (name.isEmpty())
            return none;
        for (std::size_t at = begin; at < std::min(end, begin + reach); ++at) {
            if (names.of(at) == name)
                return at - begin;
        }
        return none;
    }

    // Step 5.
    void findMoved()
    {
        std::vector<char> isLeftKept(m_left.size());
        std::vector<char> isRightKept(m_right.size());
        for (const auto &pair : m_result.kept) {
            isLeftKept[pair.left] = true;
            isRightKept[pair.right] = true;
        }
        Waiting waiting(m_left, m_left.size() - m_result.kept.size());
        for (std::size_t left = m_result.begin; left < m_result.leftEnd; ++left) {
            if (isCancelled(left))
                return;
            if (!isLeftKept[left])
                waiting.add(left, m_leftNames.of(left));
        }
        if (waiting.isEmpty())
            return;
        for (std::size_t right = m_result.begin; right < m_result.rightEnd; ++right) {
            if (isCancelled(right))
                return;
            if (isRightKept[right])
                continue;
            const auto left = waiting.take(m_right[right], m_rightNames.of(right));
            if (left != none)
                m_result.moved.push_back({left, right, isSame(m_left[left], m_right[right])});
        }
    }

    // Looked at now and then: asking costs more than a step.
    bool isCancelled(std::size_t step) const
    {
        return step % 1024 == 0 && m_token && m_token->isCancelled();
    }

    const Items &m_left;
    const Items &m_right;
    Names m_leftNames;
    Names m_rightNames;
    const CancelToken *m_token;
    ItemAlignment m_result;
};

} // namespace

Items itemsOf(Value array)
{
    Items items;
    items.reserve(array.size());
    for (const auto &item : array)
        items.push_back(item.value());
    return items;
}

ItemAlignment alignItems(const Items &left, const Items &right, const CancelToken *token)
{
    return Aligning(left, right, token).run();
}

} // namespace chancery::core
