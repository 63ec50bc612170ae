// SPDX-License-Identifier: Apache-2.0
// What a rollback would do, without doing it. It runs where mutations do, because that is where
// schemas are compiled and everything is of one moment; it puts and records nothing.
#include "engine/api/describerollback.h"
#include "engine/core/merge/linemerge.h"
#include "engine/core/rollback/fate.h"
#include "engine/server/declarations.h"
#include "engine/server/effects.h"
#include "engine/server/freezes.h"
#include "engine/server/handlers/handlers.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/handlers/rollbackplan.h"
#include "engine/server/lineage.h"
#include "engine/server/resolution.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostKeysTold = 500;
constexpr std::size_t mostLaterTold = 100;
constexpr std::size_t mostProblemsTold = 100;
constexpr int mostNotLiveTold = 500;
constexpr std::size_t mostOtherLayersTold = 500;
constexpr std::size_t mostOnlyListed = 5'000; // of what stays
constexpr std::size_t mostPreviewed = 5'000; // configs that go back
constexpr std::size_t mostTextBytes = std::size_t(256) << 20; // read for one preview
constexpr std::size_t mostFateBytes = std::size_t(16) << 20; // the same, of later changes of lists
constexpr std::size_t mostTextFateBytes = std::size_t(16) << 20; // and of comments and order alone

std::shared_ptr<const core::Tree> treeOf(const std::string &text, core::Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return std::make_shared<const core::Tree>(reading ? std::move(reading).tree() : core::Tree());
}

core::Value rootOf(const std::shared_ptr<const core::Tree> &tree)
{
    return tree->nodeCount() > 0 ? tree->root() : core::Value();
}

class Preview {
public:
    Preview(Unit &unit, core::RollbackScope scope)
        : m_unit(unit)
        , m_view(unit.view())
        , m_place(unit.argument(0))
        , m_scope(std::move(scope))
    {
    }

    core::RollbackPreview run()
    {
        m_preview.environment = core::EnvironmentId(m_place);
        m_preview.at = m_scope.at;
        m_view.needBytes(keys::join(keys::environment, m_place), "environment " + m_place);
        if (m_scope.at)
            choose();
        leaveOutFrom(mostPreviewed);
        for (std::size_t i = 0; i < m_scope.items.size(); ++i) {
            if (m_textBytes > mostTextBytes)
                leaveOutFrom(i);
            else
                tryToAdd(i);
        }
        addEffects();
        m_preview.needsApproval = needsApproval(m_view, m_place, m_aims);
        m_preview.heldBy = whatHoldsIt();
        std::ranges::sort(m_preview.steps, {}, &core::RollbackStep::path);
        return std::move(m_preview);
    }

private:
    // What others share, and stays, stands behind all that goes back; it is listed, and looked at
    // when somebody takes it along.
    void leaveOutFrom(std::size_t first)
    {
        if (first >= m_scope.items.size())
            return;
        m_preview.isTruncated = first >= m_shared.size() || !m_shared[first];
        const auto end = std::min({m_shared.size(), m_scope.items.size(), first + mostOnlyListed});
        for (auto i = first; i < end; ++i) {
            if (m_shared[i])
                list(m_scope.items[i]);
        }
        m_scope.items.resize(first);
    }

    void list(const core::RollbackItem &item)
    {
        const auto head
            = m_view.find<core::Head>(keys::join(keys::head, item.config.text(), m_place));
        if (!head)
            return;
        core::RollbackStep step;
        step.config = item.config;
        step.path = head->path;
        step.isShared = true;
        step.base = head->version;
        step.baseSemver = versionAt(m_view, step.base).semver;
        step.target = item.target;
        const auto target = versionAt(m_view, item.target);
        step.targetSemver = target.semver;
        step.isTargetQuarantined = target.quarantined;
        step.hasMoreKeys = true; // none of them is told
        m_preview.steps.push_back(std::move(step));
    }

    // Of several, one that cannot be taken is told of beside the others.
    void tryToAdd(std::size_t number)
    {
        const auto &item = m_scope.items[number];
        if (!m_known.insert(item.config.text()).second)
            refuse("policy-violation", "The same config stands twice in the rollback",
                {{"/items/" + std::to_string(number), "duplicate", "Expected each config once", {},
                    0, 0}});
        try {
            add(number);
        } catch (Refusal &refusal) {
            const auto head
                = m_view.find<core::Head>(keys::join(keys::head, item.config.text(), m_place));
            if (m_scope.items.size() == 1 || !head
                || refusal.error.kind == core::ErrorKind::Storage)
                throw;
            core::RollbackStep step;
            step.config = head->config;
            step.path = head->path;
            step.base = head->version;
            step.baseSemver = versionAt(m_view, step.base).semver;
            step.target = item.target;
            step.outcome = core::RollbackOutcome::Refused;
            step.problems.push_back(
                {step.path, {}, refusal.error.code, refusal.error.detail, 0, 0});
            m_preview.steps.push_back(std::move(step));
        }
    }

