// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/memorymap.h"

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace chancery::server {

// A store in memory that fails when told to. The second implementation of the interface: what the
// server needs of a store is in here.
class MemoryStore final : public Store {
public:
    using Map = MemoryMap;

    // Asked before every put; true makes it fail.
    std::function<bool(std::string_view key)> failsPut;
    // Called before every get of a reader, in its thread; set while nobody reads.
    std::function<void(std::string_view key)> beforeGet;
    std::atomic<bool> failsCommit = false;
    std::atomic<int> commits = 0;
    std::atomic<bool> failsScrub = false;
    std::atomic<int> scrubs = 0;
    // Entries of the log's personal data that the writer went through.
    std::atomic<std::size_t> personalScanned = 0;
    // Entries of the log that the writer read.
    std::atomic<std::size_t> leavesRead = 0;
    // Entries that readers were given, and keys that they asked for.
    std::atomic<std::size_t> rowsRead = 0;
    std::function<void(const Map &)> onEnd; // told what it held

    MemoryStore() = default;
    ~MemoryStore() override
    {
        if (onEnd)
            onEnd(*present());
    }

    core::Result<std::unique_ptr<Transaction>> begin() override;
    core::Result<std::unique_ptr<Reader>> openReader() override;
    core::Result<> scrub() override
    {
        ++scrubs;
        if (failsScrub)
            return core::Error{core::ErrorKind::Storage, "sqlite-full", {}, {}, {}, {}};
        return core::Done();
    }

    Map snapshot() { return *present(); }
    // What is committed now; it does not change any more.
    std::shared_ptr<const Map> present()
    {
        const std::lock_guard lock(m_mutex);
        return m_map;
    }
    void replace(Map map)
    {
        auto next = std::make_shared<const Map>(std::move(map));
        const std::lock_guard lock(m_mutex);
        m_map = std::move(next);
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<const Map> m_map = std::make_shared<const Map>();
};

class MemoryTransaction final : public Transaction {
public:
    explicit MemoryTransaction(MemoryStore &store)
        : m_store(store)
        , m_map(*store.present())
    {
    }
    core::Result<Bytes> get(std::string_view key) override
    {
        m_store.leavesRead += key.starts_with("audit-leaf/") ? 1 : 0;
        return findIn(m_map, key);
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        auto entries = scanMap(m_map, range);
        if (range.to.starts_with("personal"))
            m_store.personalScanned += entries.size();
        if (range.to.starts_with("audit-leaf"))
            m_store.leavesRead += entries.size();
        return entries;
    }
    core::Result<> put(std::string_view key, std::string value) override
    {
        if (m_store.failsPut && m_store.failsPut(key))
            return storageFailure("sqlite-ioerr");
        auto &place = m_map[std::string(key)];
        m_undo.emplace_back(key, place);
        place = std::make_shared<const std::string>(std::move(value));
        return core::Done();
    }
    core::Result<> remove(std::string_view key) override
    {
        if (const auto place = m_map.find(key); place != m_map.end()) {
            m_undo.emplace_back(key, place->second);
            m_map.erase(place);
        }
        return core::Done();
    }
    core::Result<> mark() override
    {
        m_marks.push_back(m_undo.size());
        return core::Done();
    }
    core::Result<> keepToMark() override
    {
        m_marks.pop_back();
        return core::Done();
    }
    core::Result<> undoToMark() override
    {
        for (; m_undo.size() > m_marks.back(); m_undo.pop_back()) {
            auto &[key, value] = m_undo.back();
            if (value)
                m_map[key] = std::move(value);
            else
                m_map.erase(key);
        }
        m_marks.pop_back();
        return core::Done();
    }
    core::Result<> commit() override
    {
        if (m_store.failsCommit)
            return storageFailure("sqlite-full");
        m_store.replace(std::move(m_map));
        ++m_store.commits;
        m_store.commits.notify_all();
        return core::Done();
    }
    void rollback() override { }

private:
    MemoryStore &m_store;
    MemoryStore::Map m_map;
    std::vector<std::pair<std::string, Bytes>> m_undo; // what was there; null: nothing
    std::vector<std::size_t> m_marks; // into m_undo
};

class MemoryReader final : public Reader {
public:
    explicit MemoryReader(MemoryStore &store)
        : m_store(store)
    {
    }
    core::Result<Bytes> get(std::string_view key) override
    {
        if (m_store.beforeGet)
            m_store.beforeGet(key);
        ++m_store.rowsRead;
        return findIn(*m_store.present(), key);
    }
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        auto entries = scanMap(*m_store.present(), range);
        m_store.rowsRead += entries.size();
        return entries;
    }

private:
    MemoryStore &m_store;
};

inline core::Result<std::unique_ptr<Transaction>> MemoryStore::begin()
{
    return std::unique_ptr<Transaction>(std::make_unique<MemoryTransaction>(*this));
}

inline core::Result<std::unique_ptr<Reader>> MemoryStore::openReader()
{
    return std::unique_ptr<Reader>(std::make_unique<MemoryReader>(*this));
}

} // namespace chancery::server
