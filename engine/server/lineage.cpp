// SPDX-License-Identifier: Apache-2.0
#include "lineage.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/lineage/naming.h"
#include "engine/core/lineage/restofkeys.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/lineagenames.h"

#include <algorithm>

namespace chancery::server {

namespace {

using core::EdgeKind;

constexpr std::size_t mostKeysLooked = 10'000; // beyond them it is as if all had changed
constexpr std::size_t mostKeyBytes = 4096;
constexpr std::size_t mostWords = 160;
constexpr std::string_view isOrdered = "history-at-filled";
constexpr std::string_view isOrderedUnder = "history-under-filled";

// The beginning of the first line, cut between characters.
std::string beginningOf(std::string_view text)
{
    auto line = text.substr(0, text.find('\n'));
    if (line.size() > mostWords) {
        auto end = mostWords;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80)
            --end;
        line = line.substr(0, end);
    }
    return std::string(line);
}

std::optional<core::Tree> treeOf(std::string text, core::Format format)
{
    auto reading = core::read(std::move(text), format, core::Limits::wide());
    if (!reading)
        return std::nullopt;
    return std::move(reading).tree();
}

core::Value rootOf(const std::optional<core::Tree> &tree)
{
    return tree && tree->nodeCount() > 0 ? tree->root() : core::Value();
}

// All of them where they fit; else what the others lie in stands behind them, so that a key is
// found, or is not, in versions that changed very many. Those that are told in full.
std::vector<core::ChangedKey> addKeys(
    core::LineageEntry &entry, core::Value before, core::Value after)
{
    auto keys = core::changedKeys(before, after, mostKeysLooked + 1);
    std::vector<std::string> pointers;
    for (const auto &key : keys)
        pointers.push_back(key.pointer);
    auto rest = core::restOfKeys(pointers, mostKeyBytes);
    if (keys.size() > mostKeysLooked)
        rest.below = {std::string()};
    entry.hasMoreKeys = !rest.below.empty();
    keys.resize(rest.keys.size());
    entry.keys = std::move(rest.keys);
    for (const auto &container : rest.below)
        entry.keys.push_back(container + std::string(core::othersBelow));
    return keys;
}

// One for one with the keys: of what others lie in only the place is known.
void addNames(core::LineageEntry &entry, std::optional<std::vector<std::string>> names)
{
    entry.names = std::move(names);
    if (entry.names)
        entry.names->insert(entry.names->end(),
            entry.keys.begin() + std::ptrdiff_t(std::min(entry.names->size(), entry.keys.size())),
            entry.keys.end());
}

bool isInLists(const core::LineageEntry &entry)
{
    return std::ranges::any_of(entry.keys, core::hasIndex);
}

const core::Tree *filled(const std::optional<core::Tree> &tree)
{
    return tree && tree->nodeCount() > 0 ? &*tree : nullptr;
}

core::LineageEntry entryOf(const core::Version &version, std::string_view path)
{
    core::LineageEntry entry;
    entry.version = version.id;
    entry.config = version.config;
    entry.path = path;
    entry.environment = version.environment;
    entry.semver = version.semver;
    entry.authorName = version.authorName;
    entry.createdAt = version.createdAt;
    entry.message = beginningOf(version.message);
    entry.changeRequest = version.changeRequest;
    for (const auto &approval : version.approvals)
        entry.approvers.push_back(approval.name);
    return entry;
}

// Whoever edited a request has set keys of what comes of it, as much as who asked for it.
void addContributors(
    core::LineageEntry &entry, const View &view, const core::ChangeRequest &request)
{
    entry.contributors.emplace();
    for (const auto &id : request.contributors) {
        const auto person = view.find<core::Principal>(keys::join(keys::principal, id.text()));
        if (person && id != request.requester)
            entry.contributors->push_back(person->displayName);
    }
}

void addParent(core::LineageEntry &entry, const core::VersionId &version,
    const core::EnvironmentId &environment, EdgeKind kind)
{
    const bool isKnown = std::ranges::any_of(entry.parents,
        [&](const core::LineageParent &parent) { return parent.version == version; });
    if (!isKnown)
        entry.parents.push_back({version, environment, kind});
    entry.kind = kind;
}

// The edge to what was live before; whether the text was carried over to another schema.
void addLine(core::LineageEntry &entry, const core::Version &version, const core::Version *before)
{
    if (!before)
        return;
    const bool isMigration = before->schema && version.schema && before->schema != version.schema;
    addParent(entry, before->id, before->environment,
        isMigration              ? EdgeKind::Migration
            : version.rollbackOf ? EdgeKind::Rollback
                                 : EdgeKind::Edit);
    // One that brings its schema back as well is both, and is called what somebody did.
    if (version.rollbackOf)
        entry.kind = EdgeKind::Rollback;
}

// Where a text that is the same as another environment's live one came from, when nobody said.
std::optional<core::Head> likeOf(const View &view, const core::Version &version)
{
    const auto under = keys::join(keys::head, version.config.text(), "");
    for (const auto &entry : view.scan(KeyRange::under(under))) {
        auto head = View::parse<core::Head>(entry.value);
        if (head.environment != version.environment && head.content == version.content)
            return head;
    }
    return std::nullopt;
}

void addOrigins(core::LineageEntry &entry, const View &view, const core::RequestItem &item,
    const core::Version &version, const core::Version *before)
{
    if (item.mergedFrom && item.mergedFrom != item.base)
        addParent(entry, *item.mergedFrom, version.environment, EdgeKind::Merge);
    if (item.promotedFrom) {
        const auto source = versionAt(view, *item.promotedFrom);
        addParent(entry, source.id, source.environment, EdgeKind::Promotion);
    } else if (!before || before->content != version.content) {
        if (const auto like = likeOf(view, version))
            addParent(entry, like->version, like->environment, EdgeKind::Promotion);
    }
}

// The value is that of the environment's order: an id, a blank, and the path.
void putUnder(Unit &unit, std::string_view environment, std::string_view order, std::string value)
{
    const auto path = std::string_view(value).substr(value.find(' ') + 1);
    const auto key = keys::join(historyUnder, environment, path.substr(0, path.find('/')), order);
    unit.put(key, std::move(value));
}

// Of a version that was made before there was a record, without what it changed.
core::LineageEntry remembered(const View &view, const core::Version &version, std::string_view path)
{
    auto entry = entryOf(version, path);
    std::optional<core::Version> before;
    if (!version.parents.empty())
        before = versionAt(view, version.parents.front());
    addLine(entry, version, before ? &*before : nullptr);
    if (version.changeRequest) {
        const auto request = view.find<core::ChangeRequest>(requestKey(*version.changeRequest));
        if (request)
            addContributors(entry, view, *request);
        if (request && version.rollbackOf && request->rollbackTo)
            addParent(entry, *request->rollbackTo, version.environment, EdgeKind::Rollback);
    }
    return entry;
}

// The texts of a version and of the one before it, as they are read when the record does not tell
// what there is to know. Nothing where they are more than the budget has left.
struct Compared {
    std::optional<core::Version> before;
    std::optional<core::Tree> earlier;
    std::optional<core::Tree> later;
};

std::optional<Compared> compared(
    const View &view, const core::Version &version, LineageBudget &budget)
{
    if (budget.bytes == 0)
        return std::nullopt;
    Compared texts;
    if (!version.parents.empty())
        texts.before = versionAt(view, version.parents.front());
    const auto textOf = [&](const core::Version *of) {
        return of ? view.text(keys::join(keys::text, of->id.text())) : std::string();
    };
    auto later = textOf(&version);
    auto earlier = textOf(texts.before ? &*texts.before : nullptr);
    const auto size = later.size() + earlier.size();
    const bool isTooMuch = size > budget.bytes;
    budget.bytes -= std::min(size, budget.bytes);
    if (isTooMuch)
        return std::nullopt;
    texts.later = treeOf(std::move(later), version.format);
    if (texts.before)
        texts.earlier = treeOf(std::move(earlier), texts.before->format);
    return texts;
}

// What a record does not tell: the keys where there is none, and the names of items in one that was
// made before they were kept. By the schemas of then and of now, for nobody said then what may be
// told.
void addUnknown(core::LineageEntry &entry, bool hasKeys, const View &view,
    const core::Version &version, LineageBudget &budget)
{
    const auto texts = compared(view, version, budget);
    if (!texts) {
        entry.hasMoreKeys = entry.hasMoreKeys || !hasKeys;
        return;
    }
    auto told = entry;
    told.keys.clear();
    const auto changed = addKeys(told, rootOf(texts->earlier), rootOf(texts->later));
    if (!hasKeys) {
        entry.keys = told.keys;
        entry.hasMoreKeys = told.hasMoreKeys;
        entry.names.reset();
    }
    if (!budget.validator || told.keys != entry.keys || !isInLists(entry))
        return;
    const auto head = view.find<core::Head>(
        keys::join(keys::head, version.config.text(), version.environment.text()));
    const auto now = head ? head->schema : std::nullopt;
    addNames(entry,
        namesOf(view, *budget.validator, changed,
            {filled(texts->earlier), {texts->before ? texts->before->schema : std::nullopt, now}},
            {filled(texts->later), {version.schema, now}}));
}

} // namespace

