// SPDX-License-Identifier: Apache-2.0
#include "bulkobject.h"

#include "engine/core/hierarchy/pendingreferences.h"
#include "engine/core/rules/entries.h"
#include "engine/core/rules/invariants.h"
#include "engine/core/schema/opendocument.h"
#include "models/qtconvert.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr std::size_t mostProblems = 100;
constexpr std::size_t mostNewPlaces = 10'000;

// What is wrong whatever it is put together with. How values go together nobody knows here of one
// text of several, nor where a reference is to be followed.
std::vector<core::Violation> violationsOf(const BulkJob &job, const core::Tree &tree)
{
    const core::CompiledSchema &schema = *job.schema;
    auto violations = core::validateOpen(schema, tree.root(), {true, job.isPart}).violations;
    std::ranges::move(job.isPart || core::awaitsReferences(tree)
            ? core::checkEntries(schema, tree.root())
            : core::checkInvariants(schema, tree.root()),
        std::back_inserter(violations));
    return violations;
}

std::vector<core::FieldError> newProblems(
    const BulkJob &job, const core::Tree &before, const core::Tree &after)
{
    auto violations = violationsOf(job, after);
    if (violations.empty())
        return {};
    violations = core::introducedViolations(
        before.root(), violationsOf(job, before), after.root(), std::move(violations));
    violations.resize(std::min(violations.size(), mostProblems));
    const core::LineIndex lines(after.source());
    std::vector<core::FieldError> problems;
    for (const core::Violation &violation : violations)
        problems.push_back(core::toFieldError(violation, lines));
    return problems;
}

// What is below something new is new as well. Most keys stand where they stood.
void findNewPlaces(
    core::Value before, core::Value after, const std::string &at, std::vector<std::string> &found)
{
    if (found.size() >= mostNewPlaces)
        return;
    if (!before)
        found.push_back(at);
    const bool isSameKind = before.isPresent() && before.type() == after.type();
    auto old = isSameKind ? before.begin() : core::Value().begin();
    const auto oldEnd = isSameKind ? before.end() : core::Value().end();
    std::size_t number = 0;
    for (auto member = after.begin(); member != after.end(); ++member, ++number) {
        core::Value was;
        const bool isThere = isSameKind && old != oldEnd;
        if (isThere && (!after.isObject() || old.key() == member.key()))
            was = old.value();
        else if (isSameKind && after.isObject())
            was = before.find(member.key());
        if (isThere)
            ++old;
        findNewPlaces(was, member.value(),
            at + '/'
                + (after.isObject() ? core::escapePointerToken(member.key())
                                    : std::to_string(number)),
            found);
    }
}

} // namespace

std::size_t BulkResult::refusals() const
{
    return std::size_t(std::ranges::count_if(
        plan.hits, [](const core::BulkHit &hit) { return hit.refusal.has_value(); }));
}

bool BulkResult::changes() const
{
    return !error && plan.after != base.text;
}

bool BulkObject::changes() const
{
    return isChosen && result && result->changes();
}

bool BulkObject::isUnjudged() const
{
    return isComposed && result && result->changes()
        && (!judgement || !judgement->isWhole || judgement->error);
}

bool BulkObject::isHitChosen(std::size_t hit) const
{
    return !std::ranges::binary_search(leftOut, hit);
}

QString BulkObject::id() const
{
    return toQt(
        found.draft ? found.draft->text() : found.config.text() + '/' + found.environment.text());
}

core::Result<std::shared_ptr<const BulkResult>> workOut(
    const core::BulkPlanner &planner, const BulkJob &job, const core::CancelToken &token)
{
    static const core::SecretScanner scanner; // its patterns take a moment to compile
    auto result = std::make_shared<BulkResult>();
    result->base = job.base;
    const auto reading = core::read(job.base.text, job.format);
    if (!reading) {
        result->error = core::toError(reading.problem());
        return std::shared_ptr<const BulkResult>(std::move(result));
    }
    if (job.isOpaque) {
        result->error = core::Error{core::ErrorKind::Invalid, "opaque-schema",
            "The schema cannot be used, so that nobody knows what is sensitive.", {}, {}, {}};
        return std::shared_ptr<const BulkResult>(std::move(result));
    }
    core::BulkSubject subject{
        '/' + job.path, job.environment, {job.base.text, &reading.tree(), {}}};
    subject.document.covered = core::coveredSpans(reading.tree(), job.schema.get(), scanner);
    auto plan = planner.plan(subject, job.leftOut, token);
    if (!plan && plan.error().kind == core::ErrorKind::Cancelled)
        return std::move(plan).error();
    if (!plan) {
        result->error = std::move(plan).error();
        return std::shared_ptr<const BulkResult>(std::move(result));
    }
    result->plan = std::move(*plan);
    const auto after = core::read(result->plan.after, job.format);
    if (!after) {
        result->error = core::toError(after.problem());
        return std::shared_ptr<const BulkResult>(std::move(result));
    }
    findNewPlaces(reading.tree().root(), after.tree().root(), {}, result->newPlaces);
    std::ranges::sort(result->newPlaces);
    if (job.schema)
        result->problems = newProblems(job, reading.tree(), after.tree());
    return std::shared_ptr<const BulkResult>(std::move(result));
}

} // namespace chancery::models
