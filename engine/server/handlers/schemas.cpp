// SPDX-License-Identifier: Apache-2.0
#include "engine/core/digest.h"
#include "engine/core/rules/retirement.h"
#include "engine/core/rules/schemachange.h"
#include "engine/core/semver.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/names.h"
#include "engine/server/handlers/schemapublishing.h"
#include "engine/server/validator.h"

namespace chancery::server {

namespace {

std::string uriOf(const core::NewSchema &asked)
{
    if (!asked.uri.empty())
        return asked.uri;
    const auto reading = core::readJson(asked.text, core::Limits::wide());
    const auto id = reading.ok() ? reading.tree().root()["$id"] : core::Value();
    return id.isString() ? std::string(id.text()) : asked.name;
}

// The keywords may say that nothing changes where documents say otherwise (API-14). Where not all
// that is live could be looked at, nobody knows that nothing changes. Says why it is more; empty
// where it is not.
std::string replayed(Unit &unit, const core::NewSchema &asked, SchemaReplay replay)
{
    replayLive(unit.view(), unit.validator(), asked, limitsInWriter(), replay);
    if (replay.refused)
        return "; what is live of " + *replay.refused + " would be refused";
    if (!replay.isWhole())
        return "; only " + std::to_string(replay.seen.size()) + " of " + std::to_string(replay.of)
            + " live documents could be held against it";
    return {};
}

// How much the new text changes for those who write configs for it, and what it is called for that.
// Answers with why that is more than the keywords say.
std::string label(Unit &unit, const core::Schema &before, const core::NewSchema &asked,
    const SchemaReplay &replay, core::Schema &schema)
{
    const auto old = core::readJson(
        unit.view().text(keys::join(keys::schemaText, before.id.text())), core::Limits::wide());
    const auto now = core::readJson(asked.text, core::Limits::wide());
    auto level = old.ok() && now.ok()
        ? core::schemaChangeLevel(old.tree().root(), now.tree().root())
        : core::ChangeLevel::Major;
    const auto why
        = level < core::ChangeLevel::Major ? replayed(unit, asked, replay) : std::string();
    if (!why.empty())
        level = core::ChangeLevel::Major;
    schema.level = core::name(level);
    schema.semver = core::nextSemver(before.semver.value_or("1.0.0"), level);
    return why;
}

} // namespace

Response listSchemas(const Scene &scene)
{
    return pageOf(scene, KeyRange::under(keys::join(keys::schema, "")),
        [](const Entry &entry, std::string &json) {
            json = *entry.value;
            return true;
        });
}

namespace {

// A key that was retired stays so under this URI (GOV-22 does not help it): somewhere it is still
// read, as what it meant before.
void demandNoRevival(Unit &unit, const core::Schema &before, const std::string &text)
{
    const auto old = core::readJson(
        unit.view().text(keys::join(keys::schemaText, before.id.text())), core::Limits::wide());
    const auto now = core::readJson(text, core::Limits::wide());
    if (!old.ok() || !now.ok())
        return; // what cannot be read is refused elsewhere
    std::vector<core::FieldError> fields;
    for (const auto &key : core::revivedKeys(old.tree().root(), now.tree().root()))
        fields.push_back({"/text", "retired",
            "Expected that " + key
                + " stays retired (\"x-retired\"), and another name for what is new",
            {}, 0, 0});
    if (!fields.empty())
        refuse("state-conflict", "A retired key cannot be used again", std::move(fields));
}

struct Published {
    core::Schema schema;
    bool isNew = false;
};

// The same text under the same URI is the same schema: uploading it again answers with what is
// there.
Published publish(Unit &unit, const core::NewSchema &asked, const SchemaReplay &replay = {})
{
    core::Schema schema;
    schema.digest = core::sha256Id("", asked.text);
    const auto uriKey = keys::join(keys::schemaUri, asked.uri);
    std::optional<core::Schema> known;
    if (const auto latest = unit.view().text(uriKey); !latest.empty())
        known = unit.view().need<core::Schema>(keys::join(keys::schema, latest), latest);
    if (known && known->digest == schema.digest)
        return {std::move(*known), false};
    if (known)
        demandNoRevival(unit, *known, asked.text);
    unit.validator().checkSchema(unit.view(), asked);
    schema.semver = core::nextSemver({}, core::ChangeLevel::None);
    const auto why = known ? label(unit, *known, asked, replay, schema) : std::string();
    schema.id = core::SchemaId(unit.newId("sch_"));
    schema.uri = asked.uri;
    schema.name = asked.name;
    schema.createdAt = unit.now();
    const auto &id = schema.id.text();
    unit.store(keys::join(keys::schema, id), schema);
    unit.put(keys::join(keys::schemaText, id), asked.text);
    unit.put(uriKey, id);
    Deed deed{.kind = core::AuditKind::SchemaPublish, .targetType = "schema"};
    deed.targetId = id;
    deed.reason = *schema.semver + (schema.level ? ", " + *schema.level : std::string()) + why;
    deed.etag = schema.etag.text();
    deed.status = 201;
    unit.record(deed);
    unit.publish("schema.update", "/v1/schemas/" + id, schema.etag,
        schema.uri + ' ' + *schema.semver + " was published");
    return {std::move(schema), true};
}

} // namespace

core::SchemaId publishSchema(Unit &unit, const core::NewSchema &asked)
{
    return publish(unit, asked).schema.id;
}

core::NewSchema askedSchema(const Unit &unit)
{
    auto asked = unit.body<core::NewSchema>();
    asked.uri = uriOf(asked);
    if (asked.uri.empty() || asked.uri.size() > 1024)
        refuse("policy-violation", "The schema needs an $id or a name",
            {{"/uri", "required", "Expected a URI", {}, 0, 0}});
    demandLength(asked.name, longestName, "/name");
    // Theirs are the product's own: another text would loosen what governs.
    if (asked.uri.starts_with("urn:chancery:sys:"))
        refuse("policy-violation", "Schemas of governing documents come with the product",
            {{"/uri", "reserved", "Expected another URI", {}, 0, 0}});
    return asked;
}

Response createSchema(Unit &unit, const SchemaReplay &replay)
{
    const auto published = publish(unit, askedSchema(unit), replay);
    const auto &schema = published.schema;
    return Response::json(api::toJson(schema), published.isNew ? 201 : 200, schema.etag.text());
}

Response createSchema(Unit &unit)
{
    return createSchema(unit, {});
}

Response getSchema(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    auto json = scene.view.needBytes(keys::join(keys::schema, id), "schema " + id);
    auto etag = storedETag(*json);
    return Response::shared(std::move(json), std::move(etag));
}

Response getSchemaText(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    auto response = Response::shared(
        scene.view.needBytes(keys::join(keys::schemaText, id), "schema " + id), id);
    response.contentType = "application/schema+json";
    const auto schema = scene.view.needBytes(keys::join(keys::schema, id), "schema " + id);
    response.sourceDigest = storedMember(*schema, "digest");
    response.cacheControl = "private, immutable, max-age=31536000";
    return response;
}

} // namespace chancery::server
