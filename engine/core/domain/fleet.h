// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"

namespace chancery::core {

enum class ReportStatus { Applied, Refused, FromCache, Unknown };

// What an agent says of one config that it carries.
struct AgentReport {
    ConfigId config;
    std::string path;
    VersionId version;
    std::uint64_t epoch = 0;
    ReportStatus status = ReportStatus::Applied;
    std::string reason; // of a refusal
    Instant at; // when this version began to run, or was refused
    // The content that it delivers, where that is more than this version: what its layers, parents
    // and references come to.
    std::optional<ContentId> effective = {};
    // Pointers of keys that are live there and that nothing governs: the next change removes them.
    std::optional<std::vector<std::string>> liveOnly = {};

    friend bool operator==(const AgentReport &, const AgentReport &) = default;
};

// Where an agent reads one of the configs that it follows; what is empty takes no part.
struct FollowedPlace {
    std::string path;
    std::string region;
    std::string group;
    std::string instance;

    friend bool operator==(const FollowedPlace &, const FollowedPlace &) = default;
};

struct Agent {
    AgentId id;
    std::string name; // host or service instance, unique in its environment
    EnvironmentId environment;
    std::string service;
    std::string region;
    std::string build; // version of the agent program
    Instant registeredAt;
    Instant lastSeen;
    std::vector<AgentReport> reports; // the latest of each config
    ETag etag;
    // What the service's build can do beside what all of them can ("x-requires"); absent: nothing.
    std::optional<std::vector<std::string>> capabilities = {};
    // The paths that it follows, as it said when it registered; told where agents are listed, and
    // absent where it registered before such things were kept.
    std::optional<std::vector<std::string>> follows = {};
    // Where it reads them, in any order; told as they are, and absent for agents that do not say.
    std::optional<std::vector<FollowedPlace>> places = {};

    // By path: what it follows or, where nobody knows that, what it has told of.
    std::vector<std::string> carried() const
    {
        if (follows)
            return *follows;
        std::vector<std::string> paths;
        for (const auto &report : reports)
            paths.push_back(report.path);
        return paths;
    }

    friend bool operator==(const Agent &, const Agent &) = default;
};

struct NewAgent {
    std::string name;
    EnvironmentId environment;
    std::string service;
    std::string region;
    std::string build;
    std::vector<std::string> paths; // configs that it follows
    std::optional<std::vector<std::string>> capabilities = {}; // of the service's build
    std::optional<std::vector<FollowedPlace>> places = {}; // where it reads the paths
};

// A hint from the event stream (API-7): something changed; read it again by its id. Revisions grow
// strictly, one order over all resources.
struct ChangeHint {
    std::uint64_t revision = 0;
    std::string kind; // "head.update", "change_request.update", "draft.update", "agent.report", …
    std::string resource; // "/v1/change-requests/CR-12"
    std::string etag;
    std::string summary; // one line for people, without content
    std::optional<std::string> path = {}; // of a head: of its config

    friend bool operator==(const ChangeHint &, const ChangeHint &) = default;
};

} // namespace chancery::core
