// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identityprovider.h"

// The part of the description that is about signing in elsewhere.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::IdentityProvider &value)
{
    visit("issuer", value.issuer);
    visit("clientId", value.clientId);
    visit("scopes", value.scopes);
}

template <typename Visitor>
void describe(Visitor &visit, core::IdTokenExchange &value)
{
    visit("idToken", value.idToken);
    visit("nonce", value.nonce);
}

} // namespace chancery::api
