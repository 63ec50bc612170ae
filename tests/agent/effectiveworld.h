// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/agent/agentworld.h"

namespace chancery::support {

// An agent in one region, whose config has a parent, a layer for that region and a reference.
struct EffectiveWorld : AgentWorld {
    EffectiveWorld()
    {
        settings.region = "eu";
        auto &layers = cms.layers;
        layers.declare("shop/defaults");
        layers.declare("shop/db");
        layers.declared.number = 1;
        layers.declared.layers = {regionLayer("eu"), regionLayer("us")};
        layers.publishPart("shop/defaults", "log: info # of all\nlimit: 1\n", 1);
        layers.publishPart("shop/db", "host: db-1\n", 1);
        layers.publishPart("shop/app-eu", "limit: 20\n", 1);
        cms.publish("# ours\nlimit: 10\nhost: ${ref:/shop/db#/host}\n", 3);
        layers.comesTo("{log: info, limit: 20, host: db-1}");
    }

    static core::ConfigLayer regionLayer(const std::string &name)
    {
        return {core::LayerKind::Region, name, core::ConfigId("cfg_shop/app-" + name)};
    }
    bool begin()
    {
        start();
        return settle() && content() == first;
    }
    // What the file says after the next report, and that report.
    std::string next(std::size_t report)
    {
        return reports(report + 1) ? content() + "| " + cms.reports.at(report) : "no report";
    }
    std::string lastReport() { return cms.reports.empty() ? std::string() : cms.reports.back(); }

    static constexpr const char *first = "log: info\nlimit: 20\nhost: db-1\n";
};

} // namespace chancery::support
