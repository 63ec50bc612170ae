// SPDX-License-Identifier: Apache-2.0
#include "effectivecheck.h"

#include "editors/liveanalysis.h"
#include "models/qtconvert.h"
#include "views/configs/documentpage.h"
#include "views/configs/introducedproblems.h"

namespace chancery::views {

namespace {

// What one keystroke changes is checked once.
constexpr auto pause = std::chrono::milliseconds(10);

// The layers that were read, with the text in the place of the config's own; nothing where its own
// takes no part.
std::optional<editors::EditedLayers> layersWith(const models::Hierarchy &hierarchy,
    const core::ConfigId &config, const std::shared_ptr<const editors::Analysis> &text)
{
    editors::EditedLayers layers{hierarchy.chain, 0, '/' + hierarchy.view.path};
    const auto own = std::ranges::find_if(layers.layers, [&config](const core::Layer &layer) {
        return layer.origin.kind == core::LayerKind::Environment && layer.origin.config == config;
    });
    if (own == layers.layers.end())
        return {};
    layers.before = own->tree;
    own->tree = std::shared_ptr<const core::Tree>(text, &text->tree);
    layers.edited = std::size_t(own - layers.layers.begin());
    return layers;
}

} // namespace

EffectiveCheck::EffectiveCheck(ViewContext &context, DocumentPage &page, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_page(page)
    , m_parents(context, nullptr)
{
    connect(&m_parents, &ParentSchemas::changed, this, &EffectiveCheck::checkSoon);
    m_soon.setSingleShot(true);
    m_soon.setInterval(pause);
    connect(&m_soon, &QTimer::timeout, this, &EffectiveCheck::check);
    connect(&page.editor(), &editors::ConfigEditor::analysed, this, &EffectiveCheck::checkSoon);
    connect(&context.stores.hierarchy, &models::HierarchyStore::changed, this,
        &EffectiveCheck::checkSoon);
    connect(&context.stores.references, &models::ReferenceStore::changed, this,
        &EffectiveCheck::checkSoon);
}

void EffectiveCheck::setSchema(std::shared_ptr<const core::CompiledSchema> schema)
{
    m_schema = std::move(schema);
    checkSoon();
}

void EffectiveCheck::checkSoon()
{
    m_checking.cancel();
    m_soon.start();
}

// What was seen of this environment stays known while another one is looked at.
void EffectiveCheck::look()
{
    const models::HierarchyStore &store = m_context.stores.hierarchy;
    const models::EditingSession &session = m_page.session();
    if (!store.config() || store.config()->id != session.config().id) {
        m_around = {};
        return;
    }
    const auto &seen = store.hierarchy() ? store.hierarchy() : store.around();
    const bool isElsewhere = store.place().environment != session.environment()
        || (seen && seen->view.environment != session.environment());
    m_around.isBefore = isElsewhere && m_around.hierarchy
        && m_around.hierarchy->view.config == session.config().id;
    if (m_around.isBefore)
        return;
    m_around.hierarchy = isElsewhere ? nullptr : seen;
    m_around.isNew = !store.hierarchy();
    m_around.place = store.place();
    m_around.targets = knownTargets();
}

std::optional<editors::EditedLayers> EffectiveCheck::layersNow()
{
    const models::EditingSession &session = m_page.session();
    if (!m_around.hierarchy || !m_page.editor().isAnalysed())
        return {};
    auto layers = layersWith(*m_around.hierarchy, session.config().id, m_page.editor().analysis());
    if (!layers)
        return {};
    // What is looked at with the draft has the draft in the place of what is live, and what was
    // looked at before may be older; with another schema nothing was so before.
    if (m_around.hierarchy->isWithDraft || m_around.isBefore || m_around.isNew
        || session.chosenSchema())
        layers->before.reset();
    layers->parents = m_parents.of(*m_around.hierarchy, session.config().id, session.schema());
    return layers;
}

QString EffectiveCheck::placeTitle() const
{
    const core::HierarchyPlace &place = m_around.place;
    QStringList names{m_context.stores.places.titleOf(place.environment)};
    for (const std::string *name : {&place.region, &place.group, &place.instance}) {
        if (!name->empty())
            names << models::toQt(*name);
    }
    return names.join(u'/');
}

void EffectiveCheck::check()
{
    look();
    const models::EditingSession &session = m_page.session();
    auto layers = layersNow();
    if (!layers) {
        take({});
        return;
    }
    std::string live;
    if (!layers->before && !session.chosenSchema() && session.isLoaded())
        live = models::fromQt(session.liveText());
    using Findings = editors::EffectiveFindings;
    m_checking = m_context.compute.run<Findings>(
        [layers = *std::move(layers), targets = m_around.targets, schema = m_schema,
            title = placeTitle(), live = std::move(live),
            format = session.config().format](const core::CancelToken &token) mutable {
            if (!live.empty()) {
                if (auto reading = core::read(std::move(live), format))
                    layers.before = std::make_shared<const core::Tree>(std::move(reading).tree());
            }
            return core::Result<Findings>(
                editors::effectiveProblems(layers, targets, schema.get(), title, token));
        },
        [this](core::Result<Findings> findings) {
            m_checking.cancel();
            take(findings ? *std::move(findings) : Findings());
        });
}

// The store forgets them when another place is looked at.
editors::KnownTargets EffectiveCheck::knownTargets() const
{
    editors::KnownTargets known;
    for (const std::string &path : m_targets) {
        if (const models::ReferenceTarget *target
            = m_context.stores.references.target(path.substr(1)))
            known.emplace(path, target->tree);
    }
    return known;
}

void EffectiveCheck::take(editors::EffectiveFindings findings)
{
    m_page.introduced().passOver(findings.old);
    m_page.editor().live().setOtherProblems(std::move(findings.problems));
    for (std::string &path : findings.unknown) {
        if (!path.starts_with('/'))
            continue;
        m_context.stores.references.want(path.substr(1));
        if (m_targets.insert(path).second && m_context.stores.references.target(path.substr(1)))
            checkSoon(); // somebody else has read it
    }
}

} // namespace chancery::views
