// SPDX-License-Identifier: Apache-2.0
#include "moments.h"

#include "engine/server/backwards.h"
#include "engine/server/resolution.h"

namespace chancery::server {

namespace {

// What a declaration was from an instant on.
struct Declared {
    core::Instant since;
    core::ConfigLayers layers;
};

template <typename Visitor>
void describe(Visitor &visit, Declared &value)
{
    visit("since", value.since);
    visit("layers", value.layers);
}

void keep(Unit &unit, const core::ConfigId &config, std::uint64_t order, const Declared &declared)
{
    unit.put(keys::join(keys::layersAt, config.text(), keys::number(order)), api::toJson(declared));
}

} // namespace

std::optional<core::VersionId> liveAt(const View &view, const core::ConfigId &config,
    const core::EnvironmentId &environment, core::Instant instant)
{
    const auto latest = core::toRfc3339(instant);
    const auto range
        = KeyRange::under(keys::join(keys::historyIn, config.text(), environment.text(), ""));
    std::optional<core::VersionId> found;
    visitBackwards(view, range, [&](const Entry &entry) {
        const auto version = view.needBytes(keys::join(keys::version, *entry.value), *entry.value);
        // Both are written in one way, which sorts as text.
        if (storedMember(*version, "createdAt") > latest)
            return true;
        found = core::VersionId(*entry.value);
        return false;
    });
    return found;
}

void keepDeclaration(Unit &unit, const core::Config &config, const core::ConfigLayers &before,
    const core::ConfigLayers &after)
{
    const auto under = keys::join(keys::layersAt, config.id.text(), "");
    auto first = KeyRange::under(under);
    first.limit = 1;
    if (unit.view().scan(first).empty())
        keep(unit, config.id, 0, {config.createdAt, before});
    keep(unit, config.id, unit.nextOrder(), {unit.now(), after});
}

core::ConfigLayers layersAt(const View &view, const core::ConfigId &config, core::Instant instant)
{
    std::optional<Declared> declared;
    visitBackwards(view, KeyRange::under(keys::join(keys::layersAt, config.text(), "")),
        [&](const Entry &entry) {
            declared = View::parse<Declared>(entry.value);
            return declared->since > instant;
        });
    return declared ? std::move(declared->layers) : layersOf(view, config);
}

std::optional<core::Instant> instantIn(
    const Request &request, std::string_view name, core::Instant now)
{
    const auto text = request.parameter(name);
    if (text.empty())
        return std::nullopt;
    const auto instant = core::fromRfc3339(text);
    if (!instant)
        refuse("bad-request", "Expected an RFC 3339 date-time as " + std::string(name));
    if (*instant > now)
        refuse("bad-request", "The instant of " + std::string(name) + " has not come yet");
    return *instant;
}

} // namespace chancery::server
