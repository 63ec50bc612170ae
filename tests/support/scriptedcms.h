// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"
#include "engine/core/merkle.h"
#include "tests/support/scriptedworld.h"
#include "tests/support/silentsealing.h"

#include <memory>
#include <set>

namespace chancery::support {

// The server in memory, for models and views: real rules in short form (two people, ETags, epochs),
// answers through the Mailbox, and a script of failures. Of the test's thread.
class ScriptedCms : public SilentSealing, public ScriptedWorld {
public:
    explicit ScriptedCms(std::shared_ptr<core::Mailbox> mailbox);

    // The script.
    void failNext(const std::string &method, core::Error error);
    void failAlways(const std::string &method, core::Error error);
    void heal();
    void hang(const std::string &method); // never answers, until release()
    void release();
    const std::vector<std::string> &calls() const { return m_calls; }
    int callCount(const std::string &method) const;
    void sayStream(client::StreamState state, std::vector<core::ChangeHint> hints = {});
    // How many of a list come at once; zero: all, but two of configs, so that following the cursor
    // is always part of the test.
    std::size_t pageSize = 0;
    // In making answers, which a real server does elsewhere.
    std::chrono::nanoseconds timeSpent() const { return m_timeSpent; }
    // Arranging.
    void addUser(const std::string &name, const std::string &displayName,
        const std::vector<std::string> &roles, const std::vector<std::string> &permissions);
    core::Config &addConfig(
        const std::string &path, core::Format format, const std::string &schema = {});
    void publish(const std::string &path, const std::string &environment, const std::string &text,
        const std::string &author, const std::string &reason);
    core::ChangeRequest &open(const std::string &path, const std::string &environment,
        const std::string &text, const std::string &author, const std::string &title);
    void actAs(const std::string &name);
    core::Config *configAt(const std::string &path);
    // Declares a layer, in the order of the calls.
    void addLayer(const std::string &path, core::LayerKind kind, const std::string &name,
        const std::string &layer);
    core::Head *headOf(const core::ConfigId &config, const core::EnvironmentId &environment);
    core::LineageEntry lineageOf(const core::Version &version);
    // What stands against every rollback, paths that others share (approved first), and suspects.
    std::vector<core::RollbackProblem> rollbackProblems;
    std::optional<std::vector<std::string>> otherLayersThen; // of a rollback to an instant
    std::set<std::string> sharedPaths;
    std::vector<core::Suspect> suspects;
    void parkDrafts(const core::ConfigId &config, const core::EnvironmentId &environment,
        const std::string &name);
    void tell(const std::string &person, core::NotificationKind kind, const std::string &subject,
        const std::string &title);
    // These windows and no others, in the form of "sys/freezes"; what is none cannot be read.
    void freeze(const std::string &environment, const std::string &windows);
    // Later: what is due by then is applied, or suspended by a freeze.
    void turnClock(std::chrono::minutes ahead);
    // Beside the line: what a version was promoted or merged from.
    std::map<core::VersionId, core::LineageParent> origins;
    using Call = core::Call;
    template <typename T>
    using Handler = core::Handler<T>;
    template <typename T>
    using Acknowledged = client::Acknowledged<T>;
    using RequestDone = client::ChangeRequestsApi::Done;
    template <typename T>
    using PageOf = api::Page<T>;
    using Strings = std::vector<std::string>;

