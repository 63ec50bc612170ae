// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"
#include "engine/api/describenotifications.h"
#include "engine/core/notifications/mail.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    bool isUnreadOnly = false;
    bool readsAll = false;
    std::vector<std::uint64_t> read;
    int limit = 50;
    std::string environment;
    std::string receiver;
};

std::string listOf(const std::vector<std::string> &words)
{
    std::string text;
    for (const auto &word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

core::Result<core::InboxPage> pageOf(Online &online, bool isUnreadOnly, int limit)
{
    return online.ask<core::InboxPage>([&](auto done) {
        return online.cms().listNotifications({isUnreadOnly, {{}, limit}}, std::move(done));
    });
}

core::Result<int> mark(Online &online, const Options &options)
{
    core::ReadMark marked{options.read, {}};
    if (options.readsAll) {
        const auto page = pageOf(online, false, 1);
        if (!page)
            return page.error();
        if (page->newest > 0)
            marked.upTo = page->newest;
    }
    const auto state = online.ask<core::InboxState>(
        [&](auto done) { return online.cms().markNotificationsRead(marked, std::move(done)); });
    if (!state)
        return state.error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(*state)) << '\n';
    else
        std::cout << state->unread << " unread\n";
    return succeeded;
}

core::Result<int> show(Online &online, const Options &options)
{
    if (options.readsAll || !options.read.empty())
        return mark(online, options);
    const auto page = pageOf(online, options.isUnreadOnly, options.limit);
    if (!page)
        return page.error();
    Table table({"NUMBER", "", "WHEN", "WHAT", "WHERE", "BY", "TITLE"});
    for (const auto &told : page->items) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(told)) << '\n';
        table.add({std::to_string(told.number), told.isRead ? "" : "new",
            core::toRfc3339(told.event.at), core::sentenceOf(told.event),
            listOf(told.event.environments), told.event.by, told.event.title});
    }
    if (online.asJson())
        return succeeded;
    if (!page->items.empty())
        table.print(std::cout);
    std::cout << page->unread << " unread" << (page->next.empty() ? "" : ", and more is there")
              << '\n';
    return succeeded;
}

core::Result<int> deliveries(Online &online, const Options &options)
{
    const auto page = online.ask<api::Page<core::Delivery>>([&](auto done) {
        return online.cms().listDeliveries(
            {core::EnvironmentId(options.environment), {{}, options.limit}}, std::move(done));
    });
    if (!page)
        return page.error();
    Table table({"DELIVERY", "RECEIVER", "WHAT", "STATE", "TRIES", "FAILURE", "NEXT"});
    for (const auto &delivery : page->items) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(delivery)) << '\n';
        table.add({delivery.id, delivery.environment.text() + ": " + delivery.receiver,
            core::sentenceOf(delivery.event), std::string(api::toWire(delivery.state)),
            std::to_string(delivery.attempts), delivery.failure,
            delivery.nextAt ? core::toRfc3339(*delivery.nextAt) : ""});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

core::Result<int> test(Online &online, const Options &options)
{
    const auto answer = online.ask<client::Acknowledged<core::Delivery>>([&](auto done) {
        return online.cms().testReceiver(
            core::EnvironmentId(options.environment), {options.receiver}, std::move(done));
    });
    if (!answer)
        return answer.error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(answer->value)) << '\n';
    else
        std::cout << visible(answer->value.id) << " is on its way; see: notifications deliveries\n";
    return succeeded;
}

} // namespace

void addInboxCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *inbox = addOnline(program, "inbox", "What the server told you, the newest first", common);
    inbox->add_flag("--unread", options->isUnreadOnly, "Only what you have not read");
    inbox->add_option("--limit", options->limit, "How many")->check(CLI::Range(1, 500));
    auto *one = inbox->add_option("--read", options->read, "Mark these numbers as read");
    inbox->add_flag("--read-all", options->readsAll, "Mark everything as read")->excludes(one);
    inbox->callback([common, options, &exitCode] {
        exitCode
            = runOnline(*common, "inbox", [&](Online &online) { return show(online, *options); });
    });
    auto *group = program.add_subcommand("notifications", "What is told to receivers outside");
    group->require_subcommand(1);
    auto *listing
        = addOnline(*group, "deliveries", "What was sent, what waits and what failed", common);
    listing->add_option("--environment,-e", options->environment, "Only there");
    listing->add_option("--limit", options->limit, "How many")->check(CLI::Range(1, 500));
    listing->callback([common, options, &exitCode] {
        exitCode = runOnline(*common, "notifications deliveries",
            [&](Online &online) { return deliveries(online, *options); });
    });
    auto *testing = addOnline(*group, "test", "Send a test to one receiver", common);
    testing->add_option("--environment,-e", options->environment, "Whose sys/notifications")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    testing->add_option("RECEIVER", options->receiver, "Its id there")->required();
    testing->callback([common, options, &exitCode] {
        exitCode = runOnline(
            *common, "notifications test", [&](Online &online) { return test(online, *options); });
    });
}

} // namespace chancery::cli
