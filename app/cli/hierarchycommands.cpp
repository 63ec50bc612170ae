// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/cli/instant.h"
#include "app/cli/visible.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace chancery::cli {

namespace {

struct Options {
    std::string path;
    std::string environment;
    std::string region;
    std::string group;
    std::string instance;
    std::string at;
    bool explains = false;
    std::vector<std::string> bases;
    std::vector<std::string> regions; // NAME=PATH
    std::vector<std::string> groups;
    std::vector<std::string> instances;
    std::vector<std::string> dependencies;
    bool declares = false;
};

std::string nameOf(const core::LayerOrigin &layer)
{
    std::string text(core::name(layer.kind));
    if (!layer.name.empty())
        text += ' ' + layer.name;
    return text;
}

std::string changeOf(const core::LayerOrigin &layer)
{
    std::string approvers;
    for (const auto &approval : layer.approvals)
        approvers += (approvers.empty() ? "" : ", ") + approval.name;
    std::string text = layer.changeRequest ? layer.changeRequest->text() : "";
    if (!layer.authorName.empty())
        text += (text.empty() ? "by " : " by ") + layer.authorName;
    return approvers.empty() ? text : text + ", approved by " + approvers;
}

core::Result<int> effective(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    const core::HierarchyPlace place{
        core::EnvironmentId(options.environment), options.region, options.group, options.instance};
    std::optional<core::Instant> instant;
    if (!options.at.empty()) {
        const auto asked = instantFrom(options.at, core::SystemClock().now());
        if (!asked)
            return asked.error();
        instant = *asked;
    }
    const auto view = online.ask<core::EffectiveView>([&](auto done) {
        return instant ? online.cms().effectiveAt(config->id, place, *instant, std::move(done))
                       : online.cms().effective(config->id, place, std::move(done));
    });
    if (!view && instant && view.error().kind == core::ErrorKind::NotFound)
        return core::Error{core::ErrorKind::NotFound, "not-live-then",
            "Nothing of " + config->path + " was live in " + options.environment + " at "
                + core::toRfc3339(*instant),
            {}, {}, {}};
    if (!view)
        return view.error();
    if (online.asJson()) {
        std::cout << api::toJson(*view) << '\n';
        return succeeded;
    }
    if (!options.explains) {
        std::cout << view->text;
        return succeeded;
    }
    const auto reading = core::readJson(view->text, core::Limits::wide());
    if (!reading)
        return core::toError(reading.problem());
    Table table({"KEY", "VALUE", "LAYER", "CONFIG", "VERSION", "AT", "CHANGE"});
    for (const auto &value : view->values) {
        const auto index = std::size_t(value.layer);
        if (index >= view->layers.size())
            continue;
        const auto &layer = view->layers[index];
        const auto node = reading.tree().root().resolve(value.pointer);
        auto text = node ? view->text.substr(node.node().begin, node.node().end - node.node().begin)
                         : std::string();
        if (value.reference)
            text += " <- " + *value.reference;
        table.add({value.pointer.empty() ? "/" : value.pointer, text, nameOf(layer), layer.path,
            layer.semver, std::to_string(value.line) + ':' + std::to_string(value.column),
            changeOf(layer)});
    }
    table.print(std::cout);
    return succeeded;
}

core::Result<int> show(Online &online, const core::ConfigLayers &layers)
{
    if (online.asJson()) {
        std::cout << api::toJson(layers) << '\n';
        return succeeded;
    }
    Table table({"LAYER", "NAME", "CONFIG"});
    const auto pathOf = [&](const core::ConfigId &id) {
        const auto config = online.ask<core::Config>(
            [&](auto done) { return online.cms().getConfig(id, std::move(done)); });
        return config ? config->path : id.text();
    };
    for (const auto &layer : layers.layers)
        table.add({std::string(core::name(layer.kind)), layer.name, pathOf(layer.config)});
    for (const auto &dependency : layers.dependencies)
        table.add({"dependency", "", pathOf(dependency)});
    table.print(std::cout);
    return succeeded;
}

// "eu-west=payments/api-eu", or for a base the path alone.
core::Result<core::Done> addLayer(Online &online, core::LayerKind kind, const std::string &text,
    std::vector<core::ConfigLayer> &layers)
{
    const bool isNamed = kind != core::LayerKind::Base;
    const auto sign = text.find('=');
    if (isNamed && sign == std::string::npos)
        return core::Error{
            core::ErrorKind::Invalid, "no-name", "Expected NAME=PATH, not " + text, {}, {}, {}};
    const auto config = online.config(isNamed ? text.substr(sign + 1) : text);
    if (!config)
        return config.error();
    layers.push_back({kind, isNamed ? text.substr(0, sign) : std::string(), config->id});
    return core::Done();
}

core::Result<int> declareLayers(Online &online, const Options &options)
{
    const auto config = online.config(options.path);
    if (!config)
        return config.error();
    auto layers = online.ask<core::ConfigLayers>(
        [&](auto done) { return online.cms().configLayers(config->id, std::move(done)); });
    if (!layers)
        return layers.error();
    if (!options.declares)
        return show(online, *layers);
    layers->layers.clear();
    layers->dependencies.clear();
    const std::pair<core::LayerKind, const std::vector<std::string> *> kinds[]{
        {core::LayerKind::Base, &options.bases}, {core::LayerKind::Region, &options.regions},
        {core::LayerKind::Group, &options.groups}, {core::LayerKind::Instance, &options.instances}};
    for (const auto &[kind, texts] : kinds) {
        for (const auto &text : *texts) {
            if (auto done = addLayer(online, kind, text, layers->layers); !done)
                return done.error();
        }
    }
    for (const auto &path : options.dependencies) {
        const auto other = online.config(path);
        if (!other)
            return other.error();
        layers->dependencies.push_back(other->id);
    }
    const auto stored = online.ask<client::Acknowledged<core::ConfigLayers>>(
        [&](auto done) { return online.cms().setConfigLayers(*layers, std::move(done)); });
    if (!stored)
        return stored.error();
    return show(online, stored->value);
}

} // namespace

