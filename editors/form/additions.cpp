// SPDX-License-Identifier: Apache-2.0
#include "additions.h"

#include "editors/form/field.h"
#include "editors/form/treeedit.h"
#include "engine/core/document/json.h"
#include "engine/core/sealing/sealedvalue.h"

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

const char *typeOf(core::Value value)
{
    return value.isObject() ? "object"
        : value.isArray()   ? "array"
        : value.isNumber()  ? "number"
        : value.isBool()    ? "boolean"
                            : "string";
}

// Without a schema something new is like what is there, if that is all of one kind.
Advice likeOthers(core::Value container)
{
    Advice advice;
    for (const auto &member : container) {
        const std::string type = typeOf(member.value());
        if (!advice.types.empty() && advice.types.front() != type)
            return {};
        advice.types = {type};
    }
    return advice;
}

Addition additionAt(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &container, const std::string &token)
{
    const auto place = childPointer(container, token);
    Addition addition;
    if (advisor)
        addition.advice = advisor->adviceFor(&tree, place).value_or(Advice());
    const bool saysNothing = addition.advice.types.empty() && addition.advice.values.empty()
        && !addition.advice.defaultValue;
    addition.json = firstValue(tree, advisor, place,
        saysNothing ? likeOthers(tree.root().resolve(container)) : addition.advice, 0);
    return addition;
}

} // namespace

Addition additionNamed(const core::Tree &tree, const SchemaAdvisor *advisor,
    const std::string &pointer, const std::string &name)
{
    auto addition = additionAt(tree, advisor, pointer, name);
    addition.name = name;
    return addition;
}

std::vector<Addition> additionsTo(
    const core::Tree &tree, const SchemaAdvisor *advisor, const std::string &pointer)
{
    const auto container = tree.root().resolve(pointer);
    if (container.isArray())
        return {additionAt(tree, advisor, pointer, std::to_string(container.size()))};
    if (!container.isObject() || core::isSealed(container) || !advisor)
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
