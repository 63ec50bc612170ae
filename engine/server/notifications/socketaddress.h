// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/addressguard.h"

#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

namespace chancery::server {

// Of the system's form; nothing for another family.
inline std::optional<core::NetworkAddress> addressOf(const sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, address, sizeof four);
        std::array<std::uint8_t, 4> bytes{};
        std::memcpy(bytes.data(), &four.sin_addr, bytes.size());
        return core::NetworkAddress::v4(bytes);
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, address, sizeof six);
        core::NetworkAddress found;
        std::memcpy(found.bytes.data(), &six.sin6_addr, found.bytes.size());
        return found;
    }
    return std::nullopt;
}

} // namespace chancery::server
