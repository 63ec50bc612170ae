// SPDX-License-Identifier: Apache-2.0
// What a config needs now stands in the graph. What it needed is in the texts that were live of it
// between the two instants, along what was live before what, and in its declarations at their ends.
#include "suspectways.h"

#include "engine/server/dependencies.h"
#include "engine/server/lineage.h"
#include "engine/server/moments.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostSteps = 500'000; // along what is needed, of all that is followed
constexpr std::size_t mostVersions = 64; // of one config
constexpr std::size_t mostTextBytes = std::size_t(16) << 20;

bool isDirect(core::DependencyKind kind)
{
    return kind == core::DependencyKind::Refers || kind == core::DependencyKind::Declares;
}

} // namespace

SuspectWays::SuspectWays(const View &view, const Dependencies &dependencies,
    core::EnvironmentId environment, core::Instant since, core::Instant before)
    : m_view(view)
    , m_graph(dependencies.graph())
    , m_environment(std::move(environment))
    , m_since(since)
    , m_before(before)
    , m_passes(m_graph.passing({m_environment.text(), false, {}}))
{
}

void SuspectWays::add(const std::string &followed)
{
    m_ways[followed].push_back({followed, std::nullopt});
    const auto direct = reachedBy(followed, true);
    for (const auto &[path, isNear] : reachedBy(followed, false)) {
        auto link
            = direct.contains(path) ? core::DependencyKind::Refers : core::DependencyKind::Inherits;
        if (isNear) {
            const auto &needs = needsOf(followed);
            link = std::ranges::find(needs, path, &core::Dependency::path)->kind;
        }
        m_ways[path].push_back({followed, link});
    }
}

// Without itself; whether it is needed by the followed one itself.
std::map<std::string, bool> SuspectWays::reachedBy(const std::string &followed, bool isDirectOnly)
{
    std::map<std::string, bool> reached;
    std::vector<std::string> work{followed};
    while (!work.empty()) {
        const auto from = std::move(work.back());
        work.pop_back();
        for (const auto &need : needsOf(from)) {
            if (++m_steps > mostSteps) {
                m_isComplete = false;
                return reached;
            }
            if (need.path == followed || (isDirectOnly && !isDirect(need.kind)))
                continue;
            const auto [known, isNew] = reached.emplace(need.path, false);
            known->second = known->second || from == followed;
            if (isNew)
                work.push_back(need.path);
        }
    }
    return reached;
}

const SuspectWays::Needs &SuspectWays::needsOf(const std::string &path)
{
    const auto [known, isNew] = m_needs.try_emplace(path);
    if (isNew) {
        Needs needs;
        addPresent(path, needs);
        addPast(path, needs);
        known->second = std::move(needs);
    }
    return known->second;
}

void SuspectWays::addPresent(const std::string &path, Needs &needs) const
{
    const auto node = m_graph.find(path);
    if (!node)
        return;
    for (const auto &edge : m_graph.dependencies(*node)) {
        if (m_passes[edge.source()] != 0)
            needs.push_back({edge.kind(), m_graph.path(edge.node())});
    }
}

void SuspectWays::addPast(const std::string &path, Needs &needs)
{
    const auto config = configAt(m_view, path);
    if (!config)
        return;
    const auto add = [&](core::DependencyKind kind, const core::ConfigId &other) {
        if (const auto known = m_view.find<core::Config>(keys::join(keys::config, other.text())))
            needs.push_back({kind, known->path});
    };
    for (const auto instant : {m_since, m_before}) {
        const auto declared = layersAt(m_view, config->id, instant);
        for (const auto &layer : declared.layers)
            add(core::DependencyKind::Layer, layer.config);
        for (const auto &other : declared.dependencies)
            add(core::DependencyKind::Declares, other);
    }
    addTexts(config->id, needs);
}

void SuspectWays::addTexts(const core::ConfigId &config, Needs &needs)
{
    auto id = liveAt(m_view, config, m_environment, m_before);
    for (std::size_t count = 0; id; ++count) {
        const auto text = m_view.text(keys::join(keys::text, id->text()));
        m_textBytes += text.size();
        if (count == mostVersions || m_textBytes > mostTextBytes) {
            m_isComplete = false;
            return;
        }
        const auto version = versionAt(m_view, *id);
        for (auto &used : pathsUsedBy(text, version.format))
            needs.push_back({core::DependencyKind::Refers, std::move(used)});
        if (version.createdAt <= m_since || version.parents.empty())
            return;
        id = version.parents.front();
    }
}

} // namespace chancery::server
