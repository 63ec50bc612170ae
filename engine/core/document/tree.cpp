// SPDX-License-Identifier: Apache-2.0
#include "tree.h"

#include "engine/core/document/json.h"
#include "engine/core/document/toml.h"
#include "engine/core/document/utf8.h"
#include "engine/core/document/value.h"
#include "engine/core/document/yaml.h"

#include <algorithm>
#include <cstring>

namespace chancery::core {

namespace {

// Shorter pieces of a line are counted anew each time.
constexpr std::size_t pointBlock = 4096;

} // namespace

std::string_view name(Format format)
{
    switch (format) {
    case Format::Json:
        return "json";
    case Format::Yaml:
        return "yaml";
    case Format::Toml:
        return "toml";
    }
    return "json";
}

std::optional<Format> formatFromName(std::string_view name)
{
    if (name == "json")
        return Format::Json;
    if (name == "yaml" || name == "yml")
        return Format::Yaml;
    if (name == "toml")
        return Format::Toml;
    return std::nullopt;
}

std::optional<Format> formatFromFileName(std::string_view fileName)
{
    const auto dot = fileName.rfind('.');
    return dot == std::string_view::npos ? std::nullopt : formatFromName(fileName.substr(dot + 1));
}

Tree::Tree(std::shared_ptr<const std::string> source, Format format)
    : m_source(std::move(source))
    , m_format(format)
{
}

Value Tree::root() const
{
    return m_nodes.empty() ? Value() : Value(*this, 0);
}

std::uint16_t Tree::keyHash(std::string_view key)
{
    constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15u;
    std::uint64_t hash = key.size() * multiplier;
    const char *at = key.data();
    std::size_t left = key.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = (hash ^ word) * multiplier;
        hash ^= hash >> 32;
    }
    std::uint64_t tail = 0;
    for (std::size_t i = 0; i < left; ++i)
        tail |= std::uint64_t(static_cast<unsigned char>(at[i])) << (8 * i);
    hash = (hash ^ tail) * multiplier;
    return std::uint16_t(hash >> 48);
}

Position positionOf(std::string_view source, std::size_t offset)
{
    offset = std::min(offset, source.size());
    int line = 1;
    std::size_t start = 0;
    for (auto at = source.find('\n'); at < offset; at = source.find('\n', at + 1)) {
        ++line;
        start = at + 1;
    }
    return {line, int(countCodePoints(source.substr(start, offset - start))) + 1};
}

LineIndex::LineIndex(std::string_view source)
    : m_source(source)
    , m_starts{0}
{
    std::size_t longest = 0;
    for (auto at = source.find('\n'); at != std::string_view::npos;
        at = source.find('\n', at + 1)) {
        longest = std::max(longest, at - m_starts.back());
        m_starts.push_back(at + 1);
    }
    if (std::max(longest, source.size() - m_starts.back()) <= pointBlock)
        return;
    std::size_t points = 0;
    for (std::size_t block = 0; block <= source.size(); block += pointBlock) {
        m_pointsBefore.push_back(points);
        points += countCodePoints(source.substr(block, pointBlock));
    }
}

std::size_t LineIndex::pointsBefore(std::size_t offset) const
{
    const auto block = offset / pointBlock;
    const auto begin = block * pointBlock;
    return m_pointsBefore[block] + countCodePoints(m_source.substr(begin, offset - begin));
}

Position LineIndex::position(std::size_t offset) const
{
    offset = std::min(offset, m_source.size());
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    const auto start = *std::prev(after);
    const auto points = offset - start <= pointBlock
        ? countCodePoints(m_source.substr(start, offset - start))
        : pointsBefore(offset) - pointsBefore(start);
    return {int(after - m_starts.begin()), int(points) + 1};
}

Error toError(const Problem &problem)
{
    Error error{ErrorKind::Invalid, problem.code, problem.message, {}, {}, {}};
    error.detail += " (line " + std::to_string(problem.position.line) + ", column "
        + std::to_string(problem.position.column) + ")";
    error.fields.push_back(
        {"", problem.code, problem.message, "", problem.position.line, problem.position.column});
    return error;
}

Reading read(std::shared_ptr<const std::string> source, Format format, const Limits &limits)
{
    switch (format) {
    case Format::Json:
        return readJson(std::move(source), limits);
    case Format::Yaml:
        return readYaml(std::move(source), limits);
    case Format::Toml:
        return readToml(std::move(source), limits);
    }
    return readJson(std::move(source), limits);
}

Reading read(std::string source, Format format, const Limits &limits)
{
    return read(std::make_shared<const std::string>(std::move(source)), format, limits);
}

} // namespace chancery::core
