// SPDX-License-Identifier: Apache-2.0
#include "rollbackplan.h"

#include "engine/core/governing/documents.h"
#include "engine/server/boundschema.h"
#include "engine/server/declarations.h"
#include "engine/server/dependencies.h"
#include "engine/server/effects.h"
#include "engine/server/handlers/agents.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/lineage.h"
#include "engine/server/moments.h"
#include "engine/server/reached.h"
#include "engine/server/resolution.h"
#include "engine/server/uses.h"

#include <algorithm>
#include <map>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostKeys = 1000;

void demandOnceLive(const core::Version &target, const core::Head &head, const std::string &pointer)
{
    // Every version of this history was live in its environment from the moment it was made.
    if (target.config != head.config || target.environment != head.environment)
        refuse("policy-violation", "The target was never live here",
            {{pointer, "never-live", "Expected a version of this config and environment", {}, 0,
                0}});
}

core::Tree treeOf(const std::string &text, core::Format format, const std::string &pointer)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        refuse("unreadable-document", "Keys can only be chosen in texts that can be read",
            {{pointer, reading.problem().code, reading.problem().message, {},
                reading.problem().position.line, reading.problem().position.column}});
    return std::move(reading).tree();
}

std::string textOf(const View &view, const core::VersionId &version)
{
    return *view.needBytes(keys::join(keys::text, version.text()), "text of " + version.text());
}

// What the agents of a service follow, and all that this is and was made of: at the instant a
// layer or a reference may have led to what none leads to now. True for what is not theirs alone:
// agents of another service follow it, or a config that is none of these hangs on it.
class ServiceConfigs {
public:
    ServiceConfigs(
        const View &view, std::string environment, std::string service, core::Instant instant)
        : m_view(view)
        , m_environment(std::move(environment))
        , m_service(std::move(service))
        , m_instant(instant)
    {
    }

    std::map<std::string, bool> run()
    {
        for (const auto &carrier : carriersOf(m_view, m_environment, m_service)) {
            for (auto &path : carrier.agent.carried())
                add(std::move(path));
        }
        while (!m_work.empty()) {
            const auto path = std::move(m_work.back());
            m_work.pop_back();
            addNeeds(path);
        }
        findOthers();
        for (auto &[path, isShared] : m_paths)
            isShared = m_others.contains(path) || hasDependentOutside(path);
        return std::move(m_paths);
    }

private:
    void add(std::string path)
    {
        const auto [known, isNew] = m_paths.emplace(std::move(path), false);
        if (isNew)
            m_work.push_back(known->first);
    }

    void addNeeds(const std::string &path)
    {
        const auto config = configAt(m_view, path);
        if (!config)
            return;
        for (const auto &need : declaredDependenciesOf(m_view, path, config->id)) {
            if (need.kind != core::DependencyKind::Declares)
                add(need.path);
        }
        for (const auto &layer : layersAt(m_view, config->id, m_instant).layers) {
            if (const auto known
                = m_view.find<core::Config>(keys::join(keys::config, layer.config.text())))
                add(known->path);
        }
        const auto uses = m_view.get(keys::join(keys::uses, config->id.text(), m_environment));
        for (auto &used : usesIn(uses ? *uses : std::string()).paths)
            add(std::move(used));
        const auto past = liveAt(m_view, config->id, core::EnvironmentId(m_environment), m_instant);
        if (!past)
            return;
        for (auto &used : pathsUsedBy(textOf(m_view, *past), versionAt(m_view, *past).format))
            add(std::move(used));
    }

    void findOthers()
    {
        for (const auto &carrier : carriersOf(m_view, m_environment, {})) {
            if (carrier.agent.service != m_service)
                std::ranges::move(carrier.agent.carried(), std::inserter(m_others, m_others.end()));
        }
    }

    // One that is live or that somebody follows: any other feels nothing.
    bool hasDependentOutside(const std::string &path) const
    {
        const auto id = m_view.text(keys::join(keys::configPath, path));
        if (id.empty())
            return false;
        const auto dependents = dependentsOf(m_view, id, m_environment);
        return std::ranges::any_of(dependents, [this](const std::string &dependent) {
            const auto config = m_view.find<core::Config>(keys::join(keys::config, dependent));
            return config && !m_paths.contains(config->path)
                && (m_others.contains(config->path)
                    || m_view.get(keys::join(keys::head, dependent, m_environment)));
        });
    }

    const View &m_view;
    std::string m_environment;
    std::string m_service;
    core::Instant m_instant;
    std::map<std::string, bool> m_paths;
    std::vector<std::string> m_work;
    std::set<std::string> m_others; // paths that agents of other services follow
};

