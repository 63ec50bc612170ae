// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/sink/sinkoptions.h"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace chancery::app {

// Where copies of the audit log go, as the command line says it. No secrets: the receiver shows a
// certificate, the server shows none.
struct SyslogArguments {
    std::string receiver;
    std::string authorities;
    std::string content = "leaf";
    std::string hostName;
    int facility = 13;
    int alarmAfter = 300; // seconds
    int settling = 10;
};

void declare(CLI::App &app, SyslogArguments &arguments);
// Nothing where no receiver was given. Error{Invalid} with what is wrong, in words.
core::Result<std::optional<server::SinkOptions>> sinkOptions(const SyslogArguments &arguments);

} // namespace chancery::app
