// SPDX-License-Identifier: Apache-2.0
#include "effectchanges.h"

#include "engine/core/schema/equality.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/itemfacts.h"
#include "engine/server/keys.h"
#include "engine/server/layerplaces.h"
#include "engine/server/reached.h"
#include "engine/server/uses.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace chancery::server {

namespace {

// More than that are not compared, and count as changed.
constexpr int mostCompared = 500;

void propose(Proposal &proposal, const core::RequestItem &item)
{
    auto reading = core::read(item.text, item.format, core::Limits::wide());
    if (reading)
        proposal[{item.config.text(), item.environment.text()}]
            = {std::make_shared<const core::Tree>(std::move(reading).tree()), 0, item.schema};
}

// What something makes of the documents that open requests would make.
class EffectComparison {
public:
    // Other texts.
    EffectComparison(const View &view, const std::vector<core::RequestItem> &landing)
        : m_view(view)
        , m_before(view)
        , m_after(view)
    {
        for (const auto &item : landing)
            propose(m_landing, item);
    }
    // Other layers.
    EffectComparison(const View &view, const core::ConfigLayers &declared)
        : m_view(view)
        , m_before(view)
        , m_after(view)
    {
        m_after.declare(declared);
    }

    // Whether what the item would make is something else afterwards.
    bool differs(const core::RequestItem &item)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, item.config.text()));
        if (!config)
            return false;
        Proposal before;
        propose(before, item);
        Proposal after = m_landing;
        propose(after, item);
        const auto isOtherIn = [&](const std::optional<std::vector<core::HierarchyPlace>> &places) {
            return !places || std::ranges::any_of(*places, [&](const core::HierarchyPlace &place) {
                return ++m_compared > mostCompared || differs(*config, place, before, after);
            });
        };
        return isOtherIn(LayerPlaces(m_after, after).of(*config, item.environment))
            || (m_after.declaresOther()
                && isOtherIn(LayerPlaces(m_before, before).of(*config, item.environment)));
    }

private:
    bool differs(const core::Config &config, const core::HierarchyPlace &place,
        const Proposal &before, const Proposal &after)
    {
        const auto old = Resolution(m_before, place, &before).effective(config);
        const auto fresh = Resolution(m_after, place, &after).effective(config);
        if (!old || !fresh)
            return bool(old) != bool(fresh);
        return !core::sameValue(old->root(), fresh->root());
    }

    const View &m_view;
    LayerTexts m_before;
    LayerTexts m_after;
    Proposal m_landing;
    int m_compared = 0;
};

// A place that an open request would change, and the request's number.
struct Proposed {
    std::string config;
    std::string environment;
    std::uint64_t number = 0;
};

// Those whose text refers to what is reached, whether or not what is live does (GOV-11).
void addReferring(const View &view, const ReachedPlaces &reached, std::vector<Proposed> &proposed)
{
    visitForwards(
        view, KeyRange::under(keys::join(keys::requestUses, "")), [&](const Entry &entry) {
            const std::string_view key(entry.key);
            const auto number = key.rfind('/');
            const auto environment = key.rfind('/', number - 1);
            const auto config = key.rfind('/', environment - 1);
            Proposed one{std::string(key.substr(config + 1, environment - config - 1)),
                std::string(key.substr(environment + 1, number - environment - 1)),
                keys::numberAtEnd(entry.key)};
            const bool isMeant
                = std::ranges::any_of(usesIn(*entry.value).paths, [&](const std::string &path) {
                      return reached.contains(
                          {view.text(keys::join(keys::configPath, path)), one.environment});
                  });
            if (isMeant)
                proposed.push_back(std::move(one));
        });
}

