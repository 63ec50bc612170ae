// SPDX-License-Identifier: Apache-2.0
#include "anchors.h"

#include "app/cli/session.h"

namespace chancery::cli {

namespace fs = std::filesystem;

fs::path anchorFolder(const std::string &given)
{
    return given.empty() ? fs::path(sessionFile()).parent_path() / "anchors" : fs::path(given);
}

core::Result<std::map<std::uint64_t, core::Sha256>> anchoredRoots(
    const fs::path &folder, const core::NoteVerifier &verifier)
{
    std::map<std::uint64_t, core::Sha256> roots;
    const auto notes = anchorNotes(folder);
    if (!notes)
        return notes.error();
    for (const auto &file : *notes) {
        const auto note = anchorFile(file);
        if (!note)
            return note.error();
        const auto read = core::readNote(*note);
        const auto claimed = read ? core::readCheckpoint(read->text)
                                  : core::Result<core::Checkpoint>(read.error());
        if (claimed && claimed->origin != verifier.name)
            continue;
        const auto checkpoint = core::openCheckpoint(*note, verifier.name, std::span(&verifier, 1));
        if (!checkpoint)
            return core::Error{core::ErrorKind::Invalid, "anchor-unsigned",
                file.filename().string() + " is not signed by the log", {}, {}, {}};
        // The log has signed two: it was forked, whichever is the one of today.
        const auto [known, isNew] = roots.emplace(checkpoint->size, checkpoint->root);
        if (!isNew && known->second != checkpoint->root)
            return core::Error{core::ErrorKind::Invalid, "anchor-contradicts",
                file.filename().string() + " has another root for the same size", {}, {}, {}};
    }
    return roots;
}

} // namespace chancery::cli
