// SPDX-License-Identifier: Apache-2.0
//
// Differences of two files: by line, as a program that reads two files and prints what differs, and
// by key beside what reading the two documents costs.
#include "app/bench/commands.h"
#include "engine/core/diff/treediff.h"
#include "engine/core/diff/unified.h"
#include "engine/core/document/json.h"

#include <benchmark/benchmark.h>

#include <cstdio>

namespace chancery::bench {

// Exits as diff(1) does: 0 for equal files, 1 for different ones.
int benchDiff(std::span<const std::string> arguments)
{
    const auto left = fileContent(arguments[0]);
    const auto right = fileContent(arguments[1]);
    const auto text = core::unifiedDiff(left, right, {arguments[0], arguments[1]});
    std::fwrite(text.data(), 1, text.size(), stdout);
    return text.empty() ? 0 : 1;
}

int benchTreeDiff(std::span<const std::string> arguments)
{
    std::shared_ptr<const std::string> texts[2];
    core::Format formats[2]{};
    for (std::size_t i = 0; i < 2; ++i) {
        texts[i] = std::make_shared<const std::string>(fileContent(arguments[i]));
        const auto format = core::formatFromFileName(arguments[i]);
        if (!format || !core::read(texts[i], *format, core::Limits::wide())) {
            std::fprintf(stderr, "treediff: cannot read \"%s\"\n", arguments[i].c_str());
            return 2;
        }
        formats[i] = *format;
    }
    constexpr double seconds = 2;
    const double parsing = secondsPerTurn(seconds, [&] {
        for (std::size_t i = 0; i < 2; ++i)
            benchmark::DoNotOptimize(core::read(texts[i], formats[i], core::Limits::wide()));
    });
    const auto left = core::read(texts[0], formats[0], core::Limits::wide());
    const auto right = core::read(texts[1], formats[1], core::Limits::wide());
    std::size_t changes = 0;
    const double comparing = secondsPerTurn(seconds,
        [&] { changes = core::diffTrees(left.tree().root(), right.tree().root()).size(); });
    printMetric("changes", double(changes), "");
    printMetric("parse", parsing * 1e3, "ms");
    printMetric("treediff", comparing * 1e3, "ms");
    printMetric("treediff_per_parse", comparing / parsing, "x");
    return 0;
}

} // namespace chancery::bench
