// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentconfigs.h"

namespace chancery::support {

// A server that never answers: the base of fakes that need a few of its operations.
class SilentCms : public SilentConfigs {
public:
    client::Call getMeta(client::Handler<core::Meta>) override { return {}; }
    client::Call signIn(const core::Credentials &, client::Handler<core::Session>) override
    {
        return {};
    }
    client::Call currentSession(client::Handler<core::Session>) override { return {}; }
    client::Call signOut(client::Handler<core::Done>) override { return {}; }
    client::Call listPrincipals(
        const client::PageQuery &, client::Handler<api::Page<core::Principal>>) override
    {
        return {};
    }
    client::Call createPrincipal(
        const core::NewPrincipal &, client::Handler<client::Acknowledged<core::Principal>>) override
    {
        return {};
    }
    client::Call createServiceToken(
        const core::PrincipalId &, client::Handler<core::Session>) override
    {
        return {};
    }
    client::Call listNamespaces(
        const client::PageQuery &, client::Handler<api::Page<core::Namespace>>) override
    {
        return {};
    }
    client::Call createNamespace(
        const core::Namespace &, client::Handler<client::Acknowledged<core::Namespace>>) override
    {
        return {};
    }
    client::Call listEnvironments(client::Handler<api::Page<core::Environment>>) override
    {
        return {};
    }
    client::Call createEnvironment(const core::Environment &,
        client::Handler<client::Acknowledged<core::Environment>>) override
    {
        return {};
    }
    client::Call listChangeRequests(
        const client::RequestQuery &, client::Handler<api::Page<core::ChangeRequest>>) override
    {
        return {};
    }
    client::Call getChangeRequest(
        const core::ChangeRequestId &, client::Handler<core::ChangeRequest>) override
    {
        return {};
    }
    client::Call createChangeRequest(
        const core::NewChangeRequest &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call updateChangeRequest(const core::ChangeRequestId &, const core::NewChangeRequest &,
        const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call submit(
        const core::ChangeRequestId &, const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call vote(const core::ChangeRequestId &, const core::Vote &, const core::ETag &,
        ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call reject(const core::ChangeRequestId &, const std::string &, const core::ETag &,
        ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call withdraw(
        const core::ChangeRequestId &, const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call recall(
        const core::ChangeRequestId &, const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call claim(
        const core::ChangeRequestId &, const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call apply(
        const core::ChangeRequestId &, const core::ETag &, ChangeRequestsApi::Done) override
    {
        return {};
    }
    client::Call listThreads(
        const core::ChangeRequestId &, client::Handler<api::Page<core::ReviewThread>>) override
    {
        return {};
    }
    client::Call openThread(const core::ChangeRequestId &, const core::NewThread &,
        client::Handler<client::Acknowledged<core::ReviewThread>>) override
    {
        return {};
    }
    client::Call replyToThread(const core::ChangeRequestId &, const core::ThreadId &,
        const core::ThreadReply &, const core::ETag &,
        client::Handler<client::Acknowledged<core::ReviewThread>>) override
    {
        return {};
    }
    client::Call rebase(const core::ChangeRequestId &, const core::Rebase &, const core::ETag &,
        client::Handler<client::Acknowledged<core::ChangeRequest>>) override
    {
        return {};
    }
    client::Call acknowledgeCheck(const core::ChangeRequestId &, const core::NewAcknowledgement &,
        const core::ETag &, client::Handler<client::Acknowledged<core::ChangeRequest>>) override
    {
        return {};
    }
    client::Call listAgents(const core::EnvironmentId &, const client::PageQuery &,
        client::Handler<api::Page<core::Agent>>) override
    {
        return {};
    }
    client::Call registerAgent(
        const core::NewAgent &, client::Handler<client::Acknowledged<core::Agent>>) override
    {
        return {};
    }
    client::Call report(const core::AgentId &, const core::AgentReport &,
        client::Handler<client::Acknowledged<core::Agent>>) override
    {
        return {};
    }
    client::Call checkpoint(client::Handler<std::string>) override { return {}; }
    client::Call anchors(
        const client::PageQuery &, client::Handler<api::Page<core::AuditAnchor>>) override
    {
        return {};
    }
    client::Call entries(
        std::uint64_t, std::uint64_t, client::Handler<std::vector<std::string>>) override
    {
        return {};
    }
    client::Call inclusionProof(
        std::uint64_t, std::uint64_t, client::Handler<std::vector<std::string>>) override
    {
        return {};
    }
    client::Call consistencyProof(
        std::uint64_t, std::uint64_t, client::Handler<std::vector<std::string>>) override
    {
        return {};
    }
    client::Call keys(client::Handler<std::vector<std::string>>) override { return {}; }
    client::Call tellActivity(const core::AuditActivity &,
        client::Handler<client::Acknowledged<core::AuditActivity>>) override
    {
        return {};
    }
    client::Call follow(std::uint64_t, std::function<void(const client::StreamEvent &)>) override
    {
        return {};
    }
};

} // namespace chancery::support
