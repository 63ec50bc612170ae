// SPDX-License-Identifier: Apache-2.0
#include "random.h"

#include "engine/core/digest.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

namespace chancery::core {

namespace {

constexpr std::size_t uuidTextSize = 36;

std::string formatted(std::string_view prefix, std::string_view bytes)
{
    const auto hex = toHex(bytes);
    std::string id(prefix);
    for (std::size_t i = 0; i < hex.size(); ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20)
            id += '-';
        id += hex[i];
    }
    return id;
}

// RFC 9562 §5.7: 48 bits of milliseconds, version 7, 12 bits (here a counter, method 1 of §6.2),
// the variant, 62 random bits.
std::string uuidV7(std::uint64_t milliseconds, std::uint64_t counter, const std::string &random)
{
    std::string bytes(16, '\0');
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = char(milliseconds >> (40 - 8 * i));
    bytes[6] = char(0x70 | ((counter >> 8) & 0x0F));
    bytes[7] = char(counter);
    std::copy(random.begin(), random.end(), bytes.begin() + 8);
    bytes[8] = char(0x80 | (static_cast<unsigned char>(random[0]) & 0x3F));
    return bytes;
}

} // namespace

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(bytes.data()), int(count)) != 1)
        std::abort();
    return bytes;
}

SystemIdSource::SystemIdSource(const Clock &clock)
    : m_clock(clock)
{
}

std::string SystemIdSource::next(std::string_view prefix)
{
    const auto now
        = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now().time_since_epoch());
    const auto stamp = std::uint64_t(std::max<std::int64_t>(now.count(), 0)) << 12;
    const auto random = randomBytes(8);
    const std::lock_guard lock(m_mutex);
    // The clock may stand still or step back; the ids may not. The counter runs over into the
    // milliseconds.
    m_last = std::max(stamp, m_last + 1);
    return formatted(prefix, uuidV7(m_last >> 12, m_last & 0xFFF, random));
}

std::string CountingIdSource::next(std::string_view prefix)
{
    const std::lock_guard lock(m_mutex);
    ++m_count;
    std::string random(8, '\0');
    for (std::size_t i = 0; i < random.size(); ++i)
        random[i] = char(m_count >> (56 - 8 * i));
    return formatted(prefix, uuidV7(0, 0, random));
}

bool isId(std::string_view text, std::string_view prefix)
{
    if (!text.starts_with(prefix) || text.size() != prefix.size() + uuidTextSize)
        return false;
    const auto uuid = text.substr(prefix.size());
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool isHex = (uuid[i] >= '0' && uuid[i] <= '9') || (uuid[i] >= 'a' && uuid[i] <= 'f');
        if (isDash ? uuid[i] != '-' : !isHex)
            return false;
    }
    return uuid[14] == '7' && std::string_view("89ab").find(uuid[19]) != std::string_view::npos;
}

} // namespace chancery::core
