// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/conflicttext.h"
#include "app/cli/hiddentext.h"
#include "app/cli/requesttext.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

using Acknowledged = client::Acknowledged<core::ChangeRequest>;

struct Options {
    std::string request;
    std::string onConflict; // empty: nothing is done
    std::string dropped; // the path of a config that leaves the request
    bool onlyShows = false;
};

// One item beside what is live.
struct Rebased {
    core::RequestItem item;
    std::optional<core::Version> base;
    std::optional<core::Version> live;
    std::optional<core::ThreeWayMerge> merge; // absent: live has not moved
    std::string text;
};

core::Result<std::optional<core::Version>> versionOf(
    Online &online, const std::optional<core::VersionId> &id)
{
    if (!id)
        return std::optional<core::Version>();
    auto version = online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(*id, std::move(done)); });
    if (!version)
        return std::move(version).error();
    return std::optional(std::move(*version));
}

core::Result<Rebased> rebaseOne(Online &online, const core::RequestItem &item)
{
    Rebased rebased{item, {}, {}, {}, item.text};
    const auto head = online.ask<core::Head>([&](auto done) {
        return online.cms().getHead(item.config, item.environment, std::move(done));
    });
    if (!head && head.error().kind != core::ErrorKind::NotFound)
        return head.error();
    const auto live = head ? std::optional(head->version) : std::nullopt;
    auto liveVersion = versionOf(online, live);
    if (!liveVersion)
        return std::move(liveVersion).error();
    rebased.live = std::move(*liveVersion);
    if (live == item.base || !live)
        return rebased;
    auto baseVersion = versionOf(online, item.base);
    if (!baseVersion)
        return std::move(baseVersion).error();
    rebased.base = std::move(*baseVersion);
    const auto base
        = item.base ? online.text(*item.base) : core::Result<std::string>(std::string());
    const auto theirs = online.text(*live);
    if (!base || !theirs)
        return base ? theirs.error() : base.error();
    rebased.merge.emplace(core::MergeInput{*base, *theirs, item.text, item.format});
    rebased.text = rebased.merge->text();
    return rebased;
}

core::Result<core::Done> answerAll(Rebased &rebased, const Options &options)
{
    if (!rebased.merge || options.onConflict.empty())
        return core::Done();
    const auto choice
        = options.onConflict == "live" ? core::MergeChoice::Theirs : core::MergeChoice::Mine;
    // From the last to the first: the places of lines stay what they are.
    for (std::size_t i = rebased.merge->conflicts().size(); i-- > 0;) {
        auto text = rebased.merge->answered(rebased.text, i, choice);
        if (!text)
            return std::move(text).error();
        rebased.text = std::move(*text);
    }
    return core::Done();
}

core::Result<core::Done> print(Online &online, const Rebased &rebased)
{
    const auto place = rebased.item.path + '@' + rebased.item.environment.text();
    if (!rebased.merge) {
        std::cout << visible(place) << ": begins at what is live\n";
        return core::Done();
    }
    std::cout << visible(place) << ": onto "
              << visible(versionName(rebased.live->semver, rebased.live->id)) << '\n';
    const Covers::SchemaIds schemas{rebased.base ? rebased.base->schema : std::nullopt,
        rebased.live->schema, rebased.item.schema};
    const auto &input = rebased.merge->input();
    const auto conflicts
        = conflictTexts(online, *rebased.merge, input.theirs, rebased.item, schemas);
    if (!conflicts)
        return conflicts.error();
    for (const auto &conflict : *conflicts) {
        if (conflict.place.empty())
            std::cout << "  conflict: lines that were changed on both sides\n";
        else
            std::cout << "  conflict: " << visible(conflict.place) << " was "
                      << visible(conflict.base) << ", "
                      << (conflict.setter.empty() ? "live" : visible(conflict.setter))
                      << " made it " << visible(conflict.theirs) << ", this request "
                      << visible(conflict.mine) << '\n';
    }
    Covers covers(online);
    const auto left = hide(covers, input.theirs, input.format, schemas);
    const auto right = hide(covers, rebased.text, input.format, schemas);
    if (!left || !right)
        return left ? right.error() : left.error();
    printHiddenDiff(*left, *right, place, place + " (rebased)", std::cout);
    return core::Done();
}

bool isOpen(const Rebased &rebased, const Options &options)
{
    return rebased.merge && !rebased.merge->isClean() && options.onConflict.empty();
}

core::Result<int> send(
    Online &online, const core::ChangeRequest &request, const std::vector<Rebased> &all)
{
    core::NewChangeRequest content;
    content.title = request.title;
    content.description = request.description;
    content.reason = request.reason;
    content.ticket = request.ticket;
    content.expedited = request.expedited;
    for (const auto &each : all)
        content.items.push_back({each.item.config, each.item.environment,
            each.live ? std::optional(each.live->id) : std::nullopt, each.text,
            each.item.promotedFrom, each.item.schema});
    const auto answer = online.ask<Acknowledged>([&](auto done) {
        return online.cms().updateChangeRequest(request.id, content, request.etag, std::move(done));
    });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> drop(Online &online, const core::ChangeRequest &request, const std::string &path)
{
    core::Rebase rebase;
    for (const auto &item : request.items) {
        if (item.path == path)
            rebase.items.push_back({item.config, item.environment, core::RebaseWay::Drop});
    }
    if (rebase.items.empty())
        return core::Error{core::ErrorKind::NotFound, "no-item",
            request.id.text() + " does not change " + path, {}, {}, {}};
    const auto answer = online.ask<Acknowledged>([&](auto done) {
        return online.cms().rebase(request.id, rebase, request.etag, std::move(done));
    });
    if (!answer)
        return answer.error();
    return printRequest(online, answer->value);
}

core::Result<int> rebase(Online &online, const Options &options)
{
    const auto request = online.request(options.request);
    if (!request)
        return request.error();
    if (!options.dropped.empty())
        return drop(online, *request, options.dropped);
    std::vector<Rebased> all;
    bool hasMoved = false;
    bool hasOpen = false;
    for (const auto &item : request->items) {
        auto one = rebaseOne(online, item);
        if (!one)
            return std::move(one).error();
        if (auto answered = answerAll(*one, options); !answered)
            return std::move(answered).error();
        hasMoved = hasMoved || one->merge.has_value();
        hasOpen = hasOpen || isOpen(*one, options);
        all.push_back(std::move(*one));
    }
    if (options.onlyShows) {
        for (const auto &each : all) {
            if (auto printed = print(online, each); !printed)
                return std::move(printed).error();
        }
        return hasOpen ? answeredNo : succeeded;
    }
    if (!hasMoved || hasOpen) {
        std::cerr << "chancery-cli: rebase: "
                  << (hasOpen ? "something became live in the same place; look with --preview, "
                                "then give --on-conflict live or mine"
                              : "it begins at what is live")
                  << '\n';
        return answeredNo;
    }
    return send(online, *request, all);
}

} // namespace

void addRebaseCommand(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(
        program, "rebase", "Put a request whose configs have moved on onto what is live", common);
    command->add_option("REQUEST", options->request, "The request: CR-12")->required();
    command->add_flag("--preview", options->onlyShows, "Show what would come of it");
    command
        ->add_option("--on-conflict", options->onConflict,
            "Where both changed the same place: live takes what is live, mine what the request "
            "says")
        ->check(CLI::IsMember({"live", "mine"}));
    command->add_option("--drop", options->dropped, "A config that leaves the request instead")
        ->excludes("--preview")
        ->excludes("--on-conflict");
    command->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "rebase", [&](Online &online) { return rebase(online, *options); });
    });
}

} // namespace chancery::cli
