// SPDX-License-Identifier: Apache-2.0
#include "itemplaces.h"

#include "editors/form/treeedit.h"
#include "engine/core/schema/equality.h"

#include <charconv>
#include <unordered_map>

namespace chancery::editors {

namespace {

using Places = std::vector<std::optional<std::size_t>>;

std::vector<core::Value> itemsOf(core::Value array)
{
    std::vector<core::Value> items;
    items.reserve(array.size());
    for (const auto &item : array)
        items.push_back(item.value());
    return items;
}

// The bytes of an item, which in TOML may stand in several places.
std::string_view bytesOf(core::Value item)
{
    if (item.tree().format() == core::Format::Toml)
        return {};
    const core::Node &node = item.node();
    const auto bytes
        = std::string_view(item.tree().source()).substr(node.begin, node.end - node.begin);
    return bytes.substr(0, bytes.find_last_not_of(" \t\r\n") + 1);
}

// The bytes are compared first: a document may be large, and most of it has not changed.
bool isSame(core::Value a, core::Value b)
{
    const auto bytes = bytesOf(a);
    return (!bytes.empty() && bytes == bytesOf(b)) || core::sameValue(a, b);
}

// What is there exactly once among the items [begin, end).
std::unordered_map<std::string_view, std::optional<std::size_t>> onlyOnes(
    const std::vector<core::Value> &items, std::size_t begin, std::size_t end)
{
    std::unordered_map<std::string_view, std::optional<std::size_t>> found;
    for (auto item = begin; item < end; ++item) {
        const auto [entry, isNew] = found.try_emplace(bytesOf(items[item]), item);
        if (!isNew)
            entry->second.reset();
    }
    found.erase(std::string_view());
    return found;
}

std::optional<std::size_t> numberOf(const std::string &token)
{
    std::size_t number = 0;
    const char *end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

Places placesOfItems(const std::vector<core::Value> &was, const std::vector<core::Value> &is)
{
    const auto most = std::min(was.size(), is.size());
    std::size_t front = 0;
    while (front < most && isSame(was[front], is[front]))
        ++front;
    std::size_t back = 0;
    while (back < most - front && isSame(was[was.size() - 1 - back], is[is.size() - 1 - back]))
        ++back;
    Places places(was.size());
    for (std::size_t item = 0; item < front; ++item)
        places[item] = item;
    for (std::size_t item = was.size() - back; item < was.size(); ++item)
        places[item] = item + is.size() - was.size();
    if (was.size() == is.size() && front + back + 1 == was.size()) {
        places[front] = front;
        return places;
    }
    const auto before = onlyOnes(was, front, was.size() - back);
    const auto after = onlyOnes(is, front, is.size() - back);
    for (const auto &[bytes, item] : before) {
        const auto found = after.find(bytes);
        if (item && found != after.end() && found->second)
            places[*item] = found->second;
    }
    return places;
}

} // namespace

Places placesOfItems(core::Value before, core::Value after)
{
    return placesOfItems(itemsOf(before), itemsOf(after));
}

Places rowPlaces(core::Value before, core::Value after)
{
    auto places = placesOfItems(before, after);
    if (before.size() != after.size())
        return places;
    std::vector<bool> isTaken(after.size());
    for (const auto &place : places) {
        if (place)
            isTaken[*place] = true;
    }
    for (std::size_t item = 0; item < places.size(); ++item) {
        if (!places[item] && !isTaken[item])
            places[item] = item;
    }
    return places;
}

std::optional<std::string> placeIn(
    const std::string &pointer, const core::Tree &treeBefore, const core::Tree &treeAfter)
{
    if (treeBefore.nodeCount() == 0 || treeAfter.nodeCount() == 0)
        return std::nullopt;
    core::Value before = treeBefore.root();
    core::Value after = treeAfter.root();
    std::string moved;
    for (const std::string &token : tokensOfPointer(pointer)) {
        if (before && after && before.isArray() != after.isArray())
            return std::nullopt;
        auto name = token;
        if (before.isArray()) {
            const auto was = itemsOf(before);
            const auto is = itemsOf(after);
            const auto item = numberOf(token);
            const auto place
                = item && *item < was.size() ? placesOfItems(was, is)[*item] : std::nullopt;
            if (!place)
                return std::nullopt;
            before = was[*item];
            after = is[*place];
            name = std::to_string(*place);
        } else {
            before = before.find(token);
            after = after.find(token);
        }
        if (before && !after)
            return std::nullopt;
        moved = childPointer(moved, name);
    }
    return moved;
}

} // namespace chancery::editors
