// SPDX-License-Identifier: Apache-2.0
// Circles are looked for along what is stored, forwards from the config that changes: it needs a
// handful of others and those again, whereas it may be needed by everybody. A shortest way back is
// found first and named.
#include "uses.h"

#include "engine/server/dependencies.h"
#include "engine/server/drafttexts.h"
#include "engine/server/effects.h"
#include "engine/server/reached.h"
#include "engine/server/resolution.h"

#include <algorithm>
#include <set>

namespace chancery::server {

namespace {

constexpr std::size_t mostNamed = 20;
// Reached by a draft, which is saved again and again.
constexpr std::size_t mostOfDraft = 2000;

std::string lines(const std::vector<std::string> &paths)
{
    std::string text;
    for (const auto &path : paths)
        text += path + '\n';
    return text;
}

void keep(Unit &unit, const std::string &key, std::string value)
{
    if (!value.empty())
        unit.put(key, std::move(value));
    else if (unit.view().get(key))
        unit.remove(key);
}

std::string draftKey(const core::Draft &draft)
{
    return keys::join(
        keys::draftUses, draft.config.text(), draft.environment.text(), draft.id.text());
}

std::string requestKey(const core::RequestItem &item, std::uint64_t number)
{
    return keys::join(
        keys::requestUses, item.config.text(), item.environment.text(), keys::number(number));
}

std::string wayText(const std::vector<std::string> &way)
{
    std::string text;
    for (const auto &path : way)
        text += (text.empty() ? "" : " → ") + path;
    return text;
}

// What each config needs, from the store with the proposal over it.
class Needs {
public:
    Needs(const View &view, std::string environment, const ProposedUses &uses,
        const ProposedDeclarations &declared)
        : m_view(view)
        , m_environment(std::move(environment))
        , m_uses(uses)
        , m_declared(declared)
    {
    }

    std::vector<core::Dependency> operator()(const std::string &path) const
    {
        const auto config = configAt(m_view, path);
        if (!config)
            return {};
        const auto declared = m_declared.find(path);
        auto needs = declared != m_declared.end()
            ? declared->second
            : declaredDependenciesOf(m_view, path, config->id);
        const auto proposed = m_uses.find(path);
        const auto used = proposed != m_uses.end()
            ? proposed->second
            : usesIn(m_view.text(keys::join(keys::uses, config->id.text(), m_environment))).paths;
        for (const auto &each : used)
            needs.push_back({core::DependencyKind::Refers, each});
        return needs;
    }

private:
    const View &m_view;
    std::string m_environment;
    const ProposedUses &m_uses;
    const ProposedDeclarations &m_declared;
};

[[noreturn]] void refuseCircle(const std::vector<std::string> &way, const std::string &pointer)
{
    const auto text = wayText(way);
    refuse("dependency-violation", "The dependencies lead back to themselves: " + text,
        {{pointer, "dependency-cycle", text, {}, 0, 0}});
}

// Who stands against the removal of a config, in sentences.
class Users {
public:
    Users(const Unit &unit, const core::Config &config)
        : m_unit(unit)
        , m_view(unit.view())
        , m_config(config)
    {
    }

    std::vector<core::FieldError> find()
    {
        addReferrers();
        addDeclarations();
        addHolders(keys::draftUses, true);
        addHolders(keys::requestUses, false);
        return std::move(m_found);
    }
    std::size_t count() const { return m_count; }

private:
    void add(std::string message)
    {
        ++m_count;
        if (m_found.size() < mostNamed)
            m_found.push_back({{}, "in-use", std::move(message), {}, 0, 0});
    }

