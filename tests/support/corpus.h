// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::support {

// The shared test corpus beside the project; nothing where it is absent, and the test is skipped:
// "const auto folder = corpus("merkle"); if (!folder) QSKIP(corpusIsAbsent);".
std::optional<std::filesystem::path> corpus(const std::string &part);
inline constexpr auto corpusIsAbsent = "the shared test corpus is not beside the project";

// A file under tests/data.
std::filesystem::path dataFile(const std::string &name);
// All bytes of a file; empty when it cannot be read.
std::string contentOf(const std::filesystem::path &file);
// The files of a folder and below with that ending, sorted.
std::vector<std::filesystem::path> filesIn(
    const std::filesystem::path &folder, const std::string &ending);
// Every occurrence; what is put in is not looked at again.
void replaceAll(std::string &text, std::string_view from, std::string_view into);

} // namespace chancery::support
