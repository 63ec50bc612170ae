// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/secret.h"
#include "engine/server/unit.h"

#include <optional>
#include <string>
#include <string_view>

// What signing in, showing that it is still oneself and choosing a password have in common.
namespace chancery::server {

// Why nobody may have that password; pointer: where it stands in the body.
std::optional<core::Error> passwordProblem(
    const core::Secret &password, const std::string &pointer);

// A password that did not fit, and how the caller stands after it.
struct WrongPassword {
    std::string name;
    std::string rateLimit;
    bool beginsWait = false;
};
// Of whom it was and at what it failed, the deed says.
Response recordWrongPassword(
    Unit &unit, const WrongPassword &failure, std::string_view code, Deed deed);

} // namespace chancery::server
