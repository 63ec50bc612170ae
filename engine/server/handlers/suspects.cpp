// SPDX-License-Identifier: Apache-2.0
// What changed before something broke. Only what reached the agents of the service counts: a
// version that one of them said it took, or a version of something that one of their configs is
// made of when that config came anew, of all that it is made of now or was then.
#include "engine/api/describelineage.h"
#include "engine/api/describesuspects.h"
#include "engine/core/auditevent.h"
#include "engine/core/domain/lineage.h"
#include "engine/core/governing/documents.h"
#include "engine/core/hindsight/suspicion.h"
#include "engine/core/lineage/blame.h"
#include "engine/server/backwards.h"
#include "engine/server/handlers/agents.h"
#include "engine/server/handlers/changespread.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/suspectscope.h"
#include "engine/server/handlers/suspectways.h"
#include "engine/server/lineage.h"
#include "engine/server/log/pruned.h"
#include "engine/server/moments.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostVersions = 5'000; // that are looked at
constexpr std::size_t mostSkipped = 100'000; // that are later than what is asked for
constexpr std::size_t mostOldInARow = 64; // a clock may have been set back between
constexpr std::size_t mostEvents = 20'000;
constexpr std::size_t mostLooks = 2'000'000; // at what an agent said of a config
constexpr std::size_t mostFollowed = 500; // configs of a service
constexpr std::size_t mostSuspects = 200;
constexpr std::size_t mostTextBytes = std::size_t(16) << 20;

class SuspectSearch {
public:
    SuspectSearch(const Scene &scene, core::SuspectReport report, bool isUpToNow)
        : m_scene(scene)
        , m_view(scene.view)
        , m_report(std::move(report))
        , m_since(core::toRfc3339(m_report.since))
        , m_before(core::toRfc3339(m_report.before))
        , m_isUpToNow(isUpToNow)
        , m_survival(scene.view)
        , m_scope(scene.view, m_ways, !m_report.service.empty())
    {
    }

    core::SuspectReport run()
    {
        findWatchers();
        m_report.agents = int(m_watchers.size());
        findWays();
        addVersions();
        addLateVersions();
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
        m_watchers = carriersOf(m_view, m_report.environment.text(), m_report.service);
        for (std::size_t i = 0; i < m_watchers.size(); ++i) {
            m_byId[m_watchers[i].agent.id.text()] = i;
            for (const auto &path : m_watchers[i].paths)
                m_byPath[path].push_back(i);
        }
    }

    void findWays()
    {
        SuspectWays found(
            m_view, m_scene.dependencies, m_report.environment, m_report.since, m_report.before);
        std::size_t followed = 0;
        for (const auto &[path, watchers] : m_byPath) {
            if (++followed > mostFollowed) {
                m_report.isComplete = false;
                break;
            }
            found.add(path);
        }
        m_ways = found.ways();
        m_report.isComplete = m_report.isComplete && found.isComplete();
    }

    // The newest first, until they are too old.
    void addVersions()
    {
        Counts counts;
        const auto under = keys::join(keys::historyAt, m_report.environment.text(), "");
        visitBackwards(m_view, KeyRange::under(under), [&](const Entry &entry) {
            const auto blank = entry.value->find(' ');
            addVersion(entry.value->substr(0, blank), entry.value->substr(blank + 1), counts);
            if (counts.oldInARow == mostOldInARow)
                return false;
            const bool isMany = counts.looked == mostVersions || counts.skipped == mostSkipped;
            m_report.isComplete = m_report.isComplete && !isMany;
            return !isMany;
        });
    }

    struct Counts {
        std::size_t looked = 0;
        std::size_t skipped = 0;
        std::size_t oldInARow = 0;
    };

    void addVersion(const std::string &id, const std::string &path, Counts &counts)
    {
        const auto stored = m_view.needBytes(keys::join(keys::version, id), "version " + id);
        const auto at = storedMember(*stored, "createdAt");
        if (at < m_since) {
            ++counts.oldInARow;
            return;
        }
        counts.oldInARow = 0;
        if (at > m_before) {
            ++counts.skipped;
            return;
        }
        ++counts.looked;
        if (core::governing::isGoverning(path))
            addGoverning(View::parse<core::Version>(stored), path);
        else if (const auto ways = m_ways.find(path); ways != m_ways.end())
            add(View::parse<core::Version>(stored), path, ways->second);
    }

