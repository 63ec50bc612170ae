// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/value.h"
#include "engine/core/hierarchy/referencetext.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/resolution.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostDependents = 1000;
// Of texts that are read for one answer, to find where in them the references stand.
constexpr std::size_t mostBytes = std::size_t(64) << 20;

// Everybody who would feel a change of one config in one environment, from what the store knows of
// them. Lives for one answer.
class Search {
public:
    Search(const View &view, const core::Config &config, core::EnvironmentId environment)
        : m_view(view)
        , m_config(config)
        , m_environment(std::move(environment))
        , m_reference('/' + config.path)
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

    bool isFull() const { return m_found.size() >= mostDependents; }

    void add(core::DependentKind kind, const core::Config &who, std::string at = {},
        std::string pointer = {})
    {
        if (!isFull())
            m_found.push_back({kind, who.id, who.path, std::move(at), std::move(pointer)});
    }

    void addReferrers()
    {
        const auto under = keys::join(keys::refers, m_config.id.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            if (isFull() || m_bytes >= mostBytes)
                return;
            const auto rest = std::string_view(entry.key).substr(under.size());
            const auto slash = rest.find('/');
            const auto who = config(rest.substr(0, slash));
            if (who && rest.substr(slash + 1) == m_environment.text())
                addReferencesOf(*who);
        }
    }

    // Its tree goes again with this call: all of them at once could be large.
    void addReferencesOf(const core::Config &who)
    {
        const auto live = LayerTexts(m_view).live(who.id, m_environment);
        if (!live)
            return;
        m_bytes += live->tree->source().size();
        std::string pointer;
        addReferencesIn(live->tree->root(), pointer, who);
    }

    void addReferencesIn(core::Value value, std::string &pointer, const core::Config &who)
    {
        if (value.isString() && core::hasReference(value.text())) {
            for (auto &piece : core::piecesOf(value.text())) {
                if (piece.kind == core::ReferencePiece::Kind::Reference
                    && piece.path == m_reference)
                    add(core::DependentKind::Refers, who, pointer, std::move(piece.pointer));
            }
        }
        std::size_t number = 0;
        for (const auto &item : value) {
            if (isFull())
                return;
            const auto length = pointer.size();
            pointer += '/';
            pointer += value.isObject() ? core::escapePointerToken(item.key())
                                        : std::to_string(number++);
            addReferencesIn(item.value(), pointer, who);
            pointer.resize(length);
        }
    }

    void addThoseLaidOver()
    {
        const auto under = keys::join(keys::layerOf, m_config.id.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            if (isFull())
                return;
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
            if (isFull())
                return;
            const auto who = config(*entry.value);
            if (who && who->id != m_config.id)
                add(core::DependentKind::Inherits, *who);
        }
    }

    void addDeclared()
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layers, "")))) {
            if (isFull())
                return;
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
    std::string m_reference; // the path as references have it
    std::size_t m_bytes = 0; // of the texts that were read
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
