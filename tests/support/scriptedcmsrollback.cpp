// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/rollback/fate.h"
#include "tests/support/scriptedanswer.h"

// The way back and what is known of before, from the scripted versions.
namespace chancery::support {

using core::Call;
using core::ErrorKind;
using core::Result;

namespace {

core::Tree treeOf(const std::string &text, core::Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return reading ? std::move(reading).tree() : core::Tree();
}

core::Value rootOf(const core::Tree &tree)
{
    return tree.nodeCount() > 0 ? tree.root() : core::Value();
}

} // namespace

Result<core::RollbackStep> ScriptedCms::rollbackStep(
    const core::RollbackItem &item, const core::EnvironmentId &environment)
{
    const core::Head *head = headOf(item.config, environment);
    const auto target = std::ranges::find(versions, item.target, &core::Version::id);
    if (!head || target == versions.end())
        return anError(ErrorKind::NotFound, "not-found");
    core::RollbackStep step;
    step.config = item.config;
    step.path = head->path;
    step.base = head->version;
    step.baseSemver = std::ranges::find(versions, step.base, &core::Version::id)->semver;
    step.target = item.target;
    step.targetSemver = target->semver;
    step.isTargetQuarantined = target->quarantined;
    const auto live = treeOf(texts[step.base.text()], head->format);
    const auto earlier = treeOf(texts[step.target.text()], target->format);
    step.keys = core::keyDifferences(rootOf(live), rootOf(earlier), 500);
    auto text = texts[step.target.text()];
    if (!item.keys.empty()) {
        auto chosen = core::withKeysOf(live, earlier, item.keys);
        if (!chosen)
            return std::move(chosen).error();
        step.text = text = std::move(*chosen);
    }
    const auto after = treeOf(text, head->format);
    for (core::VersionId id = step.base; id != step.target;) {
        const auto version = std::ranges::find(versions, id, &core::Version::id);
        auto entry = lineageOf(*version);
        const auto fate = core::fateOf(entry, rootOf(live), rootOf(after));
        step.later.push_back({std::move(entry), fate});
        if (version->parents.empty())
            break;
        id = version->parents.front();
    }
    step.problems = rollbackProblems;
    if (!step.problems.empty())
        step.outcome = core::RollbackOutcome::Refused;
    step.displacedDrafts = int(std::ranges::count_if(drafts, [&](const core::Draft &draft) {
        return draft.config == item.config && draft.environment == environment;
    }));
    return step;
}

Call ScriptedCms::previewRollback(const core::EnvironmentId &environment,
    const core::RollbackScope &scope, Handler<core::RollbackPreview> done)
{
    using Answer = core::RollbackPreview;
    return answer<Answer>("previewRollback", std::move(done), [&]() -> Result<Answer> {
        Answer preview;
        preview.environment = environment;
        preview.at = scope.at;
        if (scope.at)
            preview.otherLayers = otherLayersThen;
        auto items = scope.items;
        bool needsMore = false;
        for (const core::Head &head : heads) {
            if (!scope.at || head.environment != environment
                || (!scope.nameSpace.empty() && !head.path.starts_with(scope.nameSpace + '/')))
                continue;
            const core::Version *past = versionAt(head.config, environment, *scope.at);
            if (past && past->id == head.version)
                ++preview.sameCount;
            else if (past)
                items.push_back({head.config, head.version, past->id, {}});
        }
        for (const auto &item : items) {
            auto step = rollbackStep(item, environment);
            if (!step)
                return std::move(step).error();
            const bool isShared = sharedPaths.contains(step->path);
            needsMore = needsMore || isShared;
            step->isShared = scope.at && isShared;
            preview.steps.push_back(std::move(*step));
        }
        const auto place = std::ranges::find(environments, environment, &core::Environment::id);
        preview.needsApproval = needsMore || (place->gated && place->rollbackNeedsApproval);
        core::ChangeRequest asked;
        for (const auto &step : preview.steps)
            asked.items.push_back({step.config, step.path, environment, std::nullopt, {}});
        if (const auto barrier = freezeBarrier(asked, now))
            preview.heldBy = barrier->detail;
        return preview;
    });
}

Call ScriptedCms::rollBackSeveral(const core::EnvironmentId &environment,
    const core::NewRollback &rollback, Handler<Acknowledged<core::ChangeRequest>> done)
{
    using Answer = Acknowledged<core::ChangeRequest>;
    return answer<Answer>("rollBackSeveral", std::move(done), [&]() -> Result<Answer> {
        core::NewChangeRequest content;
        content.title = "Roll back";
        content.reason = rollback.reason;
        content.submit = true;
        for (const auto &item : rollback.items) {
            const core::Head *head = headOf(item.config, environment);
            if (!head || head->version != item.base)
                return anError(ErrorKind::Conflict, "precondition-failed");
            const auto step = rollbackStep(item, environment);
            if (!step)
                return step.error();
            content.title = "Roll back " + head->path;
            content.items.push_back({item.config, environment, head->version,
                step->text.value_or(texts[item.target.text()])});
        }
        core::ChangeRequest &request = addRequest(content, *current);
        request.rollbackTo = rollback.items.front().target;
        const auto place = std::ranges::find(environments, environment, &core::Environment::id);
        if (!place->rollbackNeedsApproval) {
            for (const auto &item : request.items) {
                parkDrafts(item.config, environment, "before rollback");
                request.appliedVersions.push_back(makeLive(item, request, *current));
            }
            request.state = core::RequestState::Applied;
        }
        hint("head.update", "", "Rolled back");
        return acknowledge(request);
    });
}

void ScriptedCms::parkDrafts(
    const core::ConfigId &config, const core::EnvironmentId &environment, const std::string &name)
{
    for (core::Draft &draft : drafts) {
        if (draft.config == config && draft.environment == environment && draft.parkedAs.empty()) {
            draft.parkedAs = name;
            draft.etag = nextTag();
        }
    }
}

const core::Version *ScriptedCms::versionAt(const core::ConfigId &config,
    const core::EnvironmentId &environment, core::Instant instant) const
{
    const core::Version *past = nullptr;
    for (const core::Version &version : versions) {
        if (version.config == config && version.environment == environment
            && version.createdAt <= instant)
            past = &version;
    }
    return past;
}

Call ScriptedCms::placeImpact(const core::EnvironmentId &environment,
    const std::vector<core::ConfigId> &configs, Handler<core::PlaceImpact> done)
{
    return answer<core::PlaceImpact>("placeImpact", std::move(done), [&] {
        core::PlaceImpact impact;
        impact.environment = environment;
        for (const core::Config &config : this->configs) {
            if (std::ranges::find(configs, config.id) != configs.end())
                impact.reached.push_back({config.id, config.path, 0, false});
        }
        std::set<std::string> services;
        for (const core::Agent &agent : agents) {
            const bool isReached = agent.environment == environment
                && std::ranges::any_of(agent.reports, [&](const core::AgentReport &report) {
                       return std::ranges::find(configs, report.config) != configs.end();
                   });
            if (!isReached)
                continue;
            ++impact.agents.direct;
            services.insert(agent.service);
        }
        impact.services.direct = int(services.size());
        impact.serviceNames.assign(services.begin(), services.end());
        return impact;
    });
}

// Without layers: of a config alone.
Call ScriptedCms::effectiveAt(const core::ConfigId &config, const core::HierarchyPlace &place,
    core::Instant instant, Handler<core::EffectiveView> done)
{
    using Answer = core::EffectiveView;
    return answer<Answer>("effectiveAt", std::move(done), [&]() -> Result<Answer> {
        const core::Version *past = versionAt(config, place.environment, instant);
        if (!past)
            return anError(ErrorKind::NotFound, "not-found");
        Answer view;
        view.config = config;
        view.environment = place.environment;
        const auto tree = treeOf(texts[past->id.text()], past->format);
        view.text = tree.nodeCount() > 0 ? core::prettyJson(tree.root()) : std::string();
        return view;
    });
}

Call ScriptedCms::listSuspects(const client::SuspectQuery &query, Handler<core::SuspectReport> done)
{
    return answer<core::SuspectReport>("listSuspects", std::move(done), [&] {
        core::SuspectReport report;
        report.environment = query.environment;
        report.service = query.service;
        report.before = query.before.value_or(now);
        report.since = query.since.value_or(report.before - std::chrono::hours(24));
        report.agents = int(std::ranges::count_if(agents, [&](const core::Agent &agent) {
            return agent.environment == query.environment
                && (query.service.empty() || agent.service == query.service);
        }));
        for (const core::Suspect &suspect : suspects) {
            if (suspect.reachedAt <= report.before && suspect.reachedAt >= report.since)
                report.suspects.push_back(suspect);
        }
        return report;
    });
}

// Another content begins a new cycle; the same on another base does not.
core::Call ScriptedCms::updateChangeRequest(const core::ChangeRequestId &id,
    const core::NewChangeRequest &content, const core::ETag &expected, RequestDone done)
{
    return answer<Acknowledged<core::ChangeRequest>>("updateChangeRequest", std::move(done), [&] {
        return change(
            id, expected, [&](core::ChangeRequest &request) -> std::optional<core::Error> {
                bool isSame = content.items.size() == request.items.size();
                for (std::size_t i = 0; isSame && i < request.items.size(); ++i)
                    isSame = content.items[i].text == request.items[i].text;
                std::vector<core::RequestItem> items;
                for (const core::NewItem &item : content.items) {
                    const auto config = std::ranges::find(configs, item.config, &core::Config::id);
                    const core::Head *head = headOf(item.config, item.environment);
                    items.push_back({item.config, config->path, item.environment, item.base,
                        item.text, config->format,
                        (head ? std::optional(head->version) : std::nullopt) != item.base,
                        item.promotedFrom});
                }
                request.items = std::move(items);
                request.title = content.title;
                request.reason = content.reason;
                request.cycle += isSame ? 0 : 1;
                return {};
            });
    });
}

} // namespace chancery::support
