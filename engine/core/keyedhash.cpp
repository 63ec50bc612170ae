// SPDX-License-Identifier: Apache-2.0
#include "keyedhash.h"

#include "engine/core/random.h"

#include <cstring>

namespace chancery::core {

namespace {

// Both halves of the product, folded.
std::uint64_t mixed(std::uint64_t left, std::uint64_t right)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide(left) * right;
    return std::uint64_t(product) ^ std::uint64_t(product >> 64);
}

constexpr std::size_t word = sizeof(std::uint64_t);
constexpr std::size_t block = 4 * word;

std::uint64_t wordAt(const char *text)
{
    std::uint64_t value = 0;
    std::memcpy(&value, text, word);
    return value;
}

// Less than a word.
std::uint64_t restAt(const char *text, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | static_cast<unsigned char>(text[i]);
    return value;
}

} // namespace

KeyedHash::KeyedHash()
{
    const auto secret = randomBytes(sizeof m_secrets);
    std::memcpy(m_secrets.data(), secret.data(), sizeof m_secrets);
}

std::uint64_t KeyedHash::operator()(std::string_view text, std::uint64_t salt) const
{
    const auto *at = text.data();
    auto left = text.size();
    std::uint64_t hash = mixed(salt ^ m_secrets[0], left ^ m_secrets[1]);
    // Of long texts two parts side by side: neither waits for the other.
    if (left >= 2 * block) {
        std::uint64_t other = hash ^ m_secrets[1];
        for (; left >= block; left -= block, at += block) {
            hash = mixed(hash ^ wordAt(at) ^ m_secrets[0], wordAt(at + word) ^ m_secrets[1]);
            other = mixed(
                other ^ wordAt(at + 2 * word) ^ m_secrets[1], wordAt(at + 3 * word) ^ m_secrets[0]);
        }
        hash = mixed(hash ^ m_secrets[1], other ^ m_secrets[0]);
    }
    for (; left >= word; left -= word, at += word)
        hash = mixed(hash ^ wordAt(at) ^ m_secrets[0], m_secrets[1]);
    return left == 0 ? hash : mixed(hash ^ restAt(at, left) ^ m_secrets[0], m_secrets[1]);
}

} // namespace chancery::core
