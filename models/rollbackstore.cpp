// SPDX-License-Identifier: Apache-2.0
#include "rollbackstore.h"

#include "models/paging.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(rollback)
};

using LeftKeys = std::map<core::ConfigId, std::set<std::string>>;

// That go back; none: all of them.
std::vector<std::string> keysOf(const core::RollbackStep &step, const LeftKeys &leftKeys)
{
    const auto left = leftKeys.find(step.config);
    if (left == leftKeys.end() || left->second.empty())
        return {};
    std::vector<std::string> keys;
    for (const core::KeyDifference &key : step.keys) {
        if (!left->second.contains(key.pointer))
            keys.push_back(key.pointer);
    }
    return keys;
}

} // namespace

RollbackStore::RollbackStore(client::CmsApi &api)
    : m_api(api)
{
}

const core::RollbackStep *RollbackStore::find(const core::ConfigId &config) const
{
    const auto found = std::ranges::find(m_steps, config, &core::RollbackStep::config);
    return found == m_steps.end() ? nullptr : &*found;
}

void RollbackStore::wantVersion(const core::EnvironmentId &environment,
    const core::ConfigId &config, const core::VersionId &target)
{
    core::RollbackScope scope;
    scope.items.push_back({config, {}, target, {}});
    begin(environment, std::move(scope));
}

void RollbackStore::wantInstant(
    const core::EnvironmentId &environment, const core::RollbackScope &scope)
{
    begin(environment, scope);
}

void RollbackStore::reload()
{
    begin(m_environment, m_scope);
}

void RollbackStore::begin(const core::EnvironmentId &environment, core::RollbackScope scope)
{
    m_environment = environment;
    m_scope = std::move(scope);
    m_steps.clear();
    m_included.clear();
    m_left.clear();
    m_texts.clear();
    m_schemas.clear();
    m_impact.reset();
    m_hasMoved = false;
    m_isOwnChoice = false;
    m_checking.cancel();
    m_counting.cancel();
    m_readingTexts.cancel();
    m_rollingBack.dismiss();
    ask(m_scope);
    Q_EMIT changed();
}

void RollbackStore::ask(core::RollbackScope scope)
{
    const bool isFirst = m_steps.empty();
    m_loading.start<core::RollbackPreview>(
        tr("Looking what a rollback would do"),
        [this, scope = std::move(scope)](
            auto done) { return m_api.previewRollback(m_environment, scope, std::move(done)); },
        [this, isFirst](core::RollbackPreview preview) { take(std::move(preview), isFirst); });
}

// The first answer says what there is; the later ones what a choice of it does.
void RollbackStore::take(core::RollbackPreview preview, bool isFirst)
{
    m_barriers = {preview.needsApproval,
        preview.heldBy ? std::optional(toQt(*preview.heldBy)) : std::nullopt,
        preview.partCount.value_or(1)};
    m_isTruncated = preview.isTruncated || (!isFirst && !m_isOwnChoice && m_isTruncated);
    if (isFirst) {
        m_rest = {
            preview.sameCount, std::move(preview.otherLayers).value_or(std::vector<std::string>())};
        m_steps = std::move(preview.steps);
        for (const core::RollbackStep &step : m_steps) {
            if (step.outcome == core::RollbackOutcome::Ready && !step.isShared)
                m_included.insert(step.config);
        }
        // One that was asked for by itself is what it is about, whatever stands against it.
        if (!m_scope.at && m_steps.size() == 1)
            m_included.insert(m_steps.front().config);
        // One that stays can spoil another that goes back, or no longer does.
        const bool isLess = std::ranges::any_of(m_steps, [this](const core::RollbackStep &step) {
            return !step.target.isEmpty() && !m_included.contains(step.config);
        });
        if (isLess)
            askLater();
    } else {
        core::keepBarriers(preview.steps, m_steps);
        for (core::RollbackStep &fresh : preview.steps) {
            const auto known
                = std::ranges::find(m_steps, fresh.config, &core::RollbackStep::config);
            if (known == m_steps.end())
                continue;
            fresh.isShared = known->isShared;
            *known = std::move(fresh);
        }
    }
    count();
    Q_EMIT changed();
}

