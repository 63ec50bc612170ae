// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/cmsprocess.h"

namespace chancery::support {

// Made live in dev at once; the answer of the step that failed, or of the last.
inline ProbeAnswer publishInDev(
    const ProbeClient &admin, const std::string &config, const std::string &text)
{
    const auto head = admin.get("/v1/configs/" + config + "/heads/dev");
    const auto base = head.status == 200 ? at(head, "/version") : std::string();
    const auto request = admin.post("/v1/change-requests", requestBody(config, "dev", base, text));
    if (request.status >= 300)
        return request;
    return admin.post(verb(request, "apply"), "{}", request.etag());
}

inline ProbeAnswer declareLayers(const ProbeClient &admin, const std::string &config,
    const std::string &layersJson, const std::string &dependenciesJson = "[]")
{
    const auto target = "/v1/configs/" + config + "/layers";
    const auto etag = admin.get(target).etag();
    return admin.send("PUT", target,
        "{\"layers\":" + layersJson + ",\"dependencies\":" + dependenciesJson + '}',
        {{"If-Match", '"' + etag + '"'}});
}

// One region's layer, as declareLayers() takes it.
inline std::string regionLayer(const std::string &region, const std::string &config)
{
    return R"([{"kind":"region","name":")" + region + R"(","config":")" + config + R"("}])";
}

} // namespace chancery::support
