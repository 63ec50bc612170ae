// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/schemafiles.h"
#include "app/cli/unifieddiff.h"
#include "app/cli/visible.h"
#include "engine/core/diff/jsonpatch.h"
#include "engine/core/diff/unified.h"
#include "engine/core/merge/place.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <unistd.h>

namespace chancery::cli {

namespace {

struct Options {
    std::string left;
    std::string right;
    std::string format; // empty: unified, for people
    bool asJson = false;
};

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

// The end of the last line is no line of its own here.
std::vector<std::string_view> linesOf(const std::string &text)
{
    auto lines = core::splitLines(text);
    if (!lines.empty() && lines.back().empty())
        lines.pop_back();
    return lines;
}

int printPlaces(const std::string &left, const std::string &right)
{
    const auto hunks = core::diffLines(linesOf(left), linesOf(right));
    printJson(hunks);
    return hunks.empty() ? succeeded : answeredNo;
}

// To the byte where a program reads it, so that patch(1) can apply it.
int printUnified(const Options &options, const std::string &left, const std::string &right)
{
    if (options.format != "unified" || isatty(STDOUT_FILENO) != 0)
        return printUnifiedDiff(left, right, options.left, options.right, std::cout) ? answeredNo
                                                                                     : succeeded;
    const auto text = core::unifiedDiff(left, right, {options.left, options.right});
    std::cout << text;
    return text.empty() ? succeeded : answeredNo;
}

std::optional<core::Tree> treeOf(const std::string &file, std::string text)
{
    const auto format = core::formatFromFileName(file);
    if (!format) {
        std::cerr << "chancery-cli: diff: " << visible(file)
                  << " is not JSON, YAML or TOML by its name\n";
        return std::nullopt;
    }
    auto reading = core::read(std::move(text), *format, core::Limits::wide());
    if (reading)
        return std::move(reading).tree();
    const auto &problem = reading.problem();
    std::cerr << "chancery-cli: diff: " << visible(file) << ": line " << problem.position.line
              << ", column " << problem.position.column << ": " << visible(problem.message) << '\n';
    return std::nullopt;
}

std::string shortJson(core::Value value)
{
    constexpr std::size_t longest = 60;
    if (value.isObject())
        return '{' + std::to_string(value.size()) + " members}";
    if (value.isArray())
        return '[' + std::to_string(value.size()) + " items]";
    auto text = core::jsonText(value);
    if (text.size() > longest)
        text = text.substr(0, longest) + "…";
    return text;
}

std::string lineOf(const core::TreeChange &change)
{
    using enum core::TreeChange::Kind;
    const auto &place = change.left.empty() ? "(the whole document)" : change.left;
    switch (change.kind) {
    case Added:
        return "+ " + change.right + ": " + shortJson(change.rightValue);
    case Removed:
        return "- " + place + ": " + shortJson(change.leftValue);
    case Changed:
        return "~ " + place + ": " + shortJson(change.leftValue) + " -> "
            + shortJson(change.rightValue);
    case MovedAway:
        return "> " + place + " -> " + change.right;
    case Reordered:
        return "% " + place + ": members in another order";
    case MovedHere:
        break;
    }
    return {};
}

int printTrees(const Options &options, std::string leftText, std::string rightText)
{
    const auto left = treeOf(options.left, std::move(leftText));
    const auto right = left ? treeOf(options.right, std::move(rightText)) : std::nullopt;
    if (!left || !right)
        return couldNotRun;
    const auto changes = core::diffTrees(left->root(), right->root());
    if (options.format == "json-patch") {
        std::cout << safeJson(core::jsonPatchOf(changes));
    } else {
        for (const auto &change : changes) {
            if (const auto line = lineOf(change); !line.empty())
                std::cout << visible(line) << '\n';
        }
    }
    return changes.empty() ? succeeded : answeredNo;
}

int diff(const Options &options)
{
    auto left = bytesOf(options.left);
    auto right = bytesOf(options.right);
    if (!left || !right) {
        std::cerr << "chancery-cli: diff: cannot read "
                  << visible(left ? options.right : options.left) << '\n';
        return couldNotRun;
    }
    if (options.asJson)
        return printPlaces(*left, *right);
    if (options.format == "tree" || options.format == "json-patch")
        return printTrees(options, std::move(*left), std::move(*right));
    return printUnified(options, *left, *right);
}

} // namespace

void addDiffCommand(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *command = program.add_subcommand("diff", "Compare two files, by line or by key");
    command->add_option("LEFT", options->left)->required();
    command->add_option("RIGHT", options->right)->required();
    auto *format = command->add_option("--format", options->format,
        "unified (applies with patch), tree (changes by key path) or json-patch (RFC 6902)");
    format->check(CLI::IsMember({"unified", "tree", "json-patch"}));
    command->add_flag("--json", options->asJson, "The places of differing lines as JSON")
        ->excludes(format);
    command->callback([=, &exitCode] { exitCode = diff(*options); });
}

} // namespace chancery::cli
