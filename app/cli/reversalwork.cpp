// SPDX-License-Identifier: Apache-2.0
#include "reversalwork.h"

#include "app/cli/unifieddiff.h"
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
    auto later = versionsSince(online, item, made);
    if (!later)
        return std::move(later).error();
    config.later = std::move(*later);
    if (auto read = readTexts(online, config); !read)
        return std::move(read).error();
    return config;
}

std::string nameOf(const std::string &semver, const core::VersionId &id)
{
    return semver.empty() ? id.text().substr(0, 19) : 'v' + semver;
}

std::string placeOf(const core::RequestItem &item)
{
    return item.path + '@' + item.environment.text();
}

// A side of a conflict as it may be shown.
class Side {
public:
    Side(const std::string &text, core::Format format)
        : m_reading(core::read(text, format, core::Limits::wide()))
    {
    }

    core::Result<std::string> told(Covers &covers, const Covers::SchemaIds &schemas,
        const core::MergePlace &place, const std::optional<std::string> &json) const
    {
        if (!json)
            return std::string("nothing");
        if (!m_reading)
            return std::string(core::cover);
        const auto &tree = m_reading.tree();
        const auto value = core::valueAt(tree.root(), place);
        const auto hidden = covers.spans(tree, schemas);
        if (!hidden)
            return hidden.error();
        const bool isCovered
            = !value || std::ranges::any_of(*hidden, [&](const core::TextSpan &span) {
                  return span.begin < value.node().end && span.end > value.node().begin;
              });
        return isCovered ? std::string(core::cover) : *json;
    }
    // Of the value in it; empty where there is none.
    std::string pointerTo(const core::MergePlace &place) const
    {
        const auto value
            = m_reading ? core::valueAt(m_reading.tree().root(), place) : core::Value();
        return value ? core::pointerOf(value.tree(), value.index()) : std::string();
    }

private:
    core::Reading m_reading;
};

// The newest version that set anything at or below the pointer; empty where that is not known.
std::string setterOf(const core::BlameReport &blame, const std::string &pointer)
{
    int newest = -1;
    for (const auto &key : blame.keys) {
        const bool isThere = key.pointer == pointer || key.pointer.starts_with(pointer + '/');
        if (isThere && key.entry >= 0 && (newest < 0 || key.entry < newest))
            newest = key.entry;
    }
    if (newest < 0)
        return {};
    const auto &entry = blame.entries[std::size_t(newest)];
    return nameOf(entry.semver, entry.version) + " by " + entry.authorName
        + (entry.changeRequest ? " (" + entry.changeRequest->text() + ')' : std::string());
}

core::Result<core::Done> printConflicts(
    Online &online, const ReversedConfig &config, const std::string &request, Covers &covers)
{
    const Covers::SchemaIds schemas{config.before->schema, config.made.schema, config.live.schema};
    const auto &merge = *config.reversal.merge;
    const Side before(merge.input().theirs, config.made.format);
    const Side after(merge.input().base, config.made.format);
    const Side live(merge.input().mine, config.made.format);
    const auto blame = online.ask<core::BlameReport>([&](auto done) {
        return online.cms().blame(config.item.config, config.item.environment, std::move(done));
    });
    for (const auto &conflict : merge.conflicts()) {
        if (conflict.kind == core::MergeConflict::Kind::Lines) {
            std::cout << "  conflict: lines that were changed again since\n";
            continue;
        }
        const auto was = before.told(covers, schemas, conflict.place, conflict.theirs);
        const auto then = after.told(covers, schemas, conflict.place, conflict.base);
        const auto now = live.told(covers, schemas, conflict.place, conflict.mine);
        if (!was || !then || !now)
            return !was ? was.error() : !then ? then.error() : now.error();
        const auto pointer = live.pointerTo(conflict.place);
        const auto setter = blame && !pointer.empty() ? setterOf(*blame, pointer) : std::string();
        std::cout << "  conflict: " << visible(core::toString(conflict.place)) << " was "
                  << visible(*was) << ", " << visible(request) << " made it " << visible(*then)
                  << ", " << (setter.empty() ? "a later change" : visible(setter)) << " made it "
                  << visible(*now) << '\n';
    }
    return core::Done();
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

std::string jsonOf(const ReversedConfig &config)
{
    static constexpr std::string_view outcomes[]{
        "ready", "nothing-left", "conflicts", "first-version"};
    std::string json = "{\"path\":";
    core::appendJsonString(json, config.item.path);
    json += ",\"environment\":";
    core::appendJsonString(json, config.item.environment.text());
    json += ",\"outcome\":";
    core::appendJsonString(json, outcomes[std::size_t(config.reversal.outcome)]);
    json += ",\"later\":[";
    for (const auto &version : config.later) {
        json += json.ends_with('[') ? "" : ",";
        core::appendJsonString(json, version.id.text());
    }
    json += "],\"conflicts\":[";
    if (config.reversal.merge) {
        for (const auto &conflict : config.reversal.merge->conflicts()) {
            json += json.ends_with('[') ? "" : ",";
            core::appendJsonString(json, core::toString(conflict.place));
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
        std::cout << request << " made its first version: there is nothing to go back to\n";
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
        std::cout << "  stays: " << visible(nameOf(version.semver, version.id)) << " by "
                  << visible(version.authorName) << ", " << core::toRfc3339(version.createdAt)
                  << ", " << visible(version.message) << '\n';
    Covers covers(online);
    if (config.reversal.outcome == core::ReversalOutcome::Conflicts) {
        if (auto printed = printConflicts(online, config, request, covers); !printed)
            return printed;
    }
    const Covers::SchemaIds schemas{config.before->schema, config.made.schema, config.live.schema};
    const auto left
        = covers.covered(config.reversal.merge->input().mine, config.made.format, schemas);
    const auto right = covers.covered(config.text, config.made.format, schemas);
    if (!left || !right)
        return left ? right.error() : left.error();
    printUnifiedDiff(*left, *right, place, place + " (without " + request + ')', std::cout);
    return core::Done();
}

} // namespace chancery::cli
