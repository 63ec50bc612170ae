// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::audit {

// A file of an archive, compressed. A value; packing is a function of the content alone.
struct PackedFile {
    std::string name; // of letters, digits and "._/[]"
    std::uint32_t sum = 0;
    std::uint64_t size = 0; // before it was packed
    std::string bytes;
};
// In any thread. Error{Storage} "workbook" where there is no memory for it.
core::Result<PackedFile> packed(std::string name, std::string_view content);

// The archive of these files in their order, of the first of January 1980, with no extra field:
// what a workbook is. Same files, same bytes. Error{Storage} "workbook" beyond 4 GiB.
core::Result<std::string> zipOf(const std::vector<PackedFile> &files);

} // namespace chancery::audit
