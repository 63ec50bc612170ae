// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"
#include "engine/core/secret.h"
#include "engine/core/strongid.h"

#include <filesystem>
#include <optional>
#include <string>

namespace chancery::models {

// Whose text it is and where it belongs.
struct VaultPlace {
    std::string server;
    core::ConfigId config;
    core::EnvironmentId environment;
    core::PrincipalId author;
    int slot = 0; // several texts may be kept for one place
};

// A text that had not reached the server, and what it began from: restoring it must be refused
// where saving it then would have been.
struct VaultText {
    std::string text;
    std::optional<core::VersionId> base;
    std::optional<core::ETag> draft; // of the server's draft, if there was one
    core::Instant writtenAt;
    std::optional<core::SchemaId> schema = {}; // that was chosen for the change

    friend bool operator==(const VaultText &, const VaultText &) = default;
};

// The console's own store of unsaved texts: a folder with one sealed file per place. Its calls
// block on the disk, so that it is used by the storage thread. A file that cannot be opened is kept
// aside as "….unreadable" and reported once.
class DraftVault {
public:
    // Where the key comes from is the caller's business.
    DraftVault(std::filesystem::path folder, core::Secret key);

    core::Result<> write(const VaultPlace &place, const VaultText &text) const;
    // Nothing where nothing is kept; Error{Invalid, "vault-unreadable"} for a file of somebody
    // else, of another key or a damaged one.
    core::Result<std::optional<VaultText>> read(const VaultPlace &place) const;
    core::Result<> remove(const VaultPlace &place) const;
    std::filesystem::path fileOf(const VaultPlace &place) const;

private:
    core::Result<VaultText> unseal(const std::string &bytes, const VaultPlace &place) const;

    std::filesystem::path m_folder;
    core::Secret m_key;
};

// The key in a file that only its owner may read, made when it is missing. A file that holds no
// key is left alone: a new one would make all texts unreadable.
core::Result<core::Secret> keyFromFile(const std::filesystem::path &file);

} // namespace chancery::models
