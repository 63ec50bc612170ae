// SPDX-License-Identifier: Apache-2.0
//
// Which item of one array is which of the other.
//
// 1. Equal items at both ends are cut off.
// 2. As long as both sides go on item by item, equal or edited at its place, nothing else is looked
//    at: an edited item is followed by an equal one, and has the name of its counterpart. That is
//    what nearly all edits are, and costs one comparison an item.
// 3. The rest is numbered by value and compared as two sequences (textdiff.h).
// 4. Of the items between two matches those with the same name are the same item, edited; where
//    items have no names, they are paired in their order if they are of the same kind.
// 5. What is left on both sides with an equal value or the same name has moved.
#include "alignment.h"

#include "engine/core/merge/place.h"
#include "engine/core/schema/equality.h"
#include "engine/core/textdiff.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace chancery::core {

namespace {

// Numbers for values: equal values have equal numbers.
class Numbering {
public:
    std::uint32_t of(Value value)
    {
        const auto hash = valueHash(value);
        const auto [first, last] = m_known.equal_range(hash);
        for (auto known = first; known != last; ++known) {
            if (sameValue(known->second.first, value))
                return known->second.second;
        }
        const auto number = static_cast<std::uint32_t>(m_known.size());
        m_known.emplace(hash, std::pair(value, number));
        return number;
    }

private:
    std::unordered_multimap<std::uint64_t, std::pair<Value, std::uint32_t>> m_known;
};

bool isSameKind(Value left, Value right)
{
    const bool isContainer = left.isObject() || left.isArray();
    return isContainer ? left.type() == right.type() : !right.isObject() && !right.isArray();
}

class Aligning {
public:
    Aligning(const Items &left, const Items &right, const CancelToken *token)
        : m_left(left)
        , m_right(right)
        , m_token(token)
    {
    }

    ItemAlignment run()
    {
        cutEnds();
        std::size_t left = m_result.begin;
        std::size_t right = m_result.begin;
        walkInPlace(left, right);
        if (left < m_result.leftEnd && right < m_result.rightEnd)
            alignRest(left, right);
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
            && sameValue(m_left[m_result.begin], m_right[m_result.begin]))
            ++m_result.begin;
        while (m_result.leftEnd > m_result.begin && m_result.rightEnd > m_result.begin
            && sameValue(m_left[m_result.leftEnd - 1], m_right[m_result.rightEnd - 1])) {
            --m_result.leftEnd;
            --m_result.rightEnd;
        }
    }

    // Step 2. Stops where the sides get out of step.
    void walkInPlace(std::size_t &left, std::size_t &right)
    {
        bool wasEqual = true;
        while (left < m_result.leftEnd && right < m_result.rightEnd) {
            const bool isEqual = sameValue(m_left[left], m_right[right]);
            if (!isEqual && !isEditedInPlace(left, right, wasEqual))
                return;
            m_result.kept.push_back({left++, right++, isEqual});
            wasEqual = isEqual;
        }
    }

    bool isEditedInPlace(std::size_t left, std::size_t right, bool wasEqual)
    {
        if (!isSameKind(m_left[left], m_right[right])
            || nameOf(m_left[left]) != nameOf(m_right[right]))
            return false;
        if (!nameOf(m_left[left]).empty())
            return true;
        const bool isLastOfBoth = left + 1 == m_result.leftEnd && right + 1 == m_result.rightEnd;
        if (isLastOfBoth)
            return true;
        return wasEqual && left + 1 < m_result.leftEnd && right + 1 < m_result.rightEnd
            && sameValue(m_left[left + 1], m_right[right + 1]);
    }

    // Step 3.
    void alignRest(std::size_t left, std::size_t right)
    {
        Numbering numbering;
        const auto numbersOf = [&](const Items &items, std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t> numbers;
            for (; begin < end; ++begin)
                numbers.push_back(numbering.of(items[begin]));
            return numbers;
        };
        const auto leftNumbers = numbersOf(m_left, left, m_result.leftEnd);
        const auto rightNumbers = numbersOf(m_right, right, m_result.rightEnd);
        std::size_t leftAt = left;
        std::size_t rightAt = right;
        for (const Hunk &hunk : diffNumbers(leftNumbers, rightNumbers, m_token)) {
            keepEqual(leftAt, rightAt, left + hunk.leftBegin);
            pairEdited(left + hunk.leftBegin, left + hunk.leftEnd, right + hunk.rightBegin,
                right + hunk.rightEnd);
            leftAt = left + hunk.leftEnd;
            rightAt = right + hunk.rightEnd;
        }
        keepEqual(leftAt, rightAt, m_result.leftEnd);
    }

    void keepEqual(std::size_t left, std::size_t right, std::size_t leftEnd)
    {
        while (left < leftEnd)
            m_result.kept.push_back({left++, right++, true});
    }

    // Step 4.
    void pairEdited(std::size_t left, std::size_t leftEnd, std::size_t right, std::size_t rightEnd)
    {
        while (left < leftEnd && right < rightEnd) {
            const auto name = nameOf(m_left[left]);
            if (isSameKind(m_left[left], m_right[right]) && name == nameOf(m_right[right])) {
                m_result.kept.push_back({left++, right++, false});
                continue;
            }
            // The nearer of the two ways to get into step again; else both are others.
            const auto inRight = distanceTo(name, m_right, right, rightEnd);
            const auto inLeft = distanceTo(nameOf(m_right[right]), m_left, left, leftEnd);
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

    static constexpr std::size_t none = SIZE_MAX;
    // Far enough for what people do; a bound, so that strangers do not cost quadratic time.
    static constexpr std::size_t reach = 64;

    std::size_t distanceTo(
        const std::string &name, const Items &items, std::size_t begin, std::size_t end) const
    {
        if (name.empty())
            return none;
        for (std::size_t at = begin; at < std::min(end, begin + reach); ++at) {
            if (nameOf(items[at]) == name)
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
        std::unordered_multimap<std::uint64_t, std::size_t> byValue;
        std::unordered_map<std::string, std::size_t> byName;
        for (std::size_t left = m_result.begin; left < m_result.leftEnd; ++left) {
            if (isLeftKept[left])
                continue;
            byValue.emplace(valueHash(m_left[left]), left);
            if (auto name = nameOf(m_left[left]); !name.empty())
                byName.emplace(std::move(name), left);
        }
        if (byValue.empty())
            return;
        std::vector<char> isTaken(m_left.size());
        for (std::size_t right = m_result.begin; right < m_result.rightEnd; ++right) {
            if (isRightKept[right])
                continue;
            const auto left = leftOf(m_right[right], byValue, byName, isTaken);
            if (left == none)
                continue;
            isTaken[left] = true;
            m_result.moved.push_back({left, right, sameValue(m_left[left], m_right[right])});
        }
    }

    std::size_t leftOf(Value item,
        const std::unordered_multimap<std::uint64_t, std::size_t> &byValue,
        const std::unordered_map<std::string, std::size_t> &byName,
        const std::vector<char> &isTaken) const
    {
        const auto [first, last] = byValue.equal_range(valueHash(item));
        for (auto known = first; known != last; ++known) {
            if (!isTaken[known->second] && sameValue(m_left[known->second], item))
                return known->second;
        }
        const auto named = byName.find(nameOf(item));
        return named != byName.end() && !isTaken[named->second] ? named->second : none;
    }

    static std::string nameOf(Value item)
    {
        for (const auto key : namingKeys) {
            const Value name = item.find(key);
            if (name.isString() || name.isNumber())
                return std::string(key) + '=' + std::string(name.text());
        }
        return {};
    }

    const Items &m_left;
    const Items &m_right;
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
