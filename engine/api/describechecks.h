// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changechecks.h"

// The part of the description that is about what has to be acknowledged.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::Check &value)
{
    visit("id", value.id);
    visit("kind", value.kind);
    visit("environment", value.environment);
    visit("path", value.path);
    visit("unit", value.unit);
    visit("limit", value.limit);
    visit("expects", value.expects);
    visit("names", value.names);
    visit("byAuthor", value.byAuthor);
    visit("byApprovers", value.byApprovers);
    visit("isOwed", value.isOwed);
}

template <typename Visitor>
void describe(Visitor &visit, core::Acknowledgement &value)
{
    visit("check", value.check);
    visit("cycle", value.cycle);
    visit("says", value.says);
    visit("by", value.by);
    visit("byName", value.byName);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewAcknowledgement &value)
{
    visit("check", value.check);
    visit("says", value.says);
    visit("cycle", value.cycle);
    visit("contentDigest", value.contentDigest);
}

} // namespace chancery::api
