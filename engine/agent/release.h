// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/files.h"
#include "engine/core/document/tree.h"
#include "engine/core/domain/config.h"

namespace chancery::agent {

// What is live for one config: the head's claims with the text that they speak of.
struct Release {
    core::ConfigId config;
    std::string path;
    core::VersionId version;
    core::ContentId content;
    std::string sourceDigest;
    core::Format format = core::Format::Json;
    std::uint64_t epoch = 0;
    core::Instant since; // when it began to run here
    std::string text;
};

// The document, when the text is what its digest and its content id say; an error otherwise.
core::Result<core::Tree> checkRelease(const Release &release);

// The last release of each config that ran well, on disk, for the time without a server. Owned by
// the core, in its thread.
class LastKnownGood {
public:
    LastKnownGood(Files &files, std::string folder)
        : m_files(files)
        , m_folder(std::move(folder))
    {
    }

    // Nothing when there is none; an error when there is one that cannot be trusted.
    core::Result<std::optional<Release>> load(const std::string &path);
    core::Result<> store(const Release &release);

private:
    std::string fileOf(const std::string &path) const;

    Files &m_files;
    std::string m_folder;
};

} // namespace chancery::agent
