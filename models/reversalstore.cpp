// SPDX-License-Identifier: Apache-2.0
#include "reversalstore.h"

#include "models/qtconvert.h"

namespace chancery::models {

ReversalStore::ReversalStore(client::CmsApi &api)
    : m_api(api)
{
}

void ReversalStore::want(const core::ConfigId &config, const core::EnvironmentId &environment,
    const core::Version &version)
{
    if (version.parents.empty())
        return;
    m_isRead = false;
    m_sinceWanted.start();
    m_wanted = Reversal{config, environment, version.id, {}, {}};
    m_before = version.parents.front();
    if (version.schema)
        readBefore(version);
    else
        readText(m_before, &Reversal::before);
}

void ReversalStore::readBefore(const core::Version &version)
{
    m_reading.start<core::Version>(
        tr("Reading what version %1 changed").arg(toQt(version.id).left(12)),
        [this](auto done) { return m_api.getVersion(m_before, std::move(done)); },
        [this, version](const core::Version &before) {
            m_wanted->schemaBefore = before.schema;
            m_wanted->schemaMade = version.schema;
            readText(m_before, &Reversal::before);
        });
}

void ReversalStore::readText(const core::VersionId &version, QString Reversal::*text)
{
    m_reading.start<std::string>(
        tr("Reading what version %1 changed").arg(toQt(m_wanted->version).left(12)),
        [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
        [this, text](const std::string &content) {
            (*m_wanted).*text = toQt(content);
            if (text == &Reversal::before) {
                readText(m_wanted->version, &Reversal::after);
                return;
            }
            m_isRead = true;
            Q_EMIT read();
        });
}

void ReversalStore::drop()
{
    m_isRead = false;
    m_reading.cancel();
    m_wanted.reset();
}

std::optional<Reversal> ReversalStore::take(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    constexpr std::chrono::milliseconds longest = std::chrono::minutes(1);
    if (!m_isRead || !m_wanted || m_sinceWanted.hasExpired(longest.count()))
        return {};
    if (m_wanted->config != config || m_wanted->environment != environment)
        return {};
    m_isRead = false;
    return std::exchange(m_wanted, std::nullopt);
}

} // namespace chancery::models
