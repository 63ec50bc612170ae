// SPDX-License-Identifier: Apache-2.0
#include "app/cli/emergencytext.h"
#include "app/cli/hiddentext.h"
#include "app/cli/schemafiles.h"
#include "app/cli/versions.h"
#include "app/cli/visible.h"

#include <algorithm>
#include <iostream>

// One action of an emergency session: what would be live is shown, and done where the environment's
// name was given.
namespace chancery::cli {

namespace {

core::Error wrong(std::string detail)
{
    return {core::ErrorKind::Invalid, "bad-options", std::move(detail), {}, {}, {}};
}

// What was live before what is: the last known good version.
core::Result<core::VersionId> previousOf(Online &online, const core::Head &head)
{
    const auto versions = online.all<core::Version>([&](const auto &page, auto done) {
        return online.cms().listVersions(head.config, head.environment, page, std::move(done));
    });
    if (!versions)
        return versions.error();
    const auto live = std::ranges::find(*versions, head.version, &core::Version::id);
    const bool hasEarlier = live != versions->end() && std::next(live) != versions->end();
    for (auto version = live; version != versions->end(); ++version) {
        if (version != live && !version->quarantined && version->content != live->content)
            return version->id;
    }
    if (hasEarlier)
        return wrong("No earlier version of " + head.path
            + " is good: each was rolled back from, or has the text that is live; --to takes one "
              "all the same");
    return wrong(head.path + " has no earlier version to go back to");
}

core::Result<std::string> draftText(Online &online, const core::Head &head)
{
    const auto drafts = online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
    if (!drafts)
        return drafts.error();
    for (const auto &draft : *drafts) {
        if (draft.config == head.config && draft.environment == head.environment
            && draft.parkedAs.empty()) {
            if (!draft.isReadable())
                return closedDraft(draft);
            return draft.text;
        }
    }
    return wrong("You have no draft of " + head.path + " in " + head.environment.text());
}

core::Result<core::EmergencyItem> itemOf(Online &online, const EmergencyOptions &options,
    const core::Config &config, const core::Head &head)
{
    core::EmergencyItem item{head.config, head.version, {}, {}};
    if (!options.target.empty() || options.takesPrevious) {
        auto target = options.takesPrevious
            ? previousOf(online, head)
            : versionMeant(online, config, head.environment.text(), options.target);
        if (!target)
            return std::move(target).error();
        item.target = *target;
        return item;
    }
    if (options.takesDraft) {
        auto text = draftText(online, head);
        if (!text)
            return std::move(text).error();
        item.text = std::move(*text);
        return item;
    }
    if (options.file.empty())
        return wrong("Give --last-good, --to VERSION, --draft or --file FILE");
    item.text = bytesOf(options.file);
    if (!item.text)
        return wrong("The file " + options.file + " cannot be read");
    return item;
}

// By the schema of today and those of what goes and what comes.
core::Result<Covers::SchemaIds> schemasOf(Online &online, const core::Config &config,
    const core::Head &head, const core::EmergencyItem &item)
{
    Covers::SchemaIds schemas{config.schema};
    for (const auto &id : {std::optional(head.version), item.target}) {
        if (!id)
            continue;
        const auto version = online.ask<core::Version>(
            [&](auto done) { return online.cms().getVersion(*id, std::move(done)); });
        if (!version)
            return version.error();
        schemas.push_back(version->schema);
    }
    return schemas;
}

core::Result<core::Done> show(Online &online, const core::Config &config, const core::Head &head,
    const core::EmergencyItem &item)
{
    const auto live = online.text(head.version);
    if (!live)
        return live.error();
    const auto after
        = item.target ? online.text(*item.target) : core::Result<std::string>(*item.text);
    if (!after)
        return after.error();
    const auto schemas = schemasOf(online, config, head, item);
    if (!schemas)
        return schemas.error();
    Covers covers(online);
    const auto left = hide(covers, *live, head.format, *schemas);
    const auto right = hide(covers, *after, head.format, *schemas);
    if (!left || !right)
        return left ? right.error() : left.error();
    auto &out = online.asJson() ? std::cerr : std::cout;
    if (!printHiddenDiff(*left, *right, head.path + " (live)", head.path + " (after)", out))
        return wrong("This is live already");
    return core::Done();
}

} // namespace

core::Result<int> actInEmergency(Online &online, const EmergencyOptions &options)
{
    const auto session = emergencyOf(online, options);
    if (!session)
        return session.error();
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    const auto head = online.head(*config, session->environment.text());
    if (!head)
        return head.error();
    const auto item = itemOf(online, options, *config, *head);
    if (!item)
        return item.error();
    if (auto shown = show(online, *config, *head, *item); !shown)
        return std::move(shown).error();
    if (options.onlyShows)
        return succeeded;
    if (options.confirmation != session->environment.text())
        return wrong("Confirm it with --confirm and the name of the environment");
    const core::EmergencyChanges changes{{*item}, options.confirmation, options.reason,
        !options.overrideReason.empty(), options.overrideReason};
    const auto answer = online.ask<client::Acknowledged<core::EmergencySession>>([&](auto done) {
        return online.cms().applyInEmergency(session->id, changes, session->etag, std::move(done));
    });
    if (!answer)
        return answer.error();
    return printEmergency(online, answer->value);
}

} // namespace chancery::cli
