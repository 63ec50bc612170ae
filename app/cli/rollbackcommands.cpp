// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/hiddentext.h"
#include "app/cli/instant.h"
#include "app/cli/requesttext.h"
#include "app/cli/rollbacktext.h"
#include "app/cli/versions.h"
#include "app/cli/visible.h"
#include "engine/api/describedependencies.h"
#include "engine/api/describerollback.h"
#include "engine/core/graph/reachedagents.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string environment;
    std::string target;
    std::vector<std::string> keys;
    std::vector<std::string> excepted; // paths
    std::vector<std::string> included; // paths of what others hang on too
    std::string at;
    std::string nameSpace;
    std::string service;
    std::string reason;
    std::string ticket;
    bool isToLastGood = false;
    bool onlyShows = false;
    bool isSure = false;
};

core::Error wrong(std::string detail)
{
    return {core::ErrorKind::Invalid, "bad-options", std::move(detail), {}, {}, {}};
}

core::Result<core::RollbackScope> scopeOf(Online &online, const Options &options)
{
    core::RollbackScope scope;
    if (!options.at.empty()) {
        auto instant = instantFrom(options.at, core::SystemClock().now());
        if (!instant)
            return std::move(instant).error();
        scope.at = *instant;
        scope.nameSpace = options.nameSpace;
        scope.service = options.service;
        return scope;
    }
    if (options.path.empty() || (options.target.empty() && !options.isToLastGood))
        return wrong("A rollback needs a PATH and --to VERSION or --last-good, or --at INSTANT");
    auto config = online.config(options.path);
    if (!config)
        return std::move(config).error();
    core::VersionId target;
    if (!options.isToLastGood) {
        auto meant = versionMeant(online, *config, options.environment, options.target);
        if (!meant)
            return std::move(meant).error();
        target = *std::move(meant);
    } else {
        const auto good = online.ask<core::Version>([&](auto done) {
            return online.cms().lastGood(
                config->id, core::EnvironmentId(options.environment), std::move(done));
        });
        if (!good && good.error().kind == core::ErrorKind::NotFound) {
            const auto head = online.head(*config, options.environment);
            return head ? good.error() : nothingLive(online, *config, options.environment);
        }
        if (!good)
            return good.error();
        target = good->id;
    }
    scope.items.push_back({config->id, {}, target, options.keys});
    return scope;
}

bool has(const std::vector<std::string> &paths, const std::string &path)
{
    return std::ranges::find(paths, path) != paths.end();
}

// What would be reached, of those that go back, with the agents by name.
struct Reached {
    core::PlaceImpact impact;
    core::ReachedAgents agents;
};

core::Result<Reached> reachedBy(Online &online, const core::RollbackPreview &preview)
{
    std::vector<core::ConfigId> configs;
    for (const auto &step : preview.steps) {
        if (step.outcome == core::RollbackOutcome::Ready && !step.isShared)
            configs.push_back(step.config);
    }
    auto impact = online.ask<core::PlaceImpact>([&](auto done) {
        return online.cms().placeImpact(preview.environment, configs, std::move(done));
    });
    if (!impact)
        return std::move(impact).error();
    const auto agents = online.all<core::Agent>([&](const auto &page, auto done) {
        return online.cms().listAgents(preview.environment, page, std::move(done));
    });
    if (!agents)
        return agents.error();
    auto reached = core::reachedAgents(*impact, *agents);
    return Reached{std::move(*impact), std::move(reached)};
}

void printNames(const char *what, const std::vector<std::string> &names, int all)
{
    if (names.empty())
        return;
    std::cout << "  " << what << ": ";
    for (std::size_t i = 0; i < names.size(); ++i)
        std::cout << (i > 0 ? ", " : "") << visible(names[i]);
    if (const auto more = all - int(names.size()); more > 0)
        std::cout << " and " << more << " more";
    std::cout << '\n';
}

