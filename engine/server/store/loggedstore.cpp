// SPDX-License-Identifier: Apache-2.0
#include "loggedstore.h"

#include "engine/server/keys.h"

// Why a log in front of SQLite, which has one of its own: SQLite logs pages. A mutation touches a
// dozen of them for two kilobytes of change, and every commit writes them all and pays for the
// B-tree before anybody is answered. Here a commit is its changes, once, in one write and one
// flush of a file that does not grow. The base gets them later in key order, some thousands of
// batches in one transaction, together with the number of the last one; a crash at any moment
// leaves a base that knows what it has and a log with all that it lacks.
namespace chancery::server {

// Reads the base under the recent changes.
class LoggedReader final : public Reader {
public:
    LoggedReader(const RecentChanges &recent, std::unique_ptr<Reader> base)
        : m_recent(recent)
        , m_base(std::move(base))
    {
    }
    core::Result<Bytes> get(std::string_view key) override
    {
        if (auto recent = m_recent.find(key))
            return std::move(*recent);
        return m_base->get(key);
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return scanWith({}, range);
    }
    core::Result<std::vector<Entry>> scanWith(const Changes &own, const KeyRange &range)
    {
        // The base is carried no further while a batch holds it.
        if (m_isHeld)
            return laidOver(m_recent.part(range), own, range);
        for (;;) {
            const auto turn = m_recent.turn();
            if (auto held = m_base->hold(); !held)
                return held.error();
            auto part = m_recent.part(range);
            // Else the base may have got since what the part does not have any more.
            if (part.turn != turn) {
                m_base->release();
                continue;
            }
            auto entries = laidOver(std::move(part), own, range);
            m_base->release();
            return entries;
        }
    }
    // For a batch, while the store carries nothing over.
    core::Result<> holdBase()
    {
        auto held = m_base->hold();
        m_isHeld = held.ok();
        return held;
    }
    void releaseBase()
    {
        m_isHeld = false;
        m_base->release();
    }

private:
    core::Result<std::vector<Entry>> laidOver(
        RecentChanges::Part part, const Changes &own, const KeyRange &range)
    {
        mergeInto(part.changes, inRange(own, range));
        return scanOver(*m_base, part.changes, range);
    }

    const RecentChanges &m_recent;
    std::unique_ptr<Reader> m_base;
    bool m_isHeld = false;
};

class LoggedTransaction final : public Transaction {
public:
    LoggedTransaction(LoggedStore &store, LoggedReader &reader)
        : m_store(store)
        , m_reader(reader)
    {
        // A piece of work looks a dozen times, and a batch is many.
        m_isHolding = m_store.beginHold();
        if (m_isHolding && !m_reader.holdBase())
            endHolding();
    }
    ~LoggedTransaction() override { endHolding(); }
    LoggedTransaction(const LoggedTransaction &) = delete;
    LoggedTransaction &operator=(const LoggedTransaction &) = delete;
    core::Result<Bytes> get(std::string_view key) override
    {
        if (const auto place = m_changes.find(key); place != m_changes.end())
            return place->second;
        return m_reader.get(key);
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return m_reader.scanWith(m_changes, range);
    }
    core::Result<> put(std::string_view key, std::string value) override
    {
        return set(key, std::make_shared<const std::string>(std::move(value)));
    }
    core::Result<> remove(std::string_view key) override { return set(key, nullptr); }
    core::Result<> mark() override
    {
        m_marks.push_back(m_undo.size());
        return core::Done();
    }
    core::Result<> keepToMark() override
    {
        m_marks.pop_back();
        if (m_marks.empty())
            m_undo.clear();
        return core::Done();
    }
    core::Result<> undoToMark() override
    {
        for (; m_undo.size() > m_marks.back(); m_undo.pop_back()) {
            auto &undo = m_undo.back();
            if (undo.before)
                undo.place->second = std::move(*undo.before);
            else
                m_changes.erase(undo.place);
        }
        m_marks.pop_back();
        return core::Done();
    }
    core::Result<> commit() override
    {
        endHolding();
        return m_store.commit(std::exchange(m_changes, {}));
    }
    void rollback() override
    {
        endHolding();
        m_changes.clear();
    }

private:
    struct Undo {
        Changes::iterator place;
        std::optional<Bytes> before; // nothing: the key was not among the changes
    };

