// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scriptedanswer.h"

// The accounts as administrators have them, with the rules of the server in short form.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

core::Result<ScriptedCms::User *> ScriptedCms::accountFor(
    const core::PrincipalId &principal, const std::optional<core::ETag> &expected)
{
    for (User &user : users) {
        if (user.principal.id != principal)
            continue;
        if (expected && *expected != user.principal.etag)
            return anError(ErrorKind::Conflict, "precondition-failed");
        return &user;
    }
    return anError(ErrorKind::NotFound, "not-found");
}

client::Acknowledged<core::Principal> ScriptedCms::keepAccount(User &user)
{
    user.principal.etag = nextTag();
    hint("principal.update", "/v1/principals", user.principal.name + " was changed");
    return acknowledge(user.principal);
}

Call ScriptedCms::listAccounts(const client::PageQuery &query, Handler<PageOf<core::Account>> done)
{
    return answer<PageOf<core::Account>>("listAccounts", std::move(done), [&] {
        PageOf<core::Account> page;
        for (const User &user : users)
            page.items.push_back(
                {user.principal, user.provider, !user.password.empty(), user.oneTimePassword,
                    user.lastSignIn, user.tokens.size(), user.passwordBy, {}, {}});
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::listLinkedAccounts(Handler<PageOf<core::LinkedAccounts>> done)
{
    return answer<PageOf<core::LinkedAccounts>>("listLinkedAccounts", std::move(done), [&] {
        PageOf<core::LinkedAccounts> page;
        page.items = linked;
        return page;
    });
}

Call ScriptedCms::setSamePerson(const core::PrincipalId &principal, const core::SamePerson &said,
    const core::ETag &expected, Handler<Acknowledged<core::LinkedAccounts>> done)
{
    using Answer = Acknowledged<core::LinkedAccounts>;
    return answer<Answer>("setSamePerson", std::move(done), [&]() -> Result<Answer> {
        auto account = accountFor(principal, expected);
        if (!account)
            return account.error();
        (void)keepAccount(**account);
        const auto found = std::ranges::find_if(linked, [&](const core::LinkedAccounts &one) {
            return std::ranges::find(one.accounts, principal) != one.accounts.end();
        });
        if (said.sameAs) {
            linked.push_back({{principal, *said.sameAs}, {}});
            return acknowledge(linked.back());
        }
        if (found == linked.end())
            return anError(ErrorKind::Conflict, "state-conflict");
        if (found->partings.empty()) {
            found->partings.push_back({principal, current->principal.id, now});
            return acknowledge(*found);
        }
        if (found->partings.front().by == current->principal.id)
            return anError(ErrorKind::Forbidden, "forbidden");
        linked.erase(found);
        return acknowledge(core::LinkedAccounts{{principal}, {}});
    });
}

Call ScriptedCms::setRoles(const core::PrincipalId &principal, const core::RoleChange &change,
    const core::ETag &expected, AccountDone done)
{
    using Answer = Acknowledged<core::Principal>;
    return answer<Answer>("setRoles", std::move(done), [&]() -> Result<Answer> {
        auto account = accountFor(principal, expected);
        if (!account)
            return account.error();
        (*account)->principal.roles = change.roles;
        return keepAccount(**account);
    });
}

Call ScriptedCms::setDisabled(const core::PrincipalId &principal, bool disabled,
    const std::string &, const core::ETag &expected, AccountDone done)
{
    using Answer = Acknowledged<core::Principal>;
    return answer<Answer>("setDisabled", std::move(done), [&]() -> Result<Answer> {
        auto account = accountFor(principal, expected);
        if (!account)
            return account.error();
        (*account)->principal.disabled = disabled;
        if (disabled)
            (*account)->tokens.clear();
        return keepAccount(**account);
    });
}

Call ScriptedCms::resetPassword(
    const core::PrincipalId &principal, const core::PasswordReset &reset, Handler<core::Done> done)
{
    return answer<core::Done>("resetPassword", std::move(done), [&]() -> Result<core::Done> {
        auto account = accountFor(principal, std::nullopt);
        if (!account)
            return account.error();
        User &user = **account;
        user.password = reset.password.reveal();
        user.passwordBy = current->principal.id;
        user.oneTimePassword = core::OneTimePassword{
            current->principal.displayName, now, now + std::chrono::days(7), true, reset.reason};
        user.tokens.clear();
        (void)keepAccount(user);
        return core::Done{};
    });
}

Call ScriptedCms::listTokens(const core::PrincipalId &principal, const client::PageQuery &query,
    Handler<PageOf<core::AccessToken>> done)
{
    using Answer = PageOf<core::AccessToken>;
    return answer<Answer>("listTokens", std::move(done), [&]() -> Result<Answer> {
        auto account = accountFor(principal, std::nullopt);
        if (!account)
            return account.error();
        Answer page;
        page.items = (*account)->tokens;
        return slice(std::move(page), query);
    });
}

Call ScriptedCms::revokeToken(
    const core::PrincipalId &principal, const std::string &token, Handler<core::Done> done)
{
    return answer<core::Done>("revokeToken", std::move(done), [&]() -> Result<core::Done> {
        auto account = accountFor(principal, std::nullopt);
        if (!account)
            return account.error();
        const auto gone = std::erase_if(
            (*account)->tokens, [&token](const core::AccessToken &one) { return one.id == token; });
        if (gone == 0)
            return anError(ErrorKind::NotFound, "not-found");
        return core::Done{};
    });
}

Call ScriptedCms::revokeTokens(const core::PrincipalId &principal, Handler<core::Done> done)
{
    return answer<core::Done>("revokeTokens", std::move(done), [&]() -> Result<core::Done> {
        auto account = accountFor(principal, std::nullopt);
        if (!account)
            return account.error();
        (*account)->tokens.clear();
        return core::Done{};
    });
}

Call ScriptedCms::createPrincipal(
    const core::NewPrincipal &value, Handler<Acknowledged<core::Principal>> done)
{
    using Answer = Acknowledged<core::Principal>;
    return answer<Answer>("createPrincipal", std::move(done), [&]() -> Result<Answer> {
        if (userNamed(value.name))
            return anError(ErrorKind::Conflict, "already-exists");
        const auto by = current->principal;
        addUser(value.name, value.displayName, value.roles, {"view"});
        User &user = users.back();
        user.principal.kind = value.kind;
        user.password = value.password.reveal();
        user.passwordBy = by.id;
        if (value.kind == core::PrincipalKind::User)
            user.oneTimePassword
                = core::OneTimePassword{by.displayName, now, now + std::chrono::days(7), false, {}};
        return keepAccount(user);
    });
}

} // namespace chancery::support
