// SPDX-License-Identifier: Apache-2.0
#include "routes.h"

#include <cassert>

namespace chancery::api {

namespace {

using enum Operation;
using enum Guard;

constexpr Route table[]{
    {getMeta, "getMeta", "GET", "/v1/meta", "", none, 200},
    {createSession, "createSession", "POST", "/v1/sessions", "", none, 201},
    {getCurrentSession, "getCurrentSession", "GET", "/v1/sessions/current", "session", none, 200},
    {deleteCurrentSession, "deleteCurrentSession", "DELETE", "/v1/sessions/current", "session",
        none, 204},
    {changePassword, "changePassword", "POST", "/v1/sessions/current:change-password", "session",
        idempotencyKey, 200},
    {proveIdentity, "proveIdentity", "POST", "/v1/sessions/current:prove", "session",
        idempotencyKey, 200},
    {listPrincipals, "listPrincipals", "GET", "/v1/principals", "view", none, 200},
    {createPrincipal, "createPrincipal", "POST", "/v1/principals", "administer", idempotencyKey,
        201},
    {createServiceToken, "createServiceToken", "POST", "/v1/principals/{id}:create-token",
        "administer", idempotencyKey, 201},
    {setPrincipalRoles, "setPrincipalRoles", "PUT", "/v1/principals/{id}/roles", "administer",
        ifMatch, 200},
    {disablePrincipal, "disablePrincipal", "POST", "/v1/principals/{id}:disable", "administer",
        both, 200},
    {enablePrincipal, "enablePrincipal", "POST", "/v1/principals/{id}:enable", "administer", both,
        200},
    {resetPassword, "resetPassword", "POST", "/v1/principals/{id}:reset-password", "administer",
        idempotencyKey, 204},
    {listTokens, "listTokens", "GET", "/v1/principals/{id}/tokens", "administer", none, 200},
    {revokeToken, "revokeToken", "DELETE", "/v1/principals/{id}/tokens/{token}", "administer", none,
        204},
    {listNamespaces, "listNamespaces", "GET", "/v1/namespaces", "view", none, 200},
    {createNamespace, "createNamespace", "POST", "/v1/namespaces", "administer", idempotencyKey,
        201},
    {listEnvironments, "listEnvironments", "GET", "/v1/environments", "view", none, 200},
    {createEnvironment, "createEnvironment", "POST", "/v1/environments", "administer",
        idempotencyKey, 201},
    {listSchemas, "listSchemas", "GET", "/v1/schemas", "view", none, 200},
    {createSchema, "createSchema", "POST", "/v1/schemas", "edit", idempotencyKey, 201},
    {getSchema, "getSchema", "GET", "/v1/schemas/{id}", "view", none, 200},
    {getSchemaText, "getSchemaText", "GET", "/v1/schemas/{id}/text", "view", none, 200},
    {listConfigs, "listConfigs", "GET", "/v1/configs", "view", none, 200},
    {createConfig, "createConfig", "POST", "/v1/configs", "edit", idempotencyKey, 201},
    {getConfig, "getConfig", "GET", "/v1/configs/{id}", "view", none, 200},
    {setConfigSchema, "setConfigSchema", "PUT", "/v1/configs/{id}/schema", "edit", ifMatch, 200},
    {getConfigLayers, "getConfigLayers", "GET", "/v1/configs/{id}/layers", "view", none, 200},
    {setConfigLayers, "setConfigLayers", "PUT", "/v1/configs/{id}/layers", "edit", ifMatch, 200},
    {getEffective, "getEffective", "GET", "/v1/configs/{id}/effective", "view", none, 200},
    {previewEffective, "previewEffective", "POST", "/v1/configs/{id}:preview", "view", none, 200},
    {getEffectiveHead, "getEffectiveHead", "GET", "/v1/configs/{id}/effective-head", "view", none,
        200},
    {listDependents, "listDependents", "GET", "/v1/configs/{id}/dependents", "view", none, 200},
    {searchConfigs, "searchConfigs", "POST", "/v1/search", "view", none, 200},
    {getDependencyMap, "getDependencyMap", "GET", "/v1/dependencies", "view", none, 200},
    {getDraftImpact, "getDraftImpact", "GET", "/v1/drafts/{id}/impact", "view", none, 200},
    {getRequestImpact, "getRequestImpact", "GET", "/v1/change-requests/{id}/impact", "view", none,
        200},
    {getPlaceImpact, "getPlaceImpact", "POST", "/v1/environments/{id}:impact", "view", none, 200},
    {listSuspects, "listSuspects", "GET", "/v1/environments/{id}/suspects", "view", none, 200},
    {getChangeCalendar, "getChangeCalendar", "GET", "/v1/environments/{id}/calendar", "view", none,
        200},
    {deleteConfig, "deleteConfig", "DELETE", "/v1/configs/{id}", "edit", ifMatch, 204},
    {listVersions, "listVersions", "GET", "/v1/configs/{id}/versions", "view", none, 200},
    {getVersion, "getVersion", "GET", "/v1/versions/{id}", "view", none, 200},
    {getVersionText, "getVersionText", "GET", "/v1/versions/{id}/text", "view", none, 200},
    {listLineage, "listLineage", "GET", "/v1/lineage", "view", none, 200},
    {getBlame, "getBlame", "GET", "/v1/configs/{id}/heads/{environment}/blame", "view", none, 200},
    {listHeads, "listHeads", "GET", "/v1/heads", "view", none, 200},
    {getHead, "getHead", "GET", "/v1/configs/{id}/heads/{environment}", "view", none, 200},
    {rollBack, "rollBack", "POST", "/v1/configs/{id}/heads/{environment}:rollback", "rollback",
        both, 201},
    {previewRollback, "previewRollback", "POST", "/v1/environments/{id}:preview-rollback",
        "rollback", none, 200},
    {rollBackSeveral, "rollBackSeveral", "POST", "/v1/environments/{id}:rollback", "rollback",
        idempotencyKey, 201},
    {listDrafts, "listDrafts", "GET", "/v1/drafts", "view", none, 200},
    {createDraft, "createDraft", "POST", "/v1/drafts", "edit", idempotencyKey, 201},
    {getDraft, "getDraft", "GET", "/v1/drafts/{id}", "view", none, 200},
    {updateDraft, "updateDraft", "PUT", "/v1/drafts/{id}", "edit", ifMatch, 200},
    {deleteDraft, "deleteDraft", "DELETE", "/v1/drafts/{id}", "edit", ifMatch, 204},
    {listChangeRequests, "listChangeRequests", "GET", "/v1/change-requests", "view", none, 200},
    {createChangeRequest, "createChangeRequest", "POST", "/v1/change-requests", "edit",
        idempotencyKey, 201},
    {getChangeRequest, "getChangeRequest", "GET", "/v1/change-requests/{id}", "view", none, 200},
    {updateChangeRequest, "updateChangeRequest", "PUT", "/v1/change-requests/{id}", "edit", ifMatch,
        200},
    {submitChangeRequest, "submitChangeRequest", "POST", "/v1/change-requests/{id}:submit",
        "submit", both, 200},
    {voteOnChangeRequest, "voteOnChangeRequest", "POST", "/v1/change-requests/{id}:vote", "view",
        both, 200},
    {rejectChangeRequest, "rejectChangeRequest", "POST", "/v1/change-requests/{id}:reject",
        "approve", both, 200},
    {withdrawChangeRequest, "withdrawChangeRequest", "POST", "/v1/change-requests/{id}:withdraw",
        "edit", both, 200},
    {recallChangeRequest, "recallChangeRequest", "POST", "/v1/change-requests/{id}:recall", "edit",
        both, 200},
    {claimChangeRequest, "claimChangeRequest", "POST", "/v1/change-requests/{id}:claim", "edit",
        both, 200},
    {applyChangeRequest, "applyChangeRequest", "POST", "/v1/change-requests/{id}:apply", "apply",
        both, 200},
    {scheduleChangeRequest, "scheduleChangeRequest", "POST", "/v1/change-requests/{id}:schedule",
        "schedule", both, 200},
    {unscheduleChangeRequest, "unscheduleChangeRequest", "POST",
        "/v1/change-requests/{id}:unschedule", "schedule", both, 200},
    {overrideFreeze, "overrideFreeze", "POST", "/v1/change-requests/{id}:override-freeze",
        "freezeOverride", both, 200},
    {acknowledgeChangeRequest, "acknowledgeChangeRequest", "POST",
        "/v1/change-requests/{id}:acknowledge", "view", both, 200},
    {rebaseChangeRequest, "rebaseChangeRequest", "POST", "/v1/change-requests/{id}:rebase", "edit",
        both, 200},
    {listThreads, "listThreads", "GET", "/v1/change-requests/{id}/threads", "view", none, 200},
    {openThread, "openThread", "POST", "/v1/change-requests/{id}/threads", "view", idempotencyKey,
        201},
    {replyToThread, "replyToThread", "POST", "/v1/change-requests/{id}/threads/{thread}:reply",
        "view", both, 200},
    {releaseVersion, "releaseVersion", "POST", "/v1/versions/{id}:release", "approve",
        idempotencyKey, 200},
    {listEmergencySessions, "listEmergencySessions", "GET", "/v1/emergency-sessions", "view", none,
        200},
    {activateEmergency, "activateEmergency", "POST", "/v1/emergency-sessions", "emergencyActivate",
        idempotencyKey, 201},
    {getEmergencySession, "getEmergencySession", "GET", "/v1/emergency-sessions/{id}", "view", none,
        200},
    {confirmEmergency, "confirmEmergency", "POST", "/v1/emergency-sessions/{id}:confirm",
        "emergencyActivate", both, 200},
    {extendEmergency, "extendEmergency", "POST", "/v1/emergency-sessions/{id}:extend",
        "emergencyActivate", both, 200},
    {endEmergency, "endEmergency", "POST", "/v1/emergency-sessions/{id}:end", "view", both, 200},
    {applyInEmergency, "applyInEmergency", "POST", "/v1/emergency-sessions/{id}:apply",
        "emergencyActivate", both, 200},
    {reviewEmergency, "reviewEmergency", "POST", "/v1/emergency-sessions/{id}:review",
        "emergencyReview", both, 200},
    {ratifyEmergency, "ratifyEmergency", "POST", "/v1/emergency-sessions/{id}:ratify", "edit",
        idempotencyKey, 201},
    {listAgents, "listAgents", "GET", "/v1/agents", "view", none, 200},
    {registerAgent, "registerAgent", "POST", "/v1/agents", "manageAgents", idempotencyKey, 201},
    {reportFromAgent, "reportFromAgent", "POST", "/v1/agents/{id}:report", "manageAgents",
        idempotencyKey, 200},
    {openVersion, "openVersion", "POST", "/v1/agents/{id}:open", "manageAgents", idempotencyKey,
        200},
    {sealValue, "sealValue", "POST", "/v1/configs/{id}/environments/{environment}:seal", "edit",
        idempotencyKey, 200},
    {revealValue, "revealValue", "POST", "/v1/configs/{id}/environments/{environment}:reveal",
        "secretReveal", idempotencyKey, 200},
    {listSealKeys, "listSealKeys", "GET", "/v1/seal-keys", "administer", none, 200},
    {rotateSealKey, "rotateSealKey", "POST", "/v1/seal-keys:rotate", "administer", idempotencyKey,
        200},
    {getAuditCheckpoint, "getAuditCheckpoint", "GET", "/v1/audit/checkpoint", "auditRead", none,
        200},
    {getAuditEntries, "getAuditEntries", "GET", "/v1/audit/entries", "auditRead", none, 200},
    {getInclusionProof, "getInclusionProof", "GET", "/v1/audit/proof/inclusion", "auditRead", none,
        200},
    {getConsistencyProof, "getConsistencyProof", "GET", "/v1/audit/proof/consistency", "auditRead",
        none, 200},
    {getAuditKeys, "getAuditKeys", "GET", "/v1/audit/keys", "auditRead", none, 200},
    {recordAuditActivity, "recordAuditActivity", "POST", "/v1/audit/activities", "auditRead",
        idempotencyKey, 201},
    {listChanges, "listChanges", "GET", "/v1/changes", "view", none, 200},
    {streamChanges, "streamChanges", "GET", "/v1/changes/stream", "view", none, 200},
    {explainAuthorization, "explainAuthorization", "POST", "/v1/authz:explain", "session", none,
        200},
    {getIdentityProvider, "getIdentityProvider", "GET", "/v1/identity-provider", "", none, 200},
    {exchangeIdToken, "exchangeIdToken", "POST", "/v1/sessions:exchange", "", none, 201},
    {listNotifications, "listNotifications", "GET", "/v1/notifications", "view", none, 200},
    {markNotificationsRead, "markNotificationsRead", "POST", "/v1/notifications:read", "view", none,
        200},
    {listDeliveries, "listDeliveries", "GET", "/v1/notification-deliveries", "view", none, 200},
    {testReceiver, "testReceiver", "POST", "/v1/environments/{id}:test-receiver", "policyEdit",
        idempotencyKey, 201},
    {createRecoveryChallenge, "createRecoveryChallenge", "POST", "/v1/recovery-challenges", "",
        none, 201},
    {openRecoverySession, "openRecoverySession", "POST", "/v1/sessions:recover", "", none, 201},
    {getLastGood, "getLastGood", "GET", "/v1/configs/{id}/heads/{environment}/last-good", "view",
        none, 200},
    {freezeEnvironment, "freezeEnvironment", "POST", "/v1/environments/{id}:freeze", "policyEdit",
        idempotencyKey, 201},
    {liftFreeze, "liftFreeze", "POST", "/v1/environments/{id}:lift-freeze", "policyEdit",
        idempotencyKey, 204},
    {revokeTokens, "revokeTokens", "DELETE", "/v1/principals/{id}/tokens", "administer", none, 204},
    {getPersonalValues, "getPersonalValues", "GET", "/v1/audit/personal", "auditRead", none, 200},
    {erasePersonalData, "erasePersonalData", "POST", "/v1/principals/{id}:erase", "administer",
        both, 200},
    {listLegalHolds, "listLegalHolds", "GET", "/v1/legal-holds", "auditRead", none, 200},
    {placeLegalHold, "placeLegalHold", "POST", "/v1/legal-holds", "administer", idempotencyKey,
        201},
    {liftLegalHold, "liftLegalHold", "POST", "/v1/legal-holds/{id}:lift", "administer", both, 204},
    {getPruneRecord, "getPruneRecord", "GET", "/v1/audit/pruned", "auditRead", none, 200},
    {pruneAudit, "pruneAudit", "POST", "/v1/audit:prune", "administer", idempotencyKey, 200},
    {listLinkedAccounts, "listLinkedAccounts", "GET", "/v1/linked-accounts", "administer", none,
        200},
    {setSamePerson, "setSamePerson", "PUT", "/v1/principals/{id}/same-person", "administer",
        ifMatch, 200},
    {listAuditAnchors, "listAuditAnchors", "GET", "/v1/audit/anchors", "auditRead", none, 200},
    {listAccounts, "listAccounts", "GET", "/v1/accounts", "administer", none, 200},
};

// Matches a template against a path; a variable never spans a '/' and ends before a ':' of the
// template.
bool matches(std::string_view pattern, std::string_view path, std::vector<std::string> &arguments)
{
    while (!pattern.empty()) {
        if (pattern.front() != '{') {
            if (path.empty() || path.front() != pattern.front())
                return false;
            pattern.remove_prefix(1);
            path.remove_prefix(1);
            continue;
        }
        pattern.remove_prefix(pattern.find('}') + 1);
        // Ids hold ':' ("sha256:…"), so the verb is split off from the right.
        const auto suffix = pattern.substr(0, std::min(pattern.find('/'), pattern.size()));
        auto segment = path.substr(0, std::min(path.find('/'), path.size()));
        if (!segment.ends_with(suffix) || segment.size() == suffix.size())
            return false;
        segment.remove_suffix(suffix.size());
        arguments.push_back(percentDecode(segment));
        path.remove_prefix(segment.size());
    }
    return path.empty();
}

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
        || c == '.' || c == '_' || c == '~' || c == ':';
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

std::span<const Route> routes()
{
    return table;
}

const Route &route(Operation operation)
{
    const Route &row = table[static_cast<std::size_t>(operation)];
    assert(row.operation == operation);
    return row;
}

std::string pathOf(Operation operation, const std::vector<std::string> &arguments)
{
    std::string_view pattern = route(operation).path;
    std::string path;
    for (const auto &argument : arguments) {
        const auto open = pattern.find('{');
        path += pattern.substr(0, open);
        path += percentEncode(argument);
        pattern.remove_prefix(pattern.find('}') + 1);
    }
    return path.append(pattern);
}

Match match(std::string_view method, std::string_view path)
{
    Match found;
    const Route *best = nullptr;
    for (const Route &candidate : table) {
        std::vector<std::string> arguments;
        if (!matches(candidate.path, path, arguments))
            continue;
        found.pathExists = true;
        // "/v1/sessions/current" and "…:vote" are nearer than a variable that would take them
        // whole.
        const bool isNearer = !best || arguments.size() < found.arguments.size()
            || candidate.path.size() > best->path.size();
        if (candidate.method != method || !isNearer)
            continue;
        best = &candidate;
        found.arguments = std::move(arguments);
    }
    found.route = best;
    return found;
}

std::string percentEncode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
        } else {
            out += '%';
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

std::string percentDecode(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low >= 0) {
            out += char(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace chancery::api
