// SPDX-License-Identifier: Apache-2.0
#include "auditcatalogue.h"

#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core {

namespace {

using enum AuditKind;

constexpr std::array catalogue{
    AuditCatalogueEntry{AuthnLogin, "authn.login", "AN001", 'I'},
    AuditCatalogueEntry{AuthnLogout, "authn.logout", "AN002", 'I'},
    AuditCatalogueEntry{AuthnMfaFail, "authn.mfa_fail", "AN003", 'W'},
    AuditCatalogueEntry{AuthnStepUp, "authn.step_up", "AN004", 'I'},
    AuditCatalogueEntry{AuthnTokenRefreshFail, "authn.token_refresh_fail", "AN005", 'W'},
    AuditCatalogueEntry{AuthnLockout, "authn.lockout", "AN006", 'W'},
    AuditCatalogueEntry{AuthzDenied, "authz.denied", "AZ001", 'W'},
    AuditCatalogueEntry{ConfigCreate, "config.create", "CF001", 'I'},
    AuditCatalogueEntry{ConfigReadSensitive, "config.read_sensitive", "CF002", 'I'},
    AuditCatalogueEntry{ConfigUpdateDraft, "config.update_draft", "CF003", 'I'},
    AuditCatalogueEntry{ConfigPublishVersion, "config.publish_version", "CF004", 'I'},
    AuditCatalogueEntry{ConfigArchive, "config.archive", "CF005", 'I'},
    AuditCatalogueEntry{SchemaPublish, "schema.publish", "SC001", 'I'},
    AuditCatalogueEntry{SchemaDeprecate, "schema.deprecate", "SC002", 'I'},
    AuditCatalogueEntry{ChangeRequestCreate, "change_request.create", "CR001", 'I'},
    AuditCatalogueEntry{ChangeRequestUpdate, "change_request.update", "CR002", 'I'},
    AuditCatalogueEntry{ChangeRequestSubmit, "change_request.submit", "CR003", 'I'},
    AuditCatalogueEntry{ChangeRequestApprove, "change_request.approve", "CR004", 'I'},
    AuditCatalogueEntry{ChangeRequestReject, "change_request.reject", "CR005", 'I'},
    AuditCatalogueEntry{ChangeRequestWithdraw, "change_request.withdraw", "CR006", 'I'},
    AuditCatalogueEntry{ChangeRequestDismissStale, "change_request.dismiss_stale", "CR007", 'I'},
    AuditCatalogueEntry{ChangeRequestExpire, "change_request.expire", "CR008", 'I'},
    AuditCatalogueEntry{ChangeRequestSchedule, "change_request.schedule", "CR009", 'I'},
    AuditCatalogueEntry{
        ChangeRequestRequestChanges, "change_request.request_changes", "CR010", 'I'},
    AuditCatalogueEntry{ChangeRequestComment, "change_request.comment", "CR011", 'I'},
    AuditCatalogueEntry{ChangeRequestApply, "change_request.apply", "CR012", 'I'},
    AuditCatalogueEntry{ChangeRequestSupersede, "change_request.supersede", "CR013", 'I'},
    AuditCatalogueEntry{ChangeRequestClaim, "change_request.claim", "CR016", 'I'},
    AuditCatalogueEntry{PolicyApprovalUpdate, "policy.approval.update", "PO001", 'I'},
    AuditCatalogueEntry{PolicyOwnershipUpdate, "policy.ownership.update", "PO002", 'I'},
    AuditCatalogueEntry{FreezeCreate, "freeze.create", "FZ001", 'I'},
    AuditCatalogueEntry{FreezeDelete, "freeze.delete", "FZ002", 'I'},
    AuditCatalogueEntry{FreezeOverride, "freeze.override", "FZ003", 'W'},
    AuditCatalogueEntry{DeploymentCreate, "deployment.create", "DP001", 'I'},
    AuditCatalogueEntry{DeploymentStart, "deployment.start", "DP002", 'I'},
    AuditCatalogueEntry{DeploymentStep, "deployment.step", "DP003", 'I'},
    AuditCatalogueEntry{DeploymentHealthVerdict, "deployment.health_verdict", "DP004", 'I'},
    AuditCatalogueEntry{DeploymentPause, "deployment.pause", "DP005", 'I'},
    AuditCatalogueEntry{DeploymentResume, "deployment.resume", "DP006", 'I'},
    AuditCatalogueEntry{DeploymentPromote, "deployment.promote", "DP007", 'I'},
    AuditCatalogueEntry{DeploymentComplete, "deployment.complete", "DP008", 'I'},
    AuditCatalogueEntry{DeploymentAbort, "deployment.abort", "DP009", 'W'},
    AuditCatalogueEntry{DeploymentRollback, "deployment.rollback", "DP010", 'W'},
    AuditCatalogueEntry{HeadUpdate, "head.update", "HD001", 'I'},
    AuditCatalogueEntry{AgentEnroll, "agent.enroll", "AG001", 'I'},
    AuditCatalogueEntry{AgentRevoke, "agent.revoke", "AG002", 'I'},
    AuditCatalogueEntry{AgentAck, "agent.ack", "AG003", 'I'},
    AuditCatalogueEntry{AgentNack, "agent.nack", "AG004", 'W'},
    AuditCatalogueEntry{AgentApplyFailed, "agent.apply_failed", "AG005", 'W'},
    AuditCatalogueEntry{AgentStale, "agent.stale", "AG006", 'W'},
    AuditCatalogueEntry{DriftDetected, "drift.detected", "DR001", 'W'},
    AuditCatalogueEntry{DriftAccepted, "drift.accepted", "DR002", 'I'},
    AuditCatalogueEntry{DriftRemediated, "drift.remediated", "DR003", 'I'},
    AuditCatalogueEntry{BreakglassRequest, "breakglass.request", "BG001", 'W'},
    AuditCatalogueEntry{BreakglassApprove, "breakglass.approve", "BG002", 'W'},
    AuditCatalogueEntry{BreakglassActivate, "breakglass.activate", "BG003", 'W'},
    AuditCatalogueEntry{BreakglassUse, "breakglass.use", "BG004", 'W'},
    AuditCatalogueEntry{BreakglassExtend, "breakglass.extend", "BG005", 'W'},
    AuditCatalogueEntry{BreakglassExpire, "breakglass.expire", "BG006", 'I'},
    AuditCatalogueEntry{BreakglassRevoke, "breakglass.revoke", "BG007", 'I'},
    AuditCatalogueEntry{BreakglassReviewDue, "breakglass.review_due", "BG008", 'I'},
    AuditCatalogueEntry{BreakglassReviewComplete, "breakglass.review_complete", "BG009", 'I'},
    AuditCatalogueEntry{BreakglassDrill, "breakglass.drill", "BG010", 'I'},
    AuditCatalogueEntry{RoleGrant, "role.grant", "RO001", 'I'},
    AuditCatalogueEntry{RoleRevoke, "role.revoke", "RO002", 'I'},
    AuditCatalogueEntry{RoleExpire, "role.expire", "RO003", 'I'},
    AuditCatalogueEntry{DelegationCreate, "delegation.create", "DE001", 'I'},
    AuditCatalogueEntry{DelegationRevoke, "delegation.revoke", "DE002", 'I'},
    AuditCatalogueEntry{PrincipalCreate, "principal.create", "PR001", 'I'},
    AuditCatalogueEntry{PrincipalDisable, "principal.disable", "PR002", 'I'},
    AuditCatalogueEntry{ScimSync, "scim.sync", "SM001", 'I'},
    AuditCatalogueEntry{KeyCreate, "key.create", "KY001", 'I'},
    AuditCatalogueEntry{KeyRotate, "key.rotate", "KY002", 'I'},
    AuditCatalogueEntry{KeyRewrap, "key.rewrap", "KY003", 'I'},
    AuditCatalogueEntry{KeyDisable, "key.disable", "KY004", 'I'},
    AuditCatalogueEntry{KeyDestroy, "key.destroy", "KY005", 'W'},
    AuditCatalogueEntry{SecretReveal, "secret.reveal", "SE001", 'W'},
    AuditCatalogueEntry{CertIssue, "cert.issue", "CE001", 'I'},
    AuditCatalogueEntry{CertRenew, "cert.renew", "CE002", 'I'},
    AuditCatalogueEntry{CertExpiring, "cert.expiring", "CE003", 'W'},
    AuditCatalogueEntry{CertRevoked, "cert.revoked", "CE004", 'W'},
    AuditCatalogueEntry{WebhookCreate, "webhook.create", "WH001", 'I'},
    AuditCatalogueEntry{WebhookDeliverFail, "webhook.deliver_fail", "WH002", 'W'},
    AuditCatalogueEntry{ResidencyViolation, "residency.violation", "RE001", 'W'},
    AuditCatalogueEntry{ReportRun, "report.run", "RP001", 'I'},
    AuditCatalogueEntry{ReportExport, "report.export", "RP002", 'I'},
    AuditCatalogueEntry{ReportVerify, "report.verify", "RP003", 'I'},
    AuditCatalogueEntry{AuditRead, "audit.read", "AU001", 'I'},
    AuditCatalogueEntry{AuditExport, "audit.export", "AU002", 'I'},
    AuditCatalogueEntry{AuditCheckpointSign, "audit.checkpoint_sign", "AU003", 'I'},
    AuditCatalogueEntry{AuditCheckpointCosign, "audit.checkpoint_cosign", "AU004", 'I'},
    AuditCatalogueEntry{AuditVerifyFail, "audit.verify_fail", "AU005", 'W'},
    AuditCatalogueEntry{AuditClockStep, "audit.clock_step", "AU006", 'W'},
    AuditCatalogueEntry{AuditGap, "audit.gap", "AU007", 'W'},
    AuditCatalogueEntry{AuditSinkFail, "audit.sink_fail", "AU008", 'W'},
    AuditCatalogueEntry{AuditStart, "audit.start", "AU009", 'I'},
    AuditCatalogueEntry{AuditStop, "audit.stop", "AU010", 'I'},
    AuditCatalogueEntry{SettingsUpdate, "settings.update", "ST001", 'I'},
    AuditCatalogueEntry{SystemBackup, "system.backup", "SY001", 'I'},
    AuditCatalogueEntry{SystemRestore, "system.restore", "SY002", 'W'},
    AuditCatalogueEntry{SystemUpgrade, "system.upgrade", "SY003", 'I'},
    AuditCatalogueEntry{NamespaceCreate, "namespace.create", "NS001", 'I'},
    AuditCatalogueEntry{NamespaceUpdate, "namespace.update", "NS002", 'I'},
    AuditCatalogueEntry{EnvironmentCreate, "environment.create", "EN001", 'I'},
    AuditCatalogueEntry{EnvironmentUpdate, "environment.update", "EN002", 'I'},
    AuditCatalogueEntry{ConfigUpdate, "config.update", "CF006", 'I'},
    AuditCatalogueEntry{VersionRelease, "version.release", "VR001", 'W'},
    AuditCatalogueEntry{PrincipalEnable, "principal.enable", "PR003", 'I'},
    AuditCatalogueEntry{PrincipalPasswordReset, "principal.password_reset", "PR004", 'W'},
    AuditCatalogueEntry{PrincipalPasswordChange, "principal.password_change", "PR005", 'I'},
    AuditCatalogueEntry{TokenCreate, "token.create", "TK001", 'I'},
    AuditCatalogueEntry{TokenRevoke, "token.revoke", "TK002", 'I'},
    AuditCatalogueEntry{ConfigDelete, "config.delete", "CF007", 'I'},
    AuditCatalogueEntry{SecretSeal, "secret.seal", "SE002", 'I'},
    AuditCatalogueEntry{ChangeRequestUnschedule, "change_request.unschedule", "CR014", 'I'},
    AuditCatalogueEntry{
        ChangeRequestScheduleSuspend, "change_request.schedule_suspend", "CR015", 'W'},
    AuditCatalogueEntry{PolicyAutoApproved, "policy.auto_approved", "PO006", 'I'},
    AuditCatalogueEntry{ChangeRequestConfirm, "change_request.confirm", "CR017", 'I'},
    AuditCatalogueEntry{
        ChangeRequestConfirmOverdue, "change_request.confirm_overdue", "CR018", 'W'},
    AuditCatalogueEntry{ThreadResolve, "thread.resolve", "TH001", 'I'},
    AuditCatalogueEntry{MailDeliverFail, "mail.deliver_fail", "ML001", 'W'},
    AuditCatalogueEntry{RecoveryEnroll, "recovery.enroll", "RV001", 'W'},
    AuditCatalogueEntry{RecoveryWithdraw, "recovery.withdraw", "RV002", 'W'},
    AuditCatalogueEntry{ChangeRequestAcknowledge, "change_request.acknowledge", "CR019", 'I'},
    AuditCatalogueEntry{PrivacyErase, "privacy.erase", "PV001", 'W'},
    AuditCatalogueEntry{LegalHoldPlace, "legal_hold.place", "LH001", 'W'},
    AuditCatalogueEntry{LegalHoldLift, "legal_hold.lift", "LH002", 'W'},
    AuditCatalogueEntry{AuditPrune, "audit.prune", "AU011", 'W'},
    AuditCatalogueEntry{PrincipalLink, "principal.link", "PR006", 'I'},
    AuditCatalogueEntry{PrincipalUnlinkAsk, "principal.unlink_ask", "PR007", 'W'},
    AuditCatalogueEntry{PrincipalUnlink, "principal.unlink", "PR008", 'W'},
};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        if (static_cast<std::size_t>(catalogue[i].kind) != i)
            return false;
    }
    return true;
}
static_assert(isInOrder() && catalogue.back().kind == PrincipalUnlink);

