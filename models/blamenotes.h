// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"
#include "engine/core/domain/lineage.h"

#include <QString>

#include <vector>

namespace chancery::models {

// Beside a line of a text: who set what stands there.
struct BlameNote {
    int line = 0; // from zero
    QString text; // "Ann Ardent, 3 d ago"; the same one is written once for lines that follow
    QString tip; // with the change, its reason and who approved it; empty where the text repeats
    bool isRepeated = false;

    friend bool operator==(const BlameNote &, const BlameNote &) = default;
};

// The notes of a text that may differ from what is live, which the report is of: a key that was
// changed since is nobody's yet. One note a line, of the newest of its keys. Pure; linear but for
// what differs.
std::vector<BlameNote> blameNotes(const core::BlameReport &report, const core::Tree &text,
    const core::Tree &live, core::Instant now);

} // namespace chancery::models
