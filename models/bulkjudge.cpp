// SPDX-License-Identifier: Apache-2.0
#include "bulkjudge.h"

#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"

#include <algorithm>

namespace chancery::models {

namespace {

constexpr std::size_t mostPlaces = 16;
constexpr std::size_t mostProblems = 100;

std::vector<core::HierarchyPlace> placesOf(
    const core::ConfigLayers &declared, const core::EnvironmentId &environment)
{
    std::vector<core::HierarchyPlace> places{{environment, {}, {}, {}}};
    for (const core::ConfigLayer &layer : declared.layers) {
        core::HierarchyPlace place{environment, {}, {}, {}};
        if (layer.kind == core::LayerKind::Region)
            place.region = layer.name;
        else if (layer.kind == core::LayerKind::Group)
            place.group = layer.name;
        else if (layer.kind == core::LayerKind::Instance)
            place.instance = layer.name;
        if (places.size() < mostPlaces && std::ranges::find(places, place) == places.end())
            places.push_back(std::move(place));
    }
    return places;
}

std::vector<core::Violation> violationsOf(const core::CompiledSchema &schema, core::Value document)
{
    std::vector<core::Violation> violations = schema.validate(document).violations;
    std::ranges::move(core::checkInvariants(schema, document), std::back_inserter(violations));
    return violations;
}

bool isSame(const core::FieldError &one, const core::FieldError &other)
{
    return one.pointer == other.pointer && one.code == other.code && one.message == other.message;
}

// Where the value stands in the text that was asked about; nowhere where another one says it.
core::Position positionIn(const core::EffectiveView &view, const std::string &pointer)
{
    const auto value = std::ranges::find(view.values, pointer, &core::EffectiveValue::pointer);
    const bool isOwn = value != view.values.end() && value->layer >= 0 && value->layer < view.chain
        && view.layers[std::size_t(value->layer)].version.isEmpty();
    return isOwn ? core::Position{value->line, value->column} : core::Position{};
}

} // namespace

void BulkJudge::ask(Operation &operation, const QString &title, Question question, Take take)
{
    m_question = std::move(question);
    m_take = std::move(take);
    m_problems.clear();
    operation.start<core::ConfigLayers>(
        title, [this](auto done) { return m_api.configLayers(m_question.config, std::move(done)); },
        [this, &operation, title](const core::ConfigLayers &declared) {
            m_places = placesOf(declared, m_question.environment);
            askNext(operation, title);
        });
}

core::Result<BulkJudge::Merged> BulkJudge::mergedOf(core::Result<core::EffectiveView> view)
{
    if (view)
        return Merged{*std::move(view), {}};
    core::Error error = std::move(view).error();
    if (error.kind == core::ErrorKind::NotFound)
        return Merged();
    if (error.kind != core::ErrorKind::Invalid)
        return error;
    Merged merged;
    merged.problems = std::move(error.fields);
    if (merged.problems.empty())
        merged.problems.push_back({{}, error.code, error.detail, {}, 0, 0});
    return merged;
}

void BulkJudge::askNext(Operation &operation, const QString &title)
{
    if (m_places.empty() || m_problems.size() >= mostProblems) {
        m_problems.resize(std::min(m_problems.size(), mostProblems));
        const Take take = std::exchange(m_take, {});
        take(std::move(m_problems));
        return;
    }
    operation.start<Merged>(
        title,
        [this](core::Handler<Merged> done) {
            return m_api.previewEffective(m_question.config, m_places.front(), m_question.text,
                [done = std::move(done)](
                    core::Result<core::EffectiveView> view) { done(mergedOf(std::move(view))); });
        },
        [this, &operation, title](const Merged &after) { askBefore(operation, title, after); });
}

void BulkJudge::askBefore(Operation &operation, const QString &title, const Merged &after)
{
    operation.start<Merged>(
        title,
        [this](core::Handler<Merged> done) {
            return m_api.effective(m_question.config, m_places.front(),
                [done = std::move(done)](
                    core::Result<core::EffectiveView> view) { done(mergedOf(std::move(view))); });
        },
        [this, &operation, title, after](
            const Merged &before) { compare(operation, title, after, before); });
}

void BulkJudge::compare(
    Operation &operation, const QString &title, const Merged &after, const Merged &before)
{
    using Problems = std::vector<core::FieldError>;
    operation.start<Problems>(
        title,
        [this, after, before](core::Handler<Problems> done) {
            return m_compute.run<Problems>(
                [schema = m_question.schema, after, before](const core::CancelToken &) {
                    return core::Result<Problems>(introduced(schema.get(), after, before));
                },
                std::move(done));
        },
        [this, &operation, title](const Problems &problems) {
            m_places.erase(m_places.begin());
            for (const core::FieldError &problem : problems) {
                const auto known = std::ranges::find_if(
                    m_problems, [&](const auto &other) { return isSame(problem, other); });
                if (known == m_problems.end())
                    m_problems.push_back(problem);
            }
            askNext(operation, title);
        });
}

std::vector<core::FieldError> BulkJudge::introduced(
    const core::CompiledSchema *schema, const Merged &after, const Merged &before)
{
    std::vector<core::FieldError> problems;
    for (const core::FieldError &problem : after.problems) {
        if (std::ranges::none_of(
                before.problems, [&](const auto &old) { return isSame(problem, old); }))
            problems.push_back(problem);
    }
    const auto now = after.view ? core::read(after.view->text, core::Format::Json)
                                : core::read(std::string(), core::Format::Json);
    if (!schema || !now)
        return problems;
    auto violations = violationsOf(*schema, now.tree().root());
    const auto then = before.view ? core::read(before.view->text, core::Format::Json)
                                  : core::read(std::string(), core::Format::Json);
    if (then) {
        violations = core::introducedViolations(then.tree().root(),
            violationsOf(*schema, then.tree().root()), now.tree().root(), std::move(violations));
        std::ranges::move(core::checkChange(*schema, then.tree().root(), now.tree().root()),
            std::back_inserter(violations));
    }
    const core::LineIndex lines(now.tree().source());
    for (const core::Violation &violation : violations) {
        auto problem = core::toFieldError(violation, lines);
        const auto position = positionIn(*after.view, violation.instancePointer);
        problem.line = position.line;
        problem.column = position.column;
        problems.push_back(std::move(problem));
    }
    return problems;
}

} // namespace chancery::models
