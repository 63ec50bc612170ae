// SPDX-License-Identifier: Apache-2.0
#include "bulkwork.h"

#include "app/cli/schemas.h"
#include "app/cli/visible.h"
#include "engine/core/bulk/renamereach.h"
#include "engine/core/hierarchy/referencetext.h"

#include <algorithm>
#include <iostream>
#include <map>

namespace chancery::cli {

namespace {

void sayClosed(const std::string &path, const core::EnvironmentId &environment)
{
    std::cerr << "chancery-cli: Your draft of " << visible(path) << " in "
              << visible(environment.text()) << " cannot be opened by the server; it is left out\n";
}

// Reads and plans, text by text. Lives for one command.
class Work {
public:
    Work(Online &online, core::BulkOperation operation)
        : m_online(online)
        , m_operation(std::move(operation))
        , m_schemas(online)
    {
    }

    core::Result<std::vector<BulkChange>> run(const core::ConfigSearch &scope)
    {
        auto checked = core::BulkPlanner::compile(m_operation);
        if (!checked)
            return std::move(checked).error();
        auto search = scope;
        search.what = core::BulkPlanner::searchFor(m_operation);
        auto found = findAll(m_online, search);
        if (!found)
            return std::move(found).error();
        m_found = std::move(*found);
        if (m_operation.kind == core::BulkKind::Rename) {
            if (auto followed = followOwners(); !followed)
                return std::move(followed).error();
            if (auto wanted = scope.drafts ? wantDrafts(scope) : core::Result<>(core::Done());
                !wanted)
                return std::move(wanted).error();
        }
        auto planner = core::BulkPlanner::compile(m_operation);
        if (!planner)
            return std::move(planner).error();
        std::vector<BulkChange> changes;
        for (auto &one : m_found) {
            auto change = planOne(*planner, one);
            if (!change)
                return std::move(change).error();
            if (change->error || !change->plan.hits.empty())
                changes.push_back(std::move(*change));
        }
        return changes;
    }

private:
    core::Result<> followOwners()
    {
        core::RenameReach reach(m_operation);
        for (const auto &owner : m_found)
            reach.add(owner);
        while (const auto question = reach.next()) {
            if (auto answered = answer(reach, *question); !answered)
                return answered;
        }
        m_operation.owners = reach.owners();
        m_operation.parts = reach.parts();
        if (!reach.isComplete())
            return core::Error{core::ErrorKind::Invalid, "rename-too-far",
                "The key stands in too many configs; half of a rename would break the rest. Name "
                "one environment with -e.",
                {}, {}, {}};
        for (const auto &place : reach.places()) {
            if (auto added = want(place.config, place.environment); !added)
                return added;
        }
        return core::Done();
    }

    template <typename T, typename Start>
    core::Result<> take(core::RenameReach &reach, Start start)
    {
        const auto got = m_online.ask<T>(std::move(start));
        if (!got)
            return got.error();
        if constexpr (requires { got->items; })
            reach.answer(got->items);
        else
            reach.answer(*got);
        return core::Done();
    }

    core::Result<> answer(core::RenameReach &reach, const core::RenameReach::Question &question)
    {
        auto &cms = m_online.cms();
        switch (question.ask) {
        case core::RenameReach::Ask::Config:
            return take<core::Config>(
                reach, [&](auto done) { return cms.getConfig(question.config, std::move(done)); });
        case core::RenameReach::Ask::Keys: {
            const core::ConfigSearch search{core::BulkPlanner::searchFor(m_operation),
                question.environment, '=' + question.path, false};
            return take<api::Page<core::FoundConfig>>(
                reach, [&](auto done) { return cms.searchConfigs(search, {}, std::move(done)); });
        }
        case core::RenameReach::Ask::Layers:
            return take<core::ConfigLayers>(reach,
                [&](auto done) { return cms.configLayers(question.config, std::move(done)); });
        case core::RenameReach::Ask::Dependents:
            break;
        }
        return take<api::Page<core::Dependent>>(reach, [&](auto done) {
            return cms.listDependents(question.config, question.environment, std::move(done));
        });
    }

    core::Result<> want(const core::ConfigId &id, const core::EnvironmentId &environment)
    {
        const bool isKnown = std::any_of(m_found.begin(), m_found.end(), [&](const auto &one) {
            return one.config == id && one.environment == environment && !one.draft;
        });
        if (isKnown)
            return core::Done();
        const auto config = m_online.ask<core::Config>(
            [&](auto done) { return m_online.cms().getConfig(id, std::move(done)); });
        if (!config)
            return config.error();
        const auto head = m_online.head(*config, environment.text());
        if (!head)
            return head.error().kind == core::ErrorKind::NotFound ? core::Result<>(core::Done())
                                                                  : core::Result<>(head.error());
        m_found.push_back({config->id, config->path, environment, config->format,
            core::boundSchema(*config, &*head), head->version, {}, 0, {}});
        return core::Done();
    }

