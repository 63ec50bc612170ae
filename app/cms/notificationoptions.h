// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"
#include "engine/server/notifications/curloutbound.h"
#include "engine/server/notifications/options.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chancery::app {

// How the server tells receivers outside, as the command line says it.
struct NotificationArguments {
    std::string secrets;
    std::vector<std::string> networks; // that webhooks may lead to besides public addresses
    bool mayUseHttpHere = false;
    std::string authorities;
    std::string links;
    std::string mailFrom;
    std::string relay; // HOST:PORT
    std::string security = "starttls";
    std::string user;
    std::string passwordFile;
};

void declare(CLI::App &app, NotificationArguments &arguments);
// Error{Invalid} with what is wrong, in words.
core::Result<server::OutboundOptions> outboundOptions(const NotificationArguments &arguments);
core::Result<server::NotificationOptions> notificationOptions(
    const NotificationArguments &arguments);

} // namespace chancery::app
