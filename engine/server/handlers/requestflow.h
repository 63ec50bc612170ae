// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/approvals.h"
#include "engine/server/effects.h"
#include "engine/server/unit.h"

// What the handlers of change requests share.
namespace chancery::server {

std::string requestKey(const core::ChangeRequestId &id);
core::ChangeRequest needRequest(const View &view, const std::string &id);
bool isFinal(core::RequestState state);

// Whose deed a new state is: somebody's, or nobody's, since rights or the hour have changed.
enum class Touch { Somebodys, Nobodys };
// Stores it, keeps its places in the index of open requests, tells everybody. What nobody touched
// goes on expiring as before.
void storeRequest(
    Unit &unit, core::ChangeRequest &request, std::string summary, Touch touch = Touch::Somebodys);
// Open becomes Approved when the votes suffice, and the other way round.
void settle(Unit &unit, core::ChangeRequest &request);
// A new cycle: no vote of an earlier one counts (GOV-12).
void beginCycle(core::ChangeRequest &request, std::string_view reason, core::Instant now);
// Whether what the votes stand on beside the items (reason, ticket, way) is as it was.
enum class Ground : std::uint8_t { Same, Other };
// Puts these items in the place of what it had, by the hand of the caller, who becomes a
// contributor. Another content, another ground or another hand begins a new cycle (GOV-12), a new
// title does not, and the same effect on another base keeps its votes (GOV-13).
void replaceItems(
    Unit &unit, core::ChangeRequest &request, std::vector<core::RequestItem> items, Ground ground);
// Of a request that is approved without a vote: which standard changes it is.
void recordStandards(Unit &unit, const core::ChangeRequest &request);
// Each names the cycle and the digest of the content that it is about, by which a reader of the log
// sees which votes still count, and what else is given.
using Related = std::vector<core::AuditRelated>;
Related relatedOf(const core::ChangeRequest &request);
// In which state it is now, and in which it was before this unit: from the log alone it can be told
// that no verdict ever changed without a word.
core::AuditRelated stateOf(Unit &unit, const core::ChangeRequest &request);
void recordRequest(Unit &unit, const core::ChangeRequest &request, core::AuditKind kind,
    std::string reason = {}, const Related &more = {});
// The rules that this person's vote counts for now.
Related rulesOfVote(const Standing &standing, const core::PrincipalId &voter);
// What the policy asks for now, and whose votes count for it.
Related demandsOf(const Standing &standing);
Response answerWith(
    const View &view, core::ChangeRequest request, core::Instant now, int status = 200);

// The items of a body as the request carries them, each read in its format and held against its
// schema.
std::vector<core::RequestItem> checkedItems(Unit &unit, const std::vector<core::NewItem> &asked);
core::RequestItem checkedItem(Unit &unit, const core::NewItem &asked, const std::string &pointer,
    Validation validation = Validation::Demanded,
    const std::optional<core::VersionId> &rollbackTo = {});
// The item's document, read and held against the schema that its config has once it is live; what
// was wrong in its base already, by the same schema, does not stand in the way.
core::Tree checkedTree(Unit &unit, const core::Config &config, const core::RequestItem &item,
    const std::string &pointer, Validation validation = Validation::Demanded);

// 412 unless the If-Match header allows the request's tag; where something else became live since,
// the answer says what.
void demandUnchanged(const Unit &unit, const core::ChangeRequest &request);

// What an apply may do that another may not, and the other way round.
struct Passage {
    bool mayPassFreeze = false; // also hard windows
    bool isAutomatic = false; // no person stands behind this moment
    Validation validation = Validation::Demanded;
};
// Everything at once or nothing (GOV-21). A request that cannot be applied ends in Failed, and the
// answer says why; one that a freeze stops stays as it is.
Response applyRequest(
    Unit &unit, core::ChangeRequest request, int status, const Passage &passage = {});
// The same for what needs no approval: such a rollback, and an action in an emergency session, for
// which nothing else is less than the passage says.
Response applyWithoutVotes(
    Unit &unit, core::ChangeRequest request, int status, const Passage &passage = {});
// Whether it is such a rollback: a freeze may have held it up (GOV-29).
bool mayGoUnapproved(const View &view, const core::ChangeRequest &request);
// Quarantines what was rolled back from and parks the drafts that it displaces.
void finishRollback(Unit &unit, const core::ChangeRequest &request);

} // namespace chancery::server
