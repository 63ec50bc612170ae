// SPDX-License-Identifier: Apache-2.0
#include "anchor.h"

#include "engine/core/merge/place.h"

#include <algorithm>
#include <charconv>

namespace chancery::core {

namespace {

// What names each item; nothing where they cannot be told apart.
std::vector<std::string> namesIn(Value list)
{
    const auto names = ItemNames::of(std::span(&list, 1));
    return names ? names->of(list) : std::vector<std::string>();
}

// By its name where it has one, else by its index.
std::size_t indexOf(Value list, const AnchorStep &step)
{
    if (step.item.empty()) {
        std::size_t index = list.size();
        const auto end = step.token.data() + step.token.size();
        const auto read = std::from_chars(step.token.data(), end, index);
        return read.ptr == end ? index : list.size();
    }
    const auto names = namesIn(list);
    return std::size_t(std::ranges::find(names, step.item) - names.begin());
}

} // namespace

std::optional<Anchor> anchorOf(Value root, std::string_view pointer)
{
    if (!root || (!pointer.empty() && !pointer.starts_with('/')))
        return std::nullopt;
    Anchor anchor;
    Value here = root;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        AnchorStep step{unescapePointerToken(pointer.substr(0, end)), {}};
        pointer.remove_prefix(end);
        if (here.isArray()) {
            const auto index = indexOf(here, step);
            const auto names = namesIn(here);
            if (index < names.size())
                step.item = names[index];
            here = here.at(index);
        } else {
            here = here.isObject() ? here.find(step.token) : Value();
        }
        if (!here)
            return std::nullopt;
        anchor.push_back(std::move(step));
    }
    return anchor;
}

std::optional<std::string> pointerOf(Value root, const Anchor &anchor)
{
    std::string pointer;
    Value here = root;
    for (const auto &step : anchor) {
        if (here.isArray()) {
            const auto index = indexOf(here, step);
            pointer += '/' + std::to_string(index);
            here = here.at(index);
        } else {
            pointer += '/' + escapePointerToken(step.token);
            here = here.isObject() ? here.find(step.token) : Value();
        }
        if (!here)
            return std::nullopt;
    }
    return here ? std::optional(pointer) : std::nullopt;
}

std::string originOf(const Anchor &anchor)
{
    std::string pointer;
    for (const auto &step : anchor)
        pointer += '/' + escapePointerToken(step.token);
    return pointer;
}

} // namespace chancery::core
