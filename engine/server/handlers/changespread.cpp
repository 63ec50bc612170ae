// SPDX-License-Identifier: Apache-2.0
#include "changespread.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/lineage/following.h"
#include "engine/core/schema/equality.h"
#include "engine/server/backwards.h"
#include "engine/server/lineage.h"
#include "engine/server/moments.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostBytes = std::size_t(16) << 20; // that are read for one answer
constexpr std::size_t mostSince = 256; // versions behind which an end is looked for
constexpr std::size_t mostLooked = 16; // of them, from the change on
constexpr std::size_t mostSteps = 64; // back from a version
constexpr std::size_t mostLate = 500;

core::Value rootOf(const core::Tree &tree)
{
    return tree.nodeCount() > 0 ? tree.root() : core::Value();
}

// A value, or one of those in it, stands in the later document as it is here.
bool isLeafThere(core::Value value, const std::string &pointer, core::Following &then)
{
    if (value.size() == 0) {
        const auto there = then.there(pointer);
        return there && core::sameValue(value, there);
    }
    std::size_t index = 0;
    for (const auto &member : value) {
        const auto token
            = value.isObject() ? core::escapePointerToken(member.key()) : std::to_string(index++);
        if (isLeafThere(member.value(), pointer + '/' + token, then))
            return true;
    }
    return false;
}

bool isAnyThere(core::Value before, core::Value after, core::Value then)
{
    constexpr std::size_t mostKeys = 1000;
    if (!after)
        return !then;
    const auto keys = core::changedKeys(before, after, mostKeys);
    core::Following set(after, then);
    core::Following gone(before, then);
    return keys.empty() || std::ranges::any_of(keys, [&](const core::ChangedKey &key) {
        if (key.kind == core::ChangedKey::Kind::Gone)
            return !gone.there(key.pointer);
        return isLeafThere(after.resolve(key.pointer), key.pointer, set);
    });
}

} // namespace

bool ChangeSurvival::isIn(const core::Version &change, const core::VersionId &later)
{
    if (later == change.id)
        return true;
    const auto [known, isNew] = m_known.emplace(std::pair(change.id, later), true);
    if (isNew)
        known->second = hasAnyOf(change, later);
    return known->second;
}

bool ChangeSurvival::hasAnyOf(const core::Version &change, const core::VersionId &later)
{
    bool isReadable = true;
    const auto read = [&](const core::VersionId &id, core::Format format) {
        const auto text = m_view.get(keys::join(keys::text, id.text()));
        if (!text || m_bytes + text->size() > mostBytes) {
            isReadable = false;
            return core::Tree();
        }
        m_bytes += text->size();
        auto reading = core::read(text, format, core::Limits::wide());
        isReadable = isReadable && reading;
        return reading ? std::move(reading).tree() : core::Tree();
    };
    const auto known = m_view.find<core::Version>(keys::join(keys::version, later.text()));
    if (!known)
        return true;
    core::Tree before;
    if (!change.parents.empty())
        before = read(change.parents.front(), versionAt(m_view, change.parents.front()).format);
    const auto after = read(change.id, change.format);
    const auto then = read(later, known->format);
    return !isReadable || isAnyThere(rootOf(before), rootOf(after), rootOf(then));
}

std::optional<core::Instant> ChangeSurvival::endOf(const core::Version &change)
{
    const auto [known, isNew] = m_ends.emplace(change.id, std::nullopt);
    if (isNew)
        known->second = findEnd(change);
    return known->second;
}

std::optional<core::Instant> ChangeSurvival::findEnd(const core::Version &change)
{
    std::vector<core::VersionId> since; // the newest first
    const auto range = KeyRange::under(
        keys::join(keys::historyIn, change.config.text(), change.environment.text(), ""));
    visitBackwards(m_view, range, [&](const Entry &entry) {
        if (*entry.value == change.id.text())
            return false;
        since.emplace_back(*entry.value);
        return since.size() <= mostSince;
    });
    if (since.size() > mostSince)
        return std::nullopt;
    std::ranges::reverse(since);
    since.resize(std::min(since.size(), mostLooked));
    const auto end
        = std::ranges::find_if(since, [&](const auto &later) { return !isIn(change, later); });
    return end == since.end() ? std::nullopt : std::optional(versionAt(m_view, *end).createdAt);
}