    // A version can be older than the time that is looked at and reach an agent within it, which
    // was away until then.
    void addLateVersions()
    {
        LateVersions late(m_view, {m_report.since, m_report.before});
        std::map<std::string, core::Instant> behind; // by path of what is followed
        for (const auto &[path, watchers] : m_byPath) {
            for (const auto number : watchers)
                addLate(late, behind, path, m_watchers[number].agent);
        }
        std::map<core::ConfigId, std::string> paths;
        for (const auto &[path, ways] : m_ways) {
            const core::ConfigId config(m_view.text(keys::join(keys::configPath, path)));
            paths.emplace(config, path);
            for (const auto &way : ways) {
                const auto since = behind.find(way.followed);
                if (way.link && since != behind.end())
                    late.addThrough(config, m_report.environment, since->second);
            }
        }
        m_report.isComplete = m_report.isComplete && late.isComplete();
        for (const auto &id : late.found()) {
            const auto version = versionAt(m_view, id);
            const auto path = paths.find(version.config);
            if (path != paths.end() && !core::governing::isGoverning(path->second))
                add(version, path->second, m_ways[path->second]);
        }
    }

    void addLate(LateVersions &late, std::map<std::string, core::Instant> &behind,
        const std::string &path, const core::Agent &agent)
    {
        // By its own clock: one that took nothing for long is not looked at.
        const auto report = std::ranges::find(agent.reports, path, &core::AgentReport::path);
        if (report == agent.reports.end() || report->at + std::chrono::hours(1) < m_report.since)
            return;
        if (++m_looks > mostLooks) {
            m_report.isComplete = false;
            return;
        }
        const auto &runs = runsOf(agent, path);
        late.addTaken(runs);
        if (const auto since = late.behindSince(runs)) {
            const auto known = behind.emplace(path, *since).first;
            known->second = std::min(known->second, *since);
        }
    }

    void add(const core::Version &version, const std::string &path, const std::vector<Way> &ways)
    {
        core::Suspect suspect;
        reach(suspect, version, ways);
        if (suspect.agents == 0 && suspect.refusals == 0)
            return;
        auto entry = lineageOf(m_view, version.id.text(), path, m_lineageBudget);
        const auto traits = traitsOf(version, entry);
        suspect.kind = traits.kind;
        describe(suspect, version, std::move(entry));
        core::weigh(suspect,
            {traits.isLargeStep, wasTakenBackSince(version), version.emergency.has_value()},
            m_report.before, m_report.agents);
        m_report.suspects.push_back(std::move(suspect));
    }

    // Who may do what, and when: it reaches no agent, and counts from the moment it is live.
    void addGoverning(const core::Version &version, const std::string &path)
    {
        const auto [before, after] = treesOf(version);
        // Of what nobody can read nobody knows whom it is about.
        if (after && !m_scope.isGovernedBy(path, rootOf(before), rootOf(after)))
            return;
        core::Suspect suspect;
        suspect.kind = core::SuspectKind::Policy;
        suspect.reachedAt = version.createdAt;
        describe(suspect, version, lineageOf(m_view, version.id.text(), path, m_lineageBudget));
        core::weigh(suspect, {false, wasTakenBackSince(version), version.emergency.has_value()},
            m_report.before, m_report.agents);
        m_report.suspects.push_back(std::move(suspect));
    }

    // Only what was live when it broke can have been taken back because of it: what was rolled
    // back from before had gone by then. Whoever names no instant has not said when it broke.
    bool wasTakenBackSince(const core::Version &version) const
    {
        if (!version.quarantined || m_isUpToNow)
            return version.quarantined;
        return liveAt(m_view, version.config, version.environment, m_report.before) == version.id;
    }

