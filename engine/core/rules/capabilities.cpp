// SPDX-License-Identifier: Apache-2.0
#include "capabilities.h"

#include "engine/core/rules/applied.h"

namespace chancery::core {

namespace {

bool isOn(Value value)
{
    if (!value || value.isNull())
        return false;
    if (value.isBool())
        return value.isTrue();
    if (value.isNumber())
        return value.number() != 0;
    return value.isString() ? !value.text().empty() : value.size() > 0;
}

} // namespace

SwitchedOnAll switchedOn(
    const CompiledSchema &schema, Value before, Value after, const ValidateOptions &options)
{
    SwitchedOnAll all;
    const auto use = [&](const AppliedSchema &applied) {
        auto capability = annotationsOf(applied.schema).capability;
        const Value value(after.tree(), applied.node);
        if (capability.empty() || !isOn(value))
            return;
        const auto earlier
            = before ? before.resolve(pointerOf(after.tree(), applied.node)) : Value();
        if (!isOn(earlier))
            all.values.push_back({value, std::move(capability), applied.location + "/x-requires"});
    };
    all.isComplete = eachAnnotated(schema, after, use, options);
    return all;
}

} // namespace chancery::core
