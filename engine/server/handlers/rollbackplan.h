// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/rollback.h"
#include "engine/server/unit.h"

namespace chancery::server {

// One config and the version that it is to go back to, looked up and allowed.
struct RollbackAim {
    core::Head head;
    core::Version target;
    std::vector<std::string> keys;
    bool bringsSchema = false; // see itemBack
    std::optional<core::DeclarationChange> declaration = {};
};

// Refused where the target was never live there, where something else became live since, or where
// there is nothing to be done.
RollbackAim aimOf(Unit &unit, const std::string &environment, const core::RollbackItem &asked,
    const std::string &pointer);
// The text that would be live.
std::string textOf(const View &view, const RollbackAim &aim, const std::string &pointer);

// Whether the whole version was made under another schema than is bound today.
bool isUnderOtherSchema(const View &view, const RollbackAim &aim);
// The text as an item. A version from under another schema, which today's refuses or which differs
// in nothing else, brings its own back with it, and is then approved as every other schema is
// (GOV-29). Whether today's refuses what it becomes with its layers says refusedToday().
core::RequestItem itemBack(
    Unit &unit, RollbackAim &aim, std::string text, const std::string &pointer);
// Those of the items, by their numbers, that were made under another schema and that today's
// refuses once all of them are live; put together once for all of them.
std::vector<std::size_t> refusedToday(
    Unit &unit, const std::vector<RollbackAim> &aims, const std::vector<core::RequestItem> &items);
// One of those, with the schema that it was made under.
core::RequestItem withOwnSchema(
    Unit &unit, RollbackAim &aim, core::RequestItem item, const std::string &pointer);

// The format of the text that would be live.
inline core::Format formatOf(const RollbackAim &aim)
{
    return aim.keys.empty() ? aim.target.format : aim.head.format;
}
// Whether this text is the one that is live, under the schema that is bound. Another text of the
// same values is no such: its comments and its order come back.
bool isLiveAlready(const View &view, const RollbackAim &aim, const std::string &text);

constexpr std::size_t mostRolledBack = 500; // configs, of one request
constexpr std::size_t mostBytesRolledBack = std::size_t(16) << 20; // the same, of texts
// Which request carries which of the items, from 1: whole namespaces in their order, as long as one
// is not too much for a request by itself.
std::vector<int> partsOf(const std::vector<core::RequestItem> &items);
bool needsApproval(
    const View &view, const std::string &place, const std::vector<RollbackAim> &aims);

// All that was another version at the instant, within the scope: the instant's version of each
// config, none for one of which nothing was live then. The head of one that is made of layers alone
// has no version. Governing documents only where the scope is
// their namespace.
struct PastVersion {
    core::Head head;
    std::optional<core::VersionId> version;
    bool isShared = false;
    std::optional<core::DeclarationStep> declaration = {}; // of then; absent: it is the same now
};
std::vector<PastVersion> versionsAt(
    const View &view, const std::string &environment, const core::RollbackScope &scope);

} // namespace chancery::server
