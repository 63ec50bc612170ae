// SPDX-License-Identifier: Apache-2.0
// The durable write without the wire: the server in this process, asked without sockets. Each write
// is the text of a draft with its entry of the log, chained, indexed and on the disk when answered.
#include "app/bench/commands.h"
#include "app/bench/load.h"
#include "engine/api/json.h"
#include "engine/core/clock.h"
#include "engine/server/service.h"

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <mutex>

namespace chancery::bench {

namespace {

class NoJournal final : public server::Journal {
public:
    bool wants(server::JournalLevel) const override { return false; }
    void write(server::JournalLevel, std::string_view,
        std::initializer_list<server::JournalField>) override
    {
    }
};

// What the server's threads hand to the one that asks.
class Handed {
public:
    void add(std::function<void()> function)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_functions.push_back(std::move(function));
        }
        m_wake.notify_one();
    }
    void runOne()
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return !m_functions.empty(); });
        const auto function = std::move(m_functions.front());
        m_functions.pop_front();
        lock.unlock();
        function();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_functions;
};

class ScratchFolder {
public:
    ScratchFolder()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "chancery-append-XXXXXX").string();
        if (const char *made = ::mkdtemp(pattern.data()))
            path = made;
    }
    ~ScratchFolder()
    {
        std::error_code ignored;
        if (!path.empty())
            std::filesystem::remove_all(path, ignored);
    }
    ScratchFolder(const ScratchFolder &) = delete;
    ScratchFolder &operator=(const ScratchFolder &) = delete;

    std::filesystem::path path;
};

// One draft that is written over and over, a write at a time.
struct Writer {
    std::string path;
    std::string etag;
    std::string body;
    Clock::time_point askedAt;
};

class Appending {
public:
    core::Result<> open(int writers)
    {
        server::ServiceOptions options;
        options.data = m_folder.path;
        auto opened = server::Service::open(options, m_clock, m_journal,
            [this](std::function<void()> function) { m_handed.add(std::move(function)); });
        if (!opened)
            return opened.error();
        m_service = std::move(*opened);
        m_authorization = "Bearer " + fileContent((m_folder.path / "bootstrap-token").string());
        while (m_authorization.ends_with('\n'))
            m_authorization.pop_back();
        return setScene(writers);
    }
    // Writes a second.
    double drive(double seconds)
    {
        const auto begin = Clock::now();
        m_end = begin
            + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        for (auto &writer : m_writers)
            write(writer);
        while (m_open > 0)
            m_handed.runOne();
        return double(latencies.size())
            / std::chrono::duration<double>(Clock::now() - begin).count();
    }

    std::vector<double> latencies;
    int failures = 0;

private:
    core::Result<> setScene(int writers)
    {
        ask("POST", "/v1/environments",
            api::toJson(core::Environment{
                core::EnvironmentId("dev"), "Development", 0, 1, false, 0, false, {}}));
        ask("POST", "/v1/namespaces", api::toJson(core::Namespace{{}, "bench", "Bench", "b", {}}));
        for (int i = 0; i < writers; ++i) {
            const auto config = ask("POST", "/v1/configs",
                api::toJson(core::NewConfig{
                    "bench/draft-" + std::to_string(i), core::Format::Json, {}, "", ""}));
            core::DraftText draft{
                core::ConfigId(idOf(config)), core::EnvironmentId("dev"), {}, "{}"};
            const auto made = ask("POST", "/v1/drafts", api::toJson(draft));
            if (made.status != 201)
                return core::Error{core::ErrorKind::Internal, "bench",
                    "Creating a draft: " + (made.body ? *made.body : std::string()), {}, {}, {}};
            draft.text = "{\"value\":\"" + std::string(200, 'v') + "\"}";
            m_writers.push_back(
                {"/v1/drafts/" + idOf(made), made.etag, api::toJson(draft), Clock::time_point()});
        }
        return core::Done{};
    }
    static std::string idOf(const server::Response &response)
    {
        const auto reading = core::readJson(response.body ? *response.body : std::string());
        return reading ? std::string(reading.tree().root()["id"].text()) : std::string();
    }
    server::Request request(const std::string &method, const std::string &path, std::string body)
    {
        server::Request made;
        made.method = method;
        made.path = path;
        made.body = std::move(body);
        made.authorization = m_authorization;
        made.requestId = "bench-" + std::to_string(++m_asked);
        if (method == "POST")
            made.idempotencyKey = "bench-append-of-drafts-" + std::to_string(m_asked);
        return made;
    }
    server::Response ask(const std::string &method, const std::string &path, std::string body)
    {
        std::optional<server::Response> answer;
        auto atOnce = m_service->handle(request(method, path, std::move(body)),
            [&answer](server::Response response) { answer = std::move(response); });
        if (atOnce)
            return *std::move(atOnce);
        while (!answer)
            m_handed.runOne();
        return *std::move(answer);
    }
    void write(Writer &writer)
    {
        if (Clock::now() >= m_end)
            return;
        ++m_open;
        writer.askedAt = Clock::now();
        auto made = request("PUT", writer.path, writer.body);
        made.ifMatch = '"' + writer.etag + '"';
        auto atOnce = m_service->handle(std::move(made),
            [this, &writer](const server::Response &response) { written(writer, response); });
        if (atOnce)
            written(writer, *atOnce);
    }
    void written(Writer &writer, const server::Response &response)
    {
        --m_open;
        if (response.status != 200) {
            ++failures;
            return;
        }
        latencies.push_back(milliseconds(Clock::now() - writer.askedAt));
        writer.etag = response.etag;
        write(writer);
    }

    ScratchFolder m_folder;
    core::SystemClock m_clock;
    NoJournal m_journal;
    Handed m_handed;
    std::unique_ptr<server::Service> m_service;
    std::string m_authorization;
    std::vector<Writer> m_writers;
    Clock::time_point m_end;
    std::uint64_t m_asked = 0;
    int m_open = 0;
};

} // namespace

int benchAppend(std::span<const std::string> arguments)
{
    Appending appending;
    if (const auto opened = appending.open(std::stoi(arguments[0])); !opened)
        return complain(opened.error());
    const auto perSecond = appending.drive(std::stod(arguments[1]));
    printMetric("throughput", perSecond, "ops/s");
    printMetric("lat_p50", percentile(appending.latencies, 0.5), "ms");
    printMetric("lat_p99", percentile(appending.latencies, 0.99), "ms");
    return appending.failures == 0 ? 0 : 1;
}

} // namespace chancery::bench
