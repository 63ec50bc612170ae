// SPDX-License-Identifier: Apache-2.0
#include "fleetstore.h"

#include "models/paging.h"

namespace chancery::models {

FleetStore::FleetStore(client::CmsApi &api)
    : m_api(api)
{
}

const core::Head *FleetStore::headOf(const core::ConfigId &config) const
{
    const auto found = m_heads.find(config);
    return found == m_heads.end() ? nullptr : &found->second;
}

const core::Agent *FleetStore::find(const core::AgentId &id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_agents[found->second];
}

void FleetStore::show(const core::EnvironmentId &environment)
{
    if (m_environment != environment) {
        m_environment = environment;
        m_agents.clear();
        m_byId.clear();
        m_heads.clear();
        Q_EMIT changed();
    }
    reload();
}

void FleetStore::reload()
{
    if (m_environment.isEmpty())
        return;
    startPaged<core::Agent>(
        m_loading, tr("Loading agents"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listAgents(m_environment, page, std::move(done));
        },
        [this](std::vector<core::Agent> agents) {
            m_agents = std::move(agents);
            m_byId.clear();
            for (std::size_t at = 0; at < m_agents.size(); ++at)
                m_byId[m_agents[at].id] = at;
            loadHeads();
        });
}

void FleetStore::loadHeads()
{
    startPaged<core::Head>(
        m_loading, m_loading.title(),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listHeads({m_environment, {}, page}, std::move(done));
        },
        [this](std::vector<core::Head> heads) {
            m_heads.clear();
            for (core::Head &head : heads)
                m_heads.emplace(head.config, std::move(head));
            Q_EMIT changed();
        });
}

} // namespace chancery::models
