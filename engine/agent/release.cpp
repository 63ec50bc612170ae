// SPDX-License-Identifier: Apache-2.0
#include "release.h"

#include "engine/api/json.h"
#include "engine/api/routes.h"

#include <algorithm>

namespace chancery::agent {

// Found by argument-dependent lookup, so they stand beside their types.
template <typename Visitor>
void describe(Visitor &visit, CarriedText &text)
{
    visit("config", text.config);
    visit("version", text.version);
    visit("content", text.content);
    visit("sourceDigest", text.sourceDigest);
    visit("schema", text.schema);
    visit("format", text.format);
    visit("text", text.text);
}

template <typename Visitor>
void describe(Visitor &visit, Mark &mark)
{
    visit("config", mark.config);
    visit("epoch", mark.epoch);
    visit("version", mark.version);
    visit("declaration", mark.declaration);
}

template <typename Visitor>
void describe(Visitor &visit, Release &release)
{
    visit("head", release.head);
    visit("texts", release.texts);
    visit("marks", release.marks);
    visit("since", release.since);
}

namespace {

// What agents wrote before they knew of layers: one text, in no place.
struct PlainRelease {
    core::ConfigId config;
    std::string path;
    core::VersionId version;
    core::ContentId content;
    std::string sourceDigest;
    core::Format format = core::Format::Json;
    std::uint64_t epoch = 0;
    core::Instant since;
    std::string text;
};

template <typename Visitor>
void describe(Visitor &visit, PlainRelease &release)
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

Release releaseOf(PlainRelease plain)
{
    Release release;
    release.head.config = plain.config;
    release.head.path = plain.path;
    release.head.format = plain.format;
    release.head.content = plain.content;
    release.head.texts.push_back(
        {plain.config, plain.path, plain.version, plain.content, plain.epoch});
    release.texts.push_back({plain.config, plain.version, plain.content,
        std::move(plain.sourceDigest), {}, plain.format, std::move(plain.text)});
    release.marks.push_back({plain.config, plain.epoch, plain.version, 0});
    release.since = plain.since;
    return release;
}

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

core::Result<Release> parse(std::string text)
{
    auto reading = core::readJson(std::move(text), core::Limits::wide());
    if (!reading)
        return core::toError(reading.problem());
    const auto root = reading.tree().root();
    if (root.isObject() && !root.find("head")) {
        auto plain = api::JsonReader::read<PlainRelease>(root);
        if (!plain)
            return std::move(plain).error();
        return releaseOf(std::move(*plain));
    }
    return api::JsonReader::read<Release>(root);
}

constexpr int privateMode = 0600;

} // namespace

const CarriedText *Release::textOf(const core::VersionId &version) const
{
    const auto found = std::find_if(
        texts.begin(), texts.end(), [&](const auto &text) { return text.version == version; });
    return found != texts.end() ? &*found : nullptr;
}

bool Release::isAnywhere() const
{
    return head.isAlone()
        && std::all_of(head.configs.begin(), head.configs.end(), [&](const auto &config) {
               return config.config == head.config && config.layers.empty();
           });
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
    auto release = parse(std::move(**content));
    if (!release)
        return std::move(release).error();
    if (release->head.path != path)
        return refused("foreign-cache", "It belongs to " + release->head.path);
    return std::optional(std::move(*release));
}

core::Result<> LastKnownGood::store(const Release &release)
{
    return m_files.replace(fileOf(release.head.path), api::toJson(release), privateMode);
}

} // namespace chancery::agent
