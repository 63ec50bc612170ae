// SPDX-License-Identifier: Apache-2.0
#include "packedzip.h"

#include "engine/core/evidence/ziprecords.h"

#include <libdeflate.h>
#include <limits>
#include <memory>

namespace chancery::audit {

namespace {

constexpr std::uint16_t version = 20; // compressed files
constexpr std::uint16_t deflated = 8;
// Of the twelve that there are. A workbook is opened once or twice, and made while somebody waits.
constexpr int level = 1;

core::Error failed(const char *why)
{
    return {core::ErrorKind::Storage, "workbook", why, {}, {}, {}};
}

struct Freed {
    void operator()(libdeflate_compressor *compressor) const
    {
        libdeflate_free_compressor(compressor);
    }
};

} // namespace

core::Result<PackedFile> packed(std::string name, std::string_view content)
{
    const std::unique_ptr<libdeflate_compressor, Freed> compressor(
        libdeflate_alloc_compressor(level));
    if (!compressor)
        return failed("no memory");
    PackedFile file{
        std::move(name), libdeflate_crc32(0, content.data(), content.size()), content.size(), {}};
    file.bytes.resize(libdeflate_deflate_compress_bound(compressor.get(), content.size()));
    const auto size = libdeflate_deflate_compress(
        compressor.get(), content.data(), content.size(), file.bytes.data(), file.bytes.size());
    if (size == 0)
        return failed("a part cannot be packed");
    file.bytes.resize(size);
    file.bytes.shrink_to_fit();
    return file;
}

core::Result<std::string> zipOf(const std::vector<PackedFile> &files)
{
    static constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::uint64_t aroundName = 200; // more than both headers
    std::uint64_t whole = aroundName;
    for (const auto &file : files) {
        whole += file.bytes.size() + 2 * file.name.size() + aroundName;
        if (file.size > most)
            return failed("a part is larger than an archive may hold");
    }
    if (whole > most || files.size() >= std::numeric_limits<std::uint16_t>::max())
        return failed("it is larger than an archive may be");
    std::string out;
    out.reserve(whole);
    std::string directory;
    for (const auto &file : files) {
        core::evidence::putZipFile(out, directory,
            {file.name, version, deflated, file.sum, file.bytes.size(), file.size}, file.bytes);
    }
    core::evidence::putZipEnd(out, directory, files.size());
    return out;
}

} // namespace chancery::audit
