// SPDX-License-Identifier: Apache-2.0
//
// A heading names keys and no indexes: in a list of tables it speaks of the last item before it. So
// the headings are walked in their order, and the items of each list are counted.
#include "tomlkeys.h"

#include "engine/core/document/layout/tomllines.h"

#include <algorithm>
#include <map>

namespace chancery::core {

namespace {

constexpr auto npos = std::string::npos;

struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string name;
};

std::string nameOf(std::string_view written)
{
    if (written.starts_with('\''))
        return std::string(written.substr(1, written.size() - 2));
    if (!written.starts_with('"'))
        return std::string(written);
    const auto reading = read(std::string(written) + " = 1", Format::Toml);
    return reading && reading.tree().root().size() == 1
        ? std::string((*reading.tree().root().begin()).key())
        : std::string();
}

std::size_t endOfPart(const std::string &source, std::size_t begin)
{
    const char quote = source[begin];
    if (quote != '"' && quote != '\'')
        return std::min(source.find_first_of(" \t.=]", begin), source.size());
    auto at = begin + 1;
    while (at < source.size() && source[at] != quote)
        at += quote == '"' && source[at] == '\\' ? 2 : 1;
    return std::min(at + 1, source.size());
}

// The parts of a key, dotted or not.
std::vector<Part> partsAt(const std::string &source, std::size_t at)
{
    std::vector<Part> parts;
    while (true) {
        at = source.find_first_not_of(" \t", at);
        if (at == npos)
            return parts;
        const auto end = endOfPart(source, at);
        parts.push_back({at, end, nameOf(std::string_view(source).substr(at, end - at))});
        at = source.find_first_not_of(" \t", end);
        if (at == npos || source[at] != '.')
            return parts;
        ++at;
    }
}

class Occurrences {
public:
    Occurrences(const std::string &source, std::string wanted)
        : m_source(source)
        , m_wanted(std::move(wanted))
    {
        using Kind = layout::TomlLineKind;
        for (const auto &line : layout::tomlLines(source)) {
            const auto first = source.find_first_not_of(" \t", line.begin);
            if (line.kind == Kind::Table)
                m_table = walk("", first + 1, false);
            else if (line.kind == Kind::TableItem)
                m_table = walk("", first + 2, true);
            else if (line.kind == Kind::Entry)
                walk(m_table, first, false);
        }
    }

    std::vector<Part> found;

private:
    std::string walk(std::string pointer, std::size_t at, bool isItem)
    {
        const auto parts = partsAt(m_source, at);
        for (const Part &part : parts) {
            pointer += '/' + escapePointerToken(part.name);
            if (pointer == m_wanted)
                found.push_back(part);
            if (isItem && &part == &parts.back())
                ++m_items[pointer];
            if (const auto list = m_items.find(pointer); list != m_items.end())
                pointer += '/' + std::to_string(list->second - 1);
        }
        return pointer;
    }

    const std::string &m_source;
    std::string m_wanted;
    std::string m_table;
    std::map<std::string, std::size_t> m_items; // of each list of tables, so far
};

} // namespace

PatchCandidates waysToRenameToml(const Tree &tree, std::string_view pointer, std::string_view name)
{
    const std::string &source = tree.source();
    const auto found = Occurrences(source, std::string(pointer)).found;
    PatchCandidates ways;
    for (std::size_t way = 0; way < 2 && found.size() > 1; ++way) {
        TextPatch patch{found.front().begin, found.back().end, {}};
        auto done = patch.begin;
        for (const Part &part : found) {
            const auto like = std::string_view(source).substr(part.begin, part.end - part.begin);
            const auto spellings = keySpellings(Format::Toml, name, like);
            patch.text += source.substr(done, part.begin - done)
                + spellings[std::min(way, spellings.size() - 1)];
            done = part.end;
        }
        ways.push_back(std::move(patch));
    }
    return ways;
}

} // namespace chancery::core
