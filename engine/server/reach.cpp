// SPDX-License-Identifier: Apache-2.0
#include "reach.h"

#include "engine/server/handlers/agents.h"

#include <algorithm>
#include <deque>

namespace chancery::server {

namespace {

constexpr std::size_t mostReached = 2000;
constexpr std::string_view defaults = "/defaults";

class Walk {
public:
    Walk(const View &view, const core::EnvironmentId &environment)
        : m_view(view)
        , m_environment(environment.text())
    {
    }

    void add(const std::string &id)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, id));
        if (!config || m_found.size() == mostReached || !m_found.emplace(config->path, id).second)
            return;
        m_open.push_back(*config);
    }

    std::map<std::string, std::string> run()
    {
        while (!m_open.empty()) {
            const auto config = std::move(m_open.front());
            m_open.pop_front();
            addBelow(config.path);
            addLayered(config.id.text());
            addReferrers(config.id.text());
        }
        return std::move(m_found);
    }

private:
    void addBelow(const std::string &path)
    {
        if (!path.ends_with(defaults))
            return;
        const auto folder = path.substr(0, path.size() - defaults.size() + 1);
        auto range = KeyRange::under(keys::join(keys::configPath, folder));
        range.limit = mostReached;
        for (const auto &entry : m_view.scan(range))
            add(*entry.value);
    }

    void addLayered(const std::string &id)
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layerOf, id, ""))))
            add(entry.key.substr(entry.key.rfind('/') + 1));
    }

    void addReferrers(const std::string &id)
    {
        const auto under = keys::join(keys::refers, id, "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            const auto rest = std::string_view(entry.key).substr(under.size());
            const auto slash = rest.find('/');
            if (rest.substr(slash + 1) == m_environment)
                add(std::string(rest.substr(0, slash)));
        }
    }

    const View &m_view;
    const std::string &m_environment;
    std::map<std::string, std::string> m_found;
    std::deque<core::Config> m_open;
};

} // namespace

Reach reachOf(const View &view, const core::ChangeRequest &request,
    const core::EnvironmentId &environment, ReachOf what)
{
    Reach reach;
    Walk walk(view, environment);
    for (const auto &item : request.items) {
        if (item.environment == environment)
            walk.add(item.config.text());
    }
    reach.configs = walk.run();
    if (what == ReachOf::Configs)
        return reach;
    for (const auto &carrier : carriersOf(view, environment.text(), {})) {
        const bool reads = std::ranges::any_of(
            carrier.paths, [&](const std::string &path) { return reach.configs.contains(path); });
        if (!reads)
            continue;
        reach.instances.insert(carrier.agent.name);
        if (!carrier.agent.region.empty())
            reach.regions.insert(carrier.agent.region);
    }
    return reach;
}

} // namespace chancery::server
