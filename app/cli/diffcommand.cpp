// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/schemafiles.h"
#include "app/cli/visible.h"
#include "engine/core/document/json.h"
#include "engine/core/textdiff.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t context = 3;

struct Options {
    std::string left;
    std::string right;
    bool asJson = false;
};

// Hunks whose context would touch stand under one head.
struct Group {
    std::size_t first = 0;
    std::size_t last = 0; // both of the hunks, inclusive
};

std::vector<Group> grouped(const std::vector<core::Hunk> &hunks)
{
    std::vector<Group> groups;
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const bool joins = !groups.empty()
            && hunks[i].leftBegin - hunks[groups.back().last].leftEnd <= 2 * context;
        if (joins)
            groups.back().last = i;
        else
            groups.push_back({i, i});
    }
    return groups;
}

std::string rangeOf(std::size_t begin, std::size_t end)
{
    const auto count = end - begin;
    const auto start = count == 0 ? begin : begin + 1;
    return std::to_string(start) + (count == 1 ? "" : ',' + std::to_string(count));
}

void printLines(const Lines &lines, std::size_t begin, std::size_t end, char mark)
{
    for (std::size_t i = begin; i < end; ++i)
        std::cout << mark << visible(lines[i]) << '\n';
}

void printGroup(
    const Group &group, const std::vector<core::Hunk> &hunks, const Lines &left, const Lines &right)
{
    const auto &first = hunks[group.first];
    const auto &last = hunks[group.last];
    const auto before = std::min(context, first.leftBegin);
    const auto after = std::min(context, left.size() - last.leftEnd);
    std::cout << "@@ -" << rangeOf(first.leftBegin - before, last.leftEnd + after) << " +"
              << rangeOf(first.rightBegin - before, last.rightEnd + after) << " @@\n";
    auto at = first.leftBegin - before;
    for (auto i = group.first; i <= group.last; ++i) {
        printLines(left, at, hunks[i].leftBegin, ' ');
        printLines(left, hunks[i].leftBegin, hunks[i].leftEnd, '-');
        printLines(right, hunks[i].rightBegin, hunks[i].rightEnd, '+');
        at = hunks[i].leftEnd;
    }
    printLines(left, at, at + after, ' ');
}

// The end of the last line is no line of its own here.
Lines linesOf(const std::string &text)
{
    auto lines = core::splitLines(text);
    if (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

void printJson(const std::vector<core::Hunk> &hunks)
{
    std::cout << '[';
    for (std::size_t i = 0; i < hunks.size(); ++i) {
        const auto &hunk = hunks[i];
        std::cout << (i > 0 ? "," : "") << "{\"leftLine\":" << hunk.leftBegin + 1
                  << ",\"leftCount\":" << hunk.leftEnd - hunk.leftBegin
                  << ",\"rightLine\":" << hunk.rightBegin + 1
                  << ",\"rightCount\":" << hunk.rightEnd - hunk.rightBegin << '}';
    }
    std::cout << "]\n";
}

int diff(const Options &options)
{
    const auto left = bytesOf(options.left);
    const auto right = bytesOf(options.right);
    if (!left || !right) {
        std::cerr << "chancery-cli: diff: cannot read " << (left ? options.right : options.left)
                  << '\n';
        return couldNotRun;
    }
    const auto leftLines = linesOf(*left);
    const auto rightLines = linesOf(*right);
    const auto hunks = core::diffLines(leftLines, rightLines);
    if (options.asJson) {
        printJson(hunks);
    } else if (!hunks.empty()) {
        std::cout << "--- " << visible(options.left) << "\n+++ " << visible(options.right) << '\n';
        for (const auto &group : grouped(hunks))
            printGroup(group, hunks, leftLines, rightLines);
    }
    return hunks.empty() ? succeeded : answeredNo;
}

} // namespace

void addDiffCommand(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *command = program.add_subcommand("diff", "Compare two files line by line");
    command->add_option("LEFT", options->left)->required();
    command->add_option("RIGHT", options->right)->required();
    command->add_flag("--json", options->asJson, "The places as JSON");
    command->callback([=, &exitCode] { exitCode = diff(*options); });
}

} // namespace chancery::cli
