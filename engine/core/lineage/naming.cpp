// SPDX-License-Identifier: Apache-2.0
#include "naming.h"

#include "engine/core/document/canonical.h"
#include "engine/core/merge/place.h"

#include <array>
#include <charconv>

namespace chancery::core {

namespace {

// The step to an item of a list.
MergeStep stepTo(Value list, std::size_t index, const std::function<bool(Value)> &isHidden)
{
    MergeStep step;
    step.position = index;
    step.count = list.size();
    const auto names = ItemNames::of(std::array{list});
    if (!names || !names->areByKey())
        return step;
    const Value name = list.at(index).find(names->key());
    if (!name || isHidden(name))
        return step;
    return {names->key(), canonicalJson(name), 0, 0};
}

} // namespace

std::string namedPlace(
    Value root, std::string_view pointer, const std::function<bool(Value)> &isHidden)
{
    MergePlace place;
    Value here = root;
    while (!pointer.empty()) {
        const auto end = std::min(pointer.find('/', 1), pointer.size());
        const auto token = pointer.substr(1, end - 1);
        pointer.remove_prefix(end);
        std::size_t index = 0;
        const auto [at, code] = std::from_chars(token.data(), token.data() + token.size(), index);
        const bool isIndex = code == std::errc() && at == token.data() + token.size();
        if (here && here.isArray() && isIndex && index < here.size()) {
            place.push_back(stepTo(here, index, isHidden));
            here = here.at(index);
            continue;
        }
        place.push_back({unescapePointerToken(token), {}, 0, 0});
        here = here && here.isObject() ? here.find(place.back().name) : Value();
    }
    return toString(place);
}

bool hasIndex(std::string_view pointer)
{
    for (std::size_t begin = pointer.find('/'); begin != std::string_view::npos;) {
        const auto end = pointer.find('/', begin + 1);
        const auto token = pointer.substr(begin + 1, end - begin - 1);
        if (!token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos)
            return true;
        begin = end;
    }
    return false;
}

} // namespace chancery::core
