// SPDX-License-Identifier: Apache-2.0
#include "stderrsink.h"

#include <climits>

#include <algorithm>
#include <poll.h>
#include <unistd.h>

namespace chancery::server {

void StderrSink::sink_it_(const spdlog::details::log_msg &message)
{
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    // A pipe that is ready takes so much at once without waiting.
    const auto size = std::min<std::size_t>(line.size(), PIPE_BUF);
    pollfd error{STDERR_FILENO, POLLOUT, 0};
    if (::poll(&error, 1, 0) > 0 && (error.revents & POLLOUT) != 0
        && ::write(STDERR_FILENO, line.data(), size) < 0)
        return; // there is nobody left to tell
}

} // namespace chancery::server
