// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/mailloop.h"

namespace chancery::support {

// Time enough for anything on a loaded machine; reached only by a test that fails.
inline client::MailLoop::Deadline soon()
{
    return std::chrono::steady_clock::now() + std::chrono::seconds(20);
}

} // namespace chancery::support
