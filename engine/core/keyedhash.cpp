// SPDX-License-Identifier: Apache-2.0
#include "keyedhash.h"

#include "engine/core/random.h"

#include <algorithm>
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

} // namespace

KeyedHash::KeyedHash()
{
    const auto secret = randomBytes(sizeof m_secrets);
    std::memcpy(m_secrets.data(), secret.data(), sizeof m_secrets);
}

std::uint64_t KeyedHash::operator()(std::string_view text, std::uint64_t salt) const
{
    std::uint64_t hash = mixed(salt ^ m_secrets[0], text.size() ^ m_secrets[1]);
    for (std::size_t at = 0; at < text.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, std::min<std::size_t>(text.size() - at, 8));
        hash = mixed(hash ^ word ^ m_secrets[0], m_secrets[1]);
    }
    return hash;
}

} // namespace chancery::core
