// SPDX-License-Identifier: Apache-2.0
// What changed before something broke. Only what reached the agents of the service counts: a
// version that one of them said it took, or a version of something that one of their configs is
// made of when that config came anew. Which configs those are is what holds now.
#include "engine/api/describelineage.h"
#include "engine/api/describesuspects.h"
#include "engine/core/auditevent.h"
#include "engine/core/domain/lineage.h"
#include "engine/core/hindsight/suspicion.h"
#include "engine/server/dependencies.h"
#include "engine/server/handlers/agents.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/lineage.h"
#include "engine/server/moments.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostVersions = 5'000; // that are looked at
constexpr std::size_t mostEvents = 5'000;
constexpr std::size_t mostFollowed = 500; // configs of a service
constexpr std::size_t mostSuspects = 200;
constexpr std::size_t mostTextBytes = std::size_t(16) << 20;

struct Watcher {
    core::Agent agent;
    std::set<std::string> follows; // paths
};

// A config that a followed one is made of or hangs on; absent: it is the followed one.
struct Way {
    std::string followed; // path
    std::optional<core::DependencyKind> link;
};

class SuspectSearch {
public:
    SuspectSearch(const Scene &scene, core::SuspectReport report)
        : m_scene(scene)
        , m_view(scene.view)
        , m_report(std::move(report))
    {
    }