constexpr EnumNames<AuditOutcome, 4> outcomeNames{{"success", "failure", "denied", "error"}};

} // namespace

std::string_view name(AuditOutcome outcome)
{
    return outcomeNames[outcome];
}

std::optional<AuditOutcome> auditOutcomeFromName(std::string_view name)
{
    return outcomeNames.find(name);
}

std::span<const AuditCatalogueEntry> auditCatalogue()
{
    return catalogue;
}

const AuditCatalogueEntry &entryOf(AuditKind kind)
{
    return catalogue[static_cast<std::size_t>(kind)];
}

std::string auditCode(AuditKind kind, AuditOutcome outcome)
{
    const auto &entry = entryOf(kind);
    std::string code(entry.code);
    switch (outcome) {
    case AuditOutcome::Success:
        return code + entry.letter;
    case AuditOutcome::Failure:
    case AuditOutcome::Denied:
        return code + 'W';
    case AuditOutcome::Error:
        break;
    }
    return code + 'E';
}

std::optional<AuditKind> auditKindOf(std::string_view event, std::string_view code)
{
    const auto entry = std::ranges::find(catalogue, event, &AuditCatalogueEntry::event);
    if (entry == catalogue.end() || code.size() != entry->code.size() + 1
        || !code.starts_with(entry->code))
        return std::nullopt;
    const char letter = code.back();
    if (letter != entry->letter && letter != 'W' && letter != 'E')
        return std::nullopt;
    return entry->kind;
}

} // namespace chancery::core