void addHierarchyCommands(CLI::App &program, int &exitCode)
{
    auto common = std::make_shared<Common>();
    auto options = std::make_shared<Options>();
    auto *reading = addOnline(program, "effective",
        "Print what holds in one place, all layers merged and references followed", common);
    reading->add_option("PATH", options->path)->required();
    reading->add_option("--environment,-e", options->environment, "Where")
        ->envname("CHANCERY_ENVIRONMENT")
        ->required();
    reading->add_option("--region", options->region, "With the layers of this region");
    reading->add_option("--group", options->group, "With the layers of this group");
    reading->add_option("--instance", options->instance, "With the layers of this instance");
    reading->add_option("--at", options->at,
        "What held then: a date-time, 14:05, or how long ago, like 2h; else now");
    reading->add_flag("--explain", options->explains, "Where each value comes from");
    reading->callback([=, &exitCode] {
        exitCode = runOnline(*common, "effective " + options->path,
            [&](Online &online) { return effective(online, *options); });
    });
    auto *layers = addOnline(
        program, "layers", "Show or declare the layers and dependencies of a config", common);
    layers->add_option("PATH", options->path)->required();
    layers->add_option("--base", options->bases, "A config below its own text");
    layers->add_option("--region", options->regions, "NAME=PATH, above its own text");
    layers->add_option("--group", options->groups, "NAME=PATH, above the regions");
    layers->add_option("--instance", options->instances, "NAME=PATH, above the groups");
    layers->add_option("--depends", options->dependencies, "A config that it depends on");
    layers->add_flag("--set", options->declares, "Declare exactly these");
    layers->callback([=, &exitCode] {
        exitCode = runOnline(*common, "layers " + options->path,
            [&](Online &online) { return declareLayers(online, *options); });
    });
}

} // namespace chancery::cli
