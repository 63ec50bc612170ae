// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"
#include "engine/api/describethreads.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

// What is said about the keys of a request.
namespace chancery::cli {

namespace {

using Thread = core::ReviewThread;

struct Options {
    std::string request;
    std::string thread;
    std::string key;
    std::string text;
    std::string environment;
    std::vector<std::string> paths;
    bool resolve = false;
    bool reopen = false;
};

bool isNamed(const core::RequestItem &item, const Options &options)
{
    const auto &paths = options.paths;
    return (paths.empty() || std::ranges::find(paths, item.path) != paths.end())
        && (options.environment.empty() || item.environment.text() == options.environment);
}

void print(const Thread &thread)
{
    std::cout << visible(thread.id.text()) << ' ' << visible(thread.path) << ' '
              << visible(thread.environment.text()) << ' '
              << (thread.key.empty() ? "(whole document)" : visible(thread.key))
              << (thread.outdated ? " (outdated)" : "");
    if (thread.resolvedBy)
        std::cout << " resolved by " << visible(thread.resolvedByName);
    std::cout << '\n';
    for (const auto &note : thread.notes)
        std::cout << "  " << core::toRfc3339(note.at) << ' ' << visible(note.authorName) << ": "
                  << visible(note.text) << '\n';
}

core::Result<std::vector<Thread>> threadsOf(Online &online, const Options &options)
{
    auto page = online.ask<api::Page<Thread>>([&](auto done) {
        return online.cms().listThreads(core::ChangeRequestId(options.request), std::move(done));
    });
    if (!page)
        return std::move(page).error();
    return std::move(page->items);
}

core::Result<int> list(Online &online, const Options &options)
{
    const auto threads = threadsOf(online, options);
    if (!threads)
        return threads.error();
    for (const auto &thread : *threads) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(thread)) << '\n';
        else
            print(thread);
    }
    return succeeded;
}

core::Result<int> printed(Online &online, const core::Result<client::Acknowledged<Thread>> &answer)
{
    if (!answer)
        return answer.error();
    if (online.asJson())
        std::cout << safeJson(api::toJson(answer->value)) << '\n';
    else
        print(answer->value);
    return succeeded;
}

core::Result<int> open(Online &online, const Options &options)
{
    auto request = online.request(options.request);
    if (!request)
        return std::move(request).error();
    const auto item = std::ranges::find_if(request->items,
        [&](const core::RequestItem &candidate) { return isNamed(candidate, options); });
    if (item == request->items.end())
        return core::Error{core::ErrorKind::NotFound, "no-item",
            options.request + " has no such config there", {}, {}, {}};
    return printed(online, online.ask<client::Acknowledged<Thread>>([&](auto done) {
        return online.cms().openThread(request->id,
            {item->config, item->environment, options.key, options.text}, std::move(done));
    }));
}

core::Result<int> reply(Online &online, const Options &options)
{
    const auto threads = threadsOf(online, options);
    if (!threads)
        return threads.error();
    const auto thread = std::ranges::find(*threads, core::ThreadId(options.thread), &Thread::id);
    if (thread == threads->end())
        return core::Error{core::ErrorKind::NotFound, "no-thread",
            options.request + " has no thread " + options.thread, {}, {}, {}};
    core::ThreadReply said{options.text, {}};
    if (options.resolve || options.reopen)
        said.resolved = options.resolve;
    return printed(online, online.ask<client::Acknowledged<Thread>>([&](auto done) {
        return online.cms().replyToThread(
            thread->request, thread->id, said, thread->etag, std::move(done));
    }));
}

using Add = std::function<CLI::App *(CLI::App &, const std::string &, const std::string &,
    core::Result<int> (*)(Online &, const Options &))>;

void addThreadCommands(CLI::App &program, const std::shared_ptr<Options> &options, const Add &add)
{
    auto *thread = program.add_subcommand("thread", "What is said about the keys of a request");
    thread->require_subcommand(1);
    add(*thread, "list", "Print what is said", list);
    auto *opening = add(*thread, "open", "Begin to talk about one key", open);
    opening->add_option("TEXT", options->text, "What there is to say")->required();
    opening->add_option("--key", options->key, "A pointer like /limits/daily; else the document");
    opening->add_option("--path", options->paths, "Of the config; else the first")->expected(1);
    opening->add_option("--environment,-e", options->environment, "Where; else the first");
    auto *replying
        = add(*thread, "reply", "Say something in a thread, resolve or reopen it", reply);
    replying->add_option("THREAD", options->thread, "th_…")->required();
    replying->add_option("TEXT", options->text, "What there is to say");
    auto *resolving = replying->add_flag("--resolve", options->resolve, "It is settled");
    replying->add_flag("--reopen", options->reopen, "It is not")->excludes(resolving);
}

} // namespace

void addTalkCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const Add add = [=, &exitCode](CLI::App &parent, const std::string &name,
                        const std::string &text, auto run) {
        auto *command = addOnline(parent, name, text, common);
        command->add_option("REQUEST", options->request, "CR-12")->required();
        command->callback([=, &exitCode] {
            exitCode = runOnline(*common, name + ' ' + options->request,
                [&](Online &online) { return run(online, *options); });
        });
        return command;
    };
    addThreadCommands(program, options, add);
}

} // namespace chancery::cli
