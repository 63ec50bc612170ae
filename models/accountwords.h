// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/account.h"
#include "engine/core/domain/linkedaccounts.h"
#include "models/actionstate.h"
#include "models/tablemodel.h"

// The words for accounts, and what an administrator may do about one.
namespace chancery::models {

QString kindText(core::PrincipalKind kind);
// "Active", "Disabled", "One-Time Password", "Password Ended".
QString stateText(const core::Account &account, core::Instant now);
Status stateStatus(const core::Account &account, core::Instant now);
// How somebody comes in by it: "Password", "id.example.org", "Token".
QString signInText(const core::Account &account);
QString rolesText(const std::vector<std::string> &roles);
// Roles that hold everywhere, and the permissions that come with none and are given by name.
std::vector<std::string> grantableRoles();
std::vector<std::string> grantablePermissions();
// What the rules of "sys/access" say of the account beside its roles, a line for each, as far as
// the console has read them.
QStringList scopeLines(const KnownAccess &access, const core::Principal &account);

// An account to the one who looks.
struct AccountSight {
    const Permissions &permissions;
    const core::Account &account;
    const core::LinkedAccounts *linked = nullptr; // of the account; null: it is the only one
    bool isLastAdministrator = false; // who signs in here, with a password
};
ActionState createAccountState(const Permissions &permissions);
ActionState rolesState(const AccountSight &sight);
ActionState disableState(const AccountSight &sight);
ActionState enableState(const AccountSight &sight);
ActionState resetPasswordState(const AccountSight &sight);
ActionState linkState(const AccountSight &sight);
ActionState partState(const AccountSight &sight);
ActionState revokeState(const AccountSight &sight);
// Whether it is the only one by which somebody could administer without a provider.
bool isLastAdministrator(
    const std::vector<core::Account> &accounts, const core::PrincipalId &account);

} // namespace chancery::models
