// SPDX-License-Identifier: Apache-2.0
#include "readcache.h"

namespace chancery::server {

ReadCache::ReadCache(std::unique_ptr<Reader> reader, std::size_t bytes)
    : m_reader(std::move(reader))
    , m_room(bytes)
{
}

std::size_t ReadCache::sizeOf(const Kept &kept)
{
    static constexpr std::size_t overhead = 200;
    return kept.key.size() + (kept.value ? kept.value->size() : 0) + overhead;
}

core::Result<Bytes> ReadCache::get(std::string_view key)
{
    if (const auto found = m_index.find(key); found != m_index.end()) {
        m_order.splice(m_order.begin(), m_order, found->second);
        return found->second->value;
    }
    auto value = m_reader->get(key);
    // What is absent is not kept: anyone could fill the cache with made-up names.
    if (!value || !*value)
        return value;
    m_order.push_front({std::string(key), *value});
    m_index.emplace(m_order.front().key, m_order.begin());
    m_used += sizeOf(m_order.front());
    while (m_used > m_room && m_order.size() > 1)
        forget(std::string(m_order.back().key));
    return value;
}

void ReadCache::forget(const std::string &key)
{
    const auto found = m_index.find(key);
    if (found == m_index.end())
        return;
    const auto place = found->second;
    m_used -= sizeOf(*place);
    m_index.erase(found);
    m_order.erase(place);
}

} // namespace chancery::server
