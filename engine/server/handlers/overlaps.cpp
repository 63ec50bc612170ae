// SPDX-License-Identifier: Apache-2.0
#include "overlaps.h"

#include "engine/core/hierarchy/referencetext.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/inheritors.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostOverlaps = 20;
constexpr std::size_t mostOverlapKeys = 200;
constexpr std::size_t mostLookedAt = 100;
constexpr std::size_t mostReferring
    = 10'000; // items of other open requests there, of which few are read

using Keys = std::vector<std::string>;

// One is the other or lies in it.
bool isRelated(std::string_view a, std::string_view b)
{
    const auto &longer = a.size() > b.size() ? a : b;
    const auto &shorter = a.size() > b.size() ? b : a;
    return longer.starts_with(shorter)
        && (longer.size() == shorter.size() || longer[shorter.size()] == '/');
}

// Absent: every key may be changed.
const Keys *keysOf(const core::RequestItem &item)
{
    return item.facts && !item.facts->moreKeys && !item.schema ? &item.facts->keys : nullptr;
}

bool changes(const core::RequestItem &item, std::string_view pointer)
{
    const auto *keys = keysOf(item);
    return !keys || std::ranges::any_of(*keys, [&](const std::string &key) {
        return isRelated(key, pointer);
    });
}

// What both change, as the first says it; everything, where it is not known of one.
Keys commonKeys(const core::RequestItem &mine, const core::RequestItem &theirs)
{
    // Another schema is about every key.
    if (mine.schema || theirs.schema || !mine.facts || !theirs.facts)
        return {""};
    Keys common;
    for (const auto &key : mine.facts->keys) {
        const bool isShared = std::ranges::any_of(
            theirs.facts->keys, [&](const std::string &other) { return isRelated(key, other); });
        if (isShared)
            common.push_back(key);
    }
    if (common.empty() && (mine.facts->moreKeys || theirs.facts->moreKeys))
        common.emplace_back();
    return common;
}

class Relatives {
public:
    explicit Relatives(const View &view)
        : m_view(view)
    {
    }

    // The config itself and all that it is put together from: by layers and defaults, and by the
    // layers of defaults. A layer's own layers take no part.
    std::vector<std::string> under(const core::ConfigId &config, const std::string &of)
    {
        add(config.text());
        addLayers(config);
        for (const auto &path : core::defaultsAbove(of)) {
            const auto parent = configAt(m_view, path);
            if (!parent)
                continue;
            add(parent->id.text());
            addLayers(parent->id);
        }
        return m_relatives;
    }
    // And what is put together from it.
    std::vector<std::string> of(const core::RequestItem &item)
    {
        under(item.config, item.path);
        addBelow(item.path);
        auto range = KeyRange::under(keys::join(keys::layerOf, item.config.text(), ""));
        range.limit = mostLookedAt;
        for (const auto &entry : m_view.scan(range)) {
            const auto heir = entry.key.substr(entry.key.rfind('/') + 1);
            add(heir);
            if (const auto config = m_view.find<core::Config>(keys::join(keys::config, heir)))
                addBelow(config->path);
        }
        return std::move(m_relatives);
    }

private:
    void add(const std::string &id)
    {
        if (m_known.insert(id).second)
            m_relatives.push_back(id);
    }
    void addLayers(const core::ConfigId &config)
    {
        for (const auto &layer : layersOf(m_view, config).layers)
            add(layer.config.text());
    }
    void addBelow(const std::string &path)
    {
        static constexpr std::string_view defaults = "/defaults";
        if (!path.ends_with(defaults))
            return;
        auto range = KeyRange::under(
            keys::join(keys::configPath, path.substr(0, path.size() - defaults.size() + 1)));
        range.limit = mostLookedAt;
        for (const auto &entry : m_view.scan(range))
            add(*entry.value);
    }

    const View &m_view;
    std::set<std::string> m_known;
    std::vector<std::string> m_relatives;
};

// A key of a config that somebody looks at, and the key of their own through which they do.
struct Sight {
    core::ConfigId config;
    std::string path;
    std::string pointer;
    std::string from;
};

// What the keys that an item changes look at, by the references in its text and on from there by
// those that are live: the nearest first.
class Sights {
public:
    Sights(LayerTexts &texts, const core::RequestItem &item)
        : m_texts(texts)
        , m_item(item)
    {
    }

