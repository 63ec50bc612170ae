// SPDX-License-Identifier: Apache-2.0
#include "place.h"

#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/effective.h"

namespace chancery::core {

namespace {

constexpr std::string_view defaultsName = "defaults";

struct Leaves {
    std::vector<EffectiveValue> values;
    std::vector<LayerOffset> places;
    std::vector<bool> repeated; // by node of the document; shorter: none behind
};

void addLeaves(const EffectiveDocument &document, Value value, std::string &pointer, Leaves &leaves)
{
    if (value.size() == 0) {
        const auto &origin = document.origin(value.index());
        const auto &node = document.layers()[origin.layer].tree->node(origin.node);
        EffectiveValue leaf{pointer, int(origin.layer), 0, 0, {}};
        if (origin.reference != noReference) {
            const auto &reference = document.references()[origin.reference];
            leaf.reference = reference.path + '#' + reference.pointer;
        }
        if (value.index() < leaves.repeated.size() && leaves.repeated[value.index()])
            leaf.isRepeated = true;
        leaves.values.push_back(std::move(leaf));
        leaves.places.push_back({origin.layer, node.begin});
        return;
    }
    std::size_t number = 0;
    for (const auto &item : value) {
        const auto length = pointer.size();
        pointer += '/';
        pointer += value.isObject() ? escapePointerToken(item.key()) : std::to_string(number++);
        addLeaves(document, item.value(), pointer, leaves);
        pointer.resize(length);
    }
}

} // namespace

std::string toString(const HierarchyPlace &place)
{
    auto text = place.environment.text();
    const auto add = [&](std::string_view what, const std::string &name) {
        if (!name.empty())
            text.append(", ").append(what).append(1, ' ').append(name);
    };
    add("region", place.region);
    add("group", place.group);
    add("instance", place.instance);
    return text;
}

std::vector<std::string> defaultsAbove(std::string_view path)
{
    std::vector<std::string> paths;
    for (auto slash = path.find('/'); slash != std::string_view::npos;
        slash = path.find('/', slash + 1)) {
        auto above = std::string(path.substr(0, slash + 1)).append(defaultsName);
        if (above != path)
            paths.push_back(std::move(above));
    }
    return paths;
}

bool takesPart(const ConfigLayer &layer, const HierarchyPlace &place)
{
    switch (layer.kind) {
    case LayerKind::Base:
    case LayerKind::Environment:
        return true;
    case LayerKind::Region:
        return layer.name == place.region;
    case LayerKind::Group:
        return layer.name == place.group;
    case LayerKind::Instance:
        return layer.name == place.instance;
    }
    return false;
}

EffectiveView viewOf(const EffectiveDocument &document, ConfigId config, std::string path,
    const HierarchyPlace &place, const std::vector<bool> &repeated)
{
    EffectiveView view;
    view.config = std::move(config);
    view.path = std::move(path);
    view.environment = place.environment;
    view.region = place.region;
    view.group = place.group;
    view.instance = place.instance;
    view.content = contentId(document.root());
    view.text = document.tree().source();
    for (const auto &layer : document.layers())
        view.layers.push_back(layer.origin);
    std::string pointer;
    Leaves leaves{{}, {}, repeated};
    addLeaves(document, document.root(), pointer, leaves);
    const auto positions = positionsOf(document.layers(), leaves.places);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        leaves.values[i].line = positions[i].line;
        leaves.values[i].column = positions[i].column;
    }
    view.values = std::move(leaves.values);
    for (const auto &reference : document.references())
        view.references.push_back({reference.at, reference.path, reference.pointer});
    return view;
}

} // namespace chancery::core
