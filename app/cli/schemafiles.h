// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/schema/library.h"

#include <filesystem>

namespace chancery::cli {

// All bytes of a file; nothing when it cannot be read.
std::optional<std::string> bytesOf(const std::filesystem::path &file);

// Every schema below the folder, by its "$id" and by its file name. False when there is no such
// folder; files that are no documents are left out.
bool addFolder(core::SchemaLibrary &library, const std::filesystem::path &folder);

// Every schema below the folder under the prefix and its relative path.
struct Mapping {
    std::string prefix;
    std::filesystem::path folder;
};
std::optional<Mapping> mappingFromText(const std::string &text); // "URI-PREFIX=FOLDER"
bool addMapping(core::SchemaLibrary &library, const Mapping &mapping);

// The URI of a schema file: that of the mapping it lies in, else of the file.
std::string uriOf(const std::filesystem::path &file, const std::vector<Mapping> &mappings);

} // namespace chancery::cli
