// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/server/handlers/declaring.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/moments.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

namespace chancery::server {

namespace {

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

// Together with all that is live, in every environment.
void demandNoCircleAnywhere(
    const View &view, const core::ConfigLayers &after, const std::string &path)
{
    const ProposedDeclarations declared{
        {path, needsOf(view, path, after.layers, after.dependencies)}};
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::environment, ""))))
        demandNoCircle(
            view, entry.key.substr(keys::environment.size() + 1), {}, declared, "/dependencies");
    demandNoCircle(view, {}, {}, declared, "/dependencies"); // where there is no environment yet
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

Outdated outdatedByLayers(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    const core::ConfigLayers &after)
{
    const auto step = stepOf(before.layers, after.layers);
    if (step.changed.empty())
        return {};
    return outdatedBy(
        unit, config, {after, step.changed, [&](const core::EnvironmentId &environment) {
                           return isReadIn(unit.view(), config, step, environment.text());
                       }});
}

void declare(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    core::ConfigLayers &after, const core::ChangeRequest *request)
{
    const auto &id = config.id.text();
    keepDeclaration(unit, config, before, after);
    indexLayers(unit, before, after);
    unit.store(keys::join(keys::layers, id), after);
    Deed deed{.kind = core::AuditKind::ConfigUpdate, .targetType = "config"};
    deed.targetId = id;
    deed.config = id;
    deed.path = config.path;
    deed.nameSpace = config.path.substr(0, config.path.find('/'));
    deed.etag = after.etag.text();
    if (request) {
        deed.reason = request->reason;
        deed.ticket = request->ticket;
        deed.correlation = request->id.text();
    }
    unit.record(deed);
    unit.publish("config.update", "/v1/configs/" + id, after.etag,
        config.path + " has other layers or dependencies");
}

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
    auto choice = unit.body<api::LayersChoice>();
    core::ConfigLayers after{
        config.id, std::move(choice.layers), std::move(choice.dependencies), {}};
    checkDeclaration(view, config, after);
    demandLayers(unit, before, after.layers);
    demandNoCircleAnywhere(view, after, config.path);
    demandNoEffect(view, config, stepOf(before.layers, after.layers), {});
    // Nor may it change what somebody has approved already.
    const auto outdated = outdatedByLayers(unit, config, before, after);
    declare(unit, config, before, after, nullptr);
    settleOutdated(unit, outdated, OtherSize::WeighsAnew, config.path + " has other layers");
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
