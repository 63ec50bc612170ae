// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/fleet.h"
#include "engine/core/hierarchy/place.h"

#include <span>

namespace chancery::core {

// Which configs the agents of a service read, and where.
struct ServicePlaces {
    std::vector<FollowedPlace> places; // each once, by path, region, group and instance
    // No agent is where it was asked for: it is as if each of them were there.
    bool isSupposed = false;
};

// Of the agents of the service in the environment that is asked for; empty for one that has none.
// A region, group or instance that is asked for narrows: to the agents that read something there
// or, of an instance, have its name, with all that they read at no other one. Agents that have not
// said where they read count as being where it is asked for. Of any thread.
ServicePlaces placesOf(
    std::span<const Agent> agents, const std::string &service, const HierarchyPlace &asked);

inline HierarchyPlace placeIn(const EnvironmentId &environment, const FollowedPlace &followed)
{
    return {environment, followed.region, followed.group, followed.instance};
}
// "region eu-west, instance i-7", for people; empty where only the environment counts.
std::string placeText(const FollowedPlace &followed);

} // namespace chancery::core
