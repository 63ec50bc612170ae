// SPDX-License-Identifier: Apache-2.0
#include "declarations.h"

#include "engine/core/governing/documents.h"
#include "engine/server/access.h"
#include "engine/server/handlers/names.h"
#include "engine/server/moments.h"
#include "engine/server/resolution.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostLayers = 32;
constexpr std::size_t mostDependencies = 200;

[[noreturn]] void refuseLayer(std::size_t index, std::string code, std::string message)
{
    refuse("policy-violation", message,
        {{"/layers/" + std::to_string(index), std::move(code), message, {}, 0, 0}});
}

void checkLayers(
    const View &view, const core::Config &config, const std::vector<core::ConfigLayer> &layers)
{
    if (layers.size() > mostLayers)
        refuse("policy-violation", "A config has at most 32 declared layers");
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const auto &layer = layers[i];
        const bool isNamed = layer.kind != core::LayerKind::Base;
        if (layer.kind == core::LayerKind::Environment)
            refuseLayer(i, "environment", "The environment layer is the config's own text");
        if (isNamed ? !isSegment(layer.name) : !layer.name.empty())
            refuseLayer(i, "name",
                isNamed ? "Expected the name of the region, group or instance"
                        : "A base has no name");
        if (layer.config == config.id)
            refuseLayer(i, "itself", "A config is no layer of itself");
        if (!view.get(keys::join(keys::config, layer.config.text())))
            refuseLayer(i, "unknown", "There is no config " + layer.config.text());
        if (std::find(layers.begin(), layers.begin() + std::ptrdiff_t(i), layer)
            != layers.begin() + std::ptrdiff_t(i))
            refuseLayer(i, "duplicate", "This layer stands twice");
    }
}

void checkDependencies(
    const View &view, const core::Config &config, const std::vector<core::ConfigId> &dependencies)
{
    if (dependencies.size() > mostDependencies)
        refuse("policy-violation", "A config has at most 200 declared dependencies");
    for (std::size_t i = 0; i < dependencies.size(); ++i) {
        const auto known
            = view.find<core::Config>(keys::join(keys::config, dependencies[i].text()));
        if (!known)
            refuse("not-found", "There is no config " + dependencies[i].text(),
                {{"/dependencies/" + std::to_string(i), "unknown", "Expected a known config", {}, 0,
                    0}});
        if (known->id == config.id)
            refuse("dependency-violation", config.path + " cannot depend on itself",
                {{"/dependencies", "dependency-cycle", config.path + " → " + config.path, {}, 0,
                    0}});
    }
}

bool isLive(const View &view, const core::ConfigId &config, const std::string &environment)
{
    return view.get(keys::join(keys::head, config.text(), environment)) != nullptr;
}

bool has(const std::vector<core::ConfigLayer> &layers, const core::ConfigLayer &layer)
{
    return std::ranges::find(layers, layer) != layers.end();
}

std::string pathOf(const View &view, const core::ConfigId &config)
{
    const auto known = view.find<core::Config>(keys::join(keys::config, config.text()));
    return known ? known->path : config.text();
}

core::Declaration named(const View &view, const core::ConfigLayers &declared)
{
    core::Declaration declaration{declared.layers, declared.dependencies, {}};
    for (const auto &layer : declared.layers)
        declaration.paths.push_back(pathOf(view, layer.config));
    for (const auto &dependency : declared.dependencies)
        declaration.paths.push_back(pathOf(view, dependency));
    return declaration;
}

} // namespace

LayerStep stepOf(
    const std::vector<core::ConfigLayer> &before, const std::vector<core::ConfigLayer> &after)
{
    LayerStep step;
    std::vector<core::ConfigLayer> kept;
    std::vector<core::ConfigLayer> keptAfter;
    step.before = before;
    std::ranges::copy_if(
        before, std::back_inserter(kept), [&](const auto &layer) { return has(after, layer); });
    std::ranges::copy_if(after, std::back_inserter(keptAfter),
        [&](const auto &layer) { return has(before, layer); });
    if (kept != keptAfter)
        kept.clear();
    for (const auto *list : {&before, &after}) {
        for (const auto &layer : *list) {
            if (!has(kept, layer) && !has(step.changed, layer))
                step.changed.push_back(layer);
        }
    }
    return step;
}

