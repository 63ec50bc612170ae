// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/demoworld.h"

namespace chancery::gui {

inline constexpr auto databaseSchema = R"({"title": "Database", "properties": {
    "password": {"type": "string", "x-sensitive": true}, "host": {"type": "string"}}})";

// The demo with a base and a region below a config, and with configs that refer to each other.
inline void fillLayers(support::ScriptedCms &cms)
{
    support::fillDemoWorld(cms);
    using core::Format;
    cms.addConfig("shop/gateway/limits-base", Format::Json);
    cms.addConfig("shop/gateway/limits-eu", Format::Yaml);
    cms.addConfig("shop/db", Format::Yaml, databaseSchema);
    cms.addConfig("shop/client", Format::Json);
    cms.addConfig("shop/unborn", Format::Json);
    cms.addLayer("shop/gateway/limits", core::LayerKind::Base, "", "shop/gateway/limits-base");
    cms.addLayer(
        "shop/gateway/limits", core::LayerKind::Region, "eu-west", "shop/gateway/limits-eu");
    const auto publish = [&](const char *path, const char *text, const char *reason) {
        cms.publish(path, "prod", text, "alice", reason);
    };
    publish("shop/gateway/limits-base", R"({"burst": 5, "grace": 30})", "Base");
    publish("shop/gateway/limits-eu", "burst: 9\n", "Europe");
    publish("shop/db", "host: db-1\npassword: hunter2-old\n", "First");
    publish("shop/db", "host: db-1\npassword: hunter2\n", "Second");
    publish("shop/client",
        "{\n  \"host\": \"${ref:/shop/db#/host}\",\n  \"key\": \"${ref:/shop/db#/password}\",\n"
        "  \"lost\": 1\n}\n",
        "First");
    for (core::AgentReport &report : cms.agents.front().reports) {
        if (report.path == "shop/gateway/limits")
            report.effective = core::ContentId("sha256:fedcba9876543210");
    }
    cms.current = nullptr;
}

} // namespace chancery::gui
