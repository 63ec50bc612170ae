// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace chancery::models {

// One step on the way from the old rows to the new: applied in order, each to the rows as the steps
// before have left them.
struct RowStep {
    enum class Kind { Remove, Insert, Move, Change };
    Kind kind = Kind::Change;
    int first = 0; // Insert: also the place in the new rows
    int last = 0; // Move: the new place

    friend bool operator==(const RowStep &, const RowStep &) = default;
};

// Keyed difference: removals from the back, then the new order from the front. Neighbouring steps
// of a kind are joined. key(row) must be unique and hashable.
template <typename Row, typename KeyOf>
std::vector<RowStep> rowDifference(std::vector<Row> rows, const std::vector<Row> &wanted, KeyOf key)
{
    using Kind = RowStep::Kind;
    using Key = std::decay_t<decltype(key(wanted.front()))>;
    std::vector<RowStep> steps;
    std::unordered_set<Key> wantedKeys;
    for (const Row &row : wanted)
        wantedKeys.insert(key(row));
    for (int at = int(rows.size()) - 1; at >= 0; --at) {
        if (wantedKeys.contains(key(rows[std::size_t(at)])))
            continue;
        if (!steps.empty() && steps.back().first == at + 1)
            steps.back().first = at;
        else
            steps.push_back({Kind::Remove, at, at});
        rows.erase(rows.begin() + at);
    }
    std::unordered_set<Key> present;
    for (const Row &row : rows)
        present.insert(key(row));
    for (int at = 0; at < int(wanted.size()); ++at) {
        const Row &row = wanted[std::size_t(at)];
        if (!present.contains(key(row))) {
            if (!steps.empty() && steps.back().kind == Kind::Insert && steps.back().last == at - 1)
                steps.back().last = at;
            else
                steps.push_back({Kind::Insert, at, at});
            rows.insert(rows.begin() + at, row);
            continue;
        }
        if (key(rows[std::size_t(at)]) != key(row)) {
            const auto from = std::find_if(rows.begin() + at, rows.end(),
                [&](const Row &candidate) { return key(candidate) == key(row); });
            steps.push_back({Kind::Move, int(from - rows.begin()), at});
            std::rotate(rows.begin() + at, from, from + 1);
        }
        if (!(rows[std::size_t(at)] == row)) {
            if (!steps.empty() && steps.back().kind == Kind::Change && steps.back().last == at - 1)
                steps.back().last = at;
            else
                steps.push_back({Kind::Change, at, at});
        }
    }
    return steps;
}

} // namespace chancery::models