// Whatever open requests propose for what is reached, or by what is.
std::vector<Proposed> proposedAround(
    const View &view, const std::vector<core::RequestItem> &changed)
{
    std::vector<Proposed> proposed;
    const auto reached = reachedBy(view, changed);
    for (const auto &[place, item] : reached) {
        const auto open = keys::join(keys::openAt, place.first, place.second, "");
        for (const auto &entry : view.scan(KeyRange::under(open)))
            proposed.push_back({place.first, place.second, keys::numberAtEnd(entry.key)});
    }
    addReferring(view, reached, proposed);
    return proposed;
}

// Of those around the changed places, but one that is on its way itself. What a landing itself
// makes live at a place is not compared with what the request proposes there: their bases tell them
// apart. All else that it changes is.
std::vector<core::ChangeRequestId> requestsWithOtherEffect(const View &view,
    const std::vector<core::RequestItem> &changed, const core::ChangeRequestId &except,
    const std::function<EffectComparison()> &compare)
{
    std::optional<EffectComparison> comparison; // most changes have nothing to be compared with
    std::set<core::ChangeRequestId> seen{except};
    std::vector<core::ChangeRequestId> found;
    for (const auto &place : proposedAround(view, changed)) {
        const core::ChangeRequestId id("CR-" + std::to_string(place.number));
        if (seen.contains(id))
            continue;
        const auto other = needRequest(view, id.text());
        if (other.state == core::RequestState::Draft)
            continue;
        if (!comparison)
            comparison.emplace(compare());
        const bool isOther = std::ranges::any_of(other.items, [&](const core::RequestItem &item) {
            return item.config.text() == place.config
                && item.environment.text() == place.environment && comparison->differs(item);
        });
        if (isOther && seen.insert(id).second)
            found.push_back(id);
    }
    return found;
}

bool isAskedFor(const View &view, const core::ConfigId &config, const std::string &environment)
{
    auto range = KeyRange::under(keys::join(keys::openAt, config.text(), environment, ""));
    range.limit = 1;
    return !view.scan(range).empty();
}

} // namespace

std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::ChangeRequest &landing)
{
    return requestsWithOtherEffect(unit.view(), landing.items, landing.id,
        [&] { return EffectComparison(unit.view(), landing.items); });
}

std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::Config &config, const LayerChange &change)
{
    const auto &view = unit.view();
    std::vector<core::RequestItem> places;
    std::vector<core::ChangeRequestId> found;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::environment, "")))) {
        const auto environment = View::parse<core::Environment>(entry.value).id;
        places.emplace_back();
        places.back().config = config.id;
        places.back().environment = environment;
        if (!change.isReadIn(environment) && !isAskedFor(view, config.id, environment.text()))
            continue;
        // What they propose reaches further than it did, or not as far.
        for (const auto &layer : change.layers) {
            const auto at = keys::join(keys::openAt, layer.config.text(), environment.text(), "");
            for (const auto &open : view.scan(KeyRange::under(at))) {
                const core::ChangeRequestId id("CR-" + std::to_string(keys::numberAtEnd(open.key)));
                if (std::ranges::find(found, id) == found.end()
                    && needRequest(view, id.text()).state != core::RequestState::Draft)
                    found.push_back(id);
            }
        }
    }
    for (auto &id : requestsWithOtherEffect(
             view, places, {}, [&] { return EffectComparison(view, change.after); })) {
        if (std::ranges::find(found, id) == found.end())
            found.push_back(std::move(id));
    }
    return found;
}

void voidOutdated(
    Unit &unit, const std::vector<core::ChangeRequestId> &requests, const std::string &because)
{
    LayerTexts texts(unit.view());
    for (const auto &id : requests) {
        auto other = needRequest(unit.view(), id.text());
        beginCycle(other, "effect-changed", unit.now());
        for (auto &item : other.items)
            item.facts = factsOf(texts, item);
        if (other.state == core::RequestState::Approved)
            other.state = core::RequestState::Open;
        settle(unit, other);
        storeRequest(unit, other, id.text() + " has another effect: " + because);
        recordRequest(unit, other, core::AuditKind::ChangeRequestDismissStale, because);
    }
}

} // namespace chancery::server
