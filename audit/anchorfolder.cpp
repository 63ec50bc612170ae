// SPDX-License-Identifier: Apache-2.0
#include "anchorfolder.h"

#include "engine/core/timestamp.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace chancery::audit {

namespace fs = std::filesystem;

namespace {

core::Error failed(const char *code, std::string detail)
{
    return {core::ErrorKind::Storage, code, std::move(detail), {}, {}, {}};
}

std::uint64_t sizeIn(const fs::path &note)
{
    const auto stem = note.stem().string();
    std::uint64_t size = 0;
    std::from_chars(stem.data(), stem.data() + stem.size(), size);
    return size;
}

bool writeAll(int handle, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(handle, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes.remove_prefix(std::size_t(count));
    }
    return ::fsync(handle) == 0;
}

bool syncFolder(const fs::path &folder)
{
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool isSynced = ::fsync(handle) == 0;
    ::close(handle);
    return isSynced;
}

// Whole or not at all: the bytes are on the disk before the name is.
core::Result<> write(const fs::path &file, const std::string &bytes)
{
    auto fresh = file;
    fresh += ".new";
    std::error_code failure;
    const int handle = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    const bool isWritten = handle >= 0 && writeAll(handle, bytes);
    if (handle >= 0)
        ::close(handle);
    if (isWritten)
        fs::rename(fresh, file, failure);
    if (isWritten && !failure && syncFolder(file.parent_path()))
        return core::Done();
    fs::remove(fresh, failure);
    return failed("anchor-file", file.string() + " cannot be written");
}

// No authority answers with more.
core::Result<ReportAnchor> pairOf(const fs::path &file)
{
    auto note = anchorFile(file);
    auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
    if (!note || !answer)
        return note ? answer.error() : note.error();
    if (answer->size() > core::mostTimestampBytes)
        return failed("anchor-file", file.string() + " has a time stamp that is too long");
    return ReportAnchor{std::move(*note), std::move(*answer)};
}

} // namespace

core::Result<std::string> anchorFile(const fs::path &file)
{
    static constexpr std::size_t mostBytes = std::size_t(1) << 20;
    std::ifstream in(file, std::ios::binary);
    std::string text(mostBytes + 1, '\0');
    in.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(in.gcount()));
    if (in.bad() || (!in.eof() && !in.good()) || text.empty() || text.size() > mostBytes)
        return failed("anchor-file", file.string() + " cannot be read");
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
        return failed("anchors-unreadable", folder.string() + ": " + failure.message());
    std::ranges::sort(notes);
    return notes;
}

core::Result<std::vector<ReportAnchor>> anchorsIn(const fs::path &folder)
{
    std::vector<ReportAnchor> anchors;
    const auto notes = anchorNotes(folder);
    if (!notes)
        return notes.error();
    for (const auto &file : *notes) {
        auto pair = pairOf(file);
        if (!pair)
            return std::move(pair).error();
        anchors.push_back(*std::move(pair));
    }
    return anchors;
}

std::vector<ReportAnchor> newestAnchorsIn(const fs::path &folder, std::size_t most, LogSizes sizes)
{
    std::vector<ReportAnchor> anchors;
    auto notes = anchorNotes(folder);
    if (!notes)
        return anchors;
    std::erase_if(*notes, [sizes](const fs::path &file) {
        return sizeIn(file) < sizes.from || sizeIn(file) > sizes.to;
    });
    std::ranges::sort(*notes, std::greater<>(), sizeIn);
    for (const auto &file : *notes) {
        if (anchors.size() == most)
            break;
        if (auto pair = pairOf(file))
            anchors.push_back(*std::move(pair));
    }
    return anchors;
}

bool isAnchorKept(const fs::path &folder, std::uint64_t size)
{
    return pairOf(folder / (std::to_string(size) + ".note")).ok();
}

core::Result<> keepAnchor(const fs::path &folder, std::uint64_t size, const ReportAnchor &anchor)
{
    const auto stem = (folder / std::to_string(size)).string();
    if (anchor.note.empty() || anchor.answer.empty()
        || anchor.answer.size() > core::mostTimestampBytes)
        return failed("anchor-file", "What is to be kept as " + stem + ".note is no time stamp");
    if (isAnchorKept(folder, size))
        return core::Done();
    // A log that has signed two of one size is proved by the note alone.
    if (const auto note = anchorFile(stem + ".note"); note && *note != anchor.note)
        return core::Done();
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (auto written = write(stem + ".tsr", anchor.answer); !written)
        return written;
    return write(stem + ".note", anchor.note);
}

} // namespace chancery::audit
