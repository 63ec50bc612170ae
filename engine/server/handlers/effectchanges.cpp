// SPDX-License-Identifier: Apache-2.0
#include "effectchanges.h"

#include "engine/core/schema/equality.h"
#include "engine/server/effectlook.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/itemfacts.h"
#include "engine/server/keys.h"
#include "engine/server/layerplaces.h"
#include "engine/server/uses.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace chancery::server {

namespace {

// More than that are not compared, and count as changed.
constexpr int mostCompared = 500;

void propose(Proposal &proposal, const core::RequestItem &item)
{
    auto reading = core::read(item.text, item.format, core::Limits::wide());
    if (reading)
        proposal[{item.config.text(), item.environment.text()}]
            = proposedBy(item, std::make_shared<const core::Tree>(std::move(reading).tree()), 0);
}

// What its edit began from.
Proposal startOf(const View &view, const core::RequestItem &item)
{
    if (!item.base)
        return {};
    auto before = item;
    before.text = view.text(keys::join(keys::text, item.base->text()));
    before.schema.reset();
    before.declaration.reset();
    Proposal start;
    propose(start, before);
    return start;
}

enum class Difference { None, Start, Effect };

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

    // What is something else afterwards: what the item would make, or what it would make it from.
    Difference of(const core::RequestItem &item)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, item.config.text()));
        if (!config)
            return Difference::None;
        const auto start = startOf(m_view, item);
        const Sides from{start, over(start, item)};
        Proposal proposed;
        propose(proposed, item);
        const Sides to{proposed, over(proposed, item)};
        bool isOtherStart = false;
        const auto isOtherIn = [&](const std::optional<std::vector<core::HierarchyPlace>> &places) {
            return !places || std::ranges::any_of(*places, [&](const core::HierarchyPlace &place) {
                if (++m_compared > mostCompared || differs(*config, place, to))
                    return true;
                isOtherStart = isOtherStart || differs(*config, place, from);
                return false;
            });
        };
        const bool isOther = isOtherIn(LayerPlaces(m_after, to.after).of(*config, item.environment))
            || (m_after.declaresOther()
                && isOtherIn(LayerPlaces(m_before, to.before).of(*config, item.environment)));
        return isOther ? Difference::Effect : isOtherStart ? Difference::Start : Difference::None;
    }

