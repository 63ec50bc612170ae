// SPDX-License-Identifier: Apache-2.0
#include "blastradius.h"

#include "views/common/errortext.h"
#include "views/common/widgets.h"
#include "views/dependencies/reachednames.h"
#include "views/dependencies/reachtext.h"

#include <QVBoxLayout>

namespace chancery::views {

BlastRadius::BlastRadius(ViewContext &context, QWidget *parent)
    : QWidget(parent)
    , m_places(context.stores.places)
    , m_store(context.stores.api, context.compute)
    , m_fleet(context.stores.api)
    , m_text(makeLabel({}, "value", this))
    , m_names(new ReachedNames(QStringLiteral("requestReach"), this))
{
    m_text->setObjectName(QStringLiteral("requestReach"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_text);
    layout->addWidget(m_names);
    context.stores.operations.add(m_store.loadingImpact());
    connect(&m_store.loadingImpact(), &models::Operation::changed, this, &BlastRadius::read);
    connect(&m_fleet, &models::FleetStore::changed, this, &BlastRadius::read);
    connect(&m_store, &models::DependencyStore::impactChanged, this, [this] {
        if (!m_store.impact().places.empty())
            m_fleet.show(m_store.impact().places.front().environment);
        read();
    });
}

void BlastRadius::show(const core::ChangeRequest &request)
{
    if (m_shown == request.etag)
        return;
    m_shown = request.etag;
    m_store.wantRequestImpact(request.id);
}

void BlastRadius::show(const core::Draft &draft)
{
    if (m_shown == draft.etag)
        return;
    m_shown = draft.etag;
    m_store.wantDraftImpact(draft.id);
}

void BlastRadius::showNothing(const QString &why)
{
    m_shown = {};
    m_store.clearImpact();
    showText(m_text, why);
}

void BlastRadius::read()
{
    const models::Operation &loading = m_store.loadingImpact();
    if (loading.hasFailed())
        showText(m_text, errorHeadline(loading.error()));
    else if (loading.isRunning())
        showText(m_text, tr("Counting…"));
    else
        showText(m_text, reachText(m_store.impact(), m_places));
    m_names->setNames(loading.hasFailed() || loading.isRunning()
            ? QString()
            : reachedNames(m_store.impact(), m_places, m_fleet.agents()));
}

} // namespace chancery::views
