// SPDX-License-Identifier: Apache-2.0
#include "additions.h"

#include "editors/form/field.h"
#include "editors/form/treeedit.h"
#include "engine/core/document/json.h"

#include <algorithm>
#include <array>

namespace chancery::editors {

namespace {

constexpr int deepest = 4;

bool isObjectOnly(const Advice &advice)
{
    return advice.values.empty() && !advice.defaultValue && !advice.types.empty()
        && advice.types.front() == "object";
}

// With what is required of an object, and of the objects in it. The place need not be there.
std::string firstValue(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &pointer, const Advice &advice, int depth)
{
    if (!advisor || depth == deepest || !isObjectOnly(advice))
        return emptyValue(advice);
    std::string json = "{";
    for (const KeyAdvice &key : advisor->keysFor(&tree, pointer)) {
        if (!key.isRequired)
            continue;
        json += json.size() > 1 ? ", " : "";
        core::appendJsonString(json, key.name);
        json += ": "
            + firstValue(tree, advisor, childPointer(pointer, key.name), key.advice, depth + 1);
    }
    return json + '}';
}

// Without a schema an item is like the one before it.
Advice likeLast(core::Value array)
{
    Advice advice;
    core::Value last;
    for (const auto &item : array)
        last = item.value();
    if (last.isObject())
        advice.types = {"object"};
    else if (last.isArray())
        advice.types = {"array"};
    else if (last.isNumber())
        advice.types = {"number"};
    else if (last.isBool())
        advice.types = {"boolean"};
    return advice;
}

std::vector<Addition> itemOf(
    const core::Tree &tree, const SchemaAdvisor *advisor, const std::string &pointer)
{
    const auto array = tree.root().resolve(pointer);
    const auto place = childPointer(pointer, std::to_string(array.size()));
    Addition item;
    if (advisor)
        item.advice = advisor->adviceFor(&tree, place).value_or(Advice());
    const bool saysNothing = item.advice.types.empty() && item.advice.values.empty();
    item.json = firstValue(tree, advisor, place, saysNothing ? likeLast(array) : item.advice, 0);
    return {std::move(item)};
}

} // namespace

std::vector<Addition> additionsTo(
    const core::Tree &tree, const SchemaAdvisor *advisor, const std::string &pointer)
{
    const auto container = tree.root().resolve(pointer);
    if (container.isArray())
        return itemOf(tree, advisor, pointer);
    if (!container.isObject() || !advisor)
        return {};
    std::array<std::vector<Addition>, 3> groups; // required, others, deprecated
    for (KeyAdvice &key : advisor->keysFor(&tree, pointer)) {
        if (container.find(key.name))
            continue;
        auto json = firstValue(tree, advisor, childPointer(pointer, key.name), key.advice, 0);
        const std::size_t group = key.isRequired ? 0 : key.advice.isDeprecated ? 2 : 1;
        groups[group].push_back(
            {std::move(key.name), std::move(json), std::move(key.advice), key.isRequired});
    }
    std::vector<Addition> additions;
    for (auto &group : groups)
        std::ranges::move(group, std::back_inserter(additions));
    return additions;
}

} // namespace chancery::editors
