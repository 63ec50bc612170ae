// SPDX-License-Identifier: Apache-2.0
#include "processes.h"

#include "engine/agent/files.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chancery::agent {

namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
constexpr std::size_t keptOutput = 2000;
constexpr int lookEveryMs = 10;

core::Error failed(std::string code, std::string detail)
{
    return {core::ErrorKind::Internal, std::move(code), std::move(detail), {}, {}, {}};
}

// A group of its own, so that the end of the command is the end of its children; no signal blocked,
// whatever the agent blocks for itself.
class SpawnPlan {
public:
    explicit SpawnPlan(int output)
    {
        posix_spawnattr_init(&m_attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&m_attributes, &none);
        posix_spawnattr_setpgroup(&m_attributes, 0);
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        posix_spawn_file_actions_init(&m_actions);
        posix_spawn_file_actions_addopen(&m_actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&m_actions, output, 1);
        posix_spawn_file_actions_adddup2(&m_actions, output, 2);
    }
    SpawnPlan(const SpawnPlan &) = delete;
    SpawnPlan &operator=(const SpawnPlan &) = delete;
    ~SpawnPlan()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }

    int spawn(pid_t &child, const std::vector<std::string> &command)
    {
        std::vector<char *> words;
        for (const auto &word : command)
            words.push_back(const_cast<char *>(word.c_str()));
        words.push_back(nullptr);
        return posix_spawnp(&child, words[0], &m_actions, &m_attributes, words.data(), environ);
    }

private:
    posix_spawnattr_t m_attributes{};
    posix_spawn_file_actions_t m_actions{};
};

// One command that was started, and what it says.
struct Running {
    std::string name;
    pid_t child = 0;
    int output = -1;
    std::chrono::milliseconds timeout{};
};

// Collects the last words until the command has ended. Nothing when it took too long or nobody
// waits for it any more.
std::optional<int> waitFor(
    const Running &running, const core::CancelToken &token, std::string &words)
{
    const auto child = running.child;
    const auto output = running.output;
    const SteadyTime deadline = std::chrono::steady_clock::now() + running.timeout;
    pollfd input{output, POLLIN, 0};
    for (;;) {
        const int ready = ::poll(&input, 1, lookEveryMs);
        if (ready > 0) {
            char bytes[4096];
            const auto count = ::read(output, bytes, sizeof bytes);
            if (count > 0)
                words.append(bytes, std::size_t(count));
            else
                input.fd = -1; // ended, or closed by a command that goes on
            if (words.size() > 2 * keptOutput)
                words.erase(0, words.size() - keptOutput);
        }
        int status = 0;
        const bool hasMore = ready > 0 && input.fd >= 0;
        if (!hasMore && ::waitpid(child, &status, WNOHANG) == child)
            return status;
        if (std::chrono::steady_clock::now() >= deadline || token.isCancelled())
            return std::nullopt;
    }
}

std::string lastWords(std::string words)
{
    while (!words.empty() && (words.back() == '\n' || words.back() == ' '))
        words.pop_back();
    if (words.size() > keptOutput)
        words.erase(0, words.size() - keptOutput);
    return words.empty() ? words : ": " + words;
}

core::Result<Running> start(
    const std::vector<std::string> &command, std::chrono::milliseconds timeout)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return failed("command-failed", std::strerror(errno));
    Running running{command[0], 0, ends[0], timeout};
    const int problem = SpawnPlan(ends[1]).spawn(running.child, command);
    ::close(ends[1]);
    if (problem == 0)
        return running;
    ::close(ends[0]);
    return failed("command-failed", command[0] + ": " + std::strerror(problem));
}

core::Result<> finish(const Running &running, const core::CancelToken &token)
{
    std::string words;
    const auto status = waitFor(running, token, words);
    ::close(running.output);
    if (!status) {
        ::kill(-running.child, SIGKILL);
        ::waitpid(running.child, nullptr, 0);
        return failed("command-timeout",
            running.name + " took longer than " + std::to_string(running.timeout.count()) + " ms"
                + lastWords(std::move(words)));
    }
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == 0)
        return core::Done{};
    const auto how = WIFEXITED(*status)
        ? " ended with " + std::to_string(WEXITSTATUS(*status))
        : " was ended by signal " + std::to_string(WTERMSIG(*status));
    return failed("command-failed", running.name + how + lastWords(std::move(words)));
}

} // namespace

SystemProcesses::SystemProcesses(std::shared_ptr<core::Mailbox> mailbox)
    : m_mailbox(std::move(mailbox))
{
}

SystemProcesses::~SystemProcesses()
{
    for (auto &watch : m_watches) {
        watch.token->cancel();
        watch.thread.join();
    }
}

core::Call SystemProcesses::run(const std::vector<std::string> &command,
    std::chrono::milliseconds timeout, core::Handler<core::Done> done)
{
    joinEnded();
    const auto token = std::make_shared<core::CancelToken>();
    auto running = start(command, timeout);
    if (!running) {
        m_mailbox->post(
            token, [done = std::move(done), error = std::move(running).error()] { done(error); });
        return core::Call(token);
    }
    auto &watch = m_watches.emplace_back();
    watch.token = token;
    watch.thread = std::thread(
        [this, &watch, running = std::move(*running), done = std::move(done)]() mutable {
            auto result = finish(running, *watch.token);
            m_mailbox->post(
                watch.token, [done = std::move(done), result = std::move(result)]() mutable {
                    done(std::move(result));
                });
            watch.hasEnded = true;
        });
    return core::Call(token);
}

void SystemProcesses::joinEnded()
{
    std::erase_if(m_watches, [](Watch &watch) {
        if (!watch.hasEnded)
            return false;
        watch.thread.join();
        return true;
    });
}

core::Result<bool> SystemProcesses::signal(const std::string &pidFile, int number)
{
    auto content = DiskFiles().read(pidFile);
    if (!content)
        return std::move(content).error();
    if (!*content)
        return false;
    const auto pid = std::strtol((*content)->c_str(), nullptr, 10);
    if (pid <= 1 || pid > INT32_MAX)
        return failed("bad-pid-file", pidFile + " holds no process id");
    if (::kill(pid_t(pid), number) == 0)
        return true;
    if (errno == ESRCH)
        return false;
    return failed("signal-failed", std::strerror(errno));
}

} // namespace chancery::agent
