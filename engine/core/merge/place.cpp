// SPDX-License-Identifier: Apache-2.0
#include "place.h"

#include "engine/core/document/canonical.h"

#include <unordered_set>

namespace chancery::core {

namespace {

bool hasDistinctNames(const std::vector<std::string> &names)
{
    const std::unordered_set<std::string_view> seen(names.begin(), names.end());
    return seen.size() == names.size();
}

bool isNamedBy(std::string_view key, Value list)
{
    for (const auto &item : list) {
        const Value id = item.value().find(key);
        if (!id.isString() && !id.isNumber())
            return false;
    }
    return true;
}

} // namespace

std::string toString(const MergePlace &place)
{
    std::string text;
    for (const MergeStep &step : place) {
        if (step.id.empty()) {
            text += '/'
                + (step.isByPlace() ? std::to_string(step.position)
                                    : escapePointerToken(step.name));
            continue;
        }
        const bool isQuoted = step.id.size() >= 2 && step.id.front() == '"';
        text += '[' + step.name + '=' + (isQuoted ? step.id.substr(1, step.id.size() - 2) : step.id)
            + ']';
    }
    return text;
}

std::string jsonText(Value value)
{
    std::string json = prettyJson(value);
    while (json.ends_with('\n'))
        json.pop_back();
    return json;
}

Value valueAt(Value root, std::span<const MergeStep> place)
{
    Value here = root;
    for (const MergeStep &step : place) {
        if (!here)
            return {};
        if (step.isByPlace()) {
            here = here.isArray() && here.size() == step.count ? here.at(step.position) : Value();
            continue;
        }
        if (step.isMember()) {
            here = here.find(step.name);
            continue;
        }
        Value found;
        for (const auto &item : here) {
            const Value id = item.value().find(step.name);
            if (id && canonicalJson(id) == step.id) {
                found = item.value();
                break;
            }
        }
        here = found;
    }
    return here;
}

std::optional<ItemNames> ItemNames::of(std::span<const Value> lists)
{
    const auto tellApart = [&](const ItemNames &names) {
        return std::ranges::all_of(
            lists, [&](Value list) { return hasDistinctNames(names.of(list)); });
    };
    const bool hasItems = std::ranges::any_of(lists, [](Value list) { return list.size() > 0; });
    for (const auto key : namingKeys) {
        const bool isCommon
            = std::ranges::all_of(lists, [&](Value list) { return isNamedBy(key, list); });
        if (hasItems && isCommon && tellApart(ItemNames(key)))
            return ItemNames(key);
    }
    if (tellApart(ItemNames("")))
        return ItemNames("");
    return std::nullopt;
}

std::vector<std::string> ItemNames::of(Value list) const
{
    std::vector<std::string> names;
    names.reserve(list.size());
    for (const auto &item : list)
        names.push_back(canonicalJson(m_key.empty() ? item.value() : item.value().find(m_key)));
    return names;
}

} // namespace chancery::core
