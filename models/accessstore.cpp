// SPDX-License-Identifier: Apache-2.0
#include "accessstore.h"

#include "engine/core/document/tree.h"
#include "models/paging.h"

namespace chancery::models {

namespace {

namespace governing = core::governing;
using governing::Kind;

} // namespace

AccessStore::AccessStore(client::CmsApi &api, const core::Clock &clock)
    : m_api(api)
    , m_known(std::make_shared<KnownAccess>(clock))
{
}

void AccessStore::setOpenEmergency(const core::EmergencyId &session)
{
    if (m_known->openEmergency() == session)
        return;
    m_known->setOpenEmergency(session);
    Q_EMIT changed();
}

void AccessStore::load()
{
    using Page = api::Page<core::Environment>;
    m_loading.start<Page>(
        tr("Reading who may do what"),
        [this](core::Handler<Page> done) { return m_api.listEnvironments(std::move(done)); },
        [this](Page page) {
            m_environments = std::move(page.items);
            findNamespaces();
        });
}

void AccessStore::findNamespaces()
{
    startPaged<core::Namespace>(
        m_loading, m_loading.title(),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listNamespaces(page, std::move(done));
        },
        [this](std::vector<core::Namespace> namespaces) {
            m_namespaces = std::move(namespaces);
            findDocuments();
        });
}

void AccessStore::findDocuments()
{
    using Page = api::Page<core::Config>;
    m_loading.start<Page>(
        m_loading.title(),
        [this](core::Handler<Page> done) {
            return m_api.listConfigs(
                {std::string(governing::nameSpace) + '/', {}, {}}, std::move(done));
        },
        [this](Page page) {
            m_documents.clear();
            m_heads.clear();
            for (const auto &config : page.items) {
                const auto kind = governing::kindOf(config.path);
                if (kind == Kind::Access || kind == Kind::Groups || kind == Kind::Emergency)
                    m_documents.push_back({*kind, config.id});
            }
            findHeads(0);
        });
}

void AccessStore::findHeads(std::size_t index)
{
    if (index == m_documents.size()) {
        readTexts();
        return;
    }
    using Page = api::Page<core::Head>;
    m_loading.start<Page>(
        m_loading.title(),
        [this, index](core::Handler<Page> done) {
            return m_api.listHeads({{}, m_documents[index].config, {}}, std::move(done));
        },
        [this, index](Page page) {
            m_heads.insert(m_heads.end(), page.items.begin(), page.items.end());
            findHeads(index + 1);
        });
}

// One after the other: there are few, and they change seldom.
void AccessStore::readTexts()
{
    const auto next = std::ranges::find_if(
        m_heads, [this](const core::Head &head) { return !m_trees.contains(head.version); });
    if (next == m_heads.end()) {
        publish();
        return;
    }
    m_loading.start<std::string>(
        m_loading.title(),
        [this, version = next->version](core::Handler<std::string> done) {
            return m_api.versionText(version, std::move(done));
        },
        [this, version = next->version, format = next->format](const std::string &text) {
            auto reading = core::read(text, format, core::Limits::wide());
            m_trees[version] = std::make_shared<const core::Tree>(
                reading ? std::move(reading).tree() : core::Tree());
            readTexts();
        });
}

std::shared_ptr<const core::Tree> AccessStore::treeOf(
    Kind kind, const core::EnvironmentId &environment) const
{
    const auto head = std::ranges::find_if(m_heads, [&](const core::Head &candidate) {
        return candidate.environment == environment && governing::kindOf(candidate.path) == kind;
    });
    return head == m_heads.end() ? nullptr : m_trees.at(head->version);
}

void AccessStore::publish()
{
    KnownAccess::Governed known;
    std::map<core::EnvironmentId, KnownAccess::Roster> rosters;
    for (const auto &environment : m_environments) {
        const auto groups = treeOf(Kind::Groups, environment.id);
        auto governed = core::access::governedAccess(
            environment.id, treeOf(Kind::Access, environment.id).get(), groups.get());
        governed.governance.tier = environment.tier;
        for (const auto &space : m_namespaces)
            governed.governance.owners.emplace(space.slug, space.owner);
        known.emplace(environment.id, std::move(governed));
        rosters.emplace(environment.id,
            KnownAccess::rosterOf(treeOf(Kind::Emergency, environment.id).get(), groups.get()));
    }
    m_known->set(std::move(known));
    m_known->setRosters(std::move(rosters));
    Q_EMIT changed();
}

} // namespace chancery::models
