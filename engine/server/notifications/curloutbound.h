// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/notifications/outbound.h"
#include "engine/server/notifications/resolver.h"

#include <atomic>
#include <filesystem>
#include <optional>

namespace chancery::server {

enum class MailSecurity : unsigned char {
    StartTls, // demanded, not merely offered
    Tls, // from the first byte
    None // with this machine alone
};

struct MailRelay {
    std::string host;
    int port = 587;
    MailSecurity security = MailSecurity::StartTls;
    std::string user; // empty: no sign-in
    std::filesystem::path passwordFile;
};

struct OutboundOptions {
    core::AddressGuard guard;
    bool mayUseHttpHere = false; // webhooks over HTTP, to loopback addresses alone
    std::filesystem::path authorities; // PEM, instead of the system's
    std::optional<MailRelay> relay;
    long timeoutMilliseconds = 10'000;
};

// Over the network. A webhook's name is resolved once, every address that it has is judged, and the
// connection is made to those very addresses: what the name says a moment later does not count
// (standards.md T15). No redirect, no proxy, no long answer. A mail goes to the one relay that an
// option of the server names.
class CurlOutbound final : public Outbound {
public:
    CurlOutbound(OutboundOptions options, Resolver &resolver)
        : m_options(std::move(options))
        , m_resolver(resolver)
    {
    }

    core::Result<> post(const WebhookPost &post) override;
    core::Result<> mail(const Mail &mail) override;
    // HTTP is enough: the answer is signed. Where to, is judged as of webhooks.
    core::Result<std::string> stamp(const StampPost &post) override;
    void stop() override { m_isStopped = true; }

    static constexpr std::size_t mostAnswerBytes = std::size_t(64) << 10; // of head and body each

private:
    struct Sending;
    core::Result<std::vector<core::NetworkAddress>> checkedAddresses(
        const std::string &scheme, const std::string &host, bool mayBePlain) const;
    core::Result<> send(Sending &sending) const;

    OutboundOptions m_options;
    Resolver &m_resolver;
    std::atomic<bool> m_isStopped{false};
};

} // namespace chancery::server
