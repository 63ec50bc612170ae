// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <mutex>

namespace chancery::server {

// Writes log lines to standard error and never waits for it: a parent that does not read its pipe
// loses lines, where it would otherwise stop the server.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg &message) override;
    void flush_() override { }
};

} // namespace chancery::server
