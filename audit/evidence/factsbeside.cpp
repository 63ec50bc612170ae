// SPDX-License-Identifier: Apache-2.0
#include "factsbeside.h"

namespace chancery::audit {

namespace {

constexpr std::size_t leavesAtOnce = 256;
constexpr std::size_t mostWaiting = 64;

} // namespace

FactsBeside::FactsBeside(std::uint64_t size)
{
    m_read.reserve(size);
    m_thread = std::thread([this] { work(); });
}

FactsBeside::~FactsBeside()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void FactsBeside::add(std::string leaf)
{
    m_given.push_back(std::move(leaf));
    if (m_given.size() == leavesAtOnce)
        hand(std::exchange(m_given, {}));
}

void FactsBeside::hand(Leaves leaves)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.size() < mostWaiting; });
    m_waiting.push_back(std::move(leaves));
    lock.unlock();
    m_changed.notify_all();
}

core::evidence::Facts FactsBeside::take()
{
    hand(std::exchange(m_given, {}));
    {
        const std::lock_guard lock(m_mutex);
        m_isAll = true;
    }
    m_changed.notify_all();
    m_thread.join();
    return std::move(*m_facts);
}

std::optional<FactsBeside::Leaves> FactsBeside::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isEnding || m_isAll || !m_waiting.empty(); });
    if (m_isEnding || m_waiting.empty())
        return std::nullopt;
    auto leaves = std::move(m_waiting.front());
    m_waiting.pop_front();
    lock.unlock();
    m_changed.notify_all();
    return leaves;
}

void FactsBeside::work()
{
    while (const auto leaves = next()) {
        for (const auto &leaf : *leaves)
            m_read.push_back(core::evidence::factOf(std::int64_t(m_read.size()), leaf));
    }
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnding)
            return;
    }
    m_facts.emplace(std::move(m_read));
}

} // namespace chancery::audit
