// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "engine/server/announcement.h"
#include "engine/server/unit.h"

// One function per operation of the contract; the table at the end ties them to the routes.
namespace chancery::server {

// What a reading handler sees. Network thread.
class Dependencies;
class BlameShelf;
class SealKeys;

struct Scene {
    const Request &request;
    const std::vector<std::string> &arguments;
    const Actor *actor; // null where the route asks for none
    View view;
    Reader &reader;
    Reader &store; // without the cache in front
    const Facts &facts;
    SealKeys &sealKeys;
    LatestCheckpoint &checkpoint;
    Announcements &announcements;
    core::Instant now;
    const Dependencies &dependencies;
    BlameShelf &blames;
    Validator &validator; // of the thread that reads
};
using ReadHandler = Response (*)(const Scene &);

Response getMeta(const Scene &scene);
Response getIdentityProvider(const Scene &scene);
Response getCurrentSession(const Scene &scene);
Response deleteCurrentSession(Unit &unit);
Response listPrincipals(const Scene &scene);
// The password has been hashed on the way.
Response createPrincipal(Unit &unit, const std::string &passwordHash);
void createFirstAdmin(Unit &unit, const std::string &passwordHash);
Response createServiceToken(Unit &unit);
// The one answer that carries a token, and its event in the log.
Response handOver(Unit &unit, core::AuditKind kind, const core::Principal &principal,
    const core::Session &session, const std::string &reason = {});
Response setPrincipalRoles(Unit &unit);
Response disablePrincipal(Unit &unit);
Response enablePrincipal(Unit &unit);
Response resetPassword(Unit &unit, const std::string &passwordHash);
Response listAccounts(const Scene &scene);
Response listLinkedAccounts(const Scene &scene);
Response setSamePerson(Unit &unit);
// Both behind a look at what was given as proof. The hash is that of the password that was right.
Response changePassword(Unit &unit, const std::string &hash, const std::string &freshHash);
Response proveIdentity(Unit &unit, core::Instant provenAt);
Response listTokens(const Scene &scene);
Response revokeToken(Unit &unit);
Response revokeTokens(Unit &unit);

Response listNamespaces(const Scene &scene);
Response createNamespace(Unit &unit);
Response listEnvironments(const Scene &scene);
Response createEnvironment(Unit &unit);

Response listSchemas(const Scene &scene);
Response createSchema(Unit &unit);
// For what the server publishes itself; what is there already stays.
core::SchemaId publishSchema(Unit &unit, const core::NewSchema &asked);
Response getSchema(const Scene &scene);
Response getSchemaText(const Scene &scene);

Response listConfigs(const Scene &scene);
Response createConfig(Unit &unit);
Response getConfig(const Scene &scene);
Response setConfigSchema(Unit &unit);
Response getConfigLayers(const Scene &scene);
Response setConfigLayers(Unit &unit);
Response getEffective(const Scene &scene);
Response previewEffective(const Scene &scene);
Response getEffectiveHead(const Scene &scene);
Response listDependents(const Scene &scene);
Response getDependencyMap(const Scene &scene);
Response getDraftImpact(const Scene &scene);
Response getRequestImpact(const Scene &scene);
Response getPlaceImpact(const Scene &scene);
Response listSuspects(const Scene &scene);
Response getChangeCalendar(const Scene &scene);
Response deleteConfig(Unit &unit);
Response listVersions(const Scene &scene);
Response getVersion(const Scene &scene);
Response getVersionText(const Scene &scene);
Response listLineage(const Scene &scene);
Response getBlame(const Scene &scene);
Response listHeads(const Scene &scene);
Response getHead(const Scene &scene);
Response rollBack(Unit &unit);
Response previewRollback(Unit &unit);
Response rollBackSeveral(Unit &unit);
Response releaseVersion(Unit &unit);
Response getLastGood(const Scene &scene);
Response freezeEnvironment(Unit &unit);
Response liftFreeze(Unit &unit);

Response listDrafts(const Scene &scene);
Response createDraft(Unit &unit);
Response getDraft(const Scene &scene);
Response updateDraft(Unit &unit);
Response deleteDraft(Unit &unit);

Response listChangeRequests(const Scene &scene);
Response createChangeRequest(Unit &unit);
Response getChangeRequest(const Scene &scene);
Response updateChangeRequest(Unit &unit);
Response submitChangeRequest(Unit &unit);
Response voteOnChangeRequest(Unit &unit);
Response rejectChangeRequest(Unit &unit);
Response withdrawChangeRequest(Unit &unit);
Response recallChangeRequest(Unit &unit);
Response claimChangeRequest(Unit &unit);
Response acknowledgeChangeRequest(Unit &unit);
Response applyChangeRequest(Unit &unit);
Response scheduleChangeRequest(Unit &unit);
Response unscheduleChangeRequest(Unit &unit);
Response overrideFreeze(Unit &unit);
Response rebaseChangeRequest(Unit &unit);
Response listThreads(const Scene &scene);
Response openThread(Unit &unit);
Response replyToThread(Unit &unit);

Response listEmergencySessions(const Scene &scene);
Response getEmergencySession(const Scene &scene);
// The password of these four has been looked at on the way.
Response activateEmergency(Unit &unit);
Response confirmEmergency(Unit &unit);
Response extendEmergency(Unit &unit);
Response reviewEmergency(Unit &unit);

Response endEmergency(Unit &unit);
Response applyInEmergency(Unit &unit);
Response ratifyEmergency(Unit &unit);

Response listAgents(const Scene &scene);
Response registerAgent(Unit &unit);
Response reportFromAgent(Unit &unit);
Response openVersion(Unit &unit);

Response sealValue(Unit &unit);
Response revealValue(Unit &unit);
Response listSealKeys(const Scene &scene);
Response rotateSealKey(Unit &unit);

Response getAuditCheckpoint(const Scene &scene);
Response getAuditEntries(const Scene &scene);
Response getInclusionProof(const Scene &scene);
Response getConsistencyProof(const Scene &scene);
Response getAuditKeys(const Scene &scene);
Response listAuditAnchors(const Scene &scene);
Response recordAuditActivity(Unit &unit);
// The entries [from, to) that a query asks for, within what there is; 400 for what is no number.
std::pair<std::uint64_t, std::uint64_t> entriesAsked(const Scene &scene, std::uint64_t most);
Response getPersonalValues(const Scene &scene);
Response erasePersonalData(Unit &unit);
Response listLegalHolds(const Scene &scene);
Response placeLegalHold(Unit &unit);
Response liftLegalHold(Unit &unit);
Response getPruneRecord(const Scene &scene);
Response pruneAudit(Unit &unit);
Response listChanges(const Scene &scene);
Response explainAuthorization(const Scene &scene);

Response listNotifications(const Scene &scene);
Response markNotificationsRead(Unit &unit);
Response listDeliveries(const Scene &scene);
Response testReceiver(Unit &unit);

// Exactly one of the two is set; neither for what the service does itself (createSession,
// exchangeIdToken, createPrincipal, changePassword, proveIdentity, searchConfigs, streamChanges).
struct HandlerPair {
    ReadHandler read = nullptr;
    WriteHandler write = nullptr;
};
HandlerPair handlersOf(api::Operation operation);

} // namespace chancery::server
