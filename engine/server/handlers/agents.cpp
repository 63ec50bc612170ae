// SPDX-License-Identifier: Apache-2.0
#include "agents.h"

#include "engine/api/describesuspects.h"
#include "engine/core/audittext.h"
#include "engine/server/checks.h"
#include "engine/server/cursor.h"
#include "engine/server/handlers/names.h"

namespace chancery::server {

namespace {

void recordAgent(Unit &unit, const core::Agent &agent, core::AuditKind kind, int status)
{
    Deed deed{.kind = kind, .targetType = "agent"};
    deed.targetId = agent.id.text();
    deed.environment = agent.environment.text();
    deed.subject = agent.name;
    deed.status = status;
    unit.record(deed);
}

void keepOwner(Unit &unit, const core::AgentId &id)
{
    const auto key = keys::join(keys::agentOwner, id.text());
    if (unit.actor().may("administer"))
        unit.remove(key);
    else
        unit.put(key, unit.actor().principal.id.text());
}

std::string resourceOf(const core::Agent &agent)
{
    return "/v1/agents/" + agent.id.text();
}

// Decides whose sealed values are opened for it.
void keepFollowed(Unit &unit, const core::AgentId &id, const core::NewAgent &asked)
{
    static constexpr std::size_t most = 10'000;
    const auto demandFew = [](std::size_t count, const char *pointer, const char *words) {
        if (count > most)
            refuse("policy-violation", "The agent follows too much",
                {{pointer, "maxItems", words, {}, 0, 0}});
    };
    demandFew(asked.paths.size(), "/paths", "Expected at most 10,000 paths");
    unit.put(keys::join(keys::agentFollows, id.text()), api::toJson(asked.paths));
    const auto key = keys::join(keys::agentPlaces, id.text());
    if (!asked.places) {
        unit.remove(key);
        return;
    }
    demandFew(asked.places->size(), "/places", "Expected at most 10,000 places");
    for (const auto &place : *asked.places) {
        for (const auto *name : {&place.region, &place.group, &place.instance})
            demandLength(*name, longestName, "/places");
    }
    unit.put(key, api::toJson(*asked.places));
}

void demandCapabilities(const core::NewAgent &asked)
{
    static constexpr std::size_t most = 200;
    if (!asked.capabilities)
        return;
    if (asked.capabilities->size() > most)
        refuse("policy-violation", "The build can do too much",
            {{"/capabilities", "maxItems", "Expected at most 200 names", {}, 0, 0}});
    for (const auto &capability : *asked.capabilities)
        demandLength(capability, longestName, "/capabilities");
}

// One that says the same as the one before it says nothing.
void keepRun(Unit &unit, const core::AgentId &agent, const core::AgentReport &before,
    const core::AgentReport &report)
{
    const bool isSame = before.config == report.config && before.version == report.version
        && before.status == report.status && before.effective == report.effective;
    if (isSame)
        return;
    // Only what was made for it, or it could be told anything.
    const auto version
        = unit.view().find<core::Version>(keys::join(keys::version, report.version.text()));
    if (!version || version->config != report.config)
        return;
    const core::AgentRun run{
        report.version, report.effective, unit.now(), report.status == core::ReportStatus::Refused};
    const auto under = keys::join(keys::agentRan, agent.text(), report.config.text(), "");
    const auto order = unit.nextOrder();
    unit.put(under + keys::number(order), api::toJson(run));
    // Now and then is enough, and for each agent at times of its own.
    if (std::hash<std::string>()(under + keys::number(order)) % 8 != 0)
        return;
    const auto entries = unit.view().scan(KeyRange::under(under));
    for (std::size_t i = 0; i + mostRunsKept < entries.size(); ++i)
        unit.remove(entries[i].key);
}

// What it follows is kept beside it.
std::string toldOf(const View &view, const std::string &id)
{
    auto agent = view.need<core::Agent>(keys::join(keys::agent, id), "agent " + id);
    if (const auto follows = view.get(keys::join(keys::agentFollows, id)))
        agent.follows = View::parse<std::vector<std::string>>(follows);
    if (const auto places = view.get(keys::join(keys::agentPlaces, id)))
        agent.places = View::parse<std::vector<core::FollowedPlace>>(places);
    return api::toJson(agent);
}

} // namespace

std::vector<Carrier> carriersOf(
    const View &view, const std::string &environment, const std::string &service)
{
    std::vector<Carrier> carriers;
    const auto names = keys::join(keys::agentName, environment, "");
    for (const auto &entry : view.scan(KeyRange::under(names))) {
        Carrier carrier{
            view.need<core::Agent>(keys::join(keys::agent, *entry.value), "agent " + *entry.value),
            {}};
        if (!service.empty() && carrier.agent.service != service)
            continue;
        for (const auto &report : carrier.agent.reports)
            carrier.paths.insert(report.path);
        if (const auto follows = view.get(keys::join(keys::agentFollows, *entry.value))) {
            carrier.agent.follows = View::parse<std::vector<std::string>>(follows);
            carrier.paths.insert(carrier.agent.follows->begin(), carrier.agent.follows->end());
        }
        carriers.push_back(std::move(carrier));
    }
    if (carriers.empty() && !service.empty())
        refuse("not-found", "No agent of " + service + " is known in " + environment);
    return carriers;
}

std::vector<core::AgentRun> runsOfAgent(
    const View &view, const core::Agent &agent, const core::ConfigId &config)
{
    std::vector<core::AgentRun> runs;
    const auto under = keys::join(keys::agentRan, agent.id.text(), config.text(), "");
    for (const auto &entry : view.scan(KeyRange::under(under)))
        runs.push_back(View::parse<core::AgentRun>(entry.value));
    if (!runs.empty())
        return runs;
    // It has said nothing since such things are kept.
    for (const auto &report : agent.reports) {
        if (report.config == config)
            runs.push_back({report.version, report.effective, report.at,
                report.status == core::ReportStatus::Refused});
    }
    return runs;
}

void demandOwner(Unit &unit, const core::AgentId &id)
{
    const auto owner = unit.view().text(keys::join(keys::agentOwner, id.text()));
    const bool isOwner = owner.empty() || owner == unit.actor().principal.id.text();
    if (!isOwner && !unit.actor().may("administer"))
        refuse("forbidden", "This agent belongs to another account");
}

Response listAgents(const Scene &scene)
{
    const auto environment = scene.request.parameter("environment");
    if (environment.empty()) {
        return pageOf(scene, KeyRange::under(keys::join(keys::agent, "")),
            [&](const Entry &entry, std::string &json) {
                json = toldOf(scene.view, entry.key.substr(keys::agent.size() + 1));
                return true;
            });
    }
    return pageOf(scene, KeyRange::under(keys::join(keys::agentName, environment, "")),
        [&](const Entry &entry, std::string &json) {
            json = toldOf(scene.view, *entry.value);
            return true;
        });
}

// The same name in the same environment is the same agent that has started again.
Response registerAgent(Unit &unit)
{
    auto asked = unit.body<core::NewAgent>();
    if (asked.name.empty() || asked.name.size() > 255 || asked.name.find('/') != std::string::npos)
        refuse("policy-violation", "This is no agent's name",
            {{"/name", "pattern", "Expected 1 to 255 characters without '/'", {}, 0, 0}});
    demandLength(asked.service, longestName, "/service");
    demandLength(asked.region, longestName, "/region");
    demandLength(asked.build, longestName, "/build");
    demandCapabilities(asked);
    unit.view().needBytes(keys::join(keys::environment, asked.environment.text()),
        "environment " + asked.environment.text());
    const auto nameKey = keys::join(keys::agentName, asked.environment.text(), asked.name);
    core::Agent agent;
    const auto known = unit.view().text(nameKey);
    if (known.empty()) {
        agent.id = core::AgentId(unit.newId("agt_"));
        agent.registeredAt = unit.now();
        unit.put(nameKey, agent.id.text());
    } else {
        agent = unit.view().need<core::Agent>(keys::join(keys::agent, known), known);
        demandOwner(unit, agent.id);
    }
    keepOwner(unit, agent.id);
    keepFollowed(unit, agent.id, asked);
    agent.name = asked.name;
    agent.environment = asked.environment;
    agent.service = asked.service;
    agent.region = asked.region;
    agent.build = asked.build;
    agent.capabilities = asked.capabilities;
    agent.lastSeen = unit.now();
    unit.store(keys::join(keys::agent, agent.id.text()), agent);
    recordAgent(unit, agent, core::AuditKind::AgentEnroll, 201);
    unit.publish("agent.update", resourceOf(agent), agent.etag, agent.name + " has registered");
    return Response::json(api::toJson(agent), 201, agent.etag.text());
}

Response reportFromAgent(Unit &unit)
{
    const auto &id = unit.argument(0);
    const auto key = keys::join(keys::agent, id);
    auto agent = unit.view().need<core::Agent>(key, "agent " + id);
    demandOwner(unit, agent.id);
    auto report = unit.body<core::AgentReport>();
    if (report.effective)
        demandLength(report.effective->text(), longestName, "/effective");
    const auto config = unit.view().need<core::Config>(
        keys::join(keys::config, report.config.text()), "config " + report.config.text());
    demandLength(report.version.text(), longestName, "/version");
    report.path = config.path;
    // An agent that says too much is still heard.
    report.reason = core::auditText(report.reason);
    const bool isRefusal = report.status == core::ReportStatus::Refused;
    auto place = std::find_if(agent.reports.begin(), agent.reports.end(),
        [&](const core::AgentReport &earlier) { return earlier.config == report.config; });
    if (place == agent.reports.end())
        place = agent.reports.insert(agent.reports.end(), core::AgentReport());
    keepRun(unit, agent.id, *place, report);
    keepLiveOnly(unit, agent, report);
    *place = std::move(report);
    agent.lastSeen = unit.now();
    unit.store(key, agent);
    recordAgent(
        unit, agent, isRefusal ? core::AuditKind::AgentNack : core::AuditKind::AgentAck, 200);
    unit.publish("agent.report", resourceOf(agent), agent.etag,
        agent.name + (isRefusal ? " refused " : " runs ") + config.path);
    return Response::json(api::toJson(agent), 200, agent.etag.text());
}

} // namespace chancery::server
