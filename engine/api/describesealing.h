// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/sealing.h"

// The part of the description that is about sealed values; included by describe.h.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::NewSeal &value)
{
    visit("pointer", value.pointer);
    visit("value", value.value);
    visit("replaces", value.replaces);
}

template <typename Visitor>
void describe(Visitor &visit, core::Sealed &value)
{
    visit("text", value.text);
    visit("kid", value.kid);
    visit("unchanged", value.isUnchanged);
}

template <typename Visitor>
void describe(Visitor &visit, core::RevealRequest &value)
{
    visit("pointer", value.pointer);
    visit("sealed", value.sealed);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::RevealedValue &value)
{
    visit("pointer", value.pointer);
    visit("value", value.value);
}

template <typename Visitor>
void describe(Visitor &visit, core::OpenedVersion &value)
{
    visit("version", value.version);
    visit("values", value.values);
}

template <typename Visitor>
void describe(Visitor &visit, core::SealKey &value)
{
    visit("kid", value.kid);
    visit("namespace", value.nameSpace);
    visit("environment", value.environment);
    visit("seals", value.seals);
    visit("count", value.count);
    visit("wrappedBy", value.wrappedBy);
    visit("createdAt", value.createdAt);
}

template <typename Visitor>
void describe(Visitor &visit, core::KeyRotation &value)
{
    visit("namespace", value.nameSpace);
    visit("environment", value.environment);
    visit("reason", value.reason);
}

} // namespace chancery::api
