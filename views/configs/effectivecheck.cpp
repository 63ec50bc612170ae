// SPDX-License-Identifier: Apache-2.0
#include "effectivecheck.h"

#include "editors/effectiveproblems.h"
#include "editors/liveanalysis.h"
#include "models/qtconvert.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

namespace {

constexpr auto pause = std::chrono::milliseconds(200);

// The layers that were read, with the text in the place of the config's own; nothing where its own
// takes no part, or where the layer is the only one.
std::optional<editors::EditedLayers> layersWith(const models::Hierarchy &hierarchy,
    const core::ConfigId &config, const std::shared_ptr<const editors::Analysis> &text)
{
    editors::EditedLayers layers{hierarchy.chain, 0};
    const auto own = std::ranges::find_if(layers.layers, [&config](const core::Layer &layer) {
        return layer.origin.kind == core::LayerKind::Environment && layer.origin.config == config;
    });
    if (own == layers.layers.end() || layers.layers.size() < 2)
        return {};
    own->tree = std::shared_ptr<const core::Tree>(text, &text->tree);
    layers.edited = std::size_t(own - layers.layers.begin());
    return layers;
}

} // namespace

EffectiveCheck::EffectiveCheck(ViewContext &context, DocumentPage &page, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_page(page)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(pause);
    connect(&m_soon, &QTimer::timeout, this, &EffectiveCheck::check);
    connect(&page.editor(), &editors::ConfigEditor::analysed, this, &EffectiveCheck::checkSoon);
    connect(&context.stores.hierarchy, &models::HierarchyStore::changed, this,
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
    auto layers = isOfThis && m_schema && editor.isAnalysed()
        ? layersWith(*hierarchy, session.config().id, analysis)
        : std::nullopt;
    if (!layers) {
        editor.live().setOtherProblems({});
        return;
    }
    const core::HierarchyPlace &place = store.place();
    QStringList names{m_context.stores.places.titleOf(place.environment)};
    for (const std::string *name : {&place.region, &place.group, &place.instance}) {
        if (!name->empty())
            names << models::toQt(*name);
    }
    using Problems = std::vector<editors::EditorProblem>;
    m_checking = m_context.compute.run<Problems>(
        [layers = *std::move(layers), schema = m_schema, title = names.join(u'/')](
            const core::CancelToken &token) {
            return core::Result<Problems>(
                editors::effectiveProblems(layers, *schema, title, token));
        },
        [this](core::Result<Problems> problems) {
            m_checking.cancel();
            m_page.editor().live().setOtherProblems(problems ? *std::move(problems) : Problems());
        });
}

} // namespace chancery::views
