// SPDX-License-Identifier: Apache-2.0
#include "deprecated.h"

#include "engine/core/rules/applied.h"
#include "engine/core/schema/plan.h"

#include <algorithm>

namespace chancery::core {

std::vector<std::uint32_t> deprecatedNodes(
    const CompiledSchema &schema, Value document, std::size_t most)
{
    std::vector<std::uint32_t> nodes;
    const Plan &plan = schema.plan();
    const bool isAny = std::any_of(
        plan.subschemas.begin(), plan.subschemas.end(), [&](const Subschema &subschema) {
            return subschema.isAnnotated && annotationsOf(plan.source(subschema)).isDeprecated;
        });
    if (!isAny)
        return nodes;
    eachAnnotated(schema, document, [&](const AppliedSchema &applied) {
        const bool isNew = nodes.empty() || nodes.back() != applied.node;
        if (isNew && nodes.size() < most && annotationsOf(applied.schema).isDeprecated)
            nodes.push_back(applied.node);
    });
    return nodes;
}

} // namespace chancery::core