    core::SuspectReport run()
    {
        findWatchers();
        m_report.agents = int(m_watchers.size());
        findWays();
        addVersions();
        addEvents();
        std::ranges::sort(m_report.suspects, core::isLikelier);
        if (m_report.suspects.size() > mostSuspects) {
            m_report.suspects.resize(mostSuspects);
            m_report.isComplete = false;
        }
        return std::move(m_report);
    }

private:
    void findWatchers()
    {
        const auto names = keys::join(keys::agentName, m_report.environment.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(names))) {
            Watcher watcher{
                m_view.need<core::Agent>(keys::join(keys::agent, *entry.value), "agent"), {}};
            if (!m_report.service.empty() && watcher.agent.service != m_report.service)
                continue;
            for (const auto &report : watcher.agent.reports)
                watcher.follows.insert(report.path);
            if (const auto paths = m_view.get(keys::join(keys::agentFollows, *entry.value))) {
                for (auto &path : View::parse<std::vector<std::string>>(paths))
                    watcher.follows.insert(std::move(path));
            }
            m_watchers.push_back(std::move(watcher));
        }
        if (m_watchers.empty() && !m_report.service.empty())
            refuse("not-found",
                "No agent of " + m_report.service + " is known in " + m_report.environment.text());
    }

    void findWays()
    {
        std::set<std::string> followed;
        for (const auto &watcher : m_watchers)
            followed.insert(watcher.follows.begin(), watcher.follows.end());
        for (const auto &path : followed) {
            if (m_ways.size() >= mostFollowed) {
                m_report.isComplete = false;
                break;
            }
            m_ways[path].push_back({path, std::nullopt});
            addWaysTo(path);
        }
    }

    void addWaysTo(const std::string &path)
    {
        const auto &graph = m_scene.dependencies.graph();
        const auto start = graph.find(path);
        if (!start)
            return;
        const core::DependencyScope scope{m_report.environment.text(), false, {}};
        const auto passes = graph.passing(scope);
        std::map<core::DependencyGraph::Node, core::DependencyKind> near;
        for (const auto &edge : graph.dependencies(*start)) {
            if (passes[edge.source()] != 0)
                near.emplace(edge.node(), edge.kind());
        }
        const core::DependencyGraph::Node from[]{*start};
        for (const auto &each :
            core::reach(graph, from, core::WalkDirection::Dependencies, scope)) {
            if (each.hops == 0)
                continue;
            const auto first = near.find(each.node);
            const auto link = each.hops == 1 && first != near.end() ? first->second
                : each.isInheritedOnly                              ? core::DependencyKind::Inherits
                                                                    : core::DependencyKind::Refers;
            m_ways[graph.path(each.node)].push_back({path, link});
        }
    }

    // The newest first, until they are too old.
    void addVersions()
    {
        auto range = KeyRange::under(keys::join(keys::historyAt, m_report.environment.text(), ""));
        range.backwards = true;
        range.limit = 256;
        std::size_t looked = 0;
        for (;;) {
            const auto entries = m_view.scan(range);
            for (const auto &entry : entries) {
                if (++looked > mostVersions) {
                    m_report.isComplete = false;
                    return;
                }
                const auto blank = entry.value->find(' ');
                if (!addVersion(entry.value->substr(0, blank), entry.value->substr(blank + 1)))
                    return;
            }
            if (entries.size() < range.limit)
                return;
            range.to = entries.back().key;
        }
    }

    // False for one that is older than all that is asked for.
    bool addVersion(const std::string &id, const std::string &path)
    {
        const auto version = versionAt(m_view, core::VersionId(id));
        if (version.createdAt < m_report.since)
            return false;
        const auto ways = m_ways.find(path);
        if (version.createdAt > m_report.before || ways == m_ways.end())
            return true;
        core::Suspect suspect;
        reach(suspect, version, ways->second);
        if (suspect.agents == 0 && suspect.refusals == 0)
            return true;
        auto entry = lineageOf(m_view, id, path, m_lineageBudget);
        const auto traits = traitsOf(version, entry.keys);
        suspect.kind = traits.kind;
        suspect.title = path;
        suspect.version = version.id;
        suspect.config = version.config;
        suspect.semver = version.semver;
        suspect.changeRequest = version.changeRequest;
        suspect.authorName = version.authorName;
        suspect.approvers = std::move(entry.approvers);
        suspect.message = std::move(entry.message);
        suspect.at = version.createdAt;
        suspect.keys = std::move(entry.keys);
        core::weigh(suspect, {traits.isLargeStep, version.quarantined, false}, m_report.before,
            m_report.agents);
        m_report.suspects.push_back(std::move(suspect));
        return true;
    }

    // Which agents had it, since when, and by which way.
    void reach(core::Suspect &suspect, const core::Version &version, const std::vector<Way> &ways)
    {
        bool isOwn = false;
        for (const auto &watcher : m_watchers) {
            bool hasIt = false;
            bool hasRefused = false;
            for (const auto &way : ways) {
                if (!watcher.follows.contains(way.followed))
                    continue;
                for (const auto &run : runsOf(watcher.agent, way.followed)) {
                    if (run.at > m_report.before || run.at < version.createdAt)
                        continue;
                    const bool isIt
                        = way.link || run.version == version.id || isAfter(run.version, version);
                    if (run.isRefusal) {
                        hasRefused = hasRefused || run.version == version.id;
                    } else if (isIt) {
                        note(suspect, run.at, !hasIt);
                        hasIt = true;
                        isOwn = isOwn || !way.link;
                        if (!isOwn
                            && (!suspect.link || suspect.link == core::DependencyKind::Declares))
                            suspect.link = way.link;
                    }
                }
            }
            suspect.refusals += hasRefused ? 1 : 0;
        }
        if (suspect.agents == 0)
            suspect.reachedAt = version.createdAt;
        if (isOwn)
            suspect.link.reset();
    }

    static void note(core::Suspect &suspect, core::Instant at, bool isNewAgent)
    {
        if (suspect.agents == 0 || at < suspect.reachedAt)
            suspect.reachedAt = at;
        suspect.agents += isNewAgent ? 1 : 0;
    }

    bool isAfter(const core::VersionId &id, const core::Version &version)
    {
        const auto known = m_view.get(keys::join(keys::version, id.text()));
        return known && storedMember(*known, "createdAt") >= core::toRfc3339(version.createdAt);
    }

    const std::vector<core::AgentRun> &runsOf(const core::Agent &agent, const std::string &path)
    {
        const auto [known, isNew]
            = m_runs.emplace(std::pair(agent.id.text(), path), std::vector<core::AgentRun>());
        if (!isNew)
            return known->second;
        const auto config = m_view.text(keys::join(keys::configPath, path));
        known->second = runsOfAgent(m_view, agent, core::ConfigId(config));
        return known->second;
    }

    core::ChangeTraits traitsOf(const core::Version &version, const std::vector<std::string> &keys)
    {
        const auto after = treeOf(version.id, version.format);
        std::optional<core::Tree> before;
        if (!version.parents.empty())
            before = treeOf(version.parents.front(), version.format);
        const auto rootOf = [](const std::optional<core::Tree> &tree) {
            return tree && tree->nodeCount() > 0 ? tree->root() : core::Value();
        };
        return core::traitsOf(rootOf(before), rootOf(after), keys);
    }

    std::optional<core::Tree> treeOf(const core::VersionId &version, core::Format format)
    {
        const auto text = m_view.get(keys::join(keys::text, version.text()));
        if (!text || m_textBytes + text->size() > mostTextBytes)
            return std::nullopt;
        m_textBytes += text->size();
        auto reading = core::read(text, format, core::Limits::wide());
        return reading ? std::optional(std::move(reading).tree()) : std::nullopt;
    }

    void addEvents()
    {
        auto range = KeyRange::under(keys::join(keys::leaf, ""));
        range.backwards = true;
        range.limit = 256;
        std::size_t looked = 0;
        for (;;) {
            const auto entries = m_view.scan(range);
            for (const auto &entry : entries) {
                if (++looked > mostEvents) {
                    m_report.isComplete = false;
                    return;
                }
                const auto event = core::fromLeaf(*entry.value);
                if (!event || event->time > m_report.before)
                    continue;
                if (event->time < m_report.since)
                    return;
                addEvent(*event);
            }
            if (entries.size() < range.limit)
                return;
            range.to = entries.back().key;
        }
    }

    void addEvent(const core::AuditEvent &event)
    {
        if (event.outcome != core::AuditOutcome::Success)
            return;
        const auto kind = core::auditKindOf(event.event, event.code);
        if (!kind)
            return;
        using enum core::AuditKind;
        switch (*kind) {
        case AgentEnroll:
            addStart(event);
            break;
        case KeyRotate:
            if (event.environment == m_report.environment.text() && isOfTheirs(event.nameSpace))
                add(event, core::SuspectKind::Secret, event.nameSpace, m_report.agents);
            break;
        case EnvironmentUpdate:
        case EnvironmentCreate:
        case PolicyApprovalUpdate:
        case PolicyOwnershipUpdate:
            if (event.environment == m_report.environment.text())
                add(event, core::SuspectKind::Policy, event.environment, 0);
            break;
        case ConfigUpdate:
            if (!event.related.empty() && m_ways.contains(event.related.front().path))
                add(event, core::SuspectKind::Policy, event.related.front().path, 0);
            break;
        default:
            break;
        }
    }

    bool isOfTheirs(const std::string &nameSpace) const
    {
        return std::ranges::any_of(
            m_ways, [&](const auto &way) { return way.first.starts_with(nameSpace + '/'); });
    }

    // An agent that has come up again; those of a minute are one thing.
    void addStart(const core::AuditEvent &event)
    {
        const auto watcher = std::ranges::find(
            m_watchers, event.target.id, [](const Watcher &each) { return each.agent.id.text(); });
        // The first time is no change.
        if (watcher == m_watchers.end() || watcher->agent.registeredAt >= event.time)
            return;
        if (m_start
            && m_report.suspects[*m_start].reachedAt - event.time < std::chrono::minutes(1)) {
            auto &known = m_report.suspects[*m_start];
            known.reachedAt = known.at = event.time;
            ++known.agents;
            core::weigh(known, {}, m_report.before, m_report.agents);
            return;
        }
        m_start = m_report.suspects.size();
        add(event, core::SuspectKind::Agent, watcher->agent.name, 1);
    }

    void add(
        const core::AuditEvent &event, core::SuspectKind kind, const std::string &title, int agents)
    {
        core::Suspect suspect;
        suspect.kind = kind;
        suspect.title = title;
        suspect.message = event.event;
        suspect.at = event.time;
        suspect.reachedAt = event.time;
        suspect.agents = agents;
        suspect.auditSequence = std::uint64_t(event.seq);
        core::weigh(suspect, {}, m_report.before, m_report.agents);
        m_report.suspects.push_back(std::move(suspect));
    }

    const Scene &m_scene;
    const View &m_view;
    core::SuspectReport m_report;
    std::vector<Watcher> m_watchers;
    std::map<std::string, std::vector<Way>> m_ways; // by path
    std::map<std::pair<std::string, std::string>, std::vector<core::AgentRun>> m_runs;
    std::optional<std::size_t> m_start; // of the suspects, the last that is one of agents
    std::size_t m_lineageBudget = lineageBudget;
    std::size_t m_textBytes = 0;
};

} // namespace

Response listSuspects(const Scene &scene)
{
    const auto &environment = scene.arguments[0];
    scene.view.needBytes(keys::join(keys::environment, environment), "environment " + environment);
    core::SuspectReport report;
    report.environment = core::EnvironmentId(environment);
    report.service = scene.request.parameter("service");
    report.before = instantIn(scene.request, "before", scene.now).value_or(scene.now);
    report.since = instantIn(scene.request, "since", scene.now)
                       .value_or(report.before - std::chrono::hours(24));
    if (report.since > report.before)
        refuse("bad-request", "The end of the time that is looked at is before its beginning");
    return Response::json(api::toJson(SuspectSearch(scene, std::move(report)).run()));
}

} // namespace chancery::server
