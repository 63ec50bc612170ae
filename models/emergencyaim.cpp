// SPDX-License-Identifier: Apache-2.0
#include "emergencyaim.h"

#include "models/paging.h"
#include "models/qtconvert.h"

#include <QCoreApplication>

#include <algorithm>

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(emergency)
};

} // namespace

EmergencyAim::EmergencyAim(client::CmsApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
{
    connect(&m_loadingDrafts, &Operation::changed, this, [this] {
        if (!m_loadingDrafts.hasFailed())
            return;
        m_drafts.clear();
        loadVersions();
    });
}

const core::Head *EmergencyAim::config() const
{
    const auto found = std::ranges::find(m_heads, m_config, &core::Head::config);
    return found == m_heads.end() ? nullptr : &*found;
}

const EmergencyAim::Way *EmergencyAim::way() const
{
    return m_way < m_ways.size() ? &m_ways[m_way] : nullptr;
}

const core::Version *EmergencyAim::live() const
{
    const core::Head *head = config();
    const auto found = head ? std::ranges::find(m_versions, head->version, &core::Version::id)
                            : m_versions.end();
    return found == m_versions.end() ? nullptr : &*found;
}

std::optional<EmergencyAim::Texts> EmergencyAim::texts() const
{
    const core::Head *head = config();
    const Way *chosen = way();
    if (!head || !chosen)
        return std::nullopt;
    const auto live = m_texts.find(head->version);
    if (live == m_texts.end())
        return std::nullopt;
    if (chosen->draft)
        return Texts{live->second, toQt(chosen->draft->text)};
    const auto after = m_texts.find(chosen->version->id);
    if (after == m_texts.end())
        return std::nullopt;
    return Texts{live->second, after->second};
}

void EmergencyAim::begin(const core::EmergencySession &session, const std::string &path)
{
    m_environment = session.environment;
    m_namespaces = session.namespaces;
    m_wantedPath = path;
    m_config = {};
    m_heads.clear();
    m_drafts.clear();
    m_versions.clear();
    m_ways.clear();
    m_way = noWay;
    reload();
    Q_EMIT changed();
}

void EmergencyAim::reload()
{
    startPaged<core::Head>(
        m_loading, tr("Looking what is live"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listHeads({m_environment, {}, page}, std::move(done));
        },
        [this](std::vector<core::Head> heads) { takeHeads(std::move(heads)); });
}

void EmergencyAim::takeHeads(std::vector<core::Head> heads)
{
    std::erase_if(heads, [this](const core::Head &head) {
        const auto slug = head.path.substr(0, head.path.find('/'));
        return std::ranges::find(m_namespaces, slug) == m_namespaces.end();
    });
    std::ranges::sort(heads, {}, &core::Head::path);
    m_heads = std::move(heads);
    const auto wanted = std::ranges::find(m_heads, m_wantedPath, &core::Head::path);
    if (!config() && wanted != m_heads.end())
        m_config = wanted->config;
    else if (!config() && m_heads.size() == 1)
        m_config = m_heads.front().config;
    Q_EMIT changed();
    if (config())
        loadDrafts();
}

void EmergencyAim::chooseConfig(const core::ConfigId &config)
{
    if (m_config == config)
        return;
    m_config = config;
    m_versions.clear();
    m_ways.clear();
    m_way = noWay;
    Q_EMIT changed();
    Q_EMIT textsChanged();
    if (this->config())
        loadDrafts();
}

void EmergencyAim::loadDrafts()
{
    startPaged<core::Draft>(
        m_loadingDrafts, tr("Looking for drafts"),
        [this](const client::PageQuery &page, auto done) {
            return m_api.listDrafts(page, std::move(done));
        },
        [this](std::vector<core::Draft> drafts) {
            m_drafts = std::move(drafts);
            loadVersions();
        });
}

// The newest are enough: an emergency does not go back a hundred versions.
void EmergencyAim::loadVersions()
{
    static constexpr int most = 100;
    m_loadingWays.start<api::Page<core::Version>>(
        tr("Looking for earlier versions"),
        [this](auto done) {
            return m_api.listVersions(m_config, m_environment, {{}, most}, std::move(done));
        },
        [this](api::Page<core::Version> page) { takeVersions(std::move(page.items)); });
}

void EmergencyAim::takeVersions(std::vector<core::Version> versions)
{
    const auto *before = way();
    const auto wasDraft = before && before->draft;
    const auto wasVersion = before && before->version ? before->version->id : core::VersionId();
    m_versions = std::move(versions);
    m_ways.clear();
    const core::Version *present = live();
    bool hasGood = false;
    for (const core::Version &version : m_versions) {
        const bool isEarlier = present && &version > present && version.content != present->content;
        if (!isEarlier)
            continue;
        const bool isGood = !hasGood && !version.quarantined;
        hasGood = hasGood || isGood;
        m_ways.insert(isGood ? m_ways.begin() : m_ways.end(), {version, {}, isGood});
    }
    for (const core::Draft &draft : m_drafts) {
        if (draft.config == m_config && draft.environment == m_environment && draft.parkedAs.empty()
            && draft.isReadable())
            m_ways.insert(m_ways.begin() + (hasGood ? 1 : 0), {{}, draft, false});
    }
    m_way = hasGood ? 0 : noWay;
    for (std::size_t at = 0; at < m_ways.size(); ++at) {
        const auto &way = m_ways[at];
        if (wasDraft ? way.draft.has_value() : way.version && way.version->id == wasVersion)
            m_way = at;
    }
    Q_EMIT changed();
    readTexts();
}

void EmergencyAim::chooseWay(std::size_t way)
{
    if (m_way == way)
        return;
    m_way = way;
    Q_EMIT changed();
    readTexts();
}

void EmergencyAim::readTexts()
{
    const core::Head *head = config();
    const Way *chosen = way();
    if (!head || !chosen)
        return;
    for (const auto &version :
        {head->version, chosen->version ? chosen->version->id : head->version}) {
        if (m_texts.contains(version))
            continue;
        m_readingTexts.start<std::string>(
            tr("Loading texts"),
            [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
            [this, version](const std::string &text) {
                m_texts[version] = toQt(text);
                readTexts();
            });
        return;
    }
    Q_EMIT textsChanged();
}

ActionState EmergencyAim::state() const
{
    if (m_loading.isRunning() || m_loadingDrafts.isRunning() || m_loadingWays.isRunning())
        return ActionState::disabled(Words::tr("What is live is still being looked at."));
    if (m_loading.hasFailed() || m_loadingWays.hasFailed() || m_readingTexts.hasFailed())
        return ActionState::disabled(Words::tr("What is live could not be read."));
    if (m_heads.empty())
        return ActionState::disabled(Words::tr("Nothing of the session's scope is live there."));
    if (!config())
        return ActionState::disabled(Words::tr("Choose the config that is changed."));
    if (m_ways.empty())
        return ActionState::disabled(Words::tr(
            "There is no earlier version and no draft of it. Write a draft under “Configs”."));
    if (!way())
        return ActionState::disabled(Words::tr("Choose what becomes live."));
    const auto shown = texts();
    if (!shown)
        return ActionState::disabled(Words::tr("The texts are still being read."));
    if (shown->live == shown->after)
        return ActionState::disabled(Words::tr("This is live already."));
    return ActionState::enabled();
}

core::EmergencyItem EmergencyAim::item() const
{
    core::EmergencyItem item{m_config, config()->version, {}, {}};
    if (const Way *chosen = way(); chosen->draft)
        item.text = chosen->draft->text;
    else
        item.target = chosen->version->id;
    return item;
}

} // namespace chancery::models
