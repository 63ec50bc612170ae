// SPDX-License-Identifier: Apache-2.0
// A config's chain of layers: first those of the defaults above it in the tree, the farthest first,
// then its own. Each of them is a stack of its base layers, its own text, and its region, group and
// instance layers. So the nearest config wins over a farther one, and within a config the more
// particular layer over the more general one. Every layer is read in the same environment: what was
// not approved there does not come in from elsewhere.
#include "stack.h"

#include "engine/core/hierarchy/repeated.h"
#include "engine/core/secrets/anchored.h"
#include "engine/core/secrets/covered.h"

#include <algorithm>

namespace chancery::core {

PlaceResolver::PlaceResolver(LayerSource &source, HierarchyPlace place)
    : m_source(source)
    , m_place(std::move(place))
{
}

bool PlaceResolver::addLayer(const ConfigLayer &layer, std::vector<Layer> &layers)
{
    auto text = m_source.textOf(layer.config, m_place.environment);
    if (!text)
        return false;
    text->origin.kind = layer.kind;
    text->origin.name = layer.name;
    layers.push_back(std::move(*text));
    return true;
}

bool PlaceResolver::addStack(const Config &config, std::vector<Layer> &layers)
{
    auto declared = m_source.layersOf(config.id);
    declared.push_back({LayerKind::Environment, {}, config.id});
    bool isLive = false;
    for (int kind = 0; kind <= int(LayerKind::Instance); ++kind) {
        for (const auto &layer : declared) {
            if (int(layer.kind) == kind && takesPart(layer, m_place))
                isLive = addLayer(layer, layers) || isLive;
        }
    }
    return isLive;
}

Result<EffectiveDocument> PlaceResolver::merged(const Config &config)
{
    std::vector<Layer> layers;
    for (const auto &parent : parentsOf(m_source, config))
        addStack(parent, layers);
    if (!addStack(config, layers))
        return Error{ErrorKind::NotFound, "not-live",
            "Nothing of " + config.path + " is live in " + toString(m_place), {}, {}, {}};
    return mergeLayers(std::move(layers));
}

Result<EffectiveDocument> PlaceResolver::effective(const Config &config)
{
    auto document = merged(config);
    if (!document)
        return document;
    return resolveReferences(std::move(*document), '/' + config.path, *this);
}

// By the schemas of the config and of the layer's own, and by what is covered wherever it is shown.
std::vector<bool> PlaceResolver::repeatedIn(
    const EffectiveDocument &document, std::string_view path)
{
    const bool hasAny = std::ranges::any_of(
        document.layers(), [](const Layer &layer) { return hasAliases(*layer.tree); });
    if (!hasAny)
        return {};
    auto sensitive = m_source.sensitiveNodes(path, document.root());
    sensitive.resize(document.tree().nodeCount());
    for (const auto node : coveredNodes(document.tree(), nullptr, SecretScanner::shared()))
        sensitive[node] = true;
    return repeatedNodes(document, sensitive, [&](const Layer &layer) {
        const auto &tree = *layer.tree;
        auto marks = m_source.sensitiveNodes(path, tree.root());
        marks.resize(tree.nodeCount());
        const auto own = m_source.sensitiveNodes('/' + layer.origin.path, tree.root());
        for (std::size_t node = 0; node < own.size(); ++node)
            marks[node] = marks[node] || own[node];
        for (const auto node : coveredNodes(tree, nullptr, SecretScanner::shared()))
            marks[node] = true;
        return marks;
    });
}

Result<EffectiveView> PlaceResolver::view(const Config &config)
{
    auto document = merged(config);
    if (!document)
        return document.error();
    const auto chain = document->layers().size();
    auto resolved = resolveReferences(std::move(*document), '/' + config.path, *this);
    if (!resolved)
        return resolved.error();
    auto view = viewOf(
        *resolved, config.id, config.path, m_place, repeatedIn(*resolved, '/' + config.path));
    view.chain = int(chain);
    return view;
}

const EffectiveDocument *PlaceResolver::find(std::string_view path)
{
    if (const auto known = m_found.find(path); known != m_found.end())
        return known->second.get();
    auto &place = m_found[std::string(path)];
    if (const auto config = m_source.configAt(path.substr(1))) {
        if (auto document = merged(*config))
            place = std::make_unique<EffectiveDocument>(std::move(*document));
    }
    return place.get();
}

std::vector<bool> PlaceResolver::sensitiveNodes(std::string_view path, Value document)
{
    return m_source.sensitiveNodes(path, document);
}

std::vector<Config> parentsOf(LayerSource &source, const Config &config)
{
    std::vector<Config> parents;
    for (const auto &path : defaultsAbove(config.path)) {
        if (auto parent = source.configAt(path))
            parents.push_back(std::move(*parent));
    }
    return parents;
}

} // namespace chancery::core
