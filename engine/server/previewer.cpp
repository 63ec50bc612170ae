// SPDX-License-Identifier: Apache-2.0
#include "previewer.h"

namespace chancery::server {

namespace {

constexpr int mostAttempts = 3; // while others write

// What is committed, for whom expects a transaction.
class UnchangedState final : public Transaction {
public:
    UnchangedState(Reader &reader, const std::atomic<bool> &isEnding)
        : m_reader(reader)
        , m_isEnding(isEnding)
    {
    }
    core::Result<Bytes> get(std::string_view key) override
    {
        return m_isEnding ? core::Result<Bytes>(ending()) : m_reader.get(key);
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return m_isEnding ? core::Result<std::vector<Entry>>(ending()) : m_reader.scan(range);
    }
    core::Result<> put(std::string_view /*key*/, std::string /*value*/) override
    {
        return refused();
    }
    core::Result<> remove(std::string_view /*key*/) override { return refused(); }
    core::Result<> mark() override { return core::Done(); }
    core::Result<> keepToMark() override { return core::Done(); }
    core::Result<> undoToMark() override { return core::Done(); }
    core::Result<> commit() override { return refused(); }
    void rollback() override { }

private:
    static core::Error refused()
    {
        return {core::ErrorKind::Internal, "read-only", "A preview changes nothing", {}, {}, {}};
    }

    static core::Error ending() { return api::problem("internal", "The server ends"); }

    Reader &m_reader;
    const std::atomic<bool> &m_isEnding;
};

std::string lastChange(const View &view)
{
    auto range = KeyRange::under(keys::join(keys::change, ""));
    range.backwards = true;
    range.limit = 1;
    const auto last = view.scan(range);
    return last.empty() ? std::string() : last.front().key;
}

} // namespace

Previewer::Previewer(Store &store, const Writer::Parts &parts, const Facts &facts)
    : m_store(store)
    , m_parts(parts)
    , m_facts(facts)
{
}

Previewer::~Previewer()
{
    m_isEnding = true;
}

bool Previewer::submit(WriteJob job, Denied denied)
{
    const auto caller = job.actor ? job.actor->principal.id.text() : std::string();
    if (!takeShare(caller))
        return false;
    // Given back before the answer: whoever has it may ask again.
    job.done = [this, caller, done = std::move(job.done)](Response response) {
        giveBack(caller);
        done(std::move(response));
    };
    auto refused = [this, caller, denied = std::move(denied)](WriteJob one, core::Error error) {
        giveBack(caller);
        denied(std::move(one), std::move(error));
    };
    const bool isTaken = m_worker.submit(
        [this, job = std::move(job), refused = std::move(refused)] { run(job, refused); });
    if (!isTaken)
        giveBack(caller);
    return isTaken;
}

// One who asks for much shall not keep the others from asking.
bool Previewer::takeShare(const std::string &caller)
{
    const std::lock_guard lock(m_mutex);
    auto &share = m_shares[caller];
    if (share >= mostOfOne)
        return false;
    ++share;
    return true;
}

void Previewer::giveBack(const std::string &caller)
{
    const std::lock_guard lock(m_mutex);
    if (--m_shares[caller] <= 0)
        m_shares.erase(caller);
}

void Previewer::run(WriteJob job, const Denied &denied)
{
    const auto answer = [&job](Response response) {
        response.requestId = job.request.requestId;
        job.done(std::move(response));
    };
    try {
        answer(attempt(job));
    } catch (Refusal &refusal) {
        refusal.error.requestId = job.request.requestId;
        if (refusal.error.kind == core::ErrorKind::Forbidden) {
            denied(std::move(job), std::move(refusal.error));
            return;
        }
        auto response = Response::problem(refusal.error);
        response.etag = refusal.currentETag;
        answer(std::move(response));
    } catch (const std::exception &exception) {
        m_facts.journal.write(JournalLevel::Error, "preview.threw",
            {{"request", job.request.requestId}, {"what", exception.what()}});
        auto error = api::problem("internal", {});
        error.requestId = job.request.requestId;
        answer(Response::problem(error));
    }
}

// A reader sees each thing as it is when it is read: two of them may be of different states.
Response Previewer::attempt(const WriteJob &job)
{
    if (!m_reader)
        m_reader = orRefuse(m_store.openReader());
    const View view(*m_reader);
    for (int i = 1; i < mostAttempts; ++i) {
        const auto before = lastChange(view);
        try {
            auto response = attemptOnce(job);
            if (lastChange(view) == before)
                return response;
        } catch (const Refusal &) {
            if (lastChange(view) == before)
                throw;
        }
    }
    return attemptOnce(job);
}

Response Previewer::attemptOnce(const WriteJob &job)
{
    UnchangedState state(*m_reader, m_isEnding);
    Counters counters;
    Unit unit({state, m_parts.log, counters, m_validator, m_parts.sealKeys, m_facts}, job.request,
        job.arguments, job.actor.get());
    return job.work(unit);
}

} // namespace chancery::server
