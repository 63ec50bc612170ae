// SPDX-License-Identifier: Apache-2.0
#include "dependencies.h"

#include "engine/core/domain/fleet.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

#include <array>

namespace chancery::server {

namespace {

// "config/environment/last"
std::array<std::string, 3> partsOf(std::string_view rest)
{
    std::array<std::string, 3> parts;
    for (auto &part : parts) {
        const auto slash = rest.find('/');
        part = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
    }
    return parts;
}

// What follows the name of a key's kind; nothing when it is of another kind.
std::optional<std::string_view> restOf(std::string_view key, std::string_view kind)
{
    if (!key.starts_with(kind) || key.size() <= kind.size() || key[kind.size()] != '/')
        return std::nullopt;
    return key.substr(kind.size() + 1);
}

constexpr std::string_view kinds[]{keys::config, keys::layers, keys::uses, keys::draftUses,
    keys::requestUses, keys::agent, keys::agentFollows, keys::agentPlaces};

} // namespace

std::vector<core::Dependency> declaredDependenciesOf(
    const View &view, const std::string &path, const core::ConfigId &id)
{
    using enum core::DependencyKind;
    std::vector<core::Dependency> needs;
    for (auto &above : core::defaultsAbove(path))
        needs.push_back({Inherits, std::move(above)});
    const auto add = [&](core::DependencyKind kind, const core::ConfigId &other) {
        if (const auto known = view.find<core::Config>(keys::join(keys::config, other.text())))
            needs.push_back({kind, known->path});
    };
    const auto declared = layersOf(view, id);
    for (const auto &layer : declared.layers)
        add(Layer, layer.config);
    for (const auto &other : declared.dependencies)
        add(Declares, other);
    return needs;
}

void Dependencies::load(const View &view)
{
    for (const auto kind : kinds) {
        for (const auto &entry : view.scan(KeyRange::under(keys::join(kind, "")))) {
            if (kind == keys::config)
                m_paths.emplace(
                    entry.key.substr(kind.size() + 1), storedMember(*entry.value, "path"));
        }
    }
    for (const auto kind : kinds) {
        if (kind == keys::layers || kind == keys::agentFollows || kind == keys::agentPlaces)
            continue; // read with the config, and with the agent
        for (const auto &entry : view.scan(KeyRange::under(keys::join(kind, ""))))
            update(view, entry.key);
    }
}

void Dependencies::update(const View &view, const std::vector<std::string> &touched)
{
    for (const auto &key : touched)
        update(view, key);
}

void Dependencies::update(const View &view, const std::string &key)
{
    if (const auto id = restOf(key, keys::config))
        takeConfig(view, std::string(*id));
    else if (const auto declared = restOf(key, keys::layers))
        takeConfig(view, std::string(*declared));
    else if (const auto live = restOf(key, keys::uses))
        takeUses(view.get(key), *live, false, false);
    else if (const auto draft = restOf(key, keys::draftUses))
        takeUses(view.get(key), *draft, true, false);
    else if (const auto request = restOf(key, keys::requestUses))
        takeUses(view.get(key), *request, false, true);
    else if (const auto agent = restOf(key, keys::agent))
        takeAgent(view, std::string(*agent));
    else if (const auto follows = restOf(key, keys::agentFollows))
        takeAgent(view, std::string(*follows));
    else if (const auto places = restOf(key, keys::agentPlaces))
        takeAgent(view, std::string(*places));
}

void Dependencies::takeConfig(const View &view, const std::string &id)
{
    const auto bytes = view.get(keys::join(keys::config, id));
    if (!bytes) {
        if (const auto known = m_paths.extract(id)) {
            replace(known.mapped(), {}, {});
            m_graph.remove(known.mapped());
        }
        return;
    }
    const auto path = storedMember(*bytes, "path");
    m_paths[id] = path;
    m_graph.add(path);
    auto everywhere = declaredDependenciesOf(view, path, core::ConfigId(id));
    std::erase_if(everywhere,
        [](const core::Dependency &need) { return need.kind == core::DependencyKind::Layer; });
    std::map<std::string, std::vector<core::Dependency>> laid;
    const auto declared = layersOf(view, core::ConfigId(id));
    for (const auto &layer : declared.layers) {
        const auto known = view.find<core::Config>(keys::join(keys::config, layer.config.text()));
        if (!known)
            continue;
        auto &needs = layer.name.empty()
            ? everywhere
            : laid[std::string(core::name(layer.kind)) + ' ' + layer.name];
        needs.push_back({core::DependencyKind::Layer, known->path});
    }
    replace(path, std::move(everywhere), std::move(laid));
}

// What holds everywhere, and what each layer of a region, group or instance is about.
void Dependencies::replace(const std::string &path, std::vector<core::Dependency> everywhere,
    std::map<std::string, std::vector<core::Dependency>> laid)
{
    m_graph.replace(path, {}, std::move(everywhere));
    auto &known = m_laid[path];
    for (const auto &name : known) {
        if (!laid.contains(name))
            m_graph.replace(path, {{}, {}, name}, {});
    }
    known.clear();
    for (auto &[name, needs] : laid) {
        m_graph.replace(path, {{}, {}, name}, std::move(needs));
        known.push_back(name);
    }
    if (known.empty())
        m_laid.erase(path);
}

void Dependencies::takeUses(const Bytes &value, std::string_view rest, bool isDraft, bool isRequest)
{
    const auto [config, environment, last] = partsOf(rest);
    const auto path = pathOf(config);
    if (path.empty())
        return;
    auto holder = isDraft ? last : std::string();
    if (isRequest)
        holder = "CR-" + std::to_string(keys::numberAtEnd(last));
    const auto used = usesIn(value ? *value : std::string());
    if (isDraft && value)
        m_authors[holder] = used.author;
    else if (isDraft)
        m_authors.erase(holder);
    std::vector<core::Dependency> needs;
    for (const auto &each : used.paths)
        needs.push_back({core::DependencyKind::Refers, each});
    m_graph.replace(path, {environment, holder}, std::move(needs));
}

void Dependencies::takeAgent(const View &view, const std::string &id)
{
    const auto agent = view.find<core::Agent>(keys::join(keys::agent, id));
    if (!agent) {
        m_followers.remove(m_graph, id);
        return;
    }
    const auto follows = view.get(keys::join(keys::agentFollows, id));
    auto paths
        = follows ? View::parse<std::vector<std::string>>(follows) : std::vector<std::string>();
    if (!follows) { // registered by an earlier version of the server
        for (const auto &report : agent->reports)
            paths.push_back(report.path);
    }
    std::vector<core::FollowedPlace> places;
    if (const auto told = view.get(keys::join(keys::agentPlaces, id)))
        places = View::parse<std::vector<core::FollowedPlace>>(told);
    m_followers.replace(
        m_graph, {id, agent->name, agent->service, agent->environment.text()}, paths, places);
}

std::string Dependencies::pathOf(const std::string &id) const
{
    const auto known = m_paths.find(id);
    return known == m_paths.end() ? std::string() : known->second;
}

std::string Dependencies::authorOf(const std::string &holder) const
{
    const auto known = m_authors.find(holder);
    return known == m_authors.end() ? std::string() : known->second;
}

} // namespace chancery::server
