// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/identity/fetcher.h"

#include <atomic>
#include <filesystem>

namespace chancery::server {

// Over the network: certificates are verified, redirects are not followed, nothing but HTTPS is
// spoken except with this machine, and neither a large nor a slow answer is waited for.
class CurlFetcher final : public Fetcher {
public:
    // PEM with the authorities to trust instead of the system's; empty for those.
    explicit CurlFetcher(std::filesystem::path authorities);

    core::Result<std::string> fetch(const std::string &url) override;
    void stop() override { m_isStopped = true; }

    static constexpr std::size_t mostBytes = std::size_t(256) << 10;
    static constexpr long mostMilliseconds = 5000;

private:
    std::filesystem::path m_authorities;
    std::atomic<bool> m_isStopped{false};
};

} // namespace chancery::server
