// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describechecks.h"
#include "engine/api/describefacts.h"
#include "engine/api/describefleet.h"
#include "engine/api/describeschedule.h"
#include "engine/core/domain/changerequest.h"
#include "engine/core/domain/fleet.h"

// The second half of describe.h: change requests.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::RequestItem &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("environment", value.environment);
    visit("base", value.base);
    visit("text", value.text);
    visit("format", value.format);
    visit("needsRebase", value.needsRebase);
    visit("promotedFrom", value.promotedFrom);
    visit("mergedFrom", value.mergedFrom);
    visit("rollbackTo", value.rollbackTo);
    visit("facts", value.facts);
    visit("overlaps", value.overlaps);
    visit("schema", value.schema);
    visit("standardChange", value.standardChange);
    visit("declaration", value.declaration);
}

template <typename Visitor>
void describe(Visitor &visit, core::Review &value)
{
    visit("id", value.id);
    visit("cycle", value.cycle);
    visit("author", value.author);
    visit("authorName", value.authorName);
    visit("kind", value.kind);
    visit("comment", value.comment);
    visit("contentDigest", value.contentDigest);
    visit("at", value.at);
    visit("standing", value.standing);
    visit("voidedBecause", value.voidedBecause);
}

template <typename Visitor>
void describe(Visitor &visit, core::Requirement &value)
{
    visit("rule", value.rule);
    visit("environment", value.environment);
    visit("need", value.need);
    visit("have", value.have);
    visit("eligible", value.eligible);
    visit("blockedBy", value.blockedBy);
}

template <typename Visitor>
void describe(Visitor &visit, core::ChangeRequest &value)
{
    visit("id", value.id);
    visit("title", value.title);
    visit("description", value.description);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
    visit("state", value.state);
    visit("cycle", value.cycle);
    visit("contentDigest", value.contentDigest);
    visit("requester", value.requester);
    visit("requesterName", value.requesterName);
    visit("contributors", value.contributors);
    visit("items", value.items);
    visit("reviews", value.reviews);
    visit("requirements", value.requirements);
    visit("appliedVersions", value.appliedVersions);
    visit("rollbackTo", value.rollbackTo);
    visit("emergency", value.emergency);
    visit("ratifies", value.ratifies);
    visit("failure", value.failure);
    visit("schedule", value.schedule);
    visit("freezeOverride", value.freezeOverride);
    visit("createdAt", value.createdAt);
    visit("updatedAt", value.updatedAt);
    visit("cycleSince", value.cycleSince);
    visit("stateSince", value.stateSince);
    visit("expiresAt", value.expiresAt);
    visit("sameEffect", value.sameEffect);
    visit("claimedBy", value.claimedBy);
    visit("orphanedBecause", value.orphanedBecause);
    visit("expedited", value.expedited);
    visit("confirmation", value.confirmation);
    visit("acknowledgements", value.acknowledgements);
    visit("checks", value.checks);
    visit("etag", value.etag);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewItem &value)
{
    visit("config", value.config);
    visit("environment", value.environment);
    visit("base", value.base);
    visit("text", value.text);
    visit("promotedFrom", value.promotedFrom);
    visit("schema", value.schema);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewChangeRequest &value)
{
    visit("title", value.title);
    visit("description", value.description);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
    visit("items", value.items);
    visit("submit", value.submit);
    visit("expedited", value.expedited);
}

template <typename Visitor>
void describe(Visitor &visit, core::Vote &value)
{
    visit("kind", value.kind);
    visit("cycle", value.cycle);
    visit("contentDigest", value.contentDigest);
    visit("comment", value.comment);
}

template <typename Visitor>
void describe(Visitor &visit, core::Rollback &value)
{
    visit("target", value.target);
    visit("reason", value.reason);
    visit("ticket", value.ticket);
}

template <typename Visitor>
void describe(Visitor &visit, core::ChangeHint &value)
{
    visit("rev", value.revision);
    visit("kind", value.kind);
    visit("resource", value.resource);
    visit("etag", value.etag);
    visit("summary", value.summary);
    visit("path", value.path);
}

} // namespace chancery::api
