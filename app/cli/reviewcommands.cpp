// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/requesttext.h"

#include <CLI/CLI.hpp>

namespace chancery::cli {

namespace {

using Acknowledged = client::Acknowledged<core::ChangeRequest>;

struct Options {
    std::string request;
    std::string reason;
};

core::Result<int> printed(Online &online, const core::Result<Acknowledged> &answer)
{
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> reject(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    return printed(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().reject(request->id, options.reason, request->etag, std::move(done));
    }));
}

core::Result<int> withdraw(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    return printed(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().withdraw(request->id, request->etag, std::move(done));
    }));
}

core::Result<int> recall(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    return printed(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().recall(request->id, request->etag, std::move(done));
    }));
}

core::Result<int> requestChanges(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    const core::Vote vote{
        core::VoteKind::RequestChanges, request->cycle, request->contentDigest, options.reason};
    return printed(online, online.ask<Acknowledged>([&](auto done) {
        return online.cms().vote(request->id, vote, request->etag, std::move(done));
    }));
}

} // namespace

void addReviewCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto add
        = [=, &program, &exitCode](const std::string &name, const std::string &text, auto run) {
              auto *command = addOnline(program, name, text, common);
              command->add_option("REQUEST", options->request, "The request: CR-12")->required();
              command->callback([=, &exitCode] {
                  exitCode = runOnline(*common, name + ' ' + options->request,
                      [&](Online &online) { return run(online, *options); });
              });
              return command;
          };
    add("reject", "Refuse a request: it ends, until its author submits it again", reject)
        ->add_option("--reason", options->reason, "Why")
        ->required();
    add("request-changes", "Vote for another text: blocks the request until you vote otherwise",
        requestChanges)
        ->add_option("--comment", options->reason, "What should be otherwise")
        ->required();
    add("recall", "Make a draft of one's own request again: all votes are void", recall);
    add("withdraw", "Take one's own request back, for good", withdraw);
}

} // namespace chancery::cli
