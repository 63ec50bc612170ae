// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/rowmarks.h"

#include <optional>

namespace chancery::audit {

// What is kept once more beside the copy's file, so that an older state of the whole file that was
// put back is found, and what went away with it is known. A value.
struct SideNote {
    std::int64_t generation = 0; // of the file; zero: the file was put aside, a new one may follow
    std::int64_t alarms = 0;
    std::int64_t unacknowledged = 0; // of them
    std::int64_t receipts = 0;
    std::string checkpoint; // the signed note that was trusted last; empty before the first

    // With a mark that only the copy's key can make.
    std::string toText(const RowMarks &marks) const;
    // None where anything of it was changed.
    static std::optional<SideNote> of(std::string_view text, const RowMarks &marks);
    friend bool operator==(const SideNote &, const SideNote &) = default;
};

} // namespace chancery::audit
