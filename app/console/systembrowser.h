// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/executor.h"
#include "models/providerbrowser.h"

#include <functional>
#include <memory>
#include <string>

namespace chancery::app {

// Signing in with the browser that the desktop opens for an address, never with one inside the
// console (RFC 8252). Of the GUI thread; it waits for the person in a thread of its own.
class SystemBrowser final : public models::ProviderBrowser {
public:
    // Shows an address; false where nothing can. Called in the GUI thread.
    using Opener = std::function<bool(const std::string &)>;

    // authorities: PEM file of a private authority of the provider's certificate, or empty.
    SystemBrowser(
        std::shared_ptr<core::Mailbox> mailbox, std::string authorities, Opener open = {});

    core::Call fetch(const core::IdentityProvider &provider,
        std::optional<std::chrono::seconds> maxAge,
        core::Handler<core::IdTokenExchange> done) override;

private:
    std::shared_ptr<core::Mailbox> m_mailbox;
    std::string m_authorities;
    Opener m_open;
    core::Executor m_waiting;
};

} // namespace chancery::app
