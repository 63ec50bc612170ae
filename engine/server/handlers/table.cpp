// SPDX-License-Identifier: Apache-2.0
#include "handlers.h"

namespace chancery::server {

HandlerPair handlersOf(api::Operation operation)
{
#define READS(name)                                                                                \
    case api::Operation::name:                                                                     \
        return {&server::name, nullptr};
#define WRITES(name)                                                                               \
    case api::Operation::name:                                                                     \
        return {nullptr, &server::name};
    switch (operation) {
        READS(getMeta)
        READS(getCurrentSession)
        WRITES(deleteCurrentSession)
        READS(listPrincipals)
        WRITES(createServiceToken)
        READS(listNamespaces)
        WRITES(createNamespace)
        READS(listEnvironments)
        WRITES(createEnvironment)
        READS(listSchemas)
        WRITES(createSchema)
        READS(getSchema)
        READS(getSchemaText)
        READS(listConfigs)
        WRITES(createConfig)
        READS(getConfig)
        WRITES(setConfigSchema)
        READS(listVersions)
        READS(getVersion)
        READS(getVersionText)
        READS(listHeads)
        READS(getHead)
        WRITES(rollBack)
        WRITES(releaseVersion)
        READS(listDrafts)
        WRITES(createDraft)
        READS(getDraft)
        WRITES(updateDraft)
        WRITES(deleteDraft)
        READS(listChangeRequests)
        WRITES(createChangeRequest)
        READS(getChangeRequest)
        WRITES(updateChangeRequest)
        WRITES(submitChangeRequest)
        WRITES(voteOnChangeRequest)
        WRITES(rejectChangeRequest)
        WRITES(withdrawChangeRequest)
        WRITES(applyChangeRequest)
        READS(listAgents)
        WRITES(registerAgent)
        WRITES(reportFromAgent)
        READS(getAuditCheckpoint)
        READS(getAuditEntries)
        READS(getInclusionProof)
        READS(getConsistencyProof)
        READS(getAuditKeys)
        READS(listChanges)
    case api::Operation::createSession:
    case api::Operation::createPrincipal:
    case api::Operation::streamChanges:
        return {};
    }
#undef READS
#undef WRITES
    return {};
}

} // namespace chancery::server
