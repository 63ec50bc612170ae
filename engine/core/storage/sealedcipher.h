// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/secret.h"
#include "engine/core/storage/sealedlayout.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;

namespace chancery::core {

using SealedBuffer = std::array<unsigned char, sealedPageBytes>;

// What stands before the first page of a sealed file, as plain bytes: which file it is, by a random
// number, proved by the key.
std::string sealedHead(const Secret &key, std::string_view id);
// The number; empty where it is no head, or one of another key.
std::string sealedHeadId(const Secret &key, std::string_view head);
// Whether that may be what a crash has left of a head that was being written: nothing is lost when
// it is written again.
bool isUnfinishedHead(std::string_view beginning);

// Seals and opens units of one file. No two files share a key, and no key seals more than its
// number of units: each is made from the file's number and an epoch that stands beside the unit.
// A cipher begins an epoch of its own, at random, and another one when it is used up. Of one
// connection's thread.
class PageCipher {
public:
    // Random nonces of 96 bits: at this number the chance that one comes twice is below 2^-36.
    static constexpr std::uint64_t mostSeals = std::uint64_t(1) << 30;

    explicit PageCipher(Secret key, std::uint64_t sealsOfAKey = mostSeals);
    ~PageCipher();
    PageCipher(const PageCipher &) = delete;
    PageCipher &operator=(const PageCipher &) = delete;

    const Secret &key() const { return m_key; }
    // Before anything else: which file it is.
    void useFile(std::string id);
    // Both buffers hold a whole unit.
    bool seal(const SealedUnit &unit, const unsigned char *plain, unsigned char *stored);
    bool open(const SealedUnit &unit, const unsigned char *stored, unsigned char *plain);

private:
    struct ContextCloser {
        void operator()(evp_cipher_ctx_st *context) const;
    };
    using Context = std::unique_ptr<evp_cipher_ctx_st, ContextCloser>;
    using Epoch = std::array<unsigned char, 4>;

    Context make(const Epoch &epoch, bool seals) const;
    bool beginEpoch();

    Secret m_key;
    std::string m_id;
    std::uint64_t m_sealsOfAKey;
    std::uint64_t m_seals = 0; // with the present key
    Epoch m_epoch{};
    Context m_sealing;
    std::map<Epoch, Context> m_opening; // the last few
};

} // namespace chancery::core