    static void describe(
        core::Suspect &suspect, const core::Version &version, core::LineageEntry entry)
    {
        suspect.title = entry.path;
        suspect.version = version.id;
        suspect.config = version.config;
        suspect.semver = version.semver;
        suspect.changeRequest = version.changeRequest;
        suspect.authorName = version.authorName;
        suspect.approvers = std::move(entry.approvers);
        suspect.message = std::move(entry.message);
        suspect.at = version.createdAt;
        suspect.keys = std::move(entry.keys);
    }

    // Which agents had it, since when, and by which way.
    void reach(core::Suspect &suspect, const core::Version &version, const std::vector<Way> &ways)
    {
        std::set<std::size_t> reached;
        std::set<std::size_t> refused;
        for (const auto &way : ways) {
            for (const auto number : m_byPath[way.followed]) {
                if (++m_looks > mostLooks) {
                    m_report.isComplete = false;
                    return;
                }
                const auto &runs = runsOf(m_watchers[number].agent, way.followed);
                if (wasRefused(runs, version) && refused.insert(number).second)
                    ++suspect.refusals;
                const auto run
                    = m_survival.firstWith(runs, version, way.link.has_value(), m_report.before);
                if (run && isLooked(run->at))
                    note(suspect, run->at, way, reached.insert(number).second);
            }
        }
        if (suspect.agents == 0)
            suspect.reachedAt = version.createdAt;
    }

    bool isLooked(core::Instant at) const { return at >= m_report.since && at <= m_report.before; }

    bool wasRefused(const std::vector<core::AgentRun> &runs, const core::Version &version) const
    {
        return std::ranges::any_of(runs, [&](const core::AgentRun &run) {
            return run.isRefusal && run.version == version.id && isLooked(run.at);
        });
    }

    // A way of its own tells more than one through others, and those more than a mere declaration.
    static void note(core::Suspect &suspect, core::Instant at, const Way &way, bool isNewAgent)
    {
        const bool isFirst = suspect.agents == 0;
        if (isFirst || at < suspect.reachedAt)
            suspect.reachedAt = at;
        suspect.agents += isNewAgent ? 1 : 0;
        if (isFirst || !way.link || suspect.link == core::DependencyKind::Declares)
            suspect.link = way.link;
    }

    const std::vector<core::AgentRun> &runsOf(const core::Agent &agent, const std::string &path)
    {
        const auto [known, isNew]
            = m_runs.emplace(std::pair(agent.id.text(), path), std::vector<core::AgentRun>());
        if (!isNew)
            return known->second;
        const auto config = m_view.text(keys::join(keys::configPath, path));
        known->second = runsOfAgent(m_view, agent, core::ConfigId(config));
        // Only so many are kept: what ran between the bound and the first of them is not known.
        if (known->second.size() >= mostRunsKept && known->second.front().at > m_report.since)
            m_report.isComplete = false;
        return known->second;
    }

    core::ChangeTraits traitsOf(const core::Version &version, const core::LineageEntry &entry)
    {
        const auto [before, after] = treesOf(version);
        // The record tells the first keys only.
        if (entry.hasMoreKeys && after && (before || version.parents.empty()))
            return core::traitsOf(rootOf(before), rootOf(after));
        return core::traitsOf(rootOf(before), rootOf(after), entry.keys);
    }

    using Text = std::optional<core::Tree>;

    static core::Value rootOf(const Text &tree)
    {
        return tree && tree->nodeCount() > 0 ? tree->root() : core::Value();
    }

    // As it was and as it has become.
    std::pair<Text, Text> treesOf(const core::Version &version)
    {
        auto after = treeOf(version.id, version.format);
        if (version.parents.empty())
            return {Text(), std::move(after)};
        return {treeOf(version.parents.front(), version.format), std::move(after)};
    }

    Text treeOf(const core::VersionId &version, core::Format format)
    {
        const auto text = m_view.get(keys::join(keys::text, version.text()));
        if (!text || m_textBytes + text->size() > mostTextBytes) {
            m_report.isComplete = false; // what it is about is not known
            return std::nullopt;
        }
        m_textBytes += text->size();
        auto reading = core::read(text, format, core::Limits::wide());
        return reading ? std::optional(std::move(reading).tree()) : std::nullopt;
    }

