// SPDX-License-Identifier: Apache-2.0
//
// What comes of the texts that are planned when they are put together with others: which of them
// are, and what is wrong then. Each is looked up by what it is when its answer comes, because
// others come, go and are planned again meanwhile.
#include "engine/core/hierarchy/referencetext.h"
#include "models/bulkstore.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr int mostMapped = 10'000;

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
void BulkStore::judge(Operation &operation, std::deque<QString> objects)
{
    while (!objects.empty()) {
        const QString id = objects.front();
        objects.pop_front();
        const BulkObject *object = find(id);
        if (!object || !object->changes() || !isComposed(*object))
            continue;
        const std::string text = object->result->plan.after;
        BulkJudge &judge = &operation == &m_searching ? m_judge : m_judgeAgain;
        judge.ask(operation, tr("Merging the layers of “%1”").arg(toQt(object->found.path)),
            {object->found.config, object->found.environment, text, object->schema},
            [this, &operation, id, text, objects](std::vector<core::FieldError> problems) {
                takeJudgement(id, text, std::move(problems));
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
    const QString &id, const std::string &text, std::vector<core::FieldError> problems)
{
    BulkObject *object = objectAt(id);
    if (!object || !object->result || object->result->plan.after != text)
        return;
    auto judged = std::make_shared<BulkResult>(*object->result);
    for (core::FieldError &problem : problems) {
        const bool isKnown = std::ranges::any_of(judged->problems, [&](const auto &known) {
            return known.code == problem.code && known.schemaPointer == problem.schemaPointer
                && known.pointer == problem.pointer;
        });
        if (!isKnown && !isOfAnother(problem))
            judged->problems.push_back(std::move(problem));
    }
    take(*object, std::move(judged));
}

} // namespace chancery::models
