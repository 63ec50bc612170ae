// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changefacts.h"

namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::RiskFactor &value)
{
    visit("code", value.code);
    visit("points", value.points);
}

template <typename Visitor>
void describe(Visitor &visit, core::ChangeFacts &value)
{
    visit("keys", value.keys);
    visit("moreKeys", value.moreKeys);
    visit("largestChange", value.largestChange);
    visit("risk", value.risk);
    visit("factors", value.factors);
}

template <typename Visitor>
void describe(Visitor &visit, core::Overlap &value)
{
    visit("request", value.request);
    visit("requesterName", value.requesterName);
    visit("keys", value.keys);
}

} // namespace chancery::api
