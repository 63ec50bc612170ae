// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <memory>
#include <optional>
#include <vector>

namespace chancery::models {

// The accounts as administrators have them: who signs in how, whose accounts are one person's, what
// an account has open, and what can be done about all that. Read when somebody looks and again
// after every change, one's own or somebody else's. Of the GUI thread, owned by the stores.
class AccountStore : public QObject {
    Q_OBJECT

public:
    enum class Deed {
        Created,
        RolesSet,
        Disabled,
        Enabled,
        PasswordReset,
        Linked,
        PartingAsked,
        Parted,
        TokenRevoked,
        TokensRevoked
    };

    explicit AccountStore(client::CmsApi &api, QObject *parent = nullptr);

    const std::vector<core::Account> &accounts() const { return m_accounts; }
    bool isKnown() const { return m_isKnown; }
    const core::Account *find(const core::PrincipalId &id) const;
    // Null: the person has no other account.
    const core::LinkedAccounts *linkedWith(const core::PrincipalId &id) const;
    const std::vector<core::LinkedAccounts> &linked() const { return m_linked; }
    const core::PrincipalId &selectedId() const { return m_selected; }
    const core::Account *selected() const { return find(m_selected); }
    // Of the one that is selected; nothing before it is known.
    const std::optional<std::vector<core::AccessToken>> &tokens() const { return m_tokens; }

    Operation &loading() { return m_loading; }
    Operation &loadingTokens() { return m_loadingTokens; }
    Operation &acting() { return m_acting; }

    // They are read from now on.
    void want();
    void reload();
    void select(const core::PrincipalId &id);

    // All of the one that is selected, with the tag that it was read with. The password goes on its
    // way once and is gone then: a retry has none.
    void create(const core::NewPrincipal &account, const QString &password);
    void setRoles(const std::vector<std::string> &roles, const QString &reason);
    void setDisabled(bool isDisabled, const QString &reason);
    void resetPassword(const QString &password, const QString &reason);
    // Without another account: it is somebody else's than those that it is linked with.
    void setSamePerson(const std::optional<core::PrincipalId> &other, const QString &reason);
    void revoke(const std::string &token);
    void revokeAll();

Q_SIGNALS:
    void changed();
    void tokensChanged();
    void acted(chancery::models::AccountStore::Deed deed, const core::PrincipalId &account);

private:
    template <typename Answer, typename Start>
    void act(const QString &title, Deed deed, Start start);
    void loadLinked();
    void loadTokens();
    void settleAct();
    void tell(Deed deed, const core::PrincipalId &account);

    client::CmsApi &m_api;
    std::vector<core::Account> m_accounts;
    std::vector<core::LinkedAccounts> m_linked;
    std::optional<std::vector<core::AccessToken>> m_tokens;
    core::PrincipalId m_selected;
    std::shared_ptr<core::Secret> m_password; // of the step that is on its way
    bool m_isWanted = false;
    bool m_isKnown = false;
    Operation m_loading;
    Operation m_loadingTokens;
    Operation m_acting;
};

} // namespace chancery::models
