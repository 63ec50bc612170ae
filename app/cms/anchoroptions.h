// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/server/anchors/anchoroptions.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace chancery::app {

// Who stamps the audit log, as the command line says it. No secrets.
struct AnchorArguments {
    std::string url;
    std::string authorities; // a file
    int interval = 3600; // seconds
};

void declare(CLI::App &app, AnchorArguments &arguments);
// Nothing where no authority was given. Error{Invalid} with what is wrong, in words.
core::Result<std::optional<server::AnchorOptions>> anchorOptions(const AnchorArguments &arguments);

} // namespace chancery::app
