// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/lineageapi.h"
#include "models/operation.h"

#include <optional>
#include <unordered_map>

namespace chancery::models {

// Who set each key of what is live of one config in one environment. Asks only while somebody
// looks. Of the GUI thread, owned by the stores.
class BlameStore : public QObject {
    Q_OBJECT

public:
    explicit BlameStore(client::LineageApi &api);

    const std::optional<core::BlameReport> &report() const { return m_report; }
    bool isOf(const core::ConfigId &config, const core::EnvironmentId &environment) const
    {
        return m_config == config && m_environment == environment;
    }
    // Null for a key that is not live, and for one that is older than what was looked at.
    const core::LineageEntry *entryOf(const std::string &pointer) const;
    bool isOlder(const std::string &pointer) const;
    // A server looks at so many versions for one answer: the others are asked for, one part after
    // the other, and what is known is there meanwhile. A row without end is left at some point.
    static constexpr int mostParts = 50;
    Operation &loading() { return m_loading; }

    void show(const core::ConfigId &config, const core::EnvironmentId &environment);
    void leave();
    void reload();

Q_SIGNALS:
    void changed();

private:
    void readOn(int looked);

    client::LineageApi &m_api;
    core::ConfigId m_config;
    core::EnvironmentId m_environment;
    std::optional<core::BlameReport> m_report;
    std::unordered_map<std::string, int> m_entries; // by pointer
    int m_parts = 0;
    Operation m_loading;
};

} // namespace chancery::models
