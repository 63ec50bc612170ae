// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/diff/ignorerules.h"

#include <QStringList>

namespace chancery::editors {

// What a comparison passes over. A value; a config's are remembered between runs as words.
struct DiffRules : core::IgnoreRules {
    bool isEmpty() const { return *this == DiffRules(); }

    // "order", "layout", "comments" and the paths; words that are none of them are left out.
    QStringList words() const;
    static DiffRules fromWords(const QStringList &words);

    friend bool operator==(const DiffRules &, const DiffRules &) = default;
};

} // namespace chancery::editors
