// SPDX-License-Identifier: Apache-2.0
#include "gitpack.h"

#include "app/bench/common/packobject.h"

#include <cstring>
#include <fcntl.h>
#include <libdeflate.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chancery::bench {

namespace {

constexpr std::size_t fanout = 8; // behind the signature and the version
constexpr std::size_t ids = fanout + 256 * 4;
constexpr std::size_t idSize = 20;
constexpr std::uint32_t signature = 0xff744f63;
constexpr std::uint64_t none = 0;

} // namespace

GitPack::Mapping::Mapping(const std::string &file)
{
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat state{};
    if (handle >= 0 && ::fstat(handle, &state) == 0 && state.st_size > 0) {
        void *address
            = ::mmap(nullptr, std::size_t(state.st_size), PROT_READ, MAP_PRIVATE, handle, 0);
        if (address != MAP_FAILED) {
            data = static_cast<const unsigned char *>(address);
            size = std::size_t(state.st_size);
        }
    }
    if (handle >= 0)
        ::close(handle);
}

GitPack::Mapping::~Mapping()
{
    if (data)
        ::munmap(const_cast<unsigned char *>(data), size);
}

std::uint32_t GitPack::Mapping::number(std::size_t at) const
{
    return std::uint32_t(data[at]) << 24 | std::uint32_t(data[at + 1]) << 16
        | std::uint32_t(data[at + 2]) << 8 | data[at + 3];
}

GitPack::GitPack(const std::string &stem)
    : m_index(stem + "idx")
    , m_pack(stem + "pack")
    , m_inflater(libdeflate_alloc_decompressor())
{
}

GitPack::~GitPack()
{
    libdeflate_free_decompressor(m_inflater);
}

std::unique_ptr<GitPack> GitPack::open(const std::string &indexFile)
{
    std::unique_ptr<GitPack> pack(new GitPack(indexFile.substr(0, indexFile.size() - 3)));
    if (!pack->isUsable())
        return nullptr;
    pack->m_count = pack->m_index.number(ids - 4);
    // Ids, checksums and offsets; then what is far behind, and two checksums of all.
    return pack->m_index.size >= ids + pack->m_count * (idSize + 8) + 40 ? std::move(pack)
                                                                         : nullptr;
}

bool GitPack::isUsable() const
{
    return m_inflater && m_pack.size > 32 && m_index.size > ids && m_index.number(0) == signature
        && m_index.number(4) == 2;
}

std::uint64_t GitPack::offsetOf(const unsigned char *id) const
{
    std::size_t from = id[0] == 0 ? 0 : m_index.number(fanout + (id[0] - 1U) * 4);
    std::size_t to = m_index.number(fanout + id[0] * 4U);
    if (from > to || to > m_count)
        return none;
    // Ids are evenly spread, so that a guess by their beginning lands close: a few looks instead of
    // as many as there are bits.
    const auto numberAt = [](const unsigned char *bytes) {
        return std::uint32_t(bytes[1]) << 16 | std::uint32_t(bytes[2]) << 8 | bytes[3];
    };
    const auto wanted = numberAt(id);
    std::uint64_t low = 0;
    std::uint64_t high = std::uint64_t(1) << 24;
    while (from < to) {
        const auto guess = high > low ? (wanted - low) * (to - from) / (high - low) : 0;
        const auto place = from + std::min(std::size_t(guess), to - from - 1);
        const auto *found = m_index.data + ids + place * idSize;
        const auto order = std::memcmp(found, id, idSize);
        if (order == 0) {
            const auto offset = m_index.number(ids + m_count * (idSize + 4) + place * 4);
            // Behind two gigabytes is the library's part.
            return offset >> 31 ? none : offset;
        }
        if (order < 0) {
            from = place + 1;
            low = numberAt(found);
        } else {
            to = place;
            high = numberAt(found);
        }
    }
    return none;
}

std::string_view GitPack::commit(const unsigned char *id)
{
    const auto offset = offsetOf(id);
    if (offset == none)
        return {};
    if (m_ahead) {
        if (const auto text = m_ahead->commitAt(offset); !text.empty())
            return text;
    }
    const auto object = PackObject::at({m_pack.data, m_pack.size}, offset);
    if (!object || object->type != PackObject::Commit)
        return {};
    if (m_text.size() < object->size)
        m_text.resize(object->size);
    std::size_t used = 0;
    const auto result = libdeflate_zlib_decompress_ex(m_inflater, object->data.data(),
        object->data.size(), m_text.data(), object->size, &used, nullptr);
    return result == LIBDEFLATE_SUCCESS ? std::string_view(m_text).substr(0, object->size)
                                        : std::string_view();
}

void GitPack::readAhead()
{
    m_ahead = std::make_unique<PackAhead>(std::span(m_pack.data, m_pack.size), m_count);
}

} // namespace chancery::bench
