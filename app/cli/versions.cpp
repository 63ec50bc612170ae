// SPDX-License-Identifier: Apache-2.0
#include "versions.h"

#include <algorithm>

namespace chancery::cli {

namespace {

constexpr std::string_view digestMark = "sha256:";
constexpr std::size_t fewestDigits = 8;
constexpr std::size_t allDigits = 64;

bool areDigits(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// The digits of a digest or of its beginning; empty: it is a label.
std::string_view digitsOf(std::string_view named)
{
    const bool isMarked = named.starts_with(digestMark);
    if (isMarked)
        named.remove_prefix(digestMark.size());
    return named.size() >= fewestDigits && areDigits(named) ? named : std::string_view();
}

bool isMeant(const core::Version &version, std::string_view named)
{
    if (version.id.text() == named)
        return true;
    if (!version.semver.empty() && (version.semver == named || 'v' + version.semver == named))
        return true;
    const auto digits = digitsOf(named);
    std::string_view id = version.id.text();
    return !digits.empty() && id.starts_with(digestMark)
        && id.substr(digestMark.size()).starts_with(digits);
}

} // namespace

core::Result<core::VersionId> versionMeant(Online &online, const core::Config &config,
    const std::string &environment, const std::string &named)
{
    if (named.starts_with(digestMark) && digitsOf(named).size() == allDigits)
        return core::VersionId(named);
    const auto versions = online.all<core::Version>([&](const auto &page, auto done) {
        return online.cms().listVersions(
            config.id, core::EnvironmentId(environment), page, std::move(done));
    });
    if (!versions)
        return versions.error();
    std::vector<core::VersionId> found;
    for (const auto &version : *versions) {
        if (isMeant(version, named) && std::ranges::find(found, version.id) == found.end())
            found.push_back(version.id);
    }
    if (found.size() == 1)
        return found.front();
    if (found.empty())
        return core::Error{core::ErrorKind::NotFound, "no-such-version",
            config.path + " has no version " + named
                + (environment.empty() ? "" : " in " + environment) + "; \"log\" lists those",
            {}, {}, {}};
    std::string ids;
    for (const auto &id : found)
        ids += (ids.empty() ? "" : ", ") + id.text();
    return core::Error{core::ErrorKind::Invalid, "several-versions",
        "Several versions of " + config.path + " are called " + named + ": " + ids, {}, {}, {}};
}

} // namespace chancery::cli