    std::string pathOf(const std::string &id) const
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, id));
        return config ? config->path : std::string();
    }

    void addReferrers()
    {
        const auto under = keys::join(keys::refers, m_config.id.text(), "");
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            const auto rest = entry.key.substr(under.size());
            const auto path = pathOf(rest.substr(0, rest.find('/')));
            if (!path.empty() && path != m_config.path)
                add(path + " refers to it in " + rest.substr(rest.find('/') + 1));
        }
    }

    void addDeclarations()
    {
        for (const auto &entry : m_view.scan(KeyRange::under(keys::join(keys::layers, "")))) {
            const auto declared = View::parse<core::ConfigLayers>(entry.value);
            const auto path = pathOf(declared.config.text());
            if (path.empty() || declared.config == m_config.id)
                continue;
            const auto &needed = declared.dependencies;
            if (std::find(needed.begin(), needed.end(), m_config.id) != needed.end())
                add(path + " declares that it needs it");
            for (const auto &layer : declared.layers) {
                if (layer.config == m_config.id) {
                    add("It is a layer of " + path);
                    break;
                }
            }
        }
    }

    // A draft is its author's alone: what others hold is told without their names.
    void addHolders(std::string_view kind, bool isDraft)
    {
        const auto under = keys::join(kind, "");
        const auto &me = m_unit.actor().principal.id.text();
        for (const auto &entry : m_view.scan(KeyRange::under(under))) {
            const auto uses = usesIn(*entry.value);
            if (std::find(uses.paths.begin(), uses.paths.end(), m_config.path) == uses.paths.end())
                continue;
            const auto rest = entry.key.substr(under.size());
            const auto first = rest.find('/');
            const auto second = rest.find('/', first + 1);
            const auto path = pathOf(rest.substr(0, first));
            if (path.empty() || path == m_config.path)
                continue;
            const auto place = rest.substr(first + 1, second - first - 1);
            const auto who = !isDraft ? "CR-" + std::to_string(keys::numberAtEnd(entry.key))
                : uses.author == me   ? std::string("Your draft")
                                      : std::string("Somebody's draft");
            add(who + " of " + path + " in " + place + " refers to it");
        }
    }

    const Unit &m_unit;
    const View &m_view;
    const core::Config &m_config;
    std::vector<core::FieldError> m_found;
    std::size_t m_count = 0;
};

} // namespace

Uses usesIn(std::string_view stored)
{
    static constexpr std::string_view by = "by ";
    Uses uses;
    // Only the first line names somebody: a path may look like it.
    for (bool isFirst = true; !stored.empty(); isFirst = false) {
        const auto line = stored.substr(0, stored.find('\n'));
        stored.remove_prefix(std::min(line.size() + 1, stored.size()));
        if (isFirst && line.starts_with(by))
            uses.author = line.substr(by.size());
        else
            uses.paths.emplace_back(line);
    }
    return uses;
}

namespace {

// Told without reading it: most texts refer to nothing.
bool canRefer(const std::string &text)
{
    return text.find("${ref:") != std::string::npos || text.find('\\') != std::string::npos;
}

// Nothing: the text cannot be read.
std::optional<std::vector<std::string>> readPaths(const std::string &text, core::Format format)
{
    std::vector<std::string> paths;
    if (!canRefer(text))
        return paths;
    const auto reading = core::read(text, format);
    if (!reading)
        return std::nullopt;
    // More than these cannot become live.
    constexpr auto most = core::HierarchyLimits().references;
    for (const auto &path : core::pathsReferredBy(reading.tree())) {
        if (paths.size() == most)
            break;
        // A line of its own in the store, and no path has one.
        if (path.size() > 1 && path.find('\n') == std::string::npos)
            paths.push_back(path.substr(1));
    }
    return paths;
}

// Of a text that somebody is still writing: while it cannot be read, what it referred to before
// stays needed.
std::string wantedLines(
    const View &view, const std::string &key, const std::string &text, core::Format format)
{
    const auto paths = readPaths(text, format);
    return lines(paths ? *paths : usesIn(view.text(key)).paths);
}

} // namespace

std::vector<std::string> pathsUsedBy(const std::string &text, core::Format format)
{
    return readPaths(text, format).value_or(std::vector<std::string>());
}

void keepLiveUses(Unit &unit, const core::RequestItem &item)
{
    keep(unit, keys::join(keys::uses, item.config.text(), item.environment.text()),
        lines(pathsUsedBy(item.text, item.format)));
}

