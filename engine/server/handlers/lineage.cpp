// SPDX-License-Identifier: Apache-2.0
#include "engine/server/lineage.h"

#include "engine/server/blameshelf.h"
#include "engine/server/cursor.h"

#include <charconv>

namespace chancery::server {

namespace {

// "vid path" of an environment's order.
bool isUnder(std::string_view path, std::string_view nameSpace)
{
    return nameSpace.empty()
        || (path.starts_with(nameSpace) && path.substr(nameSpace.size()).starts_with('/'));
}

} // namespace

Response listLineage(const Scene &scene)
{
    const auto config = scene.request.parameter("config");
    const auto environment = scene.request.parameter("environment");
    const auto nameSpace = scene.request.parameter("namespace");
    if (config.empty() && environment.empty())
        refuse("bad-request", "A lineage is that of a config or of an environment");
    LineageBudget budget;
    budget.validator = &scene.validator;
    if (!config.empty()) {
        const auto path = storedMember(
            *scene.view.needBytes(keys::join(keys::config, config), "config " + config), "path");
        auto range = KeyRange::under(environment.empty()
                ? keys::join(keys::history, config, "")
                : keys::join(keys::historyIn, config, environment, ""));
        range.backwards = true;
        return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
            json = api::toJson(lineageOf(scene.view, *entry.value, path, budget));
            return true;
        });
    }
    scene.view.needBytes(keys::join(keys::environment, environment), "environment " + environment);
    auto range = KeyRange::under(nameSpace.empty()
            ? keys::join(keys::historyAt, environment, "")
            : keys::join(historyUnder, environment, nameSpace.substr(0, nameSpace.find('/')), ""));
    range.backwards = true;
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto blank = entry.value->find(' ');
        const auto path = std::string_view(*entry.value).substr(blank + 1);
        if (!isUnder(path, nameSpace))
            return false;
        json = api::toJson(lineageOf(scene.view, entry.value->substr(0, blank), path, budget));
        return true;
    });
}

Response getBlame(const Scene &scene)
{
    const auto &config = scene.arguments[0];
    const auto &environment = scene.arguments[1];
    const auto head = scene.view.need<core::Head>(
        keys::join(keys::head, config, environment), config + " in " + environment);
    std::size_t looked = 0;
    const auto asked = scene.request.parameter("looked");
    const auto [end, code] = std::from_chars(asked.data(), asked.data() + asked.size(), looked);
    if (!asked.empty() && (code != std::errc() || end != asked.data() + asked.size()))
        refuse("bad-request", "Expected a number of versions");
    auto response = Response::json(api::toJson(scene.blames.report(scene.view, head, looked)), 200);
    response.cacheControl = "private, no-cache";
    return response;
}

} // namespace chancery::server
