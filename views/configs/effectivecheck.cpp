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

void EffectiveCheck::check()
{
    const models::HierarchyStore &store = m_context.stores.hierarchy;
    const models::EditingSession &session = m_page.session();
    const auto &hierarchy = store.hierarchy();
    const bool isOfThis = hierarchy && store.config() && store.config()->id == session.config().id
        && store.place().environment == session.environment();
    editors::ConfigEditor &editor = m_page.editor();
    const auto analysis = editor.analysis();
    auto layers = isOfThis && editor.isAnalysed()
        ? layersWith(*hierarchy, session.config().id, analysis)
        : std::nullopt;
    if (!layers) {
        take({});
        return;
    }
    // What is looked at with the draft has the draft in the place of what is live; with another
    // schema nothing was so before.
    std::string live;
    if (hierarchy->isWithDraft && !session.chosenSchema())
        live = models::fromQt(session.liveText());
    if (hierarchy->isWithDraft || session.chosenSchema())
        layers->before.reset();
    layers->parents = m_parents.of(*hierarchy, session.config().id, session.schema());
    const core::HierarchyPlace &place = store.place();
    QStringList names{m_context.stores.places.titleOf(place.environment)};
    for (const std::string *name : {&place.region, &place.group, &place.instance}) {
        if (!name->empty())
            names << models::toQt(*name);
    }
    using Findings = editors::EffectiveFindings;
    m_checking = m_context.compute.run<Findings>(
        [layers = *std::move(layers), targets = knownTargets(), schema = m_schema,
            title = names.join(u'/'), live = std::move(live),
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
editors::KnownTargets EffectiveCheck::knownTargets()
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
