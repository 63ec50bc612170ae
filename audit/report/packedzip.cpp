// SPDX-License-Identifier: Apache-2.0
#include "packedzip.h"

#include <libdeflate.h>
#include <limits>
#include <memory>

namespace chancery::audit {

namespace {

constexpr std::uint16_t version = 20; // compressed files
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t date = 33; // 1980-01-01
// Of the twelve that there are. A workbook is opened once or twice, and made while somebody waits.
constexpr int level = 1;

core::Error failed(const char *why)
{
    return {core::ErrorKind::Storage, "workbook", why, {}, {}, {}};
}

void put16(std::string &out, std::size_t value)
{
    out += static_cast<char>(value & 0xffU);
    out += static_cast<char>((value >> 8U) & 0xffU);
}

void put32(std::string &out, std::size_t value)
{
    put16(out, value & 0xffffU);
    put16(out, (value >> 16U) & 0xffffU);
}

// What stands in both headers.
void putCommon(std::string &out, const PackedFile &file)
{
    put16(out, version);
    put16(out, 0); // flags
    put16(out, deflated);
    put16(out, 0); // midnight
    put16(out, date);
    put32(out, file.sum);
    put32(out, file.bytes.size());
    put32(out, file.size);
    put16(out, file.name.size());
    put16(out, 0); // extra
}

void putLocal(std::string &out, const PackedFile &file)
{
    put32(out, 0x04034b50U);
    putCommon(out, file);
    out += file.name;
    out += file.bytes;
}

void putCentral(std::string &out, const PackedFile &file, std::size_t begin)
{
    put32(out, 0x02014b50U);
    put16(out, version);
    putCommon(out, file);
    put16(out, 0); // comment
    put16(out, 0); // disk
    put16(out, 0); // internal attributes
    put32(out, 0); // external attributes
    put32(out, begin);
    out += file.name;
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
        putCentral(directory, file, out.size());
        putLocal(out, file);
    }
    const auto begin = out.size();
    out += directory;
    put32(out, 0x06054b50U);
    put32(out, 0); // disks
    put16(out, files.size());
    put16(out, files.size());
    put32(out, directory.size());
    put32(out, begin);
    put16(out, 0); // comment
    return out;
}

} // namespace chancery::audit
