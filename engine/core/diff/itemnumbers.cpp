// SPDX-License-Identifier: Apache-2.0
//
// What is written alike is the same, and is hashed as text, which costs a fraction of its meaning.
// In a list where everything was edited that leaves all of it, and no two are the same: there two
// items that are written nowhere else, have no two names, and have at least half of what they hold
// in common are one item, edited, where both lists go on like this from one place on each side,
// around a few that one of them has more. What they mean is not asked then. It must go so for
// nearly all of the list, or one whose items are much alike and have moved on would be taken for
// edited everywhere.
#include "itemnumbers.h"

#include "engine/core/diff/linehash.h"
#include "engine/core/diff/written.h"
#include "engine/core/merge/place.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace chancery::core {

namespace {

using Number = std::uint32_t;
constexpr Number none = LineNumbers::none;

// Numbers for values by what they mean.
class Meanings {
public:
    // For no more than so many.
    explicit Meanings(std::size_t most)
        : m_hashes(most)
        , m_slots(std::bit_ceil(2 * most + 2), none)
    {
    }

    Number of(Value value)
    {
        const auto hash = m_hashes.of(value);
        auto at = hash & (m_slots.size() - 1);
        for (; m_slots[at] != none; at = (at + 1) & (m_slots.size() - 1)) {
            const auto &[knownHash, known] = m_known[m_slots[at]];
            if (knownHash == hash && isSame(known, value))
                return m_slots[at];
        }
        m_slots[at] = static_cast<Number>(m_known.size());
        m_known.emplace_back(hash, value);
        return m_slots[at];
    }

private:
    ValueHashes m_hashes;
    std::vector<std::pair<std::uint64_t, Value>> m_known;
    std::vector<Number> m_slots; // indexes of m_known; a power of two of them
};

// What stands between the first two of a container: lists that are written in one way have it
// alike.
std::string_view gapIn(Value value)
{
    const auto first = value.begin();
    auto second = first;
    ++second;
    const auto begin = first.value().node().end;
    const auto end = value.isObject() ? second.keyNode().begin : second.value().node().begin;
    return std::string_view(value.tree().source()).substr(begin, end - begin);
}

// How strong a word is among those that name an item; their number for any other.
std::size_t namingRank(std::string_view key)
{
    return std::size_t(std::ranges::find(namingKeys, key) - namingKeys.begin());
}

bool canName(Value value)
{
    return value.isString() || value.isNumber();
}

// Whether two containers have at least half of what they hold in common, in one order, and are
// written in one way: else what was only written anew would be taken for edited. Under two names
// they are two.
bool isMostlyAlike(Value left, Value right)
{
    const auto size = left.size();
    if (size < 2 || left.type() != right.type() || size != right.size()
        || gapIn(left) != gapIn(right))
        return false;
    std::size_t other = 0;
    auto best = namingKeys.size();
    bool isRenamed = false;
    auto beside = right.begin();
    for (const auto &item : left) {
        if (left.isObject() && item.key() != beside.key())
            return false;
        const bool isAlike = isWrittenAlike(item.value(), beside.value());
        if (!isAlike && ++other * 2 > size)
            return false;
        const auto rank = left.isObject() ? namingRank(item.key()) : best;
        if (rank < best && (canName(item.value()) || canName(beside.value()))) {
            best = rank;
            isRenamed = !isAlike;
        }
        ++beside;
    }
    return !isRenamed;
}

class Numbering {
public:
    Numbering(std::span<const Value> left, std::span<const Value> right)
        : m_items{left, right}
        , m_hashes(left.size() + right.size())
    {
    }

    ItemNumbers run()
    {
        const auto &[left, right] = m_items;
        const bool areJson = !left.empty() && !right.empty()
            && left.front().tree().format() == Format::Json
            && right.front().tree().format() == Format::Json;
        if (areJson)
            numberTexts();
        if (areJson && std::min(left.size(), right.size()) >= shortList)
            pairPlaces();
        numberMeanings(areJson);
        return std::move(m_numbers);
    }

private:
    // Short ones are numbered by all that they mean: little is gained there.
    static constexpr std::size_t shortList = 64;
    static constexpr std::size_t patience = 500; // misses that any list may have

