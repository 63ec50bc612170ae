// SPDX-License-Identifier: Apache-2.0
#include "release.h"

#include "engine/api/json.h"
#include "engine/api/routes.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"

namespace chancery::agent {

// Found by argument-dependent lookup, so it stands beside Release.
template <typename Visitor>
void describe(Visitor &visit, Release &release)
{
    visit("config", release.config);
    visit("path", release.path);
    visit("version", release.version);
    visit("content", release.content);
    visit("sourceDigest", release.sourceDigest);
    visit("format", release.format);
    visit("epoch", release.epoch);
    visit("since", release.since);
    visit("text", release.text);
}

namespace {

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

constexpr int privateMode = 0600;

} // namespace

core::Result<core::Tree> checkRelease(const Release &release)
{
    if (release.text.empty())
        return refused("empty-text", "The text is empty");
    const auto digest = core::sha256Id({}, release.text);
    if (digest != release.sourceDigest)
        return refused(
            "digest-mismatch", "The text is " + digest + " and should be " + release.sourceDigest);
    auto reading = core::read(release.text, release.format);
    if (!reading)
        return core::toError(reading.problem());
    auto tree = std::move(reading).tree();
    const auto content = core::contentId(tree.root());
    if (content != release.content)
        return refused("content-mismatch",
            "The content is " + content.text() + " and should be " + release.content.text());
    return tree;
}

std::string LastKnownGood::fileOf(const std::string &path) const
{
    return m_folder + '/' + api::percentEncode(path) + ".json";
}

core::Result<std::optional<Release>> LastKnownGood::load(const std::string &path)
{
    auto content = m_files.read(fileOf(path));
    if (!content)
        return std::move(content).error();
    if (!*content)
        return std::optional<Release>();
    auto release = api::fromJson<Release>(std::move(**content), core::Limits::wide());
    if (!release)
        return std::move(release).error();
    if (release->path != path)
        return refused("foreign-cache", "It belongs to " + release->path);
    if (auto checked = checkRelease(*release); !checked)
        return std::move(checked).error();
    return std::optional(std::move(*release));
}

core::Result<> LastKnownGood::store(const Release &release)
{
    return m_files.replace(fileOf(release.path), api::toJson(release), privateMode);
}

} // namespace chancery::agent
