// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/identityapi.h"
#include "engine/client/ownaccountapi.h"
#include "models/operation.h"
#include "models/providerbrowser.h"

namespace chancery::models {

// Shows the server once more who is signed in, for what it opens only then ("step-up-required").
// Member of Stores, of the GUI thread.
class ProofStore : public QObject {
    Q_OBJECT

public:
    ProofStore(client::OwnAccountApi &account, client::IdentityApi &identity, core::ProofKind kind);

    // Without one a provider's accounts have no way to show it here. It outlives this.
    void useBrowser(ProviderBrowser *browser) { m_browser = browser; }

    core::ProofKind kind() const { return m_kind; }
    // While it runs for a provider's account, the browser is waited for.
    Operation &proving() { return m_proving; }

    void byPassword(const QString &password);
    void atProvider();
    void cancel();

    // What an operation fails with that waits for this.
    static bool isWantedBy(const Operation &operation);

Q_SIGNALS:
    void proven();

private:
    void hand(const core::FreshProof &proof);

    client::OwnAccountApi &m_account;
    client::IdentityApi &m_identity;
    core::ProofKind m_kind;
    ProviderBrowser *m_browser = nullptr;
    std::shared_ptr<core::Secret> m_password; // of the attempt that is on its way
    Operation m_proving;
};

} // namespace chancery::models
