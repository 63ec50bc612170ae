// SPDX-License-Identifier: Apache-2.0
#include "agentcore.h"

namespace chancery::agent {

AgentCore::AgentCore(Settings settings, const Parts &parts)
    : m_settings(std::move(settings))
    , m_build(parts.build)
    , m_world{parts.cms, parts.clock, parts.log, parts.retryBase, parts.retryCap, parts.gathering,
          {}, {}, std::mt19937_64(std::random_device()())}
    , m_cache(parts.files, m_settings.cacheDir)
    , m_applier(parts.files, parts.processes)
    , m_schemas(m_world)
    , m_reports(m_world)
{
    for (const auto &target : m_settings.targets) {
        m_targets.push_back(std::make_unique<TargetFollower>(target,
            TargetFollower::Parts{m_world, m_applier, parts.processes, m_cache, m_schemas,
                m_reports, placeOf(target)}));
    }
    m_reports.setOnUnknown([this] { registerAgent(); });
}

core::HierarchyPlace AgentCore::placeOf(const Target &target) const
{
    return {core::EnvironmentId(m_settings.environment), target.region.value_or(m_settings.region),
        target.group.value_or(m_settings.group), target.instance.value_or(m_settings.instance)};
}

void AgentCore::start()
{
    // First of all, and without a server: the consumers get what ran last.
    for (const auto &target : m_targets)
        target->startFromCache();
    registerAgent();
    m_events
        = m_world.cms.follow(0, [this](const client::StreamEvent &event) { takeEvent(event); });
    m_world.timers.after(resyncPause(), [this] { resync(); });
}

bool AgentCore::isSettled() const
{
    const bool haveLooked = std::all_of(
        m_targets.begin(), m_targets.end(), [](const auto &target) { return target->hasLooked(); });
    return haveLooked && (m_isRegistered ? m_reports.isIdle() : m_wasRefused);
}

bool AgentCore::isReady() const
{
    return std::all_of(
        m_targets.begin(), m_targets.end(), [](const auto &target) { return target->isServing(); });
}

bool AgentCore::hasAny(TargetFollower::State state) const
{
    return std::any_of(m_targets.begin(), m_targets.end(),
        [&](const auto &target) { return target->state() == state; });
}

void AgentCore::registerAgent()
{
    core::NewAgent agent{m_settings.name, core::EnvironmentId(m_settings.environment),
        m_settings.service, m_settings.region, m_build, {}};
    for (const auto &target : m_targets)
        agent.paths.push_back(target->path());
    auto &places = agent.places.emplace();
    for (const auto &target : m_settings.targets) {
        const auto place = placeOf(target);
        places.push_back({target.path, place.region, place.group, place.instance});
    }
    if (!m_settings.capabilities.empty())
        agent.capabilities = m_settings.capabilities;
    m_registration = m_world.cms.registerAgent(
        agent, [this](const core::Result<client::Acknowledged<core::Agent>> &answer) {
            takeRegistration(answer);
        });
}

void AgentCore::takeRegistration(const core::Result<client::Acknowledged<core::Agent>> &answer)
{
    if (answer)
        registered(answer->value.id);
    else if (answer.error().code == "already-exists")
        findRegistration({});
    else
        notRegistered(answer.error());
}

void AgentCore::findRegistration(const std::string &cursor)
{
    m_registration = m_world.cms.listAgents(core::EnvironmentId(m_settings.environment),
        {cursor, 0}, [this](const core::Result<api::Page<core::Agent>> &page) {
            if (!page) {
                notRegistered(page.error());
                return;
            }
            for (const auto &agent : page->items) {
                if (agent.name == m_settings.name) {
                    registered(agent.id);
                    return;
                }
            }
            if (!page->next.empty())
                findRegistration(page->next);
        });
}

void AgentCore::registered(const core::AgentId &agent)
{
    m_failures = 0;
    m_isRegistered = true;
    m_world.agent = agent;
    m_world.log("registered agent=" + agent.text());
    for (const auto &target : m_targets)
        target->sync();
    m_reports.setAgent(agent);
}

void AgentCore::notRegistered(const core::Error &error)
{
    m_world.log("not-registered reason=" + core::toString(error));
    m_isRegistered = false;
    if (!std::exchange(m_wasRefused, true)) {
        for (const auto &target : m_targets)
            target->reportFromCache();
    }
    for (const auto &target : m_targets) {
        if (!target->hasLooked())
            target->sync();
    }
    m_world.timers.after(m_world.pause(m_failures++), [this] { registerAgent(); });
}

void AgentCore::takeEvent(const client::StreamEvent &event)
{
    // A new connection that says nothing of loss has replayed what was missed; the first one has
    // nothing to replay.
    if (event.mustResync
        || (event.hints.empty() && event.state != client::StreamState::Disconnected)) {
        for (const auto &target : m_targets)
            target->sync();
        return;
    }
    for (const auto &target : m_targets)
        target->hear(event.hints);
}

void AgentCore::resync()
{
    for (const auto &target : m_targets)
        target->sync(true);
    m_world.timers.after(resyncPause(), [this] { resync(); });
}

std::chrono::milliseconds AgentCore::resyncPause()
{
    return m_world.spread(m_settings.resync);
}

} // namespace chancery::agent
