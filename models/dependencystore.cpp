// SPDX-License-Identifier: Apache-2.0
#include "dependencystore.h"

#include "models/paging.h"

namespace chancery::models {

DependencyStore::DependencyStore(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
    , m_map(std::make_shared<const core::DependencyMap>())
{
}

void DependencyStore::show(const client::DependencyQuery &query)
{
    m_query = query;
    m_read.reset();
    m_drawingUp.cancel();
    reload();
}

void DependencyStore::reload()
{
    m_loading.start<core::DependencyMap>(
        tr("Loading dependencies"),
        [this](auto done) { return m_api.dependencyMap(m_query, std::move(done)); },
        [this](core::DependencyMap map) {
            if (m_read && *m_read == map)
                return;
            if (!m_read && !m_isChosen)
                m_isClustered = m_query.config.isEmpty() && map.configs.size() > mostSingly;
            m_read = std::make_shared<const core::DependencyMap>(std::move(map));
            drawUp();
        });
}

void DependencyStore::setClustered(bool isClustered)
{
    m_isChosen = true;
    if (m_isClustered == isClustered)
        return;
    m_isClustered = isClustered;
    if (m_read)
        drawUp();
}

void DependencyStore::drawUp()
{
    using Drawn = std::shared_ptr<const DependencyDrawing>;
    m_drawingUp.start<Drawn>(
        tr("Drawing dependencies"),
        [this](core::Handler<Drawn> done) {
            return m_compute.run<Drawn>(
                [map = m_read, isClustered = m_isClustered](
                    const core::CancelToken &token) -> core::Result<Drawn> {
                    auto drawing = drawnFrom(*map, isClustered, token);
                    if (!drawing)
                        return drawing.error();
                    return Drawn(std::make_shared<const DependencyDrawing>(std::move(*drawing)));
                },
                std::move(done));
        },
        [this, map = m_read](Drawn drawing) {
            m_map = map;
            m_drawing = std::move(drawing);
            Q_EMIT drawingChanged();
        });
}

void DependencyStore::wantDraftImpact(const core::DraftId &draft)
{
    m_loadingImpact.start<core::ImpactReport>(
        tr("Loading what the draft reaches"),
        [this, draft](auto done) { return m_api.draftImpact(draft, std::move(done)); },
        [this](core::ImpactReport report) { takeImpact(std::move(report)); });
}

void DependencyStore::wantRequestImpact(const core::ChangeRequestId &request)
{
    m_loadingImpact.start<core::ImpactReport>(
        tr("Loading what the request reaches"),
        [this, request](auto done) { return m_api.requestImpact(request, std::move(done)); },
        [this](core::ImpactReport report) { takeImpact(std::move(report)); });
}

void DependencyStore::takeImpact(core::ImpactReport report)
{
    m_impact = std::move(report);
    Q_EMIT impactChanged();
}

void DependencyStore::loadDrafts()
{
    startPaged<core::Draft>(
        m_loadingDrafts, tr("Loading drafts"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](std::vector<core::Draft> drafts) {
            std::erase_if(drafts, [this](const core::Draft &draft) {
                return draft.environment != m_query.environment || !draft.parkedAs.empty();
            });
            for (core::Draft &draft : drafts)
                draft.text.clear();
            m_drafts = std::move(drafts);
            Q_EMIT draftsChanged();
        });
}

void DependencyStore::clearImpact()
{
    m_loadingImpact.cancel();
    takeImpact({});
}

} // namespace chancery::models
