// SPDX-License-Identifier: Apache-2.0
#include "engine/api/bodies.h"
#include "engine/core/domain/config.h"
#include "engine/core/governing/documents.h"
#include "engine/server/access.h"
#include "engine/server/boundschema.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/governed.h"
#include "engine/server/handlers/names.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

namespace chancery::server {

namespace {

std::string resourceOf(const core::Config &config)
{
    return "/v1/configs/" + config.id.text();
}

void checkNamespace(Unit &unit, core::Config &config)
{
    const auto slug = config.path.substr(0, config.path.find('/'));
    const auto space = unit.view().find<core::Namespace>(keys::join(keys::nameSpace, slug));
    if (!space)
        refuse("not-found", "There is no namespace " + slug + "; make it first",
            {{"/path", "unknown-namespace", "The first segment names a namespace", {}, 0, 0}});
    config.namespaceId = space->id;
}

void checkSchemaExists(Unit &unit, const core::SchemaId &schema)
{
    if (!unit.view().get(keys::join(keys::schema, schema.text())))
        refuse("not-found", "There is no schema " + schema.text());
}

Deed deedFor(const core::Config &config)
{
    Deed deed;
    deed.targetType = "config";
    deed.targetId = config.id.text();
    deed.config = config.id.text();
    deed.path = config.path;
    deed.nameSpace = config.path.substr(0, config.path.find('/'));
    deed.etag = config.etag.text();
    return deed;
}

// A config that is live nowhere can still be felt: by its layers, where those are live.
void removeDeclaration(Unit &unit, const core::Config &config)
{
    const auto declared = layersOf(unit.view(), config.id);
    for (const auto &layer : declared.layers) {
        const auto heads
            = unit.view().scan(KeyRange::under(keys::join(keys::head, layer.config.text(), "")));
        if (!heads.empty())
            refuse("state-conflict",
                config.path + " has a layer that is live in "
                    + heads.front().key.substr(heads.front().key.rfind('/') + 1)
                    + ": without it other things would be effective, and no request says so");
        unit.remove(keys::join(keys::layerOf, layer.config.text(), config.id.text()));
    }
    for (const auto &entry :
        unit.view().scan(KeyRange::under(keys::join(keys::layersAt, config.id.text(), ""))))
        unit.remove(entry.key);
    if (unit.view().get(keys::join(keys::layers, config.id.text())))
        unit.remove(keys::join(keys::layers, config.id.text()));
}

} // namespace

// Always in the order of the paths.
Response listConfigs(const Scene &scene)
{
    const auto prefix = scene.request.parameter("prefix");
    const auto path = scene.request.parameter("path");
    auto range = KeyRange::under(keys::join(keys::configPath, path.empty() ? prefix : path));
    if (!path.empty())
        range.to = range.from + '\0';
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto config = scene.view.get(keys::join(keys::config, *entry.value));
        if (config)
            json = *config;
        return config != nullptr;
    });
}

Response createConfig(Unit &unit)
{
    const auto asked = unit.body<core::NewConfig>();
    if (!isConfigPath(asked.path))
        refuse("policy-violation", "This is no path of a config",
            {{"/path", "pattern", "Expected 1 to 16 segments [a-z0-9][a-z0-9._-]{0,62}", {}, 0,
                0}});
    demandLength(asked.description, longestDescription, "/description");
    demandLength(asked.owner, longestName, "/owner");
    demandAccess(unit, core::Permission::Edit, std::vector<Place>{{{}, asked.path}});
    demandPolicyEdit(unit, {{}, asked.path});
    const auto pathKey = keys::join(keys::configPath, asked.path);
    if (unit.view().get(pathKey))
        refuse("already-exists", "The config " + asked.path + " exists");
    core::Config config;
    config.path = asked.path;
    checkNamespace(unit, config);
    if (asked.schema)
        checkSchemaExists(unit, *asked.schema);
    const auto own = governingSchema(unit, asked.path);
    config.id = core::ConfigId(unit.newId("cfg_"));
    config.format = asked.format;
    config.schema = core::governing::isGoverning(asked.path) ? own : asked.schema;
    config.description = asked.description;
    config.owner = asked.owner;
    config.createdAt = unit.now();
    unit.store(keys::join(keys::config, config.id.text()), config);
    unit.put(pathKey, config.id.text());
    auto deed = deedFor(config);
    deed.kind = core::AuditKind::ConfigCreate;
    deed.status = 201;
    unit.record(deed);
    unit.publish("config.create", resourceOf(config), config.etag, config.path + " was added");
    return Response::json(api::toJson(config), 201, config.etag.text());
}

