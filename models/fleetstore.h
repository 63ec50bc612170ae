// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <map>
#include <unordered_map>

namespace chancery::models {

// The agents of one environment and what each says that it runs, beside what is live.
class FleetStore : public QObject {
    Q_OBJECT

public:
    explicit FleetStore(client::CmsApi &api);

    const std::vector<core::Agent> &agents() const { return m_agents; }
    const core::Agent *find(const core::AgentId &id) const;
    // Null when nothing is live.
    const core::Head *headOf(const core::ConfigId &config) const;
    Operation &loading() { return m_loading; }

    void show(const core::EnvironmentId &environment);
    void reload();

Q_SIGNALS:
    void changed();

private:
    void loadHeads();

    client::CmsApi &m_api;
    core::EnvironmentId m_environment;
    std::vector<core::Agent> m_agents;
    std::unordered_map<core::AgentId, std::size_t> m_byId; // into m_agents
    std::map<core::ConfigId, core::Head> m_heads;
    Operation m_loading;
};

} // namespace chancery::models
