// SPDX-License-Identifier: Apache-2.0
#include "handlers.h"

namespace chancery::server {

namespace {

using enum api::Operation;

struct ReadRow {
    api::Operation operation;
    ReadHandler handler;
};

struct WriteRow {
    api::Operation operation;
    WriteHandler handler;
};

constexpr ReadRow readers[]{
    {getMeta, server::getMeta},
    {getCurrentSession, server::getCurrentSession},
    {listPrincipals, server::listPrincipals},
    {listAccounts, server::listAccounts},
    {listLinkedAccounts, server::listLinkedAccounts},
    {listTokens, server::listTokens},
    {listNamespaces, server::listNamespaces},
    {listEnvironments, server::listEnvironments},
    {listSchemas, server::listSchemas},
    {getSchema, server::getSchema},
    {getSchemaText, server::getSchemaText},
    {listConfigs, server::listConfigs},
    {getConfig, server::getConfig},
    {getConfigLayers, server::getConfigLayers},
    {getEffective, server::getEffective},
    {previewEffective, server::previewEffective},
    {getEffectiveHead, server::getEffectiveHead},
    {listDependents, server::listDependents},
    {getDependencyMap, server::getDependencyMap},
    {getDraftImpact, server::getDraftImpact},
    {getRequestImpact, server::getRequestImpact},
    {getPlaceImpact, server::getPlaceImpact},
    {listSuspects, server::listSuspects},
    {getChangeCalendar, server::getChangeCalendar},
    {listVersions, server::listVersions},
    {getVersion, server::getVersion},
    {getVersionText, server::getVersionText},
    {listLineage, server::listLineage},
    {getBlame, server::getBlame},
    {listHeads, server::listHeads},
    {getHead, server::getHead},
    {getLastGood, server::getLastGood},
    {listDrafts, server::listDrafts},
    {getDraft, server::getDraft},
    {listChangeRequests, server::listChangeRequests},
    {getChangeRequest, server::getChangeRequest},
    {listEmergencySessions, server::listEmergencySessions},
    {getEmergencySession, server::getEmergencySession},
    {listAgents, server::listAgents},
    {listSealKeys, server::listSealKeys},
    {getAuditCheckpoint, server::getAuditCheckpoint},
    {getAuditEntries, server::getAuditEntries},
    {getInclusionProof, server::getInclusionProof},
    {getConsistencyProof, server::getConsistencyProof},
    {getAuditKeys, server::getAuditKeys},
    {listAuditAnchors, server::listAuditAnchors},
    {getPersonalValues, server::getPersonalValues},
    {listLegalHolds, server::listLegalHolds},
    {getPruneRecord, server::getPruneRecord},
    {listChanges, server::listChanges},
    {explainAuthorization, server::explainAuthorization},
    {listThreads, server::listThreads},
    {getIdentityProvider, server::getIdentityProvider},
    {listNotifications, server::listNotifications},
    {listDeliveries, server::listDeliveries},
};

constexpr WriteRow writers[]{
    {deleteCurrentSession, server::deleteCurrentSession},
    {createServiceToken, server::createServiceToken},
    {setPrincipalRoles, server::setPrincipalRoles},
    {disablePrincipal, server::disablePrincipal},
    {enablePrincipal, server::enablePrincipal},
    {revokeToken, server::revokeToken},
    {revokeTokens, server::revokeTokens},
    {freezeEnvironment, server::freezeEnvironment},
    {liftFreeze, server::liftFreeze},
    {recordAuditActivity, server::recordAuditActivity},
    {createNamespace, server::createNamespace},
    {createEnvironment, server::createEnvironment},
    {createSchema, server::createSchema},
    {createConfig, server::createConfig},
    {setConfigSchema, server::setConfigSchema},
    {setConfigLayers, server::setConfigLayers},
    {deleteConfig, server::deleteConfig},
    {rollBack, server::rollBack},
    {previewRollback, server::previewRollback},
    {rollBackSeveral, server::rollBackSeveral},
    {releaseVersion, server::releaseVersion},
    {createDraft, server::createDraft},
    {updateDraft, server::updateDraft},
    {deleteDraft, server::deleteDraft},
    {createChangeRequest, server::createChangeRequest},
    {updateChangeRequest, server::updateChangeRequest},
    {submitChangeRequest, server::submitChangeRequest},
    {voteOnChangeRequest, server::voteOnChangeRequest},
    {rejectChangeRequest, server::rejectChangeRequest},
    {withdrawChangeRequest, server::withdrawChangeRequest},
    {recallChangeRequest, server::recallChangeRequest},
    {claimChangeRequest, server::claimChangeRequest},
    {applyChangeRequest, server::applyChangeRequest},
    {scheduleChangeRequest, server::scheduleChangeRequest},
    {unscheduleChangeRequest, server::unscheduleChangeRequest},
    {overrideFreeze, server::overrideFreeze},
    {acknowledgeChangeRequest, server::acknowledgeChangeRequest},
    {rebaseChangeRequest, server::rebaseChangeRequest},
    {openThread, server::openThread},
    {replyToThread, server::replyToThread},
    {activateEmergency, server::activateEmergency},
    {confirmEmergency, server::confirmEmergency},
    {extendEmergency, server::extendEmergency},
    {endEmergency, server::endEmergency},
    {applyInEmergency, server::applyInEmergency},
    {reviewEmergency, server::reviewEmergency},
    {ratifyEmergency, server::ratifyEmergency},
    {registerAgent, server::registerAgent},
    {reportFromAgent, server::reportFromAgent},
    {openVersion, server::openVersion},
    {sealValue, server::sealValue},
    {revealValue, server::revealValue},
    {rotateSealKey, server::rotateSealKey},
    {markNotificationsRead, server::markNotificationsRead},
    {testReceiver, server::testReceiver},
    {erasePersonalData, server::erasePersonalData},
    {placeLegalHold, server::placeLegalHold},
    {liftLegalHold, server::liftLegalHold},
    {setSamePerson, server::setSamePerson},
    {pruneAudit, server::pruneAudit},
};

} // namespace

HandlerPair handlersOf(api::Operation operation)
{
    for (const auto &[candidate, handler] : readers) {
        if (candidate == operation)
            return {handler, nullptr};
    }
    for (const auto &[candidate, handler] : writers) {
        if (candidate == operation)
            return {nullptr, handler};
    }
    return {};
}

} // namespace chancery::server
