// SPDX-License-Identifier: Apache-2.0
#include "engine/core/domain/config.h"
#include "engine/server/cursor.h"

namespace chancery::server {

// Newest first.
Response listVersions(const Scene &scene)
{
    const auto &config = scene.arguments[0];
    scene.view.needBytes(keys::join(keys::config, config), "config " + config);
    const auto environment = scene.request.parameter("environment");
    auto range = KeyRange::under(environment.empty()
            ? keys::join(keys::history, config, "")
            : keys::join(keys::historyIn, config, environment, ""));
    range.backwards = true;
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        json = *scene.view.needBytes(keys::join(keys::version, *entry.value), *entry.value);
        return true;
    });
}

// The quarantine is the one member that may change, so the answer is kept only after asking.
Response getVersion(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    auto json = scene.view.needBytes(keys::join(keys::version, id), "version " + id);
    const bool isQuarantined = json->find("\"quarantined\":true") != std::string::npos;
    auto response = Response::shared(std::move(json), isQuarantined ? id + "-quarantined" : id);
    response.cacheControl = "private, no-cache";
    return response;
}

Response getVersionText(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    auto response
        = Response::shared(scene.view.needBytes(keys::join(keys::text, id), "version " + id), id);
    response.contentType = "text/plain; charset=utf-8";
    const auto version = scene.view.needBytes(keys::join(keys::version, id), "version " + id);
    response.sourceDigest = storedMember(*version, "sourceDigest");
    response.cacheControl = "private, immutable, max-age=31536000";
    return response;
}

Response listHeads(const Scene &scene)
{
    const auto config = scene.request.parameter("config");
    const auto environment = scene.request.parameter("environment");
    const auto range = KeyRange::under(
        config.empty() ? keys::join(keys::head, "") : keys::join(keys::head, config, ""));
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto &key = entry.key;
        if (!environment.empty() && key.substr(key.rfind('/') + 1) != environment)
            return false;
        json = *entry.value;
        return true;
    });
}

Response getHead(const Scene &scene)
{
    const auto &config = scene.arguments[0];
    const auto &environment = scene.arguments[1];
    auto json = scene.view.needBytes(
        keys::join(keys::head, config, environment), config + " in " + environment);
    auto etag = storedETag(*json);
    return Response::shared(std::move(json), std::move(etag));
}

} // namespace chancery::server
