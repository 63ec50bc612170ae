// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/core/governing/documents.h"
#include "engine/server/access.h"
#include "engine/server/handlers/effectchanges.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/names.h"
#include "engine/server/moments.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

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

// Who inherits from a config binds its changes: approvals, freezes and bans of the heir hold for
// them. So only who may edit it takes it for a layer.
void demandLayers(const Unit &unit, const core::ConfigLayers &before,
    const std::vector<core::ConfigLayer> &layers)
{
    std::vector<Place> places;
    for (const auto &layer : layers) {
        if (std::ranges::find(before.layers, layer) != before.layers.end())
            continue;
        const auto config = unit.view().need<core::Config>(
            keys::join(keys::config, layer.config.text()), "config " + layer.config.text());
        std::ranges::move(placesOf(unit.view(), config), std::back_inserter(places));
    }
    demandAccess(unit, core::Permission::Edit, places);
}

// Together with all that is live, in every environment.
void checkDependencies(
    const View &view, const core::Config &config, const api::LayersChoice &choice)
{
    const auto &dependencies = choice.dependencies;
    if (dependencies.size() > mostDependencies)
        refuse("policy-violation", "A config has at most 200 declared dependencies");
    using enum core::DependencyKind;
    std::vector<core::Dependency> needs;
    for (auto &above : core::defaultsAbove(config.path))
        needs.push_back({Inherits, std::move(above)});
    for (const auto &layer : choice.layers)
        needs.push_back({Layer,
            view.need<core::Config>(keys::join(keys::config, layer.config.text()), "config").path});
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
        needs.push_back({Declares, known->path});
    }
    const ProposedDeclarations declared{{config.path, std::move(needs)}};
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::environment, ""))))
        demandNoCircle(
            view, entry.key.substr(keys::environment.size() + 1), {}, declared, "/dependencies");
    demandNoCircle(view, {}, {}, declared, "/dependencies"); // where there is no environment yet
}

bool isLive(const View &view, const core::ConfigId &config, const std::string &environment)
{
    return view.get(keys::join(keys::head, config.text(), environment)) != nullptr;
}

struct LayerStep {
    std::vector<core::ConfigLayer> kept;
    std::vector<core::ConfigLayer> changed; // come, go or change their order
};

LayerStep stepOf(
    const std::vector<core::ConfigLayer> &before, const std::vector<core::ConfigLayer> &after)
{
    const auto has = [](const auto &list, const core::ConfigLayer &layer) {
        return std::find(list.begin(), list.end(), layer) != list.end();
    };
    LayerStep step;
    std::vector<core::ConfigLayer> keptAfter;
    std::copy_if(before.begin(), before.end(), std::back_inserter(step.kept),
        [&](const auto &layer) { return has(after, layer); });
    std::copy_if(after.begin(), after.end(), std::back_inserter(keptAfter),
        [&](const auto &layer) { return has(before, layer); });
    if (step.kept != keptAfter)
        step.kept.clear();
    for (const auto *list : {&before, &after}) {
        for (const auto &layer : *list) {
            if (!has(step.kept, layer) && !has(step.changed, layer))
                step.changed.push_back(layer);
        }
    }
    return step;
}

// Whether something else of the config is there than the layers that change.
bool isReadIn(const View &view, const core::Config &config, const LayerStep &step,
    const std::string &environment)
{
    return isLive(view, config.id, environment) || config.path.ends_with("/defaults")
        || std::any_of(step.kept.begin(), step.kept.end(),
            [&](const auto &layer) { return isLive(view, layer.config, environment); });
}

// A declaration passes no gate, so it must not change anything: of the layers that come, go or
// change their order none may be live where something else of the config is.
void demandNoEffect(const View &view, const core::Config &config, const LayerStep &step)
{
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::environment, "")))) {
        const auto place = View::parse<core::Environment>(entry.value).id.text();
        const bool isRead = isReadIn(view, config, step, place);
        for (const auto &layer : step.changed) {
            if (isRead && isLive(view, layer.config, place))
                refuse("state-conflict",
                    "This would change what is effective in " + place
                        + " without a change request: declare layers before their texts are live");
        }
    }
}

// Nor may it change what somebody has approved already.
Outdated otherEffects(
    Unit &unit, const core::Config &config, const core::ConfigLayers &after, const LayerStep &step)
{
    if (step.changed.empty())
        return {};
    return outdatedBy(
        unit, config, {after, step.changed, [&](const core::EnvironmentId &environment) {
                           return isReadIn(unit.view(), config, step, environment.text());
                       }});
}

