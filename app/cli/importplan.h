// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/result.h"

#include <filesystem>

namespace chancery::cli {

// What an import finds in a folder, before the server is asked: documents with the path that each
// would have, the schemas among them, and which belongs to which.
struct FoundSchema {
    std::string file; // relative to the folder
    std::string uri; // its "$id", or "import:" and the file
    std::string name;
    std::string text;
};

struct FoundDocument {
    std::string file;
    std::string path;
    core::Format format = core::Format::Json;
    std::string text;
    std::string schemaUri; // empty: none
    std::string schemaBy; // "$schema", "file name", "folder name" or "mapping"
};

struct SkippedFile {
    std::string file;
    std::string reason;
};

struct ImportPlan {
    std::vector<FoundSchema> schemas;
    std::vector<FoundDocument> documents;
    std::vector<SkippedFile> skipped;
};

// The mapping file names, by file or by a pattern with "*", the schema of each: by file or URI.
core::Result<ImportPlan> planImport(const std::filesystem::path &folder, const std::string &prefix,
    const std::filesystem::path &mappingFile);

// "Front End/API.v2.json" -> "front-end/api.v2"; empty where nothing of the grammar is left.
std::string pathFor(const std::string &prefix, const std::string &file);

} // namespace chancery::cli