Response getConfig(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    auto json = scene.view.needBytes(keys::join(keys::config, id), "config " + id);
    auto etag = storedETag(*json);
    return Response::shared(std::move(json), std::move(etag));
}

// Whose and where: its own author can let go of it.
void refuseDrafted(const Unit &unit, const core::Config &config)
{
    const auto prefix = keys::join(keys::draftAt, config.id.text(), "");
    std::string others;
    for (const auto &record : unit.view().scan(KeyRange::under(prefix))) {
        const auto place = record.key.substr(prefix.size()); // environment/author
        const auto end = place.find('/');
        const auto environment = std::string(place.substr(0, end));
        if (place.substr(end + 1) == unit.actor().principal.id.text())
            refuse("state-conflict",
                "You have a draft of " + config.path + " in " + environment + "; discard it first");
        others = environment;
    }
    if (!others.empty())
        refuse("state-conflict", "Somebody has a draft of " + config.path + " in " + others);
}

// The way back for who made a config by mistake. What has ever been live stays for good, and what
// somebody works on is not taken from under them.
Response deleteConfig(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = keys::join(keys::config, id);
    const auto config = unit.view().need<core::Config>(key, "config " + id);
    unit.demandMatch(config.etag);
    demandPolicyEdit(unit, {{}, config.path});
    const auto hasAny = [&](std::string_view of) {
        auto range = KeyRange::under(keys::join(of, id, ""));
        range.limit = 1;
        return !unit.view().scan(range).empty();
    };
    if (hasAny(keys::history))
        refuse("state-conflict", config.path + " has versions, which are kept for good");
    if (hasAny(keys::openAt))
        refuse("state-conflict", config.path + " is part of an open change request");
    refuseDrafted(unit, config);
    demandUnused(unit, config);
    removeDeclaration(unit, config);
    unit.remove(key);
    unit.remove(keys::join(keys::configPath, config.path));
    auto deed = deedFor(config);
    deed.kind = core::AuditKind::ConfigDelete;
    deed.status = 204;
    unit.record(deed);
    unit.publish("config.delete", resourceOf(config), config.etag, config.path + " was taken back");
    Response response;
    response.status = 204;
    return response;
}

// What is live keeps the schema of its version: another one comes with a request (GOV-6).
Response setConfigSchema(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = keys::join(keys::config, id);
    auto config = unit.view().need<core::Config>(key, "config " + id);
    unit.demandMatch(config.etag);
    const auto choice = unit.body<api::SchemaChoice>();
    if (core::governing::isGoverning(config.path))
        refuse("policy-violation", "The schema of a governing document comes with the product");
    checkSchemaExists(unit, choice.schema);
    if (bindsAnything(unit.view(), config))
        refuse("state-conflict",
            config.path
                + " is live without a schema of its own, by its layers or by what inherits from "
                  "it, or "
                  "an open request is about it: bring the other schema with a change request");
    config.schema = choice.schema;
    unit.store(key, config);
    auto deed = deedFor(config);
    deed.kind = core::AuditKind::ConfigUpdate;
    unit.record(deed);
    unit.publish("config.update", resourceOf(config), config.etag,
        config.path + " begins with another schema");
    return Response::json(api::toJson(config), 200, config.etag.text());
}

} // namespace chancery::server
