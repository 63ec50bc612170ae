// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/agent/files.h"
#include "engine/core/hierarchy/effectivehead.h"
#include "engine/core/secret.h"

#include <map>

namespace chancery::agent {

// What sealed values say: by the JSON text of each, which stands in one place only, the value's.
using OpenedSeals = std::map<std::string, core::Secret, std::less<>>;

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
    OpenedSeals opened; // of its texts; kept apart from the rest

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

// The same document with its sealed values opened, as its service reads it; "seal-refused" where
// one is not among those.
core::Result<core::Tree> withOpened(core::Tree document, const OpenedSeals &opened);

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
    std::string sealsOf(const std::string &path) const { return fileOf(path) + ".seals"; }
    core::Result<core::Secret> key(bool makes);
    core::Result<> storeOpened(const Release &release);
    core::Result<OpenedSeals> loadOpened(const std::string &path);

    Files &m_files;
    std::string m_folder;
};

} // namespace chancery::agent
