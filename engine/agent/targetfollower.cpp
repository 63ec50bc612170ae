// SPDX-License-Identifier: Apache-2.0
#include "targetfollower.h"

#include "engine/agent/drift.h"
#include "engine/agent/succession.h"
#include "engine/api/json.h"
#include "engine/api/routes.h"
#include "engine/core/digest.h"

// config ► effective head ► texts ► sealed values ► document ► schemas ► file: each step starts the
// next from its answer. A head that brings nothing new ends it early. One round at a time: what
// happens meanwhile starts another at its end.
namespace chancery::agent {

namespace {

std::string keyOf(const core::EffectiveHead &head)
{
    return core::sha256Id({}, api::toJson(head));
}

// Whatever is declared beside them.
std::string keyOfTexts(const core::EffectiveHead &head)
{
    std::string key;
    for (const auto &text : head.texts)
        key += text.version.text() + '@' + std::to_string(text.epoch) + ' ';
    return key;
}

std::string digestOf(const core::Tree &document)
{
    return core::sha256Id({}, document.source());
}

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

} // namespace

TargetFollower::TargetFollower(Target target, const Parts &parts)
    : m_target(std::move(target))
    , m_parts(parts)
    , m_fetcher(parts.world)
    , m_opener(parts.world)
    , m_check(parts.schemas)
    , m_probation(parts.world, parts.processes)
{
}

// What the file is to hold. The one way from a release to its document: at the start, for something
// new, and back.
core::Result<core::Tree> TargetFollower::documentOf(const Release &release) const
{
    const auto *own = release.textOf(release.version());
    const auto format = m_target.asJson ? core::Format::Json
        : own                           ? own->format
                                        : release.head.format;
    auto document = resolve(release, format);
    return document ? withOpened(std::move(*document), release.opened) : std::move(document);
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
    const auto &release = **cached;
    const auto &head = release.head;
    auto document = documentOf(release);
    if (!document) {
        log("cache-ignored", core::toString(document.error()));
        return;
    }
    // Epochs are counted in each environment.
    const bool isOtherEnvironment
        = !head.environment.isEmpty() && head.environment != m_parts.place.environment;
    if (!isOtherEnvironment) {
        m_config = head.config;
        m_marks = release.marks;
    }
    if (isOtherEnvironment || (head.place() != m_parts.place && !release.isAnywhere())) {
        log("cache-ignored", "place=\"" + core::toString(head.place()) + '"');
        return;
    }
    m_isBusy = true;
    m_parts.applier.restore(m_target, *document,
        [this, release, delivered = digestOf(*document)](
            core::Result<bool> result) { restored(release, delivered, result); });
}

void TargetFollower::restored(
    Release release, std::string delivered, const core::Result<bool> &result)
{
    m_isBusy = false;
    if (result) {
        m_applied = std::move(release);
        m_delivered = std::move(delivered);
        m_isProven = true;
        m_state = State::FromCache;
        log(*result ? "started-from-cache" : "found-in-place",
            "epoch=" + std::to_string(m_applied->epoch()));
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

Watch::Concern TargetFollower::concernOf(const core::ChangeHint &hint) const
{
    using Concern = Watch::Concern;
    if (m_watch)
        return m_watch->concernOf(hint);
    // Nothing has been announced yet, so anything may be what it waits for.
    if (!hint.kind.starts_with("head."))
        return Concern::None;
    const auto own
        = api::pathOf(api::Operation::getHead, {m_config.text(), m_parts.place.environment.text()});
    return m_config.isEmpty() || hint.resource == own ? Concern::Own : Concern::Part;
}

void TargetFollower::hear(const std::vector<core::ChangeHint> &hints)
{
    auto concern = Watch::Concern::None;
    for (const auto &hint : hints)
        concern = std::max(concern, concernOf(hint));
    if (concern == Watch::Concern::Own)
        sync();
    if (concern != Watch::Concern::Part || std::exchange(m_isGathering, true))
        return;
    m_parts.world.timers.after(m_parts.world.spread(m_parts.world.gathering), [this] {
        m_isGathering = false;
        sync();
    });
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
    m_call = m_parts.world.cms.effectiveHead(
        m_config, m_parts.place, [this](const core::Result<core::EffectiveHead> &head) {
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

bool TargetFollower::isHere(const core::EffectiveHead &head) const
{
    return head.config == m_config && head.path == m_target.path && head.place() == m_parts.place;
}

void TargetFollower::judge(const core::EffectiveHead &head)
{
    m_next = Delivery{{head, {}, {}, {}, {}}, {}};
    if (m_refused == keyOf(head) || (!m_crashed.empty() && m_crashed == keyOfTexts(head))) {
        finish(State::Refused);
        return;
    }
    if (!isHere(head)) {
        refuse(refused("foreign-head",
            "The head is that of " + head.path + " in " + core::toString(head.place())));
        return;
    }
    m_watch = Watch(head);
    if (auto fine = checkSuccession(head, m_applied ? &*m_applied : nullptr, marks()); !fine) {
        refuse(fine.error());
    } else if (!m_applied || m_applied->head != head) {
        readTexts();
    } else {
        lookForDrift();
        if (!m_isConfirmed)
            report(*m_applied, core::ReportStatus::Applied);
        m_isConfirmed = true;
        finish(State::Applied);
    }
}

// What somebody wrote into the file by hand goes with the next release: it is told before.
void TargetFollower::lookForDrift()
{
    const auto text = m_parts.applier.textIn(m_target);
    const auto document = documentOf(*m_applied);
    if (!text || !*text || !document)
        return;
    auto found = liveOnlyKeys(
        **text, m_target.asJson ? core::Format::Json : document->format(), *document);
    if (!found) {
        log("drift-unreadable", core::toString(found.error()));
        return;
    }
    if (*found == m_liveOnly)
        return;
    m_liveOnly = std::move(*found);
    m_isConfirmed = false;
    log("drift", "keys=" + std::to_string(m_liveOnly.size()));
}

void TargetFollower::readTexts()
{
    m_fetcher.fetch(m_next->release.head, m_applied ? m_applied->texts : std::vector<CarriedText>(),
        [this](core::Result<std::vector<CarriedText>> texts) { takeTexts(std::move(texts)); });
}

void TargetFollower::takeTexts(core::Result<std::vector<CarriedText>> texts)
{
    if (!texts) {
        fail(texts.error());
        return;
    }
    m_next->release.texts = std::move(*texts);
    m_next->release.marks = marksAfter(marks(), m_next->release.head);
    openSeals();
}

void TargetFollower::openSeals()
{
    m_opener.open(m_next->release.texts, m_applied ? m_applied->opened : OpenedSeals(),
        [this](core::Result<OpenedSeals> opened) {
            if (!opened) {
                fail(opened.error());
                return;
            }
            m_next->release.opened = std::move(*opened);
            check();
        });
}

void TargetFollower::check()
{
    auto document = documentOf(m_next->release);
    if (!document) {
        refuse(document.error());
        return;
    }
    m_next->document = std::move(*document);
    m_check.check(m_next->release, m_next->document, [this](const core::Result<> &fine) {
        if (!fine)
            fail(fine.error());
        else if (isUnchanged())
            takeOver();
        else
            apply();
    });
}

// Layers may have moved without the document: then there is nothing to tell the consumer.
bool TargetFollower::isUnchanged() const
{
    if (!m_applied || m_delivered != digestOf(m_next->document))
        return false;
    const auto &before = *m_applied;
    const auto &now = m_next->release;
    const bool isSameText = before.version() == now.version() && before.epoch() == now.epoch();
    return isSameText || !before.head.isOwnText() || !now.head.isOwnText();
}

void TargetFollower::takeOver()
{
    auto &release = m_next->release;
    const bool isSameText
        = m_applied->version() == release.version() && m_applied->epoch() == release.epoch();
    release.since = isSameText ? m_applied->since : m_parts.world.clock.now();
    m_applied = std::move(release);
    m_isConfirmed = true;
    log("unchanged", "content=" + m_applied->head.content.text());
    report(*m_applied, core::ReportStatus::Applied);
    if (m_isProven)
        proved();
    finish(State::Applied);
}

void TargetFollower::apply()
{
    // Its consumer is about to get something else.
    m_probation.stop();
    m_parts.applier.apply(m_target, m_next->document, [this](const core::Result<bool> &result) {
        if (result)
            applied();
        else
            refuse(result.error());
    });
}

void TargetFollower::applied()
{
    m_next->release.since = m_parts.world.clock.now();
    // What was on probation itself is nothing to come back to.
    if (std::exchange(m_isProven, false))
        m_proven = std::move(m_applied);
    m_applied = std::move(m_next->release);
    m_delivered = digestOf(m_next->document);
    m_liveOnly.clear();
    m_isConfirmed = true;
    log("applied",
        "epoch=" + std::to_string(m_applied->epoch()) + " version=" + m_applied->version().text()
            + " content=" + m_applied->head.content.text());
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
        m_parts.world.timers.after(pause, [this, because, delivered = m_delivered] {
            if (m_applied && m_delivered == delivered && !m_probation.isRunning())
                revert(because);
        });
        return;
    }
    m_crashed = keyOfTexts(m_applied->head);
    log("crash-loop", core::toString(because));
    auto document = m_proven
        ? documentOf(*m_proven)
        : core::Result<core::Tree>(refused("nothing-before", "Nothing ran before"));
    if (!document) {
        report(*m_applied, core::ReportStatus::Refused,
            because.code + ": " + because.detail + "; nothing ran before it");
        return;
    }
    m_isBusy = true;
    m_parts.applier.apply(m_target, *document,
        [this, because, delivered = digestOf(*document)](
            const core::Result<bool> &result) { reverted(because, delivered, result); });
}

void TargetFollower::reverted(
    const core::Error &because, std::string delivered, const core::Result<bool> &result)
{
    auto reason = because.code + ": " + because.detail;
    if (!result)
        reason += "; the one before could not be brought back: " + result.error().detail;
    auto crashed = std::move(*m_applied);
    crashed.since = m_parts.world.clock.now();
    m_isProven = result.ok();
    m_applied = result ? std::exchange(m_proven, std::nullopt) : std::optional(crashed);
    if (result)
        m_delivered = std::move(delivered);
    report(crashed, core::ReportStatus::Refused, std::move(reason));
    finish(State::Refused);
}

void TargetFollower::refuse(const core::Error &error)
{
    auto &release = m_next->release;
    m_refused = keyOf(release.head);
    release.since = m_parts.world.clock.now();
    log("refused", "epoch=" + std::to_string(release.epoch()) + " reason=" + core::toString(error));
    report(release, core::ReportStatus::Refused,
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
    m_isBusy = false;
    m_hasLooked = true;
    if (std::exchange(m_isDirty, false))
        sync();
}

void TargetFollower::report(const Release &release, core::ReportStatus status, std::string reason)
{
    const auto &head = release.head;
    auto effective
        = head.isOwnText() || head.content.isEmpty() ? std::nullopt : std::optional(head.content);
    m_parts.reports.add({m_config, m_target.path, release.version(), release.epoch(), status,
        std::move(reason), release.since, std::move(effective),
        m_liveOnly.empty() ? std::nullopt : std::optional(m_liveOnly)});
}

void TargetFollower::log(std::string_view what, const std::string &detail)
{
    m_parts.world.log(
        std::string(what) + " path=" + m_target.path + (detail.empty() ? "" : ' ' + detail));
}

} // namespace chancery::agent
