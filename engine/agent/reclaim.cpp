// SPDX-License-Identifier: Apache-2.0
// Why nothing is freed too early. A writer makes the object unreachable, then retire() raises the
// epoch from e to e+1 and remembers the object with e. A reader publishes the epoch that it saw,
// then loads the pointer. With a full fence between the two on the reader's side and between the
// unreachability and the scan on the writer's side, one of two things holds: the writer's scan sees
// the reader's slot, whose epoch is at most e if the reader may have seen the old pointer; or the
// reader loads the pointer after the swap and never sees the old object. So the object may go when
// every slot is idle or holds an epoch greater than e.
//
// The reader's fence is the expensive one and the common one. Linux's membarrier(2) lets the writer
// run a fence on all threads of the process, so the reader's becomes a compiler barrier. Where the
// call is missing, readers pay for a real fence.
//
// Why nothing is kept too long. m_waiting is set before the writer's fence; a leaving reader clears
// its slot before it looks at m_waiting. Either the writer's scan sees the cleared slot, or the
// reader sees the flag and collects itself. try_lock is enough there: whoever holds the lock is
// about to scan.
#include "reclaim.h"

#include <algorithm>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace chancery::agent {

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool isThreadSanitized = true;
#elif defined(__has_feature)
constexpr bool isThreadSanitized = __has_feature(thread_sanitizer);
#else
constexpr bool isThreadSanitized = false;
#endif

long membarrier(int command)
{
    return syscall(SYS_membarrier, command, 0, 0);
}

bool registerMembarrier()
{
    // A race detector cannot see a fence that the kernel runs.
    return !isThreadSanitized && membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

} // namespace

Reclaim::Reclaim()
    : m_hasMembarrier(registerMembarrier())
{
}

Reclaim::~Reclaim() = default;

Reclaim::Slot &Reclaim::acquireSlot()
{
    const std::lock_guard lock(m_mutex);
    const auto free = std::find_if(
        m_slots.begin(), m_slots.end(), [](const Slot &slot) { return !slot.inUse; });
    Slot &slot = free != m_slots.end() ? *free : m_slots.emplace_back();
    slot.inUse = true;
    return slot;
}

void Reclaim::releaseSlot(Slot &slot)
{
    const std::lock_guard lock(m_mutex);
    slot.inUse = false;
}

void Reclaim::retire(std::unique_ptr<void, void (*)(void *)> object)
{
    std::vector<Retired> freed; // destroyed without the lock
    const std::lock_guard lock(m_mutex);
    m_retired.push_back({m_epoch.load(std::memory_order_relaxed), std::move(object)});
    m_epoch.fetch_add(1, std::memory_order_release);
    m_waiting.store(true, std::memory_order_relaxed);
    heavyFence();
    freed = collectLocked();
}

std::size_t Reclaim::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_retired.size();
}

void Reclaim::heavyFence() const
{
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (m_hasMembarrier)
        membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

void Reclaim::tryCollect()
{
    std::vector<Retired> freed;
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    if (lock)
        freed = collectLocked();
}

std::vector<Reclaim::Retired> Reclaim::collectLocked()
{
    auto oldest = UINT64_MAX;
    for (const Slot &slot : m_slots) {
        const auto epoch = slot.epoch.load(std::memory_order_acquire);
        if (epoch != 0)
            oldest = std::min(oldest, epoch);
    }
    const auto keep = std::partition(m_retired.begin(), m_retired.end(),
        [oldest](const Retired &retired) { return retired.epoch >= oldest; });
    std::vector<Retired> freed(
        std::make_move_iterator(keep), std::make_move_iterator(m_retired.end()));
    m_retired.erase(keep, m_retired.end());
    m_waiting.store(!m_retired.empty(), std::memory_order_relaxed);
    return freed;
}

} // namespace chancery::agent