void keepDraftUses(Unit &unit, const core::Draft &draft, core::Format format)
{
    const auto paths = wantedLines(unit.view(), draftKey(draft), draft.text, format);
    keep(unit, draftKey(draft), paths.empty() ? paths : "by " + draft.author.text() + '\n' + paths);
}

void dropDraftUses(Unit &unit, const core::Draft &draft)
{
    keep(unit, draftKey(draft), {});
}

void keepRequestUses(Unit &unit, const core::RequestItem &item, std::uint64_t number)
{
    const auto key = requestKey(item, number);
    keep(unit, key, wantedLines(unit.view(), key, item.text, item.format));
}

void dropRequestUses(Unit &unit, const core::RequestItem &item, std::uint64_t number)
{
    keep(unit, requestKey(item, number), {});
}

void keepAllUses(Unit &unit)
{
    const auto &view = unit.view();
    if (view.get(keys::usesKept))
        return;
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::head, "")))) {
        const auto head = View::parse<core::Head>(entry.value);
        core::RequestItem item;
        item.config = head.config;
        item.environment = head.environment;
        item.format = head.format;
        item.text = view.text(keys::join(keys::text, head.version.text()));
        keepLiveUses(unit, item);
    }
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::draft, "")))) {
        const auto kept = readableDraft(entry.value);
        if (!kept)
            continue;
        const auto opened = openedDraft(unit.sealKeys(), view, *kept);
        if (!opened)
            continue;
        const auto &draft = *opened;
        if (const auto config
            = view.find<core::Config>(keys::join(keys::config, draft.config.text())))
            keepDraftUses(unit, draft, config->format);
    }
    for (const auto &entry : view.scan(KeyRange::under(keys::join(keys::openAt, "")))) {
        const auto number = keys::numberAtEnd(entry.key);
        const auto request
            = view.find<core::ChangeRequest>(keys::join(keys::request, keys::number(number)));
        for (const auto &item : request ? request->items : std::vector<core::RequestItem>())
            keepRequestUses(unit, item, number);
    }
    unit.put(keys::usesKept, "-");
}

void demandNoCircle(const View &view, const std::string &environment, const ProposedUses &uses,
    const ProposedDeclarations &declared, const std::string &pointer)
{
    const Needs needs(view, environment, uses, declared);
    const ProposedUses noUses;
    const ProposedDeclarations noDeclarations;
    const Needs asItIs(view, environment, noUses, noDeclarations);
    // What was a circle before, in a store that an earlier server wrote, is nobody's to mend in a
    // hurry: only one that begins with what the change brings is refused.
    const auto check = [&](const std::string &path) {
        auto fresh = needs(path);
        const auto known = asItIs(path);
        std::erase_if(fresh, [&](const core::Dependency &need) {
            return std::ranges::find(known, need) != known.end();
        });
        const auto way = core::circleThrough(path, core::CircleRule::Declared,
            [&](const std::string &at) { return at == path ? fresh : needs(at); });
        if (!way.empty())
            refuseCircle(way, pointer);
    };
    for (const auto &[path, paths] : uses) {
        if (!paths.empty())
            check(path);
    }
    for (const auto &[path, dependencies] : declared)
        check(path);
}

