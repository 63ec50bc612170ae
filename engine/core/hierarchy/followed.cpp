// SPDX-License-Identifier: Apache-2.0
#include "followed.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace chancery::core {

namespace {

struct Part {
    std::string FollowedPlace::*followed;
    std::string HierarchyPlace::*asked;
    std::string_view name;
};

constexpr std::array parts{
    Part{&FollowedPlace::region, &HierarchyPlace::region, "region"},
    Part{&FollowedPlace::group, &HierarchyPlace::group, "group"},
    Part{&FollowedPlace::instance, &HierarchyPlace::instance, "instance"},
};

// Whether the agent is there: each part that is asked for is told by something that it reads.
bool isThere(const Agent &agent, const HierarchyPlace &asked)
{
    return std::ranges::all_of(parts, [&](const Part &part) {
        const auto &wanted = asked.*part.asked;
        const bool isNamed = part.asked == &HierarchyPlace::instance && agent.name == wanted;
        return wanted.empty() || isNamed
            || std::ranges::any_of(*agent.places,
                [&](const FollowedPlace &place) { return place.*part.followed == wanted; });
    });
}

// Its instance may be another word than its agent's name.
bool isElsewhere(const Agent &agent, const FollowedPlace &place, const HierarchyPlace &asked)
{
    return std::ranges::any_of(parts, [&](const Part &part) {
        const auto &wanted = asked.*part.asked;
        const bool isNamed = part.asked == &HierarchyPlace::instance && agent.name == wanted;
        const auto &is = place.*part.followed;
        return !wanted.empty() && !isNamed && !is.empty() && is != wanted;
    });
}

struct Before {
    bool operator()(const FollowedPlace &left, const FollowedPlace &right) const
    {
        const auto all = [](const FollowedPlace &place) {
            return std::tie(place.path, place.region, place.group, place.instance);
        };
        return all(left) < all(right);
    }
};

using Places = std::set<FollowedPlace, Before>;

FollowedPlace supposed(std::string path, const HierarchyPlace &asked)
{
    return {std::move(path), asked.region, asked.group, asked.instance};
}

void addPlaces(const Agent &agent, const HierarchyPlace &asked, Places &places)
{
    if (agent.places && !isThere(agent, asked))
        return;
    for (auto &path : agent.carried()) {
        bool isTold = false;
        for (const auto &place : agent.places.value_or(std::vector<FollowedPlace>())) {
            if (place.path != path)
                continue;
            isTold = true;
            if (!isElsewhere(agent, place, asked))
                places.insert(place);
        }
        if (!isTold)
            places.insert(supposed(std::move(path), asked));
    }
}

} // namespace

ServicePlaces placesOf(
    std::span<const Agent> agents, const std::string &service, const HierarchyPlace &asked)
{
    Places places;
    Places everywhere; // as if each of them were where it is asked for
    for (const auto &agent : agents) {
        if (agent.service != service || agent.environment != asked.environment)
            continue;
        addPlaces(agent, asked, places);
        for (auto &path : agent.carried())
            everywhere.insert(supposed(std::move(path), asked));
    }
    ServicePlaces found;
    found.isSupposed = places.empty() && !everywhere.empty();
    const auto &taken = found.isSupposed ? everywhere : places;
    found.places.assign(taken.begin(), taken.end());
    return found;
}

std::string placeText(const FollowedPlace &followed)
{
    std::string text;
    for (const auto &part : parts) {
        if ((followed.*part.followed).empty())
            continue;
        text += text.empty() ? "" : ", ";
        text += part.name;
        text += ' ' + followed.*part.followed;
    }
    return text;
}

} // namespace chancery::core