    std::vector<Sight> take()
    {
        if (m_item.text.find("${ref:") == std::string::npos
            && m_item.text.find('\\') == std::string::npos)
            return {};
        const auto reading = core::read(m_item.text, m_item.format);
        if (!reading)
            return {};
        const auto &tree = reading.tree();
        for (std::uint32_t node = 0; node < tree.nodeCount(); ++node) {
            const auto at = refersAt(tree, node);
            if (at && changes(m_item, *at))
                follow(tree, node, m_item.path, {}, *at);
        }
        for (std::size_t next = 0; next < m_found.size(); ++next)
            followLive(Sight(m_found[next]));
        return std::move(m_found);
    }

private:
    static std::optional<std::string> refersAt(const core::Tree &tree, std::uint32_t node)
    {
        const auto &known = tree.node(node);
        if (known.type != core::NodeType::String || !core::hasReference(tree.text(known)))
            return std::nullopt;
        return core::pointerOf(tree, node);
    }

    // A pointer may lead on through a reference: what is left of it stands behind the target's.
    void follow(const core::Tree &tree, std::uint32_t node, const std::string &path,
        const std::string &rest, const std::string &from)
    {
        for (const auto &piece : core::piecesOf(tree.text(tree.node(node)))) {
            if (piece.kind != core::ReferencePiece::Kind::Reference
                || m_found.size() == mostLookedAt)
                continue;
            const auto to = piece.path.empty() ? path : piece.path.substr(1);
            const auto pointer = piece.pointer + rest;
            if (!m_known.insert(to + '#' + pointer).second)
                continue;
            if (const auto config = configAt(m_texts.view(), to))
                m_found.push_back({config->id, to, pointer, from});
        }
    }

    void followLive(const Sight &sight)
    {
        for (const auto &id : Relatives(m_texts.view()).under(sight.config, sight.path)) {
            const auto layer = m_texts.live(core::ConfigId(id), m_item.environment);
            if (!layer)
                continue;
            const auto &tree = *layer->tree;
            for (std::uint32_t node = 0; node < tree.nodeCount(); ++node) {
                const auto at = refersAt(tree, node);
                if (!at || !isRelated(*at, sight.pointer))
                    continue;
                const bool isThrough = at->size() < sight.pointer.size();
                follow(tree, node, sight.path,
                    isThrough ? sight.pointer.substr(at->size()) : std::string(), sight.from);
            }
        }
    }

    LayerTexts &m_texts;
    const core::RequestItem &m_item;
    std::set<std::string> m_known;
    std::vector<Sight> m_found;
};

// What the items of one request have to look at in common, read once for all of them.
class Surroundings {
public:
    // An item of another open request that refers to something.
    struct Referring {
        std::string config;
        std::uint64_t number = 0;
        std::vector<std::string> paths;
    };

    Surroundings(const View &view, const core::ChangeRequest &request)
        : m_view(view)
        , m_texts(view)
        , m_own(request.id)
    {
    }
    LayerTexts &texts() { return m_texts; }
    bool isOwn(std::uint64_t number) const { return idOf(number) == m_own.text(); }

    const core::ChangeRequest &request(std::uint64_t number)
    {
        const auto known = m_requests.find(number);
        if (known != m_requests.end())
            return known->second;
        if (m_requests.size() == mostKept)
            m_requests.clear();
        return m_requests.emplace(number, needRequest(m_view, idOf(number))).first->second;
    }
    // What the item of another request looks at.
    const std::vector<Sight> &sightsOf(std::uint64_t number, const core::RequestItem &item)
    {
        const auto key
            = keys::join(item.config.text(), item.environment.text(), std::to_string(number));
        const auto known = m_sights.find(key);
        return known != m_sights.end()
            ? known->second
            : m_sights.emplace(key, Sights(m_texts, item).take()).first->second;
    }
    const std::vector<Referring> &referringIn(const core::EnvironmentId &environment)
    {
        const auto [known, isNew] = m_referring.try_emplace(environment);
        if (isNew)
            readReferring(environment, known->second);
        return known->second;
    }

private:
    static constexpr std::size_t mostKept = 50; // of up to 500 texts each

    static std::string idOf(std::uint64_t number) { return "CR-" + std::to_string(number); }

    void readReferring(const core::EnvironmentId &environment, std::vector<Referring> &into) const
    {
        const auto under = keys::join(keys::requestUses, "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            const auto rest = std::string_view(entry.key).substr(under.size());
            const auto config = rest.substr(0, rest.find('/'));
            const auto behind = rest.substr(config.size() + 1);
            const auto number = keys::numberAtEnd(entry.key);
            if (isOwn(number) || behind.substr(0, behind.find('/')) != environment.text())
                continue;
            into.push_back({std::string(config), number, usesIn(*entry.value).paths});
            if (into.size() == mostReferring)
                return;
        }
    }

