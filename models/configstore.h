// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "models/operation.h"

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace chancery::models {

// What the tree shows beside a config.
struct ConfigMarks {
    bool hasDraft = false;
    std::string openRequest; // "CR-12", or empty
    std::string anyRequest; // the same, in whichever environment

    friend bool operator==(const ConfigMarks &, const ConfigMarks &) = default;
};

// The namespaces and, namespace by namespace as somebody opens them, their configs; with the marks
// of one's own drafts and of open requests in the environment that is looked at.
class ConfigStore : public QObject {
    Q_OBJECT

public:
    explicit ConfigStore(client::CmsApi &api);

    const std::vector<core::Namespace> &namespaces() const { return m_namespaces; }
    // Null while it has not been loaded; sorted by path.
    const std::vector<core::Config> *configsOf(const std::string &slug) const;
    const core::Config *find(const core::ConfigId &id) const;
    const core::Config *findPath(const std::string &path) const;
    // Of all namespaces that are loaded.
    std::vector<const core::Config *> all() const;
    ConfigMarks marks(const core::ConfigId &id) const;
    Operation &loading() { return m_loading; }
    Operation *loadingOf(const std::string &slug);
    Operation &removing() { return m_removing; }
    // Namespaces, or what is in any of them.
    bool isLoadingAny() const;

    void load();
    void loadNamespace(const std::string &slug);
    void loadAllNamespaces();
    void loadMarks(const core::EnvironmentId &environment);
    // Takes back what has never had a version; the server refuses what something refers to
    // (GOV-26).
    void remove(const core::Config &config);

Q_SIGNALS:
    void namespacesChanged();
    void configsChanged(const QString &slug);
    void marksChanged();
    void removed(const chancery::core::ConfigId &config);
    void operationAdded(chancery::models::Operation *operation);

private:
    void takeConfigs(const std::string &slug, std::vector<core::Config> configs);
    void takeRequests(const std::vector<core::ChangeRequest> &requests);

    client::CmsApi &m_api;
    std::vector<core::Namespace> m_namespaces;
    std::map<std::string, std::vector<core::Config>> m_configs;
    std::unordered_map<core::ConfigId, const core::Config *> m_byId; // into m_configs
    std::map<std::string, std::unique_ptr<Operation>> m_loadings;
    std::unordered_map<core::ConfigId, ConfigMarks> m_marks;
    core::EnvironmentId m_marksOf;
    Operation m_loading;
    Operation m_loadingDrafts;
    Operation m_loadingRequests;
    Operation m_removing;
};

} // namespace chancery::models
