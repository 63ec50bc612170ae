// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace chancery::bench {

const Command *commandOf(std::span<const std::string> words)
{
    const auto *found = words.empty() ? std::ranges::end(commands)
                                      : std::ranges::find(commands, words[0], &Command::name);
    if (found == std::ranges::end(commands))
        return nullptr;
    const auto given = words.size() - 1;
    if (given >= found->arguments && given <= found->arguments + found->optional)
        return found;
    std::fprintf(stderr, "usage: chancery-bench %s %s\n", found->name.data(), found->usage.data());
    return nullptr;
}

int runCommand(std::span<const std::string> words, Runs runs)
{
    const Command *command = commandOf(words);
    if (!command)
        return 2;
    for (const auto &[name, run] : runs) {
        if (name == command->name)
            return run(words.subspan(1));
    }
    return 2;
}

void printMetric(const std::string &name, double value, const std::string &unit)
{
    std::printf("METRIC %s %f %s\n", name.c_str(), value, unit.c_str());
    std::fflush(stdout);
}

double secondsPerTurn(double seconds, const std::function<void()> &turn)
{
    using Clock = std::chrono::steady_clock;
    turn();
    const auto begin = Clock::now();
    std::chrono::duration<double> passed{};
    int turns = 0;
    do {
        turn();
        ++turns;
        passed = Clock::now() - begin;
    } while (passed.count() < seconds);
    return passed.count() / turns;
}

std::string fileContent(const std::string &path)
{
    std::ifstream stream(path, std::ios::binary | std::ios::ate);
    const auto size = stream ? std::streamoff(stream.tellg()) : 0;
    std::string content(std::size_t(std::max<std::streamoff>(size, 0)), char(0));
    stream.seekg(0);
    stream.read(content.data(), std::streamsize(content.size()));
    return content;
}

} // namespace chancery::bench
