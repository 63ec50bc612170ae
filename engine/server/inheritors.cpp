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
    explicit Walk(const View &view)
        : m_view(view)
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
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layerOf, id, "")))) {
            const auto heir = entry.key.substr(entry.key.rfind('/') + 1);
            if (const auto config = m_view.find<core::Config>(keys::join(keys::config, heir)))
                add(heir, config->path);
        }
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

    const View &m_view;
    std::set<std::string> m_seen;
    std::vector<std::string> m_found;
    std::deque<std::pair<std::string, std::string>> m_open;
};

} // namespace

std::vector<std::string> inheritorsOf(
    const View &view, const core::ConfigId &config, const std::string &path)
{
    Walk walk(view);
    walk.begin(config, path);
    return walk.take();
}

} // namespace chancery::server
