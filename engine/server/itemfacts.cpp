// SPDX-License-Identifier: Apache-2.0
#include "itemfacts.h"

#include "engine/core/policy/risk.h"
#include "engine/server/layerplaces.h"

namespace chancery::server {

namespace {

namespace policy = core::policy;

using TreePointer = std::shared_ptr<const core::Tree>;

policy::RiskPlace placeOf(const View &view, const core::RequestItem &item)
{
    const auto environment
        = view.find<core::Environment>(keys::join(keys::environment, item.environment.text()));
    policy::RiskPlace place{
        environment ? environment->tier : 0, 0, item.path, item.schema.has_value()};
    auto range = KeyRange::under(keys::join(keys::refers, item.config.text(), ""));
    range.limit = 100;
    place.dependents = view.scan(range).size();
    return place;
}

// More than that cannot be told while others wait.
constexpr std::size_t mostMeasured = 500;

// What comes of the item in every place that layers tell apart, before and after; how many those
// were. Nothing where it cannot be told. One place after the other: each of them may be large.
std::optional<int> measureEffects(policy::ChangeMeasure &measure, LayerTexts &texts,
    const core::Config &config, const core::RequestItem &item, const TreePointer &before,
    const TreePointer &after)
{
    const std::pair at{item.config.text(), item.environment.text()};
    Proposal old;
    if (before)
        old[at] = {before, 0, {}};
    const Proposal fresh{{at, proposedBy(item, after, 0)}};
    const auto places = LayerPlaces(texts, fresh).of(config, item.environment);
    if (!places || places->size() > mostMeasured)
        return std::nullopt;
    int measured = 0;
    for (const auto &place : *places) {
        const auto was = Resolution(texts, place, &old).effective(config);
        if (!was && was.error().code == "not-live")
            continue; // there was nothing that could change
        const auto becomes = Resolution(texts, place, &fresh).effective(config);
        if (!was || !becomes)
            return std::nullopt;
        measure.compare({was->root(), becomes->root(), true});
        ++measured;
    }
    return measured;
}

} // namespace

std::optional<core::ChangeFacts> factsOf(
    LayerTexts &texts, const core::RequestItem &item, const core::Tree &after)
{
    const auto &view = texts.view();
    const auto becomes = std::make_shared<const core::Tree>(after);
    TreePointer was;
    if (item.base) {
        auto base = core::read(view.text(keys::join(keys::text, item.base->text())), item.format);
        if (!base || base.tree().nodeCount() == 0 || after.nodeCount() == 0)
            return std::nullopt;
        was = std::make_shared<const core::Tree>(std::move(base).tree());
    }
    const auto config = view.find<core::Config>(keys::join(keys::config, item.config.text()));
    const bool isWhole = config
        && (item.declaration || isComposed(view, *config, after)
            || (was && isComposed(view, *config, *was)));
    policy::ChangeMeasure measure;
    const auto measured
        = isWhole ? measureEffects(measure, texts, *config, item, was, becomes) : std::optional(0);
    if (!measured)
        return std::nullopt;
    // A number that stands over another one is as large a change as its effect.
    measure.compare({was ? was->root() : core::Value(), after.root(), *measured == 0});
    return measure.take(placeOf(view, item));
}

void measure(LayerTexts &texts, core::ChangeRequest &request)
{
    for (auto &item : request.items) {
        const auto reading = core::read(item.text, item.format, core::Limits::wide());
        item.facts = reading ? factsOf(texts, item, reading.tree()) : std::nullopt;
    }
}

} // namespace chancery::server
