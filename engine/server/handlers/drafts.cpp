// SPDX-License-Identifier: Apache-2.0
#include "engine/core/domain/config.h"
#include "engine/server/access.h"
#include "engine/server/boundschema.h"
#include "engine/server/cursor.h"
#include "engine/server/drafttexts.h"
#include "engine/server/handlers/draftmerges.h"
#include "engine/server/uses.h"

// A draft is its author's alone: everybody else finds nothing under its id.
namespace chancery::server {

namespace {

std::string placeOf(const core::Draft &draft)
{
    return keys::join(
        keys::draftAt, draft.config.text(), draft.environment.text(), draft.author.text());
}

void recordDraft(Unit &unit, const core::Draft &draft, int status)
{
    Deed deed{.kind = core::AuditKind::ConfigUpdateDraft, .targetType = "draft"};
    deed.targetId = draft.id.text();
    deed.etag = draft.etag.text();
    deed.config = draft.config.text();
    deed.path = draft.path;
    deed.environment = draft.environment.text();
    deed.status = status;
    if (draft.schema)
        deed.related.push_back({"schema", draft.schema->text(), {}, {}, {}});
    unit.record(deed);
    unit.publish("draft.update", "/v1/drafts/" + draft.id.text(), draft.etag, "A draft was saved");
}

// Whoever saves is told where nobody could look for circles; it is not kept with the draft.
Response savedDraft(core::Draft draft, std::optional<std::string> whyNoCircles, int status)
{
    draft.circlesUnknown = std::move(whyNoCircles);
    return Response::json(api::toJson(draft), status, draft.etag.text());
}

} // namespace

Response listDrafts(const Scene &scene)
{
    return pageOf(scene,
        KeyRange::under(keys::join(keys::draft, scene.actor->principal.id.text(), "")),
        [&scene](const Entry &entry, std::string &json) {
            const auto kept = readableDraft(entry.value);
            if (kept)
                json = api::toJson(listedDraft(scene.sealKeys, scene.view, *kept));
            return kept.has_value();
        });
}

Response createDraft(Unit &unit)
{
    auto asked = unit.body<core::DraftText>();
    const auto config = unit.view().need<core::Config>(
        keys::join(keys::config, asked.config.text()), "config " + asked.config.text());
    unit.view().needBytes(keys::join(keys::environment, asked.environment.text()),
        "environment " + asked.environment.text());
    demandAccess(
        unit, core::Permission::Edit, std::vector<Place>{{asked.environment, config.path}});
    core::Draft draft;
    draft.config = config.id;
    draft.path = config.path;
    draft.environment = asked.environment;
    draft.author = unit.actor().principal.id;
    if (const auto present = unit.view().text(placeOf(draft)); !present.empty())
        refuse("already-exists", "The draft " + present + " is about the same");
    draft.id = core::DraftId(unit.newId("drf_"));
    draft.base = asked.base;
    draft.text = std::move(asked.text);
    draft.schema = checkedSchema(unit.view(), config, draft.environment, asked.schema, "/schema");
    draft.updatedAt = unit.now();
    const auto whyNoCircles = demandNoCircleOfDraft(unit, config, draft);
    storeDraft(unit, draft);
    unit.put(placeOf(draft), draft.id.text());
    keepDraftUses(unit, draft, config.format);
    recordDraft(unit, draft, 201);
    return savedDraft(draft, whyNoCircles, 201);
}

Response getDraft(const Scene &scene)
{
    const auto draft
        = needDraft(scene.sealKeys, scene.view, scene.actor->principal.id, scene.arguments[0]);
    return Response::json(api::toJson(draft), 200, draft.etag.text());
}

Response updateDraft(Unit &unit)
{
    // Also for its text: nobody writes over what cannot be opened.
    auto draft
        = needDraft(unit.sealKeys(), unit.view(), unit.actor().principal.id, unit.argument(0));
    unit.demandMatch(draft.etag);
    auto asked = unit.body<core::DraftText>();
    if (asked.config != draft.config || asked.environment != draft.environment)
        refuse("state-conflict", "A draft stays with its config and environment");
    const auto before = draft;
    draft.base = asked.base;
    draft.text = std::move(asked.text);
    draft.updatedAt = unit.now();
    keepDraftMerge(unit, before, draft);
    const auto config = unit.view().need<core::Config>(
        keys::join(keys::config, draft.config.text()), "config " + draft.config.text());
    draft.schema = checkedSchema(unit.view(), config, draft.environment, asked.schema, "/schema");
    const auto whyNoCircles = demandNoCircleOfDraft(unit, config, draft);
    storeDraft(unit, draft);
    keepDraftUses(unit, draft, config.format);
    recordDraft(unit, draft, 200);
    return savedDraft(draft, whyNoCircles, 200);
}

Response deleteDraft(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = draftKey(unit.actor().principal.id, id);
    const auto draft = keptDraft(unit.view().needBytes(key, "draft " + id)).draft;
    unit.demandMatch(draft.etag);
    unit.remove(key);
    dropDraftUses(unit, draft);
    dropDraftMerge(unit, draft);
    // A parked draft has given its place away.
    if (unit.view().text(placeOf(draft)) == id)
        unit.remove(placeOf(draft));
    recordDraft(unit, draft, 204);
    Response response;
    response.status = 204;
    return response;
}

} // namespace chancery::server
