// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/hunkcauses.h"

#include <QStringList>

#include <string>
#include <vector>

namespace chancery::editors {

// What a comparison passes over. A value; a config's are remembered between runs as words.
struct DiffRules {
    bool ignoresOrder = false; // of keys
    bool ignoresLayout = false; // white space, quotes, empty lines
    bool ignoresComments = false;
    std::vector<std::string> ignoredPaths; // RFC 6901, "*" for any step

    bool ignores(core::HunkCause cause) const;
    bool isEmpty() const { return *this == DiffRules(); }

    // "order", "layout", "comments" and the paths; words that are none of them are left out.
    QStringList words() const;
    static DiffRules fromWords(const QStringList &words);

    friend bool operator==(const DiffRules &, const DiffRules &) = default;
};

} // namespace chancery::editors