    void choose()
    {
        if (!m_scope.items.empty())
            refuse("bad-request", "A rollback goes to versions or to an instant, not to both");
        if (*m_scope.at > m_unit.now())
            refuse("bad-request", "The instant has not come yet");
        auto all = versionsAt(m_view, m_place, m_scope);
        std::ranges::sort(all, {}, [](const PastVersion &past) {
            return std::pair(past.isShared, std::string_view(past.head.path));
        });
        m_preview.notLiveCount = 0;
        for (auto &past : all) {
            const bool isBack = past.declaration && canGoBack(past);
            if (past.declaration && !isBack)
                tellOtherLayers(past.head.path);
            if (past.head.version.isEmpty()) // it is made of layers alone
                continue;
            if (past.version == past.head.version && !isBack) {
                ++m_preview.sameCount;
            } else if (past.version) {
                m_shared.push_back(past.isShared);
                core::RollbackItem item{past.head.config, past.head.version, *past.version, {}};
                if (isBack)
                    item.declaration = {past.declaration->change.base, *m_scope.at};
                m_scope.items.push_back(std::move(item));
            } else if (++*m_preview.notLiveCount <= mostNotLiveTold) {
                core::RollbackStep step;
                step.config = past.head.config;
                step.path = past.head.path;
                step.base = past.head.version;
                step.baseSemver = versionAt(m_view, step.base).semver;
                step.isShared = past.isShared;
                step.outcome = core::RollbackOutcome::NotLiveThen;
                m_preview.steps.push_back(std::move(step));
            }
        }
    }

    // Whether its declaration may go back too; where not, the step says why.
    bool canGoBack(PastVersion &past)
    {
        auto &step = *past.declaration;
        if (past.head.version.isEmpty())
            step.barrier = "It has no text of its own here";
        if (step.barrier)
            return false;
        const auto config = m_view.need<core::Config>(
            keys::join(keys::config, past.head.config.text()), "config " + past.head.path);
        try {
            demandDeclaration(m_view, config, past.head.environment, step.change);
            demandLayers(m_unit, layersOf(m_view, config.id), step.change.after.layers);
        } catch (Refusal &refusal) {
            if (refusal.error.kind == core::ErrorKind::Storage)
                throw;
            step.barrier = std::move(refusal.error.detail);
        }
        m_declarations[past.head.config.text()] = step;
        return !step.barrier;
    }

    // What the step tells of it: with the reason where it stays.
    std::optional<core::DeclarationStep> declarationOf(const RollbackAim &aim) const
    {
        const auto told = m_declarations.find(aim.head.config.text());
        if (told != m_declarations.end())
            return told->second;
        if (!aim.declaration)
            return std::nullopt;
        return core::DeclarationStep{*aim.declaration, {}, {}};
    }

    void tellOtherLayers(const std::string &path)
    {
        if (!m_preview.otherLayers)
            m_preview.otherLayers.emplace();
        if (m_preview.otherLayers->size() < mostOtherLayersTold)
            m_preview.otherLayers->push_back(path);
    }

    void add(std::size_t number)
    {
        const auto pointer = "/items/" + std::to_string(number);
        auto aim = aimOf(m_unit, m_place, m_scope.items[number], pointer);
        auto text = textOf(m_view, aim, pointer);
        m_textBytes += 3 * text.size();
        core::RollbackStep step;
        step.config = aim.head.config;
        step.path = aim.head.path;
        step.isShared = number < m_shared.size() && m_shared[number];
        step.base = aim.head.version;
        step.baseSemver = versionAt(m_view, step.base).semver;
        step.target = aim.target.id;
        step.targetSemver = aim.target.semver;
        step.isTargetQuarantined = aim.target.quarantined;
        step.declaration = declarationOf(aim);
        step.displacedDrafts = int(m_view
                .scan(
                    KeyRange::under(keys::join(keys::draftAt, aim.head.config.text(), m_place, "")))
                .size());
        addKeys(step, aim, text);
        if (!aim.keys.empty())
            step.text = text;
        addItem(step, aim, std::move(text), pointer);
        m_preview.steps.push_back(std::move(step));
        m_aims.push_back(std::move(aim));
    }

