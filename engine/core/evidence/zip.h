// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <cstdint>
#include <map>

namespace chancery::core::evidence {

// The files of a bundle by name. Names are of letters, digits and "._-", in folders by "/".
using Files = std::map<std::string, std::string>;

// The one ZIP archive of these files: in the order of their names, stored without compression, of
// the first of January 1980, without extra fields or comments. Same files, same bytes. Error
// {Invalid} "zip-name" for a name that is none, "zip-too-large" beyond 4 GiB or 65535 files.
Result<std::string> writeZip(const Files &files);

// Reads exactly what writeZip writes and nothing else: whatever differs in a single byte (order,
// method, date, checksum, something in front, between or behind) is Error{Invalid} "zip-malformed".
Result<Files> readZip(std::string_view bytes);

std::uint32_t crc32(std::string_view bytes);

} // namespace chancery::core::evidence