// All that it names: whoever goes back at night wants to know whom to wake.
void printReached(const core::Result<Reached> &reached)
{
    if (!reached) {
        std::cout << "Whom it reaches is not known: " << visible(reached.error().detail) << '\n';
        return;
    }
    const auto &[impact, agents] = *reached;
    std::cout << "Reaches " << impact.services.all() << " services, " << impact.agents.all()
              << " agents and " << impact.configs.all() << " other configs\n";
    std::vector<std::string> configs;
    for (const auto &each : impact.reached) {
        if (each.hops > 0)
            configs.push_back(each.path);
    }
    printNames("services", impact.serviceNames, impact.services.all());
    printNames(agents.isExact ? "agents" : "agents, of these", agents.names, 0);
    printNames("other configs", configs, impact.configs.all());
}

// The preview, with whom it reaches; null where that is not known.
std::string previewJson(const core::RollbackPreview &preview, const core::Result<Reached> &reached)
{
    auto json = api::toJson(preview);
    std::string more = ",\"impact\":null,\"agentNames\":null";
    if (reached)
        more = ",\"impact\":" + api::toJson(reached->impact)
            + ",\"agentNames\":" + api::toJson(reached->agents.names);
    json.insert(json.rfind('}'), more);
    return json;
}

core::Result<core::Done> demandKnown(const core::RollbackPreview &preview, const Options &options)
{
    for (const auto &[paths, words] :
        {std::pair(&options.excepted, "left out"), std::pair(&options.included, "taken along")}) {
        for (const auto &path : *paths) {
            if (std::ranges::find(preview.steps, path, &core::RollbackStep::path)
                == preview.steps.end())
                return wrong(path + " would not go back, so it cannot be " + words);
        }
    }
    return core::Done();
}

// Of an instant: what would be done with those configs that go back, without those that are left
// out and those that others share and nobody named. Asked again where these are any, for one that
// stays can spoil another that goes back, or no longer does. What stays is marked as shared.
core::Result<core::RollbackPreview> chosen(
    Online &online, core::RollbackPreview preview, const Options &options)
{
    if (auto known = demandKnown(preview, options); !known)
        return std::move(known).error();
    core::RollbackScope scope;
    std::vector<core::RollbackStep> others;
    bool isLess = false;
    for (auto &step : preview.steps) {
        const bool isOut = has(options.excepted, step.path);
        step.isShared = step.isShared && !has(options.included, step.path);
        isLess = isLess || isOut || (step.isShared && !step.target.isEmpty());
        if (isOut)
            continue;
        if (step.target.isEmpty() || step.isShared)
            others.push_back(step);
        else
            scope.items.push_back(step.item(preview.at));
    }
    if (!isLess)
        return preview;
    if (scope.items.empty()) {
        preview.needsApproval = false;
        preview.heldBy.reset();
        preview.steps = std::move(others);
        return preview;
    }
    auto rest = online.ask<core::RollbackPreview>([&](auto done) {
        return online.cms().previewRollback(preview.environment, scope, std::move(done));
    });
    if (!rest)
        return std::move(rest).error();
    preview.needsApproval = rest->needsApproval;
    preview.heldBy = std::move(rest->heldBy);
    // What was not told the first time is not in the second question either.
    preview.isTruncated = preview.isTruncated || rest->isTruncated;
    preview.partCount = rest->partCount;
    core::keepBarriers(rest->steps, preview.steps);
    preview.steps = std::move(rest->steps);
    std::ranges::move(others, std::back_inserter(preview.steps));
    std::ranges::sort(preview.steps, {}, &core::RollbackStep::path);
    return preview;
}

