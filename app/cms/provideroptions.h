// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/server/identity/provider.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chancery::app {

// Where people may sign in, as the command line says it.
struct ProviderArguments {
    std::string issuer; // empty: nowhere else
    std::string clientId;
    std::string authorities;
    std::string groupsClaim = "groups";
    std::string scopes = "openid profile email";
    std::vector<std::string> roles; // GROUP=ROLE
    std::vector<std::string> attributes; // claims
};

void declare(CLI::App &app, ProviderArguments &arguments);
// Error{Invalid} with what is wrong, in words.
core::Result<std::optional<server::ProviderOptions>> providerOptions(
    const ProviderArguments &arguments);

} // namespace chancery::app
