// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/access/accessdocument.h"
#include "engine/core/governing/documents.h"
#include "engine/core/governing/policydocument.h"
#include "engine/server/view.h"

// The governing documents as they are live (see core/governing/documents.h). What cannot be read
// governs as the strictest: nobody can satisfy it.
namespace chancery::server {

// What is live of the document of that kind in the environment; nothing where none is.
std::optional<core::Head> governingHead(
    const View &view, core::governing::Kind kind, const core::EnvironmentId &environment);
// The document of that kind that is live in the environment; nothing where none is. A tree without
// nodes: it is live and cannot be read.
std::optional<core::Tree> governingTree(
    const View &view, core::governing::Kind kind, const core::EnvironmentId &environment);

// What governs one environment.
struct Governance {
    // The rules that are live, and those that were at some time since the moment (GOV-14); the
    // latter with their version behind the id.
    std::vector<core::policy::PolicyRule> rules;
    core::governing::Expiry expiry;
    core::policy::Ownership ownership; // lines of this environment only
    // What was live before since the moment, the newest first.
    std::vector<core::policy::Ownership> earlierOwnership = {};
    // With those members who have been in it ever since (GOV-14).
    std::vector<core::governing::Group> groups = {};
    // The strictest of what was live at some time since the moment.
    std::optional<core::governing::ReachTerms> reach = {};
    std::optional<core::governing::BulkTerms> bulk = {};
    // Of the classes that rules name, by every "sys/access" that was live since; of one that is not
    // known now everything is.
    core::access::Classes classes = {};
};
// A moment by the clock, and among all that happened: a clock that is set back makes nothing
// earlier than it was. Without an order, which requests of older servers have not, the clock alone
// counts.
struct Since {
    core::Instant at;
    std::optional<std::uint64_t> order = {}; // of Unit::nextOrder
};
// Every policy that was live at the moment or since, the newest first; an empty one, which allows
// nothing, for a time in which there was none. What is waived or lowered must be so by all of them
// (GOV-14).
std::vector<core::governing::PolicyDocument> policiesSince(
    const View &view, const core::EnvironmentId &environment, const Since &since);
Governance governanceOf(
    const View &view, const core::EnvironmentId &environment, const Since &since);
// Whether another document of the kind has become live since the moment, be it what was so before.
bool hasChangedSince(const View &view, core::governing::Kind kind,
    const core::EnvironmentId &environment, const Since &since);
// That which was live at the moment; nothing where none was, without nodes where it cannot be read.
std::optional<core::Tree> treeAt(const View &view, core::governing::Kind kind,
    const core::EnvironmentId &environment, const Since &since);
std::vector<core::governing::Group> groupsOf(
    const View &view, const core::EnvironmentId &environment);
// Only what is live now, without what it was before.
core::governing::Expiry expiryOf(const View &view, const core::EnvironmentId &environment);
// Whether who approves has to show first that it is still them, by any policy that was live since
// (GOV-14); so it is where nobody can read it.
bool asksForFreshProof(
    const View &view, const core::EnvironmentId &environment, const Since &since);
// Whether rules of its own are live there.
bool hasRules(const View &view, const core::EnvironmentId &environment);

// Whether a change of that path is seen by a second person even where nothing else is: what governs
// in production or beside rules, and in every environment what gives rights (GOV-32).
bool isProtected(const View &view, const core::Environment &environment, std::string_view path);
// Fewer people than that decide on no governing document where it matters (GOV-32).
int leastApprovals(const core::Environment &environment, std::string_view path);

} // namespace chancery::server
