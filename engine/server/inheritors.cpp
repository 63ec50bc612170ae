// SPDX-License-Identifier: Apache-2.0
#include "inheritors.h"

#include <algorithm>
#include <deque>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostInheritors = 2000;

class Walk {
public:
    Walk(const View &view, const core::EnvironmentId &environment)
        : m_view(view)
        , m_environment(environment.text())
    {
    }

    void begin(const core::ConfigId &config, const std::string &path)
    {
        m_seen.insert(path);
        m_open.emplace_back(config.text(), path);
        while (!m_open.empty() && m_found.size() < mostInheritors) {
            const auto [id, at] = m_open.front();
            m_open.pop_front();
            layered(id);
            below(at);
            referring(id);
        }
    }
    std::vector<std::string> take()
    {
        std::ranges::sort(m_found);
        return std::move(m_found);
    }

private:
    void add(const std::string &id, const std::string &path)
    {
        if (m_found.size() == mostInheritors || !m_seen.insert(path).second)
            return;
        m_found.push_back(path);
        m_open.emplace_back(id, path);
    }
    void layered(const std::string &id)
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layerOf, id, ""))))
            find(entry.key.substr(entry.key.rfind('/') + 1));
    }
    void find(const std::string &id)
    {
        if (const auto config = m_view.find<core::Config>(keys::join(keys::config, id)))
            add(id, config->path);
    }
    void below(const std::string &path)
    {
        static constexpr std::string_view name = "/defaults";
        if (!path.ends_with(name))
            return;
        const auto folder = path.substr(0, path.size() - name.size());
        const auto prefix = keys::join(keys::configPath, "");
        auto range = KeyRange::under(keys::join(keys::configPath, folder, ""));
        range.limit = mostInheritors;
        for (const auto &entry : m_view.scan(range))
            add(*entry.value, entry.key.substr(prefix.size()));
    }

    // In what is live there.
    void referring(const std::string &id)
    {
        const auto range = KeyRange::under(keys::join(keys::refers, id, ""));
        for (const auto &entry : m_view.scan(range)) {
            const auto rest = std::string_view(entry.key).substr(range.from.size());
            const auto slash = rest.find('/');
            if (rest.substr(slash + 1) == m_environment)
                find(std::string(rest.substr(0, slash)));
        }
    }

    const View &m_view;
    const std::string &m_environment;
    std::set<std::string> m_seen;
    std::vector<std::string> m_found;
    std::deque<std::pair<std::string, std::string>> m_open;
};

} // namespace

std::vector<std::string> inheritorsOf(const View &view, const core::ConfigId &config,
    const std::string &path, const core::EnvironmentId &environment)
{
    Walk walk(view, environment);
    walk.begin(config, path);
    return walk.take();
}

} // namespace chancery::server
