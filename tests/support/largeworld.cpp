// SPDX-License-Identifier: Apache-2.0
#include "largeworld.h"

#include "engine/core/auditevent.h"
#include "engine/core/digest.h"
#include "tests/support/demoworld.h"

namespace chancery::support {

namespace {

using std::chrono::seconds;

std::string numbered(const char *name, int number)
{
    const std::string digits = std::to_string(number);
    return name + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

core::Version &addVersion(ScriptedCms &cms, core::Head &head, int number)
{
    const std::string text = "{\n  \"requestsPerSecond\": " + std::to_string(number + 1)
        + ",\n  \"onExceed\": \"reject\"\n}\n";
    core::Version version;
    version.id = core::VersionId(core::sha256Id("version", head.path + text));
    version.config = head.config;
    version.environment = head.environment;
    version.content = core::ContentId(core::sha256Id("content", text));
    version.authorName = "Alice Ardent";
    version.author = core::PrincipalId("usr_alice");
    version.createdAt = cms.now - seconds(60 * (1000 - number));
    version.message = numbered("Change ", number) + " of a long row of them";
    if (!head.version.isEmpty())
        version.parents = {head.version};
    cms.texts[version.id.text()] = text;
    head.version = version.id;
    head.content = version.content;
    head.epoch += 1;
    head.since = version.createdAt;
    cms.versions.push_back(std::move(version));
    return cms.versions.back();
}

void addConfigs(ScriptedCms &cms)
{
    const char *const slugs[]{"ai", "platform", "shop"};
    for (int number = 0; number < 4'994; ++number) {
        const std::string path = std::string(slugs[number % 3]) + numbered("/service", number / 10)
            + numbered("/config", number);
        const core::Config &config = cms.addConfig(path, core::Format::Json);
        cms.heads.push_back({config.id, path, core::EnvironmentId("prod"), {}, {},
            core::Format::Json, 0, cms.now, {}, {}, core::ETag("e")});
        addVersion(cms, cms.heads.back(), 0);
    }
    core::Head *head
        = cms.headOf(cms.configAt("shop/gateway/limits")->id, core::EnvironmentId("prod"));
    for (int number = 1; number <= 497; ++number)
        addVersion(cms, *head, number);
}

void addRequests(ScriptedCms &cms)
{
    for (int number = 0; number < 300; ++number) {
        core::ChangeRequest &request = cms.open("shop/gateway/limits", "prod",
            "{\n  \"requestsPerSecond\": " + std::to_string(7 + number) + "\n}\n", "alice",
            numbered("Request ", number));
        request.reason = "One of many";
    }
}

void addAgents(ScriptedCms &cms)
{
    const std::vector<core::Head> heads(cms.heads.end() - 3, cms.heads.end());
    for (int number = 0; number < 1'000; ++number) {
        core::Agent agent;
        agent.id = core::AgentId(numbered("agt_", number));
        agent.name = numbered("host-", number);
        agent.environment = core::EnvironmentId("prod");
        agent.service = numbered("service-", number % 40);
        agent.region = number % 2 ? "eu-north-1" : "us-east-1";
        agent.lastSeen = cms.now - seconds(number);
        for (const core::Head &head : heads)
            agent.reports.push_back({head.config, head.path, head.version, head.epoch,
                number % 50 ? core::ReportStatus::Applied : core::ReportStatus::Refused, {},
                head.since});
        cms.agents.push_back(std::move(agent));
    }
}

void addEvents(ScriptedCms &cms)
{
    cms.auditLeaves.clear();
    for (int number = 0; number < 10'000; ++number) {
        core::AuditEvent event = core::auditEvent(
            number % 3 ? core::AuditKind::HeadUpdate : core::AuditKind::ChangeRequestCreate,
            core::AuditOutcome::Success);
        event.seq = number;
        event.time = event.recordedTime = cms.now - seconds(10 * (10'000 - number));
        event.actor.id = number % 2 ? "usr_alice" : "usr_bob";
        event.action = "update";
        event.environment = "prod";
        event.target
            = {"head", cms.configs[std::size_t(number) % cms.configs.size()].id.text(), {}};
        event.reason = numbered("Reason ", number);
        if (auto leaf = core::toLeaf(event))
            cms.auditLeaves.push_back(*leaf);
    }
}

} // namespace

void addCatalogue(ScriptedCms &cms, const std::string &path, std::size_t bytes)
{
    std::string text = "{\n  \"items\": [\n";
    for (int number = 0; text.size() < bytes; ++number)
        text += R"(    { "id": ")" + numbered("item-", number) + R"(", "price": )"
            + std::to_string(number % 97) + R"(, "tags": ["new", "summer"], "stock": 12 },)" + '\n';
    text += "    { \"id\": \"last\", \"price\": 1 }\n  ]\n}\n";
    cms.addConfig(path, core::Format::Json,
        R"({"type": "object", "properties": {"items": {"type": "array", "items": {
            "type": "object", "required": ["id", "price"], "properties": {
            "id": {"type": "string"}, "price": {"type": "integer", "minimum": 0}}}}}})");
    cms.publish(path, "prod", text, "alice", "A large catalogue");
}

void fillLargeWorld(ScriptedCms &cms)
{
    fillDemoWorld(cms);
    cms.pageSize = 500;
    addCatalogue(cms, "shop/catalogue", 1'000'000);
    addConfigs(cms);
    addRequests(cms);
    addAgents(cms);
    addEvents(cms);
    cms.current = nullptr;
}

} // namespace chancery::support
