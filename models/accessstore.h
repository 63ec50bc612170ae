// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/governing/documents.h"
#include "models/knownaccess.h"
#include "models/operation.h"

namespace chancery::models {

// Reads what governs access, sys/access, the roster of emergency access and the groups that they
// name, in every environment, so that
// the console can say why something is not allowed before it is tried. What cannot be read stays as
// it was known; the server has the last word anyway. Of the GUI thread, owned by the stores.
class AccessStore : public QObject {
    Q_OBJECT

public:
    AccessStore(client::CmsApi &api, const core::Clock &clock);

    // The same object as long as the store lives.
    std::shared_ptr<const KnownAccess> known() const { return m_known; }
    Operation &loading() { return m_loading; }
    // While it is open, much else is closed to who opened it; empty: none is open.
    void setOpenEmergency(const core::EmergencyId &session);
    // Reads again what has changed.
    void load();

Q_SIGNALS:
    void changed();

private:
    void findNamespaces();
    void findDocuments();
    void findHeads(std::size_t index);
    void readTexts();
    void publish();
    std::shared_ptr<const core::Tree> treeOf(
        core::governing::Kind kind, const core::EnvironmentId &environment) const;

    struct Document {
        core::governing::Kind kind;
        core::ConfigId config;
    };

    client::CmsApi &m_api;
    std::shared_ptr<KnownAccess> m_known;
    std::vector<core::Environment> m_environments;
    std::vector<core::Namespace> m_namespaces;
    std::vector<Document> m_documents;
    std::vector<core::Head> m_heads; // of all documents
    // By the version: what is live once never changes. Without nodes: it cannot be read.
    std::map<core::VersionId, std::shared_ptr<const core::Tree>> m_trees;
    Operation m_loading;
};

} // namespace chancery::models
