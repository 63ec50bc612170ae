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
    m_parts = 0;
    readOn(0);
}

void BlameStore::readOn(int looked)
{
    m_loading.start<core::BlameReport>(
        looked > 0 ? tr("Finding who set the keys: behind %n version(s)", nullptr, looked)
                   : tr("Finding who set the keys"),
        [this, looked](
            auto done) { return m_api.blame(m_config, m_environment, looked, std::move(done)); },
        [this, looked](core::BlameReport report) {
            const int soFar = report.isComplete ? 0 : report.looked.value_or(0);
            m_entries.clear();
            for (const core::BlamedKey &key : report.keys)
                m_entries.emplace(key.pointer, key.entry);
            m_report = std::move(report);
            Q_EMIT changed();
            if (soFar > looked && ++m_parts < mostParts)
                readOn(soFar);
        });
}

} // namespace chancery::models
