// SPDX-License-Identifier: Apache-2.0
#include "targetfollower.h"

#include "engine/api/routes.h"
#include "engine/api/versionid.h"

// config ► head ► version ► text ► schema ► file: each step starts the next from its answer. A head
// that is not newer ends it early. One round at a time: what happens meanwhile starts another at
// its end.
namespace chancery::agent {

namespace {

std::string keyOf(const core::VersionId &version, std::uint64_t epoch)
{
    return version.text() + '@' + std::to_string(epoch);
}

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

} // namespace

TargetFollower::TargetFollower(Target target, const Parts &parts)
    : m_target(std::move(target))
    , m_parts(parts)
    , m_probation(parts.world, parts.processes)
{
}

void TargetFollower::startFromCache()
{
    auto cached = m_parts.cache.load(m_target.path);
    if (!cached) {
        log("cache-ignored", core::toString(cached.error()));
        return;
    }
    if (!*cached)
        return;
    auto tree = checkRelease(**cached);
    if (!tree)
        return;
    m_isBusy = true;
    m_parts.applier.restore(m_target, **cached, *tree,
        [this, release = **cached](core::Result<bool> result) { restored(release, result); });
}

void TargetFollower::restored(Release release, const core::Result<bool> &result)
{
    m_isBusy = false;
    if (result) {
        m_config = release.config;
        m_applied = std::move(release);
        m_isProven = true;
        m_state = State::FromCache;
        log(*result ? "started-from-cache" : "found-in-place",
            "epoch=" + std::to_string(m_applied->epoch));
    } else {
        log("cache-not-applied", core::toString(result.error()));
    }
    if (std::exchange(m_isDirty, false))
        sync();
}

void TargetFollower::reportFromCache()
{
    if (m_applied && !m_isConfirmed)
        report(*m_applied, core::ReportStatus::FromCache);
}

bool TargetFollower::concerns(const core::ChangeHint &hint) const
{
    if (!hint.kind.starts_with("head."))
        return false;
    return m_config.isEmpty()
        || hint.resource
        == api::pathOf(api::Operation::getHead, {m_config.text(), m_parts.environment.text()});
}

void TargetFollower::sync(bool forget)
{
    if (forget)
        m_refused.clear();
    if (m_isBusy) {
        m_isDirty = true;
        return;
    }
    m_isBusy = true;
    if (m_config.isEmpty())
        findConfig();
    else
        readHead();
}

void TargetFollower::findConfig()
{
    m_call = m_parts.world.cms.listConfigs(
        {{}, m_target.path, {}}, [this](const core::Result<api::Page<core::Config>> &page) {
            if (!page) {
                fail(page.error());
            } else if (page->items.empty()) {
                log("no-such-config");
                finish(State::Absent);
            } else {
                m_config = page->items.front().id;
                readHead();
            }
        });
}

void TargetFollower::readHead()
{
    m_call = m_parts.world.cms.getHead(
        m_config, m_parts.environment, [this](const core::Result<core::Head> &head) {
            if (head) {
                judge(*head);
            } else if (head.error().kind == core::ErrorKind::NotFound) {
                // Never "nothing": what runs goes on running.
                log("no-head");
                finish(m_applied ? m_state : State::Absent);
            } else {
                fail(head.error());
            }
        });
}

void TargetFollower::judge(const core::Head &head)
{
    m_next = Release{head.config, m_target.path, head.version, head.content, {}, head.format,
        head.epoch, {}, {}};
    const auto key = keyOf(head.version, head.epoch);
    if (m_refused == key || m_crashed == key) {
        finish(State::Refused);
    } else if (head.config != m_config || head.path != m_target.path
        || head.environment != m_parts.environment) {
        refuse(refused(
            "foreign-head", "The head is that of " + head.path + " in " + head.environment.text()));
    } else if (!m_applied || head.epoch > m_applied->epoch) {
        readVersion();
    } else if (head.epoch < m_applied->epoch) {
        refuse(refused("older-epoch",
            "Epoch " + std::to_string(head.epoch) + " is before " + std::to_string(m_applied->epoch)
                + ", which runs"));
    } else if (head.version != m_applied->version) {
        refuse(refused("epoch-reused",
            "Epoch " + std::to_string(head.epoch) + " was " + m_applied->version.text()
                + " before"));
    } else {
        if (!m_isConfirmed)
            report(*m_applied, core::ReportStatus::Applied);
        m_isConfirmed = true;
        finish(State::Applied);
    }
}

void TargetFollower::readVersion()
{
    m_call = m_parts.world.cms.getVersion(
        m_next->version, [this](const core::Result<core::Version> &version) {
            if (!version) {
                fail(version.error());
                return;
            }
            if (version->id != m_next->version || version->config != m_config
                || version->content != m_next->content) {
                refuse(refused("foreign-version", "The version is not that of the head"));
                return;
            }
            if (const auto id = api::versionIdOf(*version); id != version->id) {
                refuse(refused("version-id-mismatch",
                    "The version calls itself " + version->id.text() + " and is " + id.text()));
                return;
            }
            m_next->sourceDigest = version->sourceDigest;
            m_next->format = version->format;
            m_schema = version->schema;
            readText();
        });
}

void TargetFollower::readText()
{
    m_call = m_parts.world.cms.versionText(m_next->version, [this](core::Result<std::string> text) {
        if (!text) {
            fail(text.error());
            return;
        }
        m_next->text = std::move(*text);
        auto tree = checkRelease(*m_next);
        if (!tree) {
            refuse(tree.error());
            return;
        }
        m_tree = std::move(*tree);
        readSchema();
    });
}

void TargetFollower::readSchema()
{
    if (!m_schema) {
        apply();
        return;
    }
    m_parts.schemas.find(*m_schema, [this](const core::Result<core::CompiledSchema> &schema) {
        if (schema)
            checkSchema(*schema);
        else
            fail(schema.error());
    });
}

void TargetFollower::checkSchema(const core::CompiledSchema &schema)
{
    const auto verdict = schema.validate(m_tree.root());
    if (verdict.valid) {
        apply();
        return;
    }
    std::string detail = "The document violates its schema";
    if (!verdict.violations.empty())
        detail = verdict.violations.front().instancePointer + ": "
            + verdict.violations.front().message;
    refuse(refused("schema-violation", std::move(detail)));
}

void TargetFollower::apply()
{
    // Its consumer is about to get something else.
    m_probation.stop();
    m_parts.applier.apply(m_target, *m_next, m_tree, [this](const core::Result<bool> &result) {
        if (result)
            applied();
        else
            refuse(result.error());
    });
}

void TargetFollower::applied()
{
    m_next->since = m_parts.world.clock.now();
    // What was on probation itself is nothing to come back to.
    if (std::exchange(m_isProven, false))
        m_proven = std::move(m_applied);
    m_applied = std::move(m_next);
    m_isConfirmed = true;
    log("applied",
        "epoch=" + std::to_string(m_applied->epoch) + " version=" + m_applied->version.text());
    report(*m_applied, core::ReportStatus::Applied);
    if (m_target.probe.command.empty()) {
        proved();
    } else {
        m_probation.start(m_target.probe, [this](const core::Result<> &result) {
            if (result)
                proved();
            else
                revert(result.error());
        });
    }
    finish(State::Applied);
}

// Only now: what is kept for bad times must have run.
void TargetFollower::proved()
{
    m_isProven = true;
    m_proven.reset();
    if (auto kept = m_parts.cache.store(*m_applied); !kept)
        log("cache-not-written", core::toString(kept.error()));
}

void TargetFollower::revert(const core::Error &because)
{
    static constexpr std::chrono::milliseconds pause{100};
    if (m_isBusy) {
        // Another round is under way; if it brings something new, there is nothing to revert.
        m_parts.world.timers.after(pause, [this, because, epoch = m_applied->epoch] {
            if (m_applied && m_applied->epoch == epoch && !m_probation.isRunning())
                revert(because);
        });
        return;
    }
    m_crashed = keyOf(m_applied->version, m_applied->epoch);
    log("crash-loop", core::toString(because));
    auto tree = m_proven
        ? checkRelease(*m_proven)
        : core::Result<core::Tree>(refused("nothing-before", "Nothing ran before"));
    if (!tree) {
        report(*m_applied, core::ReportStatus::Refused,
            because.code + ": " + because.detail + "; nothing ran before it");
        return;
    }
    m_isBusy = true;
    m_parts.applier.apply(m_target, *m_proven, *tree,
        [this, because](const core::Result<bool> &result) { reverted(because, result); });
}

void TargetFollower::reverted(const core::Error &because, const core::Result<bool> &result)
{
    auto reason = because.code + ": " + because.detail;
    if (!result)
        reason += "; the one before could not be brought back: " + result.error().detail;
    auto crashed = std::move(*m_applied);
    crashed.since = m_parts.world.clock.now();
    m_isProven = result.ok();
    m_applied = result ? std::exchange(m_proven, std::nullopt) : std::optional(crashed);
    report(crashed, core::ReportStatus::Refused, std::move(reason));
    finish(State::Refused);
}

void TargetFollower::refuse(const core::Error &error)
{
    m_refused = keyOf(m_next->version, m_next->epoch);
    m_next->since = m_parts.world.clock.now();
    log("refused", "epoch=" + std::to_string(m_next->epoch) + " reason=" + core::toString(error));
    report(*m_next, core::ReportStatus::Refused,
        error.code + (error.detail.empty() ? "" : ": " + error.detail));
    finish(State::Refused);
}

void TargetFollower::fail(const core::Error &error)
{
    if (!isTransient(error) && m_next) {
        refuse(error);
        return;
    }
    log("cannot-look", core::toString(error));
    m_parts.world.timers.after(m_parts.world.pause(m_failures++), [this] { sync(); });
    finish(m_state == State::Unknown || m_state == State::Absent ? State::Unreachable : m_state);
}

void TargetFollower::finish(State state)
{
    if (state == State::Applied || state == State::Refused)
        m_failures = 0;
    m_state = state;
    m_next.reset();
    m_schema.reset();
    m_tree = {};
    m_isBusy = false;
    m_hasLooked = true;
    if (std::exchange(m_isDirty, false))
        sync();
}

void TargetFollower::report(const Release &release, core::ReportStatus status, std::string reason)
{
    m_parts.reports.add({release.config, m_target.path, release.version, release.epoch, status,
        std::move(reason), release.since});
}

void TargetFollower::log(std::string_view what, const std::string &detail)
{
    m_parts.world.log(
        std::string(what) + " path=" + m_target.path + (detail.empty() ? "" : ' ' + detail));
}

} // namespace chancery::agent
