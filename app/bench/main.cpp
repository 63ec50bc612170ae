// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace {

using namespace chancery::bench;

// The program beside this one, in this one's place.
int become(const char *part, char **argv)
{
    std::error_code fault;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", fault);
    const auto program = self.parent_path() / ("chancery-bench-" + std::string(part));
    ::execv(program.c_str(), argv);
    std::fprintf(stderr, "%s cannot be started\n", program.c_str());
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    static constexpr std::array<std::pair<std::string_view, Run>, 1> runs{
        {{"history-graph", historyGraph}}};
    const Command *command = commandOf(words);
    if (command && command->part == Part::Histories)
        return runCommand(words, runs);
    if (command && command->part == Part::Window)
        return become("window", argv);
    if (command && command->part == Part::Audit)
        return become("audit", argv);
    const bool isKnown = !words.empty() && !words[0].starts_with("-");
    return isKnown && !command ? 2 : become("engine", argv);
}
