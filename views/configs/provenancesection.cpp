// SPDX-License-Identifier: Apache-2.0
#include "provenancesection.h"

#include "models/effectivelines.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"
#include "views/configs/factlist.h"

namespace chancery::views {

using models::LayerPart;
using models::toQt;

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(chancery::views::Provenance)

public:
    static QString titleOf(const models::ProvenanceStep &step, bool isInherited)
    {
        const QString value = shortened(step.value);
        const QString layer = models::layerTitle(step.layer, isInherited);
        switch (step.part) {
        case LayerPart::Wins:
            return tr("✓ %1: %2").arg(layer, value);
        case LayerPart::Merged:
            return tr("+ %1: %2").arg(layer, value);
        case LayerPart::Hidden:
            return step.value.isEmpty() ? tr("%1: removes it, hidden").arg(layer)
                                        : tr("%1: %2, hidden").arg(layer, value);
        case LayerPart::Removes:
            return tr("✓ %1: removes it").arg(layer);
        case LayerPart::Silent:
            return tr("%1: says nothing").arg(layer);
        }
        return {};
    }
};

} // namespace

QString placeText(const models::HierarchyStore &hierarchy, const models::PlacesStore &places)
{
    const core::HierarchyPlace &place = hierarchy.place();
    QStringList parts{places.titleOf(place.environment)};
    if (!place.region.empty())
        parts << ProvenanceSection::tr("region %1").arg(toQt(place.region));
    if (!place.group.empty())
        parts << ProvenanceSection::tr("group %1").arg(toQt(place.group));
    if (!place.instance.empty())
        parts << ProvenanceSection::tr("instance %1").arg(toQt(place.instance));
    if (hierarchy.isWithDraft())
        parts << ProvenanceSection::tr("with this draft");
    return parts.join(QStringLiteral(", "));
}

ProvenanceSection::ProvenanceSection(ViewContext &context, QWidget *parent)
    : InspectorSection(tr("Provenance"), parent)
    , m_context(context)
    , m_where(makeLabel({}, "muted", this))
    , m_hint(makeLabel({}, "value", this))
    , m_layers(new FactList(
          QStringLiteral("provenanceList"), tr("Layers of this key"), context.look, this))
{
    m_where->setObjectName(QStringLiteral("provenancePlace"));
    m_hint->setObjectName(QStringLiteral("provenanceHint"));
    for (QLabel *label : {m_where, m_hint}) {
        label->setWordWrap(true);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        addPart(label);
    }
    addPart(m_layers);
    connect(m_layers, &FactList::chosen, this,
        [this](const Destination &destination) { m_context.navigator.goTo(destination); });
    auto &hierarchy = context.stores.hierarchy;
    connect(&hierarchy, &models::HierarchyStore::changed, this, &ProvenanceSection::read);
    connect(&hierarchy.loading(), &models::Operation::changed, this, [this, &hierarchy] {
        if (hierarchy.loading().hasFailed())
            read();
    });
}

void ProvenanceSection::follow(DocumentPage *page)
{
    m_page = page;
    read();
}

void ProvenanceSection::followCursor(DocumentPage &page)
{
    m_page = &page;
    read();
}

QString ProvenanceSection::whyNothing() const
{
    const models::HierarchyStore &hierarchy = m_context.stores.hierarchy;
    if (!hierarchy.config())
        return tr("This document is large. Open “Effective” below the text to read its layers.");
    if (hierarchy.isNowhereLive())
        return tr("Nothing of it is live here yet; a change request brings the first version.");
    auto &loading = m_context.stores.hierarchy.loading();
    return loading.hasFailed() ? errorHeadline(loading.error()) : tr("Reading the layers…");
}

void ProvenanceSection::read()
{
    if (!m_page)
        return;
    const models::HierarchyStore &store = m_context.stores.hierarchy;
    showText(m_where, store.config() ? placeText(store, m_context.stores.places) : QString());
    m_where->setVisible(store.config().has_value());
    const auto &hierarchy = store.hierarchy();
    if (!hierarchy || hierarchy->view.config != m_page->session().config().id) {
        showText(m_hint, whyNothing());
        m_hint->setVisible(true);
        m_layers->setFacts({});
        return;
    }
    showSteps(models::provenanceOf(*hierarchy, m_page->place(), m_page->sensitiveTest()));
}

void ProvenanceSection::showSteps(const std::vector<models::ProvenanceStep> &steps)
{
    const models::HierarchyStore &store = m_context.stores.hierarchy;
    const bool isNew = std::ranges::all_of(
        steps, [](const auto &step) { return step.part == LayerPart::Silent; });
    showText(m_hint, isNew ? tr("No layer says anything of this key.") : QString());
    m_hint->setVisible(isNew);
    std::vector<Fact> facts;
    for (const models::ProvenanceStep &step : steps) {
        Fact fact;
        fact.title = Words::titleOf(step, store.isInherited(step.layer));
        fact.detail = models::layerDetails(step.layer);
        if (step.since)
            fact.detail
                += tr(" · %1").arg(models::relativeTime(*step.since, m_context.clock.now()));
        fact.isStrong = step.part == LayerPart::Wins || step.part == LayerPart::Removes;
        fact.isMuted = step.part == LayerPart::Hidden || step.part == LayerPart::Silent;
        fact.destination
            = {QStringLiteral("configs"), toQt(step.layer.path) + u'#' + toQt(m_page->place())};
        facts.push_back(std::move(fact));
    }
    m_layers->setFacts(facts);
}

} // namespace chancery::views
