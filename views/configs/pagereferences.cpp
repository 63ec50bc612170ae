// SPDX-License-Identifier: Apache-2.0
#include "pagereferences.h"

#include "models/effectivelines.h"
#include "models/provenance.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/safetext.h"
#include "views/configs/provenancesection.h"

namespace chancery::views {

std::vector<std::string> PageReferences::paths()
{
    m_stores.configs.loadAllNamespaces();
    std::vector<std::string> paths;
    for (const core::Config *config : m_stores.configs.all())
        paths.push_back('/' + config->path);
    std::ranges::sort(paths);
    return paths;
}

std::optional<std::vector<editors::ReferenceSource::Key>> PageReferences::keysOf(
    const std::string &path)
{
    models::ReferenceStore &references = m_stores.references;
    const std::string target = path.starts_with('/') ? path.substr(1) : path;
    references.want(target);
    if (!references.target(target))
        return {};
    std::vector<Key> keys;
    for (std::string &pointer : references.pointersOf(target)) {
        std::string present = models::fromQt(safeText(references.present(target, pointer)));
        keys.push_back({std::move(pointer), std::move(present)});
    }
    return keys;
}

QStringList PageReferences::provenanceOf(const std::string &pointer)
{
    const models::HierarchyStore &store = m_stores.hierarchy;
    const auto &hierarchy = store.hierarchy();
    if (!hierarchy || hierarchy->view.config != m_config)
        return {};
    // No values: they stand in the text, and what is covered there stays covered.
    const auto steps
        = models::provenanceOf(*hierarchy, pointer, [](const std::string &) { return true; });
    for (const models::ProvenanceStep &step : steps) {
        if (step.part != models::LayerPart::Wins && step.part != models::LayerPart::Removes)
            continue;
        const QString layer = models::layerTitle(step.layer, store.isInherited(step.layer));
        const QString details = safeText(models::layerDetails(step.layer));
        QString line = ProvenanceSection::tr("%1 – %2").arg(layer, details);
        if (step.since)
            line += ProvenanceSection::tr(" · %1").arg(
                models::relativeTime(*step.since, m_clock.now()));
        return {placeText(store, m_stores.places), line};
    }
    return {};
}

} // namespace chancery::views
