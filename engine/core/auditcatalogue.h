// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chancery::core {

// Everything that is ever logged (standards.md AUD-3): whoever emits picks from here. Numbers of
// codes are given once and never again; new kinds go to the end of their family.
enum class AuditKind : std::uint8_t {
    AuthnLogin,
    AuthnLogout,
    AuthnMfaFail,
    AuthnStepUp,
    AuthnTokenRefreshFail,
    AuthnLockout,
    AuthzDenied,
    ConfigCreate,
    ConfigReadSensitive,
    ConfigUpdateDraft,
    ConfigPublishVersion,
    ConfigArchive,
    SchemaPublish,
    SchemaDeprecate,
    ChangeRequestCreate,
    ChangeRequestUpdate,
    ChangeRequestSubmit,
    ChangeRequestApprove,
    ChangeRequestReject,
    ChangeRequestWithdraw,
    ChangeRequestDismissStale,
    ChangeRequestExpire,
    ChangeRequestSchedule,
    ChangeRequestRequestChanges,
    ChangeRequestComment,
    ChangeRequestApply,
    ChangeRequestSupersede,
    ChangeRequestClaim,
    PolicyApprovalUpdate,
    PolicyOwnershipUpdate,
    FreezeCreate,
    FreezeDelete,
    FreezeOverride,
    DeploymentCreate,
    DeploymentStart,
    DeploymentStep,
    DeploymentHealthVerdict,
    DeploymentPause,
    DeploymentResume,
    DeploymentPromote,
    DeploymentComplete,
    DeploymentAbort,
    DeploymentRollback,
    HeadUpdate,
    AgentEnroll,
    AgentRevoke,
    AgentAck,
    AgentNack,
    AgentApplyFailed,
    AgentStale,
    DriftDetected,
    DriftAccepted,
    DriftRemediated,
    BreakglassRequest,
    BreakglassApprove,
    BreakglassActivate,
    BreakglassUse,
    BreakglassExtend,
    BreakglassExpire,
    BreakglassRevoke,
    BreakglassReviewDue,
    BreakglassReviewComplete,
    BreakglassDrill,
    RoleGrant,
    RoleRevoke,
    RoleExpire,
    DelegationCreate,
    DelegationRevoke,
    PrincipalCreate,
    PrincipalDisable,
    ScimSync,
    KeyCreate,
    KeyRotate,
    KeyRewrap,
    KeyDisable,
    KeyDestroy,
    SecretReveal,
    CertIssue,
    CertRenew,
    CertExpiring,
    CertRevoked,
    WebhookCreate,
    WebhookDeliverFail,
    ResidencyViolation,
    ReportRun,
    ReportExport,
    ReportVerify,
    AuditRead,
    AuditExport,
    AuditCheckpointSign,
    AuditCheckpointCosign,
    AuditVerifyFail,
    AuditClockStep,
    AuditGap,
    AuditSinkFail,
    AuditStart,
    AuditStop,
    SettingsUpdate,
    SystemBackup,
    SystemRestore,
    SystemUpgrade,
    NamespaceCreate,
    NamespaceUpdate,
    EnvironmentCreate,
    EnvironmentUpdate,
    ConfigUpdate,
    VersionRelease,
    PrincipalEnable,
    PrincipalPasswordReset,
    PrincipalPasswordChange,
    TokenCreate,
    TokenRevoke,
    ConfigDelete,
    SecretSeal,
    ChangeRequestUnschedule,
    ChangeRequestScheduleSuspend,
    PolicyAutoApproved, // a standard change
    ChangeRequestConfirm, // the last approval that an expedited change went without
    ChangeRequestConfirmOverdue,
    ThreadResolve,
    MailDeliverFail,
    RecoveryEnroll,
    RecoveryWithdraw,
    ChangeRequestAcknowledge,
    PrivacyErase, // of personal data: only digests remain in the log
    LegalHoldPlace,
    LegalHoldLift,
    AuditPrune,
    PrincipalLink, // two accounts are one person's
    PrincipalUnlinkAsk, // they are not, says the first of two people
    PrincipalUnlink
};

enum class AuditOutcome : std::uint8_t { Success, Failure, Denied, Error };
// "success", "failure", "denied", "error".
std::string_view name(AuditOutcome outcome);
std::optional<AuditOutcome> auditOutcomeFromName(std::string_view name);

struct AuditCatalogueEntry {
    AuditKind kind;
    std::string_view event; // "change_request.approve"
    std::string_view code; // "CR004", without the letter
    char letter; // of a success: I for information, W where it deserves a look
};
// In the order of the enum.
std::span<const AuditCatalogueEntry> auditCatalogue();
const AuditCatalogueEntry &entryOf(AuditKind kind);
// "CR004I"; failures and denials end in W, errors in E.
std::string auditCode(AuditKind kind, AuditOutcome outcome);
// Nothing for a pair that this catalogue does not know.
std::optional<AuditKind> auditKindOf(std::string_view event, std::string_view code);

} // namespace chancery::core
