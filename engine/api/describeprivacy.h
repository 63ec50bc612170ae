// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/privacy.h"

// The part of the description that is about personal data in the log and how long it is kept;
// included where such values are read or written.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::PersonalValue &value)
{
    visit("sequence", value.sequence);
    visit("name", value.name);
    visit("salt", value.salt);
    visit("value", value.value);
}

template <typename Visitor>
void describe(Visitor &visit, core::ErasureOrder &value)
{
    visit("reason", value.reason);
    visit("ticket", value.ticket);
}

template <typename Visitor>
void describe(Visitor &visit, core::RemainingMention &value)
{
    visit("where", value.where);
    visit("count", value.count);
}

template <typename Visitor>
void describe(Visitor &visit, core::Erasure &value)
{
    visit("principal", value.principal);
    visit("fields", value.fields);
    visit("entries", value.entries);
    visit("sequence", value.sequence);
    visit("remaining", value.remaining);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::LegalHold &value)
{
    visit("id", value.id);
    visit("principal", value.principal);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
    visit("by", value.by);
    visit("at", value.at);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewLegalHold &value)
{
    visit("principal", value.principal);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
}

template <typename Visitor>
void describe(Visitor &visit, core::PruneOrder &value)
{
    visit("before", value.before);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
}

template <typename Visitor>
void describe(Visitor &visit, core::PruneRecord &value)
{
    visit("before", value.before);
    visit("note", value.note);
    visit("hashes", value.hashes);
}

} // namespace chancery::api
