// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    core::Namespace space;
    core::Environment environment;
    std::string id;
    bool rollsBackFreely = false;
};

core::Result<int> listNamespaces(Online &online, const Options &)
{
    auto all = online.all<core::Namespace>([&](const auto &page, auto done) {
        return online.cms().listNamespaces(page, std::move(done));
    });
    if (!all)
        return std::move(all).error();
    Table table({"NAMESPACE", "OWNER", "TITLE"});
    for (const auto &space : *all) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(space)) << '\n';
        table.add({space.slug, space.owner, space.title});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> addNamespace(Online &online, const Options &options)
{
    auto made = online.ask<client::Acknowledged<core::Namespace>>(
        [&](auto done) { return online.cms().createNamespace(options.space, std::move(done)); });
    if (!made)
        return std::move(made).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(made->value)) << '\n';
    return succeeded;
}

core::Result<int> listEnvironments(Online &online, const Options &)
{
    auto page = online.ask<api::Page<core::Environment>>(
        [&](auto done) { return online.cms().listEnvironments(std::move(done)); });
    if (!page)
        return std::move(page).error();
    Table table({"ENVIRONMENT", "TIER", "ORDER", "APPROVALS", "ROLLBACK", "TITLE"});
    for (const auto &one : page->items) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(one)) << '\n';
        table.add({one.id.text(), std::to_string(one.tier), std::to_string(one.order),
            one.gated ? std::to_string(one.requiredApprovals) : "none",
            one.gated && one.rollbackNeedsApproval ? "needs approval" : "at once", one.title});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> addEnvironment(Online &online, const Options &options)
{
    auto fresh = options.environment;
    fresh.id = core::EnvironmentId(options.id);
    fresh.gated = fresh.requiredApprovals > 0;
    fresh.rollbackNeedsApproval = fresh.gated && !options.rollsBackFreely;
    auto made = online.ask<client::Acknowledged<core::Environment>>(
        [&](auto done) { return online.cms().createEnvironment(fresh, std::move(done)); });
    if (!made)
        return std::move(made).error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(made->value)) << '\n';
    return succeeded;
}

using Work = core::Result<int> (*)(Online &, const Options &);

} // namespace

void addPlaceCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto add
        = [=, &exitCode](CLI::App *group, const char *name, const char *words, Work work) {
              auto *command = addOnline(*group, name, words, common);
              const auto what = group->get_name() + ' ' + name;
              command->callback([=, &exitCode] {
                  exitCode = runOnline(
                      *common, what, [&](Online &online) { return work(online, *options); });
              });
              return command;
          };
    auto *spaces = program.add_subcommand("namespace", "The first segments of config paths");
    spaces->require_subcommand(1);
    add(spaces, "list", "List all namespaces", listNamespaces);
    auto *space = add(spaces, "add", "Make a namespace", addNamespace);
    space->add_option("SLUG", options->space.slug)->required();
    space->add_option("--title", options->space.title, "What it is called");
    space->add_option("--owner", options->space.owner, "The team that answers for it");
    auto *environments = program.add_subcommand("environment", "Where configs become live");
    environments->require_subcommand(1);
    add(environments, "list", "List all environments", listEnvironments);
    auto *environment = add(environments, "add", "Make an environment", addEnvironment);
    environment->add_option("ID", options->id)->required();
    environment->add_option("--title", options->environment.title, "What it is called");
    environment->add_option("--tier", options->environment.tier, "0 development to 3 critical")
        ->check(CLI::Range(0, 3));
    environment->add_option("--order", options->environment.order, "Promotion goes upward");
    environment->add_option("--approvals", options->environment.requiredApprovals,
        "People who must approve a change there; without it nobody has to");
    environment->add_flag("--rollback-without-approval", options->rollsBackFreely,
        "Let a rollback to what was live there skip the approval");
}

} // namespace chancery::cli
