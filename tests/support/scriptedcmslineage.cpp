// SPDX-License-Identifier: Apache-2.0
#include "engine/core/lineage/blame.h"
#include "tests/support/scriptedanswer.h"

// The graph of versions and who set the keys, from the scripted versions.
namespace chancery::support {

using core::Call;
using core::EdgeKind;
using core::ErrorKind;
using core::Result;

namespace {

std::shared_ptr<const core::Tree> treeOf(const std::string &text, core::Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    return std::make_shared<const core::Tree>(reading ? std::move(reading).tree() : core::Tree());
}

core::Value rootOf(const std::shared_ptr<const core::Tree> &tree)
{
    return tree && tree->nodeCount() > 0 ? tree->root() : core::Value();
}

} // namespace

core::LineageEntry ScriptedCms::lineageOf(const core::Version &version)
{
    core::LineageEntry entry;
    entry.version = version.id;
    entry.config = version.config;
    entry.path = std::ranges::find(configs, version.config, &core::Config::id)->path;
    entry.environment = version.environment;
    entry.semver = version.semver;
    entry.authorName = version.authorName;
    entry.createdAt = version.createdAt;
    entry.message = version.message;
    entry.changeRequest = version.changeRequest;
    for (const core::Approval &approval : version.approvals)
        entry.approvers.push_back(approval.name);
    entry.isQuarantined = version.quarantined;
    const core::Head *head = headOf(version.config, version.environment);
    entry.isLive = head && head->version == version.id;
    entry.kind = version.rollbackOf ? EdgeKind::Rollback : EdgeKind::Edit;
    std::shared_ptr<const core::Tree> before;
    for (const core::VersionId &parent : version.parents) {
        entry.parents.push_back({parent, version.environment, entry.kind});
        before = treeOf(texts[parent.text()], version.format);
    }
    if (version.rollbackOf)
        entry.parents.push_back({*version.rollbackOf, version.environment, EdgeKind::Rollback});
    if (const auto origin = origins.find(version.id); origin != origins.end()) {
        entry.parents.push_back(origin->second);
        entry.kind = origin->second.kind;
    }
    const auto after = treeOf(texts[version.id.text()], version.format);
    for (core::ChangedKey &key : core::changedKeys(rootOf(before), rootOf(after), 40))
        entry.keys.push_back(std::move(key.pointer));
    return entry;
}

Call ScriptedCms::listLineage(
    const client::LineageQuery &query, Handler<PageOf<core::LineageEntry>> done)
{
    return answer<PageOf<core::LineageEntry>>("listLineage", std::move(done), [&] {
        PageOf<core::LineageEntry> page;
        for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
            if ((!query.config.isEmpty() && version->config != query.config)
                || (!query.environment.isEmpty() && version->environment != query.environment))
                continue;
            const auto config = std::ranges::find(configs, version->config, &core::Config::id);
            if (query.nameSpace.empty() || config->path.starts_with(query.nameSpace + '/'))
                page.items.push_back(lineageOf(*version));
        }
        return slice(std::move(page), query.page);
    });
}

Call ScriptedCms::blame(const core::ConfigId &config, const core::EnvironmentId &environment,
    int looked, Handler<core::BlameReport> done)
{
    return answer<core::BlameReport>("blame", std::move(done), [&]() -> Result<core::BlameReport> {
        const core::Head *head = headOf(config, environment);
        if (!head)
            return anError(ErrorKind::NotFound, "not-found");
        core::BlameReport report;
        report.version = head->version;
        core::Blame blame(treeOf(texts[head->version.text()], head->format));
        const int most = blameStep > 0 ? looked + blameStep : int(versions.size());
        for (core::VersionId id = head->version;;) {
            const auto version = std::ranges::find(versions, id, &core::Version::id);
            report.entries.push_back(lineageOf(*version));
            if (version->parents.empty())
                break;
            report.isComplete = int(report.entries.size()) < most;
            if (!report.isComplete)
                break;
            id = version->parents.front();
            blame.before(treeOf(texts[id.text()], head->format));
        }
        if (report.isComplete)
            blame.before({});
        report.looked = int(report.entries.size());
        for (const core::Blame::Key &key : blame.keys())
            report.keys.push_back({key.pointer, int(key.version)});
        return report;
    });
}

} // namespace chancery::support
