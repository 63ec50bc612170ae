// SPDX-License-Identifier: Apache-2.0
#include "layerwatch.h"

#include "views/configs/documentpage.h"

namespace chancery::views {

namespace {

constexpr qsizetype largeText = 2 << 20;

} // namespace

LayerWatch::LayerWatch(ViewContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
{
    connect(&context.stores.hierarchy, &models::HierarchyStore::changed, this,
        &LayerWatch::followPlace);
}

void LayerWatch::follow(DocumentPage *page)
{
    m_page = page;
    models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    if (!page) {
        hierarchy.leave();
        m_context.stores.references.leave();
        m_context.stores.keyHistory.leave();
        return;
    }
    const models::EditingSession &session = page->session();
    if (!session.isLoaded())
        return;
    if (session.liveText().size() <= largeText)
        hierarchy.show(session.config(), session.environment());
    else if (hierarchy.config() && hierarchy.config()->id != session.config().id)
        hierarchy.leave();
    followPlace();
}

// References are followed where the layers are looked at.
void LayerWatch::followPlace()
{
    if (!m_page)
        return;
    const models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    const models::EditingSession &session = m_page->session();
    const bool isShown = hierarchy.config() && hierarchy.config()->id == session.config().id;
    m_context.stores.references.show(session.config(),
        isShown ? hierarchy.place() : core::HierarchyPlace{session.environment(), {}, {}, {}});
}

} // namespace chancery::views
