// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/changefollower.h"
#include "engine/client/cmsapi.h"
#include "engine/client/restclient.h"

namespace chancery::client {

// The server over HTTP. Made by a composition, owned and used by the mailbox's thread; the network
// has a thread of its own inside. Destroying it ends what runs; nothing is called after that.
class HttpCms final : public CmsApi {
public:
    HttpCms(TransportOptions options, std::shared_ptr<core::Mailbox> mailbox,
        RetryPolicy retry = {}, FollowPolicy follow = {});

    // A token that was kept from an earlier session, or of a service.
    void setToken(core::Secret token);
    // Of every action that is done through this, and of every answer, until it goes.
    void onReceipt(ReceiptSink sink) { m_rest.onReceipt(std::move(sink)); }
    void onSkew(SkewSink sink) { m_rest.onSkew(std::move(sink)); }

    Call getMeta(Handler<core::Meta> done) override;
    Call signIn(const core::Credentials &credentials, Handler<core::Session> done) override;
    Call identityProvider(Handler<core::IdentityProvider> done) override;
    Call exchangeIdToken(
        const core::IdTokenExchange &exchange, Handler<core::Session> done) override;
    void useToken(core::Secret token) override { setToken(std::move(token)); }
    Call currentSession(Handler<core::Session> done) override;
    Call changePassword(const core::PasswordChange &change, Handler<core::Session> done) override;
    Call proveIdentity(const core::FreshProof &proof, Handler<core::Session> done) override;
    Call recoveryChallenge(Handler<core::RecoveryChallenge> done) override;
    Call openRecovery(const core::RecoveryProof &proof, Handler<core::Session> done) override;
    Call lastGood(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<core::Version> done) override;
    Call freezeNow(const core::EnvironmentId &environment, const core::FreezeOrder &order,
        Handler<core::StandingFreeze> done) override;
    Call liftFreeze(const core::EnvironmentId &environment, const std::string &reason,
        Handler<core::Done> done) override;
    Call revokeTokens(const core::PrincipalId &principal, Handler<core::Done> done) override;
    Call signOut(Handler<core::Done> done) override;
    Call listPrincipals(const PageQuery &page, Handler<api::Page<core::Principal>> done) override;
    Call createPrincipal(
        const core::NewPrincipal &principal, Handler<Acknowledged<core::Principal>> done) override;
    Call createServiceToken(const core::PrincipalId &service, Handler<core::Session> done) override;
    Call setRoles(const core::PrincipalId &principal, const core::RoleChange &change,
        const core::ETag &expected, AccountDone done) override;
    Call setDisabled(const core::PrincipalId &principal, bool disabled, const std::string &reason,
        const core::ETag &expected, AccountDone done) override;
    Call listAccounts(const PageQuery &page, Handler<api::Page<core::Account>> done) override;
    Call listLinkedAccounts(Handler<api::Page<core::LinkedAccounts>> done) override;
    Call setSamePerson(const core::PrincipalId &principal, const core::SamePerson &said,
        const core::ETag &expected, Handler<Acknowledged<core::LinkedAccounts>> done) override;
    Call resetPassword(const core::PrincipalId &principal, const core::PasswordReset &reset,
        Handler<core::Done> done) override;
    Call listTokens(const core::PrincipalId &principal, const PageQuery &page,
        Handler<api::Page<core::AccessToken>> done) override;
    Call revokeToken(const core::PrincipalId &principal, const std::string &token,
        Handler<core::Done> done) override;
    Call explainAccess(
        const core::access::Question &question, Handler<core::access::Explanation> done) override;

    Call listNamespaces(const PageQuery &page, Handler<api::Page<core::Namespace>> done) override;
    Call createNamespace(
        const core::Namespace &space, Handler<Acknowledged<core::Namespace>> done) override;
    Call listEnvironments(Handler<api::Page<core::Environment>> done) override;
    Call createEnvironment(const core::Environment &environment,
        Handler<Acknowledged<core::Environment>> done) override;

    Call listConfigs(const ConfigQuery &query, Handler<api::Page<core::Config>> done) override;
    Call getConfig(const core::ConfigId &config, Handler<core::Config> done) override;
    Call createConfig(
        const core::NewConfig &config, Handler<Acknowledged<core::Config>> done) override;
    Call setConfigSchema(const core::ConfigId &config, const core::SchemaId &schema,
        const core::ETag &expected, Handler<Acknowledged<core::Config>> done) override;
    Call deleteConfig(const core::ConfigId &config, const core::ETag &expected,
        Handler<core::Done> done) override;
    Call listSchemas(const PageQuery &page, Handler<api::Page<core::Schema>> done) override;
    Call createSchema(
        const core::NewSchema &schema, Handler<Acknowledged<core::Schema>> done) override;
    Call schemaText(const core::SchemaId &schema, Handler<std::string> done) override;
    Call listVersions(const core::ConfigId &config, const core::EnvironmentId &environment,
        const PageQuery &page, Handler<api::Page<core::Version>> done) override;
    Call getVersion(const core::VersionId &version, Handler<core::Version> done) override;
    Call versionText(const core::VersionId &version, Handler<std::string> done) override;
    Call listLineage(
        const LineageQuery &query, Handler<api::Page<core::LineageEntry>> done) override;
    Call blame(const core::ConfigId &config, const core::EnvironmentId &environment, int looked,
        Handler<core::BlameReport> done) override;

