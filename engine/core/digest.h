// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chancery::core {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
// Over the two texts one behind the other, without joining them.
Sha256 sha256(std::string_view first, std::string_view second);
// "sha256:" + hex(SHA-256(domain ‖ bytes)); the domain keeps one kind's digests from another's.
std::string sha256Id(std::string_view domain, std::string_view bytes);

Sha256 hmacSha256(std::string_view key, std::string_view message);
// Takes the same time wherever the two differ.
bool constantTimeEquals(std::string_view a, std::string_view b);

std::string_view bytesOf(const Sha256 &digest);
std::string toHex(std::string_view bytes);
std::optional<std::string> fromHex(std::string_view text);
std::string toBase64(std::string_view bytes);
std::optional<std::string> fromBase64(std::string_view text);
// RFC 4648 §5, without padding.
std::string toBase64Url(std::string_view bytes);
std::optional<std::string> fromBase64Url(std::string_view text);

} // namespace chancery::core
