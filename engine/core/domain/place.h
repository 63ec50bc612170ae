// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/strongid.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chancery::core {

// A subtree of config paths with an owner: "payments". Values, as everything in this folder: made
// by the server, carried by engine/api, free to copy and to hand between threads.
struct Namespace {
    NamespaceId id;
    std::string slug; // the first segments of its configs' paths, unique
    std::string title;
    std::string owner; // the team that answers for it
    ETag etag;

    friend bool operator==(const Namespace &, const Namespace &) = default;
};

// Where configs become live: "dev", "staging", "prod".
struct Environment {
    EnvironmentId id; // its slug
    std::string title;
    int tier = 0; // 0 development … 3 the most critical; colours follow it
    int order = 0; // promotion goes upward
    bool gated = false;
    int requiredApprovals = 0; // distinct eligible people, in a gated environment
    bool rollbackNeedsApproval = true; // GOV-29: only false lets a rollback skip the approval
    ETag etag;

    friend bool operator==(const Environment &, const Environment &) = default;
};

} // namespace chancery::core
