// SPDX-License-Identifier: Apache-2.0
#include "lineage.h"

#include "engine/core/lineage/blame.h"
#include "engine/core/lineage/naming.h"
#include "engine/core/secrets/covered.h"
#include "engine/server/handlers/requestflow.h"
#include "engine/server/validator.h"

#include <algorithm>
#include <unordered_set>

namespace chancery::server {

namespace {

using core::EdgeKind;

constexpr std::size_t mostKeys = 40;
constexpr std::size_t mostWords = 160;
// Whose lists name their items: looking for secrets in more would hold up the writer.
constexpr std::size_t mostNamedBytes = std::size_t(1) << 20;
constexpr std::string_view isOrdered = "history-at-filled";

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

std::optional<core::Tree> treeOf(const View &view, const core::Version &version)
{
    auto reading = core::read(
        view.text(keys::join(keys::text, version.id.text())), version.format, core::Limits::wide());
    if (!reading)
        return std::nullopt;
    return std::move(reading).tree();
}

core::Value rootOf(const std::optional<core::Tree> &tree)
{
    return tree && tree->nodeCount() > 0 ? tree->root() : core::Value();
}

std::vector<core::ChangedKey> addKeys(
    core::LineageEntry &entry, core::Value before, core::Value after)
{
    auto keys = core::changedKeys(before, after, mostKeys + 1);
    entry.hasMoreKeys = keys.size() > mostKeys;
    keys.resize(std::min(keys.size(), mostKeys));
    for (const auto &key : keys)
        entry.keys.push_back(key.pointer);
    return keys;
}

// Which values of a text may not be told. Where nobody can say, none may.
class HiddenValues {
public:
    HiddenValues(Unit &unit, const core::Tree *tree, const std::optional<core::SchemaId> &schema)
    {
        if (!tree || tree->source().size() > mostNamedBytes)
            return;
        try {
            core::Config config;
            config.schema = schema;
            const auto compiled = unit.validator().schemaOf(unit.view(), config);
            const auto nodes = core::coveredNodes(
                *tree, compiled ? &*compiled : nullptr, core::SecretScanner::shared());
            m_nodes.insert(nodes.begin(), nodes.end());
            m_areKnown = true;
        } catch (const Refusal &refusal) {
            if (refusal.error.kind == core::ErrorKind::Storage)
                throw;
        }
    }
    bool contain(core::Value value) const { return !m_areKnown || m_nodes.contains(value.index()); }

private:
    bool m_areKnown = false;
    std::unordered_set<std::uint32_t> m_nodes;
};

struct NamedText {
    const core::Tree *tree = nullptr;
    std::optional<core::SchemaId> schema;
};

// What is in lists by its name: whoever looks for it later finds it wherever it stood then.
void addNames(Unit &unit, core::LineageEntry &entry, const std::vector<core::ChangedKey> &keys,
    const NamedText &before, const NamedText &after)
{
    if (std::ranges::none_of(entry.keys, core::hasIndex))
        return;
    const HiddenValues hiddenBefore(unit, before.tree, before.schema);
    const HiddenValues hiddenAfter(unit, after.tree, after.schema);
    std::vector<std::string> names;
    for (const auto &key : keys) {
        const bool isGone = key.kind == core::ChangedKey::Kind::Gone;
        const auto *tree = (isGone ? before : after).tree;
        const auto &hidden = isGone ? hiddenBefore : hiddenAfter;
        names.push_back(core::namedPlace(tree ? tree->root() : core::Value(), key.pointer,
            [&hidden](core::Value value) { return hidden.contain(value); }));
    }
    if (names != entry.keys)
        entry.names = std::move(names);
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
        version.rollbackOf ? EdgeKind::Rollback
            : isMigration  ? EdgeKind::Migration
                           : EdgeKind::Edit);
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

// Of a version that was made before there was a record.
core::LineageEntry remembered(
    const View &view, const core::Version &version, std::string_view path, std::size_t &budget)
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
    const auto sizeOf = [&](const core::Version &of) {
        return view.text(keys::join(keys::text, of.id.text())).size();
    };
    const auto size = sizeOf(version) + (before ? sizeOf(*before) : 0);
    entry.hasMoreKeys = size > budget;
    budget -= std::min(size, budget);
    if (!entry.hasMoreKeys) {
        const auto earlier = before ? treeOf(view, *before) : std::nullopt;
        const auto later = treeOf(view, version);
        addKeys(entry, rootOf(earlier), rootOf(later));
    }
    return entry;
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
        earlier = treeOf(view, *before);
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
    addNames(unit, entry, changed,
        {rootOf(earlier) ? &*earlier : nullptr, before ? before->schema : std::nullopt},
        {later, version.schema});
    unit.put(keys::join(keys::lineage, version.id.text()), api::toJson(entry));
    unit.put(
        keys::join(keys::historyAt, version.environment.text(), keys::number(unit.nextOrder())),
        version.id.text() + ' ' + item.path);
}

void orderOldVersions(Unit &unit)
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

core::LineageEntry lineageOf(
    const View &view, const std::string &version, std::string_view path, std::size_t &budget)
{
    const auto stored = view.needBytes(keys::join(keys::version, version), "version " + version);
    core::LineageEntry entry;
    if (auto kept = view.find<core::LineageEntry>(keys::join(keys::lineage, version)))
        entry = std::move(*kept);
    else
        entry = remembered(view, View::parse<core::Version>(stored), path, budget);
    const auto head
        = view.text(keys::join(keys::head, entry.config.text(), entry.environment.text()));
    entry.isLive = storedMember(head, "version") == version;
    entry.isQuarantined = stored->find("\"quarantined\":true") != std::string::npos;
    return entry;
}

} // namespace chancery::server
