// SPDX-License-Identifier: Apache-2.0
#include "configstore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

ConfigStore::ConfigStore(client::CmsApi &api)
    : m_api(api)
{
}

const std::vector<core::Config> *ConfigStore::configsOf(const std::string &slug) const
{
    const auto found = m_configs.find(slug);
    return found == m_configs.end() ? nullptr : &found->second;
}

const core::Config *ConfigStore::find(const core::ConfigId &id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : found->second;
}

const core::Config *ConfigStore::findPath(const std::string &path) const
{
    for (const auto &[slug, configs] : m_configs) {
        const auto found = std::ranges::lower_bound(configs, path, {}, &core::Config::path);
        if (found != configs.end() && found->path == path)
            return &*found;
    }
    return nullptr;
}

std::vector<const core::Config *> ConfigStore::all() const
{
    std::vector<const core::Config *> configs;
    for (const auto &[slug, some] : m_configs)
        std::ranges::transform(
            some, std::back_inserter(configs), [](const core::Config &config) { return &config; });
    return configs;
}

ConfigMarks ConfigStore::marks(const core::ConfigId &id) const
{
    const auto found = m_marks.find(id);
    return found == m_marks.end() ? ConfigMarks() : found->second;
}

Operation *ConfigStore::loadingOf(const std::string &slug)
{
    const auto found = m_loadings.find(slug);
    return found == m_loadings.end() ? nullptr : found->second.get();
}

void ConfigStore::load()
{
    startPaged<core::Namespace>(
        m_loading, tr("Loading namespaces"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listNamespaces(page, std::move(done));
        },
        [this](std::vector<core::Namespace> namespaces) {
            m_namespaces = std::move(namespaces);
            std::ranges::sort(m_namespaces, {}, &core::Namespace::slug);
            Q_EMIT namespacesChanged();
        });
}

void ConfigStore::loadNamespace(const std::string &slug)
{
    auto &loading = m_loadings[slug];
    if (!loading) {
        loading = std::make_unique<Operation>();
        Q_EMIT operationAdded(loading.get());
    }
    startPaged<core::Config>(
        *loading, tr("Loading configs of “%1”").arg(toQt(slug)),
        [this, slug](const client::PageQuery &page, auto done) {
            return m_api.listConfigs({slug + "/", {}, page}, std::move(done));
        },
        [this, slug](std::vector<core::Config> configs) { takeConfigs(slug, std::move(configs)); });
}

void ConfigStore::remove(const core::Config &config)
{
    const auto slug = config.path.substr(0, config.path.find('/'));
    m_removing.startWrite<core::Done>(
        tr("Deleting “%1”").arg(toQt(config.path)),
        [this, id = config.id, etag = config.etag](
            auto done) { return m_api.deleteConfig(id, etag, std::move(done)); },
        [this, id = config.id, slug](const core::Done &) {
            Q_EMIT removed(id);
            loadNamespace(slug);
        });
}

void ConfigStore::takeConfigs(const std::string &slug, std::vector<core::Config> configs)
{
    std::ranges::sort(configs, {}, &core::Config::path);
    std::vector<core::Config> &place = m_configs[slug];
    for (const core::Config &config : place)
        m_byId.erase(config.id);
    place = std::move(configs);
    for (const core::Config &config : place)
        m_byId[config.id] = &config;
    Q_EMIT configsChanged(toQt(slug));
}

bool ConfigStore::isLoadingAny() const
{
    return m_loading.isRunning() || std::ranges::any_of(m_loadings, [](const auto &loading) {
        return loading.second->isRunning();
    });
}

void ConfigStore::loadAllNamespaces()
{
    for (const core::Namespace &space : m_namespaces) {
        const Operation *loading = loadingOf(space.slug);
        if (!configsOf(space.slug) && !(loading && loading->isRunning()))
            loadNamespace(space.slug);
    }
}

void ConfigStore::loadMarks(const core::EnvironmentId &environment)
{
    m_marksOf = environment;
    startPaged<core::Draft>(
        m_loadingDrafts, tr("Loading drafts"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](const std::vector<core::Draft> &drafts) {
            for (auto &[id, marks] : m_marks)
                marks.hasDraft = false;
            for (const core::Draft &draft : drafts) {
                if (draft.environment == m_marksOf && draft.parkedAs.empty())
                    m_marks[draft.config].hasDraft = true;
            }
            Q_EMIT marksChanged();
        });
    startPaged<core::ChangeRequest>(
        m_loadingRequests, tr("Loading open requests"),
        [this](const client::PageQuery &page, auto done) {
            client::RequestQuery query;
            query.state = "open";
            query.page = page;
            return m_api.listChangeRequests(query, std::move(done));
        },
        [this](const std::vector<core::ChangeRequest> &requests) { takeRequests(requests); });
}

void ConfigStore::takeRequests(const std::vector<core::ChangeRequest> &requests)
{
    for (auto &[id, marks] : m_marks)
        marks.openRequest = marks.anyRequest = {};
    for (const core::ChangeRequest &request : requests) {
        for (const core::RequestItem &item : request.items) {
            m_marks[item.config].anyRequest = request.id.text();
            if (item.environment == m_marksOf)
                m_marks[item.config].openRequest = request.id.text();
        }
    }
    Q_EMIT marksChanged();
}

} // namespace chancery::models
