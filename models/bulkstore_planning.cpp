// SPDX-License-Identifier: Apache-2.0
//
// From a text that was found to what becomes of it: its bytes, its schema with all that it refers
// to, and the plan, text by text.
#include "engine/core/hierarchy/referencetext.h"
#include "models/bulkstore.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr int mostMapped = 10'000;

// Beyond these nobody has looked at what comes of them; the server does.
constexpr std::size_t mostJudged = 300;

} // namespace

// What a text lacks, another one may have; who does not know takes every text for one of several.
void BulkStore::findParts()
{
    using MaybeMap = std::optional<core::DependencyMap>;
    client::DependencyQuery query;
    query.environment = m_scope.environment;
    query.limit = mostMapped;
    m_searching.start<MaybeMap>(
        tr("Finding which texts are layers"),
        [this, query](core::Handler<MaybeMap> done) {
            return m_api.dependencyMap(
                query, [done = std::move(done)](core::Result<core::DependencyMap> map) {
                    done(map && !map->isTruncated ? MaybeMap(*std::move(map)) : MaybeMap());
                });
        },
        [this](const MaybeMap &map) {
            m_knowsLayered = true;
            if (map)
                m_layered.emplace();
            for (const auto &[from, to, kind, environment, holder] :
                map ? map->dependencies : std::vector<core::MappedDependency>()) {
                if (kind != core::DependencyKind::Layer && kind != core::DependencyKind::Inherits)
                    continue;
                m_layered->composed.insert(map->configs[std::size_t(from)].path);
                m_layered->all.insert(map->configs[std::size_t(from)].path);
                m_layered->all.insert(map->configs[std::size_t(to)].path);
            }
            planOn();
        });
}

bool BulkStore::isComposed(const BulkObject &object) const
{
    return !m_layered || m_layered->composed.contains(object.found.path)
        || core::hasReference(object.result->plan.after);
}

// What comes of their layers, one object after another.
void BulkStore::judge(Operation &operation, std::deque<std::size_t> objects)
{
    while (!objects.empty()) {
        const std::size_t number = objects.front();
        objects.pop_front();
        const BulkObject &object = m_objects[number];
        if (!object.changes() || !isComposed(object))
            continue;
        const std::string text = object.result->plan.after;
        BulkJudge &judge = &operation == &m_searching ? m_judge : m_judgeAgain;
        judge.ask(operation, tr("Merging the layers of “%1”").arg(toQt(object.found.path)),
            {object.found.config, object.found.environment, text, object.schema},
            [this, &operation, number, text, objects](std::vector<core::FieldError> problems) {
                takeJudgement(number, text, std::move(problems));
                this->judge(operation, objects);
            });
        return;
    }
}

// Each text is judged beside what is live: what leads into another one that changes as well may
// find there what is not live yet.
bool BulkStore::isOfAnother(const core::FieldError &problem) const
{
    return problem.code == "dangling-reference"
        && std::ranges::any_of(m_objects, [&problem](const BulkObject &object) {
               return object.changes()
                   && problem.message.find('/' + object.found.path + '#') != std::string::npos;
           });
}

// Who has chosen other hits meanwhile has another text judged.
void BulkStore::takeJudgement(
    std::size_t object, const std::string &text, std::vector<core::FieldError> problems)
{
    if (m_objects[object].result->plan.after != text)
        return;
    auto judged = std::make_shared<BulkResult>(*m_objects[object].result);
    for (core::FieldError &problem : problems) {
        const bool isKnown = std::ranges::any_of(judged->problems, [&](const auto &known) {
            return known.code == problem.code && known.schemaPointer == problem.schemaPointer
                && known.pointer == problem.pointer;
        });
        if (!isKnown && !isOfAnother(problem))
            judged->problems.push_back(std::move(problem));
    }
    take(object, std::move(judged));
}

void BulkStore::planOn()
{
    if (!m_knowsLayered) {
        findParts();
        return;
    }
    const auto next = std::ranges::find_if(
        m_objects, [](const BulkObject &object) { return object.result == nullptr; });
    if (next == m_objects.end()) {
        // Who has nothing to change was wanted in vain.
        std::erase_if(m_objects, [](const BulkObject &object) {
            return !object.result->error && object.result->plan.hits.empty();
        });
        Q_EMIT changed();
        std::deque<std::size_t> planned;
        for (std::size_t i = 0; i < std::min(m_objects.size(), mostJudged); ++i)
            planned.push_back(i);
        judge(m_searching, std::move(planned));
        return;
    }
    const auto number = std::size_t(next - m_objects.begin());
    const QString title = tr("Planning %1 of %2").arg(number + 1).arg(m_objects.size());
    if (next->isDraft()) {
        m_searching.start<core::Draft>(
            title,
            [this, id = *next->found.draft](
                auto done) { return m_api.getDraft(id, std::move(done)); },
            [this, number](core::Draft draft) {
                m_objects[number].draftTag = draft.etag;
                m_objects[number].draftSchema = draft.schema;
                m_objects[number].found.version = draft.base;
                readSchema(number, std::move(draft.text));
            });
    } else {
        m_searching.start<std::string>(
            title,
            [this, version = *next->found.version](
                auto done) { return m_api.versionText(version, std::move(done)); },
            [this, number](std::string text) { readSchema(number, std::move(text)); });
    }
    m_searching.setProgress({qint64(number), qint64(m_objects.size())});
}

