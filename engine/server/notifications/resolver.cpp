// SPDX-License-Identifier: Apache-2.0
#include "resolver.h"

#include "engine/server/notifications/socketaddress.h"

#include <memory>
#include <netdb.h>

namespace chancery::server {

core::Result<std::vector<core::NetworkAddress>> SystemResolver::resolve(const std::string &host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    const int failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(list, &::freeaddrinfo);
    std::vector<core::NetworkAddress> addresses;
    for (const auto *entry = failure == 0 ? list : nullptr; entry; entry = entry->ai_next) {
        if (const auto address = addressOf(entry->ai_addr))
            addresses.push_back(*address);
    }
    if (addresses.empty())
        return core::Error{core::ErrorKind::Offline, "unresolved",
            failure == 0 ? "no address" : ::gai_strerror(failure), {}, {}, {}};
    return addresses;
}

} // namespace chancery::server
