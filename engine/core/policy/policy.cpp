// SPDX-License-Identifier: Apache-2.0
#include "policy.h"

#include "engine/core/policy/names.h"

#include <algorithm>

namespace chancery::core::policy {

namespace {

constexpr EnumNames<ChangeAction, 4> actionNames{{"update", "create", "schema", "policy"}};

std::string_view takeSegment(std::string_view &path)
{
    const auto end = path.find('/');
    const auto segment = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    return segment;
}

// "*" for any run of characters of the segment, "?" for one, a backslash before what is meant as it
// is written. Greedy with one point to return to, so linear in practice and never exponential.
bool matchesSegment(std::string_view pattern, std::string_view segment)
{
    std::size_t at = 0;
    std::size_t in = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (in < segment.size()) {
        const bool isEscaped = at + 1 < pattern.size() && pattern[at] == '\\';
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = in;
        } else if (isEscaped && pattern[at + 1] == segment[in]) {
            at += 2;
            ++in;
        } else if (at < pattern.size() && !isEscaped
            && (pattern[at] == segment[in] || pattern[at] == '?')) {
            ++at;
            ++in;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

// Whether the two differ before the pattern leaves anything open. Most rules are for other paths.
bool differsAtOnce(std::string_view pattern, std::string_view path)
{
    const auto length = std::min(pattern.size(), path.size());
    for (std::size_t i = 0; i < length; ++i) {
        const char c = pattern[i];
        if (c == '*' || c == '?' || c == '\\' || c == '/')
            return c == '/' && path[i] != '/';
        if (c != path[i])
            return true;
    }
    return false;
}

} // namespace

std::string_view name(ChangeAction action)
{
    return actionNames[action];
}

std::optional<ChangeAction> changeActionFromName(std::string_view name)
{
    return actionNames.find(name);
}

bool isGated(const PolicySet &policies, const EnvironmentId &environment)
{
    const auto gate
        = std::ranges::find(policies.environments, environment, &EnvironmentGate::environment);
    return gate == policies.environments.end() || gate->gated;
}

// The same walk as within a segment, with "**" in the place of "*"; at the end it is all that lies
// inside, not the thing itself. What is left of either is a view, so that nothing is allocated: a
// policy of hundreds of rules is matched at every vote.
bool matchesPath(std::string_view pattern, std::string_view path)
{
    if (differsAtOnce(pattern, path))
        return false;
    std::optional<std::string_view> afterStar; // the pattern behind the last "**"
    std::string_view resume;
    while (!path.empty()) {
        auto rest = pattern;
        const auto wanted = takeSegment(rest);
        auto further = path;
        const auto segment = takeSegment(further);
        if (!pattern.empty() && wanted == "**") {
            pattern = rest;
            afterStar = rest;
            resume = path;
        } else if (!pattern.empty() && matchesSegment(wanted, segment)) {
            pattern = rest;
            path = further;
        } else if (afterStar) {
            pattern = *afterStar;
            (void)takeSegment(resume);
            path = resume;
        } else {
            return false;
        }
    }
    return pattern.empty();
}

namespace {

// Whether the key is one of the pattern's, or stands above one: a scalar in the place of an object
// changes all that was in it, also what came from elsewhere.
bool touches(std::string_view pattern, std::string_view key)
{
    if (matchesPath(pattern, key))
        return true;
    for (auto end = pattern.find('/'); end != std::string_view::npos;
        end = pattern.find('/', end + 1)) {
        if (matchesPath(pattern.substr(0, end), key))
            return true;
    }
    return false;
}

} // namespace

bool holds(const PolicyCondition &condition, const std::optional<ChangeFacts> &facts)
{
    if (!facts)
        return true;
    const auto changes = [&](const std::string &pattern) {
        const auto inner = std::string_view(pattern).substr(pattern.starts_with('/') ? 1 : 0);
        return std::ranges::any_of(facts->keys, [&](std::string_view key) {
            return touches(inner, key.substr(key.starts_with('/') ? 1 : 0));
        });
    };
    // Of more keys than are told, any may be among the rest.
    return (condition.keys.empty() || facts->moreKeys
               || std::ranges::any_of(condition.keys, changes))
        && (!condition.changedBy
            || (facts->largestChange && *facts->largestChange >= *condition.changedBy))
        && (!condition.risk || facts->risk >= *condition.risk);
}

// A pattern with a slash that is not its last is anchored at the root, another one matches at any
// depth; what names a folder owns all below, but "folder/*" only what lies in it.
bool matchesOwnership(std::string_view pattern, std::string_view path)
{
    const bool isFolder = pattern.ends_with('/');
    if (isFolder)
        pattern.remove_suffix(1);
    const bool isAnchored = pattern.find('/') != std::string_view::npos;
    const bool isContentOnly = !isFolder && pattern.ends_with("/*");
    if (pattern.starts_with('/'))
        pattern.remove_prefix(1);
    const std::string base = (isAnchored ? "" : "**/") + std::string(pattern);
    if (!isFolder && matchesPath(base, path))
        return true;
    return !isContentOnly && matchesPath(base + "/**", path);
}

std::vector<std::string> ownersOf(
    const Ownership &ownership, std::string_view path, const EnvironmentId &environment)
{
    for (auto line = ownership.rbegin(); line != ownership.rend(); ++line) {
        const bool isHere = line->environment.isEmpty() || line->environment == environment;
        if (isHere && matchesOwnership(line->pattern, path))
            return line->owners;
    }
    return {};
}

} // namespace chancery::core::policy
