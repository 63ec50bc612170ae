// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/store/store.h"

#include <algorithm>
#include <map>

namespace chancery::server {

// What a store in memory holds, and how it is read.
using MemoryMap = std::map<std::string, Bytes, std::less<>>;

inline core::Error storageFailure(std::string code)
{
    return {core::ErrorKind::Storage, std::move(code), {}, {}, {}, {}};
}

inline std::vector<Entry> scanMap(const MemoryMap &map, const KeyRange &range)
{
    std::vector<Entry> entries;
    const auto end = map.lower_bound(range.to);
    for (auto place = map.lower_bound(range.from); place != end; ++place)
        entries.push_back({place->first, place->second});
    if (range.backwards)
        std::reverse(entries.begin(), entries.end());
    if (entries.size() > range.limit)
        entries.resize(range.limit);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        sum += entries[i].value->size();
        if (sum >= range.bytes)
            entries.resize(i + 1);
    }
    return entries;
}

inline Bytes findIn(const MemoryMap &map, std::string_view key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

} // namespace chancery::server
