// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"

// The part of the description that is about agents; included by describe.h.
namespace chancery::api {

template <typename Visitor>
void describe(Visitor &visit, core::AgentReport &value)
{
    visit("config", value.config);
    visit("path", value.path);
    visit("version", value.version);
    visit("epoch", value.epoch);
    visit("status", value.status);
    visit("reason", value.reason);
    visit("at", value.at);
    visit("effective", value.effective);
    visit("liveOnly", value.liveOnly);
}

template <typename Visitor>
void describe(Visitor &visit, core::FollowedPlace &value)
{
    visit("path", value.path);
    visit("region", value.region);
    visit("group", value.group);
    visit("instance", value.instance);
}

template <typename Visitor>
void describe(Visitor &visit, core::Agent &value)
{
    visit("id", value.id);
    visit("name", value.name);
    visit("environment", value.environment);
    visit("service", value.service);
    visit("region", value.region);
    visit("build", value.build);
    visit("registeredAt", value.registeredAt);
    visit("lastSeen", value.lastSeen);
    visit("reports", value.reports);
    visit("etag", value.etag);
    visit("capabilities", value.capabilities);
    visit("follows", value.follows);
    visit("places", value.places);
}

template <typename Visitor>
void describe(Visitor &visit, core::NewAgent &value)
{
    visit("name", value.name);
    visit("environment", value.environment);
    visit("service", value.service);
    visit("region", value.region);
    visit("build", value.build);
    visit("paths", value.paths);
    visit("capabilities", value.capabilities);
    visit("places", value.places);
}

} // namespace chancery::api
