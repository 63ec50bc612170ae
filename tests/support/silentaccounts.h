// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"

namespace chancery::support {

// What no view asks for yet is never answered: the administration of accounts, taking back.
class SilentAccounts : public client::CmsApi {
public:
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
    client::Call deleteConfig(
        const core::ConfigId &, const core::ETag &, client::Handler<core::Done>) override
    {
        return {};
    }
};

} // namespace chancery::support
