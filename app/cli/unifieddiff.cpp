// SPDX-License-Identifier: Apache-2.0
#include "app/cli/unifieddiff.h"

#include "app/cli/visible.h"
#include "engine/core/diff/unified.h"

#include <ostream>

namespace chancery::cli {

bool printUnifiedDiff(const std::string &left, const std::string &right,
    const std::string &leftName, const std::string &rightName, std::ostream &out)
{
    const auto text = core::unifiedDiff(left, right, {leftName, rightName});
    auto lines = core::splitLines(text);
    lines.pop_back(); // nothing stands behind the last end
    for (const auto line : lines)
        out << visible(line) << '\n';
    return !text.empty();
}

} // namespace chancery::cli