    // One's own that refer to anything; whether to one of the keys is seen when they are planned.
    core::Result<> wantDrafts(const core::ConfigSearch &scope)
    {
        auto drafts = m_online.all<core::Draft>([&](const auto &page, auto done) {
            return m_online.cms().listDrafts(page, std::move(done));
        });
        if (!drafts)
            return std::move(drafts).error();
        for (const auto &draft : *drafts) {
            const bool isHere
                = scope.environment.isEmpty() || draft.environment == scope.environment;
            const bool isKnown = std::any_of(m_found.begin(), m_found.end(),
                [&](const auto &one) { return one.draft == draft.id; });
            if (isHere && draft.parkedAs.empty() && !draft.isReadable())
                sayClosed(draft.path, draft.environment);
            if (!isHere || isKnown || !draft.parkedAs.empty() || !core::hasReference(draft.text))
                continue;
            const auto config = m_online.ask<core::Config>(
                [&](auto done) { return m_online.cms().getConfig(draft.config, std::move(done)); });
            if (!config)
                return config.error();
            const auto head = m_online.head(*config, draft.environment.text());
            if (!head && head.error().kind != core::ErrorKind::NotFound)
                return head.error();
            m_found.push_back({config->id, config->path, draft.environment, config->format,
                core::boundSchema(*config, head ? &*head : nullptr), draft.base, draft.id, 0, {}});
        }
        return core::Done();
    }

    // Of the draft, or of what is live.
    core::Result<std::string> textOf(BulkChange &change)
    {
        if (!change.found.draft)
            return m_online.text(*change.found.version);
        auto draft = m_online.ask<core::Draft>([&](auto done) {
            return m_online.cms().getDraft(*change.found.draft, std::move(done));
        });
        if (!draft)
            return std::move(draft).error();
        change.draft = std::move(*draft);
        return change.draft->text;
    }

    // Null: it has none.
    core::Result<const core::CompiledSchema *> schemaOf(const core::FoundConfig &found)
    {
        if (!found.schema)
            return nullptr;
        auto schema = m_schemas.compiled(*found.schema);
        if (schema && !*schema)
            return core::Error{core::ErrorKind::Invalid, "unreadable-schema",
                "Its schema, or one that it refers to, cannot be read: nobody knows what of it is "
                "sensitive",
                {}, {}, {}};
        return schema;
    }

    core::Result<BulkChange> planOne(
        const core::BulkPlanner &planner, const core::FoundConfig &found)
    {
        BulkChange change;
        change.found = found;
        auto text = textOf(change);
        if (!text)
            return std::move(text).error();
        change.before = std::move(*text);
        const auto schema = schemaOf(found);
        const auto reading = core::read(change.before, found.format);
        if (!schema || !reading) {
            change.error = schema ? core::toError(reading.problem()) : schema.error();
            return change;
        }
        const auto *known = *schema;
        const core::BulkSubject subject{'/' + found.path, found.environment,
            {change.before, &reading.tree(), core::coveredSpans(reading.tree(), known, m_scanner)}};
        auto plan = planner.plan(subject, {}, core::CancelToken());
        if (!plan) {
            change.error = std::move(plan).error();
            return change;
        }
        change.plan = std::move(*plan);
        const auto after = core::read(change.plan.after, found.format);
        if (!after) {
            change.error = core::toError(after.problem());
            return change;
        }
        change.shownBefore
            = core::covered(change.before, subject.document.covered, 0, change.before.size());
        change.shownAfter = core::covered(change.plan.after,
            core::coveredSpans(after.tree(), known, m_scanner), 0, change.plan.after.size());
        return change;
    }

    Online &m_online;
    core::BulkOperation m_operation;
    std::vector<core::FoundConfig> m_found;
    Schemas m_schemas;
    core::SecretScanner m_scanner;
};

} // namespace

core::Result<std::vector<core::FoundConfig>> findAll(
    Online &online, const core::ConfigSearch &search)
{
    auto found = online.all<core::FoundConfig>([&](const auto &page, auto done) {
        return online.cms().searchConfigs(search, page, std::move(done));
    });
    if (found)
        std::erase_if(*found, [](const core::FoundConfig &one) {
            if (!one.isReadable())
                sayClosed(one.path, one.environment);
            return !one.isReadable();
        });
    return found;
}

core::Result<std::vector<BulkChange>> planAll(
    Online &online, core::BulkOperation operation, const core::ConfigSearch &scope)
{
    return Work(online, std::move(operation)).run(scope);
}

} // namespace chancery::cli