// Whether something of it is live there without a text of its own.
bool isMadeOfLayers(
    const View &view, const core::DeclarationChange &change, const std::string &environment)
{
    const auto isLive = [&](const core::ConfigLayer &layer) {
        return view.get(keys::join(keys::head, layer.config.text(), environment)) != nullptr;
    };
    return std::ranges::any_of(change.before.layers, isLive)
        || std::ranges::any_of(change.after.layers, isLive);
}

core::DeclarationChange declarationOf(const Unit &unit, const core::Head &head,
    const core::RollbackItem &asked, const std::string &pointer)
{
    const auto &view = unit.view();
    if (!asked.keys.empty() || asked.declaration->at > unit.now())
        refuse("policy-violation", "A declaration goes back with the whole, to an instant that was",
            {{pointer, "not-allowed", "Expected no keys and an instant that was", {}, 0, 0}});
    const auto config = view.need<core::Config>(
        keys::join(keys::config, head.config.text()), "config " + head.path);
    auto step = declarationAt(view, config, head.environment, asked.declaration->at);
    if (!step)
        refuse("state-conflict", head.path + ": its declaration is the one of then already");
    step->change.base = asked.declaration->base;
    if (step->barrier)
        refuse("state-conflict", head.path + ": " + *step->barrier);
    demandDeclaration(view, config, head.environment, step->change);
    demandLayers(unit, layersOf(view, config.id), step->change.after.layers);
    return std::move(step->change);
}

} // namespace

RollbackAim aimOf(Unit &unit, const std::string &environment, const core::RollbackItem &asked,
    const std::string &pointer)
{
    const auto &view = unit.view();
    RollbackAim aim;
    aim.head = view.need<core::Head>(keys::join(keys::head, asked.config.text(), environment),
        asked.config.text() + " in " + environment);
    if (!asked.base.isEmpty() && asked.base != aim.head.version)
        throw Refusal{api::problem("version-conflict",
                          aim.head.path + ": " + aim.head.version.text() + " is live since"),
            aim.head.etag.text()};
    aim.target = versionAt(view, asked.target);
    demandOnceLive(aim.target, aim.head, pointer + "/target");
    if (asked.keys.size() > mostKeys)
        refuse("policy-violation", "At most 1,000 keys can be chosen",
            {{pointer + "/keys", "maxItems", "Expected at most 1,000 keys", {}, 0, 0}});
    aim.keys = asked.keys;
    if (asked.declaration)
        aim.declaration = declarationOf(unit, aim.head, asked, pointer + "/declaration");
    if (aim.target.id == aim.head.version && !aim.declaration)
        refuse("state-conflict", aim.head.path + ": this version is live already");
    return aim;
}

bool isUnderOtherSchema(const View &view, const RollbackAim &aim)
{
    if (!aim.keys.empty() || !aim.target.schema)
        return false;
    const auto key = keys::join(keys::config, aim.head.config.text());
    const auto config = view.need<core::Config>(key, "config " + aim.head.path);
    return aim.target.schema != boundSchema(view, config, aim.head.environment);
}

core::RequestItem itemBack(
    Unit &unit, RollbackAim &aim, std::string text, const std::string &pointer)
{
    core::NewItem asked{aim.head.config, aim.head.environment, aim.head.version, std::move(text)};
    asked.declaration = aim.declaration;
    const auto itemOf
        = [&] { return checkedItem(unit, asked, pointer, Validation::Demanded, aim.target.id); };
    if (!isUnderOtherSchema(unit.view(), aim))
        return itemOf();
    if (aim.target.content != aim.head.content) {
        try {
            return itemOf();
        } catch (const Refusal &refusal) {
            if (refusal.error.code != "schema-violation")
                throw;
        }
    }
    asked.schema = aim.target.schema;
    aim.bringsSchema = true;
    return itemOf();
}

std::vector<std::size_t> refusedToday(
    Unit &unit, const std::vector<RollbackAim> &aims, const std::vector<core::RequestItem> &items)
{
    const auto isInDoubt = [&](const core::RequestItem &item) {
        return !item.schema && std::ranges::any_of(aims, [&](const RollbackAim &aim) {
            return aim.head.config == item.config && isUnderOtherSchema(unit.view(), aim);
        });
    };
    std::vector<bool> inDoubt;
    for (const auto &item : items)
        inDoubt.push_back(isInDoubt(item));
    if (std::ranges::find(inDoubt, true) == inDoubt.end())
        return {};
    std::set<std::size_t> refused;
    for (const auto &finding : findEffects(unit, items, Step::Rollback)) {
        if (!finding.isViolation)
            continue;
        // Whichever of them brings it about: it shows in that one.
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (inDoubt[i] && items[i].path == finding.path)
                refused.insert(i);
        }
    }
    return {refused.begin(), refused.end()};
}

