// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/notifications/addressguard.h"

namespace chancery::server {

// Finds the addresses of a name. Waits; called in a courier's thread, several at a time.
class Resolver {
public:
    virtual ~Resolver() = default;
    // At least one, or an error with the code "unresolved".
    virtual core::Result<std::vector<core::NetworkAddress>> resolve(const std::string &host) = 0;
};

// As the system does it.
class SystemResolver final : public Resolver {
public:
    core::Result<std::vector<core::NetworkAddress>> resolve(const std::string &host) override;
};

} // namespace chancery::server
