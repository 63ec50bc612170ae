// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/files.h"
#include "engine/core/hierarchy/effectivehead.h"

namespace chancery::agent {

// An immutable text with what its version says of it.
struct CarriedText {
    core::ConfigId config;
    core::VersionId version;
    core::ContentId content;
    std::string sourceDigest;
    std::optional<core::SchemaId> schema;
    core::Format format = core::Format::Json;
    std::string text;
};

// How far a config had come when it was last seen here: nothing of it may go back.
struct Mark {
    core::ConfigId config;
    std::uint64_t epoch = 0; // 0: none of its texts was seen
    core::VersionId version;
    std::uint64_t declaration = 0;

    friend bool operator==(const Mark &, const Mark &) = default;
};

// What is live for one target: what was announced, and the texts that it speaks of.
struct Release {
    core::EffectiveHead head;
    std::vector<CarriedText> texts; // in the order of the head's
    std::vector<Mark> marks; // of all that was ever seen, this release included
    core::Instant since; // when it began to run here

    // Of the config itself; empty and 0 where only other layers of it are live.
    core::VersionId version() const { return head.own() ? head.own()->version : core::VersionId(); }
    std::uint64_t epoch() const { return head.own() ? head.own()->epoch : 0; }
    const CarriedText *textOf(const core::VersionId &version) const;
    // Nothing declared and no parent: it would be the same in every region, group and instance.
    bool isAnywhere() const;
};

// The document that a release comes to: its own text as it is, or all layers merged, references
// followed, written in that format. The tree's source is what is to stand in the file. An error
// where a text is not what its version says, where they cannot be resolved, and where the content
// is not the announced one ("content-mismatch").
core::Result<core::Tree> resolve(const Release &release, core::Format format);

// The last release of each target that ran well, on disk, for the time without a server. Owned by
// the core, in its thread.
class LastKnownGood {
public:
    LastKnownGood(Files &files, std::string folder)
        : m_files(files)
        , m_folder(std::move(folder))
    {
    }

    // Nothing when there is none; an error when there is one that cannot be read. Its texts are
    // not checked here: resolve() does that.
    core::Result<std::optional<Release>> load(const std::string &path);
    core::Result<> store(const Release &release);

private:
    std::string fileOf(const std::string &path) const;

    Files &m_files;
    std::string m_folder;
};

} // namespace chancery::agent
