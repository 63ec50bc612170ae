// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/text/guessedspans.h"
#include "editors/text/textversion.h"
#include "engine/core/secrets/covered.h"
#include "engine/core/textsearch.h"

#include <memory>
#include <vector>

namespace chancery::editors {

// A text as it stands, with what is covered in it: what a search may look at. A value for the
// executor.
struct CoveredSource {
    TextVersion version;
    std::vector<core::TextSpan> covers; // in the order of the text
    // By which values are guessed that nobody has checked yet; null when all were.
    std::shared_ptr<const GuessBasis> guess;
    core::Format format = core::Format::Json;
};

// Finds and replaces beside the covers: no covered byte is found, shown by a group, or changed, and
// nothing that is found depends on one. Made in the executor.
class CoveredSearch {
public:
    CoveredSearch(core::TextSearch search, const CoveredSource &source);

    // As TextSearch::findAll, in the bytes of the text.
    std::vector<core::SearchHit> findAll(std::size_t limit, const core::CancelToken &token) const;
    // What stands for one of them; "cover-touched" where it is none any more.
    core::Result<std::string> replacement(const core::SearchHit &hit, std::string_view with) const;
    struct Replaced {
        // From the last to the first, so that each leaves the places of the next.
        std::vector<core::TextPatch> patches;
        std::size_t count = 0;
    };
    // A patch reaches from the first to the last hit between two covers.
    core::Result<Replaced> replaceAll(std::string_view with, const core::CancelToken &token) const;

private:
    core::TextSearch m_search;
    core::CoveredText m_shown;
};

} // namespace chancery::editors
