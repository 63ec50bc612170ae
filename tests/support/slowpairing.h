// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/plain.h"

#include <map>
#include <optional>

namespace chancery::support {

// How much of two values is the same, of how much.
struct SlowLikeness {
    std::size_t same = 0;
    std::size_t all = 0;

    bool isEnough() const { return same * 2 >= all; }
    bool isLessThan(SlowLikeness other) const { return same * other.all < other.same * all; }
};

SlowLikeness likenessOf(const Plain &a, const Plain *b);

// Which items of a list are which of its later form, by the letter of the rules: every longest
// common subsequence is looked at. For short lists.
class SlowPairing {
public:
    SlowPairing(const Plain &before, const Plain &now);

    // Of the items now: the index before, or what came with its number among its equals.
    std::vector<std::string> names() const;
    bool isReplaced(std::size_t item) const { return m_replaced[item]; }
    bool isUnsure(std::size_t item) const { return m_unsure[item]; }
    bool isLost(std::size_t item) const { return m_lost[item]; }
    bool touches(std::size_t item) const;
    // It is not there, or an item stands on another side of it.
    bool isElsewhere(std::size_t item) const;
    bool isPlaceLost(std::size_t item) const;
    bool isTakenApart(std::size_t item) const;
    std::optional<std::size_t> partner(std::size_t left) const;

private:
    using Pair = std::pair<std::size_t, std::size_t>;
    using Pairs = std::vector<Pair>;

    std::size_t longest(std::size_t left, std::size_t right);
    void listLongest(std::size_t left, std::size_t right, Pairs &pairs, std::vector<Pairs> &all);
    void findUnsure(const std::vector<Pairs> &all);
    void pairMoved();
    void pairGap(
        std::size_t leftBegin, std::size_t leftEnd, std::size_t rightBegin, std::size_t rightEnd);
    void findLost();
    std::optional<std::size_t> origin(std::size_t right) const;

    const Plain &m_before;
    const Plain &m_now;
    std::map<Pair, std::size_t> m_longest;
    Pairs m_pairs;
    std::vector<bool> m_replaced;
    std::vector<bool> m_unsure;
    std::vector<bool> m_lost;
};

} // namespace chancery::support
