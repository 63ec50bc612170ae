// SPDX-License-Identifier: Apache-2.0
//
// From a text that was found to what becomes of it: its bytes, its schema with all that it refers
// to, and the plan, text by text.
#include "models/bulkstore.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

// A draft's own choice goes live with it.
std::optional<core::SchemaId> BulkStore::schemaOf(const BulkObject &object, const BulkBase &base)
{
    return base.draftSchema ? base.draftSchema : object.found.schema;
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
        std::size_t judged = 0;
        for (BulkObject &object : m_objects) {
            if (object.isComposed && object.result->changes())
                object.isToJudge = object.isToJudge || ++judged <= mostJudged;
        }
        judge(m_searching);
        return;
    }
    planNext(*next);
}

// The object is looked up again by each answer: what is chosen, and what else is found, goes on.
void BulkStore::planNext(const BulkObject &object)
{
    const QString id = object.id();
    const auto number = &object - m_objects.data();
    const QString title = tr("Planning %1 of %2").arg(number + 1).arg(m_objects.size());
    if (object.isDraft()) {
        m_searching.start<core::Draft>(
            title,
            [this, draft = *object.found.draft](
                auto done) { return m_api.getDraft(draft, std::move(done)); },
            [this, id](core::Draft draft) {
                readSchema(id, {std::move(draft.text), draft.base, draft.etag, draft.schema});
            });
    } else {
        const core::VersionId version = *object.found.version;
        m_searching.start<std::string>(
            title,
            [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
            [this, id, version](
                std::string text) { readSchema(id, {std::move(text), version, {}, {}}); });
    }
    m_searching.setProgress({qint64(number), qint64(m_objects.size())});
}

void BulkStore::readSchema(const QString &id, BulkBase base)
{
    const BulkObject *object = find(id);
    const auto schema = object ? schemaOf(*object, base) : std::nullopt;
    if (!schema || m_schemas.contains(*schema)) {
        planObject(id, std::move(base));
        return;
    }
    m_searching.start<std::string>(
        m_searching.title(),
        [this, schema](auto done) { return m_api.schemaText(*schema, std::move(done)); },
        [this, id, schema, base = std::move(base)](
            const std::string &source) { compileSchema(id, *schema, source, base); });
}

// With what it refers to, as the editor does; a part that came may refer to more.
void BulkStore::compileSchema(const QString &id, const core::SchemaId &schema,
    const std::string &source, const BulkBase &base)
{
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
        [this, id, schema, source, base](CompiledText made) {
            auto &asked = m_references[schema];
            if (!std::ranges::includes(asked, made.references)) {
                asked.merge(std::set(made.references));
                readParts(schema, made.references,
                    [this, id, schema, source, base] { compileSchema(id, schema, source, base); });
                return;
            }
            m_schemas[schema] = std::move(made.schema);
            planObject(id, base);
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

void BulkStore::planObject(const QString &id, BulkBase base)
{
    using Result = std::shared_ptr<const BulkResult>;
    BulkObject *subject = objectAt(id);
    if (!subject) {
        planOn();
        return;
    }
    BulkJob job{subject->found.path, subject->found.environment, subject->found.format,
        std::move(base), nullptr, false, subject->leftOut,
        !m_layered || m_layered->all.contains(subject->found.path)};
    subject->isPart = job.isPart;
    if (const auto schema = schemaOf(*subject, job.base)) {
        job.schema = m_schemas[*schema];
        job.isOpaque = !job.schema;
    }
    subject->schema = job.schema;
    m_searching.start<Result>(
        m_searching.title(),
        [this, job = std::move(job)](core::Handler<Result> done) {
            return m_compute.run<Result>(
                [planner = *m_planner, job](
                    const core::CancelToken &token) { return workOut(planner, job, token); },
                std::move(done));
        },
        [this, id](Result result) {
            if (BulkObject *object = objectAt(id))
                take(*object, std::move(result));
            planOn();
        });
}

void BulkStore::take(BulkObject &object, std::shared_ptr<const BulkResult> result)
{
    object.result = std::move(result);
    object.judgement = nullptr;
    object.isComposed = isComposed(object);
    Q_EMIT objectChanged(object.id());
    tellReferring(object.id());
}

// With the same text; the choice is newer than any answer that is still on its way. What was read
// anew meanwhile has been planned of that, and keeps it.
void BulkStore::replan()
{
    using Result = std::shared_ptr<const BulkResult>;
    struct Job {
        QString id;
        Result from;
        BulkJob job;
    };
    using Results = std::vector<Result>;
    auto jobs = std::make_shared<std::vector<Job>>();
    for (const QString &id : m_dirty) {
        const BulkObject *one = find(id);
        if (m_planner && one && one->result && !one->result->error)
            jobs->push_back({id, one->result,
                {one->found.path, one->found.environment, one->found.format, one->result->base,
                    one->schema, false, one->leftOut, one->isPart}});
    }
    if (jobs->empty()) {
        m_dirty.clear();
        return;
    }
    m_replanning.start<Results>(
        tr("Planning again"),
        [this, jobs](core::Handler<Results> done) {
            return m_compute.run<Results>(
                [planner = *m_planner, jobs](
                    const core::CancelToken &token) -> core::Result<Results> {
                    Results results;
                    for (const Job &one : *jobs) {
                        auto result = workOut(planner, one.job, token);
                        if (!result)
                            return std::move(result).error();
                        results.push_back(std::move(*result));
                    }
                    return results;
                },
                std::move(done));
        },
        [this, jobs](const Results &results) {
            m_dirty.clear();
            for (std::size_t i = 0; i < results.size(); ++i) {
                const auto &[id, from, job] = (*jobs)[i];
                BulkObject *object = objectAt(id);
                if (!object || object->result != from)
                    continue;
                object->isToJudge = true;
                take(*object, results[i]);
            }
            judgeOn();
        });
}

} // namespace chancery::models