core::Version versionAt(const View &view, const core::VersionId &id)
{
    return view.need<core::Version>(keys::join(keys::version, id.text()), "version " + id.text());
}

void keepLineage(Unit &unit, const core::ChangeRequest &request, const core::RequestItem &item,
    const core::Version &version)
{
    const auto &view = unit.view();
    auto entry = entryOf(version, item.path);
    addContributors(entry, view, request);
    std::optional<core::Version> before;
    std::optional<core::Tree> earlier;
    if (!version.parents.empty()) {
        before = versionAt(view, version.parents.front());
        earlier = treeOf(view.text(keys::join(keys::text, before->id.text())), before->format);
    }
    addLine(entry, version, before ? &*before : nullptr);
    if (request.rollbackTo)
        addParent(entry, item.rollbackTo.value_or(*request.rollbackTo), version.environment,
            EdgeKind::Rollback);
    else
        addOrigins(entry, view, item, version, before ? &*before : nullptr);
    const auto reading = core::read(item.text, item.format, core::Limits::wide());
    const auto *later = reading && reading.tree().nodeCount() > 0 ? &reading.tree() : nullptr;
    const auto changed = addKeys(entry, rootOf(earlier), later ? later->root() : core::Value());
    // Whoever looks for them later finds them wherever they stood then. Kept also where they say no
    // more than the pointers, for then it is known that there is no more.
    if (isInLists(entry))
        addNames(entry,
            namesOf(view, unit.validator(), changed,
                {filled(earlier), {before ? before->schema : std::nullopt}},
                {later, {version.schema}}));
    unit.put(keys::join(keys::lineage, version.id.text()), api::toJson(entry));
    const auto order = keys::number(unit.nextOrder());
    const auto value = version.id.text() + ' ' + item.path;
    unit.put(keys::join(keys::historyAt, version.environment.text(), order), value);
    putUnder(unit, version.environment.text(), order, value);
}