bool ChangeSurvival::isAfter(const core::VersionId &id, const core::Version &change) const
{
    const auto known = m_view.get(keys::join(keys::version, id.text()));
    return known && storedMember(*known, "createdAt") >= core::toRfc3339(change.createdAt);
}

// Of what was undone by then, an agent can only have had it if it changed once more.
bool ChangeSurvival::hadThrough(const std::vector<core::AgentRun> &runs, const core::AgentRun &run,
    const core::Version &change, core::Instant until)
{
    const auto end = endOf(change);
    return !end || run.at < *end
        || std::ranges::any_of(
            runs,
            [&](const core::AgentRun &later) {
                return later.at > run.at && later.at <= until && !later.isRefusal
                    && later.effective != run.effective;
            });
}

std::optional<core::AgentRun> ChangeSurvival::firstWith(const std::vector<core::AgentRun> &runs,
    const core::Version &change, bool isThrough, core::Instant until)
{
    const core::AgentRun *earlier = nullptr;
    for (const auto &run : runs) {
        if (run.at > until)
            return std::nullopt;
        if (run.isRefusal)
            continue;
        const bool isSame = earlier && run.effective && run.effective == earlier->effective;
        earlier = &run;
        if (run.at < change.createdAt)
            continue;
        const bool hasIt = isThrough ? !isSame && hadThrough(runs, run, change, until)
                                     : run.version == change.id
                || (isAfter(run.version, change) && isIn(change, run.version));
        if (hasIt)
            return run;
    }
    return std::nullopt;
}

void LateVersions::addSince(core::VersionId version, core::Instant since)
{
    if (!m_walked.emplace(version, since).second)
        return;
    for (std::size_t step = 0; step < mostSteps; ++step) {
        const auto known = m_view.find<core::Version>(keys::join(keys::version, version.text()));
        if (!known || known->createdAt <= since)
            return;
        if (known->createdAt < m_window.from) {
            m_isComplete = m_isComplete && m_found.size() < mostLate;
            if (m_found.size() == mostLate)
                return;
            m_found.insert(version);
        }
        if (known->parents.empty())
            return;
        version = known->parents.front();
    }
    m_isComplete = false;
}

void LateVersions::addTaken(const std::vector<core::AgentRun> &runs)
{
    const core::AgentRun *earlier = nullptr;
    for (const auto &run : runs) {
        const auto *before = run.isRefusal ? earlier : std::exchange(earlier, &run);
        if (!before || !isIn(run.at) || run.version == before->version)
            continue;
        const auto had
            = m_view.find<core::Version>(keys::join(keys::version, before->version.text()));
        if (had)
            addSince(run.version, had->createdAt);
    }
}

std::optional<core::Instant> LateVersions::behindSince(
    const std::vector<core::AgentRun> &runs) const
{
    const core::AgentRun *earlier = nullptr;
    for (const auto &run : runs) {
        if (run.isRefusal)
            continue;
        const auto *before = std::exchange(earlier, &run);
        const bool isSame = before && run.effective && run.effective == before->effective;
        if (before && isIn(run.at) && !isSame) // what comes after it is no older than the window
            return before->at < m_window.from ? std::optional(before->at) : std::nullopt;
    }
    return std::nullopt;
}

void LateVersions::addThrough(
    const core::ConfigId &through, const core::EnvironmentId &environment, core::Instant since)
{
    if (const auto live = liveAt(m_view, through, environment, m_window.from))
        addSince(*live, since);
}

} // namespace chancery::server