    void addKeys(core::RollbackStep &step, const RollbackAim &aim, const std::string &text)
    {
        const auto live
            = treeOf(m_view.text(keys::join(keys::text, step.base.text())), aim.head.format);
        const auto after = treeOf(text, formatOf(aim));
        // Without a choice the one is the other.
        const auto target = aim.keys.empty()
            ? after
            : treeOf(m_view.text(keys::join(keys::text, step.target.text())), aim.target.format);
        step.keys = core::keyDifferences(rootOf(live), rootOf(target), mostKeysTold + 1);
        step.hasMoreKeys = step.keys.size() > mostKeysTold;
        step.keys.resize(std::min(step.keys.size(), mostKeysTold));
        if (isLiveAlready(m_view, aim, text))
            step.outcome = core::RollbackOutcome::Same;
        addLater(step, aim, rootOf(live), rootOf(after), text);
    }

    // Along what was live before what; the target is somewhere behind.
    void addLater(core::RollbackStep &step, const RollbackAim &aim, core::Value live,
        core::Value after, const std::string &text)
    {
        auto id = aim.head.version;
        while (id != aim.target.id) {
            if (step.later.size() == mostLaterTold) {
                step.hasMoreLater = true;
                return;
            }
            core::LaterChange change;
            change.entry = lineageOf(m_view, id.text(), aim.head.path, m_budget);
            const auto version = versionAt(m_view, id);
            change.fate = isOnlyText(change.entry, version)
                ? fateOfText(aim, version, text)
                : fateOf(change.entry, version, live, after);
            step.later.push_back(std::move(change));
            if (version.parents.empty())
                return;
            id = version.parents.front();
        }
    }

    // Whether it changed comments or the order of keys alone.
    bool isOnlyText(const core::LineageEntry &entry, const core::Version &version) const
    {
        return entry.keys.empty() && !entry.hasMoreKeys && !version.parents.empty()
            && version.sourceDigest != versionAt(m_view, version.parents.front()).sourceDigest;
    }

    // A whole version comes back as it was written; chosen keys are put into what is live. What a
    // later change took back is not lost again; that is looked at as long as it does not become too
    // much.
    core::ChangeFate fateOfText(
        const RollbackAim &aim, const core::Version &version, const std::string &after)
    {
        if (!aim.keys.empty())
            return core::ChangeFate::Kept;
        if (m_textFateBytes > mostTextFateBytes)
            return core::ChangeFate::Unknown;
        const auto read = [this](const core::VersionId &id) {
            auto text = m_view.text(keys::join(keys::text, id.text()));
            m_textFateBytes += text.size();
            return text;
        };
        const auto made = read(version.id);
        const auto before = read(version.parents.front());
        const auto live = read(aim.head.version);
        const auto changesNothing
            = [](const std::string &from, const std::string &to, const std::string &text) {
                  const auto merged = core::mergeLines(from, to, text, core::LineCare::Careful);
                  return merged.conflicts.empty() && merged.text == text;
              };
        return changesNothing(made, before, live) || changesNothing(before, made, after)
            ? core::ChangeFate::Kept
            : core::ChangeFate::Lost;
    }

    // Keys tell enough but for what was changed in a list, and where there are more than are kept:
    // there the texts are read, as long as it does not become too much.
    core::ChangeFate fateOf(const core::LineageEntry &entry, const core::Version &version,
        core::Value live, core::Value after)
    {
        const bool isTold = !core::isInList(entry) && !entry.hasMoreKeys;
        if (isTold)
            return core::fateOf(entry, live, after);
        if (m_fateBytes > mostFateBytes)
            return core::ChangeFate::Unknown;
        const auto read = [this](const core::VersionId &id, core::Format format) {
            const auto text = m_view.text(keys::join(keys::text, id.text()));
            m_fateBytes += text.size();
            return treeOf(text, format);
        };
        const auto made = read(version.id, version.format);
        const auto before = version.parents.empty() ? std::make_shared<const core::Tree>()
                                                    : read(version.parents.front(), version.format);
        return core::fateOf(rootOf(before), rootOf(made), live, after);
    }

    // The document by itself, by the schema that the config has today or, where that refuses it, by
    // its own.
    void addItem(
        core::RollbackStep &step, RollbackAim &aim, std::string text, const std::string &pointer)
    {
        try {
            m_items.push_back(itemBack(m_unit, aim, std::move(text), pointer));
            step.schema = m_items.back().schema;
            m_stepOf.push_back(m_preview.steps.size());
        } catch (Refusal &refusal) {
            if (refusal.error.kind == core::ErrorKind::Storage)
                throw;
            if (refusal.error.fields.empty())
                refusal.error.fields.push_back(
                    {{}, refusal.error.code, refusal.error.detail, {}, 0, 0});
            for (auto &field : refusal.error.fields)
                addProblem(step, step.path, std::move(field), pointer + "/text");
        }
    }

