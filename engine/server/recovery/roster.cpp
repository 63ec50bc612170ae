// SPDX-License-Identifier: Apache-2.0
#include "roster.h"

#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/recovery/recoverykey.h"

#include <algorithm>
#include <array>

namespace chancery::server {

namespace {

constexpr std::size_t fewest = 2;
constexpr std::size_t most = 16;
constexpr std::size_t longestKeyName = 40;
constexpr std::int64_t shortestLife = 5;

// Collects all that is wrong, each at its place.
class Reading {
public:
    explicit Reading(core::Value root)
        : m_root(root)
    {
    }

    core::Result<RecoveryRoster> roster()
    {
        demandKnown(m_root, "", {"keys", "networks", "audiences", "minutes"});
        readKeys();
        readNetworks();
        readAudiences();
        readLife();
        if (m_faults.empty())
            return std::move(m_roster);
        core::Error error{core::ErrorKind::Invalid, "recovery-file", {}, {}, {}, {}};
        for (const auto &fault : m_faults)
            error.detail
                += (error.detail.empty() ? "" : "; ") + fault.pointer + ": " + fault.message;
        error.fields = std::move(m_faults);
        return error;
    }

private:
    void complain(std::string pointer, std::string expected)
    {
        m_faults.push_back({std::move(pointer), "recovery", std::move(expected), {}, 0, 0});
    }
    // A misspelt "networks" would let everybody in.
    void demandKnown(
        core::Value object, const std::string &pointer, std::initializer_list<const char *> names)
    {
        if (!object.isObject())
            return complain(pointer, "expected an object");
        for (const auto &member : object) {
            if (std::ranges::find(names, member.key()) == names.end())
                complain(pointer + '/' + std::string(member.key()), "is not known here");
        }
    }
    void readKeys()
    {
        const auto keys = m_root["keys"];
        if (!keys.isArray())
            return complain("/keys", "expected a list");
        for (const auto &item : keys)
            readKey(item.value(), "/keys/" + std::to_string(m_roster.keys.size()));
        if (m_roster.keys.size() < fewest || m_roster.keys.size() > most)
            complain("/keys", "expected 2 to 16 keys: one that is lost must not be the last");
    }
    void readKey(core::Value item, const std::string &pointer)
    {
        demandKnown(item, pointer, {"name", "publicKey"});
        RecoveryKey key{std::string(item["name"].text()), {}};
        const bool isPlain = !key.name.empty() && key.name.size() <= longestKeyName
            && key.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-")
                == std::string::npos;
        if (!isPlain)
            complain(pointer + "/name", "expected 1 to 40 of a-z 0-9 . -");
        const auto known = core::publicKeyFromText(item["publicKey"].text());
        if (known)
            key.key = *known;
        else
            complain(pointer + "/publicKey", known.error().detail);
        for (const auto &other : m_roster.keys) {
            if (other.name == key.name || (known && other.key == key.key))
                complain(pointer, "the same key or name stands twice");
        }
        m_roster.keys.push_back(std::move(key));
    }
    void readNetworks()
    {
        const auto networks = m_root["networks"];
        if (!networks.isPresent())
            return;
        if (!networks.isArray())
            return complain("/networks", "expected a list");
        int number = 0;
        for (const auto &item : networks) {
            auto network = core::Network::parse(item.value().text());
            if (network)
                m_roster.networks.push_back(*network);
            else
                complain("/networks/" + std::to_string(number), "expected 10.1.0.0/16 or fd00::/8");
            ++number;
        }
        // Left empty it would allow all, where its writer may have meant none.
        if (number == 0)
            complain("/networks", "expected at least one, or no such list");
    }
    void readAudiences()
    {
        const auto audiences = m_root["audiences"];
        if (!audiences.isPresent())
            return;
        if (!audiences.isArray())
            return complain("/audiences", "expected a list");
        for (const auto &item : audiences) {
            auto audience = core::recoveryAudience(item.value().text());
            if (audience)
                m_roster.audiences.push_back(std::move(*audience));
            else
                complain("/audiences", audience.error().detail);
        }
    }
    void readLife()
    {
        const auto minutes = m_root["minutes"];
        if (!minutes.isPresent())
            return;
        const auto count = minutes.isNumber() ? minutes.integer() : std::nullopt;
        if (!count || *count < shortestLife || *count > RecoveryRoster::longestLife.count())
            return complain("/minutes", "expected 5 to 240");
        m_roster.life = std::chrono::minutes(*count);
    }

    core::Value m_root;
    RecoveryRoster m_roster;
    std::vector<core::FieldError> m_faults;
};

} // namespace

const RecoveryKey *RecoveryRoster::find(const core::PublicKey &key) const
{
    const auto found = std::ranges::find(keys, key, &RecoveryKey::key);
    return found == keys.end() ? nullptr : &*found;
}

bool RecoveryRoster::allows(std::string_view remote) const
{
    if (networks.empty())
        return true;
    const auto address = core::addressFromText(remote);
    return address && std::ranges::any_of(networks, [&](const core::Network &network) {
        return network.contains(*address);
    });
}

core::Result<RecoveryRoster> recoveryRoster(std::string_view json)
{
    const auto reading = core::readJson(std::string(json));
    if (!reading)
        return core::toError(reading.problem());
    return Reading(reading.tree().root()).roster();
}

} // namespace chancery::server
