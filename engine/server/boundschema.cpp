// SPDX-License-Identifier: Apache-2.0
#include "boundschema.h"

#include "engine/core/governing/documents.h"
#include "engine/server/governing.h"
#include "engine/server/resolution.h"

#include <algorithm>

namespace chancery::server {

std::optional<core::SchemaId> boundSchema(
    const View &view, const core::Config &config, const core::EnvironmentId &environment)
{
    if (core::governing::isGoverning(config.path))
        return config.schema;
    const auto head
        = view.find<core::Head>(keys::join(keys::head, config.id.text(), environment.text()));
    return core::boundSchema(config, head ? &*head : nullptr);
}

core::Config boundIn(const View &view, core::Config config, const core::EnvironmentId &environment)
{
    config.schema = boundSchema(view, config, environment);
    return config;
}

core::Config boundBy(const View &view, core::Config config, const core::RequestItem &item)
{
    config.schema = item.schema ? item.schema : boundSchema(view, config, item.environment);
    return config;
}

std::optional<core::SchemaId> checkedSchema(const View &view, const core::Config &config,
    const core::EnvironmentId &environment, const std::optional<core::SchemaId> &asked,
    const std::string &pointer)
{
    if (!asked || asked == boundSchema(view, config, environment))
        return std::nullopt;
    if (core::governing::isGoverning(config.path))
        refuse("policy-violation", "The schema of a governing document comes with the product",
            {{pointer, "not-allowed", "Expected no other schema", {}, 0, 0}});
    if (!view.get(keys::join(keys::schema, asked->text())))
        refuse("not-found", "There is no schema " + asked->text(),
            {{pointer, "unknown", "Expected a known schema", {}, 0, 0}});
    return asked;
}

namespace {

// Where anybody may change the text at once, another schema takes nothing from anybody.
bool isGuarded(const View &view, const core::EnvironmentId &id)
{
    const auto environment = view.find<core::Environment>(keys::join(keys::environment, id.text()));
    return !environment || environment->gated || hasRules(view, id)
        || governingHead(view, core::governing::Kind::Freezes, id);
}

bool isLiveAnywhere(const View &view, std::string_view config)
{
    const auto heads = view.scan(KeyRange::under(keys::join(keys::head, config, "")));
    return std::ranges::any_of(heads, [&](const Entry &head) {
        return isGuarded(view, View::parse<core::Head>(head.value).environment);
    });
}

// Without a text of its own it is felt by its layers, and a parent by what stands below it.
bool isFelt(const View &view, const core::Config &config)
{
    const auto declared = layersOf(view, config.id);
    if (std::ranges::any_of(declared.layers,
            [&](const auto &layer) { return isLiveAnywhere(view, layer.config.text()); }))
        return true;
    static constexpr std::string_view defaults = "/defaults";
    if (!config.path.ends_with(defaults))
        return false;
    const auto folder = config.path.substr(0, config.path.size() - defaults.size() + 1);
    const auto below = view.scan(KeyRange::under(keys::join(keys::configPath, folder)));
    return std::ranges::any_of(below, [&](const Entry &entry) {
        return *entry.value != config.id.text() && isLiveAnywhere(view, *entry.value);
    });
}

} // namespace

bool bindsAnything(const View &view, const core::Config &config)
{
    const auto heads = view.scan(KeyRange::under(keys::join(keys::head, config.id.text(), "")));
    const bool isBound = std::ranges::any_of(heads, [&](const Entry &entry) {
        const auto head = View::parse<core::Head>(entry.value);
        return !head.schema && isGuarded(view, head.environment);
    });
    return isBound || isFelt(view, config)
        || !view.scan(KeyRange::under(keys::join(keys::openAt, config.id.text(), ""))).empty();
}

} // namespace chancery::server
