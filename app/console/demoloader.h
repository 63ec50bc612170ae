// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <string>

namespace chancery::app {

// Everybody of the demo workspace has this password; its server listens on this machine only.
inline constexpr auto demoPassword = "chancery-demo";

// Who signs in at first.
struct DemoWorkspace {
    std::string signIn;
};

// Fills an empty server with the workspace of resources/demo, over the API and as the people who
// stand in it, so that its history is a real one; a server that has configs is left as it is. Takes
// its time: for an executor, with a client of its own. Stops between two steps when cancelled.
core::Result<DemoWorkspace> loadDemo(
    const std::string &url, const std::string &adminToken, const core::CancelToken &token);

} // namespace chancery::app
