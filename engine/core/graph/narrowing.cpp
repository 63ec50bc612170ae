// SPDX-License-Identifier: Apache-2.0
// Sweeps down and up. In each row every vertex wants to be at the mean of its neighbours, those
// that arcs pass more than others, and the least squares of what they get instead are found by
// pooling neighbours that would overlap (isotonic regression; Ayer and others 1955). To keep the
// result between two bounds is then to cut it off at them.
#include "placing.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

constexpr int sweeps = 8;
constexpr double slack = 1.05; // of the widest row

class Narrowing {
public:
    Narrowing(const Levels &levels, std::span<const double> widths, std::span<const double> gaps,
        std::vector<double> columns)
        : m_levels(levels)
        , m_widths(widths)
        , m_gaps(gaps)
        , m_columns(std::move(columns))
    {
        for (const auto &row : levels.rows)
            m_room = std::max(m_room, lengthOf(row));
        m_room *= slack;
    }

    std::vector<double> run()
    {
        const auto most = *std::ranges::max_element(m_columns);
        for (auto &column : m_columns)
            column *= m_room / std::max(most, 1.0);
        for (const auto &row : m_levels.rows)
            settle(row, [&](Vertex vertex) { return m_columns[vertex]; });
        const auto count = m_levels.rows.size();
        for (int i = 0; i < sweeps; ++i) {
            for (std::size_t k = 0; k < count; ++k) {
                const bool isDown = i % 2 == 0;
                settle(m_levels.rows[isDown ? k : count - 1 - k],
                    [&](Vertex vertex) { return wanted(vertex, isDown, i + 2 < sweeps); });
            }
        }
        return std::move(m_columns);
    }

private:
    double distance(Vertex left, Vertex right) const
    {
        return (m_widths[left] + m_widths[right] + m_gaps[left] + m_gaps[right]) / 2;
    }

    double lengthOf(const std::vector<Vertex> &row) const
    {
        if (row.empty())
            return 0;
        double length = (m_widths[row.front()] + m_widths[row.back()]) / 2;
        for (std::size_t i = 1; i < row.size(); ++i)
            length += distance(row[i - 1], row[i]);
        return length;
    }

    // By the side that the sweep comes from; by both in the last ones.
    double wanted(Vertex vertex, bool isDown, bool isOneSided) const
    {
        double sum = 0;
        double weights = 0;
        const auto gather = [&](const Neighbours &side) {
            for (const auto &each : side.of(vertex)) {
                const bool isInner = !m_levels.isBox(vertex) && !m_levels.isBox(each.vertex);
                const double weight = isInner ? 4 : 1;
                sum += weight * m_columns[each.vertex];
                weights += weight;
            }
        };
        if (isDown || !isOneSided)
            gather(m_levels.up);
        if (!isDown || !isOneSided)
            gather(m_levels.down);
        return weights > 0 ? sum / weights : m_columns[vertex];
    }

    template <typename Wanted>
    void settle(const std::vector<Vertex> &row, Wanted wantedOf)
    {
        if (row.empty())
            return;
        struct Pool {
            double sum = 0;
            std::size_t count = 0;
            double mean() const { return sum / double(count); }
        };
        std::vector<Pool> pools;
        std::vector<double> offsets;
        double offset = m_widths[row.front()] / 2;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0)
                offset += distance(row[i - 1], row[i]);
            offsets.push_back(offset);
            pools.push_back({wantedOf(row[i]) - offset, 1});
            while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
                const auto last = pools.back();
                pools.pop_back();
                pools.back().sum += last.sum;
                pools.back().count += last.count;
            }
        }
        const auto most = m_room - offset - m_widths[row.back()] / 2;
        std::size_t at = 0;
        for (const auto &pool : pools) {
            const auto begin = std::clamp(pool.mean(), 0.0, std::max(0.0, most));
            for (std::size_t i = 0; i < pool.count; ++i, ++at)
                m_columns[row[at]] = begin + offsets[at];
        }
    }

    const Levels &m_levels;
    std::span<const double> m_widths;
    std::span<const double> m_gaps;
    std::vector<double> m_columns;
    double m_room = 0;
};

} // namespace

std::vector<double> narrowedColumns(const Levels &levels, std::span<const double> widths,
    std::span<const double> gaps, std::vector<double> columns)
{
    return Narrowing(levels, widths, gaps, std::move(columns)).run();
}

} // namespace chancery::core::levels
