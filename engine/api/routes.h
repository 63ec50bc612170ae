// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::api {

// Every operation of the contract, one row each: the server dispatches by this table, the client
// builds its URLs from it, and a test holds it against engine/api/openapi.yaml. The operation's
// name is its operationId.
enum class Operation {
    getMeta,
    createSession,
    getCurrentSession,
    deleteCurrentSession,
    changePassword,
    proveIdentity,
    listPrincipals,
    createPrincipal,
    createServiceToken,
    setPrincipalRoles,
    disablePrincipal,
    enablePrincipal,
    resetPassword,
    listTokens,
    revokeToken,
    listNamespaces,
    createNamespace,
    listEnvironments,
    createEnvironment,
    listSchemas,
    createSchema,
    getSchema,
    getSchemaText,
    listConfigs,
    createConfig,
    getConfig,
    setConfigSchema,
    getConfigLayers,
    setConfigLayers,
    getEffective,
    previewEffective,
    getEffectiveHead,
    listDependents,
    searchConfigs,
    getDependencyMap,
    getDraftImpact,
    getRequestImpact,
    getPlaceImpact,
    listSuspects,
    getChangeCalendar,
    deleteConfig,
    listVersions,
    getVersion,
    getVersionText,
    listLineage,
    getBlame,
    listHeads,
    getHead,
    rollBack,
    previewRollback,
    rollBackSeveral,
    listDrafts,
    createDraft,
    getDraft,
    updateDraft,
    deleteDraft,
    listChangeRequests,
    createChangeRequest,
    getChangeRequest,
    updateChangeRequest,
    submitChangeRequest,
    voteOnChangeRequest,
    rejectChangeRequest,
    withdrawChangeRequest,
    recallChangeRequest,
    claimChangeRequest,
    applyChangeRequest,
    scheduleChangeRequest,
    unscheduleChangeRequest,
    overrideFreeze,
    acknowledgeChangeRequest,
    rebaseChangeRequest,
    listThreads,
    openThread,
    replyToThread,
    releaseVersion,
    listEmergencySessions,
    activateEmergency,
    getEmergencySession,
    confirmEmergency,
    extendEmergency,
    endEmergency,
    applyInEmergency,
    reviewEmergency,
    ratifyEmergency,
    listAgents,
    registerAgent,
    reportFromAgent,
    openVersion,
    sealValue,
    revealValue,
    listSealKeys,
    rotateSealKey,
    getAuditCheckpoint,
    getAuditEntries,
    getInclusionProof,
    getConsistencyProof,
    getAuditKeys,
    recordAuditActivity,
    listChanges,
    streamChanges,
    explainAuthorization,
    getIdentityProvider,
    exchangeIdToken,
    listNotifications,
    markNotificationsRead,
    listDeliveries,
    testReceiver,
    createRecoveryChallenge,
    openRecoverySession,
    getLastGood,
    freezeEnvironment,
    liftFreeze,
    revokeTokens,
    getPersonalValues,
    erasePersonalData,
    listLegalHolds,
    placeLegalHold,
    liftLegalHold,
    getPruneRecord,
    pruneAudit,
    listLinkedAccounts,
    setSamePerson,
    listAuditAnchors,
    listAccounts
};

enum class Guard : unsigned char {
    none,
    idempotencyKey, // every POST
    ifMatch, // mutations of something that exists
    both
};

struct Route {
    Operation operation;
    std::string_view operationId;
    std::string_view method;
    std::string_view path; // "/v1/configs/{id}"
    std::string_view permission; // "" for everybody, "session" for anyone signed in
    Guard guard;
    int success; // status of a first success
};

std::span<const Route> routes();
const Route &route(Operation operation);

// Fills "{…}" from left to right, percent-encoded.
std::string pathOf(Operation operation, const std::vector<std::string> &arguments = {});

struct Match {
    const Route *route = nullptr; // null: no such path
    std::vector<std::string> arguments; // decoded
    bool pathExists = false; // true with a null route: the method is not offered
};
// The route of a request's method and path (without query).
Match match(std::string_view method, std::string_view path);

std::string percentEncode(std::string_view text);
std::string percentDecode(std::string_view text);

} // namespace chancery::api
