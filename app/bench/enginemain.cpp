// SPDX-License-Identifier: Apache-2.0
//
// What needs no window. Without a command it runs the benchmarks of the library, with its options.

#include "app/bench/commands.h"

#include <benchmark/benchmark.h>

#include <array>

int main(int argc, char **argv)
{
    using namespace chancery::bench;
    static constexpr std::array<std::pair<std::string_view, Run>, 14> runs{{
        {"bench-parse", benchParse},
        {"bench-schema", benchSchema},
        {"bench-effective", benchEffective},
        {"bench-read", benchRead},
        {"bench-put", benchPut},
        {"bench-append", benchAppend},
        {"bench-get", benchGet},
        {"bench-watch", benchWatch},
        {"impact", benchImpact},
        {"evaluate", benchPolicy},
        {"layout", benchLayout},
        {"diff", benchDiff},
        {"treediff", benchTreeDiff},
        {"treediff-lists", benchTreeDiffOfLists},
    }};
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (!words.empty() && !words[0].starts_with("-"))
        return runCommand(words, runs);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