    void endHolding()
    {
        if (!std::exchange(m_isHolding, false))
            return;
        m_reader.releaseBase();
        m_store.endHold();
    }
    core::Result<> set(std::string_view key, Bytes value)
    {
        const auto [place, isNew] = m_changes.try_emplace(std::string(key));
        if (!m_marks.empty())
            m_undo.push_back({place, isNew ? std::nullopt : std::optional(place->second)});
        place->second = std::move(value);
        return core::Done();
    }

    LoggedStore &m_store;
    LoggedReader &m_reader;
    Changes m_changes;
    std::vector<Undo> m_undo;
    std::vector<std::size_t> m_marks;
    bool m_isHolding = false;
};

LoggedStore::LoggedStore(
    std::unique_ptr<Store> base, std::unique_ptr<RedoLog> log, const LoggedStoreOptions &options)
    : m_options(options)
    , m_base(std::move(base))
    , m_log(std::move(log))
{
}

core::Result<std::unique_ptr<LoggedStore>> LoggedStore::open(
    std::unique_ptr<Store> base, std::unique_ptr<RedoLog> log, const LoggedStoreOptions &options)
{
    std::unique_ptr<LoggedStore> store(new LoggedStore(std::move(base), std::move(log), options));
    if (auto recovered = store->recover(); !recovered)
        return recovered.error();
    auto reader = store->m_base->openReader();
    if (!reader)
        return reader.error();
    store->m_reader = std::make_unique<LoggedReader>(store->m_recent, std::move(*reader));
    // No file takes its turn before the thread has given the one that waits its size.
    store->m_frozen = std::make_shared<const Changes>();
    store->m_thread = std::thread([&self = *store] { self.work(); });
    return store;
}

LoggedStore::~LoggedStore()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

core::Result<> LoggedStore::recover()
{
    auto reader = m_base->openReader();
    if (!reader)
        return reader.error();
    const auto applied = (*reader)->get(keys::applied);
    if (!applied)
        return applied.error();
    m_sequence = *applied ? keys::numberAtEnd(**applied) : 0;
    auto batches = m_log->batchesAfter(m_sequence);
    if (!batches)
        return batches.error();
    if (!batches->empty()) {
        Changes changes;
        for (auto &batch : *batches)
            mergeInto(changes, std::move(batch.changes));
        m_sequence = batches->back().sequence;
        if (auto done = apply(changes, m_sequence); !done)
            return done;
    }
    m_log->prepareSpare(std::min(m_options.turnAt, std::size_t(1) << 20));
    m_log->turn();
    return core::Done();
}

core::Result<std::unique_ptr<Transaction>> LoggedStore::begin()
{
    return std::unique_ptr<Transaction>(std::make_unique<LoggedTransaction>(*this, *m_reader));
}

core::Result<std::unique_ptr<Reader>> LoggedStore::openReader()
{
    auto base = m_base->openReader();
    if (!base)
        return base;
    return std::unique_ptr<Reader>(std::make_unique<LoggedReader>(m_recent, std::move(*base)));
}

core::Result<> LoggedStore::commit(Changes changes)
{
    if (changes.empty())
        return core::Done();
    const std::lock_guard commit(m_commit);
    if (m_log->used() >= m_options.turnAt) {
        if (auto turned = turn(m_log->used() >= m_options.mostWaiting); !turned)
            return turned;
    }
    auto logged = m_log->append(m_sequence + 1, changes);
    if (!logged && logged.error().code == "store-full" && m_log->used() > 0) {
        // The other file has room that this one cannot get any more.
        if (auto turned = turn(true); !turned)
            return turned;
        logged = m_log->append(m_sequence + 1, changes);
    }
    if (!logged)
        return logged;
    ++m_sequence;
    m_recent.add(std::move(changes));
    return core::Done();
}

// Freezes what has come and has it carried over, unless that is still going on for what came
// before; then only if it must be, and after it.
core::Result<> LoggedStore::turn(bool mustTurn)
{
    std::unique_lock lock(m_mutex);
    if (m_frozen && mustTurn)
        m_carried.wait(lock, [this] { return !m_frozen || m_failure; });
    if (m_frozen)
        return mustTurn ? core::Result<>(*m_failure) : core::Result<>(core::Done());
    m_frozen = m_recent.freeze();
    m_frozenSequence = m_sequence;
    m_log->turn();
    m_wake.notify_one();
    return core::Done();
}

bool LoggedStore::beginHold()
{
    const std::lock_guard lock(m_mutex);
    return !m_isMoving && !std::exchange(m_isHeld, true);
}

void LoggedStore::endHold()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isHeld = false;
    }
    m_carried.notify_all();
}

