// SPDX-License-Identifier: Apache-2.0
#include "requeststate.h"

#include "engine/core/policy/names.h"

namespace chancery::core {

namespace {

constexpr EnumNames<RequestState, 9> names{{"draft", "open", "approved", "applied", "rejected",
    "withdrawn", "failed", "expired", "superseded"}};

static_assert(names[RequestState::Superseded] == "superseded");
// GOV-15.
static_assert(isFinal(RequestState::Applied) && isFinal(RequestState::Withdrawn)
    && isFinal(RequestState::Expired) && isFinal(RequestState::Superseded));

} // namespace

std::string_view name(RequestState state)
{
    return names[state];
}

std::optional<RequestState> requestStateFromName(std::string_view name)
{
    return names.find(name);
}

} // namespace chancery::core
