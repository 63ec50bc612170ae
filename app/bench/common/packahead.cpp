// SPDX-License-Identifier: Apache-2.0
#include "packahead.h"

#include "app/bench/common/packobject.h"

#include <algorithm>
#include <libdeflate.h>

namespace chancery::bench {

namespace {

constexpr std::size_t chunkSize = std::size_t(1) << 20;
constexpr std::size_t firstObject = 12; // behind signature, version and count
constexpr std::size_t nearby = 16;

} // namespace

PackAhead::PackAhead(std::span<const unsigned char> pack, std::size_t objects)
    : m_pack(pack)
    , m_objects(objects)
    , m_entries(new Entry[objects])
    , m_thread([this] { work(); })
{
}

PackAhead::~PackAhead()
{
    m_stop.store(true, std::memory_order_relaxed);
    m_thread.join();
}

// The room is taken when m_next is moved on.
char *PackAhead::room(std::size_t size)
{
    if (m_left < size) {
        m_left = std::max(size, chunkSize);
        m_chunks.emplace_back(new char[m_left]);
        m_next = m_chunks.back().get();
    }
    return m_next;
}

void PackAhead::work()
{
    auto *inflater = libdeflate_alloc_decompressor();
    std::size_t at = firstObject;
    for (std::size_t ready = 0; inflater && ready < m_objects && !m_stop.load();) {
        const auto object = PackObject::at(m_pack, at);
        // The commits are followed by trees and by texts.
        if (!object || object->type == PackObject::Tree || object->type == PackObject::Blob)
            break;
        char *text = room(object->size);
        std::size_t used = 0;
        if (libdeflate_zlib_decompress_ex(inflater, object->data.data(), object->data.size(), text,
                object->size, &used, nullptr)
            != LIBDEFLATE_SUCCESS)
            break;
        if (object->type == PackObject::Commit) {
            m_entries[ready] = {at, text, object->size};
            m_next += object->size;
            m_left -= object->size;
            m_ready.store(++ready, std::memory_order_release);
        }
        at = std::size_t(object->data.data() - m_pack.data()) + used;
    }
    libdeflate_free_decompressor(inflater);
}

std::string_view PackAhead::commitAt(std::uint64_t offset)
{
    const auto ready = m_ready.load(std::memory_order_acquire);
    const std::span entries(m_entries.get(), ready);
    if (entries.empty() || entries.back().offset < offset)
        return {};
    for (auto i = m_hint; i < std::min(m_hint + nearby, ready); ++i) {
        if (entries[i].offset == offset) {
            m_hint = i;
            return {entries[i].text, entries[i].size};
        }
    }
    const auto found = std::ranges::lower_bound(entries, offset, {}, &Entry::offset);
    if (found->offset != offset)
        return {};
    m_hint = std::size_t(found - entries.begin());
    return {found->text, found->size};
}

} // namespace chancery::bench
