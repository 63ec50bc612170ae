// SPDX-License-Identifier: Apache-2.0
#include "resolution.h"

#include "engine/core/domain/config.h"
#include "engine/core/rules/applied.h"
#include "engine/server/boundschema.h"
#include "engine/server/moments.h"
#include "engine/server/validator.h"

namespace chancery::server {

std::optional<core::Config> configAt(const View &view, std::string_view path)
{
    const auto id = view.get(keys::join(keys::configPath, path));
    return id ? view.find<core::Config>(keys::join(keys::config, *id)) : std::nullopt;
}

core::ConfigLayers layersOf(const View &view, const core::ConfigId &config)
{
    auto declared = view.find<core::ConfigLayers>(keys::join(keys::layers, config.text()));
    if (!declared) {
        declared.emplace();
        declared->config = config;
        declared->etag = makeETag(0, "");
    }
    return std::move(*declared);
}

std::vector<core::Config> parentsOf(const View &view, const core::Config &config)
{
    std::vector<core::Config> parents;
    for (const auto &path : core::defaultsAbove(config.path)) {
        if (auto parent = configAt(view, path))
            parents.push_back(std::move(*parent));
    }
    return parents;
}

ProposedText proposedBy(
    const core::RequestItem &item, std::shared_ptr<const core::Tree> tree, std::size_t number)
{
    ProposedText proposed{std::move(tree), number, item.schema};
    if (item.declaration)
        proposed.layers = item.declaration->after.layers;
    return proposed;
}

bool isComposed(const View &view, const core::Config &config, const core::Tree &tree)
{
    return core::mentionsReference(tree) || !layersOf(view, config.id).layers.empty()
        || !parentsOf(view, config).empty();
}

core::ConfigLayers LayerTexts::declared(const core::ConfigId &config) const
{
    if (m_declared && m_declared->config == config)
        return *m_declared;
    return m_instant ? layersAt(m_view, config, *m_instant) : layersOf(m_view, config);
}

std::optional<core::VersionId> LayerTexts::versionOf(
    const core::ConfigId &config, const core::EnvironmentId &environment) const
{
    if (m_instant)
        return liveAt(m_view, config, environment, *m_instant);
    const auto head = m_view.get(keys::join(keys::head, config.text(), environment.text()));
    if (!head)
        return std::nullopt;
    return core::VersionId(storedMember(*head, "version"));
}

std::optional<core::Layer> LayerTexts::live(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    const auto live = versionOf(config, environment);
    if (!live)
        return std::nullopt;
    const auto &id = live->text();
    if (const auto known = m_layers.find(id); known != m_layers.end())
        return known->second;
    const auto version = m_view.need<core::Version>(keys::join(keys::version, id), "version " + id);
    auto reading
        = core::read(m_view.needBytes(keys::join(keys::text, id), "text of " + id), version.format);
    if (!reading)
        return std::nullopt;
    core::Layer layer;
    layer.origin.path
        = storedMember(*m_view.needBytes(keys::join(keys::config, config.text()), id), "path");
    layer.origin.config = config;
    layer.origin.version = version.id;
    layer.origin.semver = version.semver;
    layer.origin.changeRequest = version.changeRequest;
    layer.origin.authorName = version.authorName;
    layer.origin.approvals = version.approvals;
    layer.tree = std::make_shared<const core::Tree>(std::move(reading).tree());
    return m_layers.emplace(id, std::move(layer)).first->second;
}

Resolution::Resolution(
    LayerTexts &texts, core::HierarchyPlace place, const Proposal *proposal, Validator *validator)
    : m_texts(texts)
    , m_view(texts.view())
    , m_proposal(proposal)
    , m_validator(validator)
    , m_environment(place.environment)
    , m_resolver(*this, std::move(place))
{
}

core::Result<core::EffectiveDocument> Resolution::effective(const core::Config &config)
{
    return m_resolver.effective(config);
}

core::Result<core::EffectiveView> Resolution::view(const core::Config &config)
{
    return m_resolver.view(config);
}

std::optional<core::Config> Resolution::configAt(std::string_view path)
{
    return server::configAt(m_view, path);
}

std::vector<core::ConfigLayer> Resolution::layersOf(const core::ConfigId &config)
{
    if (m_proposal) {
        const auto proposed = m_proposal->find({config.text(), m_environment.text()});
        if (proposed != m_proposal->end() && proposed->second.layers)
            return *proposed->second.layers;
    }
    return m_texts.declared(config).layers;
}

std::optional<core::Layer> Resolution::textOf(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    if (m_proposal) {
        const auto proposed = m_proposal->find({config.text(), environment.text()});
        if (proposed != m_proposal->end()) {
            const auto known = m_view.find<core::Config>(keys::join(keys::config, config.text()));
            core::Layer layer;
            layer.origin.path = known ? known->path : "";
            layer.origin.config = config;
            layer.tree = proposed->second.tree;
            return layer;
        }
    }
    return m_texts.live(config, environment);
}

std::vector<bool> Resolution::sensitiveNodes(std::string_view path, core::Value document)
{
    const auto config = m_validator ? configAt(path.substr(1)) : std::nullopt;
    if (!config)
        return {};
    auto bound = boundIn(m_view, *config, m_environment);
    if (m_proposal) {
        const auto proposed = m_proposal->find({config->id.text(), m_environment.text()});
        if (proposed != m_proposal->end() && proposed->second.schema)
            bound.schema = proposed->second.schema;
    }
    const auto schema = m_validator->schemaOf(m_view, bound);
    return schema ? core::sensitiveNodes(*schema, document) : std::vector<bool>();
}

} // namespace chancery::server
