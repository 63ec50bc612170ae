// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/report/reportbundle.h"

#include <filesystem>

// Checkpoints of a log with their time stamps, as "audit anchor make" keeps them: "<size>.note" and
// "<size>.tsr" side by side. Who can write there can put anything there: nothing of it is verified
// here.
namespace chancery::audit {

// Whole, and not longer than an anchor may be. Error{Storage, "anchor-file"}.
core::Result<std::string> anchorFile(const std::filesystem::path &file);
// The notes in a folder, by their names; none where there is no such folder. Error{Storage,
// "anchors-unreadable"}.
core::Result<std::vector<std::filesystem::path>> anchorNotes(const std::filesystem::path &folder);
// All that is kept there.
core::Result<std::vector<ReportAnchor>> anchorsIn(const std::filesystem::path &folder);
// The newest of them, so many at most, the longest log first, of those whose names speak of a log
// of such a size. What cannot be read is left out.
struct LogSizes {
    std::uint64_t from = 0;
    std::uint64_t to = UINT64_MAX; // itself too
};
std::vector<ReportAnchor> newestAnchorsIn(
    const std::filesystem::path &folder, std::size_t most, LogSizes sizes = {});
// Both halves, whole: a pair of which one is missing, empty or unreadable is none.
bool isAnchorKept(const std::filesystem::path &folder, std::uint64_t size);
// Whole or not at all, also when the power goes; one that is kept already stays, for an earlier
// stamp is evidence. A note without its stamp stays too where it is another one.
core::Result<> keepAnchor(
    const std::filesystem::path &folder, std::uint64_t size, const ReportAnchor &anchor);

} // namespace chancery::audit
