// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace chancery::bench {

// The same entries as the cache takes, in what somebody would write who only wants to look them up:
// a table in a plain file with the leaf and the columns that are read from it, one index, the words
// of two columns, a thousand rows a commit. No proof, no tree, no counts, no seal.
int insertPlain(std::size_t count, const std::string &file);

} // namespace chancery::bench
