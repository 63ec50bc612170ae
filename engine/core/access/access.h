// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/accessdocument.h"
#include "engine/core/policy/principal.h"

#include <map>

// Who may do what, where and when: the roles of an account, which hold everywhere, and the rules of
// "sys/access" where it is live. Nothing is allowed that nothing permits, and what is forbidden is
// forbidden whatever permits it. Pure: the server decides with it, the console explains with it.
namespace chancery::core::access {

// Somebody whose rights are asked for.
struct Subject {
    std::string account; // its name
    std::vector<std::string> groups; // of the environment
    PermissionSet roles; // what the account's roles give
    bool isDisabled = false;
    // What the server alone knows. Nothing: nobody here can tell, which counts in their favour and
    // is said; so it does for whoever is not there, as with the votes that they gave before.
    std::optional<Attributes> attributes = {};
    std::optional<Circumstances> circumstances = {};
};

// What governs access in one environment.
struct AccessGovernance {
    EnvironmentId environment;
    std::optional<AccessDocument> document; // nothing where none is live
    bool isUnreadable = false; // it is live and no one can tell what it says
    std::vector<std::string> groupNames; // a name of one of them means no account
    int tier = 0; // of the environment
    std::map<std::string, std::string, std::less<>> owners = {}; // of namespaces, by their slugs
};

// Whether the rule is about the subject; an account does not become a group by its name.
bool concerns(
    const AccessRule &rule, const Subject &subject, const std::vector<std::string> &groupNames);

// The rights in the environment as evaluate() weighs them (core/policy/evaluate.h), at this moment:
// hours of the week are asked for now, not when a grant is used.
struct Rights {
    std::vector<policy::Grant> grants;
    std::vector<policy::Grant> bans;
};
Rights rightsOf(const AccessGovernance &governance, const Subject &subject, Instant now);

// What the rules give somewhere at some time, for menus and for the first question at the gate.
PermissionSet everGiven(const AccessGovernance &governance, const Subject &subject);

enum class DecidedBy : std::uint8_t {
    Roles, // of the account
    Rule, // that permits, or that forbids
    Nothing, // permits it
    Closed, // the roles would do, but they hold nothing here
    Disabled,
    Unreadable
};
// "roles", "rule", …
std::string_view name(DecidedBy decidedBy);
std::optional<DecidedBy> decidedByFromName(std::string_view name);

// Why a rule that would help does not.
enum class Miss : std::uint8_t { OtherPath, NotYet, Expired, OutsideHours, Condition };
std::string_view name(Miss miss); // "other-path", "not-yet", "expired", "outside-hours", …
std::optional<Miss> missFromName(std::string_view name);

struct NearMiss {
    std::string rule;
    Miss why = Miss::OtherPath;
    std::optional<Instant> at; // from when on it holds, or since when it has not
    std::string condition = {}; // that does not hold: "person.department: payments, ops"

    friend bool operator==(const NearMiss &, const NearMiss &) = default;
};

// What the asker could do about it.
enum class RemedyKind : std::uint8_t {
    AskForRole,
    AskForRule,
    WaitUntil,
    Emergency,
    MeetCondition
};
std::string_view name(RemedyKind kind); // "ask-for-role", "ask-for-rule", "wait-until", …
std::optional<RemedyKind> remedyKindFromName(std::string_view name);

struct Remedy {
    RemedyKind kind = RemedyKind::AskForRole;
    std::string subject; // roles that give it, the document to be changed, or a rule
    std::optional<Instant> at;
    std::string condition = {}; // under which the rule lets it through

    friend bool operator==(const Remedy &, const Remedy &) = default;
};

struct Decision {
    bool isAllowed = false;
    DecidedBy decidedBy = DecidedBy::Nothing;
    std::string rule; // that decided; empty for none
    std::vector<NearMiss> nearMisses;
    std::vector<Remedy> remedies; // none where it is allowed
    std::vector<std::string> assumed = {}; // conditions of which nobody here can tell

    friend bool operator==(const Decision &, const Decision &) = default;
};

// The path is that of a config; empty for the environment as a whole, where only rules for every
// path hold.
Decision decide(const AccessGovernance &governance, const Subject &subject, Permission permission,
    std::string_view path, Instant now);

} // namespace chancery::core::access
