// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "engine/core/hierarchy/stack.h"
#include "engine/server/view.h"

#include <map>

namespace chancery::server {

class Validator;

// The texts that a request would make live, by config and environment.
struct ProposedText {
    std::shared_ptr<const core::Tree> tree;
    std::size_t item = 0; // of the request
    std::optional<core::SchemaId> schema = {}; // that the item brings
    std::optional<std::vector<core::ConfigLayer>> layers = {}; // the same
};
// What an item proposes at its place.
ProposedText proposedBy(
    const core::RequestItem &item, std::shared_ptr<const core::Tree> tree, std::size_t number);
using Proposal = std::map<std::pair<std::string, std::string>, ProposedText>;

// The texts of versions, each read once. Shared by the resolutions of one piece of work.
class LayerTexts {
public:
    // Of what is live now, or was at an instant.
    explicit LayerTexts(const View &view, std::optional<core::Instant> instant = {})
        : m_view(view)
        , m_instant(instant)
    {
    }
    const View &view() const { return m_view; }
    core::ConfigLayers declared(const core::ConfigId &config) const;
    // In the place of what is declared of that config.
    void declare(core::ConfigLayers layers) { m_declared = std::move(layers); }
    bool declaresOther() const { return m_declared.has_value(); }
    // What is live of a config there; nothing when there is nothing, or it cannot be read.
    std::optional<core::Layer> live(
        const core::ConfigId &config, const core::EnvironmentId &environment);

private:
    std::optional<core::VersionId> versionOf(
        const core::ConfigId &config, const core::EnvironmentId &environment) const;

    const View &m_view;
    std::optional<core::Instant> m_instant;
    std::optional<core::ConfigLayers> m_declared;
    std::map<std::string, core::Layer> m_layers; // by version
};

// Effective documents in one place: from what is live, or from what would be after a proposal.
// Lives for one piece of work.
class Resolution final : public core::LayerSource {
public:
    // Without a validator it is not known what is sensitive.
    Resolution(LayerTexts &texts, core::HierarchyPlace place, const Proposal *proposal = nullptr,
        Validator *validator = nullptr);

    // As core::PlaceResolver has it.
    core::Result<core::EffectiveDocument> effective(const core::Config &config);
    core::Result<core::EffectiveView> view(const core::Config &config);

    std::optional<core::Config> configAt(std::string_view path) override;
    std::vector<core::ConfigLayer> layersOf(const core::ConfigId &config) override;
    std::optional<core::Layer> textOf(
        const core::ConfigId &config, const core::EnvironmentId &environment) override;
    std::vector<bool> sensitiveNodes(std::string_view path, core::Value document) override;

private:
    LayerTexts &m_texts;
    const View &m_view;
    const Proposal *m_proposal;
    Validator *m_validator;
    core::EnvironmentId m_environment;
    core::PlaceResolver m_resolver;
};

// The config of that path, without a slash in front.
std::optional<core::Config> configAt(const View &view, std::string_view path);
core::ConfigLayers layersOf(const View &view, const core::ConfigId &config);
// The configs whose defaults it inherits, the farthest first.
std::vector<core::Config> parentsOf(const View &view, const core::Config &config);
// Whether its effective document is more than its text.
bool isComposed(const View &view, const core::Config &config, const core::Tree &tree);

} // namespace chancery::server
