// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <cstdint>
#include <string_view>

namespace chancery::core {

// What one guess costs. Tests use a small one.
struct PasswordCost {
    std::uint32_t memoryKiB = 64 * 1024;
    std::uint32_t iterations = 3;
    std::uint32_t lanes = 1;
};

// Argon2id with a random salt, as a PHC string: "$argon2id$v=19$m=65536,t=3,p=1$salt$hash".
Result<std::string> hashPassword(const Secret &password, const PasswordCost &cost = {});
// False also for a text that is no such hash, or one that would cost more than a gibibyte.
bool verifyPassword(const Secret &password, std::string_view hash);
// True when the hash is cheaper than the cost that new ones have.
bool isCheaperThan(std::string_view hash, const PasswordCost &cost);

} // namespace chancery::core
