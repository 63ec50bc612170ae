// SPDX-License-Identifier: Apache-2.0
// A change of one text reaches further than that text: a parent's reaches its descendants, a
// layer's the configs that it is laid under or over, any text's the configs that refer to it, and
// so on from those. All that are reached are resolved twice, from what is live and from what would
// be, in every place that layers tell apart, theirs and those of what they refer to.
#include "effects.h"

#include "engine/core/hierarchy/directives.h"
#include "engine/core/rules/change.h"
#include "engine/core/rules/invariants.h"
#include "engine/server/boundschema.h"
#include "engine/server/capabilities.h"
#include "engine/server/declarations.h"
#include "engine/server/effectcheck.h"
#include "engine/server/effectlook.h"
#include "engine/server/layerplaces.h"
#include "engine/server/resolution.h"
#include "engine/server/seals.h"
#include "engine/server/uses.h"
#include "engine/server/validator.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostFields = 100; // of one item
constexpr std::size_t mostViolations = 20'000; // of one document and schema

class EffectCheck {
public:
    EffectCheck(Unit &unit, const std::vector<core::RequestItem> &items, Step step)
        : m_unit(unit)
        , m_view(unit.view())
        , m_items(items)
        , m_step(step)
        , m_texts(unit.view())
        , m_places(m_texts, m_proposal)
        , m_fleet(unit.view())
    {
    }

    // Nothing: it was over before all were looked at.
    std::optional<std::vector<EffectFinding>> run(
        const ReachedPlaces &reached, const std::function<bool()> &isOver)
    {
        for (std::size_t i = 0; i < m_items.size(); ++i)
            propose(i);
        for (const auto &[place, item] : reached) {
            if (isOver && isOver())
                return std::nullopt;
            check(place.first, core::EnvironmentId(place.second), item);
        }
        return std::move(m_findings);
    }

private:
    using Key = std::pair<std::string, std::string>; // config, environment

    static std::string pointerTo(std::size_t item)
    {
        return "/items/" + std::to_string(item) + "/text";
    }

    void propose(std::size_t number)
    {
        const auto &item = m_items[number];
        auto tree = m_unit.validator().read(item.text, item.format, pointerTo(number));
        m_proposal[{item.config.text(), item.environment.text()}]
            = proposedBy(item, std::make_shared<const core::Tree>(std::move(tree)), number);
    }

