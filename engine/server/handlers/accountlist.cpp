// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeaccount.h"
#include "engine/server/auth.h"
#include "engine/server/cursor.h"

#include <algorithm>

namespace chancery::server {

namespace {

std::uint64_t openSessionsOf(const Scene &scene, const std::string &id)
{
    const auto tokens = scene.view.scan(KeyRange::under(keys::join(keys::tokenOf, id, "")));
    return std::uint64_t(std::ranges::count_if(tokens, [&](const Entry &entry) {
        return View::parse<core::AccessToken>(entry.value).expiresAt > scene.now;
    }));
}

core::Account accountOf(const Scene &scene, core::Principal principal)
{
    core::Account account;
    const auto id = principal.id.text();
    account.provider = scene.view.text(keys::join(keys::identityOf, id));
    account.hasPassword = scene.view.get(keys::join(keys::password, id)) != nullptr;
    account.oneTimePassword = oneTimePasswordOf(scene.view, principal.id);
    account.lastSignIn = lastSignInOf(scene.view, principal.id);
    account.openSessions = openSessionsOf(scene, id);
    const auto grant = scene.view.find<ApproverGrant>(keys::join(keys::approver, id));
    if (grant) {
        account.passwordBy = grant->passwordBy;
        account.approverBy = grant->by;
        account.approverSince = grant->at;
    }
    account.principal = std::move(principal);
    return account;
}

} // namespace

Response listAccounts(const Scene &scene)
{
    auto response = pageOf(scene, KeyRange::under(keys::join(keys::principal, "")),
        [&scene](const Entry &entry, std::string &json) {
            json = api::toJson(accountOf(scene, View::parse<core::Principal>(entry.value)));
            return true;
        });
    response.cacheControl = "no-store";
    return response;
}

} // namespace chancery::server
