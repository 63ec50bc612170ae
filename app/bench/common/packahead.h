// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

namespace chancery::bench {

// Inflates the commits of a pack in the order in which they are stored, in a thread of its own,
// while another one makes use of them. Packs begin with their commits, the newest first, which is
// nearly the order in which a graph wants them. What is asked for before it has come is not there,
// and whoever asks inflates it, so nobody waits. Asked by one thread.
class PackAhead {
public:
    // The whole pack, which outlives this, and how many objects there are at most.
    PackAhead(std::span<const unsigned char> pack, std::size_t objects);
    ~PackAhead();

    // Empty when it is not there. Valid as long as this lives.
    std::string_view commitAt(std::uint64_t offset);

private:
    struct Entry {
        std::uint64_t offset;
        const char *text;
        std::size_t size;
    };

    void work();
    char *room(std::size_t size);

    std::span<const unsigned char> m_pack;
    std::size_t m_objects;
    std::unique_ptr<Entry[]> m_entries; // by offset; only the first m_ready are written
    std::atomic<std::size_t> m_ready = 0;
    std::atomic<bool> m_stop = false;
    std::vector<std::unique_ptr<char[]>> m_chunks; // of the thread
    std::size_t m_left = 0; // in the last one
    char *m_next = nullptr;
    std::size_t m_hint = 0; // of the asking thread: where the last one was found
    std::thread m_thread;
};

} // namespace chancery::bench
