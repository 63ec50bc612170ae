// SPDX-License-Identifier: Apache-2.0
#include "blameshelf.h"

#include "engine/server/lineage.h"

#include <algorithm>

namespace chancery::server {

namespace {

constexpr std::size_t mostKept = 8;
constexpr std::size_t mostKeptBytes = std::size_t(64) << 20; // of all that they hold

} // namespace

BlameSearch::BlameSearch(const View &view, const core::Head &head)
    : m_config(head.config)
    , m_environment(head.environment)
    , m_path(head.path)
    , m_versions{head.version}
    , m_last(versionAt(view, head.version))
{
    const auto newest = treeOf(view, m_last);
    m_blame.emplace(newest ? newest : std::make_shared<const core::Tree>());
}

std::size_t BlameSearch::bytes() const
{
    static constexpr std::size_t ofAnId = 120; // with its digits beside it
    return m_blame->bytes() + m_versions.size() * ofAnId;
}

void BlameSearch::step(const View &view, const Bounds &bounds)
{
    const auto lastVersion = m_versions.size() + bounds.versions;
    const auto lastByte = m_bytes + bounds.bytes;
    while (!m_blame->isDecided() && !m_last.parents.empty()) {
        if (m_versions.size() >= lastVersion || m_bytes >= lastByte)
            return;
        m_last = versionAt(view, m_last.parents.front());
        m_versions.push_back(m_last.id);
        m_blame->before(treeOf(view, m_last));
    }
    if (!m_isComplete)
        m_blame->before({});
    m_isComplete = true;
}

std::shared_ptr<const core::Tree> BlameSearch::treeOf(
    const View &view, const core::Version &version)
{
    const auto text = view.needBytes(keys::join(keys::text, version.id.text()), version.id.text());
    m_bytes += text->size();
    auto reading = core::read(text, version.format, core::Limits::wide());
    return reading ? std::make_shared<const core::Tree>(std::move(reading).tree()) : nullptr;
}

// Only the versions that set a key, in their order.
core::BlameReport BlameSearch::report(const View &view) const
{
    core::BlameReport report;
    report.version = version();
    report.isComplete = m_isComplete;
    report.looked = int(m_versions.size());
    const auto keys = m_blame->keys();
    LineageBudget budget{0, nullptr}; // their keys are not asked for
    std::vector<int> entries(m_versions.size(), -1);
    for (const auto &key : keys) {
        if (key.version < entries.size())
            entries[key.version] = 0;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i] < 0)
            continue;
        entries[i] = int(report.entries.size());
        report.entries.push_back(lineageOf(view, m_versions[i].text(), m_path, budget));
        report.entries.back().keys.clear();
        report.entries.back().names.reset();
        report.entries.back().hasMoreKeys = true;
    }
    for (const auto &key : keys)
        report.keys.push_back(
            {key.pointer, key.version < entries.size() ? entries[key.version] : -1});
    return report;
}

core::BlameReport BlameShelf::report(const View &view, const core::Head &head, std::size_t looked)
{
    auto search = takeOut(view, head);
    if (search.looked() == 1 || search.looked() <= looked)
        search.step(view, m_bounds);
    auto report = search.report(view);
    if (!search.isComplete())
        keep(std::move(search));
    return report;
}

BlameSearch BlameShelf::takeOut(const View &view, const core::Head &head)
{
    const auto kept = std::ranges::find_if(m_kept, [&](const BlameSearch &search) {
        return search.config() == head.config && search.environment() == head.environment;
    });
    if (kept == m_kept.end())
        return {view, head};
    auto search = std::move(*kept);
    m_kept.erase(kept);
    // Something else has become live.
    return search.version() == head.version ? std::move(search) : BlameSearch(view, head);
}

void BlameShelf::keep(BlameSearch search)
{
    m_kept.push_front(std::move(search));
    std::size_t bytes = 0;
    std::size_t count = 0;
    const auto isTooMuch = [&](const BlameSearch &one) {
        bytes += one.bytes();
        return ++count > mostKept || (count > 1 && bytes > mostKeptBytes);
    };
    m_kept.erase(std::ranges::find_if(m_kept, isTooMuch), m_kept.end());
}

} // namespace chancery::server
