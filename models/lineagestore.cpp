// SPDX-License-Identifier: Apache-2.0
#include "lineagestore.h"

#include "models/qtconvert.h"

namespace chancery::models {

LineageStore::LineageStore(client::CmsApi &api)
    : m_api(api)
{
}

const core::Version *LineageStore::find(const core::VersionId &id) const
{
    const auto found = std::ranges::find(m_versions, id, &core::Version::id);
    return found == m_versions.end() ? nullptr : &*found;
}

const QString *LineageStore::textOf(const core::VersionId &id) const
{
    const auto found = m_texts.find(id);
    return found == m_texts.end() ? nullptr : &found->second;
}

void LineageStore::show(const core::Config &config, const core::EnvironmentId &environment)
{
    const bool isSame = m_config && m_config->id == config.id && m_environment == environment;
    m_config = config;
    m_environment = environment;
    if (!isSame) {
        m_versions.clear();
        m_head.reset();
        m_texts.clear();
        m_loadingTexts.cancel();
        m_releasing.dismiss(); // of the other config nobody reads it here
        Q_EMIT versionsChanged();
    }
    reload();
}

void LineageStore::reload()
{
    if (!m_config)
        return;
    using Page = api::Page<core::Version>;
    m_loading.start<Page>(
        tr("Loading the versions of “%1”").arg(toQt(m_config->path)),
        [this](auto done) {
            return m_api.listVersions(m_config->id, m_environment, {}, std::move(done));
        },
        [this](Page page) {
            m_versions = std::move(page.items);
            loadHead();
        });
}

void LineageStore::loadHead()
{
    if (m_versions.empty()) {
        m_head.reset();
        Q_EMIT versionsChanged();
        return;
    }
    m_loading.start<core::Head>(
        m_loading.title(),
        [this](auto done) { return m_api.getHead(m_config->id, m_environment, std::move(done)); },
        [this](core::Head head) {
            m_head = std::move(head);
            Q_EMIT versionsChanged();
        });
}

void LineageStore::wantTexts(const core::VersionId &first, const core::VersionId &second)
{
    for (const core::VersionId &id : {first, second}) {
        if (!id.isEmpty() && !find(id)) {
            wantVersion(id, first, second);
            return;
        }
    }
    const core::VersionId &missing = textOf(first) ? second : first;
    if (missing.isEmpty() || textOf(missing)) {
        Q_EMIT textsChanged();
        return;
    }
    m_loadingTexts.start<std::string>(
        tr("Loading texts"),
        [this, missing](auto done) { return m_api.versionText(missing, std::move(done)); },
        [this, missing, first, second](const std::string &text) {
            m_texts[missing] = toQt(text);
            wantTexts(first, second);
        });
}

void LineageStore::release(const core::VersionId &version, const QString &reason)
{
    using Released = client::Acknowledged<core::Version>;
    m_releasing.startWrite<Released>(
        tr("Releasing the version"),
        [this, version, reason](core::Handler<Released> done) {
            return m_api.releaseVersion(version, fromQt(reason), std::move(done));
        },
        [this](Released told) {
            const auto known = std::ranges::find(m_versions, told.value.id, &core::Version::id);
            if (known != m_versions.end())
                *known = told.value;
            Q_EMIT versionsChanged();
            Q_EMIT released(told.value.id);
        });
}

// One that is not among the newest.
void LineageStore::wantVersion(
    const core::VersionId &id, const core::VersionId &first, const core::VersionId &second)
{
    m_loadingTexts.start<core::Version>(
        tr("Loading texts"),
        [this, id](auto done) { return m_api.getVersion(id, std::move(done)); },
        [this, first, second](core::Version version) {
            m_versions.push_back(std::move(version));
            Q_EMIT versionsChanged();
            wantTexts(first, second);
        });
}

} // namespace chancery::models
