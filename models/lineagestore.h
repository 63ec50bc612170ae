// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <map>
#include <optional>

namespace chancery::models {

// The newest versions of one config in one environment and others that were asked for, the texts of
// the two that are compared. All of the versions are in the VersionGraphStore, with less of each.
class LineageStore : public QObject {
    Q_OBJECT

public:
    explicit LineageStore(client::CmsApi &api);

    const std::optional<core::Config> &config() const { return m_config; }
    const core::EnvironmentId &environment() const { return m_environment; }
    const std::vector<core::Version> &versions() const { return m_versions; }
    const core::Version *find(const core::VersionId &id) const;
    const std::optional<core::Head> &head() const { return m_head; }
    // Null until it has been asked for and has come.
    const QString *textOf(const core::VersionId &id) const;
    Operation &loading() { return m_loading; }
    Operation &loadingTexts() { return m_loadingTexts; }

    void show(const core::Config &config, const core::EnvironmentId &environment);
    void reload();
    void wantTexts(const core::VersionId &first, const core::VersionId &second);
    // Automation may make it live again from then on (GOV-29).
    void release(const core::VersionId &version, const QString &reason);
    Operation &releasing() { return m_releasing; }

Q_SIGNALS:
    void versionsChanged();
    void textsChanged();
    void released(const core::VersionId &version);

private:
    void loadHead();
    void wantVersion(
        const core::VersionId &id, const core::VersionId &first, const core::VersionId &second);

    client::CmsApi &m_api;
    std::optional<core::Config> m_config;
    core::EnvironmentId m_environment;
    std::vector<core::Version> m_versions;
    std::optional<core::Head> m_head;
    std::map<core::VersionId, QString> m_texts;
    Operation m_loading;
    Operation m_loadingTexts;
    Operation m_releasing;
};

} // namespace chancery::models
