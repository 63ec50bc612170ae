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

// What comes of their layers, one object after another: of those that are wanted, whatever has been
// chosen and planned since the last answer.
void BulkStore::judge(Operation &operation)
{
    const auto isWanted = [](const BulkObject &object) {
        return object.isToJudge && object.isComposed && object.changes();
    };
    const auto next = std::ranges::find_if(
        m_objects, [&](const BulkObject &object) { return isWanted(object) && !object.judgement; });
    if (next == m_objects.end())
        return;
    const auto all = std::ranges::count_if(m_objects, isWanted);
    const auto done = std::ranges::count_if(
        m_objects, [&](const BulkObject &object) { return isWanted(object) && object.judgement; });
    BulkJudge &judge = &operation == &m_searching ? m_judge : m_judgeAgain;
    judge.ask(operation,
        {tr("Merging the layers of “%1”").arg(toQt(next->found.path)), {done, all},
            next->found.config, next->found.environment, next->found.path, next->found.format,
            next->result->plan.after,
            next->isDraft() ? std::optional(next->result->base.text) : std::nullopt, next->schema},
        [this, &operation, id = next->id(), of = next->result](const BulkJudgement &judgement) {
            takeJudgement(id, of, judgement);
            this->judge(operation);
        });
}

// What is planned at the moment is judged behind it.
void BulkStore::judgeOn()
{
    if (!m_searching.isRunning() && !m_replanning.isRunning())
        judge(m_replanning);
}

int BulkStore::unjudgedCount() const
{
    return int(std::ranges::count_if(m_objects,
        [](const BulkObject &object) { return object.isChosen && object.isUnjudged(); }));
}

std::vector<BulkProblem> BulkStore::problemsOf(const BulkObject &object) const
{
    std::vector<BulkProblem> problems;
    for (const core::FieldError &problem :
        object.result ? object.result->problems : std::vector<core::FieldError>())
        problems.push_back({problem, {}, {}});
    for (const BulkProblem &problem :
        object.judgement ? object.judgement->problems : std::vector<BulkProblem>()) {
        const bool isKnown = std::ranges::any_of(problems, [&](const BulkProblem &known) {
            return known.error.code == problem.error.code
                && known.error.schemaPointer == problem.error.schemaPointer
                && known.error.pointer == problem.error.pointer;
        });
        if (!isKnown && !isOfAnother(object, problem))
            problems.push_back(problem);
    }
    return problems;
}

// It becomes live with the others: a request takes all of them. Drafts do not.
bool BulkStore::goesLiveWith(const BulkObject &object, const BulkObject &other)
{
    return other.changes() && !other.isDraft()
        && other.found.environment == object.found.environment;
}

// Each text is judged beside what is live: what leads into another one that changes as well may
// find there what is not live yet, and a layer's reference may follow.
bool BulkStore::isOfAnother(const BulkObject &object, const BulkProblem &problem) const
{
    if (problem.error.code != "dangling-reference")
        return false;
    const auto isDefined = [&](const BulkDefinition &definition) {
        return std::ranges::any_of(m_objects, [&](const BulkObject &other) {
            return goesLiveWith(object, other) && other.found.path == definition.path
                && std::ranges::binary_search(other.result->newPlaces, definition.pointer);
        });
    };
    const auto follows = [&](const BulkObject &other) {
        return &other != &object && goesLiveWith(object, other)
            && std::ranges::any_of(other.result->plan.hits, [&](const core::BulkHit &hit) {
                   return hit.isReference && !hit.refusal && hit.pointer == problem.error.pointer
                       && other.isHitChosen(std::size_t(&hit - other.result->plan.hits.data()));
               });
    };
    return problem.definitions.empty() ? std::ranges::any_of(m_objects, follows)
                                       : std::ranges::all_of(problem.definitions, isDefined);
}

// What others say of it counts no more, or counts again.
void BulkStore::tellReferring(const QString &changed)
{
    for (const BulkObject &object : m_objects) {
        const bool isReferring = object.judgement
            && std::ranges::any_of(object.judgement->problems, [](const BulkProblem &problem) {
                   return problem.error.code == "dangling-reference";
               });
        if (isReferring && object.id() != changed)
            Q_EMIT objectChanged(object.id());
    }
}

// Who has chosen other hits meanwhile has another text judged.
void BulkStore::takeJudgement(
    const QString &id, const std::shared_ptr<const BulkResult> &of, const BulkJudgement &judgement)
{
    BulkObject *object = objectAt(id);
    if (!object || object->result != of)
        return;
    object->judgement = std::make_shared<const BulkJudgement>(judgement);
    Q_EMIT objectChanged(id);
}

} // namespace chancery::models
