// SPDX-License-Identifier: Apache-2.0
#include "challenge.h"

#include "engine/core/digest.h"
#include "engine/core/random.h"

#include <charconv>

namespace chancery::server {

namespace {

constexpr std::size_t nonceBytes = 24;
// The key makes cursors as well; neither may pass for the other.
constexpr std::string_view domain = "chancery.recovery.v1\n";
constexpr char separator = '.';

std::string macOf(const core::Secret &key, std::string_view part)
{
    const auto mac = core::hmacSha256(key.reveal(), std::string(domain) + std::string(part));
    return core::toBase64Url(core::bytesOf(mac));
}

core::Error refused(const char *code)
{
    return {core::ErrorKind::Unauthorized, code, {}, {}, {}, {}};
}

} // namespace

core::RecoveryChallenge makeChallenge(const core::Secret &key, core::Instant now)
{
    const auto expiresAt = now + challengeLife;
    const auto part = std::to_string(expiresAt.time_since_epoch().count()) + separator
        + core::toBase64Url(core::randomBytes(nonceBytes));
    return {part + separator + macOf(key, part), expiresAt};
}

core::Result<core::Instant> checkChallenge(
    const core::Secret &key, std::string_view challenge, core::Instant now)
{
    const auto end = challenge.rfind(separator);
    if (end == std::string_view::npos
        || !core::constantTimeEquals(
            macOf(key, challenge.substr(0, end)), challenge.substr(end + 1)))
        return refused("challenge");
    std::int64_t count = 0;
    std::from_chars(challenge.data(), challenge.data() + challenge.size(), count);
    const core::Instant expiresAt{std::chrono::microseconds(count)};
    if (expiresAt <= now || expiresAt > now + challengeLife)
        return refused("expired");
    return expiresAt;
}

} // namespace chancery::server
