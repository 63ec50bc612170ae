// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chancery::core::evidence {

inline constexpr std::uint32_t zipLocalSignature = 0x04034b50;

// What an archive says of a file (APPNOTE.TXT 4.3): of the first of January 1980, without flags,
// extra fields, attributes or comments.
struct ZipRecord {
    std::string_view name;
    std::uint16_t version = 0; // of the format, that it needs
    std::uint16_t method = 0;
    std::uint32_t sum = 0;
    std::size_t packed = 0; // bytes, as they stand in the archive
    std::size_t size = 0; // bytes, as they were
};
// The file behind what is there already, and what the directory says of it. Sizes fit 32 bits.
void putZipFile(
    std::string &out, std::string &directory, const ZipRecord &record, std::string_view bytes);
// The directory behind the files, and what closes the archive.
void putZipEnd(std::string &out, const std::string &directory, std::size_t files);

} // namespace chancery::core::evidence
