// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/hiddentext.h"
#include "app/cli/instant.h"
#include "app/cli/visible.h"
#include "engine/api/describesuspects.h"
#include "engine/core/hierarchy/followed.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>

namespace chancery::cli {

namespace {

struct Options {
    std::string environment;
    std::string service;
    std::string path;
    std::string before;
    std::string since;
    std::string from;
    std::string to;
    std::string region;
    std::string group;
    std::string instance;
};

core::Result<std::optional<core::Instant>> optionalInstant(const std::string &text)
{
    if (text.empty())
        return std::optional<core::Instant>();
    auto instant = instantFrom(text, core::SystemClock().now());
    if (!instant)
        return std::move(instant).error();
    return std::optional(*instant);
}

std::string reasonsOf(const core::Suspect &suspect)
{
    std::string text;
    for (const auto reason : suspect.reasons)
        text += (text.empty() ? "" : ", ") + std::string(api::toWire(reason));
    return text;
}

core::Result<int> suspects(Online &online, const Options &options)
{
    const auto before = optionalInstant(options.before);
    const auto since = optionalInstant(options.since);
    if (!before)
        return before.error();
    if (!since)
        return since.error();
    const auto report = online.ask<core::SuspectReport>([&](auto done) {
        return online.cms().listSuspects(
            {core::EnvironmentId(options.environment), options.service, *before, *since},
            std::move(done));
    });
    if (!report)
        return report.error();
    if (online.asJson()) {
        std::cout << safeJson(api::toJson(*report)) << '\n';
        return succeeded;
    }
    std::cout << "Before " << core::toRfc3339(report->before) << ", " << report->agents
              << " agents\n";
    Table table({"SCORE", "KIND", "WHAT", "VERSION", "CHANGE", "BY", "REACHED", "AGENTS", "WHY"});
    for (const auto &each : report->suspects)
        table.add({std::to_string(each.score), std::string(api::toWire(each.kind)), each.title,
            each.semver, each.changeRequest ? each.changeRequest->text() : "", each.authorName,
            core::toRfc3339(each.reachedAt), std::to_string(each.agents), reasonsOf(each)});
    table.print(std::cout);
    if (!report->isComplete)
        std::cerr << "chancery-cli: not everything was looked at; use a later --since\n";
    return succeeded;
}

// What is compared, and where.
struct Compared {
    std::vector<core::FollowedPlace> places;
    std::map<std::string, std::string> namedBy; // by path, which agents name it
};

core::Result<Compared> comparedOf(Online &online, const Options &options)
{
    if (!options.path.empty())
        return Compared{{{options.path, options.region, options.group, options.instance}}, {}};
    const core::HierarchyPlace asked{
        core::EnvironmentId(options.environment), options.region, options.group, options.instance};
    const auto agents = online.all<core::Agent>([&](const auto &page, auto done) {
        return online.cms().listAgents(asked.environment, page, std::move(done));
    });
    if (!agents)
        return agents.error();
    auto found = core::placesOf(*agents, options.service, asked);
    if (found.places.empty())
        return core::Error{core::ErrorKind::NotFound, "not-found",
            "No agent of " + options.service + " has told of a config in " + options.environment,
            {}, {}, {}};
    if (found.isSupposed)
        std::cerr << "chancery-cli: compare: No agent of " << visible(options.service)
                  << " has said that it is there ("
                  << visible(core::placeText(found.places.front()))
                  << "); what one would read there is compared\n";
    Compared compared{std::move(found.places), {}};
    for (const auto &agent : *agents) {
        if (agent.service != options.service)
            continue;
        for (const auto &path : agent.carried()) {
            auto &names = compared.namedBy[path];
            names += (names.empty() ? "" : ", ") + agent.name;
        }
    }
    return compared;
}

// At an instant, or now; nothing where nothing was live.
core::Result<std::optional<core::EffectiveView>> viewAt(Online &online, const core::Config &config,
    const core::HierarchyPlace &place, const std::optional<core::Instant> &instant)
{
    auto view = online.ask<core::EffectiveView>([&](auto done) {
        return instant ? online.cms().effectiveAt(config.id, place, *instant, std::move(done))
                       : online.cms().effective(config.id, place, std::move(done));
    });
    if (view)
        return std::optional(std::move(*view));
    if (view.error().kind == core::ErrorKind::NotFound)
        return std::optional<core::EffectiveView>();
    return std::move(view).error();
}

// One config at both instants; whether anything differs.
core::Result<bool> compareOne(Online &online, Covers &covers, const core::Config &config,
    const core::EnvironmentId &environment, const core::FollowedPlace &followed,
    const std::pair<core::Instant, std::optional<core::Instant>> &instants)
{
    const auto &[from, to] = instants;
    const auto place = core::placeIn(environment, followed);
    const auto left = viewAt(online, config, place, from);
    if (!left)
        return left.error();
    const auto right = viewAt(online, config, place, to);
    if (!right)
        return right.error();
    const auto sides = hideEffective(
        online, covers, config, *left ? &**left : nullptr, *right ? &**right : nullptr);
    if (!sides)
        return sides.error();
    const auto where = core::placeText(followed);
    const auto name = config.path + (where.empty() ? " " : " (" + visible(where) + ") ");
    return printHiddenDiff(sides->left, sides->right, name + core::toRfc3339(from),
        name + (to ? core::toRfc3339(*to) : "now"), std::cout);
}

// An agent may name what is no config, by a slip of its settings: that is told, and keeps nobody
// from seeing the others.
core::Result<std::optional<core::Config>> configOf(
    Online &online, const std::string &path, const Compared &compared)
{
    auto config = online.config(path);
    if (config)
        return std::optional(std::move(*config));
    const auto named = compared.namedBy.find(path);
    if (named == compared.namedBy.end() || config.error().kind != core::ErrorKind::NotFound)
        return std::move(config).error();
    std::cerr << "chancery-cli: compare: There is no config " << visible(path)
              << ", which is named by " << visible(named->second) << "; it is left out\n";
    return std::optional<core::Config>();
}

core::Result<int> compare(Online &online, const Options &options)
{
    if (options.path.empty() == options.service.empty())
        return core::Error{
            core::ErrorKind::Invalid, "bad-options", "Expected a PATH or --service", {}, {}, {}};
    const auto from = optionalInstant(options.from);
    const auto to = optionalInstant(options.to);
    if (!from)
        return from.error();
    if (!to)
        return to.error();
    const auto compared = comparedOf(online, options);
    if (!compared)
        return compared.error();
    Covers covers(online);
    bool isDifferent = false;
    std::map<std::string, std::optional<core::Config>> configs; // by path; none is told of once
    for (const auto &followed : compared->places) {
        const auto known = configs.find(followed.path);
        if (known == configs.end()) {
            auto config = configOf(online, followed.path, *compared);
            if (!config)
                return std::move(config).error();
            configs.emplace(followed.path, std::move(*config));
        }
        const auto &config = configs.at(followed.path);
        if (!config)
            continue;
        const auto differs = compareOne(online, covers, *config,
            core::EnvironmentId(options.environment), followed, {**from, *to});
        if (!differs)
            return differs.error();
        isDifferent = *differs || isDifferent;
    }
    const bool isWhole
        = std::ranges::all_of(configs, [](const auto &known) { return known.second.has_value(); });
    if (!isWhole)
        return couldNotRun;
    return isDifferent ? answeredNo : succeeded;
}

} // namespace

void addHindsightCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    const auto where = [&](CLI::App *command) {
        command->add_option("--environment,-e", options->environment, "Where")
            ->envname("CHANCERY_ENVIRONMENT")
            ->required();
    };
    auto *asking = addOnline(
        program, "suspects", "What changed before something broke, the likeliest first", common);
    where(asking);
    asking->add_option("--service", options->service, "What reached the agents of this service");
    asking->add_option("--before", options->before,
        "When it broke: a date-time, 14:05, or how long ago, like 20m; else now");
    asking->add_option("--since", options->since, "How far back; else 24 hours before");
    asking->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "suspects", [&](Online &online) { return suspects(online, *options); });
    });
    auto *comparing = addOnline(program, "compare",
        "Compare what held in one place at two instants, layers merged and references followed",
        common);
    where(comparing);
    comparing->add_option("PATH", options->path, "One config");
    comparing->add_option("--service", options->service,
        "All that its agents carry, wherever they read it; the places below narrow");
    comparing->add_option("--from", options->from, "The earlier instant")->required();
    comparing->add_option("--to", options->to, "The later one; else now");
    comparing->add_option("--region", options->region, "With the layers of this region");
    comparing->add_option("--group", options->group, "With the layers of this group");
    comparing->add_option("--instance", options->instance,
        "With the layers of this instance; of a service also by the agent's name");
    comparing->callback([=, &exitCode] {
        exitCode = runOnline(
            *common, "compare", [&](Online &online) { return compare(online, *options); });
    });
}

} // namespace chancery::cli
