// SPDX-License-Identifier: Apache-2.0
// From announced texts to the document: every text is held against its digest and its content id,
// then the same resolver that the server has goes its way through them, and what it comes to is
// held against the announcement. Nothing is asked of the server here, so the way can be gone again
// at the start, from the cache.
#include "engine/agent/release.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/convert.h"
#include "engine/core/hierarchy/stack.h"

#include <algorithm>

namespace chancery::agent {

namespace {

core::Error refused(std::string code, std::string detail)
{
    return {core::ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

core::Error mismatch(const core::ContentId &found, const core::ContentId &announced)
{
    return refused("content-mismatch",
        "The content is " + found.text() + " and should be " + announced.text());
}

core::Result<core::Tree> checked(const CarriedText &carried)
{
    if (carried.text.empty())
        return refused("empty-text", "The text is empty");
    const auto digest = core::sha256Id({}, carried.text);
    if (digest != carried.sourceDigest)
        return refused(
            "digest-mismatch", "The text is " + digest + " and should be " + carried.sourceDigest);
    auto reading = core::read(carried.text, carried.format);
    if (!reading)
        return core::toError(reading.problem());
    auto tree = std::move(reading).tree();
    if (const auto content = core::contentId(tree.root()); content != carried.content)
        return mismatch(content, carried.content);
    return tree;
}

// Answers the resolver from what was announced and fetched. Lives for one resolution.
class CarriedLayers final : public core::LayerSource {
public:
    explicit CarriedLayers(const core::EffectiveHead &head)
        : m_head(head)
    {
    }
    void add(const core::LiveText &text, core::Tree tree)
    {
        core::Layer layer;
        layer.origin.path = text.path;
        layer.origin.config = text.config;
        layer.origin.version = text.version;
        layer.tree = std::make_shared<const core::Tree>(std::move(tree));
        m_layers.emplace(text.config, std::move(layer));
    }

    std::optional<core::Config> configAt(std::string_view path) override
    {
        const auto found = std::find_if(m_head.configs.begin(), m_head.configs.end(),
            [&](const auto &each) { return each.path == path; });
        if (found == m_head.configs.end())
            return std::nullopt;
        core::Config config;
        config.id = found->config;
        config.path = found->path;
        return config;
    }
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override
    {
        const auto *declared = m_head.declarationOf(config);
        return declared ? declared->layers : std::vector<core::ConfigLayer>();
    }
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &) override
    {
        const auto found = m_layers.find(config);
        return found != m_layers.end() ? std::optional(found->second) : std::nullopt;
    }
    // Decided by the server's checks, before it went live.
    std::vector<bool> sensitiveNodes(std::string_view, core::Value) override { return {}; }

private:
    const core::EffectiveHead &m_head;
    std::map<core::ConfigId, core::Layer> m_layers;
};

// As text of that format, read back: what stands in the file has the announced content.
core::Result<core::Tree> written(
    const core::EffectiveDocument &document, core::Format format, const core::ContentId &content)
{
    std::string text;
    if (format == core::Format::Json) {
        text = core::prettyJson(document.root());
        if (!text.ends_with('\n'))
            text += '\n';
    } else {
        auto conversion = core::convertDocument(document.tree(), format);
        if (!conversion)
            return std::move(conversion).error();
        text = std::move(conversion->text);
    }
    auto reading = core::read(std::move(text), format, core::Limits::wide());
    if (!reading)
        return core::toError(reading.problem());
    auto tree = std::move(reading).tree();
    // TOML has no null, and to leave a member out would be another document.
    if (core::contentId(tree.root()) != content)
        return refused("cannot-write",
            "The document holds something that cannot be written as "
                + std::string(core::name(format)));
    return tree;
}

} // namespace

core::Result<core::Tree> resolve(const Release &release, core::Format format)
{
    const auto &head = release.head;
    if (release.texts.size() != head.texts.size())
        return refused("texts-missing", "Not all texts are there");
    CarriedLayers layers(head);
    for (std::size_t i = 0; i < head.texts.size(); ++i) {
        const auto &carried = release.texts[i];
        const auto &announced = head.texts[i];
        if (carried.config != announced.config || carried.version != announced.version
            || carried.content != announced.content)
            return refused("foreign-text", "The text of " + announced.path + " is another one");
        auto tree = checked(carried);
        if (!tree) {
            auto error = std::move(tree).error();
            if (announced.config != head.config)
                error.detail.insert(0, announced.path + ": ");
            return error;
        }
        if (head.isAlone() && !core::mentionsReference(*tree)) {
            if (head.content != carried.content)
                return mismatch(carried.content, head.content);
            return tree;
        }
        layers.add(announced, std::move(*tree));
    }
    core::Config config;
    config.id = head.config;
    config.path = head.path;
    const auto document = core::PlaceResolver(layers, head.place()).effective(config);
    if (!document)
        return document.error();
    if (const auto content = core::contentId(document->root()); content != head.content)
        return mismatch(content, head.content);
    return written(*document, format, head.content);
}

} // namespace chancery::agent
