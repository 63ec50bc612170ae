// SPDX-License-Identifier: Apache-2.0
#include "curlengine.h"

#include "engine/client/transfer.h"

// One loop: take jobs, drop what is cancelled, run timers, let curl work, hand out what has ended,
// sleep until something happens. Completions and timers run between curl's calls and never inside,
// so that they may start new exchanges. A wake-up may come after the end of the engine (a Call that
// outlives it); Wakeup is the part that survives for it.
namespace chancery::client {

namespace {

constexpr long connectionsPerHost = 32;
constexpr int longestSleepMs = 60'000;

core::Error cancelled()
{
    return {core::ErrorKind::Cancelled, "cancelled", {}, {}, {}, {}};
}

} // namespace

struct CurlEngine::Multi {
    Multi()
        : handle(curl_multi_init())
    {
        curl_multi_setopt(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost);
    }
    ~Multi() { curl_multi_cleanup(handle); }
    Multi(const Multi &) = delete;
    Multi &operator=(const Multi &) = delete;

    CURLM *handle;
};

struct CurlEngine::Wakeup {
    std::mutex mutex;
    CURLM *multi = nullptr;

    void wake()
    {
        const std::lock_guard lock(mutex);
        if (multi)
            curl_multi_wakeup(multi);
    }
};

CurlEngine::CurlEngine(TransportOptions options)
    : m_options(std::move(options))
    , m_wakeup(std::make_shared<Wakeup>())
    , m_random(std::random_device()())
{
    static const CURLcode isReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(isReady);
    m_multi = std::make_unique<Multi>();
    m_wakeup->multi = m_multi->handle;
    m_thread = std::thread([this] { work(); });
}

CurlEngine::~CurlEngine()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wakeup->wake();
    m_thread.join();
    const std::lock_guard lock(m_wakeup->mutex);
    m_wakeup->multi = nullptr;
}

void CurlEngine::post(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wakeup->wake();
}

std::function<void()> CurlEngine::waker() const
{
    return [wakeup = m_wakeup] { wakeup->wake(); };
}

void CurlEngine::start(HttpRequest request, Token token, Completion done)
{
    auto transfer = std::make_unique<Transfer>(
        m_options, std::move(request), std::move(token), std::move(done));
    if (!transfer->easy) {
        transfer->done(core::Error{core::ErrorKind::Internal, "no-transfer", {}, {}, {}, {}});
        return;
    }
    curl_multi_add_handle(m_multi->handle, transfer->easy);
    m_transfers.push_back(std::move(transfer));
}

void CurlEngine::later(std::chrono::milliseconds delay, Token token, std::function<void()> job)
{
    m_timers.emplace(
        std::chrono::steady_clock::now() + delay, Timer{std::move(token), std::move(job)});
}

double CurlEngine::random()
{
    return std::uniform_real_distribution<>(0.0, 1.0)(m_random);
}

void CurlEngine::work()
{
    while (takeJobs()) {
        dropCancelled();
        runTimers();
        int running = 0;
        curl_multi_perform(m_multi->handle, &running);
        readMessages();
        const auto now = std::chrono::steady_clock::now();
        endIdle(now);
        curl_multi_poll(m_multi->handle, nullptr, 0, pollTimeout(now), nullptr);
    }
    for (const auto &transfer : m_transfers)
        curl_multi_remove_handle(m_multi->handle, transfer->easy);
    m_transfers.clear();
    m_timers.clear();
}

bool CurlEngine::takeJobs()
{
    std::vector<std::function<void()>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stop)
            return false;
        jobs.swap(m_jobs);
    }
    for (auto &job : jobs) {
        job();
        job = nullptr;
    }
    return true;
}

void CurlEngine::dropCancelled()
{
    std::erase_if(m_timers, [](const auto &entry) { return entry.second.token->isCancelled(); });
    // By index: a completion may start another exchange.
    for (std::size_t i = m_transfers.size(); i-- > 0;) {
        if (m_transfers[i]->token->isCancelled())
            finish(*m_transfers[i], cancelled());
    }
}

void CurlEngine::runTimers()
{
    const auto now = std::chrono::steady_clock::now();
    while (!m_timers.empty() && m_timers.begin()->first <= now) {
        auto timer = m_timers.extract(m_timers.begin());
        timer.mapped().job();
    }
}

void CurlEngine::endIdle(SteadyTime now)
{
    for (std::size_t i = m_transfers.size(); i-- > 0;) {
        if (!m_transfers[i]->isIdle(now))
            continue;
        finish(*m_transfers[i],
            core::Error{
                core::ErrorKind::Timeout, "timeout", "Nothing arrived for too long", {}, {}, {}});
    }
}

void CurlEngine::readMessages()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi->handle, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        Transfer *transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        finish(*transfer, transfer->answer(message->data.result));
    }
}

void CurlEngine::finish(Transfer &transfer, HttpAnswer answer)
{
    curl_multi_remove_handle(m_multi->handle, transfer.easy);
    const auto done = std::move(transfer.done);
    std::erase_if(m_transfers, [&](const auto &owned) { return owned.get() == &transfer; });
    done(std::move(answer));
}

int CurlEngine::pollTimeout(SteadyTime now) const
{
    auto until = now + std::chrono::milliseconds(longestSleepMs);
    if (!m_timers.empty())
        until = std::min(until, m_timers.begin()->first);
    for (const auto &transfer : m_transfers) {
        if (transfer->idleTimeout.count() > 0)
            until = std::min(until, transfer->idleAt());
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - now);
    return std::max(0, int(wait.count()));
}

} // namespace chancery::client
