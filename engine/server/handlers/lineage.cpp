// SPDX-License-Identifier: Apache-2.0
#include "engine/server/lineage.h"

#include "engine/core/lineage/blame.h"
#include "engine/server/cursor.h"

namespace chancery::server {

namespace {

// How far back one answer about the authors of keys looks, and how much it reads for it. Each text
// is read once, and only until all keys are found.
constexpr std::size_t mostVersions = 2'000;
constexpr std::size_t mostBytes = std::size_t(16) << 20;

// The lines of versions behind one another, and who of them set which key.
class BlameSearch {
public:
    BlameSearch(const View &view, const core::Head &head, std::string path)
        : m_view(view)
        , m_path(std::move(path))
    {
        m_versions.push_back(head.version);
    }

    core::BlameReport run()
    {
        core::BlameReport report;
        report.version = m_versions.front();
        auto version = versionAt(m_view, report.version);
        auto newest = treeOf(version);
        core::Blame blame(newest ? newest : std::make_shared<const core::Tree>());
        while (!blame.isDecided() && !version.parents.empty()) {
            if (m_versions.size() >= mostVersions || m_bytes >= mostBytes) {
                report.isComplete = false;
                break;
            }
            version = versionAt(m_view, version.parents.front());
            m_versions.push_back(version.id);
            blame.before(treeOf(version));
        }
        if (report.isComplete)
            blame.before({});
        addKeys(report, blame.keys());
        return report;
    }

private:
    std::shared_ptr<const core::Tree> treeOf(const core::Version &version)
    {
        const auto text
            = m_view.needBytes(keys::join(keys::text, version.id.text()), version.id.text());
        m_bytes += text->size();
        auto reading = core::read(text, version.format, core::Limits::wide());
        return reading ? std::make_shared<const core::Tree>(std::move(reading).tree()) : nullptr;
    }

    // Only the versions that set a key, in their order.
    void addKeys(core::BlameReport &report, const std::vector<core::Blame::Key> &keys) const
    {
        std::size_t budget = 0; // their keys are not asked for
        std::vector<int> entries(m_versions.size(), -1);
        for (const auto &key : keys) {
            if (key.version < entries.size())
                entries[key.version] = 0;
        }
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (entries[i] < 0)
                continue;
            entries[i] = int(report.entries.size());
            report.entries.push_back(lineageOf(m_view, m_versions[i].text(), m_path, budget));
            report.entries.back().keys.clear();
            report.entries.back().hasMoreKeys = true;
        }
        for (const auto &key : keys)
            report.keys.push_back(
                {key.pointer, key.version < entries.size() ? entries[key.version] : -1});
    }

    const View &m_view;
    std::string m_path;
    std::vector<core::VersionId> m_versions; // the newest first
    std::size_t m_bytes = 0;
};

// "vid path" of an environment's order.
bool isUnder(std::string_view path, std::string_view nameSpace)
{
    return nameSpace.empty()
        || (path.starts_with(nameSpace) && path.substr(nameSpace.size()).starts_with('/'));
}

} // namespace

Response listLineage(const Scene &scene)
{
    const auto config = scene.request.parameter("config");
    const auto environment = scene.request.parameter("environment");
    const auto nameSpace = scene.request.parameter("namespace");
    if (config.empty() && environment.empty())
        refuse("bad-request", "A lineage is that of a config or of an environment");
    std::size_t budget = lineageBudget;
    if (!config.empty()) {
        const auto path = storedMember(
            *scene.view.needBytes(keys::join(keys::config, config), "config " + config), "path");
        auto range = KeyRange::under(environment.empty()
                ? keys::join(keys::history, config, "")
                : keys::join(keys::historyIn, config, environment, ""));
        range.backwards = true;
        return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
            json = api::toJson(lineageOf(scene.view, *entry.value, path, budget));
            return true;
        });
    }
    scene.view.needBytes(keys::join(keys::environment, environment), "environment " + environment);
    auto range = KeyRange::under(keys::join(keys::historyAt, environment, ""));
    range.backwards = true;
    return pageOf(scene, range, [&](const Entry &entry, std::string &json) {
        const auto blank = entry.value->find(' ');
        const auto path = std::string_view(*entry.value).substr(blank + 1);
        if (!isUnder(path, nameSpace))
            return false;
        json = api::toJson(lineageOf(scene.view, entry.value->substr(0, blank), path, budget));
        return true;
    });
}

Response getBlame(const Scene &scene)
{
    const auto &config = scene.arguments[0];
    const auto &environment = scene.arguments[1];
    const auto head = scene.view.need<core::Head>(
        keys::join(keys::head, config, environment), config + " in " + environment);
    auto response
        = Response::json(api::toJson(BlameSearch(scene.view, head, head.path).run()), 200);
    response.cacheControl = "private, no-cache";
    return response;
}

} // namespace chancery::server
