// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/describeemergency.h"
#include "engine/api/routes.h"
#include "engine/core/domain/changerequest.h"
#include "engine/server/approvals.h"
#include "engine/server/unit.h"

// Emergency sessions as they are stored, and what the rest of the server asks of them (GOV-40 to
// GOV-55).
namespace chancery::server {

// The live document "sys/emergency" of the environment: without one the defaults; where it cannot
// be read the defaults and a second person.
core::EmergencySettings emergencySettingsOf(
    const View &view, const core::EnvironmentId &environment);

std::optional<core::EmergencySession> findEmergency(const View &view, const std::string &id);
core::EmergencySession needEmergency(const View &view, const std::string &id);
core::EmergencyId nextEmergencyId(const View &view);
// Those about which something is still to be done, the oldest first.
std::vector<core::EmergencySession> unfinishedEmergencies(const View &view);
void storeEmergency(Unit &unit, core::EmergencySession &session, std::string summary);
void recordEmergency(Unit &unit, const core::EmergencySession &session, core::AuditKind kind,
    const std::string &reason = {});
Response answerWith(const core::EmergencySession &session, int status = 200);

core::EmergencyPerson personOf(const Actor &actor);
// A person whose right in the environment and whose token still stand, whatever was true when the
// request came.
void demandEmergencyRight(
    const Unit &unit, core::Permission permission, const core::EnvironmentId &environment);
// Whether the account is the hand of whoever opened or confirmed it (GOV-40, GOV-47).
bool tookPart(const Electorate &people, const core::EmergencySession &session,
    const core::PrincipalId &principal);
// The reviews of the actor's own sessions, and those that the actor owes, whose time is over
// (GOV-49).
int overdueReviews(const View &view, const Actor &actor, core::Instant now);

// Tells everybody whose approval is skipped, everybody who reviews and the owners of what is
// changed, in the console (GOV-46).
void notify(Unit &unit, core::EmergencySession &session, const std::string &about);
// Who could have approved this request, or anything where it is gated.
int skippedApprovers(const Unit &unit, const core::ChangeRequest &request);
int skippedApprovers(const Unit &unit, const core::EmergencySession &session);

// What nobody does while their own session is open: it would be a way around the rules by which it
// was given (GOV-42, GOV-44).
void demandNoEmergency(const Unit &unit);
// The same before an operation. To take from whoever has the session is closed to the very account
// alone: or whoever declares the other administrators to be themselves and opens a session could
// not be stopped by any of them.
void demandNoEmergencyFor(const Unit &unit, std::string_view operation);

// A secret that somebody saw while a session of theirs was open there (GOV-50).
void noteRevealed(Unit &unit, const core::PrincipalId &actor,
    const core::EnvironmentId &environment, const core::EmergencyRotation &secret);
// Whether a session of theirs is open now whose scope the config is in.
bool isInEmergency(const View &view, const core::PrincipalId &actor,
    const core::EnvironmentId &environment, const std::string &path, core::Instant now);
// Of those seen the ones that live still says.
std::vector<core::EmergencyRotation> unrotatedSecrets(
    Unit &unit, const core::EmergencySession &session);

// A version takes the place of a live one: of one that was made in an emergency it is written down
// that it was ratified or replaced.
void noteSuccessor(Unit &unit, const core::ChangeRequest &request, const core::Version &before,
    const core::ContentId &after);

// Whether the version was made in an emergency, and nobody has approved it since (GOV-48).
bool wasNeverApproved(const View &view, const core::VersionId &version);

// What time and lost rights do to sessions. Network thread: whether there is anything to do.
// Writer: does it.
bool mustSettleEmergencies(const View &view, core::Instant now);
void settleEmergencies(Unit &unit);
// AUD-11, GOV-55: tells the log, and keeps open sessions as long as they were.
void noteClockStep(Unit &unit, std::chrono::microseconds step);

} // namespace chancery::server
