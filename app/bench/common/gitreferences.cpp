// SPDX-License-Identifier: Apache-2.0
#include "gitreferences.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <string_view>

namespace chancery::bench {

namespace {

using Id = GitReferences::Id;
using Targets = std::map<std::string, Id, std::less<>>; // by the name of the reference

constexpr std::size_t idLetters = 2 * sizeof(Id);

std::optional<Id> idOf(std::string_view text)
{
    if (text.size() < idLetters
        || text.substr(0, idLetters).find_first_not_of("0123456789abcdef") != text.npos)
        return std::nullopt;
    Id id;
    for (std::size_t i = 0; i < id.size(); ++i)
        id[i] = static_cast<unsigned char>(gitDigit(text[2 * i]) << 4 | gitDigit(text[2 * i + 1]));
    return id;
}

// "ID NAME", and below a tag "^ID" of the commit that it names.
void readPacked(const std::filesystem::path &file, Targets &targets)
{
    std::ifstream stream(file);
    Targets::iterator last = targets.end();
    for (std::string line; std::getline(stream, line);) {
        const bool isPeeled = line.starts_with('^');
        const auto id = idOf(std::string_view(line).substr(isPeeled ? 1 : 0));
        if (id && isPeeled && last != targets.end())
            last->second = *id;
        else if (id && !isPeeled && line.size() > idLetters + 1)
            last = targets.insert_or_assign(line.substr(idLetters + 1), *id).first;
    }
}

// One file each, newer than what is packed. Those that name another reference are left out, as that
// one is found itself.
void readLoose(const std::filesystem::path &folder, Targets &targets)
{
    std::error_code fault;
    for (const auto &entry :
        std::filesystem::recursive_directory_iterator(folder / "refs", fault)) {
        if (!entry.is_regular_file(fault))
            continue;
        std::ifstream stream(entry.path());
        std::string line;
        std::getline(stream, line);
        if (const auto id = idOf(line))
            targets.insert_or_assign(entry.path().lexically_relative(folder).string(), *id);
    }
}

} // namespace

std::optional<std::vector<Id>> GitReferences::read(const std::string &folder)
{
    const std::filesystem::path path(folder);
    std::error_code fault;
    if (!std::filesystem::is_directory(path / "objects", fault)
        || !std::filesystem::is_directory(path / "refs", fault)
        || std::filesystem::exists(path / "reftable", fault)
        || std::filesystem::exists(path / "commondir", fault))
        return std::nullopt;
    Targets targets;
    readPacked(path / "packed-refs", targets);
    readLoose(path, targets);
    std::vector<Id> ids;
    for (const auto &[name, id] : targets)
        ids.push_back(id);
    return ids;
}

} // namespace chancery::bench
