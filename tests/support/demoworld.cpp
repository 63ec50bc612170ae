// SPDX-License-Identifier: Apache-2.0
#include "demoworld.h"

namespace chancery::support {

namespace {

constexpr auto limitsSchema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["requestsPerSecond"],
  "properties": {
    "requestsPerSecond": {"type": "integer", "minimum": 1, "description": "Sustained rate for one client."},
    "burst": {"type": "integer", "description": "Requests above the rate that are let through at once."},
    "onExceed": {"enum": ["reject", "queue"], "description": "What happens to a request over the limit."}
  }
})";

std::string limits(int rate, const std::string &onExceed = "reject")
{
    return "{\n  \"requestsPerSecond\": " + std::to_string(rate)
        + ",\n  \"burst\": " + std::to_string(rate / 5) + ",\n  \"onExceed\": \"" + onExceed
        + "\",\n  \"routes\": {\n    \"/checkout\": { \"requestsPerSecond\": "
        + std::to_string(rate / 4) + " },\n    \"/search\": { \"requestsPerSecond\": "
        + std::to_string(rate / 2) + " }\n  }\n}\n";
}

constexpr auto routes = R"(# Routes of the public gateway, first match wins.
routes:
  - match: /checkout
    service: checkout
    timeout: 2s
  - match: /search
    service: search
    timeout: 800ms
    split:
      stable: 90
      canary: 10
)";

constexpr auto flags = R"(flags:
  new-checkout:
    default: off
    rules:
      - if: country == "NO"
        value: on
  dark-mode:
    default: on
)";

constexpr auto pool = "[pool]\nmin = 4\nmax = 32\nidle_timeout = "
                      "\"90s\"\n\n[pool.read_replica]\nhost = \"db-ro\"\nmax = 64\n";

constexpr auto models = R"({
  "endpoints": [
    { "name": "fast", "model": "small-8k", "maxTokens": 1024 },
    { "name": "careful", "model": "large-32k", "maxTokens": 4096 }
  ],
  "dailyBudget": 250
}
)";

void fillPeople(ScriptedCms &cms)
{
    cms.addUser("alice", "Alice Ardent", {"author"}, {"view", "edit", "submit", "apply"});
    cms.addUser("bob", "Bob Byrne", {"approver"}, {"view", "approve", "apply"});
    cms.addUser("carol", "Carol Chen", {"operator", "auditor"},
        {"view", "apply", "rollback", "manageAgents", "auditRead"});
    cms.addUser("erin", "Erin Ek", {"author"}, {"view", "edit", "submit", "emergencyActivate"});
    cms.addUser("rita", "Rita Roe", {"viewer"}, {"view", "emergencyReview"});
    cms.addUser("victor", "Victor Vale", {"viewer"}, {"view"});
}

void fillPlaces(ScriptedCms &cms)
{
    const auto environment = [&cms](const char *id, const char *title, int tier, int approvals) {
        core::Environment value;
        value.id = core::EnvironmentId(id);
        value.title = title;
        value.tier = tier;
        value.order = tier;
        value.gated = approvals > 0;
        value.requiredApprovals = approvals;
        value.rollbackNeedsApproval = tier == 3;
        cms.environments.push_back(std::move(value));
    };
    environment("dev", "Development", 0, 0);
    environment("staging", "Staging", 1, 0);
    environment("prod", "Production", 3, 1);
    for (const char *slug : {"ai", "platform", "shop"})
        cms.namespaces.push_back({core::NamespaceId(std::string("ns_") + slug), slug, slug,
            "team-" + std::string(slug), {}});
}

void fillConfigs(ScriptedCms &cms)
{
    using core::Format;
    cms.addConfig("shop/gateway/limits", Format::Json, limitsSchema);
    cms.addConfig("shop/gateway/routes", Format::Yaml);
    cms.addConfig("shop/flags", Format::Yaml);
    cms.addConfig("platform/database/pool", Format::Toml);
    cms.addConfig("ai/gateway/models", Format::Json);
    for (const char *place : {"dev", "staging", "prod"}) {
        cms.publish("shop/gateway/limits", place, limits(200), "alice", "Limits for the launch");
        cms.publish(
            "shop/gateway/routes", place, routes, "alice", "Send a tenth of search to the canary");
        cms.publish("shop/flags", place, flags, "alice", "New checkout in Norway");
        cms.publish(
            "platform/database/pool", place, pool, "alice", "Pool sizes from the load test");
        cms.publish("ai/gateway/models", place, models, "alice", "Two model endpoints");
    }
    cms.publish(
        "shop/gateway/limits", "prod", limits(400), "alice", "Double the limits for the sale");
    cms.publish("shop/gateway/limits", "prod", limits(320), "alice", "Settle after the sale");
}

void fillAgents(ScriptedCms &cms)
{
    int number = 0;
    for (const char *region : {"eu-north-1", "eu-north-1", "eu-west-1", "us-east-1"}) {
        core::Agent agent;
        agent.id = core::AgentId("agt_" + std::to_string(++number));
        agent.name = "gateway-" + std::to_string(number);
        agent.environment = core::EnvironmentId("prod");
        agent.service = "gateway";
        agent.region = region;
        agent.build = "0.1.0";
        agent.lastSeen = cms.now - std::chrono::seconds(4 * number);
        for (const core::Head &head : cms.heads) {
            if (head.environment != agent.environment || head.path.rfind("shop/gateway", 0) != 0)
                continue;
            core::AgentReport report{head.config, head.path, head.version, head.epoch,
                core::ReportStatus::Applied, {}, head.since};
            if (number == 4 && head.path == "shop/gateway/limits") {
                report.status = core::ReportStatus::Refused;
                report.reason = "reload command exited with 1";
                report.epoch -= 1;
            }
            agent.reports.push_back(report);
        }
        cms.agents.push_back(std::move(agent));
    }
}

} // namespace

void fillDemoWorld(ScriptedCms &cms)
{
    fillPeople(cms);
    fillPlaces(cms);
    fillConfigs(cms);
    fillAgents(cms);
    core::ChangeRequest &request = cms.open("shop/gateway/limits", "prod", limits(360, "queue"),
        "alice", "Queue instead of refusing at checkout");
    request.reason
        = "Customers saw errors at 19:00 on Friday; queueing for 2 s is within the budget.";
    request.ticket = "SHOP-481";
    cms.current = nullptr;
}

} // namespace chancery::support
