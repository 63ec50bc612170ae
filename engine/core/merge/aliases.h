// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace chancery::core {

// YAML's aliases while texts are merged. What an alias stands for is written elsewhere: a change of
// that is one change, not one at each alias. So aliases, and the merge key, are covered as the
// texts "*name" and "<<" in quotes, which are values like others, and uncovered in the end.
class AliasCover {
public:
    // Nothing where no text has an alias, and "isAmbiguous" where one has such texts itself or
    // cannot be read.
    static std::optional<AliasCover> of(
        std::span<const std::string *const> texts, bool &isAmbiguous);

    std::string covered(const std::string &text) const;
    std::string uncovered(const std::string &text) const;

    // Names of anchors in the order of the text; an alias means the last one of its name.
    static std::vector<std::string> anchors(const std::string &text);

private:
    std::set<std::string> m_names; // with their signs
};

} // namespace chancery::core
