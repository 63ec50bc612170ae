// SPDX-License-Identifier: Apache-2.0
#include "effectchanges.h"

#include "engine/core/schema/equality.h"
#include "engine/server/handlers/mentions.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/keys.h"
#include "engine/server/layerplaces.h"
#include "engine/server/reached.h"
#include "engine/server/uses.h"

#include <algorithm>
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

class EffectComparison {
public:
    EffectComparison(const View &view, const core::ChangeRequest &landing)
        : m_view(view)
        , m_texts(view)
    {
        for (const auto &item : landing.items)
            propose(m_landing, item);
    }

    // Whether what the item would make is something else after the landing.
    bool differs(const core::RequestItem &item)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, item.config.text()));
        if (!config)
            return false;
        Proposal before;
        propose(before, item);
        Proposal after = m_landing;
        propose(after, item);
        const auto places = LayerPlaces(m_texts, after).of(*config, item.environment);
        return !places || std::ranges::any_of(*places, [&](const core::HierarchyPlace &place) {
            return ++m_compared > mostCompared || differs(*config, place, before, after);
        });
    }

private:
    bool differs(const core::Config &config, const core::HierarchyPlace &place,
        const Proposal &before, const Proposal &after)
    {
        const auto old = Resolution(m_texts, place, &before).effective(config);
        const auto fresh = Resolution(m_texts, place, &after).effective(config);
        if (!old || !fresh)
            return bool(old) != bool(fresh);
        return !core::sameValue(old->root(), fresh->root());
    }

    const View &m_view;
    LayerTexts m_texts;
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
std::vector<Proposed> proposedAround(const View &view, const core::ChangeRequest &landing)
{
    std::vector<Proposed> proposed;
    const auto reached = reachedBy(view, landing.items);
    for (const auto &[place, item] : reached) {
        const auto open = keys::join(keys::openAt, place.first, place.second, "");
        for (const auto &entry : view.scan(KeyRange::under(open)))
            proposed.push_back({place.first, place.second, keys::numberAtEnd(entry.key)});
    }
    addReferring(view, reached, proposed);
    return proposed;
}

} // namespace

std::vector<core::ChangeRequestId> requestsWithOtherEffect(
    Unit &unit, const core::ChangeRequest &landing)
{
    using enum core::RequestState;
    const auto &view = unit.view();
    std::optional<EffectComparison> comparison; // most landings have nothing to be compared with
    std::set<core::ChangeRequestId> seen{landing.id};
    std::vector<core::ChangeRequestId> changed;
    for (const auto &place : proposedAround(view, landing)) {
        const auto isThere = [&place](const core::RequestItem &item) {
            return item.config.text() == place.config
                && item.environment.text() == place.environment;
        };
        const core::ChangeRequestId id("CR-" + std::to_string(place.number));
        if (seen.contains(id) || std::ranges::any_of(landing.items, isThere))
            continue;
        const auto other = needRequest(view, id.text());
        if (other.state == Draft)
            continue;
        if (!comparison)
            comparison.emplace(view, landing);
        const bool isOther = std::ranges::any_of(other.items,
            [&](const auto &item) { return isThere(item) && comparison->differs(item); });
        if (isOther && seen.insert(id).second)
            changed.push_back(id);
    }
    return changed;
}

} // namespace chancery::server