void indexLayers(Unit &unit, const core::ConfigLayers &before, const core::ConfigLayers &after)
{
    const auto keyOf = [&](const core::ConfigLayer &layer) {
        return keys::join(keys::layerOf, layer.config.text(), after.config.text());
    };
    for (const auto &layer : before.layers)
        unit.remove(keyOf(layer));
    for (const auto &layer : after.layers)
        unit.put(keyOf(layer), "-");
}

core::HierarchyPlace placeIn(const Request &request)
{
    return {core::EnvironmentId(request.parameter("environment")), request.parameter("region"),
        request.parameter("group"), request.parameter("instance")};
}

Response effectiveIn(const Scene &scene, const core::Config &config,
    const core::HierarchyPlace &place, const Proposal *proposal,
    std::optional<core::Instant> instant = {})
{
    if (place.environment.isEmpty())
        refuse("bad-request", "Expected an environment");
    LayerTexts texts(scene.view, instant);
    Resolution resolution(texts, place, proposal);
    const auto view = resolution.view(config);
    if (!view && view.error().code == "not-live")
        refuse("not-found", view.error().detail);
    if (!view)
        refuse("dependency-violation", view.error().detail, view.error().fields);
    return Response::json(api::toJson(*view));
}

} // namespace

Response getConfigLayers(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    scene.view.needBytes(keys::join(keys::config, id), "config " + id);
    const auto declared = layersOf(scene.view, core::ConfigId(id));
    return Response::json(api::toJson(declared), 200, declared.etag.text());
}

Response setConfigLayers(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto &view = unit.view();
    const auto config = view.need<core::Config>(keys::join(keys::config, id), "config " + id);
    const auto before = layersOf(view, config.id);
    unit.demandMatch(before.etag);
    if (core::governing::isGoverning(config.path))
        refuse("policy-violation", "What governs stands in one document: it inherits nothing");
    auto choice = unit.body<api::LayersChoice>();
    checkLayers(view, config, choice.layers);
    demandLayers(unit, before, choice.layers);
    checkDependencies(view, config, choice);
    const auto step = stepOf(before.layers, choice.layers);
    demandNoEffect(view, config, step);
    core::ConfigLayers after{
        config.id, std::move(choice.layers), std::move(choice.dependencies), {}};
    const auto outdated = otherEffects(unit, config, after, step);
    keepDeclaration(unit, config, before, after);
    indexLayers(unit, before, after);
    unit.store(keys::join(keys::layers, id), after);
    settleOutdated(unit, outdated, OtherSize::WeighsAnew, config.path + " has other layers");
    Deed deed{.kind = core::AuditKind::ConfigUpdate, .targetType = "config"};
    deed.targetId = id;
    deed.config = id;
    deed.path = config.path;
    deed.nameSpace = config.path.substr(0, config.path.find('/'));
    deed.etag = after.etag.text();
    unit.record(deed);
    unit.publish("config.update", "/v1/configs/" + id, after.etag,
        config.path + " has other layers or dependencies");
    return Response::json(api::toJson(after), 200, after.etag.text());
}

Response getEffective(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    const auto config = scene.view.need<core::Config>(keys::join(keys::config, id), "config " + id);
    return effectiveIn(
        scene, config, placeIn(scene.request), nullptr, instantIn(scene.request, "at", scene.now));
}

Response getEffectiveHead(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    const auto config = scene.view.need<core::Config>(keys::join(keys::config, id), "config " + id);
    const auto place = placeIn(scene.request);
    if (place.environment.isEmpty())
        refuse("bad-request", "Expected an environment");
    return Response::shared(scene.announcements.find(scene.view, View(scene.store), config, place));
}

// Reads only: nothing of the text is kept.
Response previewEffective(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    const auto config = scene.view.need<core::Config>(keys::join(keys::config, id), "config " + id);
    const auto asked
        = orRefuse(api::fromJson<api::EffectivePreview>(scene.request.body, Unit::bodyLimits()));
    auto reading = core::read(asked.text, config.format);
    if (!reading) {
        auto error = core::toError(reading.problem());
        for (auto &field : error.fields)
            field.pointer.insert(0, "/text");
        refuse("unreadable-document", reading.problem().message, std::move(error.fields));
    }
    const Proposal proposal{{{id, asked.environment.text()},
        {std::make_shared<const core::Tree>(std::move(reading).tree()), 0}}};
    return effectiveIn(
        scene, config, {asked.environment, asked.region, asked.group, asked.instance}, &proposal);
}

} // namespace chancery::server
