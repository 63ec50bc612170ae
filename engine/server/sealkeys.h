// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/sealing.h"
#include "engine/core/sealing/openedtree.h"
#include "engine/server/view.h"

#include <filesystem>
#include <map>
#include <mutex>

namespace chancery::server {

class Unit;

// How often one may do something: so many times in a row, and then as often as it is given back.
// Kept in memory, by account. Writer's thread.
class Allowance {
public:
    Allowance(int most, std::chrono::seconds back)
        : m_most(most)
        , m_back(back)
    {
    }
    // Zero when it is allowed, and counted; else how long to wait.
    std::chrono::seconds take(const std::string &account, core::Instant now);

private:
    struct Standing {
        double left = 0;
        core::Instant at;
    };
    int m_most;
    std::chrono::seconds m_back; // for each
    std::map<std::string, Standing> m_standings;
};

// A key as it is stored.
struct StoredSealKey {
    core::SealKey key;
    std::string wrapped; // base64
};

template <typename Visitor>
void describe(Visitor &visit, StoredSealKey &value)
{
    visit("key", value.key);
    visit("wrapped", value.wrapped);
}

// Whether it is of a place, as those are that people know of; the other one is the server's own.
bool isOfPlace(const core::SealKey &key);

// The keys that seal values (ENC-1 to ENC-4): one for each namespace and environment, stored
// wrapped by a key-encryption key that stands in a file of its own beside the store. Where that
// file is missing or another's, nothing is sealed or opened, and the server serves all else. Owned
// by the service; writer's thread, but for trouble() and open(), which previews ask from theirs.
class SealKeys {
public:
    static constexpr std::uint64_t mostSeals = std::uint64_t(1) << 28; // with one key (ENC-3)

    explicit SealKeys(std::filesystem::path folder, std::uint64_t sealsPerKey = mostSeals)
        : m_folder(std::move(folder))
        , m_sealsPerKey(sealsPerKey)
    {
    }

    // Reads the files and ends a rotation that was interrupted; before the writer starts.
    core::Result<> load(Reader &reader);
    // Why nothing can be sealed or opened; empty when it can.
    std::string trouble() const
    {
        const std::lock_guard lock(m_mutex);
        return m_trouble;
    }

    // Refuses with "sealing-unavailable" and what core::sealValue() says.
    core::SealedValue seal(Unit &unit, const core::SealPlace &place, core::Value value);
    // Error{Invalid}: "unknown-seal-key", "seal-refused". Error{Server, "sealing-unavailable"}.
    core::Result<core::Secret> open(
        const View &view, const core::SealedValue &sealed, const core::SealPlace &place);

    // Texts that the server keeps for itself and that may hold a secret in plain, under a key of
    // their own that is of no place. The place says where the text is kept: it opens nowhere else.
    // Refuses with "sealing-unavailable".
    std::string sealOwn(Unit &unit, const std::string &text, const std::string &place);
    // Error{Server, "sealing-unavailable"}: the key is missing, or the text is another's.
    core::Result<std::string> openOwn(
        const View &view, std::string_view sealed, const std::string &place);

    // A new key for what is sealed there from now on; what is sealed already stays as it is.
    void rotate(Unit &unit, const std::string &nameSpace, const core::EnvironmentId &environment,
        const std::string &reason);
    // A new key-encryption key; all keys are wrapped anew, and no version changes. The file of the
    // old one goes after the commit.
    void rotateWrapping(Unit &unit, const std::string &reason);
    // After each commit, done or failed.
    core::Result<> settle(Store &store);

    Allowance &reveals() { return m_reveals; }
    Allowance &seals() { return m_seals; }

private:
    struct Wrapping {
        std::string id;
        core::Secret key;
    };
    using Record = StoredSealKey;

    core::Result<> settle(Reader &reader);
    core::Result<std::optional<Wrapping>> wrappingIn(const std::filesystem::path &file) const;
    const Wrapping *wrappingOf(const std::string &id) const;
    void demandWrapping(Unit &unit);
    Record made(Unit &unit, const std::string &nameSpace, const core::EnvironmentId &environment,
        std::uint64_t number);
    std::optional<Record> newest(
        const View &view, const std::string &nameSpace, const core::EnvironmentId &environment);
    core::Result<core::Secret> unwrapped(const Record &record);
    Record ownKey(Unit &unit);
    std::string wrapped(const Record &record, const core::Secret &key) const;
    void put(Unit &unit, const Record &record) const;

    std::filesystem::path m_folder;
    std::uint64_t m_sealsPerKey;
    mutable std::mutex m_mutex; // of all below but the allowances
    std::string m_trouble;
    std::optional<Wrapping> m_present; // none before the first seal
    std::optional<Wrapping> m_next; // while a rotation is not yet settled
    std::map<std::string, core::Secret> m_opened; // keys by their wrapped form
    Allowance m_reveals{10, std::chrono::seconds(6)};
    Allowance m_seals{300, std::chrono::seconds(1)};
};

} // namespace chancery::server