    void numberTexts()
    {
        LineNumbers texts(m_items[0].size() + m_items[1].size());
        for (std::size_t side = 0; side < 2; ++side) {
            for (const Value item : m_items[side]) {
                const auto text = sourceOf(item);
                const auto number = texts.of(text, m_hashes.of(text));
                m_texts[side].push_back(number);
                m_sides.resize(std::max<std::size_t>(m_sides.size(), number + 1));
                m_sides[number] = static_cast<char>(m_sides[number] | (1 << side));
            }
        }
    }

    bool isAlone(std::size_t side, std::size_t index) const
    {
        return m_sides[m_texts[side][index]] != 3;
    }

    bool isOneEdited(std::size_t left, std::size_t right)
    {
        ++m_numbers.held;
        return isAlone(0, left) && isAlone(1, right)
            && isMostlyAlike(m_items[0][left], m_items[1][right]);
    }

    // Nothing is kept of it unless it is nearly all of the shorter list.
    void pairPlaces()
    {
        const auto sizes = std::pair(m_items[0].size(), m_items[1].size());
        const auto most = std::min(sizes.first, sizes.second);
        const auto misses = most / 10;
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        std::size_t missed = 0;
        for (std::size_t left = 0, right = 0; left < sizes.first && right < sizes.second;) {
            if (isOneEdited(left, right)) {
                pairs.emplace_back(left++, right++);
            } else if (!stepAround(left, right)) {
                ++left;
                ++right;
                // It costs most where there are none: a bad beginning is enough.
                if (++missed > std::min(misses, patience + pairs.size() / 4))
                    return;
            }
        }
        if (pairs.size() + misses < most)
            return;
        m_partners[0].assign(sizes.first, none);
        m_partners[1].assign(sizes.second, none);
        for (Number pair = 0; pair < pairs.size(); ++pair) {
            m_partners[0][pairs[pair].first] = pair;
            m_partners[1][pairs[pair].second] = pair;
        }
    }

    // To the nearest place from which some items in a row are edited ones of each other.
    bool stepAround(std::size_t &left, std::size_t &right)
    {
        constexpr std::size_t nearby = 8;
        for (std::size_t distance = 1; distance <= nearby; ++distance) {
            for (std::size_t onLeft = 0; onLeft <= distance; ++onLeft) {
                if (!isRunOfEdited(left + onLeft, right + distance - onLeft))
                    continue;
                left += onLeft;
                right += distance - onLeft;
                return true;
            }
        }
        return false;
    }

    bool isRunOfEdited(std::size_t left, std::size_t right)
    {
        constexpr std::size_t enough = 4;
        if (left + enough > m_items[0].size() || right + enough > m_items[1].size())
            return false;
        for (std::size_t i = 0; i < enough; ++i) {
            if (!isOneEdited(left + i, right + i))
                return false;
        }
        return true;
    }

    void numberMeanings(bool areJson)
    {
        const auto count = m_items[0].size() + m_items[1].size();
        m_numbers.firstEdited = static_cast<Number>(count);
        Meanings meanings(count);
        std::vector<Number> ofText(m_sides.size(), none);
        for (std::size_t side = 0; side < 2; ++side) {
            auto &numbers = side == 0 ? m_numbers.left : m_numbers.right;
            numbers.reserve(m_items[side].size());
            for (std::size_t index = 0; index < m_items[side].size(); ++index) {
                const Value item = m_items[side][index];
                if (!m_partners[side].empty() && m_partners[side][index] != none) {
                    numbers.push_back(m_numbers.firstEdited + m_partners[side][index]);
                    continue;
                }
                if (!areJson) {
                    numbers.push_back(meanings.of(item));
                    continue;
                }
                auto &number = ofText[m_texts[side][index]];
                if (number == none)
                    number = meanings.of(item);
                numbers.push_back(number);
            }
        }
    }

    std::span<const Value> m_items[2];
    ValueHashes m_hashes;
    std::vector<Number> m_texts[2]; // of each item
    std::vector<char> m_sides; // of each text: bits of where it stands
    std::vector<Number> m_partners[2]; // the number of its pair, or none
    ItemNumbers m_numbers;
};

} // namespace

ItemNumbers numbersOf(std::span<const Value> left, std::span<const Value> right)
{
    return Numbering(left, right).run();
}

} // namespace chancery::core
