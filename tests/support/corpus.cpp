// SPDX-License-Identifier: Apache-2.0
#include "corpus.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace chancery::support {

std::optional<std::filesystem::path> corpus(const std::string &part)
{
    const auto folder = std::filesystem::path(CHANCERY_SHARED_DIR) / "corpus" / part;
    if (!std::filesystem::exists(folder))
        return std::nullopt;
    return folder;
}

std::filesystem::path dataFile(const std::string &name)
{
    return std::filesystem::path(CHANCERY_TEST_DATA_DIR) / name;
}

std::string contentOf(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::filesystem::path> filesIn(
    const std::filesystem::path &folder, const std::string &ending)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ending)
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void replaceAll(std::string &text, std::string_view from, std::string_view into)
{
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + into.size()))
        text.replace(at, from.size(), into);
}

} // namespace chancery::support
