// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/knownvalue.h"

#include <random>
#include <set>

namespace chancery::support {

// What one person did to a value, and what nobody else may have to do with, or the two edits are
// not disjoint.
struct KnownHistory {
    std::vector<KnownEdit> edits;
    Known result;
    std::set<int> needed; // identities that must stay
    std::set<int> set;
    std::set<int> dropped; // with all that was in them
    std::set<int> ordered; // lists
    std::set<std::pair<bool, int>> gaps; // behind, or before, which item something came or went
};

// Random lists as configurations have them, with names, without, with equal items and with lists in
// their items, and random edits of them, the same every time.
class ListHistories {
public:
    explicit ListHistories(unsigned seed)
        : m_random(seed)
    {
    }

    Known document();
    KnownHistory history(const Known &base, std::size_t count);
    // One that changes something in an item, and one that takes that item away or changes the same
    // otherwise. Nothing where the document has no such item.
    std::optional<std::pair<KnownHistory, KnownHistory>> contested(const Known &base);

    static bool areDisjoint(const KnownHistory &one, const KnownHistory &other);
    // Whether the text shows what was done: nothing that was made or changed is like an item that
    // was there.
    static bool isTold(const Known &base, const KnownHistory &history);
    // The same edits of items that are equal to theirs: nobody can see in a text which were meant.
    static std::vector<std::vector<KnownEdit>> readings(
        const Known &base, const KnownHistory &history);

private:
    std::size_t below(std::size_t bound) { return std::size_t(m_random() % bound); }
    Known made(Known::Kind kind, std::string name, std::string scalar = {});
    std::string fresh() { return "\"v" + std::to_string(++m_number) + '"'; }
    std::string common();
    Known item(int style);
    Known copied(const Known &value);
    void edit(KnownHistory &history);
    void make(KnownHistory &history, KnownEdit edit);
    bool addItem(KnownHistory &history, const Known &list);
    bool moveItem(KnownHistory &history, const Known &list);

    std::mt19937 m_random;
    int m_number = 0;
    int m_identity = 0;
    int m_last = 0; // identity of the document as it was
};

} // namespace chancery::support
