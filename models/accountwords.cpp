// SPDX-License-Identifier: Apache-2.0
#include "accountwords.h"

#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace chancery::models {

namespace {

namespace access = core::access;
using core::Permission;
using core::PrincipalKind;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(accounts)
};

constexpr core::Role roles[]{core::Role::Viewer, core::Role::Author, core::Role::Approver,
    core::Role::Operator, core::Role::Auditor, core::Role::Admin};
// With no role (GOV-5).
constexpr Permission byName[]{Permission::FreezeOverride, Permission::EmergencyActivate,
    Permission::EmergencyReview, Permission::PolicyEdit, Permission::SecretReveal};

bool isOver(const core::Account &account, core::Instant now)
{
    return account.oneTimePassword && account.oneTimePassword->expiresAt <= now;
}

bool isMe(const AccountSight &sight)
{
    return sight.account.principal.id == sight.permissions.me.id;
}

// Or another account of the same person's.
bool isOneOfMine(const AccountSight &sight)
{
    return isMe(sight)
        || (sight.linked
            && std::ranges::find(sight.linked->accounts, sight.permissions.me.id)
                != sight.linked->accounts.end());
}

ActionState administerState(const Permissions &permissions)
{
    return forgetState(permissions);
}

ActionState changeable(const AccountSight &sight)
{
    const auto may = administerState(sight.permissions);
    if (may.isEnabled && sight.account.principal.kind == PrincipalKind::Recovery)
        return ActionState::disabled(
            Words::tr("Recovery keys stand in a file of the server; nobody changes them here."));
    return may;
}

ActionState personal(const AccountSight &sight)
{
    const auto may = changeable(sight);
    if (may.isEnabled && sight.account.principal.kind != PrincipalKind::User)
        return ActionState::disabled(Words::tr("Only people have several accounts."));
    return may;
}

QString permissionsText(core::PermissionSet permissions)
{
    QStringList words;
    for (std::size_t i = 0; i < core::permissionCount; ++i) {
        const auto permission = Permission(i);
        if (permissions.has(permission))
            words << toQt(core::name(permission));
    }
    return words.join(QStringLiteral(", "));
}

QString pathsText(const std::vector<std::string> &paths)
{
    QStringList words;
    for (const auto &path : paths)
        words << toQt(path);
    return words.isEmpty() ? Words::tr("every path") : words.join(QStringLiteral(", "));
}

QString ruleLine(const core::EnvironmentId &environment, const access::AccessRule &rule)
{
    auto line = (rule.effect == access::Effect::Permit ? Words::tr("%1: “%2” gives %3 for %4")
                                                       : Words::tr("%1: “%2” forbids %3 for %4"))
                    .arg(toQt(environment), toQt(rule.id), permissionsText(rule.permissions),
                        pathsText(rule.paths));
    if (rule.notBefore)
        line += Words::tr(", from %1").arg(fullTime(*rule.notBefore));
    if (rule.notAfter)
        line += Words::tr(", until %1").arg(fullTime(*rule.notAfter));
    if (rule.hours)
        line += Words::tr(", at certain hours");
    if (rule.when || rule.unless)
        line += Words::tr(", under conditions");
    return line;
}

} // namespace

QString kindText(PrincipalKind kind)
{
    switch (kind) {
    case PrincipalKind::User:
        return Words::tr("Person");
    case PrincipalKind::Service:
        return Words::tr("Service");
    case PrincipalKind::Agent:
        return Words::tr("Agent");
    case PrincipalKind::System:
        return Words::tr("System");
    case PrincipalKind::Recovery:
        return Words::tr("Recovery Key");
    case PrincipalKind::Unknown:
        break;
    }
    return Words::tr("Unknown");
}

QString stateText(const core::Account &account, core::Instant now)
{
    if (account.principal.disabled)
        return Words::tr("Disabled");
    if (isOver(account, now))
        return Words::tr("Password Ended");
    return account.oneTimePassword ? Words::tr("One-Time Password") : Words::tr("Active");
}

Status stateStatus(const core::Account &account, core::Instant now)
{
    if (account.principal.disabled)
        return Status::Muted;
    if (isOver(account, now))
        return Status::Bad;
    return account.oneTimePassword ? Status::Attention : Status::Good;
}

QString signInText(const core::Account &account)
{
    if (!account.provider.empty()) {
        const QString host = QUrl(toQt(account.provider)).host();
        return host.isEmpty() ? toQt(account.provider) : host;
    }
    if (account.principal.kind == PrincipalKind::Recovery)
        return Words::tr("Recovery Key");
    if (account.principal.kind != PrincipalKind::User)
        return Words::tr("Token");
    return account.hasPassword ? Words::tr("Password") : Words::tr("Nothing");
}

