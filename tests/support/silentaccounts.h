// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/silentemergencies.h"

namespace chancery::support {

// What no view asks for yet is never answered: the administration of accounts, taking back,
// layers.
class SilentAccounts : public SilentEmergencies {
public:
    client::Call identityProvider(client::Handler<core::IdentityProvider>) override { return {}; }
    client::Call exchangeIdToken(
        const core::IdTokenExchange &, client::Handler<core::Session>) override
    {
        return {};
    }
    void useToken(core::Secret) override { }
    client::Call changePassword(
        const core::PasswordChange &, client::Handler<core::Session>) override
    {
        return {};
    }
    client::Call proveIdentity(const core::FreshProof &, client::Handler<core::Session>) override
    {
        return {};
    }
    client::Call recoveryChallenge(client::Handler<core::RecoveryChallenge>) override { return {}; }
    client::Call openRecovery(const core::RecoveryProof &, client::Handler<core::Session>) override
    {
        return {};
    }
    client::Call lastGood(const core::ConfigId &, const core::EnvironmentId &,
        client::Handler<core::Version>) override
    {
        return {};
    }
    client::Call freezeNow(const core::EnvironmentId &, const core::FreezeOrder &,
        client::Handler<core::StandingFreeze>) override
    {
        return {};
    }
    client::Call liftFreeze(
        const core::EnvironmentId &, const std::string &, client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call revokeTokens(const core::PrincipalId &, client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call listAccounts(
        const client::PageQuery &, client::Handler<api::Page<core::Account>>) override
    {
        return {};
    }
    client::Call listLinkedAccounts(client::Handler<api::Page<core::LinkedAccounts>>) override
    {
        return {};
    }
    client::Call setSamePerson(const core::PrincipalId &, const core::SamePerson &,
        const core::ETag &, client::Handler<client::Acknowledged<core::LinkedAccounts>>) override
    {
        return {};
    }
    client::Call setRoles(const core::PrincipalId &, const core::RoleChange &, const core::ETag &,
        AccountDone) override
    {
        return {};
    }
    client::Call setDisabled(const core::PrincipalId &, bool, const std::string &,
        const core::ETag &, AccountDone) override
    {
        return {};
    }
    client::Call resetPassword(const core::PrincipalId &, const core::PasswordReset &,
        client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call listTokens(const core::PrincipalId &, const client::PageQuery &,
        client::Handler<api::Page<core::AccessToken>>) override
    {
        return {};
    }
    client::Call revokeToken(
        const core::PrincipalId &, const std::string &, client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call explainAccess(
        const core::access::Question &, client::Handler<core::access::Explanation>) override
    {
        return {};
    }
    client::Call deleteConfig(
        const core::ConfigId &, const core::ETag &, client::Handler<core::Done>) override
    {
        return {};
    }
    client::Call configLayers(const core::ConfigId &, client::Handler<core::ConfigLayers>) override
    {
        return {};
    }
    client::Call setConfigLayers(const core::ConfigLayers &,
        client::Handler<client::Acknowledged<core::ConfigLayers>>) override
    {
        return {};
    }
    client::Call effective(const core::ConfigId &, const core::HierarchyPlace &,
        client::Handler<core::EffectiveView>) override
    {
        return {};
    }
    client::Call effectiveHead(const core::ConfigId &, const core::HierarchyPlace &,
        client::Handler<core::EffectiveHead>) override
    {
        return {};
    }
    client::Call previewEffective(const core::ConfigId &, const core::HierarchyPlace &,
        const std::string &, client::Handler<core::EffectiveView>) override
    {
        return {};
    }
    client::Call searchConfigs(const core::ConfigSearch &, const client::PageQuery &,
        client::Handler<api::Page<core::FoundConfig>>) override
    {
        return {};
    }
    client::Call listDependents(const core::ConfigId &, const core::EnvironmentId &,
        client::Handler<api::Page<core::Dependent>>) override
    {
        return {};
    }
};

} // namespace chancery::support
