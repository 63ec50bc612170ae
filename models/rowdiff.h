// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <unordered_map>
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
// of a kind are joined. key(row) must be unique and hashable. Rows are neither copied nor moved:
// what goes through the list are their places.
template <typename Row, typename KeyOf>
std::vector<RowStep> rowDifference(
    const std::vector<Row> &rows, const std::vector<Row> &wanted, KeyOf key)
{
    using Kind = RowStep::Kind;
    using Key = std::decay_t<decltype(key(wanted.front()))>;
    std::vector<RowStep> steps;
    std::unordered_map<Key, int> places;
    places.reserve(wanted.size());
    for (int at = 0; at < int(wanted.size()); ++at)
        places.emplace(key(wanted[std::size_t(at)]), at);
    std::vector<int> before(wanted.size(), -1); // where a wanted row is in the old ones
    std::vector<int> order; // the old rows as the steps so far have left them; -1: inserted
    for (int at = int(rows.size()) - 1; at >= 0; --at) {
        const auto place = places.find(key(rows[std::size_t(at)]));
        // Of two old rows with one key the last is the one that is kept.
        if (place != places.end() && before[std::size_t(place->second)] < 0) {
            before[std::size_t(place->second)] = at;
            order.push_back(at);
        } else if (!steps.empty() && steps.back().first == at + 1) {
            steps.back().first = at;
        } else {
            steps.push_back({Kind::Remove, at, at});
        }
    }
    std::ranges::reverse(order);
    const auto join = [&steps](Kind kind, int at) {
        if (!steps.empty() && steps.back().kind == kind && steps.back().last == at - 1)
            steps.back().last = at;
        else
            steps.push_back({kind, at, at});
    };
    for (int at = 0; at < int(wanted.size()); ++at) {
        const int old = before[std::size_t(at)];
        if (old < 0) {
            join(Kind::Insert, at);
            order.insert(order.begin() + at, -1);
            continue;
        }
        if (order[std::size_t(at)] != old) {
            const auto from = std::find(order.begin() + at, order.end(), old);
            steps.push_back({Kind::Move, int(from - order.begin()), at});
            std::rotate(order.begin() + at, from, from + 1);
        }
        if (!(rows[std::size_t(old)] == wanted[std::size_t(at)]))
            join(Kind::Change, at);
    }
    return steps;
}

} // namespace chancery::models
