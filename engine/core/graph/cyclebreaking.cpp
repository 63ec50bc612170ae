// SPDX-License-Identifier: Apache-2.0
// The greedy sequence of Eades, Lin and Smyth: what has no successors left goes to the end, what
// has no predecessors left to the front, and when there is neither, what has most successors more
// than predecessors goes to the front. Arcs that lead backwards in the sequence are turned. The
// buckets, one for each difference, make it linear.
#include "levels.h"

#include <algorithm>

namespace chancery::core::levels {

namespace {

constexpr auto none = UINT32_MAX;

class Sequence {
public:
    Sequence(std::size_t count, std::span<const Arc> arcs)
        : m_arcs(arcs)
        , m_out(count, 0)
        , m_in(count, 0)
        , m_next(count, none)
        , m_previous(count, none)
        , m_bucketOf(count, none)
        , m_isTaken(count, 0)
        , m_order(count, 0)
        , m_end(std::uint32_t(count))
    {
        m_begins.assign(count + 1, 0);
        for (const auto &arc : arcs) {
            if (arc.from == arc.to)
                continue;
            ++m_out[arc.from];
            ++m_in[arc.to];
        }
        gather(count);
        const auto most = arcs.size() + 1;
        m_middle = std::uint32_t(std::min<std::size_t>(most, count + 1));
        m_heads.assign(2 * std::size_t(m_middle) + 3, none);
        for (auto vertex = Vertex(count); vertex-- > 0;)
            insert(vertex); // so that of equals the first is met first
    }

    std::vector<std::uint32_t> run()
    {
        while (m_begin < m_end) {
            if (const auto sink = m_heads[sinks]; sink != none)
                take(sink, --m_end);
            else if (const auto source = m_heads[sources]; source != none)
                take(source, m_begin++);
            else
                take(fullest(), m_begin++);
        }
        return std::move(m_order);
    }

private:
    static constexpr std::uint32_t sinks = 0;
    static constexpr std::uint32_t sources = 1;

    // The neighbours of each vertex, those before and behind it alike.
    void gather(std::size_t count)
    {
        m_begins.assign(count + 1, 0);
        for (Vertex vertex = 0; vertex < count; ++vertex)
            m_begins[vertex + 1] = m_begins[vertex] + m_out[vertex] + m_in[vertex];
        m_near.resize(m_begins.back());
        auto at = m_begins;
        for (const auto &arc : m_arcs) {
            if (arc.from == arc.to)
                continue;
            m_near[at[arc.from]++] = {arc.to, true};
            m_near[at[arc.to]++] = {arc.from, false};
        }
    }

    std::uint32_t bucketFor(Vertex vertex) const
    {
        if (m_out[vertex] == 0)
            return sinks;
        if (m_in[vertex] == 0)
            return sources;
        const auto difference = std::int64_t(m_out[vertex]) - m_in[vertex];
        const auto bound = std::int64_t(m_middle);
        return std::uint32_t(2 + bound + std::clamp(difference, -bound, bound));
    }

    void insert(Vertex vertex)
    {
        const auto bucket = bucketFor(vertex);
        m_bucketOf[vertex] = bucket;
        m_previous[vertex] = none;
        m_next[vertex] = m_heads[bucket];
        if (m_next[vertex] != none)
            m_previous[m_next[vertex]] = vertex;
        m_heads[bucket] = vertex;
        m_fullest = std::max(m_fullest, bucket);
    }

    void unlink(Vertex vertex)
    {
        const auto next = m_next[vertex];
        const auto previous = m_previous[vertex];
        (previous == none ? m_heads[m_bucketOf[vertex]] : m_next[previous]) = next;
        if (next != none)
            m_previous[next] = previous;
    }

    void take(Vertex vertex, std::uint32_t place)
    {
        unlink(vertex);
        m_isTaken[vertex] = 1;
        m_order[vertex] = place;
        for (auto i = m_begins[vertex]; i < m_begins[vertex + 1]; ++i) {
            const auto [other, isBehind] = m_near[i];
            if (m_isTaken[other] != 0)
                continue;
            unlink(other);
            --(isBehind ? m_in : m_out)[other];
            insert(other);
        }
    }

    Vertex fullest()
    {
        while (m_heads[m_fullest] == none)
            --m_fullest;
        return m_heads[m_fullest];
    }

    struct Near {
        Vertex vertex = 0;
        bool isBehind = false;
    };
    std::span<const Arc> m_arcs;
    std::vector<std::uint32_t> m_out;
    std::vector<std::uint32_t> m_in;
    std::vector<std::uint32_t> m_begins;
    std::vector<Near> m_near;
    std::vector<Vertex> m_heads; // of the buckets
    std::vector<Vertex> m_next;
    std::vector<Vertex> m_previous;
    std::vector<std::uint32_t> m_bucketOf;
    std::vector<char> m_isTaken;
    std::vector<std::uint32_t> m_order;
    std::uint32_t m_middle = 0;
    std::uint32_t m_fullest = 0;
    std::uint32_t m_begin = 0;
    std::uint32_t m_end = 0;
};

} // namespace

std::vector<char> arcsToTurn(std::size_t count, std::span<const Arc> arcs)
{
    const auto order = Sequence(count, arcs).run();
    std::vector<char> turned(arcs.size(), 0);
    for (std::size_t i = 0; i < arcs.size(); ++i)
        turned[i] = order[arcs[i].from] > order[arcs[i].to] ? 1 : 0;
    return turned;
}

} // namespace chancery::core::levels
