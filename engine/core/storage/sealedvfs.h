// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <memory>

namespace chancery::core {

// What a sealed file is made of: pages of one size, with room in each for a nonce and a tag.
inline constexpr int sealedPageBytes = 4096;
inline constexpr int sealedReservedBytes = 32;
inline constexpr std::size_t sealedKeyBytes = 32;

// A file system for SQLite in which a database and its write-ahead log are AES-256-GCM page by
// page, bound to their file and their place in it. Known to SQLite while it lives; it must outlive
// the connections that use it, and is used by their thread. A page that was changed, moved or made
// with another key is not read: "sqlite-not-a-database" for the first, "sqlite-corrupt" for
// another.
class SealedVfs {
public:
    // Error{Invalid, "sealed-key-unusable"} unless the key has 32 bytes.
    static Result<std::unique_ptr<SealedVfs>> make(const Secret &key);
    ~SealedVfs();
    SealedVfs(const SealedVfs &) = delete;
    SealedVfs &operator=(const SealedVfs &) = delete;

    const char *name() const;
    const Secret &key() const;

private:
    struct Registration;
    explicit SealedVfs(std::unique_ptr<Registration> registration);

    std::unique_ptr<Registration> m_registration;
};

} // namespace chancery::core
