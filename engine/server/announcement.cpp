// SPDX-License-Identifier: Apache-2.0
// An effective head is the list of what the resolver asked for on its way through the layers and
// references: so nothing can take part that is not announced, and whoever has the answers can take
// the same way. The keys of the store that were read for it say later whether it still holds.
#include "announcement.h"

#include "engine/core/document/canonical.h"
#include "engine/core/hierarchy/stack.h"
#include "engine/server/resolution.h"

#include <algorithm>
#include <charconv>

namespace chancery::server {

namespace {

constexpr std::size_t mostKept = 10'000;
constexpr std::size_t mostBytes = std::size_t(32) << 20;

// Declarations are numbered by the revision of the store that they were made with.
std::uint64_t revisionOf(const core::ETag &etag)
{
    std::uint64_t revision = 0;
    const auto &text = etag.text();
    std::from_chars(text.data(), text.data() + text.size(), revision);
    return revision;
}

} // namespace

// Answers the resolver from what is live and writes down what it was asked. Lives for one head.
class Announcer final : public core::LayerSource {
public:
    Announcer(const View &view, core::HierarchyPlace place)
        : m_view(view)
        , m_texts(view)
        , m_place(std::move(place))
    {
    }

    core::EffectiveHead announce(const core::Config &config)
    {
        m_head.config = config.id;
        m_head.path = config.path;
        m_head.environment = m_place.environment;
        m_head.region = m_place.region;
        m_head.group = m_place.group;
        m_head.instance = m_place.instance;
        m_head.format = config.format;
        note(config);
        const auto document = core::PlaceResolver(*this, m_place).effective(config);
        if (!document && document.error().code == "not-live")
            refuse("not-found", document.error().detail);
        if (isPlain(config))
            m_head.content = m_head.texts.front().content;
        else if (document)
            m_head.content = core::contentId(document->root());
        return std::move(m_head);
    }
    std::vector<Announcements::Fact> takeFacts() { return std::move(m_facts); }

    std::optional<core::Config> configAt(std::string_view path) override
    {
        remember(keys::join(keys::configPath, path));
        auto config = server::configAt(m_view, path);
        if (config)
            note(*config);
        else if (std::find(m_head.absent.begin(), m_head.absent.end(), path) == m_head.absent.end())
            m_head.absent.emplace_back(path);
        return config;
    }
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override
    {
        return m_head.declarationOf(config)->layers;
    }
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &environment) override
    {
        const auto key = keys::join(keys::head, config.text(), environment.text());
        if (const auto bytes = remember(key); bytes && !m_head.textOf(config)) {
            const auto head = View::parse<core::Head>(bytes);
            m_head.texts.push_back(
                {head.config, head.path, head.version, head.content, head.epoch});
        }
        return m_texts.live(config, environment);
    }
    // Whether a secret may be referred to was decided before it went live.
    std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }

private:
    Bytes remember(const std::string &key)
    {
        const auto known = std::ranges::find(m_facts, key, &Announcements::Fact::key);
        if (known != m_facts.end())
            return known->value;
        m_facts.push_back({key, m_view.get(key)});
        return m_facts.back().value;
    }

    void note(const core::Config &config)
    {
        if (m_head.declarationOf(config.id))
            return;
        remember(keys::join(keys::config, config.id.text()));
        remember(keys::join(keys::layers, config.id.text()));
        const auto bytes
            = remember(keys::join(keys::head, config.id.text(), m_place.environment.text()));
        const auto live = bytes ? std::optional(View::parse<core::Head>(bytes)) : std::nullopt;
        // A parent that is live nowhere binds nothing.
        const auto schema = live || config.id == m_head.config
            ? core::boundSchema(config, live ? &*live : nullptr)
            : std::nullopt;
        auto declared = server::layersOf(m_view, config.id);
        m_head.configs.push_back({config.id, config.path, schema, revisionOf(declared.etag),
            std::move(declared.layers)});
    }

    bool isPlain(const core::Config &config)
    {
        if (!m_head.isAlone())
            return false;
        const auto own = m_texts.live(config.id, m_place.environment);
        return own && !core::mentionsReference(*own->tree);
    }

    const View &m_view;
    LayerTexts m_texts;
    core::HierarchyPlace m_place;
    core::EffectiveHead m_head;
    std::vector<Announcements::Fact> m_facts;
};

bool Announcements::areTrue(const View &view, const std::vector<Fact> &facts)
{
    return std::all_of(facts.begin(), facts.end(), [&](const Fact &fact) {
        const auto present = view.get(fact.key);
        return present == fact.value || (present && fact.value && *present == *fact.value);
    });
}

// Heads that moved together are never announced half: what was read is read again, and counts when
// it is the same.
Announcements::Kept Announcements::announce(
    const View &store, const core::Config &config, const core::HierarchyPlace &place)
{
    static constexpr int attempts = 5;
    for (int i = 0; i < attempts; ++i) {
        Announcer announcer(store, place);
        auto answer = std::make_shared<const std::string>(api::toJson(announcer.announce(config)));
        auto facts = announcer.takeFacts();
        if (areTrue(store, facts))
            return {std::move(answer), std::move(facts)};
    }
    refuse("quota-exceeded", "It changes too fast to be told");
}

Bytes Announcements::find(const View &cached, const View &store, const core::Config &config,
    const core::HierarchyPlace &place)
{
    const auto key = keys::join(
        config.id.text(), place.environment.text(), place.region, place.group, place.instance);
    if (const auto known = m_kept.find(key); known != m_kept.end()) {
        if (areTrue(cached, known->second.facts))
            return known->second.answer;
        m_bytes -= known->second.answer->size();
        m_kept.erase(known);
    }
    auto fresh = announce(store, config, place);
    auto answer = fresh.answer;
    // Anyone may ask for places that nobody has.
    if (m_kept.size() >= mostKept || m_bytes + answer->size() > mostBytes) {
        m_kept.clear();
        m_bytes = 0;
    }
    m_bytes += answer->size();
    m_kept[key] = std::move(fresh);
    return answer;
}

} // namespace chancery::server
