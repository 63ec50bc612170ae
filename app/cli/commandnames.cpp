// SPDX-License-Identifier: Apache-2.0
#include "commandnames.h"

#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <numeric>

namespace chancery::cli {

namespace {

// How many letters have to be put in, left out or replaced.
std::size_t distance(const std::string &a, const std::string &b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

// Empty where none looks like it: a guess that is far off leads astray.
std::string nearest(const CLI::App &group, const std::string &word)
{
    static constexpr std::size_t longest = 32;
    std::string best;
    auto fewest = word.size() > longest ? 0 : word.size() / 3 + 1;
    const auto commands = group.get_subcommands(nullptr);
    for (const auto *command : commands) {
        const auto count = distance(word, command->get_name());
        if (count < fewest) {
            fewest = count;
            best = command->get_name();
        }
    }
    return best;
}

CLI::App *commandOf(CLI::App &group, const std::string &word)
{
    const auto named = group.get_subcommands(
        [&](const CLI::App *command) { return command->get_name() == word; });
    return named.empty() ? nullptr : named.front();
}

} // namespace

std::optional<std::string> unknownCommand(CLI::App &program, int argc, const char *const *argv)
{
    CLI::App *group = &program;
    std::string path = program.get_name();
    for (int i = 1; i < argc && group->get_require_subcommand_min() > 0; ++i) {
        const std::string word(argv[i]);
        if (word.starts_with('-'))
            return std::nullopt;
        if (auto *next = commandOf(*group, word)) {
            group = next;
            path += ' ' + word;
            continue;
        }
        const auto meant = nearest(*group, word);
        return "There is no command \"" + visible(word) + '"'
            + (group == &program ? "" : " of \"" + path + '"') + ". "
            + (meant.empty() ? "" : "Did you mean \"" + meant + "\"? ") + '"' + path
            + " --help\" lists them.";
    }
    return std::nullopt;
}

} // namespace chancery::cli
