// SPDX-License-Identifier: Apache-2.0
#include "ziprecords.h"

namespace chancery::core::evidence {

namespace {

constexpr std::uint32_t centralSignature = 0x02014b50;
constexpr std::uint32_t endSignature = 0x06054b50;
constexpr std::uint16_t date = 33; // 1980-01-01

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
void putCommon(std::string &out, const ZipRecord &record)
{
    put16(out, record.version);
    put16(out, 0); // flags
    put16(out, record.method);
    put16(out, 0); // midnight
    put16(out, date);
    put32(out, record.sum);
    put32(out, record.packed);
    put32(out, record.size);
    put16(out, record.name.size());
    put16(out, 0); // extra
}

} // namespace

void putZipFile(
    std::string &out, std::string &directory, const ZipRecord &record, std::string_view bytes)
{
    put32(directory, centralSignature);
    put16(directory, record.version);
    putCommon(directory, record);
    put16(directory, 0); // comment
    put16(directory, 0); // disk
    put16(directory, 0); // internal attributes
    put32(directory, 0); // external attributes
    put32(directory, out.size());
    directory += record.name;
    put32(out, zipLocalSignature);
    putCommon(out, record);
    out += record.name;
    out += bytes;
}

void putZipEnd(std::string &out, const std::string &directory, std::size_t files)
{
    const auto begin = out.size();
    out += directory;
    put32(out, endSignature);
    put32(out, 0); // disks
    put16(out, files);
    put16(out, files);
    put32(out, directory.size());
    put32(out, begin);
    put16(out, 0); // comment
}

} // namespace chancery::core::evidence
