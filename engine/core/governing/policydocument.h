// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/policy/policy.h"
#include "engine/core/policy/standardchange.h"
#include "engine/core/result.h"

#include <chrono>

namespace chancery::core::governing {

// When requests expire (GOV-16), in days.
struct Expiry {
    int open = 14; // without quorum
    int approved = 7; // and not applied

    friend bool operator==(const Expiry &, const Expiry &) = default;
};

// How far a change may reach here without being acknowledged in numbers, by its author and by each
// who approves it. What is not said does not count.
struct ReachTerms {
    std::optional<int> regions;
    std::optional<int> instances;
    std::optional<int> configs;

    friend bool operator==(const ReachTerms &, const ReachTerms &) = default;
};

// What a request needs that changes more than so many configs here at once.
struct BulkTerms {
    int objects = 20;
    int approvals = 2;
    int sample = 5; // so many of them, drawn by the request's id, are looked at by each approver

    friend bool operator==(const BulkTerms &, const BulkTerms &) = default;
};

// "sys/policy": rules on top of what the environment asks for by itself. A rule can only ask for
// more, never for less; what an environment asks for by itself is waived for standard changes and
// lowered for expedited ones.
struct PolicyDocument {
    std::vector<policy::PolicyRule> rules; // of the environment in which the document is live
    Expiry expiry;
    std::vector<policy::StandardChange> standards;
    std::optional<policy::ExpeditedTerms> expedited; // absent: nothing is
    // Who approves has shown a moment ago that it is still them (longestProof).
    bool freshApprovals = false;
    std::optional<ReachTerms> reach = {};
    std::optional<BulkTerms> bulk = {};
};

// How long a proof of who somebody is holds for what asks for a fresh one (GOV-40, AUT-2).
inline constexpr std::chrono::minutes longestProof{5};

// "sys/groups": whom a rule or an owner's line means by a name.
struct Group {
    std::string name;
    std::vector<std::string> members; // names of accounts
};

// The errors hold each place that is not in its form.
Result<PolicyDocument> readPolicy(Value document, const EnvironmentId &environment);
Result<policy::Ownership> readOwnership(Value document);
Result<std::vector<Group>> readGroups(Value document);

} // namespace chancery::core::governing