    Call configLayers(const core::ConfigId &config, Handler<core::ConfigLayers> done) override;
    Call setConfigLayers(
        const core::ConfigLayers &layers, Handler<Acknowledged<core::ConfigLayers>> done) override;
    Call effective(const core::ConfigId &config, const core::HierarchyPlace &place,
        Handler<core::EffectiveView> done) override;
    Call effectiveHead(const core::ConfigId &config, const core::HierarchyPlace &place,
        Handler<core::EffectiveHead> done) override;
    Call previewEffective(const core::ConfigId &config, const core::HierarchyPlace &place,
        const std::string &text, Handler<core::EffectiveView> done) override;
    Call listDependents(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<api::Page<core::Dependent>> done) override;
    Call searchConfigs(const core::ConfigSearch &search, const PageQuery &page,
        Handler<api::Page<core::FoundConfig>> done) override;
    Call dependencyMap(const DependencyQuery &query, Handler<core::DependencyMap> done) override;
    Call draftImpact(const core::DraftId &draft, Handler<core::ImpactReport> done) override;
    Call requestImpact(
        const core::ChangeRequestId &request, Handler<core::ImpactReport> done) override;

    Call listHeads(const HeadQuery &query, Handler<api::Page<core::Head>> done) override;
    Call getHead(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<core::Head> done) override;
    Call rollBack(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::Rollback &rollback, const core::ETag &expected,
        Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call previewRollback(const core::EnvironmentId &environment, const core::RollbackScope &scope,
        Handler<core::RollbackPreview> done) override;
    Call rollBackSeveral(const core::EnvironmentId &environment, const core::NewRollback &rollback,
        Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call placeImpact(const core::EnvironmentId &environment,
        const std::vector<core::ConfigId> &configs, Handler<core::PlaceImpact> done) override;
    Call effectiveAt(const core::ConfigId &config, const core::HierarchyPlace &place,
        core::Instant instant, Handler<core::EffectiveView> done) override;
    Call listSuspects(const SuspectQuery &query, Handler<core::SuspectReport> done) override;
    Call releaseVersion(const core::VersionId &version, const std::string &reason,
        Handler<Acknowledged<core::Version>> done) override;

    Call listDrafts(const PageQuery &page, Handler<api::Page<core::Draft>> done) override;
    Call getDraft(const core::DraftId &draft, Handler<core::Draft> done) override;
    Call createDraft(
        const core::DraftText &draft, Handler<Acknowledged<core::Draft>> done) override;
    Call updateDraft(const core::DraftId &draft, const core::DraftText &text,
        const core::ETag &expected, Handler<Acknowledged<core::Draft>> done) override;
    Call deleteDraft(
        const core::DraftId &draft, const core::ETag &expected, Handler<core::Done> done) override;

    Call listChangeRequests(
        const RequestQuery &query, Handler<api::Page<core::ChangeRequest>> done) override;
    Call getChangeRequest(
        const core::ChangeRequestId &request, Handler<core::ChangeRequest> done) override;
    Call createChangeRequest(
        const core::NewChangeRequest &request, ChangeRequestsApi::Done done) override;
    Call updateChangeRequest(const core::ChangeRequestId &request,
        const core::NewChangeRequest &content, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;
    Call submit(const core::ChangeRequestId &request, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;
    Call vote(const core::ChangeRequestId &request, const core::Vote &vote,
        const core::ETag &expected, ChangeRequestsApi::Done done) override;
    Call reject(const core::ChangeRequestId &request, const std::string &reason,
        const core::ETag &expected, ChangeRequestsApi::Done done) override;
    Call withdraw(const core::ChangeRequestId &request, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;
    Call recall(const core::ChangeRequestId &request, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;
    Call claim(const core::ChangeRequestId &request, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;
    Call apply(const core::ChangeRequestId &request, const core::ETag &expected,
        ChangeRequestsApi::Done done) override;

    Call changeCalendar(const CalendarQuery &query, Handler<core::ChangeCalendar> done) override;
    Call listThreads(
        const core::ChangeRequestId &request, Handler<api::Page<core::ReviewThread>> done) override;
    Call openThread(const core::ChangeRequestId &request, const core::NewThread &thread,
        ThreadsApi::Done done) override;
    Call replyToThread(const core::ChangeRequestId &request, const core::ThreadId &thread,
        const core::ThreadReply &reply, const core::ETag &expected, ThreadsApi::Done done) override;
    Call acknowledgeCheck(const core::ChangeRequestId &request,
        const core::NewAcknowledgement &said, const core::ETag &expected,
        Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call rebase(const core::ChangeRequestId &request, const core::Rebase &rebase,
        const core::ETag &expected, Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call schedule(const core::ChangeRequestId &request, const core::NewSchedule &schedule,
        const core::ETag &expected, ScheduleApi::Done done) override;
    Call unschedule(const core::ChangeRequestId &request, const core::ETag &expected,
        ScheduleApi::Done done) override;
    Call overrideFreeze(const core::ChangeRequestId &request, const core::NewFreezeOverride &asked,
        const core::ETag &expected, ScheduleApi::Done done) override;

    Call listNotifications(const InboxQuery &query, Handler<core::InboxPage> done) override;
    Call markNotificationsRead(const core::ReadMark &mark, Handler<core::InboxState> done) override;
    Call listDeliveries(
        const DeliveryQuery &query, Handler<api::Page<core::Delivery>> done) override;
    Call testReceiver(const core::EnvironmentId &environment, const core::ReceiverTest &test,
        Handler<Acknowledged<core::Delivery>> done) override;
    Call listEmergencies(
        const EmergencyQuery &query, Handler<api::Page<core::EmergencySession>> done) override;
    Call getEmergency(
        const core::EmergencyId &session, Handler<core::EmergencySession> done) override;
    Call activateEmergency(const core::NewEmergency &asked, const core::Secret &password,
        EmergencyApi::Done done) override;
    Call confirmEmergency(const core::EmergencyId &session, const core::Secret &password,
        const core::ETag &expected, EmergencyApi::Done done) override;
    Call extendEmergency(const core::EmergencyId &session,
        const core::EmergencyExtensionAsked &asked, const core::Secret &password,
        const core::ETag &expected, EmergencyApi::Done done) override;
    Call endEmergency(const core::EmergencyId &session, const std::string &reason,
        const core::ETag &expected, EmergencyApi::Done done) override;
    Call applyInEmergency(const core::EmergencyId &session, const core::EmergencyChanges &changes,
        const core::ETag &expected, EmergencyApi::Done done) override;
    Call reviewEmergency(const core::EmergencyId &session, const core::NewEmergencyReview &review,
        const core::Secret &password, const core::ETag &expected, EmergencyApi::Done done) override;
    Call ratifyEmergency(const core::EmergencyId &session, const std::string &reason,
        Handler<Acknowledged<core::ChangeRequest>> done) override;

    Call listAgents(const core::EnvironmentId &environment, const PageQuery &page,
        Handler<api::Page<core::Agent>> done) override;
    Call registerAgent(
        const core::NewAgent &agent, Handler<Acknowledged<core::Agent>> done) override;
    Call report(const core::AgentId &agent, const core::AgentReport &report,
        Handler<Acknowledged<core::Agent>> done) override;

    Call sealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::NewSeal &seal, Handler<Acknowledged<core::Sealed>> done) override;
    Call revealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::RevealRequest &request,
        Handler<Acknowledged<core::RevealedValue>> done) override;
    Call openVersion(const core::AgentId &agent, const core::VersionId &version,
        Handler<core::OpenedVersion> done) override;
    Call listSealKeys(const PageQuery &page, Handler<api::Page<core::SealKey>> done) override;
    Call rotateSealKey(const core::KeyRotation &rotation,
        Handler<Acknowledged<api::Page<core::SealKey>>> done) override;
    Call checkpoint(Handler<std::string> done) override;
    Call entries(
        std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done) override;
    Call inclusionProof(std::uint64_t sequence, std::uint64_t size,
        Handler<std::vector<std::string>> done) override;
    Call consistencyProof(
        std::uint64_t from, std::uint64_t to, Handler<std::vector<std::string>> done) override;
    Call keys(Handler<std::vector<std::string>> done) override;
    Call anchors(const PageQuery &page, Handler<api::Page<core::AuditAnchor>> done) override;
    Call tellActivity(const core::AuditActivity &activity,
        Handler<Acknowledged<core::AuditActivity>> done) override;
    Call personalValues(std::uint64_t from, std::uint64_t to,
        Handler<std::vector<core::PersonalValue>> done) override;
    Call erasePersonalData(const core::PrincipalId &principal, const core::ErasureOrder &order,
        const core::ETag &expected, Handler<core::Erasure> done) override;
    Call legalHolds(Handler<std::vector<core::LegalHold>> done) override;
    Call placeLegalHold(const core::NewLegalHold &hold, Handler<core::LegalHold> done) override;
    Call liftLegalHold(const std::string &hold, const std::string &reason,
        const core::ETag &expected, Handler<core::Done> done) override;
    Call pruneRecord(Handler<core::PruneRecord> done) override;
    Call pruneAudit(const core::PruneOrder &order, Handler<core::PruneRecord> done) override;
    Call follow(std::uint64_t since, std::function<void(const StreamEvent &)> onEvent) override;

private:
    FollowPolicy m_followPolicy;
    RestClient m_rest;
};

} // namespace chancery::client
