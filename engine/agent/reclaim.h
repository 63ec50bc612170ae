// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace chancery::agent {

// Decides when a replaced snapshot has no reader left: epoch-based reclamation (K. Fraser,
// "Practical lock-freedom", 2004, §5.2.3) with the fences on the writer's side only. Of any thread.
// See reclaim.cpp for the argument.
class Reclaim {
public:
    // One reader's place, written by its thread alone; a cache line of its own.
    struct alignas(64) Slot {
        std::atomic<std::uint64_t> epoch = 0; // 0: not reading
        bool inUse = false; // under m_mutex
    };

    Reclaim();
    // All readers must be gone; frees what is left.
    ~Reclaim();
    Reclaim(const Reclaim &) = delete;
    Reclaim &operator=(const Reclaim &) = delete;

    Slot &acquireSlot();
    void releaseSlot(Slot &slot);

    // Between enter() and leave() nothing that was reachable at enter() is freed. Wait-free. Both
    // return or take what the slot held before, so that they nest.
    std::uint64_t enter(Slot &slot)
    {
        const auto before = slot.epoch.load(std::memory_order_relaxed);
        if (before == 0) [[likely]] {
            slot.epoch.store(m_epoch.load(std::memory_order_acquire), std::memory_order_relaxed);
            lightFence();
        }
        return before;
    }
    void leave(Slot &slot, std::uint64_t before)
    {
        slot.epoch.store(before, std::memory_order_release);
        lightFence();
        if (m_waiting.load(std::memory_order_relaxed)) [[unlikely]]
            tryCollect();
    }

    // Takes over something that new readers cannot reach any more; frees it as soon as nobody
    // reads.
    void retire(std::unique_ptr<void, void (*)(void *)> object);
    // How many replaced objects still wait for a reader.
    std::size_t waiting() const;

private:
    struct Retired {
        std::uint64_t epoch;
        std::unique_ptr<void, void (*)(void *)> object;
    };

    void lightFence() const
    {
        if (m_hasMembarrier) [[likely]]
            std::atomic_signal_fence(std::memory_order_seq_cst);
        else
            std::atomic_thread_fence(std::memory_order_seq_cst);
    }
    void heavyFence() const;
    void tryCollect();
    std::vector<Retired> collectLocked();

    const bool m_hasMembarrier;
    std::atomic<bool> m_waiting = false;
    std::atomic<std::uint64_t> m_epoch = 1;
    mutable std::mutex m_mutex;
    std::deque<Slot> m_slots;
    std::vector<Retired> m_retired;
};

} // namespace chancery::agent