    void bringSchema(std::size_t number)
    {
        auto &item = m_items[number];
        const auto aim = std::ranges::find(m_aims, item.config,
            [](const RollbackAim &one) -> const core::ConfigId & { return one.head.config; });
        item = withOwnSchema(m_unit, *aim, item, "/items/" + std::to_string(number));
        m_preview.steps[m_stepOf[number]].schema = item.schema;
    }

    static void addProblem(core::RollbackStep &step, const std::string &path,
        core::FieldError field, const std::string &prefix)
    {
        step.outcome = core::RollbackOutcome::Refused;
        if (step.problems.size() == mostProblemsTold)
            return;
        const bool isOwn = path == step.path && field.pointer.starts_with(prefix);
        step.problems.push_back(
            {path, isOwn ? field.pointer.substr(prefix.size()) : "", std::move(field.code),
                std::move(field.message), isOwn ? field.line : 0, isOwn ? field.column : 0});
    }

    void addEffects()
    {
        if (m_items.empty())
            return;
        try {
            for (const auto i : refusedToday(m_unit, m_aims, m_items))
                bringSchema(i);
            const auto parts = partsOf(m_items);
            if (parts.back() > 1)
                m_preview.partCount = parts.back();
            for (std::size_t i = 0; i < parts.size() && parts.back() > 1; ++i)
                m_preview.steps[m_stepOf[i]].part = parts[i];
            for (int part = 1; part <= parts.back(); ++part)
                addEffectsUpTo(std::size_t(std::ranges::upper_bound(parts, part) - parts.begin()));
        } catch (Refusal &refusal) { // it reaches too much
            if (refusal.error.kind == core::ErrorKind::Storage)
                throw;
            for (const auto place : m_stepOf) {
                auto &step = m_preview.steps[place];
                addProblem(
                    step, step.path, {{}, refusal.error.code, refusal.error.detail, {}, 0, 0}, {});
            }
        }
    }

    // Of several requests each is made on what those before it have made live.
    void addEffectsUpTo(std::size_t count)
    {
        const std::vector<core::RequestItem> items(
            m_items.begin(), m_items.begin() + std::ptrdiff_t(count));
        for (auto &finding : findEffects(m_unit, items, Step::Rollback)) {
            auto &step = m_preview.steps[m_stepOf[finding.item]];
            const auto &field = finding.field;
            if (m_told
                    .insert({std::to_string(finding.item) + ' ' + finding.path, field.pointer,
                        field.code, field.message})
                    .second)
                addProblem(step, finding.path, std::move(finding.field),
                    "/items/" + std::to_string(finding.item) + "/text");
        }
    }

    // As whatever becomes live is held up; recovery keys go through.
    std::optional<std::string> whatHoldsIt() const
    {
        if (m_unit.actor().isRecovery())
            return std::nullopt;
        core::ChangeRequest asked;
        for (const auto &aim : m_aims) {
            core::RequestItem item;
            item.config = aim.head.config;
            item.path = aim.head.path;
            item.environment = aim.head.environment;
            asked.items.push_back(std::move(item));
        }
        auto barrier = freezeBarrier(m_view, asked, m_unit.now());
        return barrier ? std::optional(std::move(barrier->detail)) : std::nullopt;
    }

    Unit &m_unit;
    const View &m_view;
    const std::string &m_place;
    core::RollbackScope m_scope;
    std::vector<bool> m_shared; // by item
    std::set<std::string> m_known; // configs
    std::map<std::string, core::DeclarationStep> m_declarations; // of the instant, by config
    std::size_t m_textBytes = 0;
    std::size_t m_fateBytes = 0;
    std::size_t m_textFateBytes = 0;
    LineageBudget m_budget{std::size_t(4) << 20, nullptr};
    std::vector<RollbackAim> m_aims;
    std::vector<core::RequestItem> m_items; // those that can be taken
    std::set<std::vector<std::string>> m_told; // of the findings
    std::vector<std::size_t> m_stepOf; // by item of those
    core::RollbackPreview m_preview;
};

} // namespace

Response previewRollback(Unit &unit)
{
    auto scope = unit.body<core::RollbackScope>();
    if (!scope.at && scope.items.empty())
        refuse("bad-request", "A rollback is of some configs, or to an instant");
    return Response::json(api::toJson(Preview(unit, std::move(scope)).run()));
}

} // namespace chancery::server
