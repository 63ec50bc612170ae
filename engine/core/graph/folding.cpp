// SPDX-License-Identifier: Apache-2.0
// As many slabs as make the whole about as high as is wanted for its width; each cut is moved up
// or down a little to where the fewest lines cross it.
#include "placing.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace chancery::core::levels {

namespace {

constexpr double highest = 2.5; // what is no higher, by its width, is left alone

std::set<Vertex> linesBelow(const Levels &levels, std::size_t layer)
{
    std::set<Vertex> owners;
    for (const auto upper : levels.rows[layer]) {
        for (const auto &each : levels.down.of(upper))
            owners.insert(ownerOf(levels, upper, each.vertex));
    }
    return owners;
}

class Folding {
public:
    Folding(const Levels &levels, const std::vector<Band> &bands, const LayoutOptions &options)
        : m_levels(levels)
        , m_bands(bands)
        , m_options(options)
    {
        for (std::size_t i = 0; i + 1 < bands.size(); ++i)
            m_crossing.push_back(linesBelow(levels, i).size());
    }

    std::vector<Slab> run()
    {
        double left = m_bands[0].left;
        double right = m_bands[0].right;
        for (const auto &band : m_bands) {
            left = std::min(left, band.left);
            right = std::max(right, band.right);
        }
        m_slabs.emplace_back();
        const auto width = right - left;
        const auto height = m_bands.back().bottom - m_bands[0].top;
        if (height > std::max(window, highest * width)) {
            double lanes = 0;
            for (const auto count : m_crossing)
                lanes += double(count);
            lanes *= m_options.arcGap / double(std::max<std::size_t>(1, m_crossing.size()));
            const auto pitch = width + lanes + 2 * m_options.boxGap;
            cut(height / std::max(1.0, std::round(std::sqrt(m_options.aspect * height / pitch))));
        }
        move();
        return std::move(m_slabs);
    }

private:
    void cut(double wanted)
    {
        const auto last = std::uint32_t(m_bands.size() - 1);
        std::uint32_t first = 0;
        while (m_bands[last].bottom - m_bands[first].top > 1.3 * wanted) {
            auto best = first;
            for (auto layer = first; layer < last; ++layer) {
                const auto height = m_bands[layer].bottom - m_bands[first].top;
                if (height > 1.15 * wanted && best > first)
                    break;
                if (height < 0.85 * wanted)
                    continue;
                if (best == first || m_crossing[layer] < m_crossing[best])
                    best = layer;
                if (height > 1.15 * wanted)
                    break;
            }
            // One layer alone may be higher than what is wanted.
            if (best == first && m_bands[first].bottom - m_bands[first].top < 0.85 * wanted)
                return;
            first = best + 1;
            m_slabs.push_back({first, {}, {}, 0, 0});
        }
    }

    void move()
    {
        double x = 0;
        std::size_t mostLanes = 0;
        for (std::size_t i = 0; i + 1 < m_slabs.size(); ++i) {
            addLanes(i);
            mostLanes = std::max(mostLanes, m_slabs[i].lanes.size());
        }
        // Above all slabs there is room for what comes from the one before.
        const auto top = m_slabs.size() == 1
            ? 0
            : m_options.layerGap / 2 + m_options.arcGap * double(mostLanes);
        for (std::size_t i = 0; i < m_slabs.size(); ++i) {
            auto &slab = m_slabs[i];
            const auto end
                = i + 1 < m_slabs.size() ? std::size_t(m_slabs[i + 1].first) : m_bands.size();
            double left = m_bands[slab.first].left;
            double right = m_bands[slab.first].right;
            for (std::size_t layer = slab.first; layer < end; ++layer) {
                left = std::min(left, m_bands[layer].left);
                right = std::max(right, m_bands[layer].right);
            }
            slab.move = {x - left, top - m_bands[slab.first].top};
            slab.bottom = m_bands[end - 1].bottom + slab.move.y;
            slab.lanesLeft = x + right - left + m_options.boxGap;
            x = slab.lanesLeft + m_options.arcGap * double(slab.lanes.size()) + m_options.boxGap;
        }
    }

    // The line that begins farthest to the right goes up first: so no two cross on their way.
    void addLanes(std::size_t number)
    {
        const auto layer = m_slabs[number + 1].first - 1;
        auto waiting = linesBelow(m_levels, layer);
        std::uint32_t lane = 0;
        const auto &row = m_levels.rows[layer];
        for (auto upper = row.rbegin(); upper != row.rend(); ++upper) {
            for (const auto &each : m_levels.down.of(*upper)) {
                const auto owner = ownerOf(m_levels, *upper, each.vertex);
                if (waiting.erase(owner) > 0)
                    m_slabs[number].lanes.emplace(owner, lane++);
            }
        }
    }

    const Levels &m_levels;
    const std::vector<Band> &m_bands;
    const LayoutOptions &m_options;
    std::vector<std::size_t> m_crossing; // below each layer but the last
    std::vector<Slab> m_slabs;
};

} // namespace

std::vector<Slab> slabsOf(
    const Levels &levels, const std::vector<Band> &bands, const LayoutOptions &options)
{
    return Folding(levels, bands, options).run();
}

} // namespace chancery::core::levels
