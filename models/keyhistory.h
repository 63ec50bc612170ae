// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "models/operation.h"
#include "models/valueline.h"

#include <map>
#include <optional>

namespace chancery::models {

// A version that changed the value of one key: what it was before and after; empty where there was
// none.
struct KeyChange {
    core::Version version;
    QString before;
    QString after;
};

// The history of one key of one config in one environment, found by comparing the texts of its
// versions, some versions at a time. Of the GUI thread, owned by the stores; compares in the
// executor.
class KeyHistory : public QObject {
    Q_OBJECT

public:
    KeyHistory(client::CmsApi &api, core::Executor &compute);

    // The newest first.
    const std::vector<KeyChange> &changes() const { return m_changes; }
    // How many versions have been looked at, and whether there are older ones.
    std::size_t seen() const { return m_trees.size(); }
    bool hasMore() const { return m_hasMore; }
    bool isKnown() const { return m_isKnown; } // the changes are those of the key in question
    Operation &loading() { return m_loading; }

    // Nothing is read before the first more().
    void show(const core::Config &config, const core::EnvironmentId &environment);
    void showKey(const std::string &pointer, SensitiveTest isSensitive);
    void leave();
    void more();
    void reload();

Q_SIGNALS:
    void changed();

private:
    void begin();
    void readNext();
    void compare();

    client::CmsApi &m_api;
    core::Executor &m_compute;
    std::optional<core::Config> m_config;
    core::EnvironmentId m_environment;
    std::string m_pointer;
    SensitiveTest m_isSensitive;
    std::vector<core::Version> m_versions; // the newest first
    std::string m_next;
    std::map<core::VersionId, std::shared_ptr<const core::Tree>> m_trees;
    std::vector<KeyChange> m_changes;
    bool m_hasMore = false;
    bool m_isKnown = false;
    Operation m_loading;
    Operation m_comparing;
};

} // namespace chancery::models
