// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describedependencies.h"
#include "engine/core/domain/suspects.h"

// The part of the description that is about what changed before something broke; included where
// such values are read or written.
namespace chancery::api {

template <>
std::span<const std::pair<core::SuspectKind, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::SuspectReason, std::string_view>> wireNames();

template <typename Visitor>
void describe(Visitor &visit, core::AgentRun &value)
{
    visit("version", value.version);
    visit("effective", value.effective);
    visit("at", value.at);
    visit("refusal", value.isRefusal);
}

template <typename Visitor>
void describe(Visitor &visit, core::Suspect &value)
{
    visit("kind", value.kind);
    visit("title", value.title);
    visit("version", value.version);
    visit("config", value.config);
    visit("semver", value.semver);
    visit("changeRequest", value.changeRequest);
    visit("authorName", value.authorName);
    visit("approvers", value.approvers);
    visit("message", value.message);
    visit("at", value.at);
    visit("reachedAt", value.reachedAt);
    visit("agents", value.agents);
    visit("refusals", value.refusals);
    visit("link", value.link);
    visit("keys", value.keys);
    visit("reasons", value.reasons);
    visit("score", value.score);
    visit("auditSequence", value.auditSequence);
}

template <typename Visitor>
void describe(Visitor &visit, core::SuspectReport &value)
{
    visit("environment", value.environment);
    visit("service", value.service);
    visit("before", value.before);
    visit("since", value.since);
    visit("agents", value.agents);
    visit("suspects", value.suspects);
    visit("complete", value.isComplete);
}

} // namespace chancery::api
