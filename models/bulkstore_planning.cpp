// SPDX-License-Identifier: Apache-2.0
//
// From a text that was found to what becomes of it: its bytes, its schema with all that it refers
// to, and the plan, text by text.
#include "models/bulkstore.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

void BulkStore::planOn()
{
    const auto next = std::ranges::find_if(
        m_objects, [](const BulkObject &object) { return object.result == nullptr; });
    if (next == m_objects.end()) {
        // Who has nothing to change was wanted in vain.
        std::erase_if(m_objects, [](const BulkObject &object) {
            return !object.result->error && object.result->plan.hits.empty();
        });
        Q_EMIT changed();
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
        std::move(text), nullptr, false, subject.leftOut};
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
                one.schema, false, one.leftOut}});
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
            for (const auto &[number, result] : results)
                take(number, result);
        });
}

} // namespace chancery::models
