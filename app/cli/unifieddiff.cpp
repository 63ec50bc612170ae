// SPDX-License-Identifier: Apache-2.0
#include "unifieddiff.h"

#include "app/cli/visible.h"
#include "engine/core/diff/unified.h"

#include <ostream>

namespace chancery::cli {

bool printUnifiedDiff(const std::string &left, const std::string &right,
    const std::string &leftName, const std::string &rightName, std::ostream &out)
{
    return printVisibly(core::unifiedDiff(left, right, {leftName, rightName}), out);
}

bool printVisibly(std::string_view difference, std::ostream &out)
{
    auto lines = core::splitLines(difference);
    lines.pop_back(); // nothing stands behind the last end
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto line = lines[i];
        // The tab behind a name in the head is for programs.
        if (i < 2 && line.ends_with('\t'))
            line.remove_suffix(1);
        out << visible(line) << '\n';
    }
    return !difference.empty();
}

} // namespace chancery::cli