void LoggedStore::work()
{
    for (bool isLast = false; !isLast;) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, m_options.beat,
                [this] { return m_stop || m_mustScrub || (m_frozen && !m_failure); });
            isLast = m_stop;
        }
        scrubBase();
        // At the end what was frozen, and then what has come since.
        while (carryOver() && isLast) { }
    }
}

// All that has come goes into the base first, for the log holds what was removed too.
core::Result<> LoggedStore::scrub()
{
    {
        const std::lock_guard commit(m_commit);
        if (auto turned = turn(true); !turned)
            return turned;
        std::unique_lock lock(m_mutex);
        m_carried.wait(lock, [this] { return !m_frozen || m_failure; });
        if (m_frozen)
            return *m_failure;
        lock.unlock();
        if (auto wiped = m_log->wipe(); !wiped)
            return wiped;
    }
    std::unique_lock lock(m_mutex);
    m_mustScrub = true;
    m_wake.notify_one();
    m_carried.wait(lock, [this] { return !m_mustScrub; });
    return m_scrubbed;
}

void LoggedStore::scrubBase()
{
    std::unique_lock lock(m_mutex);
    if (!m_mustScrub)
        return;
    lock.unlock();
    auto scrubbed = m_base->scrub();
    lock.lock();
    m_scrubbed = std::move(scrubbed);
    m_mustScrub = false;
    m_carried.notify_all();
}

// True when there was something and it is done.
bool LoggedStore::carryOver()
{
    std::unique_lock lock(m_mutex);
    if (!m_frozen) {
        lock.unlock();
        // Who holds it may be waiting for what is carried over here; then there is soon something.
        const std::unique_lock commit(m_commit, std::try_to_lock);
        if (!commit.owns_lock() || m_recent.isEmpty() || !turn(false))
            return false;
        lock.lock();
    }
    const auto changes = m_frozen;
    const auto sequence = m_frozenSequence;
    // Batches that begin from here on hold nothing: SQLite begins its log anew only where nobody
    // stays with an older state.
    m_isMoving = true;
    m_carried.wait(lock, [this] { return !m_isHeld; });
    lock.unlock();
    const auto outcome
        = changes->empty() ? core::Result<>(core::Done()) : apply(*changes, sequence);
    if (outcome) {
        m_recent.dropFrozen();
        m_log->prepareSpare(m_options.turnAt);
    }
    lock.lock();
    m_isMoving = false;
    m_failure = outcome ? std::nullopt : std::optional(outcome.error());
    if (outcome)
        m_frozen = nullptr;
    m_carried.notify_all();
    return outcome.ok();
}

core::Result<> LoggedStore::apply(const Changes &changes, std::uint64_t sequence)
{
    auto transaction = m_base->begin();
    if (!transaction)
        return transaction.error();
    for (const auto &[key, value] : changes) {
        auto done = value ? (*transaction)->put(key, *value) : (*transaction)->remove(key);
        if (!done)
            return done;
    }
    if (auto done = (*transaction)->put(keys::applied, keys::number(sequence)); !done)
        return done;
    return (*transaction)->commit();
}

} // namespace chancery::server
