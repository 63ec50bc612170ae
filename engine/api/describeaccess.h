// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/access/explanation.h"

// The part of the description that is about who may do what; included where such values are read
// or written.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::access::Question &value)
{
    visit("principal", value.principal);
    visit("permission", value.permission);
    visit("environment", value.environment);
    visit("path", value.path);
}

template <typename Visitor>
void describe(Visitor &visit, core::access::ExplainedMiss &value)
{
    visit("rule", value.rule);
    visit("why", value.why);
    visit("at", value.at);
    visit("condition", value.condition);
}

template <typename Visitor>
void describe(Visitor &visit, core::access::ExplainedRemedy &value)
{
    visit("kind", value.kind);
    visit("subject", value.subject);
    visit("at", value.at);
    visit("condition", value.condition);
}

template <typename Visitor>
void describe(Visitor &visit, core::access::Explanation &value)
{
    visit("allowed", value.allowed);
    visit("decidedBy", value.decidedBy);
    visit("rule", value.rule);
    visit("nearMisses", value.nearMisses);
    visit("remedies", value.remedies);
    visit("detail", value.detail);
    visit("assumed", value.assumed);
}

} // namespace chancery::api
