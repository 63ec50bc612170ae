// SPDX-License-Identifier: Apache-2.0
#include "bulkjudge.h"

#include "engine/core/hierarchy/referencetext.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"

#include <algorithm>
#include <variant>

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
        if (std::ranges::find(places, place) == places.end())
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

bool isDangling(const core::FieldError &problem)
{
    return problem.code == "dangling-reference";
}

std::vector<BulkDefinition> definitionsIn(
    std::string_view text, const std::string &own, const std::string &message)
{
    std::vector<BulkDefinition> all;
    std::vector<BulkDefinition> named;
    for (const core::ReferencePiece &piece : core::piecesOf(text)) {
        if (piece.kind != core::ReferencePiece::Kind::Reference)
            continue;
        all.push_back({piece.path.empty() ? own : piece.path.substr(1), piece.pointer});
        if (message.starts_with(piece.path + '#' + piece.pointer + ' '))
            named.push_back(all.back());
    }
    return named.empty() ? all : named;
}

// Whatever is asked next would fail as well.
bool isOfAll(const core::Error &error)
{
    using enum core::ErrorKind;
    return error.kind == Cancelled || error.kind == Offline || error.kind == Timeout
        || error.kind == Unauthorized || error.kind == RateLimited;
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

// Each step begins the operation anew, and what it says of itself with it.
template <typename T, typename Start, typename Use>
void BulkJudge::start(Operation &operation, Start start, Use use)
{
    operation.start<T>(m_question.title, std::move(start), std::move(use));
    operation.setProgress(m_question.progress);
}

void BulkJudge::ask(Operation &operation, Question question, Take take)
{
    using Declared = std::variant<core::ConfigLayers, core::Error>;
    m_question = std::move(question);
    m_take = std::move(take);
    m_judgement = {};
    start<Declared>(
        operation,
        [this](core::Handler<Declared> done) {
            return m_api.configLayers(m_question.config,
                [done = std::move(done)](core::Result<core::ConfigLayers> layers) {
                    if (!layers && isOfAll(layers.error()))
                        done(std::move(layers).error());
                    else
                        done(layers ? Declared(*std::move(layers))
                                    : Declared(std::move(layers).error()));
                });
        },
        [this, &operation](const Declared &declared) {
            if (const auto *error = std::get_if<core::Error>(&declared)) {
                m_judgement.error = *error;
                finish();
                return;
            }
            takePlaces(std::get<core::ConfigLayers>(declared));
            askNext(operation);
        });
}

void BulkJudge::takePlaces(const core::ConfigLayers &declared)
{
    m_places = placesOf(declared, m_question.environment);
    if (m_places.size() > mostPlaces) {
        m_places.resize(mostPlaces);
        m_judgement.isWhole = false;
    }
}

void BulkJudge::finish()
{
    const Take take = std::exchange(m_take, {});
    take(std::exchange(m_judgement, {}));
}

core::Result<BulkJudge::Merged> BulkJudge::mergedOf(core::Result<core::EffectiveView> view)
{
    if (view)
        return Merged{*std::move(view), {}, {}};
    core::Error error = std::move(view).error();
    if (error.kind == core::ErrorKind::NotFound)
        return Merged();
    if (isOfAll(error))
        return error;
    Merged merged;
    if (error.kind != core::ErrorKind::Invalid) {
        merged.error = std::move(error);
        return merged;
    }
    merged.problems = std::move(error.fields);
    if (merged.problems.empty())
        merged.problems.push_back({{}, error.code, error.detail, {}, 0, 0});
    return merged;
}

void BulkJudge::askNext(Operation &operation)
{
    auto &problems = m_judgement.problems;
    if (problems.size() >= mostProblems) {
        problems.resize(mostProblems);
        m_judgement.isWhole = m_judgement.isWhole && m_places.empty();
        m_places.clear();
    }
    if (m_places.empty()) {
        finish();
        return;
    }
    start<Merged>(
        operation,
        [this](core::Handler<Merged> done) {
            return m_api.previewEffective(m_question.config, m_places.front(), m_question.text,
                [done = std::move(done)](
                    core::Result<core::EffectiveView> view) { done(mergedOf(std::move(view))); });
        },
        [this, &operation](const Merged &after) { askBefore(operation, after); });
}

void BulkJudge::askBefore(Operation &operation, const Merged &after)
{
    start<Merged>(
        operation,
        [this](core::Handler<Merged> done) {
            auto take = [done = std::move(done)](core::Result<core::EffectiveView> view) {
                done(mergedOf(std::move(view)));
            };
            return m_question.before
                ? m_api.previewEffective(
                      m_question.config, m_places.front(), *m_question.before, std::move(take))
                : m_api.effective(m_question.config, m_places.front(), std::move(take));
        },
        [this, &operation, after](const Merged &before) { compare(operation, after, before); });
}

void BulkJudge::compare(Operation &operation, const Merged &after, const Merged &before)
{
    using Problems = std::vector<BulkProblem>;
    if (after.error || before.error) {
        m_judgement.error = after.error ? after.error : before.error;
        finish();
        return;
    }
    start<Problems>(
        operation,
        [this, after, before](core::Handler<Problems> done) {
            return m_compute.run<Problems>(
                [question = m_question, after, before](const core::CancelToken &) {
                    return core::Result<Problems>(withDefinitions(
                        question, introduced(question.schema.get(), after, before)));
                },
                std::move(done));
        },
        [this, &operation](const Problems &problems) {
            takeProblems(problems);
            askNext(operation);
        });
}

// The environment as such comes first: what is wrong there is wrong wherever it is merged, as far
// as anybody has to be told.
void BulkJudge::takeProblems(const std::vector<BulkProblem> &problems)
{
    const core::HierarchyPlace place = std::move(m_places.front());
    const bool isOwn = !place.region.empty() || !place.group.empty() || !place.instance.empty();
    m_places.erase(m_places.begin());
    for (const BulkProblem &problem : problems) {
        auto known = std::ranges::find_if(m_judgement.problems,
            [&](const BulkProblem &other) { return isSame(problem.error, other.error); });
        const bool isNew = known == m_judgement.problems.end();
        if (isNew)
            known = m_judgement.problems.insert(known, problem);
        if (isOwn && (isNew || !known->places.empty()))
            known->places.push_back(place);
    }
}

// What a reference names is read in the text itself. Of several in one string the sentence tells
// which it is; where it does not, all of them have to lead somewhere.
std::vector<BulkProblem> BulkJudge::withDefinitions(
    const Question &question, const std::vector<core::FieldError> &problems)
{
    std::vector<BulkProblem> told;
    for (const core::FieldError &problem : problems)
        told.push_back({problem, {}, {}});
    if (std::ranges::none_of(problems, isDangling))
        return told;
    const auto reading = core::read(question.text, question.format);
    for (BulkProblem &problem : told) {
        if (reading && isDangling(problem.error))
            problem.definitions
                = definitionsIn(reading.tree().root().resolve(problem.error.pointer).text(),
                    question.path, problem.error.message);
    }
    return told;
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
