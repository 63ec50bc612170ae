// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/identity.h"

// The part of describe.h that tells who somebody is.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::Principal &value)
{
    visit("id", value.id);
    visit("kind", value.kind);
    visit("name", value.name);
    visit("displayName", value.displayName);
    visit("roles", value.roles);
    visit("disabled", value.disabled);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::OneTimePassword &value)
{
    visit("issuedBy", value.issuedBy);
    visit("issuedAt", value.issuedAt);
    visit("expiresAt", value.expiresAt);
    visit("isReset", value.isReset);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::Session &value)
{
    visit("token", value.token);
    visit("principal", value.principal);
    visit("permissions", value.permissions);
    visit("expiresAt", value.expiresAt);
    visit("oneTimePassword", value.oneTimePassword);
    visit("provenAt", value.provenAt);
    visit("proof", value.proof);
}

template <typename Visitor>
void describe(Visitor &visit, core::PasswordChange &value)
{
    visit("currentPassword", value.current);
    visit("newPassword", value.fresh);
}

template <typename Visitor>
void describe(Visitor &visit, core::FreshProof &value)
{
    visit("password", value.password);
    visit("idToken", value.idToken);
    visit("nonce", value.nonce);
}

template <typename Visitor>
void describe(Visitor &visit, core::Credentials &value)
{
    visit("name", value.name);
    visit("password", value.password);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewPrincipal &value)
{
    visit("kind", value.kind);
    visit("name", value.name);
    visit("displayName", value.displayName);
    visit("roles", value.roles);
    visit("password", value.password);
}

template <typename Visitor>
void describe(Visitor &visit, core::RoleChange &value)
{
    visit("roles", value.roles);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::PasswordReset &value)
{
    visit("password", value.password);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::AccessToken &value)
{
    visit("id", value.id);
    visit("principal", value.principal);
    visit("madeBy", value.madeBy);
    visit("createdAt", value.createdAt);
    visit("expiresAt", value.expiresAt);
}

template <typename Visitor>
void describe(Visitor &visit, core::Meta &value)
{
    visit("product", value.product);
    visit("apiVersion", value.apiVersion);
    visit("serverVersion", value.serverVersion);
    visit("minimumClientVersion", value.minimumClientVersion);
    visit("logOrigin", value.logOrigin);
    visit("logKey", value.logKey);
    visit("serverTime", value.serverTime);
    visit("features", value.features);
}

} // namespace chancery::api
