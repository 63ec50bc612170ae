// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/covers.h"
#include "app/cli/owners.h"
#include "app/cli/visible.h"
#include "engine/api/describedependencies.h"
#include "engine/core/policy/risk.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string environment;
    std::string direction = "both";
    int hops = 0;
    int limit = 0;
    bool isProposedToo = false;
    bool asDot = false;
    std::string subject;
};

// A quoted name of the DOT language.
std::string quoted(const std::string &text)
{
    std::string result = "\"";
    for (const char letter : visible(text))
        result += letter == '"' || letter == '\\' ? std::string("\\") + letter
                                                  : std::string(1, letter);
    return result + '"';
}

void printDot(const core::DependencyMap &map)
{
    std::cout << "digraph dependencies {\n";
    for (const auto &config : map.configs)
        std::cout << "  " << quoted(config.path)
                  << (config.config.isEmpty() ? " [style=dashed]" : "") << ";\n";
    for (const auto &each : map.dependencies)
        std::cout << "  " << quoted(map.configs[std::size_t(each.from)].path) << " -> "
                  << quoted(map.configs[std::size_t(each.to)].path)
                  << " [label=" << quoted(std::string(api::toWire(each.kind))) << "];\n";
    std::cout << "}\n";
}

void printTable(const core::DependencyMap &map)
{
    Table table({"CONFIG", "NEEDS", "BY", "ENVIRONMENT", "HELD BY", "NOTE"});
    for (const auto &each : map.dependencies) {
        const auto &from = map.configs[std::size_t(each.from)];
        const auto &to = map.configs[std::size_t(each.to)];
        const char *note = to.config.isEmpty() ? "missing"
            : from.isInCircle && to.isInCircle ? "circle"
                                               : "";
        table.add({from.path, to.path, std::string(api::toWire(each.kind)),
            each.environment.empty() ? "all" : each.environment, each.holder, note});
    }
    table.print(std::cout);
    if (map.isTruncated)
        std::cerr << "chancery-cli: " << map.configs.size() << " of " << map.total
                  << " configs; narrow it down or use --limit\n";
}

bool isSound(const core::DependencyMap &map)
{
    const auto count = int(map.configs.size());
    return std::all_of(map.dependencies.begin(), map.dependencies.end(), [&](const auto &each) {
        return each.from >= 0 && each.from < count && each.to >= 0 && each.to < count;
    });
}

core::Result<int> graph(Online &online, const Options &options)
{
    client::DependencyQuery query;
    query.environment = core::EnvironmentId(options.environment);
    query.direction = options.direction;
    query.hops = options.hops;
    query.limit = options.limit;
    query.isProposedToo = options.isProposedToo;
    if (!options.path.empty()) {
        const auto config = online.config(options.path);
        if (!config)
            return config.error();
        query.config = config->id;
    }
    const auto map = online.ask<core::DependencyMap>(
        [&](auto done) { return online.cms().dependencyMap(query, std::move(done)); });
    if (!map)
        return map.error();
    if (!isSound(*map))
        return core::Error{core::ErrorKind::Protocol, "bad-graph",
            "The server's answer names a config that is not in it", {}, {}, {}};
    if (online.asJson())
        std::cout << api::toJson(*map) << '\n';
    else if (options.asDot)
        printDot(*map);
    else
        printTable(*map);
    return succeeded;
}

std::string countText(const core::ReachCount &count)
{
    return std::to_string(count.all()) + " (" + std::to_string(count.direct) + " directly, "
        + std::to_string(count.inherited) + " through inheritance)";
}

// A text that is to become live, and the keys that it changes.
struct TouchedText {
    std::string path;
    core::EnvironmentId environment;
    const core::Tree &tree;
    std::optional<core::SchemaId> schema;
    std::vector<std::string> keys;
    bool hasMoreKeys = false;
};

// With who owns them.
core::Result<core::Done> printKeys(Covers &covers, const TouchedText &text)
{
    const auto schema = text.schema ? covers.schemaOf(*text.schema)
                                    : core::Result<const core::CompiledSchema *>(nullptr);
    if (!schema)
        return schema.error();
    std::cout << "Keys of " << visible(text.path) << " in " << visible(text.environment.text())
              << ":\n";
    Table table({"KEY", "OWNER"});
    for (const auto &key : text.keys)
        table.add({key.empty() ? "/" : key, ownerOf(*schema, text.tree, key)});
    table.print(std::cout);
    if (text.hasMoreKeys)
        std::cout << "and more\n";
    return core::Done();
}

