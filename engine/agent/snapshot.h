// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/reclaim.h"

#include <cassert>

namespace chancery::agent {

// A configuration that is read by many threads and replaced as a whole: readers see one immutable
// value from begin to end of a Reading, never wait, and never keep a writer waiting; the old value
// is freed when its last Reading ends. A service keeps one Snapshot for each config it follows.
//
//     Snapshot<Limits> limits(std::make_unique<const Limits>(…));
//     // in each thread, once:                  // for each request:
//     Snapshot<Limits>::Reader reader(limits);  const auto now = reader.read();
//     use(now->perSecond);
template <typename T>
class Snapshot {
public:
    class Reader;

    // One consistent look. Short-lived, of the reader's thread; Readings of one Reader may nest and
    // end in reverse order.
    class [[nodiscard]] Reading {
    public:
        Reading(const Reading &) = delete;
        Reading &operator=(const Reading &) = delete;
        ~Reading() { m_reclaim.leave(m_slot, m_before); }

        const T &operator*() const { return *m_value; }
        const T *operator->() const { return m_value; }

    private:
        friend class Reader;
        Reading(Snapshot &snapshot, Reclaim::Slot &slot)
            : m_reclaim(snapshot.m_reclaim)
            , m_slot(slot)
            , m_before(m_reclaim.enter(slot))
            , m_value(snapshot.m_current.load(std::memory_order_acquire))
        {
        }

        Reclaim &m_reclaim;
        Reclaim::Slot &m_slot;
        std::uint64_t m_before;
        const T *m_value;
    };

    // A thread's right to read. Made once in each thread, because that takes a lock; it must not
    // outlive the Snapshot nor change its thread while a Reading is open.
    class Reader {
    public:
        explicit Reader(Snapshot &snapshot)
            : m_snapshot(snapshot)
            , m_slot(snapshot.m_reclaim.acquireSlot())
        {
        }
        ~Reader() { m_snapshot.m_reclaim.releaseSlot(m_slot); }
        Reader(const Reader &) = delete;
        Reader &operator=(const Reader &) = delete;

        Reading read() { return Reading(m_snapshot, m_slot); }

    private:
        Snapshot &m_snapshot;
        Reclaim::Slot &m_slot;
    };

    explicit Snapshot(std::unique_ptr<const T> first)
        : m_current(first.release())
    {
        assert(m_current.load());
    }
    ~Snapshot() { delete m_current.load(); }
    Snapshot(const Snapshot &) = delete;
    Snapshot &operator=(const Snapshot &) = delete;

    // Replaces the value for every Reading that begins from now on. Of any thread.
    void publish(std::unique_ptr<const T> next)
    {
        assert(next);
        const T *old = m_current.exchange(next.release(), std::memory_order_acq_rel);
        m_reclaim.retire(
            {const_cast<T *>(old), [](void *object) { delete static_cast<T *>(object); }});
    }

    // Replaced values that a Reading still holds.
    std::size_t waiting() const { return m_reclaim.waiting(); }

private:
    std::atomic<const T *> m_current;
    Reclaim m_reclaim;
};

} // namespace chancery::agent