    void check(const std::string &id, const core::EnvironmentId &environment, std::size_t item)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, id));
        if (!config)
            return;
        const auto proposed = m_proposal.find({id, environment.text()});
        // A plain text has been looked at as such, but for the way from here to there.
        if (proposed != m_proposal.end() && !proposed->second.layers
            && !isComposed(m_view, *config, *proposed->second.tree)) {
            checkPlain(*config, environment, proposed->second);
            return;
        }
        const auto places = m_places.of(*config, environment);
        if (!places)
            refuse("dependency-violation",
                config->path + " is another document in each of more than "
                    + std::to_string(LayerPlaces::most) + " places in " + environment.text()
                    + ": too many layers lie over it and over what it refers to");
        for (const auto &place : *places)
            check(*config, place, item);
    }

    // The effective documents with their sealed values opened; before may be absent.
    struct Pair {
        core::Value before;
        core::Value after;
    };

    // The schemas that a config has in an environment, now and with the items.
    struct Bound {
        std::optional<core::CompiledSchema> before;
        std::optional<core::CompiledSchema> after;
        std::optional<core::SchemaId> id; // of the latter
        bool isOther = false;
    };

    Bound boundTo(const core::Config &config, const core::EnvironmentId &environment)
    {
        auto &validator = m_unit.validator();
        const auto live = boundIn(m_view, config, environment);
        Bound bound{validator.schemaOf(m_view, live), {}, live.schema, false};
        const auto proposed = m_proposal.find({config.id.text(), environment.text()});
        bound.after = bound.before;
        if (proposed == m_proposal.end() || !proposed->second.schema)
            return bound;
        auto next = live;
        next.schema = proposed->second.schema;
        bound.after = validator.schemaOf(m_view, next);
        bound.id = next.schema;
        bound.isOther = next.schema != live.schema;
        return bound;
    }

    // What limits a change, limits the one that lifts the limit as well.
    void limit(const Bound &bound, core::Value before, core::Value after,
        std::vector<core::Violation> &violations) const
    {
        if (!before || m_step != Step::Forward)
            return;
        if (bound.after)
            std::ranges::move(
                core::checkChange(*bound.after, before, after), std::back_inserter(violations));
        if (bound.isOther && bound.before)
            std::ranges::move(
                core::checkChange(*bound.before, before, after), std::back_inserter(violations));
    }

    // What a build must be able to, by the new schema also of what is on already, and by the old
    // one of what goes on with this change.
    void demandCapabilities(const Bound &bound, const Pair &pair, const core::Config &config,
        const core::EnvironmentId &environment, std::vector<core::Violation> &violations)
    {
        const auto before = bound.isOther ? core::Value() : pair.before;
        std::ranges::move(m_fleet.lacking(*bound.after, before, pair.after, config, environment),
            std::back_inserter(violations));
        if (bound.isOther && bound.before)
            std::ranges::move(
                m_fleet.lacking(*bound.before, pair.before, pair.after, config, environment),
                std::back_inserter(violations));
    }

    void checkPlain(const core::Config &config, const core::EnvironmentId &environment,
        const ProposedText &proposed)
    {
        const auto bound = boundTo(config, environment);
        if (!bound.after)
            return;
        const auto live = m_texts.live(config.id, environment);
        const core::Tree none;
        const auto before
            = OpenedDocument::known(m_unit, live ? *live->tree : none, config.path, environment);
        const auto after = OpenedDocument::known(m_unit, *proposed.tree, config.path, environment);
        const auto old = live ? before.root() : core::Value();
        std::vector<core::Violation> violations;
        demandCapabilities(bound, {old, after.root()}, config, environment, violations);
        limit(bound, old, after.root(), violations);
        const core::LineIndex lines(proposed.tree->source());
        for (const auto &violation : violations) {
            auto field = core::toFieldError(violation, lines);
            field.pointer.insert(0, pointerTo(proposed.item));
            add({proposed.item, config.path, std::move(field), true});
        }
    }

    void check(const core::Config &config, const core::HierarchyPlace &place, std::size_t item)
    {
        auto &validator = m_unit.validator();
        Resolution old(m_texts, place, nullptr, &validator);
        Resolution fresh(m_texts, place, &m_proposal, &validator);
        auto before = old.effective(config);
        auto after = fresh.effective(config);
        // What was wrong with a reference already does not take the rest out of the rules.
        if (!after) {
            addError(after.error(), before ? nullptr : &before.error(), config, place, item);
            after = Resolution(m_texts, place, &m_proposal).effective(config);
            if (!after)
                return;
        }
        if (!before)
            before = Resolution(m_texts, place).effective(config);
        std::vector<core::Violation> violations;
        const auto &environment = place.environment;
        const auto opened = OpenedDocument::known(m_unit, *after, environment);
        std::optional<OpenedDocument> earlier;
        if (before)
            earlier = OpenedDocument::known(m_unit, *before, environment);
        const Pair pair{earlier ? earlier->root() : core::Value(), opened.root()};
        const auto collectFrom = [&](const Bound &bound, bool onlyInvariants) {
            collect(bound, onlyInvariants, pair, violations);
            demandCapabilities(bound, pair, config, environment, violations);
        };
        const auto own = boundTo(config, environment);
        if (own.after)
            collectFrom(own, false);
        // What a parent's schema says of how values go together holds below it as well.
        for (const auto &parent : parentsOf(m_view, config)) {
            if (!takesPart(parent, environment))
                continue;
            const auto bound = boundTo(parent, environment);
            const auto first = std::ssize(violations);
            if (bound.after && bound.id != own.id)
                collectFrom(bound, true);
            for (auto i = first; i < std::ssize(violations); ++i)
                violations[std::size_t(i)].message += " (of the schema of " + parent.path + ')';
        }
        for (auto &violation : violations) {
            violation.node = opened.origin(violation.node);
            add(violation, *after, config, place, item);
        }
    }

    // What is live nowhere in an environment binds nothing there.
    bool takesPart(const core::Config &parent, const core::EnvironmentId &environment)
    {
        return m_proposal.contains({parent.id.text(), environment.text()})
            || m_texts.live(parent.id, environment).has_value();
    }

    static std::vector<core::Violation> violationsOf(
        const core::CompiledSchema &schema, bool onlyInvariants, core::Value document)
    {
        core::ValidateOptions all;
        all.maxErrors = mostViolations;
        std::vector<core::Violation> violations;
        if (!onlyInvariants && !schema.accepts(document))
            violations = schema.validate(document, all).violations;
        auto more = core::checkInvariants(schema, document, all);
        std::move(more.begin(), more.end(), std::back_inserter(violations));
        return violations;
    }

    void collect(const Bound &bound, bool onlyInvariants, const Pair &pair,
        std::vector<core::Violation> &violations) const
    {
        auto found = violationsOf(*bound.after, onlyInvariants, pair.after);
        // With another schema nothing was there before. Nothing is passed over where there are too
        // many to know them all.
        const bool areKnown = !found.empty() && found.size() < mostViolations;
        if (areKnown && pair.before && !bound.isOther)
            found = core::introducedViolations(pair.before,
                violationsOf(*bound.after, onlyInvariants, pair.before), pair.after,
                std::move(found));
        if (!onlyInvariants)
            limit(bound, pair.before, pair.after, found);
        std::move(found.begin(), found.end(), std::back_inserter(violations));
    }

    std::string where(
        const core::Config &config, const core::HierarchyPlace &place, std::size_t item) const
    {
        const bool isItself = m_items[item].config == config.id
            && place == core::HierarchyPlace{place.environment, {}, {}, {}};
        return isItself ? "" : "In " + config.path + " (" + core::toString(place) + "): ";
    }

    void add(const core::Violation &violation, const core::EffectiveDocument &after,
        const core::Config &config, const core::HierarchyPlace &place, std::size_t item)
    {
        const auto &layer = after.layerOf(violation.node);
        core::FieldError field;
        field.code = violation.code;
        field.schemaPointer = violation.schemaPointer;
        field.message = where(config, place, item) + violation.message;
        const auto proposed
            = m_proposal.find({layer.origin.config.text(), place.environment.text()});
        if (proposed != m_proposal.end()) {
            const auto position = after.position(violation.node);
            field.pointer = pointerTo(proposed->second.item)
                + core::pointerOf(*layer.tree, after.origin(violation.node).node);
            field.line = position.line;
            field.column = position.column;
        } else {
            field.pointer = pointerTo(item);
            field.message
                += " (" + violation.instancePointer + " of " + core::toString(layer.origin) + ')';
        }
        add({item, config.path, std::move(field), true});
    }

    void add(EffectFinding finding)
    {
        // One place of a text is told of once, however many documents it spoils.
        const auto &field = finding.field;
        const bool isKnown = std::ranges::any_of(m_findings, [&](const EffectFinding &other) {
            const auto &known = other.field;
            return field.line > 0 ? known.pointer == field.pointer && known.code == field.code
                    && known.schemaPointer == field.schemaPointer
                                  : known == field;
        });
        if (!isKnown && m_counts[finding.item]++ < mostFields)
            m_findings.push_back(std::move(finding));
    }

    void addError(const core::Error &error, const core::Error *before, const core::Config &config,
        const core::HierarchyPlace &place, std::size_t item)
    {
        if (error.code == "not-live")
            return;
        const bool isOwn = m_items[item].config == config.id;
        auto fields = error.fields;
        if (fields.empty())
            fields.push_back({{}, error.code, error.detail, {}, 0, 0});
        for (auto &field : fields) {
            const bool isOld = before
                && std::any_of(before->fields.begin(), before->fields.end(), [&](const auto &old) {
                       return old.pointer == field.pointer && old.code == field.code;
                   });
            if (isOld)
                continue;
            field.message = where(config, place, item) + field.message;
            field.pointer = pointerTo(item) + (isOwn ? field.pointer : "");
            if (!isOwn)
                field.line = field.column = 0;
            add({item, config.path, std::move(field)});
        }
    }

    Unit &m_unit;
    const View &m_view;
    const std::vector<core::RequestItem> &m_items;
    Step m_step;
    Proposal m_proposal;
    LayerTexts m_texts;
    LayerPlaces m_places;
    FleetCapabilities m_fleet;
    std::map<std::size_t, std::size_t> m_counts; // by item
    std::vector<EffectFinding> m_findings;
};

