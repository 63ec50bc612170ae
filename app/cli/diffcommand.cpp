// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/schemafiles.h"
#include "app/cli/unifieddiff.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string left;
    std::string right;
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

int diff(const Options &options)
{
    const auto left = bytesOf(options.left);
    const auto right = bytesOf(options.right);
    if (!left || !right) {
        std::cerr << "chancery-cli: diff: cannot read " << (left ? options.right : options.left)
                  << '\n';
        return couldNotRun;
    }
    const UnifiedDiff difference(*left, *right);
    const auto &hunks = difference.hunks();
    if (options.asJson)
        printJson(hunks);
    else
        difference.print(options.left, options.right, std::cout);
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
