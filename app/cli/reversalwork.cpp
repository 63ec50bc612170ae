// SPDX-License-Identifier: Apache-2.0
#include "reversalwork.h"

#include "app/cli/conflicttext.h"
#include "app/cli/hiddentext.h"
#include "app/cli/visible.h"
#include "engine/core/document/json.h"

#include <algorithm>
#include <iostream>

namespace chancery::cli {

namespace {

core::Result<core::Version> versionOf(Online &online, const core::VersionId &id)
{
    return online.ask<core::Version>(
        [&](auto done) { return online.cms().getVersion(id, std::move(done)); });
}

// Since the one that the change made.
core::Result<std::vector<core::Version>> versionsSince(
    Online &online, const core::RequestItem &item, const core::VersionId &made)
{
    std::vector<core::Version> later;
    client::PageQuery query{{}, 200};
    for (;;) {
        auto page = online.ask<api::Page<core::Version>>([&](auto done) {
            return online.cms().listVersions(item.config, item.environment, query, std::move(done));
        });
        if (!page)
            return std::move(page).error();
        for (auto &version : page->items) {
            if (version.id == made)
                return later;
            later.push_back(std::move(version));
        }
        if (page->next.empty())
            return later;
        query.cursor = std::move(page->next);
    }
}

core::Result<core::Done> readTexts(Online &online, ReversedConfig &config)
{
    core::ReversalTexts texts;
    texts.format = config.made.format;
    auto after = online.text(config.made.id);
    if (!after)
        return std::move(after).error();
    texts.after = std::move(*after);
    auto now = online.text(config.live.id);
    if (!now)
        return std::move(now).error();
    texts.now = std::move(*now);
    if (config.before) {
        auto before = online.text(config.before->id);
        if (!before)
            return std::move(before).error();
        texts.before = std::move(*before);
    }
    config.reversal = core::reversalOf(std::move(texts));
    if (config.reversal.merge)
        config.text = config.reversal.merge->text();
    if (config.reversal.outcome == core::ReversalOutcome::NothingLeft && config.schemaBack)
        config.reversal.outcome = core::ReversalOutcome::Ready;
    return core::Done();
}

core::Result<ReversedConfig> reverseOne(
    Online &online, const core::RequestItem &item, const core::VersionId &made)
{
    ReversedConfig config;
    config.item = item;
    auto version = versionOf(online, made);
    if (!version)
        return std::move(version).error();
    config.made = std::move(*version);
    if (!config.made.parents.empty()) {
        auto before = versionOf(online, config.made.parents.front());
        if (!before)
            return std::move(before).error();
        config.before = std::move(*before);
    }
    const auto head = online.ask<core::Head>([&](auto done) {
        return online.cms().getHead(item.config, item.environment, std::move(done));
    });
    if (!head)
        return head.error();
    auto live = versionOf(online, head->version);
    if (!live)
        return std::move(live).error();
    config.live = std::move(*live);
    if (item.schema && config.before)
        config.schema
            = core::schemaReversalOf(config.before->schema, config.made.schema, config.live.schema);
    if (config.schema == core::SchemaReversal::Back)
        config.schemaBack = config.before->schema;
    auto later = versionsSince(online, item, made);
    if (!later)
        return std::move(later).error();
    config.later = std::move(*later);
    if (auto read = readTexts(online, config); !read)
        return std::move(read).error();
    return config;
}

std::string placeOf(const core::RequestItem &item)
{
    return item.path + '@' + item.environment.text();
}

core::Result<core::Done> printConflicts(
    Online &online, const ReversedConfig &config, const std::string &request)
{
    const auto &merge = *config.reversal.merge;
    const auto conflicts = conflictTexts(online, merge, merge.input().mine, config.item,
        {config.before->schema, config.made.schema, config.live.schema});
    if (!conflicts)
        return conflicts.error();
    for (const auto &conflict : *conflicts) {
        if (conflict.place.empty()) {
            std::cout << "  conflict: lines that were changed again since\n";
            continue;
        }
        std::cout << "  conflict: " << visible(conflict.place) << " was "
                  << visible(conflict.theirs) << ", " << visible(request) << " made it "
                  << visible(conflict.base) << ", "
                  << (conflict.setter.empty() ? "a later change" : visible(conflict.setter))
                  << " made it " << visible(conflict.mine) << '\n';
    }
    return core::Done();
}

std::string nameOf(const std::optional<core::SchemaId> &schema)
{
    return schema ? visible(schema->text()) : "none";
}

void printSchema(const ReversedConfig &config, const std::string &request)
{
    switch (config.schema) {
    case core::SchemaReversal::None:
        return;
    case core::SchemaReversal::Back:
        std::cout << "  its schema goes back to " << nameOf(config.schemaBack) << '\n';
        return;
    case core::SchemaReversal::Stays:
        std::cout << "  its schema stays: there was none before, and what has one keeps one\n";
        return;
    case core::SchemaReversal::Conflict:
        std::cout << "  conflict: the schema was " << nameOf(config.before->schema) << ", "
                  << visible(request) << " made it " << nameOf(config.made.schema)
                  << ", a later change made it " << nameOf(config.live.schema) << '\n';
        return;
    }
}

} // namespace

core::Result<std::vector<ReversedConfig>> reverseAll(
    Online &online, const core::ChangeRequest &request)
{
    if (request.state != core::RequestState::Applied
        || request.appliedVersions.size() != request.items.size())
        return core::Error{core::ErrorKind::Invalid, "not-applied",
            request.id.text() + " was not applied, so there is nothing to take back", {}, {}, {}};
    std::vector<ReversedConfig> all;
    for (std::size_t i = 0; i < request.items.size(); ++i) {
        auto one = reverseOne(online, request.items[i], request.appliedVersions[i]);
        if (!one)
            return std::move(one).error();
        all.push_back(std::move(*one));
    }
    return all;
}

core::Result<core::Done> answerAll(ReversedConfig &config, core::MergeChoice choice)
{
    config.isTextAnswered = true;
    if (config.reversal.outcome != core::ReversalOutcome::Conflicts)
        return core::Done();
    const auto &merge = *config.reversal.merge;
    // From the last to the first: the places of lines stay what they are.
    for (std::size_t i = merge.conflicts().size(); i-- > 0;) {
        auto text = merge.answered(config.text, i, choice);
        if (!text)
            return std::move(text).error();
        config.text = std::move(*text);
    }
    return core::Done();
}

void answerSchema(ReversedConfig &config, core::SchemaChoice choice)
{
    config.isSchemaAnswered = true;
    if (config.schema == core::SchemaReversal::Conflict)
        config.schemaBack = core::schemaAskedFor(
            {config.before->schema, config.made.schema, config.live.schema}, choice);
}

core::Result<std::string> jsonOf(Online &online, const ReversedConfig &config)
{
    static constexpr std::string_view outcomes[]{
        "ready", "nothing-left", "conflicts", "first-version"};
    std::string json = "{\"path\":";
    core::appendJsonString(json, config.item.path);
    json += ",\"environment\":";
    core::appendJsonString(json, config.item.environment.text());
    json += ",\"outcome\":";
    core::appendJsonString(json, outcomes[std::size_t(config.reversal.outcome)]);
    static constexpr std::string_view fates[]{"none", "back", "stays", "conflict"};
    json += ",\"schema\":";
    core::appendJsonString(json, fates[std::size_t(config.schema)]);
    json += ",\"later\":[";
    for (const auto &version : config.later) {
        json += json.ends_with('[') ? "" : ",";
        core::appendJsonString(json, version.id.text());
    }
    json += "],\"conflicts\":[";
    if (config.reversal.merge) {
        Covers covers(online);
        const auto places = conflictPlaces(covers, *config.reversal.merge,
            {config.before->schema, config.made.schema, config.live.schema});
        if (!places)
            return places.error();
        for (const auto &place : *places) {
            json += json.ends_with('[') ? "" : ",";
            core::appendJsonString(json, place);
        }
    }
    return json + "]}";
}

core::Result<core::Done> printReversed(
    Online &online, const ReversedConfig &config, const std::string &request)
{
    const auto place = placeOf(config.item);
    std::cout << visible(place) << ": ";
    switch (config.reversal.outcome) {
    case core::ReversalOutcome::FirstVersion:
        std::cout << request
                  << " made its first version: it stays, there is nothing to go back to\n";
        return core::Done();
    case core::ReversalOutcome::NothingLeft:
        std::cout << "nothing of it is left\n";
        break;
    case core::ReversalOutcome::Ready:
        std::cout << "taken back\n";
        break;
    case core::ReversalOutcome::Conflicts:
        std::cout << "changed again in the same place\n";
        break;
    }
    for (const auto &version : config.later)
        std::cout << "  stays: " << visible(versionName(version.semver, version.id)) << " by "
                  << visible(version.authorName) << ", " << core::toRfc3339(version.createdAt)
                  << ", " << visible(version.message) << '\n';
    printSchema(config, request);
    Covers covers(online);
    if (config.reversal.outcome == core::ReversalOutcome::Conflicts) {
        if (auto printed = printConflicts(online, config, request); !printed)
            return printed;
    }
    const Covers::SchemaIds schemas{config.before->schema, config.made.schema, config.live.schema};
    const auto left
        = hide(covers, config.reversal.merge->input().mine, config.made.format, schemas);
    const auto right = hide(covers, config.text, config.made.format, schemas);
    if (!left || !right)
        return left ? right.error() : left.error();
    printHiddenDiff(*left, *right, place, place + " (without " + request + ')', std::cout);
    return core::Done();
}

} // namespace chancery::cli