    Call getMeta(Handler<core::Meta> done) override;
    Call signIn(const core::Credentials &credentials, Handler<core::Session> done) override;
    Call currentSession(Handler<core::Session> done) override;
    Call signOut(Handler<core::Done> done) override;
    Call identityProvider(Handler<core::IdentityProvider> done) override;
    Call exchangeIdToken(
        const core::IdTokenExchange &exchange, Handler<core::Session> done) override;
    void useToken(core::Secret token) override;
    Call recoveryChallenge(Handler<core::RecoveryChallenge> done) override;
    Call openRecovery(const core::RecoveryProof &proof, Handler<core::Session> done) override;
    Call changePassword(const core::PasswordChange &change, Handler<core::Session> done) override;
    Call proveIdentity(const core::FreshProof &proof, Handler<core::Session> done) override;
    Call listPrincipals(
        const client::PageQuery &page, Handler<PageOf<core::Principal>> done) override;
    Call createPrincipal(
        const core::NewPrincipal &value, Handler<Acknowledged<core::Principal>> done) override;
    Call createServiceToken(const core::PrincipalId &service, Handler<core::Session> done) override;
    Call listAccounts(const client::PageQuery &page, Handler<PageOf<core::Account>> done) override;
    Call listLinkedAccounts(Handler<PageOf<core::LinkedAccounts>> done) override;
    Call setSamePerson(const core::PrincipalId &principal, const core::SamePerson &said,
        const core::ETag &expected, Handler<Acknowledged<core::LinkedAccounts>> done) override;
    Call setRoles(const core::PrincipalId &principal, const core::RoleChange &change,
        const core::ETag &expected, AccountDone done) override;
    Call setDisabled(const core::PrincipalId &principal, bool disabled, const std::string &reason,
        const core::ETag &expected, AccountDone done) override;
    Call resetPassword(const core::PrincipalId &principal, const core::PasswordReset &reset,
        Handler<core::Done> done) override;
    Call listTokens(const core::PrincipalId &principal, const client::PageQuery &page,
        Handler<PageOf<core::AccessToken>> done) override;
    Call revokeToken(const core::PrincipalId &principal, const std::string &token,
        Handler<core::Done> done) override;
    Call revokeTokens(const core::PrincipalId &principal, Handler<core::Done> done) override;
    Call listNamespaces(
        const client::PageQuery &page, Handler<PageOf<core::Namespace>> done) override;
    Call createNamespace(
        const core::Namespace &space, Handler<Acknowledged<core::Namespace>> done) override;
    Call listEnvironments(Handler<PageOf<core::Environment>> done) override;
    Call createEnvironment(
        const core::Environment &value, Handler<Acknowledged<core::Environment>> done) override;
    Call listConfigs(const client::ConfigQuery &query, Handler<PageOf<core::Config>> done) override;
    Call getConfig(const core::ConfigId &config, Handler<core::Config> done) override;
    Call createConfig(
        const core::NewConfig &config, Handler<Acknowledged<core::Config>> done) override;
    Call setConfigSchema(const core::ConfigId &config, const core::SchemaId &schema,
        const core::ETag &expected, Handler<Acknowledged<core::Config>> done) override;
    Call listSchemas(const client::PageQuery &page, Handler<PageOf<core::Schema>> done) override;
    Call createSchema(
        const core::NewSchema &schema, Handler<Acknowledged<core::Schema>> done) override;
    Call schemaText(const core::SchemaId &schema, Handler<std::string> done) override;
    Call configLayers(const core::ConfigId &config, Handler<core::ConfigLayers> done) override;
    Call effective(const core::ConfigId &config, const core::HierarchyPlace &place,
        Handler<core::EffectiveView> done) override;
    Call previewEffective(const core::ConfigId &config, const core::HierarchyPlace &place,
        const std::string &text, Handler<core::EffectiveView> done) override;
    Call listDependents(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<PageOf<core::Dependent>> done) override;
    Call searchConfigs(const core::ConfigSearch &search, const client::PageQuery &page,
        Handler<PageOf<core::FoundConfig>> done) override;
    Call dependencyMap(
        const client::DependencyQuery &query, Handler<core::DependencyMap> done) override;
    Call draftImpact(const core::DraftId &draft, Handler<core::ImpactReport> done) override;
    Call requestImpact(
        const core::ChangeRequestId &request, Handler<core::ImpactReport> done) override;
    Call listVersions(const core::ConfigId &config, const core::EnvironmentId &environment,
        const client::PageQuery &page, Handler<PageOf<core::Version>> done) override;
    Call getVersion(const core::VersionId &version, Handler<core::Version> done) override;
    Call versionText(const core::VersionId &version, Handler<std::string> done) override;
    Call listLineage(
        const client::LineageQuery &query, Handler<PageOf<core::LineageEntry>> done) override;
    Call blame(const core::ConfigId &config, const core::EnvironmentId &environment, int looked,
        Handler<core::BlameReport> done) override;
    Call listHeads(const client::HeadQuery &query, Handler<PageOf<core::Head>> done) override;
    Call getHead(const core::ConfigId &config, const core::EnvironmentId &environment,
        Handler<core::Head> done) override;
    Call rollBack(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::Rollback &rollback, const core::ETag &expected, RequestDone done) override;
    Call previewRollback(const core::EnvironmentId &environment, const core::RollbackScope &scope,
        Handler<core::RollbackPreview> done) override;
    Call rollBackSeveral(const core::EnvironmentId &environment, const core::NewRollback &rollback,
        Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call placeImpact(const core::EnvironmentId &environment,
        const std::vector<core::ConfigId> &configs, Handler<core::PlaceImpact> done) override;
    Call effectiveAt(const core::ConfigId &config, const core::HierarchyPlace &place,
        core::Instant instant, Handler<core::EffectiveView> done) override;
    Call listSuspects(
        const client::SuspectQuery &query, Handler<core::SuspectReport> done) override;
    Call releaseVersion(const core::VersionId &version, const std::string &reason,
        Handler<Acknowledged<core::Version>> done) override;
    Call listDrafts(const client::PageQuery &page, Handler<PageOf<core::Draft>> done) override;
    Call getDraft(const core::DraftId &draft, Handler<core::Draft> done) override;
    Call createDraft(
        const core::DraftText &draft, Handler<Acknowledged<core::Draft>> done) override;
    Call updateDraft(const core::DraftId &draft, const core::DraftText &text,
        const core::ETag &expected, Handler<Acknowledged<core::Draft>> done) override;
    Call deleteDraft(
        const core::DraftId &draft, const core::ETag &expected, Handler<core::Done> done) override;
    Call listChangeRequests(
        const client::RequestQuery &query, Handler<PageOf<core::ChangeRequest>> done) override;
    Call getChangeRequest(
        const core::ChangeRequestId &request, Handler<core::ChangeRequest> done) override;
    Call createChangeRequest(const core::NewChangeRequest &request, RequestDone done) override;
    Call updateChangeRequest(const core::ChangeRequestId &request,
        const core::NewChangeRequest &content, const core::ETag &expected,
        RequestDone done) override;
    Call submit(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call vote(const core::ChangeRequestId &request, const core::Vote &vote,
        const core::ETag &expected, RequestDone done) override;
    Call reject(const core::ChangeRequestId &request, const std::string &reason,
        const core::ETag &expected, RequestDone done) override;
    Call withdraw(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call recall(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call claim(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call apply(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call listNotifications(const client::InboxQuery &query, Handler<core::InboxPage> done) override;
    Call markNotificationsRead(const core::ReadMark &mark, Handler<core::InboxState> done) override;
    Call listDeliveries(
        const client::DeliveryQuery &query, Handler<PageOf<core::Delivery>> done) override;
    Call testReceiver(const core::EnvironmentId &environment, const core::ReceiverTest &test,
        Handler<Acknowledged<core::Delivery>> done) override;
    using EmergencyDone = client::EmergencyApi::Done;
    Call listEmergencies(
        const client::EmergencyQuery &query, Handler<PageOf<core::EmergencySession>> done) override;
    Call getEmergency(const core::EmergencyId &id, Handler<core::EmergencySession> done) override;
    Call activateEmergency(
        const core::NewEmergency &asked, const core::Secret &password, EmergencyDone done) override;
    Call confirmEmergency(const core::EmergencyId &id, const core::Secret &password,
        const core::ETag &expected, EmergencyDone done) override;
    Call extendEmergency(const core::EmergencyId &id, const core::EmergencyExtensionAsked &asked,
        const core::Secret &password, const core::ETag &expected, EmergencyDone done) override;
    Call endEmergency(const core::EmergencyId &id, const std::string &reason,
        const core::ETag &expected, EmergencyDone done) override;
    Call applyInEmergency(const core::EmergencyId &id, const core::EmergencyChanges &changes,
        const core::ETag &expected, EmergencyDone done) override;
    Call reviewEmergency(const core::EmergencyId &id, const core::NewEmergencyReview &review,
        const core::Secret &password, const core::ETag &expected, EmergencyDone done) override;
    Call ratifyEmergency(const core::EmergencyId &id, const std::string &reason,
        Handler<Acknowledged<core::ChangeRequest>> done) override;
    Call listThreads(
        const core::ChangeRequestId &request, Handler<PageOf<core::ReviewThread>> done) override;
    Call openThread(const core::ChangeRequestId &request, const core::NewThread &thread,
        ThreadsApi::Done done) override;
    Call replyToThread(const core::ChangeRequestId &request, const core::ThreadId &thread,
        const core::ThreadReply &reply, const core::ETag &expected, ThreadsApi::Done done) override;
    Call rebase(const core::ChangeRequestId &request, const core::Rebase &rebase,
        const core::ETag &expected, RequestDone done) override;
    Call acknowledgeCheck(const core::ChangeRequestId &request,
        const core::NewAcknowledgement &said, const core::ETag &expected,
        RequestDone done) override;
    Call changeCalendar(
        const client::CalendarQuery &query, Handler<core::ChangeCalendar> done) override;
    Call schedule(const core::ChangeRequestId &request, const core::NewSchedule &asked,
        const core::ETag &expected, RequestDone done) override;
    Call unschedule(const core::ChangeRequestId &request, const core::ETag &expected,
        RequestDone done) override;
    Call overrideFreeze(const core::ChangeRequestId &request, const core::NewFreezeOverride &asked,
        const core::ETag &expected, RequestDone done) override;
    Call listAgents(const core::EnvironmentId &environment, const client::PageQuery &page,
        Handler<PageOf<core::Agent>> done) override;
    Call registerAgent(
        const core::NewAgent &agent, Handler<Acknowledged<core::Agent>> done) override;
    Call report(const core::AgentId &agent, const core::AgentReport &report,
        Handler<Acknowledged<core::Agent>> done) override;
    Call sealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::NewSeal &seal, Handler<Acknowledged<core::Sealed>> done) override;
    Call revealValue(const core::ConfigId &config, const core::EnvironmentId &environment,
        const core::RevealRequest &request,
        Handler<Acknowledged<core::RevealedValue>> done) override;
    Call checkpoint(Handler<std::string> done) override;
    Call entries(std::uint64_t from, std::uint64_t to, Handler<Strings> done) override;
    Call inclusionProof(std::uint64_t sequence, std::uint64_t size, Handler<Strings> done) override;
    Call consistencyProof(std::uint64_t from, std::uint64_t to, Handler<Strings> done) override;
    Call keys(Handler<Strings> done) override;
    Call anchors(const client::PageQuery &page, Handler<PageOf<core::AuditAnchor>> done) override;
    Call tellActivity(const core::AuditActivity &activity,
        Handler<client::Acknowledged<core::AuditActivity>> done) override;
    Call personalValues(std::uint64_t from, std::uint64_t to,
        Handler<std::vector<core::PersonalValue>> done) override;
    Call follow(
        std::uint64_t since, std::function<void(const client::StreamEvent &)> onEvent) override;

private:
    core::InboxPage inboxOfCurrent(bool isUnreadOnly);
    template <typename T>
    Call answer(const std::string &method, Handler<T> done, std::function<core::Result<T>()> make);
    template <typename T>
    Acknowledged<T> acknowledge(T value);
    template <typename T>
    PageOf<T> slice(PageOf<T> all, const client::PageQuery &query, std::size_t usualSize = 0) const;
    core::Result<core::Draft *> draftFor(const core::DraftId &id, const core::ETag &expected);
    core::Result<Acknowledged<core::ChangeRequest>> change(const core::ChangeRequestId &id,
        const core::ETag &expected,
        const std::function<std::optional<core::Error>(core::ChangeRequest &)> &edit);
    core::ChangeRequest &addRequest(const core::NewChangeRequest &content, const User &author);
    void evaluate(core::ChangeRequest &request);
    core::Result<core::RollbackStep> rollbackStep(
        const core::RollbackItem &item, const core::EnvironmentId &environment);
    std::optional<core::Error> stepUpError(
        const std::string &permission, const core::Secret &password) const;
    core::EmergencyPerson emergencyPerson() const;
    core::Result<core::EmergencySession> emergencyFor(
        const core::EmergencyId &id, const core::ETag &expected);
    Acknowledged<core::EmergencySession> keepEmergency(
        core::EmergencySession session, const std::string &about);
    core::Result<core::EmergencyChange> changeInEmergency(const core::EmergencySession &session,
        const core::EmergencyItem &item, core::EmergencyAction &action);
    const core::Version *versionAt(const core::ConfigId &config,
        const core::EnvironmentId &environment, core::Instant instant) const;
    core::VersionId makeLive(
        const core::RequestItem &item, const core::ChangeRequest &request, const User &author);
    std::optional<core::Error> freezeBarrier(
        const core::ChangeRequest &request, core::Instant instant) const;
    core::CalendarRequest calendarRequest(
        const core::ChangeRequest &request, const core::EnvironmentId &environment);
    void hint(const std::string &kind, const std::string &resource, const std::string &summary);
    core::MerkleStore logTree(core::MerkleTree &tree) const;
    core::ETag nextTag();
    core::Session session() const;
    core::Session freshSession(const User &user);
    const User *userNamed(const std::string &name) const;
    core::Result<User *> accountFor(
        const core::PrincipalId &principal, const std::optional<core::ETag> &expected);
    Acknowledged<core::Principal> keepAccount(User &user);
    bool isFreshlyProven() const;

    std::shared_ptr<core::Mailbox> m_mailbox;
    std::map<std::string, core::Error> m_failures;
    std::map<std::string, core::Error> m_lastingFailures;
    std::set<std::string> m_hanging;
    std::vector<std::pair<std::shared_ptr<core::CancelToken>, std::function<void()>>> m_held;
    std::vector<std::string> m_calls;
    std::chrono::nanoseconds m_timeSpent{};
    std::function<void(const client::StreamEvent &)> m_follower;
    std::shared_ptr<core::CancelToken> m_followerToken;
    std::uint64_t m_sequence = 0;
    int m_nextId = 1;
};

// The error that a test wants to see.
core::Error anError(core::ErrorKind kind, const std::string &code = "scripted");

} // namespace chancery::support
