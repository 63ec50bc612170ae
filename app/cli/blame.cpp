// SPDX-License-Identifier: Apache-2.0
#include "blame.h"

#include "app/cli/commands.h"
#include "app/cli/conflicttext.h"
#include "app/cli/hiddentext.h"
#include "app/cli/visible.h"
#include "engine/core/lineage/naming.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string key;
    std::string environment;
    int parts = mostBlameParts;
};

// Of a pointer, and of a place with the names of items.
bool isAtOrBelow(std::string_view place, std::string_view above)
{
    return place.starts_with(above)
        && (above.empty() || place.size() == above.size() || place[above.size()] == '/'
            || place[above.size()] == '[');
}

std::string whoSet(const core::LineageEntry &entry)
{
    std::string text = versionName(entry.semver, entry.version) + ' '
        + core::toRfc3339(entry.createdAt) + ' ' + entry.authorName;
    for (const auto &name : entry.contributors.value_or(std::vector<std::string>()))
        text += ", " + name;
    if (entry.changeRequest)
        text += " (" + entry.changeRequest->text() + ')';
    std::string approvers;
    for (const auto &name : entry.approvers)
        approvers += (approvers.empty() ? ", approved by " : ", ") + name;
    return text + approvers;
}

core::Result<int> blame(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    const auto report
        = wholeBlame(online, config->id, core::EnvironmentId(options.environment), options.parts);
    if (!report)
        return report.error();
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(*report)) << '\n';
        return succeeded;
    }
    const auto version = online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(report->version, std::move(done)); });
    if (!version)
        return version.error();
    auto text = online.text(report->version);
    if (!text)
        return std::move(text).error();
    Covers covers(online);
    const auto hidden
        = hide(covers, std::move(*text), version->format, {version->schema, config->schema});
    if (!hidden)
        return hidden.error();
    const auto root = hidden->tree ? hidden->tree->root() : core::Value();
    const auto isHidden = [&](core::Value value) { return hidden->hides(value); };
    for (const auto &key : report->keys) {
        const auto place = core::namedPlace(root, key.pointer, isHidden);
        const bool isAsked
            = isAtOrBelow(key.pointer, options.key) || isAtOrBelow(place, options.key);
        if (!isAsked)
            continue;
        std::cout << visible(place.empty() ? "(the whole document)" : place) << ": "
                  << (key.entry < 0 ? "older than the versions that were looked at"
                                    : visible(whoSet(report->entries[std::size_t(key.entry)])))
                  << '\n';
    }
    if (!report->isComplete)
        std::cerr << "chancery-cli: blame: the newest "
                  << (report->looked ? std::to_string(*report->looked) + " " : std::string())
                  << "versions were looked at and no more: some keys are older\n";
    return report->isComplete ? succeeded : answeredNo;
}

} // namespace

core::Result<core::BlameReport> wholeBlame(Online &online, const core::ConfigId &config,
    const core::EnvironmentId &environment, int mostParts)
{
    int looked = 0;
    for (int part = 1;; ++part) {
        auto report = online.ask<core::BlameReport>([&](auto done) {
            return online.cms().blame(config, environment, looked, std::move(done));
        });
        if (!report)
            return report;
        for (auto &key : report->keys) {
            if (std::size_t(key.entry) >= report->entries.size())
                key.entry = -1;
        }
        const int soFar = report->looked.value_or(0);
        if (report->isComplete || soFar <= looked || part == mostParts)
            return report;
        looked = soFar;
    }
}

void addBlameCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "blame",
        "Who set each key of what is live, in which change, approved by whom", common);
    command->add_option("PATH", options->path)->required();
    command->add_option("KEY", options->key,
        "Only keys at or below it: /limits, /routes/0 or /routes[name=checkout]");
    command->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    command
        ->add_option("--parts", options->parts,
            "How often the server is asked to look on; each time it looks at 2,000 versions or 16 "
            "MiB of texts")
        ->check(CLI::Range(1, 1'000))
        ->capture_default_str();
    command->callback([=, &exitCode] {
        exitCode = runOnline(*common, "blame " + options->path,
            [&](Online &online) { return blame(online, *options); });
    });
}

} // namespace chancery::cli
