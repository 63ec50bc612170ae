// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/emergencyworld.h"
#include "tests/server/fakeprovider.h"
#include "tests/server/recoverykit.h"

#include <algorithm>
#include <memory>

namespace chancery::support {

// Outlives the service that asks it.
struct LateProvider {
    std::unique_ptr<FakeProvider> provider;
};

// A service with two recovery keys, whose identity provider gives no answer.
class RecoveryWorld : private LateProvider, public EmergencyWorld {
protected:
    static constexpr auto freezeBody = R"({"minutes":60,"reason":"Nobody knows what is going on"})";

    void beginRecovery();
    std::string enter() { return RecoveryKit::signIn(*this, m_kit.a); }
    Response rollBackTo(const std::string &token, const std::string &target);
    static std::string rollbackBody(const std::string &target)
    {
        return R"({"target":)" + inQuotes(target)
            + R"(,"reason":"It was good before","ticket":""})";
    }
    Session session(const std::string &id)
    {
        return sessionOf(ask("GET", "/v1/emergency-sessions/" + id));
    }
    bool isLogged(const std::string &words) const;
    static std::string revoking(const std::string &account)
    {
        return "/v1/principals/" + account + "/tokens";
    }
    std::string accountOf(const std::string &name);

    RecoveryKit m_kit;
};

inline void RecoveryWorld::beginRecovery()
{
    m_kit = {};
    remote.clear();
    auto fresh = std::make_unique<FakeProvider>();
    prepare = [this, fetcher = fresh.get()](server::ServiceOptions &options) {
        options.recovery = m_kit.roster();
        server::ProviderOptions wanted;
        wanted.provider = {FakeProvider::issuer, "chancery", {"openid"}};
        options.provider = std::move(wanted);
        options.fetcher = fetcher;
    };
    beginEmergencies();
    provider = std::move(fresh); // the old one ends after the service that had it
    provider->trouble = "offline";
}

inline server::Response RecoveryWorld::rollBackTo(
    const std::string &token, const std::string &target)
{
    const auto head = "/v1/configs/" + cards + "/heads/live";
    return askAs(token, "POST", head + ":rollback", rollbackBody(target), ask("GET", head).etag);
}

inline bool RecoveryWorld::isLogged(const std::string &words) const
{
    const auto map = store->snapshot();
    return std::ranges::any_of(map, [&](const auto &entry) {
        return entry.first.starts_with("audit-leaf/")
            && entry.second->find(words) != std::string::npos;
    });
}

inline std::string RecoveryWorld::accountOf(const std::string &name)
{
    const auto all = ask("GET", "/v1/principals", {}, {}, "limit=200");
    const auto reading = core::readJson(*all.body);
    for (const auto &item : reading.tree().root()["items"]) {
        if (item.value()["name"].text() == name)
            return std::string(item.value()["id"].text());
    }
    return {};
}

} // namespace chancery::support
