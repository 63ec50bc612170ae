// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/actionstate.h"
#include "models/operation.h"

#include <map>
#include <optional>

namespace chancery::models {

// What one action of an emergency session would make live: which config of its scope, and what in
// place of what is live there, with both texts to be looked at before. Of the GUI thread.
class EmergencyAim : public QObject {
    Q_OBJECT

public:
    // Something that can become live: an earlier version, or one's draft.
    struct Way {
        std::optional<core::Version> version;
        std::optional<core::Draft> draft;
        bool isLastGood = false; // the one before what is live that nobody has rolled back from
    };
    struct Texts {
        QString live;
        QString after;
    };

    explicit EmergencyAim(client::CmsApi &api, QObject *parent = nullptr);

    // Live configs of the session's scope, by path.
    const std::vector<core::Head> &configs() const { return m_heads; }
    const core::Head *config() const;
    // The last known good first, then the draft, then the earlier ones, the newest first. Nothing
    // is chosen by itself but the last known good.
    const std::vector<Way> &ways() const { return m_ways; }
    const Way *way() const;
    const core::Version *live() const;
    std::optional<Texts> texts() const;
    Operation &loading() { return m_loading; }
    Operation &loadingWays() { return m_loadingWays; }
    // Its failure leaves the earlier versions to choose from.
    Operation &loadingDrafts() { return m_loadingDrafts; }
    Operation &readingTexts() { return m_readingTexts; }

    // The path may be empty or of a config that is not live there.
    void begin(const core::EmergencySession &session, const std::string &path);
    // What is live may be something else since.
    void reload();
    void chooseConfig(const core::ConfigId &config);
    void chooseWay(std::size_t way);

    ActionState state() const;
    // Only where the state is enabled.
    core::EmergencyItem item() const;

Q_SIGNALS:
    void changed();
    void textsChanged();

private:
    void takeHeads(std::vector<core::Head> heads);
    void loadDrafts();
    void loadVersions();
    void takeVersions(std::vector<core::Version> versions);
    void readTexts();

    client::CmsApi &m_api;
    core::EnvironmentId m_environment;
    std::vector<std::string> m_namespaces;
    std::string m_wantedPath;
    core::ConfigId m_config;
    std::vector<core::Head> m_heads;
    std::vector<core::Draft> m_drafts;
    std::vector<core::Version> m_versions; // of the config, the newest first
    std::vector<Way> m_ways;
    static constexpr std::size_t noWay = std::size_t(-1);
    std::size_t m_way = noWay;
    std::map<core::VersionId, QString> m_texts;
    Operation m_loading;
    Operation m_loadingDrafts;
    Operation m_loadingWays;
    Operation m_readingTexts;
};

} // namespace chancery::models