    // The log is in order, so its end is looked for and what is later is never read.
    std::uint64_t sizeBefore() const
    {
        auto from = std::min(firstLeaf(m_view), m_scene.checkpoint.size());
        std::uint64_t to = m_scene.checkpoint.size();
        while (from < to) {
            const auto middle = from + (to - from) / 2;
            const auto leaf = m_view.get(keys::join(keys::leaf, keys::number(middle)));
            const auto event
                = leaf ? core::fromLeaf(*leaf) : core::Result<core::AuditEvent>(core::Error{});
            if (event && event->time <= m_report.before)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }

    void addEvents()
    {
        auto range = KeyRange::under(keys::join(keys::leaf, ""));
        range.to = keys::join(keys::leaf, keys::number(sizeBefore()));
        std::size_t looked = 0;
        visitBackwards(m_view, range, [&](const Entry &entry) {
            if (++looked > mostEvents) {
                m_report.isComplete = false;
                return false;
            }
            const auto event = core::fromLeaf(*entry.value);
            if (event && event->time < m_report.since)
                return false;
            if (event)
                addEvent(*event);
            return true;
        });
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
            if (event.environment == m_report.environment.text()
                && m_scope.hasAnyBelow(event.nameSpace))
                add(event, core::SuspectKind::Secret, event.nameSpace, m_report.agents);
            break;
        case EnvironmentUpdate:
        case EnvironmentCreate:
        case PolicyApprovalUpdate:
        case PolicyOwnershipUpdate:
            if (event.environment == m_report.environment.text())
                add(event, core::SuspectKind::Policy, event.environment, 0);
            break;
        case FreezeOverride:
            // What is let through a freeze.
            if (event.environment == m_report.environment.text()
                && m_scope.hasRequest(event.target.id))
                add(event, core::SuspectKind::Policy, event.target.id, 0);
            break;
        case BreakglassActivate:
            // Who may do without approvals for a while.
            if (event.environment == m_report.environment.text()
                && m_scope.hasEmergency(event.target.id))
                add(event, core::SuspectKind::Policy, event.target.id, 0);
            break;
        case ConfigUpdate:
            if (!event.related.empty() && m_ways.contains(event.related.front().path))
                add(event, core::SuspectKind::Policy, event.related.front().path, 0);
            break;
        default:
            break;
        }
    }

    // An agent that has come up again; those of a minute are one thing.
    void addStart(const core::AuditEvent &event)
    {
        const auto known = m_byId.find(event.target.id);
        // The first time is no change.
        if (known == m_byId.end() || m_watchers[known->second].agent.registeredAt >= event.time)
            return;
        if (m_start
            && m_report.suspects[*m_start].reachedAt - event.time < std::chrono::minutes(1)) {
            auto &suspect = m_report.suspects[*m_start];
            suspect.reachedAt = suspect.at = event.time;
            m_started.insert(known->second);
            suspect.agents = int(m_started.size());
            core::weigh(suspect, {}, m_report.before, m_report.agents);
            return;
        }
        m_start = m_report.suspects.size();
        m_started = {known->second};
        add(event, core::SuspectKind::Agent, m_watchers[known->second].agent.name, 1);
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
    std::string m_since; // as they stand in versions
    std::string m_before;
    bool m_isUpToNow;
    std::vector<Carrier> m_watchers;
    std::map<std::string, std::size_t> m_byId;
    std::map<std::string, std::vector<std::size_t>> m_byPath;
    std::set<std::size_t> m_started; // of the last suspect that is one of agents
    std::size_t m_looks = 0;
    SuspectWays::Ways m_ways;
    std::map<std::pair<std::string, std::string>, std::vector<core::AgentRun>> m_runs;
    std::optional<std::size_t> m_start; // of the suspects, the last that is one of agents
    ChangeSurvival m_survival;
    SuspectScope m_scope;
    LineageBudget m_lineageBudget;
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
    const bool isUpToNow = scene.request.parameter("before").empty();
    return Response::json(api::toJson(SuspectSearch(scene, std::move(report), isUpToNow).run()));
}

} // namespace chancery::server