bool isReadIn(const View &view, const core::Config &config, const LayerStep &step,
    const std::string &environment)
{
    return isLive(view, config.id, environment) || config.path.ends_with("/defaults")
        || std::ranges::any_of(step.before,
            [&](const auto &layer) { return isLive(view, layer.config, environment); });
}

void checkDeclaration(
    const View &view, const core::Config &config, const core::ConfigLayers &declared)
{
    if (core::governing::isGoverning(config.path))
        refuse("policy-violation", "What governs stands in one document: it inherits nothing");
    checkLayers(view, config, declared.layers);
    checkDependencies(view, config, declared.dependencies);
}

void demandLayers(const Unit &unit, const core::ConfigLayers &before,
    const std::vector<core::ConfigLayer> &layers)
{
    std::vector<Place> places;
    for (const auto &layer : layers) {
        if (has(before.layers, layer))
            continue;
        const auto config = unit.view().need<core::Config>(
            keys::join(keys::config, layer.config.text()), "config " + layer.config.text());
        std::ranges::move(placesOf(unit.view(), config), std::back_inserter(places));
    }
    demandAccess(unit, core::Permission::Edit, places);
}

std::vector<core::Dependency> needsOf(const View &view, const std::string &path,
    const std::vector<core::ConfigLayer> &layers, const std::vector<core::ConfigId> &dependencies)
{
    using enum core::DependencyKind;
    std::vector<core::Dependency> needs;
    for (auto &above : core::defaultsAbove(path))
        needs.push_back({Inherits, std::move(above)});
    for (const auto &layer : layers)
        needs.push_back({Layer, pathOf(view, layer.config)});
    for (const auto &dependency : dependencies)
        needs.push_back({Declares, pathOf(view, dependency)});
    return needs;
}

void demandNoEffect(const View &view, const core::Config &config, const LayerStep &step,
    const core::EnvironmentId &except)
{
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::environment, "")))) {
        const auto place = View::parse<core::Environment>(entry.value).id;
        if (place == except)
            continue;
        const bool isRead = isReadIn(view, config, step, place.text());
        const bool isFelt = isRead && std::ranges::any_of(step.changed, [&](const auto &layer) {
            return isLive(view, layer.config, place.text());
        });
        if (isFelt)
            refuse("state-conflict",
                except.isEmpty()
                    ? "This would change what is effective in " + place.text()
                        + " without a change request: declare layers before their texts are live"
                    : "The layers of " + config.path + " are the same everywhere: this would "
                        + "change what is effective in " + place.text() + " as well");
    }
}

std::optional<core::DeclarationStep> declarationAt(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, core::Instant instant)
{
    if (config.createdAt > instant)
        return std::nullopt;
    const auto now = layersOf(view, config.id);
    auto then = layersAt(view, config.id, instant);
    if (then.layers == now.layers && then.dependencies == now.dependencies)
        return std::nullopt;
    core::DeclarationStep step;
    const auto leave = [&](const core::ConfigLayer &layer) {
        const bool isGone = !view.get(keys::join(keys::config, layer.config.text()));
        const bool isNewer = !has(now.layers, layer)
            && isLive(view, layer.config, environment.text())
            && !liveAt(view, layer.config, environment, instant);
        if (isGone || isNewer)
            step.left.push_back(pathOf(view, layer.config));
        return isGone || isNewer;
    };
    std::erase_if(then.layers, leave);
    std::erase_if(then.dependencies, [&](const core::ConfigId &needed) {
        return !view.get(keys::join(keys::config, needed.text()));
    });
    if (then.layers == now.layers && then.dependencies == now.dependencies && step.left.empty())
        return std::nullopt;
    step.change = {now.etag, named(view, now), named(view, then)};
    if (then.layers == now.layers && then.dependencies == now.dependencies)
        step.barrier = "Nothing of its layers of then can come back";
    return step;
}

void demandDeclaration(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, const core::DeclarationChange &change)
{
    const auto now = layersOf(view, config.id);
    if (now.etag != change.base)
        throw Refusal{api::problem("version-conflict",
                          config.path + ": its layers or dependencies were declared anew since"),
            now.etag.text()};
    checkDeclaration(view, config, {config.id, change.after.layers, change.after.dependencies, {}});
    demandNoEffect(view, config, stepOf(now.layers, change.after.layers), environment);
}

} // namespace chancery::server
