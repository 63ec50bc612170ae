// SPDX-License-Identifier: Apache-2.0
#include "hierarchystore.h"

#include "models/qtconvert.h"

#include <set>

namespace chancery::models {

namespace {

constexpr std::size_t mostTextBytes = std::size_t(64) << 20;
constexpr auto draftPause = std::chrono::milliseconds(300);

struct LayerSource {
    core::LayerOrigin origin;
    std::shared_ptr<const std::string> text;
    core::Format format = core::Format::Json;
};

using Built = std::shared_ptr<const Hierarchy>;

core::Result<Built> build(std::shared_ptr<Hierarchy> hierarchy,
    const std::vector<LayerSource> &sources, const core::CancelToken &token)
{
    auto whole = core::read(hierarchy->view.text, core::Format::Json);
    if (!whole)
        return core::toError(whole.problem());
    hierarchy->tree = std::move(whole).tree();
    for (const LayerSource &source : sources) {
        if (token.isCancelled())
            break;
        auto reading = core::read(*source.text, source.format);
        if (!reading)
            return core::toError(reading.problem());
        hierarchy->chain.push_back(
            {source.origin, std::make_shared<const core::Tree>(std::move(reading).tree())});
    }
    return Built(std::move(hierarchy));
}

constexpr std::size_t mostBehind = 64;

// Those that are reached by what values come along, and that have layers themselves; a dependency
// that is only declared brings no value.
std::vector<core::ConfigId> layeredBehind(const core::DependencyMap &map, const core::ConfigId &own)
{
    const auto start = std::ranges::find(map.configs, own, &core::MappedConfig::config);
    if (start == map.configs.end())
        return {};
    std::vector<int> reached{int(start - map.configs.begin())};
    std::set<int> known(reached.begin(), reached.end());
    std::set<int> layered;
    for (std::size_t next = 0; next < reached.size(); ++next) {
        for (const core::MappedDependency &dependency : map.dependencies) {
            if (dependency.from != reached[next]
                || dependency.kind == core::DependencyKind::Declares)
                continue;
            if (dependency.kind == core::DependencyKind::Layer)
                layered.insert(dependency.from);
            if (known.insert(dependency.to).second)
                reached.push_back(dependency.to);
        }
    }
    std::vector<core::ConfigId> configs;
    for (const int place : layered) {
        const core::ConfigId &config = map.configs[std::size_t(place)].config;
        if (!config.isEmpty() && config != own && configs.size() < mostBehind)
            configs.push_back(config);
    }
    return configs;
}

} // namespace

HierarchyStore::HierarchyStore(client::CmsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(draftPause);
    connect(&m_soon, &QTimer::timeout, this, &HierarchyStore::reload);
}

QStringList HierarchyStore::namesOf(core::LayerKind kind) const
{
    std::set<QString> names;
    const auto add = [&](const std::vector<core::ConfigLayers> &list) {
        for (const core::ConfigLayers &declared : list) {
            for (const core::ConfigLayer &layer : declared.layers) {
                if (layer.kind == kind)
                    names.insert(toQt(layer.name));
            }
        }
    };
    add(m_declared);
    if (m_behind)
        add(m_behind->declared);
    return {names.begin(), names.end()};
}

bool HierarchyStore::isInherited(const core::LayerOrigin &layer) const
{
    if (!m_config || m_declared.empty() || layer.config == m_config->id)
        return false;
    return std::ranges::find(
               m_declared.front().layers, core::ConfigLayer{layer.kind, layer.name, layer.config})
        == m_declared.front().layers.end();
}

void HierarchyStore::show(const core::Config &config, const core::EnvironmentId &environment)
{
    const bool isSameConfig = m_config && m_config->id == config.id;
    if (isSameConfig && m_shownIn == environment)
        return;
    // In another environment one looks at the same region.
    if (!isSameConfig)
        m_place = {};
    m_place.environment = environment;
    m_shownIn = environment;
    m_config = config;
    m_draft.reset();
    m_soon.stop();
    m_hierarchy.reset();
    m_around.reset();
    m_isNowhereLive = false;
    if (!isSameConfig) {
        m_declared.clear();
        m_behind.reset();
        m_isBehindWanted = false;
        findNames();
    }
    reload();
    Q_EMIT changed();
}

void HierarchyStore::leave()
{
    if (!m_config)
        return;
    m_config.reset();
    m_place = {};
    m_draft.reset();
    m_soon.stop();
    m_hierarchy.reset();
    m_around.reset();
    m_declared.clear();
    m_behind.reset();
    m_isBehindWanted = false;
    m_loading.cancel();
    m_finding.cancel();
    Q_EMIT changed();
}

void HierarchyStore::choose(const core::HierarchyPlace &place)
{
    if (!m_config || place == m_place)
        return;
    m_place = place;
    reload();
    Q_EMIT changed();
}

void HierarchyStore::setDraft(const std::optional<QString> &text)
{
    std::optional<std::string> draft;
    if (text)
        draft = fromQt(*text);
    if (draft == m_draft)
        return;
    const bool isTyping = draft.has_value() && m_draft.has_value();
    m_draft = std::move(draft);
    if (isTyping)
        m_soon.start();
    else
        reload();
}

// What has come is there at once, and what nothing is live of is no failure.
void HierarchyStore::reload()
{
    m_soon.stop();
    if (!m_config)
        return;
    m_asked = m_draft.value_or(std::string());
    using View = std::optional<core::EffectiveView>;
    m_loading.start<View>(
        tr("Merging the layers of “%1”").arg(toQt(m_config->path)),
        [this](core::Handler<View> done) {
            auto take = [done = std::move(done)](core::Result<core::EffectiveView> view) {
                if (view)
                    done(View(*std::move(view)));
                else if (view.error().kind == core::ErrorKind::NotFound)
                    done(View());
                else
                    done(std::move(view).error());
            };
            return m_draft ? m_api.previewEffective(m_config->id, m_place, m_asked, take)
                           : m_api.effective(m_config->id, m_place, take);
        },
        [this](View view) {
            m_isNowhereLive = !view.has_value();
            m_around.reset();
            if (!view) {
                m_hierarchy.reset();
                Q_EMIT changed();
                readAround();
                return;
            }
            m_view = *std::move(view);
            m_view.chain = std::clamp(m_view.chain, 0, int(m_view.layers.size()));
            readNext();
        });
}

// Whoever writes the first text wants to know what it refers to and what it inherits. Nobody has
// asked for more than what is live: what cannot be had is no failure.
void HierarchyStore::readAround()
{
    m_asked = m_config->format == core::Format::Toml ? "" : "{}";
    using View = std::optional<core::EffectiveView>;
    m_loading.start<View>(
        m_loading.title(),
        [this](core::Handler<View> done) {
            return m_api.previewEffective(m_config->id, m_place, m_asked,
                [done = std::move(done)](core::Result<core::EffectiveView> view) {
                    if (view || view.error().kind == core::ErrorKind::Cancelled)
                        done(view ? core::Result<View>(View(*std::move(view)))
                                  : core::Result<View>(view.error()));
                    else
                        done(View());
                });
        },
        [this](View view) {
            if (!view)
                return;
            m_view = *std::move(view);
            m_view.chain = std::clamp(m_view.chain, 0, int(m_view.layers.size()));
            readNext();
        });
}

void HierarchyStore::findNames()
{
    if (!m_config)
        return;
    m_isFindingBehind = false;
    m_finding.start<core::ConfigLayers>(
        tr("Finding the layers of “%1”").arg(toQt(m_config->path)),
        [this](auto done) { return m_api.configLayers(m_config->id, std::move(done)); },
        [this](core::ConfigLayers declared) {
            m_declared = {std::move(declared)};
            Q_EMIT changed();
            findParent(core::defaultsAbove(m_config->path));
        });
}

void HierarchyStore::findParent(std::vector<std::string> paths)
{
    if (paths.empty()) {
        if (m_isBehindWanted)
            findReferred();
        return;
    }
    const std::string path = std::move(paths.back());
    paths.pop_back();
    m_finding.start<api::Page<core::Config>>(
        m_finding.title(),
        [this, path](auto done) { return m_api.listConfigs({{}, path, {}}, std::move(done)); },
        [this, paths](const api::Page<core::Config> &page) {
            if (page.items.empty()) {
                findParent(paths);
                return;
            }
            m_finding.start<core::ConfigLayers>(
                m_finding.title(),
                [this, id = page.items.front().id](
                    auto done) { return m_api.configLayers(id, std::move(done)); },
                [this, paths](core::ConfigLayers declared) {
                    m_declared.push_back(std::move(declared));
                    Q_EMIT changed();
                    findParent(paths);
                });
        });
}

void HierarchyStore::findNamesBehindReferences()
{
    m_isBehindWanted = true;
    const bool isKnown = m_behind && m_behind->environment == m_place.environment;
    // What is being found comes first, and looks for these at its end.
    if (m_config && !isKnown && !m_finding.isRunning())
        findReferred();
}

void HierarchyStore::findAgainBehindReferences()
{
    if (m_config && m_isBehindWanted && (m_isFindingBehind || !m_finding.isRunning()))
        findReferred();
}

// As the server knows them, of saved drafts as well, whatever leads nowhere just now.
void HierarchyStore::findReferred()
{
    client::DependencyQuery query;
    query.environment = m_place.environment;
    query.config = m_config->id;
    query.direction = "dependencies";
    query.isProposedToo = true;
    m_isFindingBehind = true;
    m_finding.start<core::DependencyMap>(
        tr("Finding the layers of “%1”").arg(toQt(m_config->path)),
        [this, query](auto done) { return m_api.dependencyMap(query, std::move(done)); },
        [this, query](const core::DependencyMap &map) {
            readDeclared(layeredBehind(map, query.config), {query.environment, {}});
        });
}

// Somebody may have chosen another environment meanwhile.
void HierarchyStore::readDeclared(std::vector<core::ConfigId> configs, Behind behind)
{
    if (configs.empty()) {
        const bool isCurrent = behind.environment == m_place.environment;
        m_behind = std::move(behind);
        if (!isCurrent)
            findReferred();
        Q_EMIT changed();
        return;
    }
    const core::ConfigId id = std::move(configs.back());
    configs.pop_back();
    m_finding.start<core::ConfigLayers>(
        m_finding.title(),
        [this, id](auto done) { return m_api.configLayers(id, std::move(done)); },
        [this, configs, behind](core::ConfigLayers declared) {
            Behind more = behind;
            more.declared.push_back(std::move(declared));
            readDeclared(configs, std::move(more));
        });
}

void HierarchyStore::readNext()
{
    for (int index = 0; index < m_view.chain; ++index) {
        const core::VersionId id = m_view.layers[std::size_t(index)].version;
        if (id.isEmpty() || m_texts.contains(id))
            continue;
        m_loading.start<core::Version>(
            m_loading.title(), [this, id](auto done) { return m_api.getVersion(id, done); },
            [this](const core::Version &version) {
                m_loading.start<std::string>(
                    m_loading.title(),
                    [this, id = version.id](
                        auto done) { return m_api.versionText(id, std::move(done)); },
                    [this, version](std::string text) {
                        keepText(version, std::move(text));
                        readNext();
                    });
            });
        return;
    }
    put();
}

// Versions never change, so each is read once; only their sum is bounded.
void HierarchyStore::keepText(const core::Version &version, std::string text)
{
    if (m_textBytes + text.size() > mostTextBytes) {
        std::erase_if(m_texts, [this](const auto &known) {
            return std::ranges::none_of(m_view.layers,
                [&](const core::LayerOrigin &layer) { return layer.version == known.first; });
        });
        std::erase_if(
            m_versions, [this](const auto &known) { return !m_texts.contains(known.first); });
        m_textBytes = 0;
        for (const auto &[id, known] : m_texts)
            m_textBytes += known->size();
    }
    m_textBytes += text.size();
    m_versions[version.id] = version;
    m_texts[version.id] = std::make_shared<const std::string>(std::move(text));
}

void HierarchyStore::put()
{
    auto hierarchy = std::make_shared<Hierarchy>();
    std::vector<LayerSource> sources;
    for (int index = 0; index < m_view.chain; ++index) {
        const core::LayerOrigin &origin = m_view.layers[std::size_t(index)];
        if (origin.version.isEmpty()) {
            sources.push_back(
                {origin, std::make_shared<const std::string>(m_asked), m_config->format});
            continue;
        }
        const core::Version &version = m_versions[origin.version];
        hierarchy->versions[version.id] = version;
        sources.push_back({origin, m_texts[origin.version], version.format});
    }
    hierarchy->view = std::move(m_view);
    hierarchy->isWithDraft = m_draft.has_value();
    m_loading.start<Built>(
        m_loading.title(),
        [this, hierarchy, sources](core::Handler<Built> done) {
            return m_compute.run<Built>(
                [hierarchy, sources](
                    const core::CancelToken &token) { return build(hierarchy, sources, token); },
                std::move(done));
        },
        [this](Built built) {
            (m_isNowhereLive ? m_around : m_hierarchy) = std::move(built);
            Q_EMIT changed();
        });
}

} // namespace chancery::models
