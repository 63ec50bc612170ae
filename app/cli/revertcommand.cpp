// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/requesttext.h"
#include "app/cli/reversalwork.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace chancery::cli {

namespace {

using Acknowledged = client::Acknowledged<core::ChangeRequest>;

struct Options {
    std::string request;
    std::string onConflict; // empty: nothing is done
    std::string onSchemaConflict; // empty: as onConflict
    std::string title;
    std::string reason;
    std::string ticket;
    bool onlyShows = false;
    bool leavesDraft = false;
};

// What stands against it, told; false where something does. What only has no version before stays,
// and that is told too.
bool demandAll(const std::vector<ReversedConfig> &all)
{
    bool isDone = true;
    for (const auto &config : all) {
        if (!config.isFirst() && !config.isOpen())
            continue;
        std::cerr << "chancery-cli: revert: " << visible(config.item.path) << " in "
                  << visible(config.item.environment.text())
                  << (config.isFirst() ? " had no version before, so it stays as it is"
                                       : " was changed again in the same place; look with "
                                         "--preview, then give --on-conflict keep-later or "
                                         "take-back, of a schema --on-schema-conflict")
                  << '\n';
        isDone = isDone && config.isFirst();
    }
    if (!isDone)
        std::cerr << "chancery-cli: revert: nothing was requested: it is all of it or nothing\n";
    return isDone;
}

// Cut between characters.
std::string beginningOf(const std::string &title)
{
    constexpr std::size_t longest = 300; // a title has 500 bytes
    auto end = std::min(title.size(), longest);
    while (end > 0 && end < title.size() && (static_cast<unsigned char>(title[end]) & 0xc0) == 0x80)
        --end;
    return title.substr(0, end);
}

core::Result<int> request(Online &online, const Options &options,
    const core::ChangeRequest &reverted, const std::vector<ReversedConfig> &all)
{
    core::NewChangeRequest wanted;
    wanted.title = options.title.empty()
        ? "Revert " + reverted.id.text() + ": " + beginningOf(reverted.title)
        : options.title;
    wanted.description
        = "Takes back what " + reverted.id.text() + " changed and leaves what came later.";
    wanted.reason = options.reason;
    wanted.ticket = options.ticket;
    wanted.submit = !options.leavesDraft;
    for (const auto &config : all) {
        if (config.isFirst())
            wanted.description += '\n' + config.item.path + " in " + config.item.environment.text()
                + " stays as it is: the change made its first version.";
        if (config.changes())
            wanted.items.push_back({config.item.config, config.item.environment, config.live.id,
                config.text, {}, config.schemaBack});
    }
    if (wanted.items.empty()) {
        std::cerr << "chancery-cli: revert: nothing of " << visible(reverted.id.text())
                  << " is left\n";
        return answeredNo;
    }
    const auto answer = online.ask<Acknowledged>(
        [&](auto done) { return online.cms().createChangeRequest(wanted, std::move(done)); });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> show(
    Online &online, const core::ChangeRequest &reverted, const std::vector<ReversedConfig> &all)
{
    bool isReady = !std::ranges::all_of(all, &ReversedConfig::isFirst);
    for (const auto &config : all) {
        isReady = isReady && !config.isOpen();
        if (online.asJson()) {
            const auto json = jsonOf(online, config);
            if (!json)
                return json.error();
            std::cout << safeJson(*json) << '\n';
            continue;
        }
        if (auto printed = printReversed(online, config, reverted.id.text()); !printed)
            return std::move(printed).error();
    }
    return isReady ? succeeded : answeredNo;
}

// What the options say about conflicts.
core::Result<core::Done> answer(ReversedConfig &config, const Options &options)
{
    const auto &word
        = options.onSchemaConflict.empty() ? options.onConflict : options.onSchemaConflict;
    if (!word.empty())
        answerSchema(config,
            word == "take-back"        ? core::SchemaChoice::Before
                : word == "as-changed" ? core::SchemaChoice::Made
                                       : core::SchemaChoice::Now);
    if (options.onConflict.empty())
        return core::Done();
    return answerAll(config,
        options.onConflict == "take-back" ? core::MergeChoice::Theirs : core::MergeChoice::Mine);
}

core::Result<int> revert(Online &online, const Options &options)
{
    const auto reverted = online.request(options.request);
    if (!reverted)
        return reverted.error();
    auto all = reverseAll(online, *reverted);
    if (!all)
        return std::move(all).error();
    for (auto &config : *all) {
        if (auto answered = answer(config, options); !answered)
            return std::move(answered).error();
    }
    if (options.onlyShows)
        return show(online, *reverted, *all);
    if (!demandAll(*all))
        return answeredNo;
    return request(online, options, *reverted, *all);
}

} // namespace

void addRevertCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "revert",
        "Request that one applied change is taken back, and what came later is left", common);
    command->add_option("REQUEST", options->request, "The change: CR-12")->required();
    auto *preview = command->add_flag("--preview", options->onlyShows,
        "Show what goes, what stays and what was changed again, and do nothing");
    command
        ->add_option("--on-conflict", options->onConflict,
            "Where a later change touched the same place: keep-later leaves it, take-back goes "
            "back before the change")
        ->check(CLI::IsMember({"keep-later", "take-back"}));
    command
        ->add_option("--on-schema-conflict", options->onSchemaConflict,
            "Where a later change brought another schema: keep-later leaves it, take-back brings "
            "the one before the change, as-changed the change's own; else as --on-conflict")
        ->check(CLI::IsMember({"keep-later", "take-back", "as-changed"}));
    command->add_flag("--no-submit", options->leavesDraft,
        "Leave the request to be edited, instead of asking for review at once");
    command->add_option("--title", options->title, "One line; else “Revert CR-12: …”");
    command->add_option("--reason", options->reason, "Why, for approvers and the audit log");
    command->add_option("--ticket", options->ticket, "A reference, like INC-1234");
    command->callback([=, &exitCode] {
        if (preview->empty() && options->reason.empty())
            throw CLI::RequiredError("--reason");
        exitCode = runOnline(
            *common, "revert", [&](Online &online) { return revert(online, *options); });
    });
}

} // namespace chancery::cli