void BulkStore::readSchema(std::size_t object, std::string text)
{
    const auto schema = m_objects[object].found.schema;
    if (!schema || m_schemas.contains(*schema)) {
        planObject(object, std::move(text));
        return;
    }
    m_searching.start<std::string>(
        m_searching.title(),
        [this, schema](auto done) { return m_api.schemaText(*schema, std::move(done)); },
        [this, object, text = std::move(text)](
            const std::string &source) { compileSchema(object, source, text); });
}

// With what it refers to, as the editor does; a part that came may refer to more.
void BulkStore::compileSchema(
    std::size_t object, const std::string &source, const std::string &text)
{
    const core::SchemaId schema = *m_objects[object].found.schema;
    m_searching.start<CompiledText>(
        m_searching.title(),
        [this, source, schema](core::Handler<CompiledText> done) {
            return m_compute.run<CompiledText>(
                [source, parts = m_parts.known(m_references[schema], schema)](
                    const core::CancelToken &) {
                    auto made = compileText(source, parts);
                    return made ? std::move(made) : core::Result<CompiledText>(CompiledText());
                },
                std::move(done));
        },
        [this, object, schema, source, text](CompiledText made) {
            auto &asked = m_references[schema];
            if (!std::ranges::includes(asked, made.references)) {
                asked.merge(std::set(made.references));
                readParts(schema, made.references,
                    [this, object, source, text] { compileSchema(object, source, text); });
                return;
            }
            m_schemas[schema] = std::move(made.schema);
            planObject(object, text);
        });
}

void BulkStore::readParts(
    const core::SchemaId &schema, const std::set<std::string> &uris, std::function<void()> go)
{
    m_searching.start<core::Done>(
        m_searching.title(),
        [this, schema, uris](core::Handler<core::Done> done) {
            m_partsWanted = std::move(done);
            m_parts.want(uris, schema);
            return core::Call();
        },
        [go = std::move(go)](core::Done) { go(); });
}

// Who cancels no longer waits for them.
void BulkStore::partsCame(core::Result<core::Done> result)
{
    const auto wanted = std::exchange(m_partsWanted, {});
    if (wanted)
        wanted(std::move(result));
}

void BulkStore::planObject(std::size_t object, std::string text)
{
    using Result = std::shared_ptr<const BulkResult>;
    BulkObject &subject = m_objects[object];
    BulkJob job{subject.found.path, subject.found.environment, subject.found.format,
        std::move(text), nullptr, false, subject.leftOut,
        !m_layered || m_layered->all.contains(subject.found.path)};
    subject.isPart = job.isPart;
    if (subject.found.schema) {
        job.schema = m_schemas[*subject.found.schema];
        job.isOpaque = !job.schema;
    }
    subject.schema = job.schema;
    m_searching.start<Result>(
        m_searching.title(),
        [this, job = std::move(job)](core::Handler<Result> done) {
            return m_compute.run<Result>(
                [planner = *m_planner, job](
                    const core::CancelToken &token) { return workOut(planner, job, token); },
                std::move(done));
        },
        [this, object](Result result) {
            take(object, std::move(result));
            planOn();
        });
}

void BulkStore::take(std::size_t object, std::shared_ptr<const BulkResult> result)
{
    m_objects[object].result = std::move(result);
    Q_EMIT objectChanged(m_objects[object].id());
}

// With the same text; the choice is newer than any answer that is still on its way.
void BulkStore::replan(std::size_t object)
{
    using Results = std::vector<std::pair<std::size_t, std::shared_ptr<const BulkResult>>>;
    if (!m_planner || !m_objects[object].result || m_objects[object].result->error)
        return;
    m_dirty.insert(object);
    std::vector<std::pair<std::size_t, BulkJob>> jobs;
    for (const std::size_t number : m_dirty) {
        const BulkObject &one = m_objects[number];
        jobs.push_back({number,
            {one.found.path, one.found.environment, one.found.format, one.result->before,
                one.schema, false, one.leftOut, one.isPart}});
    }
    m_replanning.start<Results>(
        tr("Planning again"),
        [this, jobs = std::move(jobs)](core::Handler<Results> done) {
            return m_compute.run<Results>(
                [planner = *m_planner, jobs](
                    const core::CancelToken &token) -> core::Result<Results> {
                    Results results;
                    for (const auto &[number, job] : jobs) {
                        auto result = workOut(planner, job, token);
                        if (!result)
                            return std::move(result).error();
                        results.emplace_back(number, std::move(*result));
                    }
                    return results;
                },
                std::move(done));
        },
        [this](const Results &results) {
            m_dirty.clear();
            std::deque<std::size_t> planned;
            for (const auto &[number, result] : results) {
                take(number, result);
                planned.push_back(number);
            }
            judge(m_replanning, std::move(planned));
        });
}

} // namespace chancery::models
