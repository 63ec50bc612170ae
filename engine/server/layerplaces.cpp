// SPDX-License-Identifier: Apache-2.0
#include "layerplaces.h"

#include "engine/core/hierarchy/referencetext.h"

#include <tuple>

namespace chancery::server {

namespace {

constexpr std::size_t mostCombined = 512;

// Region, group, instance.
using Spot = std::tuple<std::string, std::string, std::string>;

std::string *nameAt(Spot &spot, core::LayerKind kind)
{
    switch (kind) {
    case core::LayerKind::Region:
        return &std::get<0>(spot);
    case core::LayerKind::Group:
        return &std::get<1>(spot);
    case core::LayerKind::Instance:
        return &std::get<2>(spot);
    case core::LayerKind::Base:
    case core::LayerKind::Environment:
        break;
    }
    return nullptr;
}

std::vector<core::HierarchyPlace> placesAt(
    const std::set<Spot> &spots, const core::EnvironmentId &environment)
{
    std::vector<core::HierarchyPlace> places;
    for (const auto &[region, group, instance] : spots)
        places.push_back({environment, region, group, instance});
    return places;
}

} // namespace

struct LayerPlaces::Names {
    std::set<std::string> regions{""};
    std::set<std::string> groups{""};
    std::set<std::string> instances{""};

    void add(const Part &part)
    {
        if (part.kind == core::LayerKind::Region)
            regions.insert(part.name);
        else if (part.kind == core::LayerKind::Group)
            groups.insert(part.name);
        else if (part.kind == core::LayerKind::Instance)
            instances.insert(part.name);
    }
    std::size_t count() const { return regions.size() * groups.size() * instances.size(); }
};

// From text to text. On its way it can only go through layers of one region, one group and one
// instance; where it has gone through none, it asks for none.
class LayerPlaces::Walk {
public:
    Walk(LayerPlaces &places, const core::EnvironmentId &environment)
        : m_places(places)
        , m_environment(environment)
    {
    }

    // Nothing: too many.
    std::optional<std::set<Spot>> run(const std::string &path)
    {
        arrive(path, {});
        while (!m_queue.empty() && m_spots.size() <= most) {
            const auto [at, spot] = std::move(m_queue.back());
            m_queue.pop_back();
            for (const auto &part : m_places.partsOf(at, m_environment))
                passThrough(part, at, spot);
        }
        if (m_spots.size() > most)
            return std::nullopt;
        if (m_spots.size() == 1) {
            for (const auto &state : m_known)
                m_places.m_plain.emplace(state.first, m_environment.text());
        }
        return std::move(m_spots);
    }

private:
    using State = std::pair<std::string, Spot>; // the path of a document

    void arrive(const std::string &path, const Spot &spot)
    {
        m_spots.insert(spot);
        const bool isPlain = m_places.m_plain.contains({path, m_environment.text()});
        if (!isPlain && m_known.emplace(path, spot).second)
            m_queue.emplace_back(path, spot);
    }

    void passThrough(const Part &part, const std::string &path, Spot spot)
    {
        if (auto *name = nameAt(spot, part.kind)) {
            if (!name->empty() && *name != part.name)
                return;
            *name = part.name;
        }
        m_spots.insert(spot);
        for (const auto &next : part.links->paths)
            arrive(next, spot);
        if (part.links->isToItself)
            arrive(path, spot);
    }

    LayerPlaces &m_places;
    const core::EnvironmentId &m_environment;
    std::set<Spot> m_spots;
    std::set<State> m_known;
    std::vector<State> m_queue;
};

const LayerPlaces::Links *LayerPlaces::linksOf(
    const core::ConfigId &config, const core::EnvironmentId &environment)
{
    const auto [at, isNew]
        = m_links.try_emplace({config.text(), environment.text()}, std::optional<Links>());
    auto &links = at->second;
    if (!isNew)
        return links ? &*links : nullptr;
    const auto add = [&links](const core::Tree &tree) {
        if (!links)
            links.emplace();
        for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
            const auto &node = tree.node(i);
            if (node.type != core::NodeType::String || !core::hasReference(tree.text(node)))
                continue;
            for (const auto &piece : core::piecesOf(tree.text(node))) {
                if (piece.kind != core::ReferencePiece::Kind::Reference)
                    continue;
                if (piece.path.empty())
                    links->isToItself = true;
                else
                    links->paths.insert(piece.path.substr(1));
            }
        }
    };
    if (const auto live = m_texts.live(config, environment))
        add(*live->tree);
    const auto proposed = m_proposal.find({config.text(), environment.text()});
    if (proposed != m_proposal.end())
        add(*proposed->second.tree);
    return links ? &*links : nullptr;
}

const LayerPlaces::Parts &LayerPlaces::partsOf(
    const std::string &path, const core::EnvironmentId &environment)
{
    const auto [at, isNew] = m_parts.try_emplace({path, environment.text()});
    auto &parts = at->second;
    const auto config = isNew ? configAt(m_texts.view(), path) : std::nullopt;
    if (!config)
        return parts;
    const auto add
        = [&](core::LayerKind kind, const std::string &name, const core::ConfigId &text) {
              if (const auto *links = linksOf(text, environment))
                  parts.push_back({kind, name, links});
          };
    auto chain = parentsOf(m_texts.view(), *config);
    chain.push_back(*config);
    for (const auto &each : chain) {
        add(core::LayerKind::Environment, {}, each.id);
        for (const auto &layer : m_texts.declared(each.id).layers)
            add(layer.kind, layer.name, layer.config);
        const auto proposed = m_proposal.find({each.id.text(), environment.text()});
        if (proposed == m_proposal.end() || !proposed->second.layers)
            continue;
        for (const auto &layer : *proposed->second.layers)
            add(layer.kind, layer.name, layer.config);
    }
    return parts;
}

std::optional<std::vector<core::HierarchyPlace>> LayerPlaces::of(
    const core::Config &config, const core::EnvironmentId &environment)
{
    auto spots = Walk(*this, environment).run(config.path);
    if (!spots)
        return std::nullopt;
    Names own;
    for (const auto &part : partsOf(config.path, environment))
        own.add(part);
    if (own.count() <= mostCombined) {
        for (const auto &region : own.regions)
            for (const auto &group : own.groups)
                for (const auto &instance : own.instances)
                    spots->emplace(region, group, instance);
    }
    return placesAt(*spots, environment);
}

} // namespace chancery::server
