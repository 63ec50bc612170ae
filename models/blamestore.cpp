// SPDX-License-Identifier: Apache-2.0
#include "blamestore.h"

namespace chancery::models {

BlameStore::BlameStore(client::LineageApi &api)
    : m_api(api)
{
}

const core::LineageEntry *BlameStore::entryOf(const std::string &pointer) const
{
    const auto found = m_entries.find(pointer);
    if (found == m_entries.end() || found->second < 0
        || std::size_t(found->second) >= m_report->entries.size())
        return nullptr;
    return &m_report->entries[std::size_t(found->second)];
}

bool BlameStore::isOlder(const std::string &pointer) const
{
    const auto found = m_entries.find(pointer);
    return found != m_entries.end() && found->second < 0;
}

void BlameStore::show(const core::ConfigId &config, const core::EnvironmentId &environment)
{
    if (isOf(config, environment) && (m_report || m_loading.isRunning()))
        return;
    leave();
    m_config = config;
    m_environment = environment;
    reload();
}

void BlameStore::leave()
{
    m_loading.cancel();
    m_config = {};
    m_environment = {};
    m_entries.clear();
    if (std::exchange(m_report, std::nullopt))
        Q_EMIT changed();
}

void BlameStore::reload()
{
    if (m_config.isEmpty())
        return;
    m_loading.start<core::BlameReport>(
        tr("Finding who set the keys"),
        [this](auto done) { return m_api.blame(m_config, m_environment, std::move(done)); },
        [this](core::BlameReport report) {
            m_entries.clear();
            for (const core::BlamedKey &key : report.keys)
                m_entries.emplace(key.pointer, key.entry);
            m_report = std::move(report);
            Q_EMIT changed();
        });
}

} // namespace chancery::models
