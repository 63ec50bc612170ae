// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/store/store.h"

#include <list>
#include <unordered_map>

namespace chancery::server {

// A reader that keeps what was asked for lately, so that hot reads touch no database. Whoever
// commits says which keys changed before the answer goes out. Network thread.
class ReadCache final : public Reader {
public:
    ReadCache(std::unique_ptr<Reader> reader, std::size_t bytes);

    core::Result<Bytes> get(std::string_view key) override;
    core::Result<std::vector<Entry>> scan(const KeyRange &range) override
    {
        return m_reader->scan(range);
    }
    void forget(const std::string &key);
    // Whose answers are kept: for who must see the state of one moment.
    Reader &store() { return *m_reader; }

private:
    struct Kept {
        std::string key;
        Bytes value;
    };
    using Order = std::list<Kept>;
    static std::size_t sizeOf(const Kept &kept);

    std::unique_ptr<Reader> m_reader;
    std::size_t m_room;
    std::size_t m_used = 0;
    Order m_order; // most lately used first
    std::unordered_map<std::string_view, Order::iterator> m_index; // views of the list's keys
};

} // namespace chancery::server
