// SPDX-License-Identifier: Apache-2.0
#include "engine/core/hierarchy/referencetext.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/resolution.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostDependents = 1000;

// Everybody who would feel a change of one config in one environment, from what the store knows of
// them. Lives for one answer.
class Search {
public:
    Search(const View &view, const core::Config &config, core::EnvironmentId environment)
        : m_view(view)
        , m_config(config)
        , m_environment(std::move(environment))
        , m_texts(view)
    {
    }

    std::vector<core::Dependent> run()
    {
        addReferrers();
        addThoseLaidOver();
        addDescendants();
        addDeclared();
        return std::move(m_found);
    }

private:
    std::optional<core::Config> config(std::string_view id) const
    {
        return m_view.find<core::Config>(keys::join(keys::config, id));
    }

    void add(core::DependentKind kind, const core::Config &who, std::string at = {},
        std::string pointer = {})
    {
        if (m_found.size() < mostDependents)
            m_found.push_back({kind, who.id, who.path, std::move(at), std::move(pointer)});
    }

    void addReferrers()
    {
        const auto under = keys::join(keys::refers, m_config.id.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            const auto rest = std::string_view(entry.key).substr(under.size());
            const auto slash = rest.find('/');
            const auto who = config(rest.substr(0, slash));
            if (who && rest.substr(slash + 1) == m_environment.text())
                addReferencesOf(*who);
        }
    }

    void addReferencesOf(const core::Config &who)
    {
        const auto live = m_texts.live(who.id, m_environment);
        if (!live)
            return;
        const auto &tree = *live->tree;
        const auto path = '/' + m_config.path;
        for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
            const auto &node = tree.node(i);
            if (node.type != core::NodeType::String || !core::hasReference(tree.text(node)))
                continue;
            for (auto &piece : core::piecesOf(tree.text(node))) {
                if (piece.kind == core::ReferencePiece::Kind::Reference && piece.path == path)
                    add(core::DependentKind::Refers, who, core::pointerOf(tree, i),
                        std::move(piece.pointer));
            }
        }
    }

    void addThoseLaidOver()
    {
        const auto under = keys::join(keys::layerOf, m_config.id.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            if (const auto who = config(std::string_view(entry.key).substr(under.size())))
                add(core::DependentKind::Layer, *who);
        }
    }

    void addDescendants()
    {
        static constexpr std::string_view defaults = "/defaults";
        if (!m_config.path.ends_with(defaults))
            return;
        const auto folder = m_config.path.substr(0, m_config.path.size() - defaults.size() + 1);
        for (const auto &entry :
            m_view.scan(KeyRange::under(keys::join(keys::configPath, folder)))) {
            const auto who = config(*entry.value);
            if (who && who->id != m_config.id)
                add(core::DependentKind::Inherits, *who);
        }
    }

    void addDeclared()
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layers, "")))) {
            const auto declared = View::parse<core::ConfigLayers>(entry.value);
            const auto &all = declared.dependencies;
            if (std::find(all.begin(), all.end(), m_config.id) == all.end())
                continue;
            if (const auto who = config(declared.config.text()))
                add(core::DependentKind::Declares, *who);
        }
    }

    const View &m_view;
    const core::Config &m_config;
    core::EnvironmentId m_environment;
    LayerTexts m_texts;
    std::vector<core::Dependent> m_found;
};

} // namespace

Response listDependents(const Scene &scene)
{
    const auto &id = scene.arguments[0];
    const auto config = scene.view.need<core::Config>(keys::join(keys::config, id), "config " + id);
    core::EnvironmentId environment(scene.request.parameter("environment"));
    if (environment.isEmpty())
        refuse("bad-request", "Expected an environment");
    const api::Page<core::Dependent> page{
        Search(scene.view, config, std::move(environment)).run(), {}};
    return Response::json(api::toJson(page));
}

} // namespace chancery::server
