// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string subject; // a path, or a draft's id
    std::string environment;
};

core::Result<std::vector<core::Draft>> ownDrafts(Online &online)
{
    return online.all<core::Draft>([&](const auto &page, auto done) {
        return online.cms().listDrafts(page, std::move(done));
    });
}

core::Result<int> list(Online &online, const Options &)
{
    const auto drafts = ownDrafts(online);
    if (!drafts)
        return drafts.error();
    Table table({"CONFIG", "ENVIRONMENT", "UPDATED", "DRAFT", "STATE"});
    for (const auto &draft : *drafts) {
        if (online.asJson())
            std::cout << safeJson(api::toJson(draft)) << '\n';
        const auto state = draft.parkedAs.empty() ? std::string() : "parked as " + draft.parkedAs;
        table.add({draft.path, draft.environment.text(), core::toRfc3339(draft.updatedAt),
            draft.id.text(), draft.isReadable() ? state : "cannot be opened"});
    }
    if (!online.asJson())
        table.print(std::cout);
    return succeeded;
}

// By its id, or the one that is worked on in that place; what is parked goes by its id alone.
bool isMeant(const core::Draft &draft, const Options &options)
{
    if (options.subject.starts_with("drf_"))
        return draft.id.text() == options.subject;
    return draft.path == options.subject && draft.environment.text() == options.environment
        && draft.parkedAs.empty();
}

core::Result<int> discard(Online &online, const Options &options)
{
    const auto drafts = ownDrafts(online);
    if (!drafts)
        return drafts.error();
    const auto draft = std::ranges::find_if(
        *drafts, [&](const auto &candidate) { return isMeant(candidate, options); });
    if (draft == drafts->end())
        return core::Error{core::ErrorKind::NotFound, "no-draft",
            "You have no draft " + options.subject
                + (options.environment.empty() ? "" : " in " + options.environment)
                + "; \"drafts\" lists those that you have",
            {}, {}, {}};
    const auto done = online.ask<core::Done>([&](auto handler) {
        return online.cms().deleteDraft(draft->id, draft->etag, std::move(handler));
    });
    if (!done)
        return done.error();
    std::cout << "Draft " << visible(draft->id.text()) << " of " << visible(draft->path) << " in "
              << visible(draft->environment.text()) << " is gone.\n";
    return succeeded;
}

} // namespace

void addDraftCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *listing = addOnline(program, "drafts", "List one's own drafts", common);
    listing->callback([=, &exitCode] {
        exitCode
            = runOnline(*common, "drafts", [&](Online &online) { return list(online, *options); });
    });
    auto *discarding = addOnline(program, "discard", "Let go of one's own draft, for good", common);
    discarding->add_option("DRAFT", options->subject, "The config's path, or the draft's id")
        ->required();
    discarding->add_option("--environment,-e", options->environment, "Where, beside a path")
        ->envname("CHANCERY_ENVIRONMENT");
    discarding->callback([=, &exitCode] {
        exitCode = runOnline(*common, "discard " + options->subject,
            [&](Online &online) { return discard(online, *options); });
    });
}

} // namespace chancery::cli