// The items of the preview that go back; those that others share only where they were named.
core::Result<std::vector<core::NewRollback>> rollbacksOf(
    const core::RollbackPreview &preview, const Options &options)
{
    std::map<int, core::NewRollback> parts;
    for (const auto &step : preview.steps) {
        if (step.isShared) {
            std::cerr << "chancery-cli: rollback: " << visible(step.path)
                      << " stays, because others hang on it too\n";
            continue;
        }
        if (step.outcome == core::RollbackOutcome::Refused)
            return wrong(step.path + " cannot go back: "
                + (step.problems.empty() ? std::string() : step.problems.front().message)
                + (preview.at ? "; leave it out with --except " + step.path : std::string()));
        if (step.outcome == core::RollbackOutcome::Ready)
            parts[step.part.value_or(1)].items.push_back(step.item(preview.at, options.keys));
    }
    if (parts.empty())
        return wrong("There is nothing to roll back");
    if (preview.isTruncated)
        return wrong("More configs differ than can go back at once; narrow it down");
    std::vector<core::NewRollback> rollbacks;
    for (auto &[number, part] : parts) {
        part.at = preview.at;
        part.reason = options.reason;
        part.ticket = options.ticket;
        if (parts.size() > 1)
            part.part = core::RollbackPart{int(rollbacks.size()) + 1, int(parts.size()), {}};
        rollbacks.push_back(std::move(part));
    }
    return rollbacks;
}

// One after the other; the first that fails ends it, and what was made before stays made.
core::Result<int> makeAll(Online &online, const core::EnvironmentId &environment,
    std::vector<core::NewRollback> rollbacks)
{
    std::optional<core::ChangeRequestId> first;
    int code = succeeded;
    for (auto &rollback : rollbacks) {
        if (rollback.part)
            rollback.part->first = first;
        const auto answer = online.ask<client::Acknowledged<core::ChangeRequest>>([&](auto done) {
            return online.cms().rollBackSeveral(environment, rollback, std::move(done));
        });
        if (!answer && first)
            std::cerr << "chancery-cli: rollback: part " << rollback.part->number << " of "
                      << rollback.part->of << " failed; the parts before it were made\n";
        if (!answer)
            return answer.error();
        if (!first)
            first = answer->value.id;
        code = std::max(code, printRequest(online, answer->value));
    }
    return code;
}

// What would be live where keys are chosen, as it may be shown: by the schemas of both versions and
// of the config.
core::Result<core::Done> coverTexts(Online &online, core::RollbackPreview &preview)
{
    Covers covers(online);
    for (auto &step : preview.steps) {
        if (!step.text)
            continue;
        const auto config = online.config(step.path);
        if (!config)
            return config.error();
        Covers::SchemaIds schemas{config->schema, step.schema};
        auto format = config->format;
        for (const auto *id : {&step.target, &step.base}) {
            const auto version = online.ask<core::Version>(
                [&](auto done) { return online.cms().getVersion(*id, std::move(done)); });
            if (!version)
                return version.error();
            schemas.push_back(version->schema);
            format = version->format; // keys go into the text that is live
        }
        const auto hidden = hide(covers, std::move(*step.text), format, schemas);
        if (!hidden)
            return hidden.error();
        step.text = core::covered(hidden->text, hidden->hidden, 0, hidden->text.size());
    }
    return core::Done();
}

core::Result<int> rollBack(Online &online, const Options &options)
{
    const auto scope = scopeOf(online, options);
    if (!scope)
        return scope.error();
    const core::EnvironmentId environment(options.environment);
    auto preview = online.ask<core::RollbackPreview>([&](auto done) {
        return online.cms().previewRollback(environment, *scope, std::move(done));
    });
    if (preview && preview->at)
        preview = chosen(online, std::move(*preview), options);
    if (!preview)
        return preview.error();
    if (preview->at)
        std::cerr << "To what was live at " << core::toRfc3339(*preview->at) << '\n';
    if (options.onlyShows) {
        const auto reached = reachedBy(online, *preview);
        if (online.asJson()) {
            if (auto covered = coverTexts(online, *preview); !covered)
                return std::move(covered).error();
            std::cout << safeJson(previewJson(*preview, reached)) << '\n';
            return succeeded;
        }
        for (const auto &step : preview->steps)
            printStep(step, has(options.included, step.path));
        if (preview->at)
            std::cout << preview->sameCount << " configs are as they were\n";
        if (const auto count = preview->notLiveCount.value_or(0); count > 0)
            std::cout << count << " configs were not live then and stay\n";
        printReached(reached);
        if (preview->partCount)
            std::cout << "Made as " << *preview->partCount << " requests, one after the other\n";
        for (const auto &path : preview->otherLayers.value_or(std::vector<std::string>()))
            std::cout << visible(path) << " had other layers then: they do not go back\n";
        if (preview->needsApproval)
            std::cout << "Somebody else has to approve it\n";
        if (preview->heldBy)
            std::cout << "Nothing of it is applied at present: " << visible(*preview->heldBy)
                      << '\n';
        return succeeded;
    }
    if (preview->at && options.nameSpace.empty() && options.service.empty() && !options.isSure)
        return wrong("This is the whole environment: look with --preview first, then give --yes");
    auto rollbacks = rollbacksOf(*preview, options);
    if (!rollbacks)
        return rollbacks.error();
    return makeAll(online, environment, *std::move(rollbacks));
}

