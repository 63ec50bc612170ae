// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/anchorfolder.h"
#include "engine/core/signednote.h"

#include <filesystem>
#include <map>

// Checkpoints with their time stamps, as "audit anchor make" keeps them: "<size>.note" and
// "<size>.tsr" side by side.
namespace chancery::cli {

// Beside the session, where nobody says otherwise.
std::filesystem::path anchorFolder(const std::string &given);
using audit::anchorFile;
using audit::anchorNotes;
using audit::anchorsIn;
// What the log with that key has anchored: roots by sizes. Notes of other logs are left out; one
// that bears this log's name and not its signature is Error{Invalid, "anchor-unsigned"}.
core::Result<std::map<std::uint64_t, core::Sha256>> anchoredRoots(
    const std::filesystem::path &folder, const core::NoteVerifier &verifier);

} // namespace chancery::cli
