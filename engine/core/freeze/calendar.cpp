// SPDX-License-Identifier: Apache-2.0
#include "calendar.h"

#include <algorithm>
#include <map>

// Swept from left to right: wherever a window begins or ends, what holds from there on is asked of
// the numbers of windows that cover the place. Between two such instants nothing changes.
namespace chancery::core {

namespace {

// What covers the place of the sweep, of one path.
class Cover {
public:
    Cover(const std::vector<FreezeWindow> &windows, const std::string &path)
        : m_windows(windows)
        , m_depth(windows.size())
    {
        for (std::size_t i = 0; i < windows.size(); ++i) {
            if (windows[i].isFor(path))
                m_mine.push_back(i);
        }
    }
    const std::vector<std::size_t> &mine() const { return m_mine; }
    void step(std::size_t window, int by) { m_depth[window] += by; }

    // The indices of what closes it now.
    void addReasons(std::set<std::size_t> &reasons) const
    {
        bool isDenied = false;
        bool isAllowed = false;
        std::vector<std::size_t> allowing;
        for (const auto i : m_mine) {
            if (m_windows[i].kind == FreezeKind::Allow) {
                allowing.push_back(i);
                isAllowed = isAllowed || m_depth[i] > 0;
            } else if (m_depth[i] > 0) {
                isDenied = true;
                reasons.insert(i);
            }
        }
        if (!isDenied && !isAllowed)
            reasons.insert(allowing.begin(), allowing.end());
    }

private:
    const std::vector<FreezeWindow> &m_windows;
    std::vector<std::size_t> m_mine;
    std::vector<int> m_depth;
};

struct Edge {
    std::size_t cover;
    std::size_t window;
    int by;
};

// Paths under the same windows are one.
std::vector<Cover> coversOf(
    const std::vector<FreezeWindow> &windows, const std::set<std::string> &paths)
{
    std::vector<Cover> covers;
    std::set<std::vector<std::size_t>> known;
    for (const auto &path : paths) {
        Cover cover(windows, path);
        if (!cover.mine().empty() && known.insert(cover.mine()).second)
            covers.push_back(std::move(cover));
    }
    return covers;
}

std::map<Instant, std::vector<Edge>> edgesOf(const std::vector<FreezeWindow> &windows,
    const std::vector<Cover> &covers, const Interval &range)
{
    std::map<Instant, std::vector<Edge>> edges;
    std::map<std::size_t, std::vector<Interval>> known;
    for (std::size_t c = 0; c < covers.size(); ++c) {
        for (const auto window : covers[c].mine()) {
            auto found = known.find(window);
            if (found == known.end())
                found = known.emplace(window, occurrences(windows[window], range)).first;
            for (const auto &interval : found->second) {
                edges[std::max(interval.from, range.from)].push_back({c, window, 1});
                if (interval.to < range.to)
                    edges[interval.to].push_back({c, window, -1});
            }
        }
    }
    edges[range.from];
    return edges;
}

ClosedStretch stretchOf(const std::vector<FreezeWindow> &windows,
    const std::set<std::size_t> &reasons, Instant from, Instant to)
{
    ClosedStretch stretch{from, to, FreezeSeverity::Soft, {}};
    for (const auto i : reasons) {
        stretch.severity = std::max(stretch.severity, windows[i].severity);
        stretch.windows.push_back(windows[i].id);
    }
    return stretch;
}

} // namespace

const FreezeWindow *FreezeCalendar::find(std::string_view id) const
{
    const auto found = std::ranges::find(m_windows, id, &FreezeWindow::id);
    return found == m_windows.end() ? nullptr : &*found;
}

std::vector<ClosedStretch> FreezeCalendar::closed(
    const std::set<std::string> &paths, const Interval &range) const
{
    std::vector<ClosedStretch> stretches;
    if (range.from >= range.to)
        return stretches;
    auto covers = coversOf(m_windows, paths);
    const auto edges = edgesOf(m_windows, covers, range);
    for (auto edge = edges.begin(); edge != edges.end(); ++edge) {
        for (const auto &[cover, window, by] : edge->second)
            covers[cover].step(window, by);
        std::set<std::size_t> reasons;
        for (const auto &cover : covers)
            cover.addReasons(reasons);
        const auto next = std::next(edge);
        const auto end = next == edges.end() ? range.to : next->first;
        if (reasons.empty())
            continue;
        auto stretch = stretchOf(m_windows, reasons, edge->first, end);
        const bool goesOn = !stretches.empty() && stretches.back().to == stretch.from
            && stretches.back().windows == stretch.windows;
        if (goesOn)
            stretches.back().to = stretch.to;
        else
            stretches.push_back(std::move(stretch));
    }
    return stretches;
}

std::optional<Closure> FreezeCalendar::closureAt(
    const std::set<std::string> &paths, Instant instant) const
{
    // Most end soon, and only those that do not are looked for far ahead.
    for (const auto ahead : {std::chrono::days(7), std::chrono::days(60), horizon}) {
        const auto stretches = closed(paths, {instant, instant + ahead});
        if (stretches.empty() || stretches.front().from != instant)
            return std::nullopt;
        const auto &first = stretches.front();
        const auto end = unionOf(stretches).front().to;
        if (end < instant + ahead)
            return Closure{first.severity, first.windows, end};
        if (ahead == horizon)
            return Closure{first.severity, first.windows, std::nullopt};
    }
    return std::nullopt;
}

std::optional<Instant> FreezeCalendar::nextOpen(
    const std::set<std::string> &paths, Instant from, std::chrono::microseconds length) const
{
    const auto end = from + horizon;
    auto open = from;
    for (const auto &interval : unionOf(closed(paths, {from, end}))) {
        if (interval.from - open >= length && interval.from > open)
            return open;
        open = interval.to;
    }
    return end - open >= length && open < end ? std::optional(open) : std::nullopt;
}

std::vector<Interval> unionOf(const std::vector<ClosedStretch> &stretches)
{
    std::vector<Interval> intervals;
    for (const auto &stretch : stretches) {
        if (!intervals.empty() && intervals.back().to == stretch.from)
            intervals.back().to = stretch.to;
        else
            intervals.push_back({stretch.from, stretch.to});
    }
    return intervals;
}

} // namespace chancery::core
