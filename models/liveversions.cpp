// SPDX-License-Identifier: Apache-2.0
#include "liveversions.h"

#include "engine/core/textdiff.h"
#include "models/qtconvert.h"

namespace chancery::models {

namespace {

using Differences = std::map<core::VersionId, int>;

int differingLines(
    const std::string &left, const std::string &right, const core::CancelToken &token)
{
    int lines = 0;
    for (const core::Hunk &hunk : core::diffLines(left, right, &token))
        lines += int(std::max(hunk.leftEnd - hunk.leftBegin, hunk.rightEnd - hunk.rightBegin));
    return lines;
}

} // namespace

LiveVersions::LiveVersions(client::ConfigsApi &api, core::Executor &compute)
    : m_api(api)
    , m_compute(compute)
{
}

const std::string *LiveVersions::textOf(const core::VersionId &version) const
{
    const auto found = m_texts.find(version);
    return found == m_texts.end() ? nullptr : &found->second;
}

std::optional<int> LiveVersions::differenceOf(const core::VersionId &version) const
{
    const auto found = m_differences.find(version);
    return found == m_differences.end() ? std::nullopt : std::optional(found->second);
}

void LiveVersions::compare(const std::set<core::VersionId> &versions, const QString &draft)
{
    std::string text = fromQt(draft);
    if (versions == m_versions && text == m_draft)
        return;
    const bool isSameText = text == m_draft;
    const bool isSameList = versions == m_versions;
    m_versions = versions;
    m_draft = std::move(text);
    if (!isSameText)
        m_differences.clear();
    if (isSameList && !m_loading.isRunning()) {
        count();
        return;
    }
    std::erase_if(m_texts, [this](const auto &known) { return !m_versions.contains(known.first); });
    m_loading.cancel();
    readNext();
}

void LiveVersions::readNext()
{
    for (const core::VersionId &version : m_versions) {
        if (m_texts.contains(version))
            continue;
        m_loading.start<std::string>(
            tr("Reading what agents hold"),
            [this, version](auto done) { return m_api.versionText(version, std::move(done)); },
            [this, version](std::string text) {
                m_texts[version] = std::move(text);
                readNext();
            });
        return;
    }
    count();
}

void LiveVersions::count()
{
    m_counting.start<Differences>(
        tr("Comparing with what agents hold"),
        [this](core::Handler<Differences> done) {
            return m_compute.run<Differences>(
                [texts = m_texts, draft = m_draft](const core::CancelToken &token) {
                    Differences differences;
                    for (const auto &[version, text] : texts)
                        differences[version] = differingLines(text, draft, token);
                    return core::Result<Differences>(std::move(differences));
                },
                std::move(done));
        },
        [this](Differences differences) {
            m_differences = std::move(differences);
            Q_EMIT changed();
        });
}

} // namespace chancery::models