void RollbackStore::count()
{
    std::vector<core::ConfigId> configs(m_included.begin(), m_included.end());
    m_impact.reset();
    if (configs.empty())
        return;
    m_counting.start<core::PlaceImpact>(
        tr("Counting what is reached"),
        [this, configs](
            auto done) { return m_api.placeImpact(m_environment, configs, std::move(done)); },
        [this](core::PlaceImpact impact) {
            m_impact = std::move(impact);
            Q_EMIT changed();
        });
}

bool RollbackStore::isChosen(const core::ConfigId &config, const std::string &key) const
{
    const auto left = m_left.find(config);
    return left == m_left.end() || !left->second.contains(key);
}

void RollbackStore::include(const core::ConfigId &config, bool isIncluded)
{
    if (isIncluded == m_included.contains(config))
        return;
    if (isIncluded) {
        m_included.insert(config);
        m_left.erase(config);
    } else {
        m_included.erase(config);
    }
    m_isOwnChoice = true;
    askLater();
}

void RollbackStore::choose(const core::ConfigId &config, const std::string &key, bool isChosen)
{
    if (isChosen == this->isChosen(config, key))
        return;
    if (isChosen)
        m_left[config].erase(key);
    else
        m_left[config].insert(key);
    const core::RollbackStep *step = find(config);
    if (step && m_left[config].size() >= step->keys.size()) {
        m_included.erase(config); // nothing of it goes back
        m_left.erase(config);
    } else {
        m_included.insert(config);
    }
    m_isOwnChoice = true;
    askLater();
}

// Many ticks are one question.
void RollbackStore::askLater()
{
    if (m_isAsking)
        return;
    m_isAsking = true;
    const auto ask = [this] {
        m_isAsking = false;
        core::RollbackScope scope;
        scope.items = items();
        if (scope.items.empty()) {
            m_loading.cancel();
            m_counting.cancel();
            m_impact.reset();
            m_barriers = {};
            Q_EMIT changed();
            return;
        }
        this->ask(std::move(scope));
    };
    QMetaObject::invokeMethod(this, ask, Qt::QueuedConnection);
}

std::vector<core::RollbackItem> RollbackStore::items() const
{
    std::vector<core::RollbackItem> items;
    for (const core::RollbackStep &step : m_steps) {
        if (m_included.contains(step.config))
            items.push_back(step.item(m_scope.at, keysOf(step, m_left)));
    }
    return items;
}

std::optional<RollbackStore::Texts> RollbackStore::textsOf(const core::ConfigId &config) const
{
    const core::RollbackStep *step = find(config);
    if (!step)
        return std::nullopt;
    const auto live = m_texts.find(step->base);
    if (live == m_texts.end())
        return std::nullopt;
    if (step->target.isEmpty() || !m_included.contains(config))
        return Texts{live->second, live->second, schemasOf(*step)};
    if (step->text)
        return Texts{live->second, toQt(*step->text), schemasOf(*step)};
    const auto target = m_texts.find(step->target);
    if (target == m_texts.end())
        return std::nullopt;
    return Texts{live->second, target->second, schemasOf(*step)};
}

void RollbackStore::wantTexts(const core::ConfigId &config)
{
    const core::RollbackStep *step = find(config);
    if (!step)
        return;
    for (const core::VersionId &version : {step->base, step->target}) {
        if (!version.isEmpty() && !m_texts.contains(version)) {
            readVersion(version, config);
            return;
        }
    }
    Q_EMIT textsChanged();
}

std::vector<std::optional<core::SchemaId>> RollbackStore::schemasOf(
    const core::RollbackStep &step) const
{
    std::vector<std::optional<core::SchemaId>> schemas;
    for (const core::VersionId &version : {step.base, step.target}) {
        if (const auto known = m_schemas.find(version); known != m_schemas.end())
            schemas.push_back(known->second);
    }
    return schemas;
}

void RollbackStore::readVersion(const core::VersionId &version, const core::ConfigId &config)
{
    m_readingTexts.start<core::Version>(
        tr("Loading texts"),
        [this, version](auto done) { return m_api.getVersion(version, std::move(done)); },
        [this, version, config](const core::Version &known) {
            m_schemas[version] = known.schema;
            readText(version, config);
        });
}

