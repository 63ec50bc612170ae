// SPDX-License-Identifier: Apache-2.0
#include "anchorfolder.h"

#include <algorithm>
#include <charconv>
#include <fstream>

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

// Whole or not at all.
core::Result<> write(const fs::path &file, const std::string &bytes)
{
    auto fresh = file;
    fresh += ".new";
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    out.close();
    std::error_code failure;
    if (out)
        fs::rename(fresh, file, failure);
    if (out && !failure)
        return core::Done();
    fs::remove(fresh, failure);
    return failed("anchor-file", file.string() + " cannot be written");
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
        auto note = anchorFile(file);
        auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
        if (!note || !answer)
            return note ? answer.error() : note.error();
        anchors.push_back({std::move(*note), std::move(*answer)});
    }
    return anchors;
}

std::vector<ReportAnchor> newestAnchorsIn(const fs::path &folder, std::size_t most)
{
    std::vector<ReportAnchor> anchors;
    auto notes = anchorNotes(folder);
    if (!notes)
        return anchors;
    std::ranges::sort(*notes, std::greater<>(), sizeIn);
    for (const auto &file : *notes) {
        if (anchors.size() == most)
            break;
        auto note = anchorFile(file);
        auto answer = anchorFile(fs::path(file).replace_extension(".tsr"));
        if (note && answer)
            anchors.push_back({std::move(*note), std::move(*answer)});
    }
    return anchors;
}

core::Result<> keepAnchor(const fs::path &folder, std::uint64_t size, const ReportAnchor &anchor)
{
    const auto stem = (folder / std::to_string(size)).string();
    std::error_code failure;
    if (fs::exists(stem + ".note", failure))
        return core::Done();
    fs::create_directories(folder, failure);
    if (auto written = write(stem + ".tsr", anchor.answer); !written)
        return written;
    return write(stem + ".note", anchor.note);
}

} // namespace chancery::audit
