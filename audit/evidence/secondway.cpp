// SPDX-License-Identifier: Apache-2.0
#include "secondway.h"

#include "audit/evidence/evidencequery.h"
#include "engine/core/document/json.h"

namespace chancery::audit {

using core::Result;
using core::evidence::Count;
using core::evidence::Facts;

namespace {

constexpr std::size_t leavesAtOnce = 256;
// So that neither thread waits for the other at each piece.
constexpr std::size_t piecesAhead = 32;
constexpr auto betweenLooks = std::chrono::milliseconds(20);

} // namespace

SecondWay::SecondWay(core::evidence::EntryRange entries, LeafAt leaf, SecondCount count)
    : m_entries(entries)
    , m_leaf(std::move(leaf))
    , m_count(std::move(count))
    , m_asked(entries.first)
    , m_first(entries.first)
{
    m_job.start([this] { work(); });
}

SecondWay::~SecondWay()
{
    end();
}

// Under the mutex, so that who is about to wait hears it.
void SecondWay::end()
{
    {
        const std::lock_guard lock(m_mutex);
        m_job.end();
    }
    m_changed.notify_all();
}

Result<const core::Tree *> SecondWay::at(std::uint64_t seq)
{
    while (!m_current || seq - m_first >= m_current->size()) {
        if (auto done = readAhead(); !done)
            return done.error();
        if (auto done = takeNext(); !done)
            return done.error();
    }
    const auto &reading = (*m_current)[seq - m_first];
    return reading ? &reading.tree() : nullptr;
}

Result<> SecondWay::readAhead()
{
    while (m_asked < m_entries.end && m_handed - m_taken < piecesAhead) {
        Leaves leaves;
        leaves.reserve(leavesAtOnce);
        while (m_asked < m_entries.end && leaves.size() < leavesAtOnce) {
            auto leaf = m_leaf(m_asked);
            if (!leaf)
                return leaf.error();
            leaves.push_back(std::move(*leaf));
            ++m_asked;
        }
        ++m_handed;
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(std::move(leaves));
            m_isAll = m_asked == m_entries.end;
        }
        m_changed.notify_all();
    }
    return core::Done();
}

Result<> SecondWay::takeNext()
{
    if (m_taken == m_handed)
        return core::Error{core::ErrorKind::Internal, "evidence-order", {}, {}, {}, {}};
    if (auto there = waitFor([this] { return !m_read.empty(); }, {}); !there)
        return there;
    m_first += m_current ? m_current->size() : 0;
    const std::lock_guard lock(m_mutex);
    m_current = std::move(m_read.front());
    m_read.pop_front();
    ++m_taken;
    return core::Done();
}

// Looks up now and then: a job that failed wakes nobody.
Result<> SecondWay::waitFor(
    const std::function<bool()> &isThere, const std::function<bool()> &isCancelled)
{
    std::unique_lock lock(m_mutex);
    while (!m_changed.wait_for(lock, betweenLooks, isThere)) {
        lock.unlock();
        if (isCancelled && isCancelled())
            end();
        if (m_job.isEnding())
            return m_job.outcome();
        lock.lock();
    }
    return core::Done();
}

Result<std::shared_ptr<const Facts>> SecondWay::facts(const std::function<bool()> &isCancelled)
{
    if (m_entries.count() == 0) {
        const std::lock_guard lock(m_mutex);
        m_isAll = true;
    }
    m_changed.notify_all();
    if (auto there = waitFor([this] { return m_facts != nullptr; }, isCancelled); !there)
        return there.error();
    const std::lock_guard lock(m_mutex);
    return m_facts;
}

Result<std::vector<Count>> SecondWay::counts(const std::function<bool()> &isCancelled)
{
    if (auto there = waitFor([this] { return m_counts.has_value(); }, isCancelled); !there)
        return there.error();
    const std::lock_guard lock(m_mutex);
    return *m_counts;
}

std::optional<SecondWay::Leaves> SecondWay::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_job.isEnding() || m_isAll || !m_waiting.empty(); });
    if (m_job.isEnding() || m_waiting.empty())
        return std::nullopt;
    auto leaves = std::move(m_waiting.front());
    m_waiting.pop_front();
    return leaves;
}

void SecondWay::work()
{
    std::vector<core::evidence::Fact> all;
    all.reserve(m_entries.count());
    while (auto leaves = next()) {
        Readings readings;
        readings.reserve(leaves->size());
        for (auto &leaf : *leaves)
            readings.push_back(core::readJson(std::move(leaf), core::Limits::wide()));
        const auto shared = std::make_shared<const Readings>(std::move(readings));
        {
            const std::lock_guard lock(m_mutex);
            m_read.push_back(shared);
        }
        m_changed.notify_all();
        for (const auto &reading : *shared)
            all.push_back(core::evidence::factOf(
                std::int64_t(m_entries.first + all.size()), reading ? &reading.tree() : nullptr));
    }
    if (m_job.isEnding())
        return;
    auto facts = std::make_shared<const Facts>(std::move(all));
    auto period = m_count.period;
    period.asOf = facts->last();
    {
        const std::lock_guard lock(m_mutex);
        m_facts = facts;
    }
    m_changed.notify_all();
    std::vector<Count> counts(m_count.definitions.size());
    for (std::size_t i = 0; i < counts.size() && !m_job.isEnding(); ++i) {
        if (m_count.definitions[i].isCollected)
            counts[i] = countAgain(*facts, m_count.definitions[i], m_count.given, period);
    }
    const std::lock_guard lock(m_mutex);
    m_counts = std::move(counts);
    m_changed.notify_all();
}

} // namespace chancery::audit
