// SPDX-License-Identifier: Apache-2.0
// Directives, anchors, tags and the names of aliases.
#include "scanner.h"

#include <algorithm>

namespace chancery::core::yaml {

namespace {

int hexadecimalValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool isWordCharacter(char c)
{
    const char lower = char(c | 0x20);
    return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z') || c == '-';
}

bool isTagHandle(std::string_view text)
{
    if (text == "!" || text == "!!")
        return true;
    return text.size() > 2 && text.front() == '!' && text.back() == '!'
        && std::all_of(text.begin() + 1, text.end() - 1, isWordCharacter);
}

std::string_view nextWord(std::string_view &line)
{
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const auto word = line.substr(0, line.find_first_of(" \t"));
    line.remove_prefix(word.size());
    return word.starts_with('#') ? std::string_view() : word;
}

} // namespace

void Scanner::resetHandles()
{
    m_handles.clear();
    m_handles.push_back({"!!", "tag:yaml.org,2002:"});
    m_handles.push_back({"!", "!"});
}

bool Scanner::directive(bool &hasVersion)
{
    const char *const begin = m_at;
    skipToBreak();
    std::string_view line(begin, std::size_t(m_at - begin));
    m_contentEnd = m_at;
    const auto name = nextWord(line);
    const auto first = nextWord(line);
    const auto second = nextWord(line);
    if (name == "%YAML") {
        m_at = begin;
        if (!second.empty())
            return fail("Expected nothing behind the version of %YAML");
        if (!versionDirective(first, hasVersion))
            return false;
    } else if (name == "%TAG") {
        m_at = begin;
        if (second.empty() || !nextWord(line).empty())
            return fail("Expected a handle and a prefix behind %TAG");
        if (!tagDirective(first, second))
            return false;
    }
    skipToBreak();
    return true;
}

bool Scanner::versionDirective(std::string_view version, bool &hasVersion)
{
    if (hasVersion)
        return fail("The document has a second %YAML directive");
    hasVersion = true;
    const auto isNumber = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const auto point = version.find('.');
    if (point == std::string_view::npos || !isNumber(version.substr(0, point))
        || !isNumber(version.substr(point + 1)))
        return fail("Expected a version such as 1.2 behind %YAML");
    if (version.substr(0, point) != "1")
        return fail("Only version 1 of YAML is read");
    return true;
}

bool Scanner::tagDirective(std::string_view handle, std::string_view prefix)
{
    if (!isTagHandle(handle))
        return fail("Expected a handle such as !name! behind %TAG");
    for (auto known = m_handles.begin(); known != m_handles.end(); ++known) {
        if (known->name != handle)
            continue;
        // The first two are those that every document begins with and may change once.
        const bool isPreset = known->name.data() < m_begin || known->name.data() >= m_end;
        if (!isPreset)
            return fail("The document has a second %TAG directive for this handle");
        m_handles.erase(known);
        break;
    }
    m_handles.push_back({handle, std::string(prefix)});
    return true;
}

bool Scanner::property(Properties &properties)
{
    const char *const begin = m_at;
    if (*m_at == '&' ? !anchor(properties) : !tag(properties))
        return false;
    if (!properties.begin)
        properties.begin = begin;
    if (!endsToken(*m_at) && !isFlowIndicator(*m_at))
        return fail("Expected a space behind an anchor or tag");
    m_contentEnd = m_at;
    return true;
}

const char *Scanner::endOfName(const char *at) const
{
    while (!isOf(*at, BlankClass | BreakClass | EndClass | FlowClass))
        ++at;
    return at;
}

bool Scanner::anchor(Properties &properties)
{
    if (!properties.anchor.empty())
        return fail("A node may have one anchor only");
    const char *const end = endOfName(m_at + 1);
    if (end == m_at + 1)
        return fail("Expected a name behind &");
    properties.anchor = {m_at + 1, std::size_t(end - m_at - 1)};
    m_at = end;
    return true;
}

bool Scanner::aliasName(std::string_view &name)
{
    const char *const end = endOfName(m_at + 1);
    if (end == m_at + 1)
        return fail("Expected a name behind *");
    name = {m_at + 1, std::size_t(end - m_at - 1)};
    m_at = end;
    return true;
}

bool Scanner::tag(Properties &properties)
{
    if (!properties.tag.empty())
        return fail("A node may have one tag only");
    std::string resolved;
    if (m_at[1] == '<') {
        const char *end = m_at + 2;
        while (*end != '>' && !endsToken(*end))
            ++end;
        if (*end != '>' || end == m_at + 2)
            return fail("Expected a tag and '>' behind \"!<\"");
        resolved.assign(m_at + 2, end);
        m_at = end + 1;
    } else if (!shorthandTag(resolved)) {
        return false;
    }
    if (m_tags.empty() || m_tags.back() != resolved)
        m_tags.push_back(std::move(resolved));
    properties.tag = m_tags.back();
    return true;
}

bool Scanner::shorthandTag(std::string &resolved)
{
    const char *const end = endOfName(m_at);
    const std::string_view text(m_at, std::size_t(end - m_at));
    const auto second = text.find('!', 1);
    const auto handle = text.substr(0, second == std::string_view::npos ? 1 : second + 1);
    const auto suffix = text.substr(handle.size());
    const auto known = std::find_if(m_handles.begin(), m_handles.end(),
        [handle](const Handle &entry) { return entry.name == handle; });
    if (known == m_handles.end())
        return fail(m_at, "No %TAG directive declares this handle", handle.size());
    if (suffix.empty() && handle != "!")
        return fail(m_at, "Expected a name behind the handle of the tag", handle.size());
    if (suffix.find('!') != std::string_view::npos)
        return fail(m_at, "A tag may have one handle only", text.size());
    // The lone "!" says that the node has no other tag, whatever the handle stands for.
    resolved = text == "!" ? "!" : known->prefix;
    if (!decodePercent(suffix, resolved))
        return false;
    m_at = end;
    return true;
}

bool Scanner::decodePercent(std::string_view suffix, std::string &out)
{
    for (std::size_t i = 0; i < suffix.size(); ++i) {
        if (suffix[i] != '%') {
            out += suffix[i];
            continue;
        }
        const int high = i + 2 < suffix.size() ? hexadecimalValue(suffix[i + 1]) : -1;
        const int low = i + 2 < suffix.size() ? hexadecimalValue(suffix[i + 2]) : -1;
        if (high < 0 || low < 0)
            return fail(suffix.data() + i, "Expected two hexadecimal digits behind %");
        out += char(high * 16 + low);
        i += 2;
    }
    return true;
}

} // namespace chancery::core::yaml
