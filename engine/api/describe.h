// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/names.h"
#include "engine/api/page.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"
#include "engine/core/domain/place.h"
#include "engine/core/domain/search.h"

// One description of every value that crosses the wire, used in both directions: the member names
// here are the contract's, and engine/api/openapi.yaml states the same.
namespace chancery::api {

template <typename Visitor, typename T>
void describe(Visitor &visit, Page<T> &page)
{
    visit("items", page.items);
    visit("next", page.next);
}

template <typename Visitor>
void describe(Visitor &visit, core::Namespace &value)
{
    visit("id", value.id);
    visit("slug", value.slug);
    visit("title", value.title);
    visit("owner", value.owner);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::Environment &value)
{
    visit("id", value.id);
    visit("title", value.title);
    visit("tier", value.tier);
    visit("order", value.order);
    visit("gated", value.gated);
    visit("requiredApprovals", value.requiredApprovals);
    visit("rollbackNeedsApproval", value.rollbackNeedsApproval);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::Config &value)
{
    visit("id", value.id);
    visit("namespaceId", value.namespaceId);
    visit("path", value.path);
    visit("format", value.format);
    visit("schema", value.schema);
    visit("description", value.description);
    visit("owner", value.owner);
    visit("createdAt", value.createdAt);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewConfig &value)
{
    visit("path", value.path);
    visit("format", value.format);
    visit("schema", value.schema);
    visit("description", value.description);
    visit("owner", value.owner);
}

template <typename Visitor>
void describe(Visitor &visit, core::Schema &value)
{
    visit("id", value.id);
    visit("uri", value.uri);
    visit("name", value.name);
    visit("digest", value.digest);
    visit("semver", value.semver);
    visit("level", value.level);
    visit("createdAt", value.createdAt);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewSchema &value)
{
    visit("uri", value.uri);
    visit("name", value.name);
    visit("text", value.text);
}

template <typename Visitor>
void describe(Visitor &visit, core::Approval &value)
{
    visit("principal", value.principal);
    visit("name", value.name);
    visit("at", value.at);
    visit("contentDigest", value.contentDigest);
}

template <typename Visitor>
void describe(Visitor &visit, core::Version &value)
{
    visit("id", value.id);
    visit("config", value.config);
    visit("environment", value.environment);
    visit("content", value.content);
    visit("sourceDigest", value.sourceDigest);
    visit("parents", value.parents);
    visit("schema", value.schema);
    visit("format", value.format);
    visit("semver", value.semver);
    visit("author", value.author);
    visit("authorName", value.authorName);
    visit("createdAt", value.createdAt);
    visit("message", value.message);
    visit("changeRequest", value.changeRequest);
    visit("rollbackOf", value.rollbackOf);
    visit("approvals", value.approvals);
    visit("quarantined", value.quarantined);
    visit("emergency", value.emergency);
    visit("requestDigest", value.requestDigest);
    visit("appliedBy", value.appliedBy);
    visit("appliedByName", value.appliedByName);
}

template <typename Visitor>
void describe(Visitor &visit, core::Head &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("version", value.version);
    visit("content", value.content);
    visit("format", value.format);
    visit("epoch", value.epoch);
    visit("since", value.since);
    visit("changeRequest", value.changeRequest);
    visit("schema", value.schema);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::Draft &value)
{
    visit("id", value.id);
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("author", value.author);
    visit("base", value.base);
    visit("text", value.text);
    visit("parkedAs", value.parkedAs);
    visit("updatedAt", value.updatedAt);
    visit("schema", value.schema);
    visit("unreadable", value.unreadable);
    visit("circlesUnknown", value.circlesUnknown);
    visit("etag", value.etag); // stays the last: storedETag()
}

template <typename Visitor>
void describe(Visitor &visit, core::DraftText &value)
{
    visit("config", value.config);
    visit("environment", value.environment);
    visit("base", value.base);
    visit("text", value.text);
    visit("schema", value.schema);
}

} // namespace chancery::api

#include "engine/api/describehierarchy.h" // IWYU pragma: export
#include "engine/api/describeidentity.h" // IWYU pragma: export
#include "engine/api/describelineage.h" // IWYU pragma: export
#include "engine/api/describerequests.h" // IWYU pragma: export
#include "engine/api/describesealing.h" // IWYU pragma: export
#include "engine/api/describesearch.h" // IWYU pragma: export
