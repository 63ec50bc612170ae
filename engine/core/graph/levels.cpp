// SPDX-License-Identifier: Apache-2.0
// An arc from layer 2 to layer 6 passes three layers. As long as that comes to few vertices each
// arc has its own, but for those of a hub that is needed from everywhere, and which would be a wall
// of lines; in all they could be millions. The long arcs of a hub run along one trunk, from which
// each turns off in the layer before its end. The trunk belongs to that end of the arc which has
// more long ones.
#include "levels.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

constexpr std::uint32_t mostAlone = 48; // long arcs of a box that each have a way of their own

class Builder {
public:
    Builder(std::size_t count, std::span<const Arc> arcs, std::vector<std::uint32_t> layers)
        : m_arcs(arcs)
    {
        m_levels.realCount = count;
        m_levels.layer = std::move(layers);
        m_levels.passed.resize(arcs.size());
    }

    Levels run()
    {
        std::size_t sum = 0;
        for (const auto &arc : m_arcs)
            sum += length(arc) - 1;
        const auto affordable
            = std::max<std::size_t>(30'000, 6 * (m_levels.realCount + m_arcs.size()));
        addWays(sum > affordable ? 0 : mostAlone);
        addRows();
        m_levels.connect(std::move(m_segments));
        return std::move(m_levels);
    }

private:
    std::uint32_t length(const Arc &arc) const
    {
        return m_levels.layer[arc.to] - m_levels.layer[arc.from];
    }

    Vertex vertexIn(std::uint32_t layer)
    {
        m_levels.layer.push_back(layer);
        return Vertex(m_levels.layer.size() - 1);
    }

    // Arcs of a box with more than so many long ones share a trunk.
    void addWays(std::uint32_t mostOwn)
    {
        std::vector<std::uint32_t> out(m_levels.realCount, 0);
        std::vector<std::uint32_t> in(m_levels.realCount, 0);
        for (const auto &arc : m_arcs) {
            if (length(arc) > 1) {
                ++out[arc.from];
                ++in[arc.to];
            }
        }
        // By distance from their owner.
        std::vector<std::vector<Vertex>> downwards(m_levels.realCount);
        std::vector<std::vector<Vertex>> upwards(m_levels.realCount);
        for (std::size_t i = 0; i < m_arcs.size(); ++i) {
            const auto &arc = m_arcs[i];
            const auto steps = length(arc) - 1;
            const auto from = m_levels.layer[arc.from];
            const auto to = m_levels.layer[arc.to];
            const bool isDown = out[arc.from] >= in[arc.to];
            if ((isDown ? out[arc.from] : in[arc.to]) <= mostOwn) {
                for (auto layer = from + 1; layer < to; ++layer)
                    m_levels.passed[i].push_back(vertexIn(layer));
                connect(i);
                continue;
            }
            auto &trunk = isDown ? downwards[arc.from] : upwards[arc.to];
            while (trunk.size() < steps) {
                const auto distance = std::uint32_t(trunk.size()) + 1;
                trunk.push_back(vertexIn(isDown ? from + distance : to - distance));
            }
            m_levels.passed[i].assign(trunk.begin(), trunk.begin() + steps);
            if (!isDown)
                std::reverse(m_levels.passed[i].begin(), m_levels.passed[i].end());
            connect(i);
        }
    }

    void connect(std::size_t arc)
    {
        auto upper = m_arcs[arc].from;
        for (const auto vertex : m_levels.passed[arc]) {
            m_segments.push_back({upper, vertex});
            upper = vertex;
        }
        m_segments.push_back({upper, m_arcs[arc].to});
    }

    void addRows()
    {
        const auto &layer = m_levels.layer;
        m_levels.rows.resize(*std::max_element(layer.begin(), layer.end()) + 1);
        for (Vertex vertex = 0; vertex < layer.size(); ++vertex)
            m_levels.rows[layer[vertex]].push_back(vertex);
        m_levels.place.resize(layer.size());
        m_levels.numberPlaces();
    }

    std::span<const Arc> m_arcs;
    Levels m_levels;
    std::vector<Levels::Segment> m_segments;
};

} // namespace

void Levels::numberPlaces()
{
    for (const auto &row : rows) {
        for (std::uint32_t i = 0; i < row.size(); ++i)
            place[row[i]] = i;
    }
}

void Levels::connect(std::vector<Segment> segments)
{
    std::sort(segments.begin(), segments.end());
    segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
    segmentCount = segments.size();
    up.begins.assign(layer.size() + 1, 0);
    down.begins.assign(layer.size() + 1, 0);
    for (const auto &segment : segments) {
        ++down.begins[segment.upper + 1];
        ++up.begins[segment.lower + 1];
    }
    for (std::size_t i = 0; i < layer.size(); ++i) {
        down.begins[i + 1] += down.begins[i];
        up.begins[i + 1] += up.begins[i];
    }
    up.items.resize(segments.size());
    down.items.resize(segments.size());
    auto atUp = up.begins;
    auto atDown = down.begins;
    for (std::uint32_t i = 0; i < segments.size(); ++i) {
        down.items[atDown[segments[i].upper]++] = {segments[i].lower, i};
        up.items[atUp[segments[i].lower]++] = {segments[i].upper, i};
    }
}

void Levels::sortByPlace()
{
    for (auto *neighbours : {&up, &down}) {
        for (Vertex vertex = 0; vertex < layer.size(); ++vertex) {
            const auto list = neighbours->of(vertex);
            std::sort(list.begin(), list.end(),
                [&](const auto &a, const auto &b) { return place[a.vertex] < place[b.vertex]; });
        }
    }
}

Levels levelsOf(std::size_t count, std::span<const Arc> arcs, std::vector<std::uint32_t> layers)
{
    return Builder(count, arcs, std::move(layers)).run();
}

} // namespace chancery::core::levels
