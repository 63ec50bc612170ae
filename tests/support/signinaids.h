// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/mailbox.h"
#include "models/providerbrowser.h"
#include "models/tokenvault.h"

#include <map>

namespace chancery::support {

// A browser in which somebody signs in at once, or never, or in vain.
class FakeBrowser final : public models::ProviderBrowser {
public:
    explicit FakeBrowser(std::shared_ptr<core::Mailbox> mailbox)
        : m_mailbox(std::move(mailbox))
    {
    }

    core::Call fetch(const core::IdentityProvider &, std::optional<std::chrono::seconds> maxAge,
        core::Handler<core::IdTokenExchange> done) override
    {
        ++asked;
        lastMaxAge = maxAge;
        auto token = std::make_shared<core::CancelToken>();
        if (!isWaiting)
            m_mailbox->post(token, [result = brought, done = std::move(done)] { done(result); });
        waitingFor = token;
        return core::Call(token);
    }
    bool isWaitedFor() const { return waitingFor && !waitingFor->isCancelled(); }

    core::Result<core::IdTokenExchange> brought
        = core::IdTokenExchange{core::Secret("id-token"), "n-1"};
    bool isWaiting = false; // nobody comes back
    int asked = 0;
    std::optional<std::chrono::seconds> lastMaxAge;
    std::shared_ptr<core::CancelToken> waitingFor;

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
};

// A keychain in memory, or a desktop without one.
class FakeVault final : public models::TokenVault {
public:
    explicit FakeVault(std::shared_ptr<core::Mailbox> mailbox)
        : m_mailbox(std::move(mailbox))
    {
    }

    core::Call read(const QString &name, core::Handler<core::Secret> done) override
    {
        auto token = std::make_shared<core::CancelToken>();
        if (isLocked)
            return core::Call(token);
        core::Result<core::Secret> found
            = core::Error{core::ErrorKind::NotFound, "keychain", {}, {}, {}, {}};
        if (const auto kept = tokens.find(name); kept != tokens.end())
            found = core::Secret(kept->second);
        m_mailbox->post(token, [found, done = std::move(done)] { done(found); });
        return core::Call(token);
    }
    void keep(const QString &name, const core::Secret &token) override
    {
        if (!isMissing)
            tokens[name] = token.reveal();
    }
    void forget(const QString &name) override { tokens.erase(name); }

    std::map<QString, std::string> tokens;
    bool isMissing = false;
    bool isLocked = false; // it asks for its own password, and nobody answers

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
};

} // namespace chancery::support
