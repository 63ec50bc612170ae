// SPDX-License-Identifier: Apache-2.0
#include "schemareplay.h"

#include "engine/core/rules/invariants.h"
#include "engine/server/boundschema.h"
#include "engine/server/layerplaces.h"
#include "engine/server/resolution.h"
#include "engine/server/validator.h"

#include <chrono>

namespace chancery::server {

namespace {

using namespace std::chrono_literals;

constexpr auto longest = 30s;
constexpr std::size_t mostBeside = 1'000'000;
constexpr std::size_t mostBytesBeside = std::size_t(4) << 30;
constexpr std::size_t mostInWriter = 200;
constexpr std::size_t mostBytesInWriter = std::size_t(16) << 20;
constexpr std::string_view defaultsEnd = "/defaults";

std::string lastChange(const View &view)
{
    auto range = KeyRange::under(keys::join(keys::change, ""));
    range.backwards = true;
    range.limit = 1;
    const auto last = view.scan(range);
    return last.empty() ? std::string() : last.front().key;
}

// A live document, and whose rules it is under.
struct Target {
    core::Config config;
    core::EnvironmentId environment;
    bool isHeir = false; // only of invariants, of a parent's schema
    std::string name; // with the versions that make it
};

class Replay {
public:
    Replay(const View &view, const core::CompiledSchema &before, const core::CompiledSchema &now,
        SchemaReplay &replay)
        : m_view(view)
        , m_before(before)
        , m_now(now)
        , m_replay(replay)
    {
    }

    void run(const std::string &uri, const ReplayLimits &limits)
    {
        const auto targets = targetsOf(uri);
        m_replay.of = targets.size();
        // What is gone since does not count.
        std::set<std::string> present;
        for (const auto &target : targets) {
            if (m_replay.seen.contains(target.name))
                present.insert(target.name);
        }
        m_replay.seen = std::move(present);
        std::size_t looked = 0;
        for (const auto &target : targets) {
            if (m_replay.seen.contains(target.name))
                continue;
            if (looked++ >= limits.documents || m_bytes > limits.bytes
                || (limits.isOver && limits.isOver()))
                return;
            look(target);
            if (m_replay.refused)
                return;
        }
    }

private:
    std::vector<Target> targetsOf(const std::string &uri)
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::schema, "")))) {
            auto schema = View::parse<core::Schema>(entry.value);
            if (schema.uri == uri)
                m_ids.insert(std::move(schema.id));
        }
        std::vector<core::EnvironmentId> environments;
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::environment, ""))))
            environments.push_back(View::parse<core::Environment>(entry.value).id);
        std::vector<core::Config> configs;
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::config, ""))))
            configs.push_back(View::parse<core::Config>(entry.value));
        std::vector<Target> targets;
        for (const auto &environment : environments) {
            const auto parents = parentsUnder(configs, environment);
            for (const auto &config : configs) {
                const bool isUnder = isBound(config, environment);
                if (isUnder || inheritsFrom(config, parents))
                    add(config, environment, !isUnder, targets);
            }
        }
        return targets;
    }

    bool isBound(const core::Config &config, const core::EnvironmentId &environment) const
    {
        const auto bound = boundSchema(m_view, config, environment);
        return bound && m_ids.contains(*bound);
    }

    // The folders whose defaults are live under the schema.
    std::vector<std::string> parentsUnder(
        const std::vector<core::Config> &configs, const core::EnvironmentId &environment) const
    {
        std::vector<std::string> folders;
        for (const auto &config : configs) {
            if (config.path.ends_with(defaultsEnd) && isBound(config, environment)
                && headOf(config.id, environment))
                folders.push_back(
                    config.path.substr(0, config.path.size() - defaultsEnd.size() + 1));
        }
        return folders;
    }

    static bool inheritsFrom(const core::Config &config, const std::vector<std::string> &folders)
    {
        return std::ranges::any_of(folders, [&config](const std::string &folder) {
            return config.path.starts_with(folder)
                && std::string_view(config.path).substr(folder.size()) != defaultsEnd.substr(1);
        });
    }

    Bytes headOf(const core::ConfigId &config, const core::EnvironmentId &environment) const
    {
        return m_view.get(keys::join(keys::head, config.text(), environment.text()));
    }

    // Nothing where nothing of it is live.
    void add(const core::Config &config, const core::EnvironmentId &environment, bool isHeir,
        std::vector<Target> &targets) const
    {
        std::string versions;
        const auto addVersion = [&](const core::ConfigId &text) {
            if (const auto head = headOf(text, environment))
                versions += '/' + storedMember(*head, "version");
        };
        addVersion(config.id);
        for (const auto &layer : layersOf(m_view, config.id).layers)
            addVersion(layer.config);
        if (versions.empty())
            return;
        for (const auto &parent : parentsOf(m_view, config))
            addVersion(parent.id);
        targets.push_back(
            {config, environment, isHeir, config.id.text() + '/' + environment.text() + versions});
    }

    // One that is too many documents to be looked at is not seen.
    void look(const Target &target)
    {
        LayerTexts texts(m_view);
        const auto own = texts.live(target.config.id, target.environment);
        if (own && !isComposed(m_view, target.config, *own->tree)) {
            hold(target, own->tree->root());
            m_replay.seen.insert(target.name);
            return;
        }
        const Proposal nothing;
        LayerPlaces places(texts, nothing);
        const auto all = places.of(target.config, target.environment);
        if (!all)
            return;
        for (const auto &place : *all) {
            const auto document = Resolution(texts, place).effective(target.config);
            if (document)
                hold(target, document->root());
            if (m_replay.refused)
                return;
        }
        m_replay.seen.insert(target.name);
    }

    // What the text before refuses as well says nothing of this one.
    void hold(const Target &target, core::Value document)
    {
        m_bytes += document.tree().source().size();
        const bool isNew = target.isHeir ? !core::checkInvariants(m_now, document).empty()
                && core::checkInvariants(m_before, document).empty()
                                         : Validator::refusesNewly(m_before, m_now, document);
        if (isNew)
            m_replay.refused = target.config.path;
    }

    const View &m_view;
    const core::CompiledSchema &m_before;
    const core::CompiledSchema &m_now;
    SchemaReplay &m_replay;
    std::set<core::SchemaId> m_ids;
    std::size_t m_bytes = 0;
};

} // namespace

