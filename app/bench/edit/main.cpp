// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"

#include <array>

int main(int argc, char **argv)
{
    using namespace chancery::bench;
    static constexpr std::array<std::pair<std::string_view, Run>, 8> runs{{
        {"gui-edit", guiEdit},
        {"gui-diff", guiDiff},
        {"gui-history", guiHistory},
        {"gui-audit", guiAudit},
        {"bench-history-scroll", benchScroll},
        {"bench-keys", benchKeys},
        {"bench-problems", benchProblems},
        {"bench-complete", benchComplete},
    }};
    return runCommand(std::vector<std::string>(argv + 1, argv + argc), runs);
}
