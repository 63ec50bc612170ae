// SPDX-License-Identifier: Apache-2.0
#include "semver.h"

#include <algorithm>
#include <charconv>
#include <compare>

namespace chancery::core {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isIdentifierCharacter(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool isNumeric(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), isDigit);
}

// Up to the next dot; taken off the list with it.
std::string_view takeIdentifier(std::string_view &list)
{
    const auto identifier = list.substr(0, list.find('.'));
    list.remove_prefix(std::min(identifier.size() + 1, list.size()));
    return identifier;
}

bool areIdentifiers(std::string_view list, bool allowsLeadingZeros)
{
    if (list.empty() || list.ends_with('.'))
        return false;
    while (!list.empty()) {
        const auto identifier = takeIdentifier(list);
        if (identifier.empty()
            || !std::all_of(identifier.begin(), identifier.end(), isIdentifierCharacter))
            return false;
        const bool isZeroLed = identifier.size() > 1 && identifier.front() == '0';
        if (!allowsLeadingZeros && isZeroLed && isNumeric(identifier))
            return false;
    }
    return true;
}

int sign(std::strong_ordering order)
{
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

int compareIdentifiers(std::string_view a, std::string_view b)
{
    const bool areNumbers = isNumeric(a) && isNumeric(b);
    if (isNumeric(a) != isNumeric(b))
        return isNumeric(a) ? -1 : 1;
    if (areNumbers && a.size() != b.size())
        return a.size() < b.size() ? -1 : 1;
    return sign(a <=> b);
}

int comparePreReleases(std::string_view a, std::string_view b)
{
    // A version with none comes after all that have one.
    if (a.empty() || b.empty())
        return a.empty() == b.empty() ? 0 : a.empty() ? 1 : -1;
    while (!a.empty() && !b.empty()) {
        if (const int order = compareIdentifiers(takeIdentifier(a), takeIdentifier(b)))
            return order;
    }
    return a.empty() == b.empty() ? 0 : a.empty() ? -1 : 1;
}

} // namespace

std::optional<SemanticVersion> SemanticVersion::parse(std::string_view text)
{
    SemanticVersion version;
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        version.m_build = text.substr(plus + 1);
        if (!areIdentifiers(version.m_build, true))
            return std::nullopt;
        text = text.substr(0, plus);
    }
    if (const auto dash = text.find('-'); dash != std::string_view::npos) {
        version.m_preRelease = text.substr(dash + 1);
        if (!areIdentifiers(version.m_preRelease, false))
            return std::nullopt;
        text = text.substr(0, dash);
    }
    for (std::size_t i = 0; i < 3; ++i) {
        const bool isLast = i == 2;
        const auto dot = text.find('.');
        if (isLast != (dot == std::string_view::npos))
            return std::nullopt;
        const auto part = text.substr(0, dot);
        const bool isZeroLed = part.size() > 1 && part.front() == '0';
        const auto end = part.data() + part.size();
        const auto parsed = std::from_chars(part.data(), end, version.m_parts[i]);
        if (isZeroLed || parsed.ec != std::errc() || parsed.ptr != end || !isNumeric(part))
            return std::nullopt;
        text.remove_prefix(isLast ? text.size() : dot + 1);
    }
    return version;
}

std::string SemanticVersion::text() const
{
    auto text = std::to_string(m_parts[0]) + '.' + std::to_string(m_parts[1]) + '.'
        + std::to_string(m_parts[2]);
    if (!m_preRelease.empty())
        text += '-' + m_preRelease;
    if (!m_build.empty())
        text += '+' + m_build;
    return text;
}

SemanticVersion SemanticVersion::next(ChangeLevel level) const
{
    SemanticVersion version;
    std::copy(std::begin(m_parts), std::end(m_parts), std::begin(version.m_parts));
    const std::size_t raised = level == ChangeLevel::Major ? 0
        : level == ChangeLevel::Minor                      ? 1
                                                           : 2;
    ++version.m_parts[raised];
    for (auto i = raised + 1; i < 3; ++i)
        version.m_parts[i] = 0;
    return version;
}

int SemanticVersion::compare(const SemanticVersion &other) const
{
    for (std::size_t i = 0; i < 3; ++i) {
        if (m_parts[i] != other.m_parts[i])
            return m_parts[i] < other.m_parts[i] ? -1 : 1;
    }
    return comparePreReleases(m_preRelease, other.m_preRelease);
}

std::string nextSemver(std::string_view earlier, ChangeLevel level, ChangeLevel asked)
{
    const auto version = SemanticVersion::parse(earlier);
    return version ? version->next(std::max(level, asked)).text() : "1.0.0";
}

} // namespace chancery::core
