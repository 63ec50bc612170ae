// SPDX-License-Identifier: Apache-2.0
#include "engine/agent/agentcore.h"
#include "engine/client/httpcms.h"
#include "engine/client/mailloop.h"
#include "engine/core/coredumps.h"
#include "engine/core/productversion.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <signal.h>
#include <unistd.h>

// The agent as a process: reads its settings, builds the parts, and runs one loop that delivers
// answers and fires timers until a signal asks it to end.
namespace {

using namespace chancery;

constexpr int couldNotRun = 2;
constexpr std::chrono::seconds patienceAtEnd{10};

struct Options {
    std::string settings;
    std::string readyFile;
    bool once = false;
    int onceSeconds = 60;
};

// One line to standard error; what came from outside cannot begin another.
void logLine(const std::string &text)
{
    std::string line = core::toRfc3339(core::SystemClock().now()) + ' ';
    static constexpr char digits[] = "0123456789abcdef";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            line += "\\x";
            line += digits[byte >> 4];
            line += digits[byte & 15];
        } else {
            line += c;
        }
    }
    std::fprintf(stderr, "%s\n", line.c_str());
}

int failed(const core::Error &error, const std::string &where)
{
    std::fprintf(stderr, "chancery-agent: %s: %s\n", where.c_str(),
        (error.detail.empty() ? error.code : error.detail).c_str());
    for (const auto &field : error.fields) {
        std::fprintf(
            stderr, "  line %d, column %d: %s\n", field.line, field.column, field.message.c_str());
    }
    return couldNotRun;
}

// Waits for SIGTERM and SIGINT in a thread of its own, where locks may be taken. All other threads
// have the signals blocked.
class Signals {
public:
    explicit Signals(client::MailLoop &loop)
    {
        sigemptyset(&m_set);
        for (const int number : {SIGTERM, SIGINT, SIGUSR1})
            sigaddset(&m_set, number);
        pthread_sigmask(SIG_BLOCK, &m_set, nullptr);
        signal(SIGPIPE, SIG_IGN);
        m_thread = std::thread([this, &loop] {
            int number = 0;
            sigwait(&m_set, &number);
            m_isAsked = true;
            loop.wake();
        });
    }
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;
    ~Signals()
    {
        // Ends the waiting where no signal came.
        pthread_kill(m_thread.native_handle(), SIGUSR1);
        m_thread.join();
    }
    bool haveAskedToEnd() const { return m_isAsked; }

private:
    sigset_t m_set{};
    std::atomic<bool> m_isAsked = false;
    std::thread m_thread;
};

core::Result<agent::Settings> loadSettings(const std::string &file)
{
    auto text = agent::DiskFiles().read(file);
    if (!text)
        return std::move(text).error();
    if (!*text)
        return core::Error{
            core::ErrorKind::Storage, "no-such-file", "There is no such file", {}, {}, {}};
    const auto format = core::formatFromFileName(file);
    if (!format)
        return core::Error{core::ErrorKind::Invalid, "unknown-format",
            "The name must end in .json, .yaml, .yml or .toml", {}, {}, {}};
    return agent::readSettings(std::move(**text), *format);
}

core::Result<core::Secret> loadToken(const std::string &file)
{
    auto text = agent::DiskFiles().read(file);
    if (!text)
        return std::move(text).error();
    if (!*text)
        return core::Error{
            core::ErrorKind::Storage, "no-such-file", "There is no such file", {}, {}, {}};
    auto token = text->value_or("");
    while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' '))
        token.pop_back();
    if (token.empty())
        return core::Error{
            core::ErrorKind::Invalid, "no-token", "The file holds no token", {}, {}, {}};
    return core::Secret(std::move(token));
}

int onceResult(const agent::AgentCore &core)
{
    using State = agent::TargetFollower::State;
    if (core.hasAny(State::Refused) || core.hasAny(State::Absent))
        return 1;
    const bool isUnheard = core.hasAny(State::FromCache) || core.hasAny(State::Unreachable)
        || core.hasAny(State::Unknown) || !core.isOnline();
    return isUnheard ? couldNotRun : 0;
}

int serve(const Options &options, agent::AgentCore &core, client::MailLoop &loop, Signals &signals)
{
    const auto end = options.once
        ? std::chrono::steady_clock::now() + std::chrono::seconds(options.onceSeconds)
        : client::MailLoop::Deadline::max();
    bool isAnnounced = options.readyFile.empty();
    core.start();
    for (;;) {
        loop.run(
            [&] {
                return signals.haveAskedToEnd() || (!isAnnounced && core.isReady())
                    || (options.once && core.isSettled());
            },
            [&] { return std::min(core.nextTimer(), end); });
        if (signals.haveAskedToEnd()) {
            // A command that runs is waited for, but not for ever.
            loop.run([&] { return !core.isApplying(); },
                std::chrono::steady_clock::now() + patienceAtEnd);
            return options.once ? onceResult(core) : 0;
        }
        core.runTimers();
        if (!isAnnounced && core.isReady()) {
            isAnnounced = true;
            if (auto done = agent::DiskFiles().replace(options.readyFile, "ready\n", 0644); !done)
                return failed(done.error(), options.readyFile);
        }
        if (options.once && (core.isSettled() || std::chrono::steady_clock::now() >= end))
            return onceResult(core);
    }
}

int run(const Options &options)
{
    auto settings = loadSettings(options.settings);
    if (!settings)
        return failed(settings.error(), options.settings);
    auto token = loadToken(settings->tokenFile);
    if (!token)
        return failed(token.error(), settings->tokenFile);
    if (auto checked = client::checkBaseUrl(settings->server); !checked)
        return failed(checked.error(), options.settings);
    std::error_code problem;
    std::filesystem::create_directories(settings->cacheDir, problem);
    // It holds every config that this host gets, whatever the umask was.
    if (!problem)
        std::filesystem::permissions(
            settings->cacheDir, std::filesystem::perms::owner_all, problem);
    if (problem)
        return failed(
            {core::ErrorKind::Storage, {}, problem.message(), {}, {}, {}}, settings->cacheDir);

    client::MailLoop loop;
    Signals signals(loop);
    client::TransportOptions transport;
    transport.baseUrl = settings->server;
    transport.caFile = settings->caFile;
    transport.certificateFile = settings->certificateFile;
    transport.keyFile = settings->keyFile;
    transport.clientName = "agent/" + std::string(core::productVersion()) + "; os=linux";
    client::HttpCms cms(transport, loop.mailbox());
    cms.setToken(std::move(*token));
    agent::DiskFiles files;
    agent::SystemProcesses processes(loop.mailbox());
    const core::SystemClock clock;
    agent::AgentCore agentCore(std::move(*settings),
        {.cms = cms,
            .files = files,
            .processes = processes,
            .clock = clock,
            .log = logLine,
            .build = std::string(core::productVersion())});
    return serve(options, agentCore, loop, signals);
}

} // namespace

int main(int argc, char **argv)
{
    core::forbidCoreDumps();
    Options options;
    CLI::App app("Keeps configuration files at what is live on the server.", "chancery-agent");
    app.set_version_flag("--version", std::string(core::productVersion()));
    app.add_option("--config", options.settings, "The agent's settings (.json, .yaml or .toml)")
        ->required();
    app.add_option(
        "--ready-file", options.readyFile, "Written when every target holds a good content");
    app.add_flag("--once", options.once,
        "Bring everything up to date and end: 0 done, 1 refused, 2 not possible");
    app.add_option("--once-seconds", options.onceSeconds, "How long --once tries")
        ->check(CLI::Range(1, 3600));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : couldNotRun;
    }
    return run(options);
}