// From then on automation may bring it back as well (GOV-29).
core::Result<int> release(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    const auto version = versionMeant(online, *config, options.environment, options.target);
    if (!version)
        return version.error();
    const auto answer = online.ask<client::Acknowledged<core::Version>>([&](auto done) {
        return online.cms().releaseVersion(*version, options.reason, std::move(done));
    });
    if (!answer)
        return answer.error();
    std::cout << config->path << " v" << visible(answer->value.semver)
              << " is in quarantine no more\n";
    return succeeded;
}

void addRelease(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "release",
        "Let a version that was rolled back from be brought back by automation too", common);
    command->add_option("PATH", options->path)->required();
    command->add_option("VERSION", options->target, "Its label, or its digest")->required();
    command->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    command->add_option("--reason", options->reason, "Why")->required();
    command->callback([=, &exitCode] {
        exitCode = runOnline(*common, "release " + options->path,
            [&](Online &online) { return release(online, *options); });
    });
}

} // namespace

void addRollbackCommands(CLI::App &program, int &exitCode)
{
    addRelease(program, exitCode);
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *command = addOnline(program, "rollback",
        "Go back to an earlier version, or to what was live at an instant", common);
    auto *path = command->add_option("PATH", options->path);
    auto *target = command->add_option("--to", options->target,
        "The version to go back to: its label, like v1.2.0, or its digest or the beginning of "
        "that");
    command->add_option("--key", options->keys, "Only this key, as a JSON pointer; several times")
        ->needs(target);
    auto *good = command->add_flag("--last-good", options->isToLastGood,
        "To the latest version before this one that went the ordinary way and that nobody has "
        "rolled back from");
    good->excludes(target);
    auto *at = command->add_option("--at", options->at,
        "All configs to what was live then: a date-time, 14:05, or how long ago, like 2h");
    at->excludes(path)->excludes(target)->excludes(good);
    auto *space = command->add_option(
        "--namespace", options->nameSpace, "Of an instant: only below this namespace");
    space->needs(at);
    command
        ->add_option("--service", options->service,
            "Of an instant: only what the agents of this service follow")
        ->needs(at)
        ->excludes(space);
    command
        ->add_option("--except", options->excepted,
            "Of an instant: this config stays as it is; several times")
        ->needs(at)
        ->allow_extra_args(false);
    command
        ->add_option("--with", options->included,
            "Of an instant: this config goes back although others hang on it too; several times")
        ->needs(at)
        ->allow_extra_args(false);
    command->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    auto *preview = command->add_flag(
        "--preview", options->onlyShows, "Show what it would do, and do nothing");
    command->add_flag("--yes", options->isSure, "Also of a whole environment");
    command->add_option("--reason", options->reason, "Why");
    command->add_option("--ticket", options->ticket, "A reference, like INC-1234");
    command->callback([=, &exitCode] {
        if (preview->empty() && options->reason.empty())
            throw CLI::RequiredError("--reason");
        exitCode = runOnline(
            *common, "rollback", [&](Online &online) { return rollBack(online, *options); });
    });
}

} // namespace chancery::cli
