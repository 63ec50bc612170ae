// SPDX-License-Identifier: Apache-2.0
#include "reached.h"

#include "engine/server/exchange.h"
#include "engine/server/keys.h"

#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t knownForOneLive = 50;

// One by one, whose documents are made of it.
std::vector<std::string> madeOf(const View &view, const std::string &id)
{
    std::vector<std::string> found;
    const auto config = view.find<core::Config>(keys::join(keys::config, id));
    static constexpr std::string_view defaults = "/defaults";
    if (config && config->path.ends_with(defaults)) {
        const auto folder = config->path.substr(0, config->path.size() - defaults.size() + 1);
        for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::configPath, folder))))
            found.push_back(*entry.value);
    }
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::layerOf, id, ""))))
        found.push_back(entry.key.substr(entry.key.rfind('/') + 1));
    return found;
}

} // namespace

std::vector<std::string> dependentsOf(
    const View &view, const std::string &id, const std::string &environment)
{
    auto found = madeOf(view, id);
    const auto under = keys::join(keys::refers, id, "");
    for (const auto &entry : view.scan(KeyRange::under(under))) {
        const auto rest = std::string_view(entry.key).substr(under.size());
        const auto slash = rest.find('/');
        if (rest.substr(slash + 1) == environment)
            found.emplace_back(rest.substr(0, slash));
    }
    return found;
}

std::vector<std::string> composedOf(const View &view, const std::string &config, std::size_t most)
{
    std::vector<std::string> found{config};
    std::set<std::string> known{config};
    for (std::size_t at = 0; at < found.size(); ++at) {
        for (auto &id : madeOf(view, found[at])) {
            if (found.size() < most && known.insert(id).second)
                found.push_back(std::move(id));
        }
    }
    return found;
}

std::optional<ReachedPlaces> reachedBy(
    const View &view, const std::vector<core::RequestItem> &items, std::size_t most)
{
    ReachedPlaces reached;
    std::size_t liveCount = 0;
    for (std::size_t number = 0; number < items.size(); ++number) {
        const auto &environment = items[number].environment.text();
        std::vector<std::string> work{items[number].config.text()};
        while (!work.empty()) {
            const auto id = std::move(work.back());
            work.pop_back();
            if (!reached.emplace(std::pair(id, environment), number).second)
                continue;
            liveCount += view.get(keys::join(keys::head, id, environment)) ? 1 : 0;
            if (liveCount > most || reached.size() > knownForOneLive * most)
                return std::nullopt;
            for (auto &dependent : dependentsOf(view, id, environment))
                work.push_back(std::move(dependent));
        }
    }
    return reached;
}

} // namespace chancery::server
