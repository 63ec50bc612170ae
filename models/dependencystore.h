// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/cmsapi.h"
#include "engine/core/executor.h"
#include "models/dependencydrawing.h"
#include "models/operation.h"

#include <memory>

namespace chancery::models {

// The dependencies of one environment, all of them or those around a config, and how they are
// drawn; and what a draft or request reaches. Of the GUI thread; layouts are found on the compute
// executor, and only the latest that was wanted is kept.
class DependencyStore : public QObject {
    Q_OBJECT

public:
    // Beyond so many configs the whole graph is drawn by namespaces at first.
    static constexpr std::size_t mostSingly = 600;

    DependencyStore(client::CmsApi &api, core::Executor &compute);

    const client::DependencyQuery &query() const { return m_query; }
    // The one that is drawn.
    const core::DependencyMap &map() const { return *m_map; }
    // Null until the first one is there.
    const std::shared_ptr<const DependencyDrawing> &drawing() const { return m_drawing; }
    bool isClustered() const { return m_isClustered; }
    const core::ImpactReport &impact() const { return m_impact; }
    Operation &loading() { return m_loading; }
    Operation &drawingUp() { return m_drawingUp; }
    Operation &loadingImpact() { return m_loadingImpact; }
    // One's own in the environment that is drawn, without their texts; as they were read last.
    const std::vector<core::Draft> &drafts() const { return m_drafts; }

    void show(const client::DependencyQuery &query);
    // The same again, clustered or not as it is; drawn anew only where it has changed.
    void reload();
    // Clusters are chosen by the size of what comes until somebody chooses.
    void setClustered(bool isClustered);
    void wantDraftImpact(const core::DraftId &draft);
    void wantRequestImpact(const core::ChangeRequestId &request);
    void clearImpact();
    void loadDrafts();

Q_SIGNALS:
    void draftsChanged();
    void drawingChanged(); // and the map with it
    void impactChanged();

private:
    void drawUp();
    void takeImpact(core::ImpactReport report);

    client::CmsApi &m_api;
    core::Executor &m_compute;
    client::DependencyQuery m_query;
    std::shared_ptr<const core::DependencyMap> m_read; // null: nothing of this query yet
    std::shared_ptr<const core::DependencyMap> m_map;
    std::shared_ptr<const DependencyDrawing> m_drawing;
    core::ImpactReport m_impact;
    std::vector<core::Draft> m_drafts;
    bool m_isClustered = false;
    bool m_isChosen = false; // whether to cluster, by somebody
    Operation m_loading;
    Operation m_drawingUp;
    Operation m_loadingImpact;
    Operation m_loadingDrafts;
};

} // namespace chancery::models