    const View &m_view;
    LayerTexts m_texts;
    core::ChangeRequestId m_own;
    std::map<std::uint64_t, core::ChangeRequest> m_requests;
    std::map<std::string, std::vector<Sight>> m_sights;
    std::map<core::EnvironmentId, std::vector<Referring>> m_referring;
};

class Overlaps {
public:
    Overlaps(const View &view, Surroundings &around, const core::RequestItem &item)
        : m_view(view)
        , m_around(around)
        , m_item(item)
    {
    }

    std::vector<core::Overlap> find()
    {
        for (const auto &config : Relatives(m_view).of(m_item))
            visit(config,
                [&](const core::RequestItem &theirs) { return commonKeys(m_item, theirs); });
        if (!isFull())
            findSeen();
        if (!isFull())
            findReferring();
        return std::move(m_overlaps);
    }

private:
    bool isFull() const { return m_overlaps.size() == mostOverlaps; }

    void findSeen()
    {
        for (const auto &sight : Sights(m_around.texts(), m_item).take()) {
            for (const auto &config : Relatives(m_view).under(sight.config, sight.path))
                visit(config, [&](const core::RequestItem &theirs) {
                    return changes(theirs, sight.pointer) ? Keys{sight.from} : Keys();
                });
        }
    }

    // All items of other open requests that are about the config there.
    void visit(const std::string &config, const auto &keysInCommon)
    {
        auto range
            = KeyRange::under(keys::join(keys::openAt, config, m_item.environment.text(), ""));
        range.limit = mostLookedAt;
        for (const auto &entry : m_view.scan(range)) {
            const auto number = keys::numberAtEnd(entry.key);
            if (isFull() || m_around.isOwn(number))
                continue;
            const auto &other = m_around.request(number);
            for (const auto &theirs : other.items) {
                if (theirs.config.text() == config && theirs.environment == m_item.environment)
                    add(other, keysInCommon(theirs));
            }
        }
    }

    void add(const core::ChangeRequest &other, const Keys &common)
    {
        if (common.empty())
            return;
        auto known = std::ranges::find(m_overlaps, other.id, &core::Overlap::request);
        if (known == m_overlaps.end()) {
            if (isFull())
                return;
            m_overlaps.push_back({other.id, other.requesterName, {}});
            known = std::prev(m_overlaps.end());
        }
        for (const auto &key : common) {
            if (known->keys.size() < mostOverlapKeys
                && std::ranges::find(known->keys, key) == known->keys.end())
                known->keys.push_back(key);
        }
    }

    // What other requests refer to is kept beside them (see uses.h): only those are read that can
    // come to what the item is a part of.
    void findReferring()
    {
        const auto &referring = m_around.referringIn(m_item.environment);
        if (referring.empty())
            return;
        const auto paths = inheritorsOf(m_view, m_item.config, m_item.path, m_item.environment);
        std::set<std::string> reached(paths.begin(), paths.end());
        reached.insert(m_item.path);
        for (const auto &[config, number, uses] : referring) {
            if (isFull())
                return;
            if (std::ranges::any_of(
                    uses, [&](const std::string &path) { return reached.contains(path); }))
                addReferring(config, number);
        }
    }

    void addReferring(const std::string &config, std::uint64_t number)
    {
        const auto &other = m_around.request(number);
        for (const auto &theirs : other.items) {
            if (theirs.config.text() != config || theirs.environment != m_item.environment)
                continue;
            for (const auto &sight : m_around.sightsOf(number, theirs)) {
                const auto parts = Relatives(m_view).under(sight.config, sight.path);
                if (std::ranges::find(parts, m_item.config.text()) != parts.end())
                    add(other, keysAt(sight.pointer));
            }
        }
    }

    // Those of the item that stand there.
    Keys keysAt(const std::string &pointer) const
    {
        const auto *mine = keysOf(m_item);
        if (!mine)
            return {""};
        Keys there;
        for (const auto &key : *mine) {
            if (isRelated(key, pointer))
                there.push_back(key);
        }
        return there;
    }

    const View &m_view;
    Surroundings &m_around;
    const core::RequestItem &m_item;
    std::vector<core::Overlap> m_overlaps;
};

} // namespace

void addOverlaps(const View &view, core::ChangeRequest &request)
{
    Surroundings around(view, request);
    for (auto &item : request.items)
        item.overlaps = Overlaps(view, around, item).find();
}

} // namespace chancery::server