private:
    struct Sides {
        Proposal before;
        Proposal after;
    };

    // What lands, but at the item's own place what is given.
    Proposal over(const Proposal &own, const core::RequestItem &item) const
    {
        Proposal all = m_landing;
        const std::pair place{item.config.text(), item.environment.text()};
        const auto landing = all.extract(place);
        for (const auto &one : own)
            all.insert(one);
        // Other layers land under the item's text as well.
        if (const auto at = all.find(place); landing && at != all.end() && !at->second.layers)
            at->second.layers = landing.mapped().layers;
        return all;
    }
    bool differs(const core::Config &config, const core::HierarchyPlace &place, const Sides &sides)
    {
        const auto old = Resolution(m_before, place, &sides.before).effective(config);
        const auto fresh = Resolution(m_after, place, &sides.after).effective(config);
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
std::vector<Proposed> proposedAround(const View &view, const ReachedPlaces &reached)
{
    std::vector<Proposed> proposed;
    const auto under = keys::join(keys::openAt, "");
    visitForwards(view, KeyRange::under(under), [&](const Entry &entry) {
        const auto rest = std::string_view(entry.key).substr(under.size());
        const auto first = rest.find('/');
        const auto second = rest.find('/', first + 1);
        std::pair place{std::string(rest.substr(0, first)),
            std::string(rest.substr(first + 1, second - first - 1))};
        if (reached.contains(place))
            proposed.push_back({place.first, place.second, keys::numberAtEnd(entry.key)});
    });
    addReferring(view, reached, proposed);
    return proposed;
}

// Of those around the changed places, but one that is on its way itself. What a landing itself
// makes live at a place is not compared with what the request proposes there: their bases tell them
// apart. All else that it changes is.
Outdated outdatedBy(const View &view, const ReachedPlaces &reached,
    const core::ChangeRequestId &except, const std::function<EffectComparison()> &compare)
{
    std::optional<EffectComparison> comparison; // most changes have nothing to be compared with
    std::map<core::ChangeRequestId, Difference> found{{except, Difference::Effect}};
    Outdated outdated;
    for (const auto &place : proposedAround(view, reached)) {
        const core::ChangeRequestId id("CR-" + std::to_string(place.number));
        auto &known = found.try_emplace(id, Difference::None).first->second;
        if (known == Difference::Effect)
            continue;
        const auto other = needRequest(view, id.text());
        if (other.state == core::RequestState::Draft)
            continue;
        if (!comparison)
            comparison.emplace(compare());
        for (const auto &item : other.items) {
            if (item.config.text() == place.config && item.environment.text() == place.environment)
                known = std::max(known, comparison->of(item));
        }
    }
    found.erase(except);
    for (const auto &[id, difference] : found) {
        if (difference == Difference::Effect)
            outdated.effects.push_back(id);
        else if (difference == Difference::Start)
            outdated.starts.push_back(id);
    }
    return outdated;
}

bool isAskedFor(const View &view, const core::ConfigId &config, const std::string &environment)
{
    auto range = KeyRange::under(keys::join(keys::openAt, config.text(), environment, ""));
    range.limit = 1;
    return !view.scan(range).empty();
}

bool isAmong(const std::vector<core::ChangeRequestId> &ids, const core::ChangeRequestId &id)
{
    return std::ranges::find(ids, id) != ids.end();
}

// What hangs on a config and where it is counts for the risk, and is no part of the effect.
bool hasOtherSizes(
    const std::vector<core::RequestItem> &earlier, const std::vector<core::RequestItem> &items)
{
    return !std::ranges::equal(earlier, items, [](const auto &before, const auto &now) {
        if (!before.facts || !now.facts)
            return before.facts == now.facts;
        return before.facts->keys == now.facts->keys
            && before.facts->moreKeys == now.facts->moreKeys
            && before.facts->largestChange == now.facts->largestChange;
    });
}

void beginAnew(Unit &unit, core::ChangeRequest &request, const std::string &because)
{
    beginCycle(request, "effect-changed", unit.now());
    if (request.state == core::RequestState::Approved)
        request.state = core::RequestState::Open;
    settle(unit, request);
    storeRequest(unit, request, request.id.text() + " has another effect: " + because);
    recordRequest(unit, request, core::AuditKind::ChangeRequestDismissStale, because);
}

} // namespace

Outdated outdatedBy(Unit &unit, const core::ChangeRequest &landing)
{
    const auto step = landing.rollbackTo ? Step::Rollback : Step::Forward;
    return outdatedBy(unit.view(), reachOf(unit, landing.items, step), landing.id,
        [&] { return EffectComparison(unit.view(), landing.items); });
}

Outdated outdatedBy(Unit &unit, const core::Config &config, const LayerChange &change)
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
                if (!isAmong(found, id)
                    && needRequest(view, id.text()).state != core::RequestState::Draft)
                    found.push_back(id);
            }
        }
    }
    auto outdated = outdatedBy(
        view, reachOf(unit, places, {}), {}, [&] { return EffectComparison(view, change.after); });
    std::erase_if(outdated.starts, [&](const auto &id) { return isAmong(found, id); });
    for (auto &id : outdated.effects) {
        if (!isAmong(found, id))
            found.push_back(std::move(id));
    }
    outdated.effects = std::move(found);
    return outdated;
}

void settleOutdated(
    Unit &unit, const Outdated &outdated, OtherSize size, const std::string &because)
{
    LayerTexts texts(unit.view());
    for (const auto &id : outdated.effects) {
        auto other = needRequest(unit.view(), id.text());
        measure(texts, other);
        beginAnew(unit, other, because);
    }
    for (const auto &id : outdated.starts) {
        auto other = needRequest(unit.view(), id.text());
        const auto earlier = other.items;
        measure(texts, other);
        if (other.items == earlier)
            continue;
        if (size == OtherSize::Voids && hasOtherSizes(earlier, other.items)) {
            beginAnew(unit, other, because);
            continue;
        }
        settle(unit, other);
        storeRequest(unit, other, id.text() + " was measured anew: " + because);
    }
}

} // namespace chancery::server