std::set<std::string> targetsOf(const View &view, const core::Tree &tree)
{
    std::set<std::string> targets;
    for (const auto &path : core::pathsReferredBy(tree)) {
        if (const auto config = configAt(view, std::string_view(path).substr(1)))
            targets.insert(config->id.text());
    }
    return targets;
}

} // namespace

std::vector<EffectFinding> checkReached(Unit &unit, const std::vector<core::RequestItem> &items,
    Step step, const ReachedPlaces &reached)
{
    return *EffectCheck(unit, items, step).run(reached, {});
}

std::optional<std::vector<EffectFinding>> checkReached(Unit &unit,
    const std::vector<core::RequestItem> &items, Step step, const ReachedPlaces &reached,
    const std::function<bool()> &isOver)
{
    return EffectCheck(unit, items, step).run(reached, isOver);
}

namespace {

void demandNoCircles(const View &view, const std::vector<core::RequestItem> &items)
{
    std::map<std::string, ProposedUses> uses;
    ProposedDeclarations declared; // everywhere
    for (const auto &item : items) {
        uses[item.environment.text()][item.path] = pathsUsedBy(item.text, item.format);
        if (item.declaration)
            declared[item.path] = needsOf(view, item.path, item.declaration->after.layers,
                item.declaration->after.dependencies);
    }
    const auto everywhere = KeyRange::under(keys::join(keys::environment, ""));
    for (const auto &entry : declared.empty() ? std::vector<Entry>() : view.scan(everywhere))
        uses.try_emplace(entry.key.substr(everywhere.from.size()));
    for (const auto &[environment, proposed] : uses)
        demandNoCircle(view, environment, proposed, declared, "/items");
}

} // namespace