namespace {

void orderInEnvironments(Unit &unit)
{
    const auto &view = unit.view();
    if (view.get(isOrdered))
        return;
    const auto under = keys::join(keys::historyIn, "");
    for (const auto &entry : view.scan(KeyRange::under(under))) {
        // config/environment/number
        const auto rest = std::string_view(entry.key).substr(under.size());
        const auto first = rest.find('/');
        const auto last = rest.rfind('/');
        const auto path
            = storedMember(view.text(keys::join(keys::config, rest.substr(0, first))), "path");
        unit.put(keys::join(keys::historyAt, rest.substr(first + 1, last - first - 1),
                     rest.substr(last + 1)),
            *entry.value + ' ' + path);
    }
    unit.put(isOrdered, "-");
}

} // namespace

void orderOldVersions(Unit &unit)
{
    orderInEnvironments(unit);
    const auto &view = unit.view();
    if (view.get(isOrderedUnder))
        return;
    const auto under = keys::join(keys::historyAt, "");
    for (const auto &entry : view.scan(KeyRange::under(under))) {
        // environment/number
        const auto rest = std::string_view(entry.key).substr(under.size());
        const auto slash = rest.find('/');
        putUnder(unit, rest.substr(0, slash), rest.substr(slash + 1), *entry.value);
    }
    unit.put(isOrderedUnder, "-");
}

core::LineageEntry lineageOf(
    const View &view, const std::string &version, std::string_view path, LineageBudget &budget)
{
    const auto stored = view.needBytes(keys::join(keys::version, version), "version " + version);
    auto kept = view.find<core::LineageEntry>(keys::join(keys::lineage, version));
    const bool isKept = kept.has_value();
    auto entry
        = isKept ? *std::move(kept) : remembered(view, View::parse<core::Version>(stored), path);
    // A record of before there was word of the others.
    const bool hasUnknownKeys = entry.hasMoreKeys
        && (entry.keys.empty() || !entry.keys.back().ends_with(core::othersBelow));
    const bool hasKeys = isKept && !hasUnknownKeys;
    if (!hasKeys || (budget.validator && !entry.names && isInLists(entry)))
        addUnknown(entry, hasKeys, view, View::parse<core::Version>(stored), budget);
    const auto head
        = view.text(keys::join(keys::head, entry.config.text(), entry.environment.text()));
    entry.isLive = storedMember(head, "version") == version;
    entry.isQuarantined = stored->find("\"quarantined\":true") != std::string::npos;
    return entry;
}

} // namespace chancery::server
