// SPDX-License-Identifier: Apache-2.0
#include "coveredplace.h"

#include <algorithm>

namespace chancery::core {

namespace {

// What names the item that the place leads to; absent where the text does not have it.
Value nameAt(Value root, std::span<const MergeStep> place)
{
    const Value item = root ? valueAt(root, place) : Value();
    return item && item.isObject() ? item.find(place.back().name) : Value();
}

} // namespace

bool GuardedText::hides(Value value) const
{
    const Node &node = value.node();
    const auto first = std::ranges::partition_point(
        hidden, [&](const TextSpan &span) { return span.end <= node.begin; });
    return first != hidden.end() && first->begin < node.end;
}

bool namesItem(const MergePlace &place)
{
    return std::ranges::any_of(place, [](const MergeStep &step) { return !step.id.empty(); });
}

MergePlace coveredPlace(MergePlace place, std::span<const GuardedText> texts)
{
    // What an item is found by stays until all are looked at.
    std::vector<std::size_t> covered;
    for (std::size_t i = 0; i < place.size(); ++i) {
        if (place[i].id.empty())
            continue;
        bool isShown = false;
        bool isHidden = false;
        for (const GuardedText &text : texts) {
            const Value name = nameAt(text.root, std::span(place).first(i + 1));
            isHidden = isHidden || (name && text.hides(name));
            isShown = isShown || bool(name);
        }
        if (isHidden || !isShown)
            covered.push_back(i);
    }
    for (const auto i : covered)
        place[i].id = '"' + std::string(cover) + '"';
    return place;
}

} // namespace chancery::core