namespace {

// In every place that layers tell apart, of all that the text reaches: a layer can close a circle
// where it is laid and nowhere else.
struct FoundCircles {
    std::vector<core::FieldError> circles;
    std::optional<std::string> whyNot; // nobody could look
};

FoundCircles circlesOf(Unit &unit, const core::Config &config, const core::Draft &draft)
{
    constexpr std::string_view item = "/items/0";
    core::RequestItem asked;
    asked.config = config.id;
    asked.path = config.path;
    asked.environment = draft.environment;
    asked.text = draft.text;
    asked.format = config.format;
    FoundCircles found;
    if (!reachedBy(unit.view(), {asked}, mostOfDraft)) {
        found.whyNot = "The change reaches more than " + std::to_string(mostOfDraft) + " configs";
        return found;
    }
    try {
        for (auto &finding : findEffects(unit, {asked}, Step::Forward)) {
            if (finding.field.code != "reference-cycle")
                continue;
            if (finding.field.pointer.starts_with(item))
                finding.field.pointer.erase(0, item.size());
            found.circles.push_back(std::move(finding.field));
        }
    } catch (Refusal &refusal) { // it reaches too much to be put together: told of the request too
        if (refusal.error.kind == core::ErrorKind::Storage)
            throw;
        found.whyNot = std::move(refusal.error.detail);
    }
    return found;
}

// Whether texts that refer to something stand beside the config's own, in its document or in one
// that its text is a part of: then what it no longer says uncovers what they do.
class Uncovering {
public:
    Uncovering(const View &view, const core::EnvironmentId &environment)
        : m_view(view)
        , m_environment(environment)
    {
    }

    bool isPossibleBy(const core::Config &config)
    {
        m_looked.insert(config.id.text()); // what it says is about to be another thing
        return std::ranges::any_of(composedOf(m_view, config.id.text()),
            [this](const std::string &id) { return isMadeOfReferences(id); });
    }

private:
    bool isMadeOfReferences(const std::string &id)
    {
        const auto config = m_view.find<core::Config>(keys::join(keys::config, id));
        if (!config)
            return false;
        auto chain = parentsOf(m_view, *config);
        chain.push_back(*config);
        return std::ranges::any_of(chain, [this](const core::Config &each) {
            return refers(each.id)
                || std::ranges::any_of(layersOf(m_view, each.id).layers,
                    [this](const core::ConfigLayer &layer) { return refers(layer.config); });
        });
    }
    // What is live of it, told without reading it; each is looked at once.
    bool refers(const core::ConfigId &config)
    {
        if (!m_looked.insert(config.text()).second)
            return false;
        const auto head = m_view.get(keys::join(keys::head, config.text(), m_environment.text()));
        return head
            && canRefer(m_view.text(keys::join(keys::text, storedMember(*head, "version"))));
    }

    const View &m_view;
    const core::EnvironmentId &m_environment;
    std::set<std::string> m_looked;
};

} // namespace

std::optional<std::string> demandNoCircleOfDraft(
    Unit &unit, const core::Config &config, const core::Draft &draft)
{
    const auto &view = unit.view();
    const auto &place = draft.environment.text();
    const ProposedUses uses{{config.path, pathsUsedBy(draft.text, config.format)}};
    demandNoCircle(view, place, uses, {}, "/text");
    // The exact question costs a resolution: only where it can have another answer than no. One key
    // of a document may need another one, also one that it inherits or that lies over it, which is
    // no way between configs; and where the draft itself refers to nothing, others may.
    const ProposedDeclarations none;
    const Needs needs(view, place, uses, none);
    const bool mayClose = !core::circleThrough(config.path, core::CircleRule::Any, needs).empty()
        || Uncovering(view, draft.environment).isPossibleBy(config);
    if (!mayClose && !canRefer(draft.text))
        return std::nullopt;
    const auto reading = core::read(draft.text, config.format);
    if (!reading || (!mayClose && !core::mentionsReference(reading.tree())))
        return std::nullopt;
    auto found = circlesOf(unit, config, draft);
    if (!found.circles.empty()) {
        auto detail = found.circles.front().message;
        refuse("dependency-violation", std::move(detail), std::move(found.circles));
    }
    return std::move(found.whyNot);
}

void demandUnused(const Unit &unit, const core::Config &config)
{
    Users users(unit, config);
    auto found = users.find();
    if (found.empty())
        return;
    auto detail = config.path + " is in use: " + found.front().message;
    if (users.count() > 1)
        detail += ", and " + std::to_string(users.count() - 1) + " more";
    refuse("dependency-violation", std::move(detail), std::move(found));
}

} // namespace chancery::server