core::RequestItem withOwnSchema(
    Unit &unit, RollbackAim &aim, core::RequestItem item, const std::string &pointer)
{
    core::NewItem asked{item.config, item.environment, aim.head.version, std::move(item.text)};
    asked.declaration = aim.declaration;
    asked.schema = aim.target.schema;
    aim.bringsSchema = true;
    return checkedItem(unit, asked, pointer, Validation::Demanded, aim.target.id);
}

std::string textOf(const View &view, const RollbackAim &aim, const std::string &pointer)
{
    auto text = textOf(view, aim.target.id);
    if (aim.keys.empty())
        return text;
    const auto other = treeOf(text, aim.target.format, pointer + "/target");
    const auto present = treeOf(textOf(view, aim.head.version), aim.head.format, pointer + "/base");
    auto chosen = core::withKeysOf(present, other, aim.keys);
    if (!chosen)
        refuse("policy-violation", chosen.error().detail,
            {{pointer + "/keys", chosen.error().code, chosen.error().detail, {}, 0, 0}});
    return std::move(*chosen);
}

std::vector<int> partsOf(const std::vector<core::RequestItem> &items)
{
    const auto spaceOf = [](const core::RequestItem &item) {
        return std::string_view(item.path).substr(0, item.path.find('/'));
    };
    std::vector<int> parts;
    int part = 1;
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (std::size_t first = 0; first < items.size();) {
        auto end = first;
        std::size_t size = 0;
        for (; end < items.size() && spaceOf(items[end]) == spaceOf(items[first]); ++end)
            size += items[end].text.size();
        const bool isTooMuch
            = count + (end - first) > mostRolledBack || bytes + size > mostBytesRolledBack;
        for (bool isNew = isTooMuch && count > 0; first < end; ++first) {
            const auto more = items[first].text.size();
            isNew = isNew
                || (count > 0 && (count == mostRolledBack || bytes + more > mostBytesRolledBack));
            if (isNew) {
                ++part;
                count = bytes = 0;
            }
            isNew = false;
            ++count;
            bytes += more;
            parts.push_back(part);
        }
    }
    return parts;
}

bool isLiveAlready(const View &view, const RollbackAim &aim, const std::string &text)
{
    return !aim.declaration && formatOf(aim) == aim.head.format && !isUnderOtherSchema(view, aim)
        && text == textOf(view, aim.head.version);
}

std::vector<PastVersion> versionsAt(
    const View &view, const std::string &environment, const core::RollbackScope &scope)
{
    std::map<std::string, bool> paths;
    if (!scope.service.empty())
        paths = ServiceConfigs(view, environment, scope.service, *scope.at).run();
    std::vector<PastVersion> versions;
    const bool governs = core::governing::isGoverning(scope.nameSpace);
    const auto add = [&](const std::string &path, const std::string &id, bool isShared) {
        // A freeze or a policy of the time of an incident is no part of what broke.
        if (!governs && core::governing::isGoverning(path))
            return;
        if (!scope.nameSpace.empty() && !path.starts_with(scope.nameSpace + '/'))
            return;
        const auto config = view.find<core::Config>(keys::join(keys::config, id));
        if (!config)
            return;
        const core::EnvironmentId place(environment);
        auto declaration = declarationAt(view, *config, place, *scope.at);
        auto head = view.find<core::Head>(keys::join(keys::head, id, environment));
        if (!head) {
            if (!declaration || !isMadeOfLayers(view, declaration->change, environment))
                return;
            head.emplace();
            head->config = config->id;
            head->path = config->path;
            head->environment = place;
            versions.push_back({std::move(*head), {}, isShared, std::move(declaration)});
            return;
        }
        // Nobody made it before there was a config.
        auto past = config->createdAt > *scope.at ? std::nullopt
                                                  : liveAt(view, config->id, place, *scope.at);
        if (!past)
            declaration.reset();
        versions.push_back({std::move(*head), std::move(past), isShared, std::move(declaration)});
    };
    if (!scope.service.empty()) {
        for (const auto &[path, isShared] : paths)
            add(path, view.text(keys::join(keys::configPath, path)), isShared);
        return versions;
    }
    const auto under = scope.nameSpace.empty() ? keys::join(keys::configPath, "")
                                               : keys::join(keys::configPath, scope.nameSpace, "");
    for (const auto &entry : view.scan(KeyRange::under(under)))
        add(entry.key.substr(keys::configPath.size() + 1), *entry.value, false);
    return versions;
}

} // namespace chancery::server