// Those that each item of the request touches, as the server found them.
core::Result<core::Done> printRequestKeys(Online &online, const core::ChangeRequest &request)
{
    Covers covers(online);
    for (const auto &item : request.items) {
        auto reading = core::read(item.text, item.format, core::Limits::wide());
        if (!reading || !item.facts || item.facts->keys.empty())
            continue;
        auto id = item.schema;
        if (!id) {
            const auto config = online.config(item.path);
            if (!config)
                return config.error();
            const auto head = online.head(*config, item.environment.text());
            id = core::boundSchema(*config, head ? &*head : nullptr);
        }
        if (auto printed = printKeys(covers,
                {item.path, item.environment, reading.tree(), id, item.facts->keys,
                    item.facts->moreKeys});
            !printed)
            return printed;
    }
    return core::Done();
}

// Those by which the draft differs from what is live, found in the same way.
core::Result<core::Done> printDraftKeys(Online &online, const core::DraftId &id)
{
    const auto draft = online.ask<core::Draft>(
        [&](auto done) { return online.cms().getDraft(id, std::move(done)); });
    if (!draft)
        return draft.error();
    const auto config = online.ask<core::Config>(
        [&](auto done) { return online.cms().getConfig(draft->config, std::move(done)); });
    if (!config)
        return config.error();
    const auto head = online.head(*config, draft->environment.text());
    if (!head && head.error().kind != core::ErrorKind::NotFound)
        return head.error();
    const auto reading = core::read(draft->text, config->format, core::Limits::wide());
    const auto text = head ? online.text(head->version) : core::Result<std::string>(std::string());
    if (!text)
        return text.error();
    if (!reading) {
        std::cout << "The draft of " << visible(config->path)
                  << " cannot be read; its keys are not known\n";
        return core::Done();
    }
    const auto live = core::read(*text, head ? head->format : config->format, core::Limits::wide());
    const auto facts = core::policy::factsOf(
        live && live.tree().nodeCount() > 0 ? live.tree().root() : core::Value(),
        reading.tree().root(), {});
    if (facts.keys.empty())
        return core::Done();
    Covers covers(online);
    return printKeys(covers,
        {config->path, draft->environment, reading.tree(),
            core::boundSchema(*config, head ? &*head : nullptr), facts.keys, facts.moreKeys});
}

core::Result<int> impact(Online &online, const Options &options)
{
    const auto report = online.ask<core::ImpactReport>([&](auto done) {
        return options.subject.starts_with("CR-")
            ? online.cms().requestImpact(core::ChangeRequestId(options.subject), std::move(done))
            : online.cms().draftImpact(core::DraftId(options.subject), std::move(done));
    });
    if (!report)
        return report.error();
    if (online.asJson()) {
        std::cout << api::toJson(*report) << '\n';
        return succeeded;
    }
    for (const auto &place : report->places) {
        std::cout << "In " << visible(place.environment.text()) << ":\n"
                  << "  other configs: " << countText(place.configs) << '\n'
                  << "  services:      " << countText(place.services) << '\n'
                  << "  agents:        " << countText(place.agents) << '\n';
        Table table({"CONFIG", "HOPS", "HOW"});
        for (const auto &each : place.reached)
            table.add({each.path, std::to_string(each.hops),
                each.hops == 0         ? "changed"
                    : each.isInherited ? "through inheritance"
                                       : "directly"});
        table.print(std::cout);
    }
    if (!options.subject.starts_with("CR-")) {
        if (auto printed = printDraftKeys(online, core::DraftId(options.subject)); !printed)
            return std::move(printed).error();
        return succeeded;
    }
    const auto request = online.request(options.subject);
    if (!request)
        return request.error();
    if (auto printed = printRequestKeys(online, *request); !printed)
        return std::move(printed).error();
    return succeeded;
}

} // namespace

void addDependencyCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *graphs = addOnline(program, "graph", "Print which configs need which others", common);
    graphs->add_option("PATH", options->path, "Only what lies around this config");
    graphs->add_option("--environment,-e", options->environment, "Only what holds there")
        ->envname("CHANCERY_ENVIRONMENT");
    graphs
        ->add_option(
            "--direction", options->direction, "Of a config: what it needs, or who needs it")
        ->check(CLI::IsMember({"both", "dependencies", "dependents"}));
    graphs->add_option("--hops", options->hops, "Of a config: at most so many steps")
        ->check(CLI::NonNegativeNumber);
    graphs->add_option("--limit", options->limit, "At most so many configs")
        ->check(CLI::NonNegativeNumber);
    graphs->add_flag(
        "--proposed", options->isProposedToo, "Also what open requests and your drafts would add");
    graphs->add_flag("--dot", options->asDot, "For graphviz");
    graphs->callback([=, &exitCode] {
        exitCode
            = runOnline(*common, "graph", [&](Online &online) { return graph(online, *options); });
    });
    auto *impacts = addOnline(program, "impact",
        "Print what a change request or a draft reaches: configs, services, agents; and its keys",
        common);
    impacts->add_option("ID", options->subject, "CR-12, or the id of one of your drafts")
        ->required();
    impacts->callback([=, &exitCode] {
        exitCode = runOnline(*common, "impact " + options->subject,
            [&](Online &online) { return impact(online, *options); });
    });
}

} // namespace chancery::cli
