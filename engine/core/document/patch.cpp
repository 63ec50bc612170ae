// SPDX-License-Identifier: Apache-2.0
#include "patch.h"

#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/patchproof.h"
#include "engine/core/document/tomlkeys.h"

namespace chancery::core {

namespace {

Error noSuchPlace(std::string_view pointer)
{
    return patchRefusal("no-such-place", pointer, "There is no such value in the document.");
}

Value containerOf(const Tree &tree, std::string_view pointer)
{
    return tree.root().resolve(pointer.substr(0, pointer.rfind('/')));
}

Result<Tree> valueOf(std::string_view json)
{
    auto reading = readJson(std::string(json));
    if (!reading)
        return toError(reading.problem());
    return std::move(reading).tree();
}

} // namespace

std::string TextPatch::appliedTo(std::string_view source) const
{
    std::string patched;
    patched.reserve(source.size() + text.size());
    patched.append(source.substr(0, begin)).append(text).append(source.substr(end));
    return patched;
}

Result<TextPatch> setValue(const Tree &tree, std::string_view pointer, std::string_view json)
{
    const Value place = tree.root().resolve(pointer);
    if (!place)
        return noSuchPlace(pointer);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const PatchedChange change{PatchedChange::Kind::Set, place.index(), std::string(json), {}};
    return proved(tree, change, pointer, waysToSet(place, value->root()));
}

Result<TextPatch> insertMember(
    const Tree &tree, std::string_view object, std::string_view name, std::string_view json)
{
    const Value place = tree.root().resolve(object);
    if (!place.isObject())
        return noSuchPlace(object);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const PatchedChange change{
        PatchedChange::Kind::Append, place.index(), std::string(json), std::string(name)};
    return proved(tree, change, object, waysToInsert(place, name, value->root()));
}

Result<TextPatch> appendItem(const Tree &tree, std::string_view array, std::string_view json)
{
    const Value place = tree.root().resolve(array);
    if (!place.isArray())
        return noSuchPlace(array);
    const auto value = valueOf(json);
    if (!value)
        return value.error();
    const PatchedChange change{PatchedChange::Kind::Append, place.index(), std::string(json), {}};
    return proved(tree, change, array, waysToAppend(place, value->root()));
}

Result<TextPatch> moveItem(const Tree &tree, std::string_view pointer, bool isUp)
{
    const Value item = tree.root().resolve(pointer);
    const Value array = containerOf(tree, pointer);
    if (!item || pointer.empty() || !array.isArray())
        return noSuchPlace(pointer);
    std::size_t index = 0;
    while (array.at(index).index() != item.index())
        ++index;
    if (isUp ? index == 0 : index + 1 == array.size())
        return noSuchPlace(pointer);
    index -= isUp ? 1 : 0;
    const PatchedChange change{PatchedChange::Kind::Exchange, array.at(index).index(), {}, {}};
    return proved(tree, change, pointer, waysToExchange(array, index));
}

Result<TextPatch> removeValue(const Tree &tree, std::string_view pointer)
{
    const Value place = tree.root().resolve(pointer);
    if (!place || pointer.empty())
        return noSuchPlace(pointer);
    const PatchedChange change{PatchedChange::Kind::Remove, place.index(), {}, {}};
    return proved(tree, change, pointer, waysToRemove(containerOf(tree, pointer), place.index()));
}

Result<TextPatch> renameKey(const Tree &tree, std::string_view pointer, std::string_view name)
{
    const Value place = tree.root().resolve(pointer);
    if (!place || pointer.empty() || !containerOf(tree, pointer).isObject())
        return noSuchPlace(pointer);
    const Node &key = tree.node(place.index() - 1);
    const auto old = std::string_view(tree.source()).substr(key.begin, key.end - key.begin);
    auto ways = tree.format() == Format::Toml
        ? waysToRenameToml(tree, pointerOf(tree, place.index()), name)
        : PatchCandidates();
    for (auto &spelling : keySpellings(tree.format(), name, old))
        ways.push_back({key.begin, key.end, std::move(spelling)});
    const PatchedChange change{PatchedChange::Kind::Rename, place.index(), {}, std::string(name)};
    return proved(tree, change, pointer, std::move(ways));
}

} // namespace chancery::core
