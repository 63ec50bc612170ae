// SPDX-License-Identifier: Apache-2.0
#include "anchors.h"

#include "app/cli/session.h"

#include <algorithm>
#include <fstream>

namespace chancery::cli {

namespace fs = std::filesystem;

fs::path anchorFolder(const std::string &given)
{
    return given.empty() ? fs::path(sessionFile()).parent_path() / "anchors" : fs::path(given);
}

core::Result<std::string> anchorFile(const fs::path &file)
{
    static constexpr std::size_t mostBytes = std::size_t(1) << 20;
    std::ifstream in(file, std::ios::binary);
    std::string text(mostBytes + 1, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(in.gcount()));
    if (in.bad() || (!in.eof() && !in.good()) || text.empty() || text.size() > mostBytes)
        return core::Error{
            core::ErrorKind::Storage, "anchor-file", file.string() + " cannot be read", {}, {}, {}};
    return text;
}

core::Result<std::vector<fs::path>> anchorNotes(const fs::path &folder)
{
    std::vector<fs::path> notes;
    std::error_code failure;
    fs::directory_iterator entries(folder, failure);
    for (; !failure && entries != fs::directory_iterator(); entries.increment(failure)) {
        if (entries->path().extension() == ".note")
            notes.push_back(entries->path());
    }
    // Who keeps none has no folder. One that cannot be read may hold what proves a forged log.
    if (failure && failure != std::errc::no_such_file_or_directory)
        return core::Error{core::ErrorKind::Storage, "anchors-unreadable",
            folder.string() + ": " + failure.message(), {}, {}, {}};
    std::ranges::sort(notes);
    return notes;
}

core::Result<std::vector<audit::ReportAnchor>> anchorsIn(const fs::path &folder)
{
    std::vector<audit::ReportAnchor> anchors;
    const auto notes = anchorNotes(folder);
    if (!notes)
        return notes.error();
    for (const auto &file : *notes) {
        auto note = anchorFile(file);
        auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
        if (!note || !answer)
            return note ? answer.error() : note.error();
        anchors.push_back({std::move(*note), std::move(*answer)});
    }
    return anchors;
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
