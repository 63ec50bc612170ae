// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/config.h"
#include "engine/core/graph/edgelists.h"

// "What changed before this broke": what reached the agents of a service before an instant.
namespace chancery::core {

// An agent that took a version, as it said; or refused it.
struct AgentRun {
    VersionId version;
    std::optional<ContentId> effective;
    Instant at; // when the server heard of it
    bool isRefusal = false;

    friend bool operator==(const AgentRun &, const AgentRun &) = default;
};

enum class SuspectKind : std::uint8_t {
    Config,
    Flag, // something that is true or false
    Certificate,
    Secret, // a sealed value, or the key of sealed values
    Policy, // who may do what, and what a schema or an environment demands
    Agent, // the program itself came up again
    Unknown
};

// Why something is suspected, in the order of weight.
enum class SuspectReason : std::uint8_t {
    Refused, // by agents of the service
    RolledBack, // somebody took it back since
    Shortly, // within ten minutes
    Everywhere, // all agents of the service have it
    Own, // of a config that they follow themselves
    Through, // by layers, inheritance or references
    LargeStep, // a number became ten times as large or as small, or nothing
    Emergency,
    Unreviewed, // nobody approved it
    Unknown
};

struct Suspect {
    SuspectKind kind = SuspectKind::Config;
    std::string title; // what it is about: a path, an environment, an agent
    std::optional<VersionId> version;
    std::optional<ConfigId> config;
    std::string semver;
    std::optional<ChangeRequestId> changeRequest;
    std::string authorName;
    std::vector<std::string> approvers;
    std::string message;
    Instant at; // when it was done
    Instant reachedAt; // the first agent of the service
    int agents = 0; // of the service that it reached
    int refusals = 0;
    std::optional<DependencyKind> link; // how it reaches the service; absent: followed itself
    std::vector<std::string> keys; // pointers
    std::vector<SuspectReason> reasons;
    int score = 0; // from 0 to 1000
    std::optional<std::uint64_t> auditSequence; // of what is no version

    friend bool operator==(const Suspect &, const Suspect &) = default;
};

struct SuspectReport {
    EnvironmentId environment;
    std::string service; // empty: all of them
    Instant before;
    Instant since;
    int agents = 0; // of the service
    std::vector<Suspect> suspects; // the likeliest first
    bool isComplete = true; // else older ones were not looked at

    friend bool operator==(const SuspectReport &, const SuspectReport &) = default;
};

} // namespace chancery::core
