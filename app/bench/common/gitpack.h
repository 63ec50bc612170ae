// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/bench/common/packahead.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct libdeflate_decompressor;

namespace chancery::bench {

// The commits in one of a repository's packs, as far as they are stored whole, straight from the
// mapped file: a third of the time that the library for everything takes, which is what is measured
// here. Anything else (a delta, a loose object, another version of the format) is not found and
// left to the library. Of one thread.
//
// Source: Documentation/gitformat-pack of Git, index version 2.
class GitPack {
public:
    // Null when it is not one.
    static std::unique_ptr<GitPack> open(const std::string &indexFile);
    ~GitPack();

    // Empty when it is not there; valid until the next call. The id is 20 bytes.
    std::string_view commit(const unsigned char *id);
    // For when all of them will be asked for.
    void readAhead();
    void stopReading() { m_ahead.reset(); }
    std::size_t objectCount() const { return m_count; }

private:
    struct Mapping {
        const unsigned char *data = nullptr;
        std::size_t size = 0;
        explicit Mapping(const std::string &file);
        ~Mapping();
        Mapping(const Mapping &) = delete;
        Mapping &operator=(const Mapping &) = delete;
        std::uint32_t number(std::size_t at) const; // big-endian
    };

    explicit GitPack(const std::string &stem);
    bool isUsable() const;
    std::uint64_t offsetOf(const unsigned char *id) const;

    Mapping m_index;
    Mapping m_pack;
    std::size_t m_count = 0;
    std::string m_text;
    libdeflate_decompressor *m_inflater;
    std::unique_ptr<PackAhead> m_ahead;
};

} // namespace chancery::bench
