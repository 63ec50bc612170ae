// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/requesttext.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace chancery::cli {

namespace {

struct Options {
    std::string request;
    std::string check;
    std::vector<std::string> says;
};

core::Result<int> acknowledge(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    auto says = options.says;
    std::ranges::sort(says); // as the check has them
    const core::NewAcknowledgement said{
        options.check, std::move(says), request->cycle, request->contentDigest};
    const auto answer = online.ask<client::Acknowledged<core::ChangeRequest>>([&](auto done) {
        return online.cms().acknowledgeCheck(request->id, said, request->etag, std::move(done));
    });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

} // namespace

void addAcknowledgeCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "acknowledge",
        "Say what a check of a request expects: its number, its configs, its keys", common);
    command->add_option("REQUEST", options->request, "The request: CR-12")->required();
    command->add_option("CHECK", options->check, "As the request shows it: reach:prod")->required();
    command->add_option("SAYS", options->says, "4, or each config that was looked at, or each key")
        ->required();
    command->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "acknowledge", [&](Online &online) { return acknowledge(online, *options); });
    });
}

} // namespace chancery::cli
