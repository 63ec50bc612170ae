// SPDX-License-Identifier: Apache-2.0
#include "engine/core/domain/place.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/names.h"

namespace chancery::server {

Response listNamespaces(const Scene &scene)
{
    return pageOf(scene, KeyRange::under(keys::join(keys::nameSpace, "")),
        [](const Entry &entry, std::string &json) {
            json = *entry.value;
            return true;
        });
}

Response createNamespace(Unit &unit)
{
    auto space = unit.body<core::Namespace>();
    if (!isSegment(space.slug))
        refuse("policy-violation", "The slug cannot begin a path", {badSegment("/slug")});
    demandLength(space.title, longestTitle, "/title");
    demandLength(space.owner, longestName, "/owner");
    const auto key = keys::join(keys::nameSpace, space.slug);
    if (unit.view().get(key))
        refuse("already-exists", "The namespace " + space.slug + " exists");
    space.id = core::NamespaceId(unit.newId("ns_"));
    unit.store(key, space);
    Deed deed{.kind = core::AuditKind::NamespaceCreate, .targetType = "namespace"};
    deed.targetId = space.id.text();
    deed.nameSpace = space.slug;
    deed.status = 201;
    unit.record(deed);
    unit.publish("namespace.update", "/v1/namespaces", space.etag, space.slug + " was added");
    return Response::json(api::toJson(space), 201, space.etag.text());
}

Response listEnvironments(const Scene &scene)
{
    return pageOf(scene, KeyRange::under(keys::join(keys::environment, "")),
        [](const Entry &entry, std::string &json) {
            json = *entry.value;
            return true;
        });
}

Response createEnvironment(Unit &unit)
{
    auto environment = unit.body<core::Environment>();
    if (!isSegment(environment.id.text()))
        refuse("policy-violation", "This cannot name an environment", {badSegment("/id")});
    demandLength(environment.title, longestTitle, "/title");
    if (environment.tier < 0 || environment.tier > 3)
        refuse("policy-violation", "There are tiers 0 to 3",
            {{"/tier", "range", "Expected 0 to 3", {}, 0, 0}});
    const int least = environment.gated ? 1 : 0;
    if (environment.requiredApprovals < least || environment.requiredApprovals > 32)
        refuse("policy-violation", "A gated environment needs an approval",
            {{"/requiredApprovals", "range", "Expected " + std::to_string(least) + " to 32", {}, 0,
                0}});
    const auto key = keys::join(keys::environment, environment.id.text());
    if (unit.view().get(key))
        refuse("already-exists", "The environment " + environment.id.text() + " exists");
    unit.store(key, environment);
    Deed deed{.kind = core::AuditKind::EnvironmentCreate, .targetType = "environment"};
    deed.targetId = environment.id.text();
    deed.environment = environment.id.text();
    deed.status = 201;
    unit.record(deed);
    unit.publish("environment.update", "/v1/environments", environment.etag,
        environment.id.text() + " was added");
    return Response::json(api::toJson(environment), 201, environment.etag.text());
}

} // namespace chancery::server
