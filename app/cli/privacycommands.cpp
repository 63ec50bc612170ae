// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"
#include "engine/api/describeprivacy.h"

#include <CLI/CLI.hpp>

#include <iostream>

// What the log says of people, how it forgets them, and what keeps it from that.
namespace chancery::cli {

namespace {

struct Options {
    std::string name; // of an account, or its id
    std::string hold;
    std::string reason;
    std::string ticket;
    std::uint64_t before = 0;
};

core::Result<core::Principal> account(Online &online, const std::string &name)
{
    auto all = online.all<core::Principal>([&](const auto &page, auto done) {
        return online.cms().listPrincipals(page, std::move(done));
    });
    if (!all)
        return std::move(all).error();
    for (auto &one : *all) {
        if (one.name == name || one.id.text() == name)
            return std::move(one);
    }
    return core::Error{
        core::ErrorKind::NotFound, "no-such-account", "There is no account " + name, {}, {}, {}};
}

core::Result<int> erase(Online &online, const Options &options)
{
    auto person = account(online, options.name);
    if (!person)
        return std::move(person).error();
    auto erased = online.ask<core::Erasure>([&](auto done) {
        return online.cms().erasePersonalData(
            person->id, {options.reason, options.ticket}, person->etag, std::move(done));
    });
    if (!erased)
        return std::move(erased).error();
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(*erased)) << '\n';
        return succeeded;
    }
    std::cout << "Erased " << erased->fields << " personal fields of " << erased->entries
              << " entries of the log; entry " << erased->sequence << " tells of it.\n";
    for (const auto &rest : erased->remaining)
        std::cout << "  The name stays in " << rest.count << ' ' << visible(rest.where)
                  << " records, which are signed or were voted on.\n";
    return succeeded;
}

void print(Online &online, const core::LegalHold &hold)
{
    if (online.asJson())
        std::cout << safeJson(api::toJson(hold)) << '\n';
    else
        std::cout << visible(hold.id) << ": "
                  << (hold.principal.empty() ? "everybody" : visible(hold.principal)) << ", "
                  << visible(hold.ticket) << ", " << visible(hold.reason) << ", since "
                  << core::toRfc3339(hold.at) << '\n';
}

core::Result<std::vector<core::LegalHold>> holds(Online &online)
{
    return online.ask<std::vector<core::LegalHold>>(
        [&](auto done) { return online.cms().legalHolds(std::move(done)); });
}

core::Result<int> listHolds(Online &online)
{
    auto all = holds(online);
    if (!all)
        return std::move(all).error();
    for (const auto &hold : *all)
        print(online, hold);
    return succeeded;
}

core::Result<int> placeHold(Online &online, const Options &options)
{
    core::NewLegalHold asked{{}, options.reason, options.ticket};
    if (!options.name.empty()) {
        auto person = account(online, options.name);
        if (!person)
            return std::move(person).error();
        asked.principal = person->id.text();
    }
    auto hold = online.ask<core::LegalHold>(
        [&](auto done) { return online.cms().placeLegalHold(asked, std::move(done)); });
    if (!hold)
        return std::move(hold).error();
    print(online, *hold);
    return succeeded;
}

core::Result<int> liftHold(Online &online, const Options &options)
{
    auto all = holds(online);
    if (!all)
        return std::move(all).error();
    for (const auto &hold : *all) {
        if (hold.id != options.hold)
            continue;
        auto lifted = online.ask<core::Done>([&](auto done) {
            return online.cms().liftLegalHold(hold.id, options.reason, hold.etag, std::move(done));
        });
        if (!lifted)
            return std::move(lifted).error();
        std::cout << visible(hold.id) << " was lifted\n";
        return succeeded;
    }
    return core::Error{
        core::ErrorKind::NotFound, "no-such-hold", "There is no hold " + options.hold, {}, {}, {}};
}

core::Result<int> prune(Online &online, const Options &options)
{
    auto record = online.ask<core::PruneRecord>([&](auto done) {
        return online.cms().pruneAudit(
            {options.before, options.reason, options.ticket}, std::move(done));
    });
    if (!record)
        return std::move(record).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(*record)) << '\n';
    else
        std::cout << "The entries before " << record->before
                  << " are gone; their hashes stay. The log signed:\n"
                  << visible(record->note) << '\n';
    return succeeded;
}

using Work = core::Result<int> (*)(Online &, const Options &);

CLI::App *addWork(CLI::App &group, const std::string &name, const char *description,
    const std::shared_ptr<Options> &options, Work work, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto *command = addOnline(group, name, description, common);
    const auto what = group.get_name() + ' ' + name;
    command->callback([=, &exitCode] {
        exitCode = runOnline(*common, what, [&](Online &online) { return work(online, *options); });
    });
    return command;
}

void addGrounds(CLI::App &command, Options &options)
{
    command.add_option("--reason", options.reason, "Why; it stays in the log")->required();
    command.add_option("--ticket", options.ticket, "Of the case; it stays in the log")->required();
}

} // namespace

void addPrivacyCommands(CLI::App &program, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *group = program.add_subcommand("privacy", "Personal data in the audit log");
    group->require_subcommand(1);
    auto *erasing = addWork(*group, "erase",
        "Forget the person behind a disabled account; proofs stay valid", options, erase, exitCode);
    erasing->add_option("account", options->name, "Its name or id")->required();
    addGrounds(*erasing, *options);
    auto *holding = addWork(*group, "hold", "Forbid erasing, of one account or of all, and pruning",
        options, placeHold, exitCode);
    holding->add_option("account", options->name, "Its name or id; without one, everybody's");
    addGrounds(*holding, *options);
    addWork(
        *group, "holds", "Print what is held", options,
        [](Online &online, const Options &) { return listHolds(online); }, exitCode);
    auto *lifting
        = addWork(*group, "lift", "End a hold of somebody else", options, liftHold, exitCode);
    lifting->add_option("hold", options->hold, "Its id")->required();
    lifting->add_option("--reason", options->reason, "Why; it stays in the log")->required();
}

void addPruneCommand(CLI::App &audit, int &exitCode)
{
    auto options = std::make_shared<Options>();
    auto *pruning = addWork(audit, "prune",
        "Remove the oldest entries, by whole tiles of 256; proofs stay valid", options, prune,
        exitCode);
    pruning->add_option("--before", options->before, "The first entry that stays")->required();
    addGrounds(*pruning, *options);
}

} // namespace chancery::cli