ReplayLimits limitsInWriter()
{
    return {mostInWriter, mostBytesInWriter, {}};
}

void replayLive(const View &view, Validator &validator, const core::NewSchema &asked,
    const ReplayLimits &limits, SchemaReplay &replay)
{
    const auto latest = view.text(keys::join(keys::schemaUri, asked.uri));
    const core::SchemaId id(latest);
    auto state = lastChange(view);
    const bool isOfThis = replay.before == id;
    if (latest.empty() || (isOfThis && replay.state == state))
        return;
    if (!isOfThis)
        replay = {};
    replay.before = id;
    replay.state = std::move(state);
    const auto *const before = validator.known(view, id);
    if (!before)
        return; // nobody knows any more what it took
    const auto now = validator.checkSchema(view, asked);
    Replay(view, *before, now, replay).run(asked.uri, limits);
}

core::Result<SchemaReplay> replayBesideWriter(
    Store &store, const core::NewSchema &asked, const std::function<bool()> &isEnding)
{
    using Clock = std::chrono::steady_clock;
    auto reader = store.openReader();
    if (!reader)
        return reader.error();
    SchemaReplay replay;
    try {
        Validator validator;
        const auto end = Clock::now() + longest;
        replayLive(View(**reader), validator, asked,
            {mostBeside, mostBytesBeside, [&] { return isEnding() || Clock::now() > end; }},
            replay);
    } catch (const Refusal &refusal) {
        return refusal.error;
    } catch (const std::exception &exception) {
        return api::problem("internal", exception.what());
    }
    return replay;
}

} // namespace chancery::server
