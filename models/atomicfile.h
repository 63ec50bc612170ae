// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace chancery::models {

// A file on its way to its place: complete and synced under another name in the same folder, seen
// by nobody until it is committed. One that is never committed is deleted; a killed program leaves
// it behind, and sweep() finds it. Of any one thread.
class StagedFile {
public:
    // Readable by its owner only.
    static core::Result<StagedFile> stage(
        const std::filesystem::path &target, std::string_view bytes);
    StagedFile(StagedFile &&other) noexcept;
    StagedFile &operator=(StagedFile &&) = delete;
    ~StagedFile();

    // Takes the place of what is there and syncs the folder.
    core::Result<> commit();
    // Only where nothing is there yet; Error{Conflict} otherwise.
    core::Result<> commitNew();
    // Deletes what a killed program has left beside the target.
    static void sweep(const std::filesystem::path &target);

private:
    StagedFile(std::filesystem::path staged, std::filesystem::path target);

    std::filesystem::path m_staged; // empty when committed
    std::filesystem::path m_target;
};

// Error{NotFound} where there is no such file, Error{Storage} where it cannot be read.
core::Result<std::string> readWholeFile(const std::filesystem::path &file);
core::Result<> removeFile(const std::filesystem::path &file);

} // namespace chancery::models
