// SPDX-License-Identifier: Apache-2.0
#include "engine/api/describeaccess.h"
#include "engine/api/describeaccount.h"
#include "engine/api/describelinkedaccounts.h"
#include "engine/client/answers.h"
#include "engine/client/httpcms.h"

namespace chancery::client {

using api::Operation;

Call HttpCms::setRoles(const core::PrincipalId &principal, const core::RoleChange &change,
    const core::ETag &expected, AccountDone done)
{
    return m_rest.call<Acknowledged<core::Principal>>(
        {Operation::setPrincipalRoles, {principal.text()}, {}, api::toJson(change), expected},
        readAcknowledged<core::Principal>, std::move(done));
}

Call HttpCms::setDisabled(const core::PrincipalId &principal, bool disabled,
    const std::string &reason, const core::ETag &expected, AccountDone done)
{
    const auto operation = disabled ? Operation::disablePrincipal : Operation::enablePrincipal;
    return m_rest.call<Acknowledged<core::Principal>>(
        {operation, {principal.text()}, {}, oneMember("reason", reason), expected},
        readAcknowledged<core::Principal>, std::move(done));
}

Call HttpCms::resetPassword(
    const core::PrincipalId &principal, const core::PasswordReset &reset, Handler<core::Done> done)
{
    return m_rest.call<core::Done>(
        {Operation::resetPassword, {principal.text()}, {}, api::toJson(reset), {}}, readNothing,
        std::move(done));
}

Call HttpCms::listAccounts(const PageQuery &page, Handler<api::Page<core::Account>> done)
{
    return m_rest.call<api::Page<core::Account>>(
        {Operation::listAccounts, {}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::Account>>, std::move(done));
}

Call HttpCms::listLinkedAccounts(Handler<api::Page<core::LinkedAccounts>> done)
{
    return m_rest.call<api::Page<core::LinkedAccounts>>(
        {Operation::listLinkedAccounts, {}, {}, {}, {}}, readBody<api::Page<core::LinkedAccounts>>,
        std::move(done));
}

Call HttpCms::setSamePerson(const core::PrincipalId &principal, const core::SamePerson &said,
    const core::ETag &expected, Handler<Acknowledged<core::LinkedAccounts>> done)
{
    return m_rest.call<Acknowledged<core::LinkedAccounts>>(
        {Operation::setSamePerson, {principal.text()}, {}, api::toJson(said), expected},
        readAcknowledged<core::LinkedAccounts>, std::move(done));
}

Call HttpCms::listTokens(const core::PrincipalId &principal, const PageQuery &page,
    Handler<api::Page<core::AccessToken>> done)
{
    return m_rest.call<api::Page<core::AccessToken>>(
        {Operation::listTokens, {principal.text()}, Query().page(page.cursor, page.limit), {}, {}},
        readBody<api::Page<core::AccessToken>>, std::move(done));
}

Call HttpCms::revokeToken(
    const core::PrincipalId &principal, const std::string &token, Handler<core::Done> done)
{
    return m_rest.call<core::Done>({Operation::revokeToken, {principal.text(), token}, {}, {}, {}},
        readNothing, std::move(done));
}

Call HttpCms::explainAccess(
    const core::access::Question &question, Handler<core::access::Explanation> done)
{
    return m_rest.call<core::access::Explanation>(
        {Operation::explainAuthorization, {}, {}, api::toJson(question), {}},
        readBody<core::access::Explanation>, std::move(done));
}

} // namespace chancery::client
