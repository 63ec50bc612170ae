// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changefacts.h"
#include "engine/core/policy/principal.h"
#include "engine/core/strongid.h"

#include <string>
#include <vector>

namespace chancery::core::policy {

enum class ChangeAction : std::uint8_t { Update, Create, Schema, Policy };
// "update", "create", …
std::string_view name(ChangeAction action);
std::optional<ChangeAction> changeActionFromName(std::string_view name);

// Which changes a rule is about (GOV-6); empty lists mean any. In the path "*" stands for one
// segment or a part of one, "**" for any number of segments, "a/**" for what lies in a.
struct PolicySelector {
    std::vector<EnvironmentId> environments;
    std::string path = "**";
    std::vector<ChangeAction> actions;
    std::vector<std::string> classes; // of the data, as "sys/access" names them

    friend bool operator==(const PolicySelector &, const PolicySelector &) = default;
};

// What a change must be like for a rule to bind it; all that is said must hold (GOV-6). Nothing
// said: any change. What is not known of a change (see ChangeFacts) is taken to hold.
struct PolicyCondition {
    std::vector<std::string> keys; // one of them changes; pointers with "*" and "**" as in paths
    std::optional<int> changedBy; // a number changes by at least so many percent
    std::optional<int> risk; // the score is at least that
    bool unlessStandard = false; // it is no standard change

    friend bool operator==(const PolicyCondition &, const PolicyCondition &) = default;
};

// N of M: so many different people, of one of the groups where some are named, of the path's owners
// where the rule says so.
struct ApprovalRequirement {
    std::string id;
    int approvals = 1;
    std::vector<std::string> groups;
    bool owners = false;

    friend bool operator==(const ApprovalRequirement &, const ApprovalRequirement &) = default;
};

struct PolicyRule {
    std::string id;
    PolicySelector selector;
    std::vector<ApprovalRequirement> requirements;
    PolicyCondition condition = {};

    friend bool operator==(const PolicyRule &, const PolicyRule &) = default;
};

// Whether changes of an environment need approval. One that is not listed is gated.
struct EnvironmentGate {
    EnvironmentId environment;
    bool gated = true;
};

// Who owns which paths; the last line that matches wins, and a line without owners takes ownership
// away (GOV-8). Owners are ids of principals or names of groups.
struct OwnershipLine {
    std::string pattern;
    std::vector<std::string> owners;
    EnvironmentId environment = {}; // where the line holds; empty: everywhere
};
using Ownership = std::vector<OwnershipLine>;

struct PolicySet {
    std::vector<EnvironmentGate> environments;
    std::vector<PolicyRule> rules;
    // What held before since the votes were last void: whom it names has to approve as well, where
    // owners do (GOV-14).
    std::vector<Ownership> earlierOwnership = {};
};

bool isGated(const PolicySet &policies, const EnvironmentId &environment);
// Facts that are absent meet every condition.
bool holds(const PolicyCondition &condition, const std::optional<ChangeFacts> &facts);
// As CODEOWNERS match: "foo" at any depth, "/foo" and "a/b" from the root, "foo/" what is in it.
bool matchesOwnership(std::string_view pattern, std::string_view path);
// Empty where nobody owns it.
std::vector<std::string> ownersOf(
    const Ownership &ownership, std::string_view path, const EnvironmentId &environment = {});

} // namespace chancery::core::policy
