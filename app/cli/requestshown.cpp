// SPDX-License-Identifier: Apache-2.0
#include "app/cli/conflicttext.h"
#include "app/cli/hiddentext.h"
#include "app/cli/requesttext.h"
#include "app/cli/visible.h"

#include <iostream>

namespace chancery::cli {

namespace {

void printWords(const core::ChangeRequest &request)
{
    std::cout << "  by " << visible(request.requesterName) << ", last changed "
              << core::toRfc3339(request.updatedAt) << '\n';
    for (const auto &[name, words] :
        {std::pair("reason", &request.reason), std::pair("ticket", &request.ticket),
            std::pair("description", &request.description)}) {
        if (!words->empty())
            std::cout << "  " << name << ": " << visible(*words) << '\n';
    }
    for (const auto &review : request.reviews) {
        if (!review.standing)
            continue;
        std::cout << "  " << api::toWire(review.kind) << " by " << visible(review.authorName);
        if (!review.comment.empty())
            std::cout << ": " << visible(review.comment);
        std::cout << '\n';
    }
}

// All that may say what is sensitive in either text: the schemas of the version that it was written
// for and of what is live, the one that comes with it, and the config's own.
core::Result<Covers::SchemaIds> schemasOf(
    Online &online, const core::RequestItem &item, const std::optional<core::Version> &base)
{
    Covers::SchemaIds ids{item.schema};
    if (base)
        ids.push_back(base->schema);
    const auto config = online.ask<core::Config>(
        [&](auto done) { return online.cms().getConfig(item.config, std::move(done)); });
    if (!config)
        return config.error();
    ids.push_back(config->schema);
    const auto head = online.head(*config, item.environment.text());
    if (head)
        ids.push_back(head->schema);
    else if (head.error().kind != core::ErrorKind::NotFound)
        return head.error();
    return ids;
}

core::Result<core::Done> printItem(Online &online, Covers &covers, const core::RequestItem &item)
{
    std::optional<core::Version> base;
    std::string before;
    if (item.base) {
        auto version = online.ask<core::Version>(
            [&](auto done) { return online.cms().getVersion(*item.base, std::move(done)); });
        if (!version)
            return std::move(version).error();
        auto text = online.text(*item.base);
        if (!text)
            return std::move(text).error();
        base = *std::move(version);
        before = *std::move(text);
    }
    const auto schemas = schemasOf(online, item, base);
    if (!schemas)
        return schemas.error();
    const auto left = hide(covers, before, base ? base->format : item.format, *schemas);
    const auto right = hide(covers, item.text, item.format, *schemas);
    if (!left || !right)
        return left ? right.error() : left.error();
    const auto place = item.path + '@' + item.environment.text();
    const auto from = base ? versionName(base->semver, base->id) : std::string("nothing");
    if (!printHiddenDiff(*left, *right, place + " (" + from + ')', place, std::cout))
        std::cout << visible(place) << ": the text stays as it is\n";
    return core::Done();
}

} // namespace

core::Result<int> showRequest(Online &online, const std::string &id)
{
    const auto request = online.request(id);
    if (!request)
        return request.error();
    printRequest(online, *request);
    if (online.asJson())
        return succeeded;
    printWords(*request);
    Covers covers(online);
    for (const auto &item : request->items) {
        if (auto printed = printItem(online, covers, item); !printed)
            return std::move(printed).error();
    }
    return succeeded;
}

} // namespace chancery::cli
