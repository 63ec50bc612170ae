// SPDX-License-Identifier: Apache-2.0
#include "stderrjournal.h"

#include <climits>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <mutex>
#include <poll.h>
#include <unistd.h>

namespace chancery::app {

namespace {

// Never waits: a parent that does not read its pipe loses lines, where it would otherwise stop the
// server.
class Sink final : public spdlog::sinks::base_sink<std::mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg &message) override
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
    void flush_() override { }
};

spdlog::level::level_enum levelOf(server::JournalLevel level)
{
    switch (level) {
    case server::JournalLevel::Debug:
        return spdlog::level::debug;
    case server::JournalLevel::Info:
        return spdlog::level::info;
    case server::JournalLevel::Warning:
        return spdlog::level::warn;
    case server::JournalLevel::Error:
        break;
    }
    return spdlog::level::err;
}

// A value that cannot be taken for another field or another line.
void append(std::string &line, std::string_view value)
{
    const bool isPlain = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '=';
    });
    if (isPlain) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        const bool isControl = static_cast<unsigned char>(c) < ' ' || c == 0x7f;
        line += isControl ? '?' : c == '"' ? '\'' : c;
    }
    line += '"';
}

} // namespace

StderrJournal::StderrJournal(const std::string &level)
    : m_logger("cms", std::make_shared<Sink>())
{
    m_logger.set_pattern("time=%Y-%m-%dT%H:%M:%S.%fZ level=%l %v", spdlog::pattern_time_type::utc);
    m_logger.set_level(spdlog::level::from_str(level));
}

bool StderrJournal::wants(server::JournalLevel level) const
{
    return m_logger.should_log(levelOf(level));
}

void StderrJournal::write(server::JournalLevel level, std::string_view event,
    std::initializer_list<server::JournalField> fields)
{
    if (!wants(level))
        return;
    auto line = "event=" + std::string(event);
    for (const auto &[name, value] : fields) {
        line += ' ';
        line += name;
        line += '=';
        append(line, value);
    }
    m_logger.log(levelOf(level), spdlog::string_view_t(line.data(), line.size()));
}

} // namespace chancery::app
