// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::server {

// A stored value, shared by the cache and the answers that carry it.
using Bytes = std::shared_ptr<const std::string>;

struct Entry {
    std::string key;
    Bytes value;
};

// Keys in [from, to), by their bytes.
struct KeyRange {
    std::string from;
    std::string to;
    std::size_t limit = SIZE_MAX;
    bool backwards = false;
    // A scan ends with the entry that reaches it: values may be large, and all are in memory.
    std::size_t bytes = SIZE_MAX;

    // All keys that begin with the prefix.
    static KeyRange under(std::string_view prefix);
    // Whether these are all, and not only as many as the limits let through.
    bool isExhausted(const std::vector<Entry> &entries) const;
};

// Looks at one consistent state of an ordered map of texts to texts. Used by one thread.
class Reader {
public:
    virtual ~Reader() = default;
    // Null when there is no such key.
    virtual core::Result<Bytes> get(std::string_view key) = 0;
    virtual core::Result<std::vector<Entry>> scan(const KeyRange &range) = 0;
    // From here until release() it may stay with the state of this moment, and spares itself a
    // transaction for each look. Whoever holds one for long keeps the store's log from being cut.
    virtual core::Result<> hold() { return core::Done(); }
    virtual void release() { }
};

// The one batch of changes that is under way; what it has changed it sees itself.
class Transaction : public Reader {
public:
    virtual core::Result<> put(std::string_view key, std::string value) = 0;
    virtual core::Result<> remove(std::string_view key) = 0;
    // Puts only where the present value is the expected one (null: absent); says whether it did.
    core::Result<bool> compareAndSet(
        std::string_view key, const Bytes &expected, std::string value);

    // Several pieces of work share a batch, and with it one flush to the disk. Each begins with a
    // mark and can be undone alone.
    virtual core::Result<> mark() = 0;
    virtual core::Result<> keepToMark() = 0;
    virtual core::Result<> undoToMark() = 0;
    // Durable when it returns.
    virtual core::Result<> commit() = 0;
    virtual void rollback() = 0;
};

// Where everything of a server is kept. SQLite now; small enough for etcd: ordered keys, one
// writer, compare-and-set. begin() and its transaction belong to the writer's thread; each reader
// to the thread that opened it.
class Store {
public:
    virtual ~Store() = default;
    virtual core::Result<std::unique_ptr<Transaction>> begin() = 0;
    // A reader that always sees the latest committed state.
    virtual core::Result<std::unique_ptr<Reader>> openReader() = 0;
    // What was removed or replaced before is nowhere in the files any more when it returns; it may
    // take as long as writing the store anew. Of the writer's thread, between two batches.
    virtual core::Result<> scrub() { return core::Done(); }
};

} // namespace chancery::server
