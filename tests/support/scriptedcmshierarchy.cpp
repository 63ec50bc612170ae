// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/hierarchy/stack.h"
#include "tests/support/scriptedanswer.h"

// Layers and what is made of them, by the rules of the engine over the scripted texts.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

class ScriptedLayers : public core::LayerSource {
public:
    explicit ScriptedLayers(ScriptedCms &cms)
        : m_cms(cms)
    {
    }
    void propose(const core::ConfigId &config, const std::string *text)
    {
        m_proposed = config;
        m_text = text;
    }

    std::optional<core::Config> configAt(std::string_view path) override
    {
        const core::Config *config = m_cms.configAt(std::string(path));
        return config ? std::optional(*config) : std::nullopt;
    }
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override
    {
        return m_cms.layers[config].layers;
    }
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &environment) override
    {
        core::Layer layer;
        layer.origin.config = config;
        const auto known = std::ranges::find(m_cms.configs, config, &core::Config::id);
        layer.origin.path = known->path;
        if (m_text && config == m_proposed) {
            layer.tree = treeOf(*m_text, known->format);
            return layer;
        }
        const core::Head *head = m_cms.headOf(config, environment);
        if (!head)
            return {};
        const auto version = std::ranges::find(m_cms.versions, head->version, &core::Version::id);
        layer.origin.version = version->id;
        layer.origin.semver = version->semver;
        layer.origin.changeRequest = version->changeRequest;
        layer.origin.authorName = version->authorName;
        layer.origin.approvals = version->approvals;
        layer.tree = treeOf(m_cms.texts[version->id.text()], version->format);
        return layer;
    }
    std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }

private:
    static std::shared_ptr<const core::Tree> treeOf(const std::string &text, core::Format format)
    {
        auto reading = core::read(text, format);
        return std::make_shared<const core::Tree>(
            reading ? std::move(reading).tree() : core::Tree());
    }

    ScriptedCms &m_cms;
    core::ConfigId m_proposed;
    const std::string *m_text = nullptr;
};

Result<core::EffectiveView> viewIn(ScriptedCms &cms, const core::ConfigId &id,
    const core::HierarchyPlace &place, const std::string *text)
{
    const auto config = std::ranges::find(cms.configs, id, &core::Config::id);
    if (config == cms.configs.end())
        return anError(ErrorKind::NotFound, "not-found");
    if (text && !core::read(*text, config->format))
        return anError(ErrorKind::Invalid, "unreadable-document");
    ScriptedLayers source(cms);
    source.propose(id, text);
    auto view = core::PlaceResolver(source, place).view(*config);
    if (!view) {
        auto error
            = anError(view.error().code == "not-live" ? ErrorKind::NotFound : ErrorKind::Invalid,
                view.error().code);
        error.fields = view.error().fields;
        return error;
    }
    return view;
}

void addReferences(const core::Head &head, const core::Tree &tree, const std::string &target,
    std::vector<core::Dependent> &found)
{
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        if (tree.node(i).type != core::NodeType::String)
            continue;
        for (const auto &piece : core::piecesOf(tree.text(tree.node(i)))) {
            if (piece.path == target)
                found.push_back({core::DependentKind::Refers, head.config, head.path,
                    core::pointerOf(tree, i), piece.pointer});
        }
    }
}

} // namespace

void ScriptedCms::addLayer(const std::string &path, core::LayerKind kind, const std::string &name,
    const std::string &layer)
{
    core::ConfigLayers &declared = layers[configAt(path)->id];
    declared.config = configAt(path)->id;
    declared.layers.push_back({kind, name, configAt(layer)->id});
    declared.etag = nextTag();
}

Call ScriptedCms::configLayers(const core::ConfigId &config, Handler<core::ConfigLayers> done)
{
    return answer<core::ConfigLayers>("configLayers", std::move(done), [&] {
        core::ConfigLayers declared = layers[config];
        declared.config = config;
        return declared;
    });
}

Call ScriptedCms::effective(const core::ConfigId &config, const core::HierarchyPlace &place,
    Handler<core::EffectiveView> done)
{
    return answer<core::EffectiveView>(
        "effective", std::move(done), [&] { return viewIn(*this, config, place, nullptr); });
}

Call ScriptedCms::previewEffective(const core::ConfigId &config, const core::HierarchyPlace &place,
    const std::string &text, Handler<core::EffectiveView> done)
{
    return answer<core::EffectiveView>(
        "previewEffective", std::move(done), [&] { return viewIn(*this, config, place, &text); });
}

Call ScriptedCms::listDependents(const core::ConfigId &config,
    const core::EnvironmentId &environment, Handler<PageOf<core::Dependent>> done)
{
    using Answer = PageOf<core::Dependent>;
    return answer<Answer>("listDependents", std::move(done), [&]() -> Result<Answer> {
        const auto target = std::ranges::find(configs, config, &core::Config::id);
        if (target == configs.end())
            return anError(ErrorKind::NotFound, "not-found");
        Answer page;
        for (const core::Head &head : heads) {
            const auto reading = core::read(texts[head.version.text()], head.format);
            if (reading && head.environment == environment)
                addReferences(head, reading.tree(), '/' + target->path, page.items);
        }
        for (const auto &[id, declared] : layers) {
            for (const core::ConfigLayer &layer : declared.layers) {
                const auto over = std::ranges::find(configs, id, &core::Config::id);
                if (layer.config == config)
                    page.items.push_back({core::DependentKind::Layer, id, over->path, {}, {}});
            }
        }
        return page;
    });
}

} // namespace chancery::support
