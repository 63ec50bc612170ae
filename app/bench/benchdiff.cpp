// SPDX-License-Identifier: Apache-2.0
//
// Differences of two files: by line, as a program that reads two files and prints what differs, and
// by key beside what reading the two documents costs.
#include "app/bench/commands.h"
#include "engine/core/diff/treediff.h"
#include "engine/core/diff/unified.h"
#include "engine/core/document/json.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <random>

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

namespace {

using Texts = std::array<std::shared_ptr<const std::string>, 2>;

// Both are read and compared for a while each, in one run.
void compareWithParse(
    const std::string &prefix, const Texts &texts, const core::Format (&formats)[2])
{
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
    printMetric(prefix + "bytes", double(texts[0]->size()), "");
    printMetric(prefix + "changes", double(changes), "");
    printMetric(prefix + "parse", parsing * 1e3, "ms");
    printMetric(prefix + "treediff", comparing * 1e3, "ms");
    printMetric(prefix + "treediff_per_parse", comparing / parsing, "x");
}

struct ListShape {
    bool isNamed = false;
    bool isEdited = false;
    bool hasMore = false;
    bool isTiny = false; // items of some 40 bytes
};

// Items of some 600 bytes, as servers, routes and limits are.
std::shared_ptr<const std::string> listOf(std::size_t count, const ListShape &shape)
{
    std::mt19937 random(5);
    std::string text = "[\n";
    const auto add = [&](std::size_t number) {
        text += text.size() > 2 ? ",\n {" : " {";
        if (shape.isNamed)
            text += "\"id\": \"i" + std::to_string(number) + "\",\n  ";
        text += "\"host\": \"h-" + std::to_string(number) + ".example.net\"";
        text += ",\n  \"port\": " + std::to_string(random() % 60'000 + (shape.isEdited ? 1 : 0));
        if (shape.isTiny) {
            text += ", \"weight\": " + std::to_string(random() % 10) + '}';
            return;
        }
        for (int setting = 0; setting < 20; ++setting)
            text += ",\n  \"setting-" + std::to_string(setting) + "\": \"value "
                + std::to_string(random() % 10) + "\"";
        text += ",\n  \"labels\": {\"zone\": \"z" + std::to_string(random() % 9) + "\"}}";
    };
    for (std::size_t number = 0; number < count; ++number) {
        if (shape.hasMore && number % 1000 == 500)
            text += std::string(text.size() > 2 ? "," : "") + "\n {\"new\": true}";
        add(number);
    }
    return std::make_shared<const std::string>(text + "\n]");
}

} // namespace

int benchTreeDiff(std::span<const std::string> arguments)
{
    Texts texts;
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
    compareWithParse("", texts, formats);
    return 0;
}

// Every item edited, and nothing but their order says which is which; the same with an item more
// every thousand; the first with names; and eleven times as many tiny items, for which reading
// costs next to nothing.
int benchTreeDiffOfLists(std::span<const std::string> arguments)
{
    const auto items = std::stoul(arguments[0]);
    constexpr core::Format json[2]{core::Format::Json, core::Format::Json};
    const auto left = listOf(items, {});
    compareWithParse("unnamed_", {left, listOf(items, {.isEdited = true})}, json);
    compareWithParse(
        "unnamed_shifted_", {left, listOf(items, {.isEdited = true, .hasMore = true})}, json);
    compareWithParse("named_",
        {listOf(items, {.isNamed = true}), listOf(items, {.isNamed = true, .isEdited = true})},
        json);
    compareWithParse("unnamed_tiny_",
        {listOf(11 * items, {.isTiny = true}),
            listOf(11 * items, {.isEdited = true, .isTiny = true})},
        json);
    return 0;
}

} // namespace chancery::bench
