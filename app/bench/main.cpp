// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace chancery::bench {

namespace {

const Command commands[]{
    {"bench-parse", "json|yaml|toml FILE SECONDS", 3, benchParse},
    {"bench-schema", "SCHEMA DOCS.jsonl EXT.json|- SECONDS", 4, benchSchema},
    {"bench-effective", "KEYS LAYERS SECONDS", 3, benchEffective},
    {"bench-read", "SECONDS WRITER_MICROSECONDS READERS", 3, benchRead},
    {"bench-put", "CLIENTS SECONDS", 2, benchPut},
    {"bench-get", "CLIENTS SECONDS", 2, benchGet},
    {"bench-watch", "WATCHERS ROUNDS", 2, benchWatch},
    {"impact", "CONFIGS SECONDS", 2, benchImpact},
    {"layout", "GRAPH.json", 1, benchLayout},
    {"diff", "A B", 2, benchDiff},
    {"treediff", "A B", 2, benchTreeDiff},
    {"history-graph", "REPOSITORY [--first]", 1, historyGraph, 1},
#ifdef CHANCERY_WITH_EDITORS
    {"gui-edit", "FILE", 1, guiEdit},
    {"gui-diff", "A B", 2, guiDiff},
    {"gui-history", "REPOSITORY", 1, guiHistory},
    {"bench-history-scroll", "REPOSITORY", 1, benchScroll},
    {"bench-keys", "FILE", 1, benchKeys},
    {"bench-problems", "FILE SCHEMA", 2, benchProblems},
    {"bench-complete", "FILE SCHEMA", 2, benchComplete},
#endif
};

} // namespace

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

int main(int argc, char **argv)
{
    using namespace chancery::bench;
    const std::vector<std::string> words(argv + 1, argv + argc);
    for (const Command &command : commands) {
        if (words.empty() || words[0] != command.name)
            continue;
        const auto given = words.size() - 1;
        if (given >= command.arguments && given <= command.arguments + command.optional)
            return command.run(std::span(words).subspan(1));
        std::fprintf(
            stderr, "usage: chancery-bench %s %s\n", command.name.c_str(), command.usage.c_str());
        return 2;
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
