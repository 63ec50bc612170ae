// SPDX-License-Identifier: Apache-2.0
// A config's chain of layers: first those of the defaults above it in the tree, the farthest first,
// then its own. Each of them is a stack of its base layers, its own text, and its region, group and
// instance layers. So the nearest config wins over a farther one, and within a config the more
// particular layer over the more general one. Every layer is read in the same environment: what was
// not approved there does not come in from elsewhere.
#include "resolution.h"

#include "engine/core/domain/config.h"
#include "engine/core/rules/applied.h"
#include "engine/server/validator.h"

#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostPlaces = 64;

} // namespace

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

bool isComposed(const View &view, const core::Config &config, const core::Tree &tree)
{
    return core::mentionsReference(tree) || !layersOf(view, config.id).layers.empty()
        || !parentsOf(view, config).empty();
}

std::vector<core::HierarchyPlace> placesOf(
    const View &view, const core::Config &config, const core::EnvironmentId &environment)
{
    std::set<std::string> regions{""};
    std::set<std::string> groups{""};
    std::set<std::string> instances{""};
    auto chain = parentsOf(view, config);
    chain.push_back(config);
    for (const auto &each : chain) {
        for (const auto &layer : layersOf(view, each.id).layers) {
            if (layer.kind == core::LayerKind::Region)
                regions.insert(layer.name);
            else if (layer.kind == core::LayerKind::Group)
                groups.insert(layer.name);
            else if (layer.kind == core::LayerKind::Instance)
                instances.insert(layer.name);
        }
    }
    std::vector<core::HierarchyPlace> places;
    if (regions.size() * groups.size() * instances.size() <= mostPlaces) {
        for (const auto &region : regions)
            for (const auto &group : groups)
                for (const auto &instance : instances)
                    places.push_back({environment, region, group, instance});
        return places;
    }
    // Too many to combine: each by itself.
    places.push_back({environment, {}, {}, {}});
    for (const auto &region : regions)
        places.push_back({environment, region, {}, {}});
    for (const auto &group : groups)
        places.push_back({environment, {}, group, {}});
    for (const auto &instance : instances)
        places.push_back({environment, {}, {}, instance});
    return places;
}

std::optional<core::Layer> LayerTexts::live(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    const auto head
        = m_view.find<core::Head>(keys::join(keys::head, config.text(), environment.text()));
    if (!head)
        return std::nullopt;
    const auto &id = head->version.text();
    if (const auto known = m_layers.find(id); known != m_layers.end())
        return known->second;
    const auto version = m_view.need<core::Version>(keys::join(keys::version, id), "version " + id);
    auto reading
        = core::read(m_view.needBytes(keys::join(keys::text, id), "text of " + id), version.format);
    if (!reading)
        return std::nullopt;
    core::Layer layer;
    layer.origin.path = head->path;
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
    , m_place(std::move(place))
    , m_proposal(proposal)
    , m_validator(validator)
{
}

bool Resolution::addLayer(core::LayerKind kind, const std::string &name, const core::ConfigId &id,
    std::vector<core::Layer> &layers)
{
    const auto proposed = m_proposal ? m_proposal->find({id.text(), m_place.environment.text()})
                                     : Proposal::const_iterator();
    std::optional<core::Layer> layer;
    if (m_proposal && proposed != m_proposal->end()) {
        layer.emplace();
        const auto config = m_view.find<core::Config>(keys::join(keys::config, id.text()));
        layer->origin.path = config ? config->path : "";
        layer->origin.config = id;
        layer->tree = proposed->second.tree;
    } else {
        layer = m_texts.live(id, m_place.environment);
    }
    if (!layer)
        return false;
    layer->origin.kind = kind;
    layer->origin.name = name;
    layers.push_back(std::move(*layer));
    return true;
}

bool Resolution::takesPart(const core::ConfigLayer &layer) const
{
    switch (layer.kind) {
    case core::LayerKind::Base:
    case core::LayerKind::Environment:
        return true;
    case core::LayerKind::Region:
        return layer.name == m_place.region;
    case core::LayerKind::Group:
        return layer.name == m_place.group;
    case core::LayerKind::Instance:
        return layer.name == m_place.instance;
    }
    return false;
}

bool Resolution::addStack(const core::Config &config, std::vector<core::Layer> &layers)
{
    auto declared = layersOf(m_view, config.id).layers;
    declared.push_back({core::LayerKind::Environment, {}, config.id});
    bool isLive = false;
    for (int kind = 0; kind <= int(core::LayerKind::Instance); ++kind) {
        for (const auto &layer : declared) {
            if (int(layer.kind) == kind && takesPart(layer))
                isLive = addLayer(layer.kind, layer.name, layer.config, layers) || isLive;
        }
    }
    return isLive;
}

core::Result<core::EffectiveDocument> Resolution::merged(const core::Config &config)
{
    std::vector<core::Layer> layers;
    for (const auto &parent : parentsOf(m_view, config))
        addStack(parent, layers);
    if (!addStack(config, layers))
        return core::Error{core::ErrorKind::NotFound, "not-live",
            "Nothing of " + config.path + " is live in " + core::toString(m_place), {}, {}, {}};
    return core::mergeLayers(std::move(layers));
}

core::Result<core::EffectiveDocument> Resolution::effective(const core::Config &config)
{
    auto document = merged(config);
    if (!document)
        return document;
    return core::resolveReferences(std::move(*document), '/' + config.path, *this);
}

const core::EffectiveDocument *Resolution::find(std::string_view path)
{
    if (const auto known = m_found.find(path); known != m_found.end())
        return known->second.get();
    auto &place = m_found[std::string(path)];
    if (const auto config = configAt(m_view, path.substr(1))) {
        if (auto document = merged(*config))
            place = std::make_unique<core::EffectiveDocument>(std::move(*document));
    }
    return place.get();
}

std::vector<bool> Resolution::sensitiveNodes(
    std::string_view path, const core::EffectiveDocument &document)
{
    const auto config = m_validator ? configAt(m_view, path.substr(1)) : std::nullopt;
    const auto schema = config ? m_validator->schemaOf(m_view, *config) : std::nullopt;
    return schema ? core::sensitiveNodes(*schema, document.root()) : std::vector<bool>();
}

} // namespace chancery::server
