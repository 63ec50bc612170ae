// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/domain/identity.h"

#include <cstdint>
#include <string>
#include <vector>

namespace chancery::core {

enum class CheckKind {
    Reach, // how far the change reaches, where that is further than the policy lets pass unsaid
    Sample, // some of very many items, to be looked at
    LiveOnly, // keys that run somewhere and are governed nowhere, and that the change removes
    Unknown
};

// What has to be acknowledged about a request before it goes on. Worked out anew at every reading:
// an acknowledgement that says something else than is expected now is outdated.
struct Check {
    std::string id; // names it in its request: "reach:live", "live-only:shop/pool@live"
    CheckKind kind = CheckKind::Reach;
    EnvironmentId environment;
    std::string path; // of the config, where it is about one
    std::string unit; // of a reach: "regions", "instances" or "configs"
    std::uint64_t limit = 0; // what the policy lets pass
    std::vector<std::string> expects; // what has to be said: the number, the paths, the keys
    std::vector<std::string> names; // what was counted, or who tells of it; at most 20
    bool byAuthor = false;
    bool byApprovers = false; // each of them, or the approval does not count
    bool isOwed = false; // by the author: not said yet, or outdated

    friend bool operator==(const Check &, const Check &) = default;
};

// Somebody has said what a check expects; it holds in its cycle.
struct Acknowledgement {
    std::string check;
    int cycle = 0;
    std::vector<std::string> says;
    PrincipalId by;
    std::string byName;
    Instant at;

    friend bool operator==(const Acknowledgement &, const Acknowledgement &) = default;
};

struct NewAcknowledgement {
    std::string check;
    std::vector<std::string> says;
    int cycle = 0;
    std::string contentDigest;

    friend bool operator==(const NewAcknowledgement &, const NewAcknowledgement &) = default;
};

} // namespace chancery::core
