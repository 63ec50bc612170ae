// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/server/view.h"

namespace chancery::server {

// The entries of a range from its end, read in pieces, until the visitor has seen enough and says
// false.
template <typename Visit>
void visitBackwards(const View &view, KeyRange range, Visit visit)
{
    range.backwards = true;
    range.limit = 256;
    for (;;) {
        const auto entries = view.scan(range);
        for (const auto &entry : entries) {
            if (!visit(entry))
                return;
        }
        if (entries.size() < range.limit)
            return;
        range.to = entries.back().key;
    }
}

} // namespace chancery::server