void checkEffects(
    Unit &unit, const std::vector<core::RequestItem> &items, Step step, Validation validation)
{
    demandNoCircles(unit.view(), items);
    std::vector<core::FieldError> fields;
    bool hasViolation = false;
    for (auto &finding : effectsOf(unit, items, step)) {
        hasViolation = hasViolation || finding.isViolation;
        if (validation == Validation::Demanded || !finding.isViolation)
            fields.push_back(std::move(finding.field));
    }
    if (fields.empty())
        return;
    const auto count = std::to_string(fields.size());
    refuse(hasViolation && validation == Validation::Demanded ? "schema-violation"
                                                              : "dependency-violation",
        count + (fields.size() == 1 ? " violation" : " violations") + " of what would be effective",
        std::move(fields));
}

std::vector<EffectFinding> findEffects(
    Unit &unit, const std::vector<core::RequestItem> &items, Step step)
{
    std::vector<EffectFinding> findings;
    try {
        demandNoCircles(unit.view(), items);
    } catch (Refusal &refusal) {
        if (refusal.error.code != "dependency-violation")
            throw;
        // All of them together are what closes it.
        for (const auto &field : refusal.error.fields) {
            for (std::size_t i = 0; i < items.size(); ++i)
                findings.push_back({i, items[i].path, field});
        }
        return findings;
    }
    return effectsOf(unit, items, step);
}

void keepReferences(Unit &unit, const core::RequestItem &item)
{
    keepLiveUses(unit, item);
    const auto &view = unit.view();
    const auto keyOf = [&](const std::string &target) {
        return keys::join(keys::refers, target, item.config.text(), item.environment.text());
    };
    std::set<std::string> fresh;
    if (const auto reading = core::read(item.text, item.format))
        fresh = targetsOf(view, reading.tree());
    LayerTexts texts(view);
    if (const auto live = texts.live(item.config, item.environment)) {
        for (const auto &target : targetsOf(view, *live->tree)) {
            if (!fresh.contains(target))
                unit.remove(keyOf(target));
        }
    }
    for (const auto &target : fresh)
        unit.put(keyOf(target), "-");
}

} // namespace chancery::server