QString rolesText(const std::vector<std::string> &names)
{
    QStringList words;
    for (const auto &name : names)
        words << toQt(name);
    return words.join(QStringLiteral(", "));
}

std::vector<std::string> grantableRoles()
{
    std::vector<std::string> names;
    for (const auto role : roles)
        names.emplace_back(core::name(role));
    names.emplace_back("agent");
    return names;
}

std::vector<std::string> grantablePermissions()
{
    std::vector<std::string> names;
    for (const auto permission : byName)
        names.emplace_back(core::name(permission));
    return names;
}

QStringList scopeLines(const KnownAccess &known, const core::Principal &account)
{
    QStringList lines;
    for (const auto &[environment, governed] : known.governed()) {
        const auto &governance = governed.governance;
        if (governance.isUnreadable)
            lines << Words::tr("%1: sys/access cannot be read").arg(toQt(environment));
        if (!governance.document)
            continue;
        if (governance.document->isClosed)
            lines << Words::tr("%1: closed, roles give nothing here").arg(toQt(environment));
        const auto subject = access::subjectOf(account, governed.groups);
        for (const auto &rule : governance.document->rules) {
            if (access::concerns(rule, subject, governance.groupNames))
                lines << ruleLine(environment, rule);
        }
    }
    return lines;
}

ActionState createAccountState(const Permissions &permissions)
{
    return administerState(permissions);
}

ActionState rolesState(const AccountSight &sight)
{
    const auto may = changeable(sight);
    if (may.isEnabled && isMe(sight))
        return ActionState::disabled(Words::tr("Nobody changes their own roles."));
    return may;
}

ActionState disableState(const AccountSight &sight)
{
    const auto may = changeable(sight);
    if (!may.isEnabled)
        return may;
    if (isMe(sight))
        return ActionState::disabled(Words::tr("Nobody disables their own account."));
    if (sight.account.principal.disabled)
        return ActionState::disabled(Words::tr("The account is disabled."));
    if (sight.isLastAdministrator)
        return ActionState::disabled(
            Words::tr("It is the last administrator who can sign in without a provider."));
    return may;
}

ActionState enableState(const AccountSight &sight)
{
    const auto may = changeable(sight);
    if (!may.isEnabled)
        return may;
    if (!sight.account.principal.disabled)
        return ActionState::disabled(Words::tr("The account is not disabled."));
    if (isOneOfMine(sight))
        return ActionState::disabled(Words::tr("Nobody enables an account of their own."));
    return may;
}

ActionState resetPasswordState(const AccountSight &sight)
{
    const auto may = changeable(sight);
    if (!may.isEnabled)
        return may;
    if (sight.account.principal.kind != PrincipalKind::User)
        return ActionState::disabled(
            Words::tr("Only people have passwords; a service has tokens."));
    if (!sight.account.provider.empty())
        return ActionState::disabled(
            Words::tr("The person signs in at the identity provider and has no password here."));
    if (isOneOfMine(sight))
        return ActionState::disabled(
            Words::tr("Change your own password with the one you have (Ctrl+Alt+P)."));
    return may;
}

ActionState linkState(const AccountSight &sight)
{
    return personal(sight);
}

ActionState partState(const AccountSight &sight)
{
    const auto may = personal(sight);
    if (!may.isEnabled)
        return may;
    if (!sight.linked)
        return ActionState::disabled(Words::tr("It is linked with no other account."));
    if (isOneOfMine(sight))
        return ActionState::disabled(
            Words::tr("Nobody says of themselves that they are two people."));
    const auto asked = std::ranges::find(
        sight.linked->partings, sight.account.principal.id, &core::Parting::account);
    if (asked != sight.linked->partings.end() && asked->by == sight.permissions.me.id)
        return ActionState::disabled(
            Words::tr("You have said so; a second administrator has to say the same."));
    return may;
}

ActionState revokeState(const AccountSight &sight)
{
    const auto may = administerState(sight.permissions);
    if (may.isEnabled && sight.account.openSessions == 0)
        return ActionState::disabled(Words::tr("Nothing is open by this account."));
    return may;
}

bool isLastAdministrator(
    const std::vector<core::Account> &accounts, const core::PrincipalId &account)
{
    const auto administers = [](const core::Account &one) {
        return one.principal.kind == PrincipalKind::User
            && access::permissionsOf(one.principal).has(Permission::Administer);
    };
    bool isOne = false;
    for (const auto &one : accounts) {
        if (!administers(one))
            continue;
        if (one.principal.id == account)
            isOne = true;
        else if (one.hasPassword)
            return false;
    }
    return isOne;
}

} // namespace chancery::models
