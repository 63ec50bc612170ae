// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describe.h"
#include "engine/core/emergency/changes.h"
#include "engine/core/emergency/lifecycle.h"
#include "engine/core/secret.h"

// The part of the description that is about emergency access; included where such values are read
// or written.
namespace chancery::api {

template <>
std::span<const std::pair<core::EmergencyState, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::EmergencyEnding, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::EmergencyVerdict, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::ActionFate, std::string_view>> wireNames();
template <>
std::span<const std::pair<core::Provision, std::string_view>> wireNames();

// The account's password again, in every body of what needs fresh authentication.
struct StepUp {
    core::Secret password;
};

template <typename Visitor>
void describe(Visitor &visit, StepUp &value)
{
    visit("password", value.password);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyItem &value)
{
    visit("config", value.config);
    visit("base", value.base);
    visit("text", value.text);
    visit("target", value.target);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyChanges &value)
{
    visit("items", value.items);
    visit("environment", value.environment);
    visit("reason", value.reason);
    visit("overrideValidation", value.overrideValidation);
    visit("overrideReason", value.overrideReason);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewEmergency &value)
{
    visit("environment", value.environment);
    visit("namespaces", value.namespaces);
    visit("reason", value.reason);
    visit("incident", value.incident);
    visit("minutes", value.minutes);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyExtensionAsked &value)
{
    visit("minutes", value.minutes);
    visit("reason", value.reason);
}

template <typename Visitor>
void describe(Visitor &visit, core::ActionVerdict &value)
{
    visit("number", value.number);
    visit("fate", value.fate);
    visit("request", value.request);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewEmergencyReview &value)
{
    visit("verdict", value.verdict);
    visit("text", value.text);
    visit("actions", value.actions);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyChange &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("version", value.version);
    visit("base", value.base);
    visit("provision", value.provision);
    visit("followUp", value.followUp);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyAction &value)
{
    visit("number", value.number);
    visit("at", value.at);
    visit("request", value.request);
    visit("changes", value.changes);
    visit("rollback", value.isRollback);
    visit("skippedApprovers", value.skippedApprovers);
    visit("overrideReason", value.overrideReason);
    visit("fate", value.fate);
    visit("followUp", value.followUp);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyRotation &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("pointer", value.pointer);
    visit("sealed", value.sealed);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyExtension &value)
{
    visit("minutes", value.minutes);
    visit("reason", value.reason);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyNotice &value)
{
    visit("at", value.at);
    visit("about", value.about);
    visit("channel", value.channel);
    visit("audience", value.audience);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencyReview &value)
{
    visit("reviewer", value.reviewer);
    visit("reviewerName", value.reviewerName);
    visit("verdict", value.verdict);
    visit("text", value.text);
    visit("at", value.at);
}

template <typename Visitor>
void describe(Visitor &visit, core::EmergencySession &value)
{
    visit("id", value.id);
    visit("actor", value.actor);
    visit("actorName", value.actorName);
    visit("device", value.device);
    visit("environment", value.environment);
    visit("namespaces", value.namespaces);
    visit("reason", value.reason);
    visit("incident", value.incident);
    visit("minutes", value.minutes);
    visit("state", value.state);
    visit("ending", value.ending);
    visit("needsTwo", value.needsTwo);
    visit("mayPassFreeze", value.mayPassFreeze);
    visit("requestedAt", value.requestedAt);
    visit("openedAt", value.openedAt);
    visit("expiresAt", value.expiresAt);
    visit("confirmer", value.confirmer);
    visit("confirmerName", value.confirmerName);
    visit("extension", value.extension);
    visit("endedAt", value.endedAt);
    visit("endedBy", value.endedBy);
    visit("endReason", value.endReason);
    visit("reviewDueAt", value.reviewDueAt);
    visit("ratifyDueAt", value.ratifyDueAt);
    visit("skippedApprovers", value.skippedApprovers);
    visit("actions", value.actions);
    visit("rotations", value.rotations);
    visit("notices", value.notices);
    visit("review", value.review);
    visit("etag", value.etag);
    visit("isYours", value.isYours);
}

} // namespace chancery::api
