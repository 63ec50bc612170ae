// SPDX-License-Identifier: Apache-2.0
#include "accountstore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

using Changed = client::Acknowledged<core::Principal>;

} // namespace

AccountStore::AccountStore(client::CmsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    connect(&m_acting, &Operation::changed, this, &AccountStore::settleAct);
}

const core::Account *AccountStore::find(const core::PrincipalId &id) const
{
    const auto found = std::ranges::find_if(
        m_accounts, [&id](const core::Account &account) { return account.principal.id == id; });
    return found == m_accounts.end() ? nullptr : &*found;
}

const core::LinkedAccounts *AccountStore::linkedWith(const core::PrincipalId &id) const
{
    const auto found = std::ranges::find_if(m_linked, [&id](const core::LinkedAccounts &one) {
        return one.accounts.size() > 1 && std::ranges::find(one.accounts, id) != one.accounts.end();
    });
    return found == m_linked.end() ? nullptr : &*found;
}

void AccountStore::want()
{
    if (!m_isWanted) {
        m_isWanted = true;
        reload();
    }
}

void AccountStore::reload()
{
    if (!m_isWanted)
        return;
    startPaged<core::Account>(
        m_loading, tr("Reading the accounts"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listAccounts(page, std::move(done));
        },
        [this](std::vector<core::Account> accounts) {
            m_accounts = std::move(accounts);
            loadLinked();
        });
    loadTokens();
}

void AccountStore::loadLinked()
{
    using Page = api::Page<core::LinkedAccounts>;
    m_loading.start<Page>(
        m_loading.title(),
        [this](core::Handler<Page> done) { return m_api.listLinkedAccounts(std::move(done)); },
        [this](Page page) {
            m_linked = std::move(page.items);
            m_isKnown = true;
            Q_EMIT changed();
        });
}

void AccountStore::select(const core::PrincipalId &id)
{
    if (id == m_selected)
        return;
    m_selected = id;
    m_tokens.reset();
    m_acting.dismiss();
    Q_EMIT changed();
    loadTokens();
}

void AccountStore::loadTokens()
{
    if (m_selected.isEmpty())
        return;
    startPaged<core::AccessToken>(
        m_loadingTokens, tr("Reading what is open"),
        [this, id = m_selected](const client::PageQuery &page, auto done) {
            return m_api.listTokens(id, page, std::move(done));
        },
        [this](std::vector<core::AccessToken> tokens) {
            m_tokens = std::move(tokens);
            Q_EMIT tokensChanged();
        });
}

void AccountStore::tell(Deed deed, const core::PrincipalId &account)
{
    reload();
    Q_EMIT acted(deed, account);
}

// The operation keeps what it could repeat; a password is not for that. After a refusal what there
// is now is asked for.
void AccountStore::settleAct()
{
    if (m_acting.isRunning())
        return;
    if (m_password)
        *m_password = {};
    m_password.reset();
    if (m_acting.hasFailed() && m_acting.error().kind == core::ErrorKind::Conflict)
        reload();
}

template <typename Answer, typename Start>
void AccountStore::act(const QString &title, Deed deed, Start start)
{
    const core::Account *account = selected();
    if (m_acting.isRunning() || !account)
        return;
    m_acting.startWrite<Answer>(
        title,
        [start = std::move(start), account = account->principal](
            core::Handler<Answer> done) { return start(account, std::move(done)); },
        [this, deed, id = account->principal.id](const Answer &) { tell(deed, id); });
}

void AccountStore::create(const core::NewPrincipal &account, const QString &password)
{
    if (m_acting.isRunning())
        return;
    m_password = std::make_shared<core::Secret>(fromQt(password));
    m_acting.startWrite<Changed>(
        tr("Making the account"),
        [this, account, secret = m_password](core::Handler<Changed> done) {
            auto asked = account;
            asked.password = *secret;
            return m_api.createPrincipal(asked, std::move(done));
        },
        [this](const Changed &made) { tell(Deed::Created, made.value.id); });
}

void AccountStore::setRoles(const std::vector<std::string> &roles, const QString &reason)
{
    act<Changed>(tr("Setting the roles"), Deed::RolesSet,
        [this, change = core::RoleChange{roles, fromQt(reason)}](
            const core::Principal &account, core::Handler<Changed> done) {
            return m_api.setRoles(account.id, change, account.etag, std::move(done));
        });
}

void AccountStore::setDisabled(bool isDisabled, const QString &reason)
{
    act<Changed>(isDisabled ? tr("Disabling the account") : tr("Enabling the account"),
        isDisabled ? Deed::Disabled : Deed::Enabled,
        [this, isDisabled, reason = fromQt(reason)](
            const core::Principal &account, core::Handler<Changed> done) {
            return m_api.setDisabled(account.id, isDisabled, reason, account.etag, std::move(done));
        });
}

void AccountStore::resetPassword(const QString &password, const QString &reason)
{
    // Nothing is kept of a password that goes nowhere.
    if (m_acting.isRunning() || !selected())
        return;
    m_password = std::make_shared<core::Secret>(fromQt(password));
    act<core::Done>(tr("Issuing a password"), Deed::PasswordReset,
        [this, secret = m_password, reason = fromQt(reason)](
            const core::Principal &account, core::Handler<core::Done> done) {
            return m_api.resetPassword(account.id, {*secret, reason}, std::move(done));
        });
}

void AccountStore::setSamePerson(
    const std::optional<core::PrincipalId> &other, const QString &reason)
{
    using Linked = client::Acknowledged<core::LinkedAccounts>;
    const core::Account *account = selected();
    if (m_acting.isRunning() || !account)
        return;
    m_acting.startWrite<Linked>(
        other ? tr("Linking the accounts") : tr("Taking the account out"),
        [this, said = core::SamePerson{other, fromQt(reason)}, account = account->principal](
            core::Handler<Linked> done) {
            return m_api.setSamePerson(account.id, said, account.etag, std::move(done));
        },
        [this, isLink = other.has_value(), id = account->principal.id](const Linked &answer) {
            const bool isParted = answer.value.accounts.size() < 2;
            tell(isLink ? Deed::Linked : isParted ? Deed::Parted : Deed::PartingAsked, id);
        });
}

void AccountStore::revoke(const std::string &token)
{
    act<core::Done>(tr("Ending a session"), Deed::TokenRevoked,
        [this, token](const core::Principal &account, core::Handler<core::Done> done) {
            return m_api.revokeToken(account.id, token, std::move(done));
        });
}

void AccountStore::revokeAll()
{
    act<core::Done>(tr("Ending all sessions"), Deed::TokensRevoked,
        [this](const core::Principal &account, core::Handler<core::Done> done) {
            return m_api.revokeTokens(account.id, std::move(done));
        });
}

} // namespace chancery::models
