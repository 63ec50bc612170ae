// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/recovery.h"

// The part of the description that is about recovery access; included where such values are read
// or written.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::RecoveryChallenge &value)
{
    visit("challenge", value.challenge);
    visit("expiresAt", value.expiresAt);
}

template <typename Visitor>
void describe(Visitor &visit, core::RecoveryProof &value)
{
    visit("key", value.key);
    visit("challenge", value.challenge);
    visit("audience", value.audience);
    visit("signature", value.signature);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::FreezeOrder &value)
{
    visit("minutes", value.minutes);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::StandingFreeze &value)
{
    visit("environment", value.environment);
    visit("from", value.from);
    visit("until", value.until);
    visit("by", value.by);
    visit("reason", value.reason);
}

} // namespace chancery::api