void RollbackStore::readText(const core::VersionId &version, const core::ConfigId &config)
{
    m_readingTexts.start<std::string>(
        tr("Loading texts"),
        [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
        [this, version, config](const std::string &text) {
            m_texts[version] = toQt(text);
            wantTexts(config);
        });
}

void RollbackStore::checkLive()
{
    if (m_steps.empty() || m_hasMoved || m_rollingBack.isRunning())
        return;
    const core::ConfigId one = m_steps.size() == 1 ? m_steps.front().config : core::ConfigId();
    startPaged<core::Head>(
        m_checking, tr("Looking whether live has moved"),
        [this, one](const client::PageQuery &page, auto done) {
            return m_api.listHeads({m_environment, one, page}, std::move(done));
        },
        [this](const std::vector<core::Head> &heads) { compareHeads(heads); });
}

void RollbackStore::compareHeads(const std::vector<core::Head> &heads)
{
    m_hasMoved = std::ranges::any_of(heads, [this](const core::Head &head) {
        const core::RollbackStep *step = find(head.config);
        return step && !step->base.isEmpty() && step->base != head.version;
    });
    if (m_hasMoved)
        Q_EMIT changed();
}

ActionState RollbackStore::state(const Permissions &permissions) const
{
    const ActionState may = rollBackRight(permissions);
    if (!may.isEnabled)
        return may;
    if (m_rollingBack.isRunning())
        return ActionState::disabled(Words::tr("The rollback is on its way."));
    if (m_hasMoved)
        return ActionState::disabled(
            Words::tr("Live has moved since this was looked at: look again."));
    if (m_loading.isRunning() || m_isAsking)
        return ActionState::disabled(Words::tr("What it would do is still being looked at."));
    if (m_loading.hasFailed())
        return ActionState::disabled(Words::tr("What it would do is not known."));
    if (m_included.empty())
        return ActionState::disabled(Words::tr("Nothing is chosen to go back."));
    if (m_isTruncated)
        return ActionState::disabled(
            Words::tr("More configs differ than can go back at once. Choose less."));
    for (const core::RollbackStep &step : m_steps) {
        if (!m_included.contains(step.config))
            continue;
        if (step.outcome == core::RollbackOutcome::Refused)
            return ActionState::disabled(
                Words::tr("“%1” cannot go back: something would be wrong afterwards.")
                    .arg(toQt(step.path)));
        if (step.hasMoreKeys && !keysOf(step, m_left).empty())
            return ActionState::disabled(Words::tr(
                "“%1” has more keys that differ than are listed: it goes back as a whole, or "
                "not at all.")
                    .arg(toQt(step.path)));
        if (step.outcome == core::RollbackOutcome::Same)
            return ActionState::disabled(
                Words::tr("“%1” has the text of that version already.").arg(toQt(step.path)));
    }
    return ActionState::enabled();
}

void RollbackStore::rollBack(const QString &reason, const QString &ticket)
{
    if (m_rollingBack.isRunning())
        return;
    std::map<int, core::NewRollback> parts;
    for (core::RollbackItem &item : items())
        parts[find(item.config)->part.value_or(1)].items.push_back(std::move(item));
    m_waiting.clear();
    for (auto &[number, part] : parts) {
        part.at = m_scope.at;
        part.reason = fromQt(reason);
        part.ticket = fromQt(ticket);
        if (parts.size() > 1)
            part.part = core::RollbackPart{int(m_waiting.size()) + 1, int(parts.size()), {}};
        m_waiting.push_back(std::move(part));
    }
    sendNext({});
}

// Each when the one before it was made. Where one fails, what was made stays, and the next look
// tells what is left.
void RollbackStore::sendNext(std::optional<core::ChangeRequestId> first)
{
    if (m_waiting.empty())
        return;
    core::NewRollback rollback = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (rollback.part)
        rollback.part->first = first;
    m_rollingBack.startWrite<client::Acknowledged<core::ChangeRequest>>(
        tr("Rolling back"),
        [this, rollback](
            auto done) { return m_api.rollBackSeveral(m_environment, rollback, std::move(done)); },
        [this, first](const client::Acknowledged<core::ChangeRequest> &request) {
            if (m_waiting.empty())
                Q_EMIT rolledBack(request.value);
            else
                sendNext(first.value_or(request.value.id));
        });
}

} // namespace chancery::models
